"""What fades from one day each, summed for every day of a span, to the last micro-unit."""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from projections.flows import TRAFFIC_DAYS, Column, FlowKey
from projections.ledgers import COOPERATION, FAINT, OTHER, RECENT_DAYS, RELIEF, DaySum
from projections.lenses.lens import Lens

BLOCK_DAYS: Final = 1024
"""How many days are summed at once."""

_WORD: Final = 64
"""The bits of one day in a number. A weight is below 2**30 micro-units, so that no sum of the
facts of one pair ever needs a bit of the next day.
"""


class Sort(NamedTuple):
    """What facts have in common that fade alike: where they are added up, and what they weigh.

    `place` is one of the places of Ledgers, `meets` whether they are meetings, and `happened`
    whether they are flows, and not what has ended. `age` is for how many days they have faded when
    they are first summed: what became known that much later.
    """

    place: int
    meets: bool
    happened: bool
    weight: int
    half_life: int
    age: int = 0

    @classmethod
    def of(cls, key: FlowKey) -> Sort:
        """That of a layer's facts of one sort."""
        place = OTHER if key.weight < 0 else RELIEF if key.relieves else COOPERATION
        return cls(place, key.meets, happened=True, weight=key.weight, half_life=key.half_life)


def lasting(sort: Sort, lens: Lens) -> int:
    """For how many days after the first the sums may change through facts of a sort."""
    days = len(_left(lens)(sort.weight, sort.half_life))
    if sort.happened:
        days = max(days, RECENT_DAYS, TRAFFIC_DAYS if lens.eases and sort.weight else 0)
    return max(days - sort.age, 0)


def _left(lens: Lens) -> Callable[[int, int], Sequence[int]]:
    assert lens.left is not None, "facts of this lens are weighed together"
    return lens.left


class _Block(NamedTuple):
    """The sums of some days in a row, each a list by day."""

    cooperation: Sequence[int]
    meetings: Sequence[int]
    relief: Sequence[int]
    friction: Sequence[int]
    traffic: Sequence[int]
    counting: Sequence[int]
    strong: Sequence[int]
    lively: Sequence[int]

    def on(self, at: int) -> DaySum:
        """The sums of one of its days."""
        meetings = self.meetings[at]
        return DaySum(
            self.cooperation[at] + meetings,
            self.relief[at],
            self.friction[at],
            meetings,
            self.traffic[at],
            self.counting[at],
            self.strong[at],
            self.lively[at],
        )


class DaySums:
    """Facts that fade from one day each, by sort, and what they come to on any day.

    A block of days is summed when a day of it is asked for, and kept until two others are: whoever
    asks in order of time, or for the ends of a stretch, has each summed once. The sum of a day is
    that of `Ledgers.add` over the same facts.
    """

    def __init__(self, columns: Mapping[Sort, Column], lens: Lens) -> None:
        self._columns: Final = columns
        self._lens: Final = lens
        self._numbers: Final = {
            kind: self._long_number(*kind) for kind in {(s.weight, s.half_life) for s in columns}
        }
        self._blocks: dict[int, _Block] = {}

    def on(self, day: int) -> DaySum:
        """What they come to at the end of a day."""
        number, at = divmod(day, BLOCK_DAYS)
        if number not in self._blocks:
            latest = [*self._blocks.items()][-1:]
            self._blocks = {**dict(latest), number: self._summed(number * BLOCK_DAYS)}
        return self._blocks[number].on(at)

    def _long_number(self, weight: int, half_life: int) -> int:
        """What is left of a weight day by day, as one number: a word for each, the first lowest."""
        left = _left(self._lens)(weight, half_life)
        return int.from_bytes(struct.pack(f"<{len(left)}Q", *map(abs, left)), "little")

    def _summed(self, first: int) -> _Block:
        faded = dict.fromkeys(_PLACES, 0)
        traffic, counting, strong, lively = (_Steps(first) for _ in range(4))
        for sort, column in self._columns.items():
            inside = column.within(first - lasting(sort, self._lens) + 1, first + BLOCK_DAYS - 1)
            if not inside.days:
                continue
            left = _left(self._lens)(sort.weight, sort.half_life)
            if left:
                place = sort.place, sort.meets and sort.place == COOPERATION
                number = self._numbers[sort.weight, sort.half_life] >> _WORD * sort.age
                faded[place] += _shifted(inside, number, first)
                counting.add(inside, len(left) - sort.age)
                strong.add(inside, days_of_at_least(sort, FAINT, self._lens))
            if sort.happened:
                lively.add(inside, RECENT_DAYS - sort.age)
                if self._lens.eases:
                    traffic.add(inside, TRAFFIC_DAYS - sort.age, abs(sort.weight))
        return _Block(
            *(_unpacked(number) for number in faded.values()),
            *(steps.sums() for steps in (traffic, counting, strong, lively)),
        )


