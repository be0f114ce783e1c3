"""Facts of one day, as a layer sums them: which facts those are, and what many of them come to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import mul
from typing import Final, NamedTuple

from domain import edtf
from domain.content import Content
from domain.events import Asserted, Event
from domain.fact import DESK
from domain.kinds import KINDS
from domain.report import DOUBTFUL_DIGITS
from projections.flow_sides import BOTH, PairKey, sides_of
from projections.lenses import standing_flow
from projections.lenses.decay import decayed, remaining
from projections.lenses.lens import Ledger
from projections.moves import MOVE_DAYS, YEAR_DAYS
from projections.pairs import MUTUAL, Pair

RULES: Final = standing_flow.LENS.name
"""The rules by which facts of one day are summed: their weights, half-lives and sides."""

TRAFFIC_DAYS: Final = 1095
"""The days over which what is usual between two is counted."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class FlowKey(NamedTuple):
    """All that two facts of one day have in common when they count the same on the same day.

    The weight is that of standing-flow@2, in micro-units.
    """

    kind: str
    what: str
    domain: str
    weight: int

    @classmethod
    def of(cls, content: Content) -> FlowKey:
        """That of a fact."""
        return _sort(content.kind, content.what, content.domain, content.weight)

    @property
    def half_life(self) -> int:
        """Days after which it counts half."""
        return KINDS[self.kind].half_life(self.what)

    @property
    def meets(self) -> bool:
        """Whether it is a meeting."""
        return standing_flow.meets(self.kind, self.what)

    @property
    def relieves(self) -> bool:
        """Whether it pays off friction, if its weight is positive."""
        return standing_flow.eases(self.kind, self.what, self.domain)

    @property
    def ledger(self) -> Ledger:
        """Where its share is added up."""
        if self.weight == 0:
            return Ledger.NONE
        if self.weight < 0:
            return Ledger.FRICTION
        return Ledger.RELIEF if self.relieves else Ledger.COOPERATION


class Flow(NamedTuple):
    """A fact of one day as seen from a pair.

    Its side, its sort, its day, when it was known and recorded. `recorded` is in microseconds since
    1970.
    """

    toward: int
    sort: FlowKey
    day: int
    known: int
    recorded: int


class Column(NamedTuple):
    """Facts of one side and sort: days in their order, and how many facts each has."""

    days: Sequence[int]
    facts: Sequence[int]

    def within(self, first: int, last: int) -> Column:
        """Those from a first day to a last, both included."""
        if not self.days or (first <= self.days[0] and self.days[-1] <= last):
            return self
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return Column(self.days[start:end], self.facts[start:end])

    def and_of(self, other: Column) -> Column:
        """With the facts of another."""
        facts = Counter(dict(zip(self.days, self.facts, strict=True)))
        facts.update(dict(zip(other.days, other.facts, strict=True)))
        order = sorted(facts)
        return Column(order, [facts[day] for day in order])

    def plus(self, days: Iterable[int]) -> Column:
        """With a further fact on each of these days."""
        facts = Counter(dict(zip(self.days, self.facts, strict=True)))
        facts.update(days)
        order = sorted(facts)
        return Column(order, [facts[day] for day in order])


class OtherDay(NamedTuple):
    """Facts of one day that became known on another, mostly a later one.

    Their side and sort, their day, when they became known, and how many they are.
    """

    toward: int
    sort: FlowKey
    day: int
    known: int
    facts: int


