"""A pair's days in a machine-coded layer: what is summed, what is not, and what moved between days.

Facts of one day of which nothing more was said are summed; all others are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.fact import Fact
from domain.kinds import What
from projections.flow_sides import BOTH
from projections.flows import Column, Flow, FlowKey, Flows, OtherDay, Part, Sums, counts
from projections.flows import flows as flows_of
from projections.layer import LayerEvidence, LayerState, layer_state
from projections.lenses.lens import Ledger
from projections.pairs import MUTUAL, Pair
from projections.plain import Count, DomainName, IsoDay, Micro, Positive, View, WhatName
from projections.scope import Scope

Side = tuple[int, FlowKey]
"""From which side facts concern a pair, and their sort."""


class Point(NamedTuple):
    """A day, and by when what happened up to it was known."""

    day: int
    known: int

    @classmethod
    def of(cls, as_of: AsOf) -> Point:
        """That of a point on the clocks."""
        return cls(as_of.day, as_of.known_day)


class Step(NamedTuple):
    """Facts of one day, side and sort that are there at one of two points, and not at the other.

    `entered` are there at the second alone, `left` at the first alone.
    """

    side: Side
    day: int
    entered: int
    left: int


class SumMoved(NamedTuple):
    """What facts of one side and sort moved between two points, in micro-units.

    How many entered and how many left, the days of the first and the last of them, and what they
    count for after less what they did before.
    """

    view: str
    sort: FlowKey
    entered: int
    left: int
    first: int
    last: int
    counted: int

    @property
    def moved(self) -> int:
        """The same for or against; relief moves nothing by itself, but what it pays off."""
        return 0 if self.sort.ledger is Ledger.RELIEF else self.counted

    @property
    def rank(self) -> tuple[int, int, FlowKey, str]:
        """What those have least of that moved most."""
        return -abs(self.moved), -abs(self.counted), self.sort, self.view


@dataclass(frozen=True, slots=True)
class LayerDays:
    """What a layer holds of a pair: `flows` of any day, as known by any; and `rest`, all others."""

    pair: Pair
    flows: Flows
    rest: Sequence[Fact]
    _others: Mapping[tuple[Side, int], Sequence[tuple[int, int]]]
    """By side and day: when facts became known that did not on their day, and how many."""

    @classmethod
    def of(
        cls, held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope, since: int
    ) -> LayerDays:
        """Those up to a point on the clocks, from a first day on.

        What is held must reach back to that day. What is summed does not depend on what a store had
        summed before.
        """
        more, rest = _apart(held.facts, pair, as_of, scope)
        flows = held.flows.plus(more, since)
        return cls(pair, flows, rest, _by_day(flows.other_days))

    def state(self, held: LayerEvidence, as_of: AsOf, scope: Scope) -> LayerState:
        """The state at a point on the clocks, from what was held of a later one."""
        flows = known_by(held.flows, as_of.known_day)
        first = flows.first
        if not flows.old:
            first = min((column.days[0] for column in flows.columns.values()), default=None)
        if first is not None and first > as_of.day:
            first = None
        held = held._replace(flows=replace(flows, first=first))
        return layer_state(held, self.pair, as_of, scope)

    def on(self, point: Point) -> tuple[list[Part], bool]:
        """What is summed at a point, by side and sort, and whether anything had happened by then.

        What is so old that nothing is left of it counts as known.
        """
        flows = known_by(self.flows, point.known)
        columns = flows.columns.values()
        there = flows.old or any(column.days[0] <= point.day for column in columns)
        return Sums(flows).at(point.day), there

    def turning_days(self, first: int, last: int) -> set[int]:
        """The days of a span on which anything that is summed happened or became known."""
        columns = self.flows.columns.values()
        happened = {day for column in columns for day in column.within(first, last).days}
        return happened | {
            known for _, _, _, known, _ in self.flows.other_days if first <= known <= last
        }

    def moved(self, before: Point, after: Point) -> tuple[SumMoved, ...]:
        """What entered or left between two points, by side and sort; what moved most first."""
        return summed(self.steps(before, after), self.pair, before, after)

    def steps(self, before: Point, after: Point) -> Iterator[Step]:
        """What entered or left between two points, day by day."""
        first, last = sorted((before.day, after.day))
        known, known_later = sorted((before.known, after.known))
        days = {
            (side, day)
            for side, column in self.flows.columns.items()
            for day in column.within(first + 1, last).days
        }
        if known != known_later:
            days |= {
                (side, day)
                for side, column in self.flows.columns.items()
                for day in column.within(known + 1, known_later).days
            }
            days |= {
                key
                for key, others in self._others.items()
                if any(known < each <= known_later for each, _ in others)
            }
        for side, day in sorted(days):
            there, then = self._facts(side, day, before), self._facts(side, day, after)
            if there != then:
                yield Step(side, day, max(0, then - there), max(0, there - then))

    def became_known(self, day: int) -> Iterator[Step]:
        """Facts of earlier days that became known on a day."""
        for (side, on), others in sorted(self._others.items()):
            facts = sum(number for known, number in others if known == day)
            if facts and on < day:
                yield Step(side, on, facts, 0)

    def _facts(self, side: Side, day: int, point: Point) -> int:
        """How many facts of a side, sort and day are there at a point."""
        if day > point.day:
            return 0
        others = self._others.get((side, day), ())
        found = sum(number for known, number in others if known <= point.known)
        if day <= point.known:
            facts = sum(self.flows.columns[side].within(day, day).facts)
            found += facts - sum(number for _, number in others)
        return found


def _by_day(
    other_days: Iterable[OtherDay],
) -> dict[tuple[Side, int], list[tuple[int, int]]]:
    found: dict[tuple[Side, int], list[tuple[int, int]]] = {}
    for toward, sort, day, known, facts in other_days:
        found.setdefault(((toward, sort), day), []).append((known, facts))
    return found


def _apart(
    facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope
) -> tuple[list[Flow], list[Fact]]:
    """Facts of one day of which nothing more was said by a point on the clocks, and all others."""
    more: list[Flow] = []
    rest: list[Fact] = []
    for fact in facts:
        said = [
            event
            for event in fact.effective_events(as_of.recorded_instant)
            if event.known_day <= as_of.known_day
        ]
        sides = flows_of(said[0]) if len(said) == 1 else ()
        if not sides:
            rest.append(fact)
        elif scope.within(pair).holds(fact.asserted.content):
            more += [flow for key, flow in sides if key == pair.key and flow.day <= as_of.day]
    return more, rest


def known_by(flows: Flows, day: int) -> Flows:
    """Those that were known by a day."""
    days = [column.days[-1] for column in flows.columns.values() if column.days]
    if day >= max([*days, *(each.known for each in flows.other_days)], default=day):
        return flows
    others = _by_day(flows.other_days)
    columns: dict[Side, Column] = {}
    for side, (on, facts) in flows.columns.items():
        found: dict[int, int] = {}
        for each, number in zip(on, facts, strict=True):
            apart = others.get((side, each), ())
            known = sum(facts for when, facts in apart if when <= day)
            known += number - sum(facts for _, facts in apart) if each <= day else 0
            if known:
                found[each] = known
        if found:
            columns[side] = Column([*found], [*found.values()])
    known_days = [each for each in flows.other_days if each.known <= day]
    return replace(flows, columns=columns, other_days=known_days)


def summed(steps: Iterable[Step], pair: Pair, before: Point, after: Point) -> tuple[SumMoved, ...]:
    """Steps between two points by side and sort; what moved most first."""
    found: dict[Side, SumMoved] = {}
    for step in steps:
        (toward, sort), day = step.side, step.day
        counted = step.entered * _left_of(sort, after.day - day) if step.entered else 0
        counted -= step.left * _left_of(sort, before.day - day) if step.left else 0
        view = MUTUAL if toward == BOTH else ">".join(pair.key[::toward])
        there = found.get(step.side)
        found[step.side] = (
            SumMoved(view, sort, step.entered, step.left, day, day, counted)
            if there is None
            else there._replace(
                entered=there.entered + step.entered,
                left=there.left + step.left,
                first=min(there.first, day),
                last=max(there.last, day),
                counted=there.counted + counted,
            )
        )
    return tuple(sorted(found.values(), key=lambda each: each.rank))


def _left_of(sort: FlowKey, age: int) -> int:
    return counts(sort.weight, age, sort.half_life)


class SortJson(TypedDict):
    """Facts of one day of a sort and direction, of which nothing more was said."""

    what: WhatName
    domain: DomainName
    view: View
    relief: bool
    """Whether they pay off friction instead of counting for the ties."""
    first: IsoDay
    """The first day on which one of them was."""
    last: IsoDay
    """The last day on which one of them was."""


class SumMovedJson(SortJson):
    """Facts of one sort and direction that entered or left together."""

    entered: Count
    """How many there are after, and were not before."""
    left: Count
    """How many there were before, and are not after."""
    moved: Micro
    """What they count for or against after, less what they did before; micro-units. 0 for relief,
    which counts through what it pays off.
    """


class LearnedSumJson(SortJson):
    """Facts of one sort and direction that became known later."""

    facts: Positive
    """How many they are."""
    counted: Micro
    """What they count for together; micro-units."""


def sort_json(found: SumMoved) -> SortJson:
    """Which facts they are, as plain values."""
    sort = found.sort
    return {
        "what": What(sort.kind, sort.what).written,
        "domain": sort.domain,
        "view": found.view,
        "relief": sort.ledger is Ledger.RELIEF,
        "first": edtf.written(found.first),
        "last": edtf.written(found.last),
    }


def sum_moved_json(found: SumMoved) -> SumMovedJson:
    """What facts of one sort and direction moved; figures in micro-units."""
    return {
        **sort_json(found),
        "entered": found.entered,
        "left": found.left,
        "moved": found.moved,
    }


def learned_sum_json(found: SumMoved) -> LearnedSumJson:
    """What facts of one sort and direction that became known count for; in micro-units."""
    return {**sort_json(found), "facts": found.entered, "counted": found.counted}
