"""Facts that are weighed together, and what they add to the ledgers of each day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from domain.edtf import NO_LAST, Window
from projections.day_sums import Sort
from projections.ledgers import Entry
from projections.lenses.lens import Lens
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
from projections.phases import FactPhases, Phase, merged, restless_days, sort_of


class Fading(NamedTuple):
    """A fact that fades from one day on, and as what it is summed."""

    sort: Sort
    day: int
    pair_fact: PairFact


class Added(NamedTuple):
    """What a fact adds to the ledgers of a day: how it enters them, and with which shares."""

    pair_fact: PairFact
    entry: Entry
    shares: Shares


class Unit:
    """Facts that are weighed together: one by itself, or those that may mute one another.

    `fading` is the last phase of a single fact, where it is summed. `starts` are the days on which
    what the others add may begin to be another thing, and `restless` those of which each may differ
    from the day before; on all other days they add the same as on the day before.
    """

    __slots__ = ("_facts", "fading", "lens", "restless", "starts")

    def __init__(self, facts: Sequence[FactPhases], lens: Lens) -> None:
        self._facts: Final = facts
        self.lens: Final = lens
        bounds = [bound for fact in facts for bound in fact.bounds]
        self.fading: Final = _fading(bounds[-1][0], lens) if len(facts) == 1 else None
        if self.fading is not None:
            bounds.pop()
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

    @property
    def together(self) -> bool:
        """Whether it is of several facts."""
        return len(self._facts) > 1

    @property
    def turning(self) -> Iterator[int]:
        """The days on which a status of its facts may differ, or anything is said of them."""
        return chain.from_iterable(fact.turning for fact in self._facts)

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

    def present(self, day: int, asked: Callable[[PairFact], bool]) -> Present:
        """Its facts from one of its starts up to the next, beside what is summed."""
        summed = self.fading is not None and day >= self.fading.day
        return Present([] if summed else self.seen(day), self.lens, asked)


def _fading(phase: Phase, lens: Lens) -> Fading | None:
    sort = sort_of(phase, lens)
    if sort is None or phase.pair_fact is None:
        return None
    return Fading(sort, phase.first, phase.pair_fact)


class _Member(NamedTuple):
    """A fact on days on which its status stays the same.

    How it enters the ledgers, and how if it is muted; its rivals, and whether it is asked about.
    """

    pair_fact: PairFact
    entry: Entry
    muted: Entry
    rival: Rival | None
    asked: bool


class Present:
    """The facts of a unit on days on which the status of each stays the same."""

    __slots__ = ("_lens", "_members")

    def __init__(
        self, pair_facts: Iterable[PairFact], lens: Lens, asked: Callable[[PairFact], bool]
    ) -> None:
        self._lens: Final = lens
        members = [
            _Member(
                pair_fact,
                Entry.of(pair_fact, lens),
                Entry.of(mute(pair_fact), lens),
                Rival.of(pair_fact, lens),
                asked(pair_fact),
            )
            for pair_fact in pair_facts
        ]
        self._members: Final = members if any(member.asked for member in members) else []

    @property
    def together(self) -> bool:
        """Whether several facts are weighed together."""
        return len(self._members) > 1

    def added(self, day: int) -> list[Added]:
        """What those that are asked about add on a day."""
        members, lens = self._members, self._lens
        if lens.alone is None:
            return self._added_together(day)
        found = [(member, shares_alone(member.pair_fact, day, lens)) for member in members]
        smaller: set[str] = set()
        if len(found) > 1:
            smaller = muted(
                (member.rival, shares.share.counted, member.pair_fact.handle)
                for member, shares in found
                if member.rival
            )
        return [
            Added(member.pair_fact, member.muted, NO_SHARES)
            if smaller and member.pair_fact.handle in smaller
            else Added(member.pair_fact, member.entry, shares)
            for member, shares in found
            if member.asked
        ]

    def _added_together(self, day: int) -> list[Added]:
        scored = score_facts([member.pair_fact for member in self._members], day, self._lens)
        return [
            Added(
                t,
                member.muted if t.excluded == MUTED else member.entry,
                Shares(t.share, t.unwidened),
            )
            for t, member in zip(scored, self._members, strict=True)
            if member.asked
        ]


def units_of(facts: Sequence[FactPhases], lens: Lens) -> list[Unit]:
    """Facts as they are weighed: those of one episode together, or all where a lens says so."""
    if lens.left is None:
        return [Unit(facts, lens)] if facts else []
    alone: list[Unit] = []
    by_episode: dict[str, list[FactPhases]] = {}
    for fact in facts:
        if not fact.episodes:
            alone.append(Unit([fact], lens))
            continue
        # A corrected fact may link two episodes.
        linked = [other for name in fact.episodes for other in by_episode.get(name, ())]
        group = [fact, *dict.fromkeys(linked)]
        by_episode.update(dict.fromkeys((name for each in group for name in each.episodes), group))
    groups = {id(group): group for group in by_episode.values()}.values()
    return [*alone, *(Unit(group, lens) for group in groups)]