_PLACES: Final = ((COOPERATION, False), (COOPERATION, True), (RELIEF, False), (OTHER, False))
"""Where sums are kept apart, and whether of meetings; in the order of a block."""


class _Steps:
    """Numbers by day that facts raise from their day on, for some days."""

    def __init__(self, first: int) -> None:
        self._first: Final = first
        self._steps: Final = [0] * (BLOCK_DAYS + 1)

    def add(self, column: Column, days: int, weight: int = 1) -> None:
        """Adds a weight for each fact on so many days, the first its own; on none below one."""
        if days <= 0:
            return
        for day, facts in zip(column.days, column.facts, strict=True):
            begin, end = day - self._first, day - self._first + days
            if end > 0:
                self._steps[max(begin, 0)] += facts * weight
                self._steps[min(end, BLOCK_DAYS)] -= facts * weight

    def sums(self) -> Sequence[int]:
        """The numbers by day."""
        return list(accumulate(self._steps[:BLOCK_DAYS]))


def days_of_at_least(sort: Sort, least: float, lens: Lens) -> int:
    """On how many days of the sums so much is left of a fact, either way.

    What is left only ever shrinks.
    """
    left = _left(lens)(sort.weight, sort.half_life)
    return max(bisect_right(left, -least, key=lambda share: -abs(share)) - sort.age, 0)


def _shifted(column: Column, left: int, first: int) -> int:
    """What the facts of a column count for on the days of a block, as one long number.

    What is left of a fact is shifted by a word for each day between its own and the first; adding
    long numbers adds all their days at once.
    """
    number = 0
    start = bisect_left(column.days, first)
    for day, facts in zip(column.days[:start], column.facts[:start], strict=True):
        number += facts * (left >> _WORD * (first - day))
    for day, facts in zip(column.days[start:], column.facts[start:], strict=True):
        number += facts * left << _WORD * (day - first)
    return number & _BLOCK


_BLOCK: Final = (1 << _WORD * BLOCK_DAYS) - 1


def _unpacked(number: int) -> Sequence[int]:
    """The words of a long number, the lowest first."""
    return struct.unpack(f"<{BLOCK_DAYS}Q", (number & _BLOCK).to_bytes(BLOCK_DAYS * 8, "little"))


def happened_on(day: int, columns: Mapping[Sort, Column], lens: Lens) -> DaySum:
    """What the flows of one day come to on that day, as a part of its sums."""
    places = dict.fromkeys(_PLACES, 0)
    traffic = counting = strong = lively = 0
    for sort, column in columns.items():
        facts = sum(column.within(day, day).facts)
        weight = abs(sort.weight)
        places[sort.place, sort.meets and sort.place == COOPERATION] += facts * weight
        traffic += facts * weight if lens.eases else 0
        counting += facts if weight else 0
        strong += facts if weight >= FAINT else 0
        lively += facts
    others, meetings, relief, friction = places.values()
    return DaySum(others + meetings, relief, friction, meetings, traffic, counting, strong, lively)


def columns_of(found: Iterable[tuple[Sort, Column]]) -> dict[Sort, Column]:
    """Columns by sort, those of one sort made one."""
    facts: dict[Sort, Counter[int]] = {}
    for sort, column in found:
        facts.setdefault(sort, Counter()).update(dict(zip(column.days, column.facts, strict=True)))
    return {sort: _in_order(counted) for sort, counted in facts.items()}


def _in_order(counted: Counter[int]) -> Column:
    days = sorted(counted)
    return Column(days, [counted[day] for day in days])
