"""Facts that are weighed together, and what they add to the ledgers of each day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple, TypeVar

from domain.edtf import NO_LAST, Window
from domain.status import Kleene
from projections.day_sums import Sort
from projections.ledgers import Entry
from projections.lenses.flow import is_flow
from projections.lenses.lens import Lens, Share
from projections.pair_fact import (
    MUTED,
    NO_SHARES,
    PairFact,
    Rival,
    Shares,
    mute,
    muted,
    score_facts,
    shares_alone,
)
from projections.phases import FactPhases, Phase, bends, merged, restless_days, sort_of
from projections.verdict import decides


class Fading(NamedTuple):
    """A fact that fades from one day on, and as what it is summed."""

    sort: Sort
    day: int
    pair_fact: PairFact

    def goes_on(self, sort: Sort, phase: Phase) -> bool:
        """Whether it is what an earlier phase of the fact is too, some days later."""
        mine, other = self.pair_fact, phase.pair_fact
        older = self.day - phase.first
        alike = other is not None and (mine.view, mine.content) == (other.view, other.content)
        return alike and sort._replace(age=sort.age + older) == self.sort


class Added(NamedTuple):
    """What a fact adds to the ledgers of a day: how it enters them, and with which shares.

    `decides`: whether it may decide a label by itself.
    """

    pair_fact: PairFact
    entry: Entry
    shares: Shares
    decides: bool


class Ranged(NamedTuple):
    """Between what a fact adds to the ledgers on the days of a stretch.

    `decides`: whether it may decide a label by itself.
    """

    pair_fact: PairFact
    entry: Entry
    least: Shares
    most: Shares
    decides: bool


class Unit:
    """Facts that are weighed together: one by itself, or those that may mute one another.

    `fading` are the last phases of a single fact, where they are summed. `starts` are days on which
    what the others add may begin to be another thing, and `restless` those of which each may differ
    from the day before; on all other days they add the same as on the day before. `bends` are the
    days on which what one of them counts for may turn from growing to shrinking, or back.
    """

    __slots__ = ("_facts", "bends", "fading", "lens", "restless", "starts")

    def __init__(self, facts: Sequence[FactPhases], lens: Lens) -> None:
        self._facts: Final = facts
        self.lens: Final = lens
        bounds = [bound for fact in facts for bound in fact.bounds]
        self.fading: Final = _fading(bounds, lens) if len(facts) == 1 else None
        self.restless: Final = merged(
            Window(max(window.lo, phase.first), min(window.hi, after - 1))
            for phase, after in bounds
            for window in restless_days(phase, lens)
            if window.lo < after and window.hi >= phase.first
        )
        starts: set[int] = set()
        if any(phase.pair_fact for phase, _ in bounds):
            starts = {phase.first for fact in facts for phase in fact.phases}
            starts.update(day for lo, hi in self.restless for day in (lo, hi + 1))
        self.starts: Final = sorted(day for day in starts if day < NO_LAST)
        self.bends: Final = {day for bound in bounds for day in bends(*bound, lens)}

    @property
    def together(self) -> bool:
        """Whether it is of several facts."""
        return len(self._facts) > 1

    @property
    def vague(self) -> bool:
        """Whether nobody knows the day on which one of its facts happened, began or ended."""
        phases = chain.from_iterable(fact.phases for fact in self._facts)
        return any(phase.pair_fact and _vague(phase.pair_fact) for phase in phases)

    @property
    def turning(self) -> Iterator[int]:
        """The days on which a status of its facts may differ, or they are reported on."""
        return chain.from_iterable(fact.turning for fact in self._facts)

    def first_day(self, asked: Callable[[PairFact], bool]) -> int:
        """The first day on which one that is asked about may have happened, or was known.

        NO_LAST where none is. Of what may have begun on any day, however early, the first on which
        anything is known of it.
        """
        days = [
            phase.first or min(fact.turning, default=NO_LAST)
            for fact in self._facts
            for phase in fact.phases
            if phase.pair_fact is not None and asked(phase.pair_fact)
        ]
        return min(days, default=NO_LAST)

    def rests(self, day: int) -> bool:
        """Whether it adds the same from a day on, up to the next of its starts."""
        place = bisect_right(self.restless, Window(day, NO_LAST))
        return not place or self.restless[place - 1].hi < day

    def seen(self, day: int) -> list[PairFact]:
        """Its facts as they concern the pair on a day, not weighed."""
        found = (fact.at(day) for fact in self._facts)
        return [pair_fact for pair_fact in found if pair_fact is not None]

    def weighed(self, day: int) -> list[PairFact]:
        """Its facts with what they count for at the end of a day."""
        return score_facts(self.seen(day), day, self.lens)

    def flips(self, day: int) -> bool:
        """Whether other flows than on the day before are muted."""
        if self.rests(day):
            return False
        return self._muted(day - 1) != self._muted(day)

    def _muted(self, day: int) -> set[str]:
        return {t.handle for t in self.weighed(day) if t.excluded == MUTED}

    def present(self, day: int, asked: Callable[[PairFact], bool]) -> Present:
        """Its facts from one of its starts up to the next, beside what is summed."""
        summed = self.fading is not None and day >= self.fading.day
        return Present([] if summed else self.seen(day), self.lens, asked)


def may_happen(pair_fact: PairFact, day: int) -> bool:
    """Whether a fact may have happened, begun or ended by a day, and may not have."""
    window = pair_fact.flowing.window
    within = not is_flow(pair_fact.flowing) or window.lo <= day <= window.hi
    return within and _vague(pair_fact)


def _vague(pair_fact: PairFact) -> bool:
    flow = pair_fact.flowing
    if is_flow(flow):
        return flow.begun.lo < flow.begun.hi
    return pair_fact.status == Kleene.POSSIBLE


def _fading(bounds: list[tuple[Phase, int]], lens: Lens) -> Fading | None:
    """What the last phases of a fact are summed as; they are taken from the bounds.

    More than one where a report of what is known already changes nothing of what it counts for.
    """
    found: Fading | None = None
    while bounds:
        phase, _ = bounds[-1]
        sort = sort_of(phase, lens)
        if sort is None or phase.pair_fact is None:
            break
        if found is None:
            found = Fading(sort, phase.first, phase.pair_fact)
        elif found.goes_on(sort, phase):
            found = found._replace(sort=sort, day=phase.first)
        else:
            break
        bounds.pop()
    return found


class _Member(NamedTuple):
    """A fact on days on which its status stays the same.

    How it enters the ledgers, and how if it is muted; its rivals; whether it is asked about, and
    whether it may decide a label. `left` is what is left of it by the days since `since`, where it
    is a flow of one day about which nothing is doubtful.
    """

    pair_fact: PairFact
    entry: Entry
    muted: Entry
    rival: Rival | None
    asked: bool
    decides: bool
    since: int
    left: Sequence[int] | None

    @classmethod
    def of(cls, pair_fact: PairFact, lens: Lens, asked: Callable[[PairFact], bool]) -> _Member:
        """That of a fact, through a lens."""
        flow = pair_fact.flowing
        window = flow.window
        plain = is_flow(flow) and window.lo == window.hi
        left = None
        if plain and lens.left is not None and not pair_fact.reason and not pair_fact.contested:
            left = lens.left(lens.weight(flow), flow.content.half_life)
        return cls(
            pair_fact,
            Entry.of(pair_fact, lens),
            Entry.of(mute(pair_fact), lens),
            Rival.of(pair_fact, lens),
            asked(pair_fact),
            decides(pair_fact),
            window.lo,
            left,
        )

    def shares(self, day: int, lens: Lens) -> Shares:
        """What it counts for alone at the end of a day."""
        if self.left is None:
            return shares_alone(self.pair_fact, day, lens)
        age = day - self.since
        counted = self.left[age] if age < len(self.left) else 0
        share = Share(counted, counted, counted)
        return Shares(share, share)

    def ranged(self, days: Window, lens: Lens) -> Ranged:
        """Between what it counts for alone on days from each of which to the next it only fades.

        Or only grows.
        """
        one, other = (self.shares(day, lens) for day in days)
        least, most = (
            Shares(*(Share(*map(pick, *each)) for each in zip(one, other, strict=True)))
            for pick in (min, max)
        )
        return Ranged(self.pair_fact, self.entry, least, most, self.decides)


class Present:
    """The facts of a unit on days on which the status of each stays the same."""

    __slots__ = ("_lens", "_members")

    def __init__(
        self, pair_facts: Iterable[PairFact], lens: Lens, asked: Callable[[PairFact], bool]
    ) -> None:
        self._lens: Final = lens
        members = [_Member.of(pair_fact, lens, asked) for pair_fact in pair_facts]
        self._members: Final = members if any(member.asked for member in members) else []

    def added(self, day: int) -> list[Added]:
        """What those that are asked about add on a day."""
        members, lens = self._members, self._lens
        if lens.left is None:
            return self._added_together(day)
        if len(members) == 1:
            (member,) = members
            shares = member.shares(day, lens)
            return [Added(member.pair_fact, member.entry, shares, member.decides)]
        found = [(member, member.shares(day, lens)) for member in members]
        smaller = muted(
            (member.rival, shares.share.counted, member.pair_fact.handle)
            for member, shares in found
            if member.rival
        )
        return [
            Added(member.pair_fact, member.muted, NO_SHARES, member.decides)
            if member.pair_fact.handle in smaller
            else Added(member.pair_fact, member.entry, shares, member.decides)
            for member, shares in found
            if member.asked
        ]

    def ranged(self, days: Window) -> list[Ranged] | None:
        """Between what those that are asked about add on the days of a stretch, without a bend.

        None where it is not sure which of them are muted on all of its days.
        """
        if self._lens.left is None:
            return None
        found = [(member, member.ranged(days, self._lens)) for member in self._members]
        smaller = _muted_throughout(found)
        if smaller is None:
            return None
        return [
            each._replace(entry=member.muted, least=NO_SHARES, most=NO_SHARES)
            if each.pair_fact.handle in smaller
            else each
            for member, each in found
            if member.asked
        ]

    def _added_together(self, day: int) -> list[Added]:
        scored = score_facts([member.pair_fact for member in self._members], day, self._lens)
        return [
            Added(
                t,
                member.muted if t.excluded == MUTED else member.entry,
                Shares(t.share, t.unwidened),
                member.decides,
            )
            for t, member in zip(scored, self._members, strict=True)
            if member.asked
        ]


_Rank = tuple[int, int, str]


def _muted_throughout(found: Iterable[tuple[_Member, Ranged]]) -> set[str] | None:
    """Handles of flows that a larger one mutes on all days of a stretch.

    None where it is not sure that the same is the largest on all of them.
    """
    groups: dict[object, list[tuple[_Rank, _Rank]]] = {}
    for member, each in found:
        rival = member.rival
        if rival is not None:
            sizes = (-abs(shares.share.counted) for shares in (each.least, each.most))
            first, last = sorted(sizes) if rival.by_share else (0, 0)
            weight, handle = -rival.weight, each.pair_fact.handle
            ranks = (first, weight, handle), (last, weight, handle)
            groups.setdefault(rival.group, []).append(ranks)
    smaller: set[str] = set()
    for group in groups.values():
        largest = min(group, key=lambda ranks: ranks[1])
        for best, worst in group:
            if worst != largest[1]:
                if best < largest[1]:
                    return None
                smaller.add(best[2])
    return smaller


def units_of(facts: Sequence[FactPhases], lens: Lens) -> list[Unit]:
    """Facts as they are weighed: those of one episode together, or all where a lens says so."""
    if lens.left is None:
        return [Unit(facts, lens)] if facts else []
    return [Unit(group, lens) for group in linked(facts, lambda fact: fact.episodes)]


T = TypeVar("T")


def linked(facts: Iterable[T], episodes: Callable[[T], Iterable[str]]) -> list[list[T]]:
    """Facts that share an episode, by themselves or through others, together; all others alone.

    A corrected fact may link two episodes.
    """
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    named = [(fact, [*episodes(fact)]) for fact in facts]
    for _, names in named:
        for name in names[1:]:
            above[top(name)] = top(names[0])
    alone = [[fact] for fact, names in named if not names]
    groups: dict[str, list[T]] = {}
    for fact, names in named:
        if names:
            groups.setdefault(top(names[0]), []).append(fact)
    return [*alone, *groups.values()]