@dataclass(frozen=True, slots=True)
class Flows:
    """Facts of one day, summed by side and sort: those of which something may be left.

    Some may have happened later. `other_days` are those among them that became known on another day
    than theirs; `first` is the first day of all that had happened, None where there is none, and
    `old` whether there are others, of which nothing is left.
    """

    columns: Mapping[tuple[int, FlowKey], Column] = field(default_factory=dict)
    other_days: Sequence[OtherDay] = ()
    first: int | None = None
    old: bool = False
    _at: dict[int, tuple[Flows, Sequence[Part]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def summed_at(self, day: int) -> tuple[Flows, Sequence[Part]]:
        """Those as they are at the end of a day, and what they come to then.

        It is kept for who asks again.
        """
        found = self._at.get(day)
        if found is None:
            flows = self.at(day)
            found = flows, Sums(flows).at(day)
            if len(self._at) >= _MOST_DAYS:
                self._at.clear()
            self._at[day] = found
        return found

    def plus(self, more: Iterable[Flow], since: int) -> Flows:
        """With further facts; of which nothing was left on any day from `since` on.

        Only the first day is kept.
        """
        more = tuple(more)
        if not more:
            return self
        added: dict[tuple[int, FlowKey], list[int]] = {}
        other_days = [*self.other_days]
        firsts = [] if self.first is None else [self.first]
        old = self.old
        for flow in more:
            firsts.append(flow.day)
            if since - flow.day >= reach(flow.sort.half_life):
                old = True
                continue
            added.setdefault((flow.toward, flow.sort), []).append(flow.day)
            if flow.known != flow.day:
                other_days.append(OtherDay(flow.toward, flow.sort, flow.day, flow.known, 1))
        columns = {key: self.columns.get(key, _EMPTY).plus(days) for key, days in added.items()}
        return Flows({**self.columns, **columns}, other_days, min(firsts, default=None), old)

    def at(self, day: int) -> Flows:
        """Those that had happened by a day, and of which something may be left then."""
        columns = {
            key: column.within(day - reach(key[1].half_life) + 1, day)
            for key, column in self.columns.items()
        }
        old = self.old or any(
            column.days[0] <= day - reach(sort.half_life)
            for (_, sort), column in self.columns.items()
        )
        return Flows(
            {key: column for key, column in columns.items() if column.days},
            self.other_days,
            self.first,
            old,
        )

    def known_after(self, day: int) -> int:
        """How many that had happened by a day became known only after it."""
        return sum(
            each.facts
            for each in self.other_days
            if each.known > day and 0 <= day - each.day < reach(each.sort.half_life)
        )


_EMPTY: Final = Column((), ())
_MOST_DAYS: Final = 8
"""Days of which it is kept what facts come to."""


Sided = tuple[PairKey, Flow]
"""A pair in its stored order, with a fact of one day as seen from it."""


def flows(event: Event) -> Sequence[Sided]:
    """The pairs that a fact of one day concerns, if this event is all that is recorded about it.

    Nothing for any other fact. Its stream must hold no other event. Facts of the desk are few and
    are read one by one, as is what is doubtful, part of an episode, or of more than one day.
    """
    if (
        not isinstance(event, Asserted)
        or event.originator_version != 1
        or event.originator_id.startswith(f"{DESK}/")
    ):
        return ()
    if _doubtful(event):
        return ()
    content = event.content
    sort = summed_as(content)
    day = None if sort is None else one_day(content.on)
    if sort is None or day is None:
        return ()
    known, recorded = event.known_day, instant(event.recorded_at)
    sides = sides_of(content.actors, content.recipients, content.relation, sort.weight > 0)
    return [(pair, Flow(toward_, sort, day, known, recorded)) for pair, toward_ in sides]


def summed_as(content: Content) -> FlowKey | None:
    """The sort of a fact that says this, if it is of one day and nobody doubts it.

    None for what is never summed. The date plays no part, nor who takes part.
    """
    if not content.of_kind.happens or content.episode or _doubts(content.grade):
        return None
    return FlowKey.of(content)


def one_day(on: str) -> int | None:
    """The day of a date as written; None where it is more than one."""
    first, last = days_of(on)
    return first if first == last else None


@lru_cache(maxsize=4096)
def _sort(kind: str, what: str, domain: str, weight: int | None) -> FlowKey:
    if weight is None:
        weight = KINDS[kind].weight(what) // (2 if standing_flow.meets(kind, what) else 1)
    return FlowKey(kind, what, domain, weight)


@lru_cache(maxsize=64)
def instant(recorded_at: datetime) -> int:
    """An instant in microseconds since 1970."""
    return (recorded_at - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=1 << 15)
def days_of(on: str) -> edtf.Window:
    """The first and the last day of a date as written."""
    return edtf.days(on)


def _doubtful(event: Asserted) -> bool:
    return event.report is not None and _doubts(event.report.grade)


def _doubts(grade: str) -> bool:
    return bool(grade) and grade[1] in DOUBTFUL_DIGITS


@lru_cache(maxsize=8)
def reach(half_life: int) -> int:
    """Days after which nothing is left of a flow, however much it weighs: 1,854 of every flow."""
    days = half_life * 31
    while remaining(half_life, days - 1) == 0:
        days -= 1
    return days


@lru_cache(maxsize=512)
def _fading(_weight: int, _half_life: int) -> dict[int, int]:
    """The share of one fact of a weight, by how many days ago it happened, as far as asked for."""
    return {}


def counts(weight: int, age: int, half_life: int) -> int:
    """What one fact of a sort counts for `age` days after it happened, in micro-units."""
    known = _fading(weight, half_life)
    if age not in known:
        known[age] = decayed(weight, age, half_life)
    return known[age]


def _together(column: Column, day: int, weight: int, half_life: int) -> int:
    """What the facts of a column count for on a day."""
    known = _fading(weight, half_life)
    days, facts = column
    try:
        # There may be thousands: one step of Python for each.
        return sum(map(mul, facts, map(known.__getitem__, map(day.__sub__, days))))
    except KeyError:
        return sum(
            number * counts(weight, day - on, half_life)
            for on, number in zip(days, facts, strict=True)
        )


class Part(NamedTuple):
    """Facts of one day each, of one sort and direction, of which something may be left.

    How many, what they count for together, and how many count. `most` is what the latest counts
    for alone. `now`, `year` and `lately` are how many happened in the 30 days up to the day asked
    about, in the 365 days before those, and in the 1,095 days up to it. `first` and `last` are the
    days of the earliest and the latest. Figures in micro-units.
    """

    toward: int
    sort: FlowKey
    facts: int
    counted: int
    counting: int
    most: int
    now: int
    year: int
    lately: int
    first: int
    last: int

    def view(self, pair: Pair) -> str:
        """The side from which they concern the pair."""
        return MUTUAL if self.toward == BOTH else ">".join(pair.key[:: self.toward])


class Sums:
    """A pair's facts of one day, by direction and sort.

    Gives their sums on any day from the first one for which they were summed.
    """

    def __init__(self, flows: Flows) -> None:
        self._columns: Final = [
            (toward_, sort, column) for (toward_, sort), column in flows.columns.items()
        ]

    def at(self, day: int) -> list[Part]:
        """What they come to at the end of a day, in no order that means anything."""
        parts = (_part(toward_, sort, column, day) for toward_, sort, column in self._columns)
        return [part for part in parts if part is not None]


def _part(toward_: int, sort: FlowKey, column: Column, day: int) -> Part | None:
    weight, half_life = sort.weight, sort.half_life
    left = column.within(day - reach(half_life) + 1, day)
    days, facts = left
    if not days:
        return None
    counted = _together(left, day, weight, half_life)

    def since(first: int) -> int:
        return sum(facts[bisect_left(days, first) :])

    now = since(day - MOVE_DAYS + 1)
    return Part(
        toward_,
        sort,
        facts=sum(facts),
        counted=counted,
        counting=since(day - lasting(weight, half_life) + 1),
        most=counts(weight, day - days[-1], half_life),
        now=now,
        year=since(day - MOVE_DAYS - YEAR_DAYS + 1) - now,
        lately=since(day - TRAFFIC_DAYS + 1),
        first=days[0],
        last=days[-1],
    )


@lru_cache(maxsize=512)
def lasting(weight: int, half_life: int) -> int:
    """After how many days nothing is left of a weight."""
    low, high = 0, reach(half_life)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if counts(weight, middle, half_life) else (low, middle)
    return low
