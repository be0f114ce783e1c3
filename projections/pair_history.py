"""A pair's ties day by day: on which days they may change, and through which facts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.edtf import NO_LAST, Window
from domain.fact import Fact
from projections.day_sums import Sort, lasting
from projections.diff import Moved, moves
from projections.flows import Flows
from projections.ledgers import Entry
from projections.lenses.lens import Lens
from projections.pair_fact import (
    NO_SHARES,
    PairFact,
    Rival,
    Shares,
    mute,
    muted,
    score_facts,
    shares_alone,
)
from projections.pairs import Pair
from projections.phases import By, FactPhases, Phase, merged, restless_days, sort_of
from projections.scope import Scope
from projections.state import Glance, State, fold, state_of


class Fading(NamedTuple):
    """A fact that fades from one day on, and as what it is summed."""

    sort: Sort
    day: int
    pair_fact: PairFact


class Added(NamedTuple):
    """What a fact adds on a day: as it concerns the pair, how it enters the ledgers, its shares."""

    pair_fact: PairFact
    entry: Entry
    shares: Shares


class _Kept(NamedTuple):
    """What stays the same of a fact through a phase: its entries, alone and muted, its rivals."""

    entry: Entry
    muted: Entry
    rival: Rival | None

    @classmethod
    def of(cls, pair_fact: PairFact, lens: Lens) -> _Kept:
        return cls(
            Entry.of(pair_fact, lens),
            Entry.of(mute(pair_fact), lens),
            Rival.of(pair_fact, lens),
        )


class Unit:
    """Facts that are weighed together: one by itself, or those that may mute one another.

    `fading` is the last phase of a single fact, where it is summed.
    """

    __slots__ = ("_kept", "_lens", "_phases", "fading", "restless", "starts")

    def __init__(self, facts: Sequence[FactPhases], lens: Lens) -> None:
        self._phases: Final = facts
        self._lens: Final = lens
        # By the identity of a fact in a phase, for walks ask every day.
        self._kept: Final[dict[int, _Kept]] = {}
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

    def rests(self, day: int) -> bool:
        """Whether it adds the same from a day on, up to the next of its starts."""
        place = bisect_right(self.restless, Window(day, NO_LAST))
        return not place or self.restless[place - 1].hi < day

    def added(self, day: int) -> Iterator[Added]:
        """What its facts add to the ledgers of a day, beside what is summed."""
        if self.fading is not None and day >= self.fading.day:
            return
        pair_facts = self.seen(day)
        if self._lens.alone is None:
            for pair_fact, t in zip(pair_facts, self.weighed(day), strict=True):
                yield Added(pair_fact, Entry.of(t, self._lens), Shares(t.share, t.unwidened))
            return
        found = [
            (pair_fact, self._keeps(pair_fact), shares_alone(pair_fact, day, self._lens))
            for pair_fact in pair_facts
        ]
        smaller: set[str] = set()
        if len(found) > 1:
            smaller = muted(
                (kept.rival, shares.share.counted, pair_fact.handle)
                for pair_fact, kept, shares in found
                if kept.rival
            )
        for pair_fact, kept, shares in found:
            if pair_fact.handle in smaller:
                yield Added(pair_fact, kept.muted, NO_SHARES)
            else:
                yield Added(pair_fact, kept.entry, shares)

    def _keeps(self, pair_fact: PairFact) -> _Kept:
        kept = self._kept.get(id(pair_fact))
        if kept is None:
            kept = self._kept[id(pair_fact)] = _Kept.of(pair_fact, self._lens)
        return kept

    def seen(self, day: int) -> list[PairFact]:
        """Its facts as they concern the pair on a day, not weighed."""
        found = (phases.at(day) for phases in self._phases)
        return [pair_fact for pair_fact in found if pair_fact is not None]

    def weighed(self, day: int) -> list[PairFact]:
        """Its facts with what they count for at the end of a day."""
        return score_facts(self.seen(day), day, self._lens)

    @property
    def together(self) -> bool:
        """Whether it is of several facts."""
        return len(self._phases) > 1

    @property
    def turning(self) -> Iterator[int]:
        """The days on which a status of its facts may differ, or anything is said of them."""
        return chain.from_iterable(phases.turning for phases in self._phases)


def _fading(phase: Phase, lens: Lens) -> Fading | None:
    sort = sort_of(phase, lens)
    if sort is None or phase.pair_fact is None:
        return None
    return Fading(sort, phase.first, phase.pair_fact)


class PairHistory:
    """The days of a pair's ties, and what its facts are on each.

    What is known of a fact is read once, and its status once for every phase. `flows` are a
    layer's facts of one day beside `facts`, as it sums them.
    """

    def __init__(  # noqa: PLR0913  # what is asked has six parts
        self,
        facts: Iterable[Fact],
        pair: Pair,
        as_of: AsOf,
        scope: Scope,
        lens: Lens,
        *,
        by: By = By.HAPPENED,
        flows: Flows | None = None,
    ) -> None:
        self.facts: Final = list(facts)
        self._by_handle: Final = {fact.handle: fact for fact in self.facts}
        self.pair: Final = pair
        self.as_of: Final = as_of
        self.scope: Final = scope.within(pair)
        self.lens: Final = lens
        self.by: Final = by
        self.flows: Final = flows or Flows()
        phases = [FactPhases.of(fact, pair, as_of, lens, by) for fact in self.facts]
        self.units: Final = [Unit(each, lens) for each in _together(phases, lens)]
        self._episodes: Final = [unit for unit in self.units if unit.together]
        self._by_day: Final[dict[int, list[Unit]]] = {}
        for unit in self.units:
            for day in set(unit.turning):
                self._by_day.setdefault(day, []).append(unit)
        self._turning: Final = sorted(self._by_day)

    def fact(self, handle: str) -> Fact:
        """The fact of that handle."""
        return self._by_handle[handle]

    def as_of_day(self, day: int) -> AsOf:
        """The point on the clocks at which a day of the walk is seen."""
        at = replace(self.as_of, on=date.fromordinal(day))
        return (
            at
            if self.by is By.HAPPENED
            else replace(at, known_on=date.fromordinal(min(day, self.as_of.known_day)))
        )

    def asked(self, pair_fact: PairFact) -> bool:
        """Whether a fact of the pair is within what is asked about."""
        return not self.scope.written or self.scope.holds(pair_fact.content)

    def glance(self, day: int) -> Glance:
        """The label, the figures and the facts at the end of a day; exactly those of `state_of`."""
        found = (pair_fact for unit in self.units for pair_fact in unit.weighed(day))
        everything = sorted(found, key=lambda pair_fact: pair_fact.handle)
        return Glance.of(everything, self.scope, self.lens, day)

    def state(self, day: int) -> State:
        """The whole answer of a day."""
        at = self.as_of_day(day)
        return state_of(fold(self.facts, at), self.pair, at, self.scope, self.lens)

    def turning_days(self, first: int, last: int) -> list[int]:
        """The days of a span on which the status of any fact may differ from the day before."""
        return self._turning[bisect_left(self._turning, first) : bisect_right(self._turning, last)]

    def restless_days(self, first: int, last: int) -> Iterator[int]:
        """The days of a span whose figures may differ from those of the day before."""
        for lo, hi in merged(chain(self._restless(), self._of_flows())):
            yield from range(max(lo, first), min(hi, last) + 1)

    def _restless(self) -> Iterator[Window]:
        for unit in self.units:
            yield from unit.restless
            yield from (Window(day, day) for day in unit.starts)
            if unit.fading is not None:
                day = unit.fading.day
                yield Window(day, day + lasting(unit.fading.sort, self.lens))

    def _of_flows(self) -> Iterator[Window]:
        for (_, key), column in self.flows.columns.items():
            reach = lasting(Sort.of(key), self.lens)
            yield from (Window(day, day + reach) for day in column.days)

    def moves(self, day: int, *, flips: bool = True) -> tuple[Moved, ...]:
        """Each part in the difference to the day before of facts whose status may have changed.

        With `flips` also of flows of an episode of which another has become the largest by fading.
        """
        units = self.changing(day)
        if flips:
            units = [*units, *(unit for unit in self._episodes if unit not in units)]
        eve, now = (self._weighed(units, each) for each in (day - 1, day))
        return moves(eve, now, self.lens, self.lens)

    def _weighed(self, units: Iterable[Unit], day: int) -> list[PairFact]:
        """The facts of some units that are asked about; none before the first day."""
        if day < 1:
            return []
        return [t for unit in units for t in unit.weighed(day) if self.asked(t)]

    def changing(self, day: int) -> Sequence[Unit]:
        """The facts of which a status may differ from the day before."""
        return self._by_day.get(day, [])


def _together(phases: Sequence[FactPhases], lens: Lens) -> Iterator[Sequence[FactPhases]]:
    """The facts that are weighed together: those of one episode, or all where a lens says so."""
    if lens.left is None:
        if phases:
            yield phases
        return
    by_episode: dict[str, list[FactPhases]] = {}
    for each in phases:
        if not each.episodes:
            yield [each]
            continue
        # A corrected fact may link two episodes.
        linked = [fact for name in each.episodes for fact in by_episode.get(name, ())]
        group = [each, *dict.fromkeys(linked)]
        by_episode.update(dict.fromkeys((name for fact in group for name in fact.episodes), group))
    yield from {id(group): group for group in by_episode.values()}.values()
