"""Rows in columns, as they are summed: by pair, side, sort and day."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from projections.flow_sides import PairKey, sides_of
from projections.flows import FlowKey, one_day, summed_as
from projections.pairs import MUTUAL, among
from service.archives.columns import FactColumns, Ints
from service.archives.rows import content_of_shape


class Folded(NamedTuple):
    """Rows as facts of one day of pairs, each once for each pair that it concerns.

    `pair` and `kind` are places in `pairs` and `kinds`, which are a side and a sort. `row` is the
    place of the row. `loose` are the rows that are never summed, by pair.
    """

    pairs: list[PairKey]
    kinds: list[tuple[int, FlowKey]]
    pair: Ints
    kind: Ints
    day: Ints
    known: Ints
    row: Ints
    loose: list[tuple[PairKey, int]]


_TOWARD: Final = 3
"""How many directions there are: -1, 0 and 1."""


def folded(rows: FactColumns) -> Folded:
    """Rows as they are summed: what many have in common is found out once."""
    sorts: dict[FlowKey, int] = {}
    of_shape = [_as_summed(rows, shape, sorts) for shape in range(len(rows.shapes.values))]
    shape = rows.shapes.at
    sort = np.array([each[0] for each in of_shape], np.int64)[shape]
    mutual = np.array([each[1] for each in of_shape], np.bool_)[shape] | rows.mutual
    friendly = np.array([each[2] for each in of_shape], np.bool_)[shape]
    code = rows.sides.at.astype(np.int64) * 4 + mutual * 2 + friendly
    different, of_row = np.unique(code, return_inverse=True)
    pairs: dict[PairKey, int] = {}
    concerned = _concerned(rows, different, pairs)
    of_date = np.array([-1 if (one := one_day(on)) is None else one for on in rows.on.values])
    day: Ints = of_date[rows.on.at]
    alone = (day >= 0) & (sort >= 0)
    whole = np.flatnonzero(alone)
    number = concerned.number[of_row[whole]]
    row = np.repeat(whole, number)
    # Of each row, its pairs one after the other.
    at = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    at += concerned.first[of_row[row]]
    pair, kind = concerned.pair[at], sort[row] * _TOWARD + concerned.toward[at] + 1
    loose = [
        (each, int(at)) for at in np.flatnonzero(~alone) for each in among(*rows.sides.of(int(at)))
    ]
    kinds = [(toward - 1, each) for each in sorts for toward in range(_TOWARD)]
    known = rows.known[row].astype(np.int64)
    return Folded(list(pairs), kinds, pair, kind, day[row], known, row, loose)


def _as_summed(rows: FactColumns, shape: int, sorts: dict[FlowKey, int]) -> tuple[int, bool, bool]:
    """The place of the sort of a shape, -1 for none; whether it is mutual; and friendly."""
    content = content_of_shape(rows.shapes.values[shape])
    sort = summed_as(content)
    place = -1 if sort is None else sorts.setdefault(sort, len(sorts))
    return place, content.relation == MUTUAL, sort is not None and sort.weight > 0


class _Concerned(NamedTuple):
    """The pairs that different parties concern, by the places of both: each pair and direction.

    `first` is where those of some parties begin, `number` how many they are.
    """

    first: Ints
    number: Ints
    pair: Ints
    toward: Ints


def _concerned(rows: FactColumns, codes: Ints, pairs: dict[PairKey, int]) -> _Concerned:
    """The pairs of sides, whose codes say how they are meant too."""
    # Numbers alone: of as many small lists the garbage collector makes most of the work.
    number: list[int] = []
    pair: list[int] = []
    toward: list[int] = []
    listed: list[int] = codes.tolist()
    for code in listed:
        side, how = divmod(code, 4)
        relation = MUTUAL if how & 2 else "directed"
        found = sides_of(*rows.sides.values[side], relation, bool(how & 1))
        number.append(len(found))
        for each, way in found:
            pair.append(pairs.setdefault(each, len(pairs)))
            toward.append(way)
    numbers = np.array(number, np.int64)
    first = np.cumsum(numbers) - numbers
    return _Concerned(first, numbers, np.array(pair, np.int64), np.array(toward, np.int64))
