"""Rows in columns, as they are summed: by pair, side, sort and day."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from projections.flow_sides import BOTH, PairKey, sides_of
from projections.flows import FlowKey, one_day, summed_as
from projections.pairs import MUTUAL, among
from service.archives.columns import FactColumns, Flags, Ints
from service.archives.rows import content_of_shape
from service.sources.templates import TwoSides


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
    # Of shapes that rows have, and no others: so they are sorts in the same order before a block is
    # written and after it is read.
    used = set(rows.shapes.places)
    of_shape = [
        _as_summed(rows, shape, sorts) if shape in used else (-1, False, False)
        for shape in range(len(rows.shapes.values))
    ]
    shape = rows.shapes.at
    sort = np.array([each[0] for each in of_shape], np.int64)[shape]
    mutual = np.array([each[1] for each in of_shape], np.bool_)[shape] | rows.mutual
    friendly = np.array([each[2] for each in of_shape], np.bool_)[shape]
    of_date = np.array([-1 if (one := one_day(on)) is None else one for on in rows.on.values])
    day: Ints = of_date[rows.on.at]
    alone = (day >= 0) & (sort >= 0)
    pairs: dict[PairKey, int] = {}
    one_each, many = _between(rows, mutual, pairs)
    found = [one_each, *_among(rows, many, mutual * 2 + friendly, pairs)]
    row, pair, toward = (_joined([each[part] for each in found]) for part in range(3))
    # Of each row, its pairs one after the other.
    order = np.argsort(row, kind="stable") if len(found) > 1 else np.arange(len(row))
    order = order[alone[row[order]]]
    row, pair, toward = row[order], pair[order], toward[order]
    kind = sort[row] * _TOWARD + toward + 1
    loose = [
        (each, int(at)) for at in np.flatnonzero(~alone) for each in among(*rows.sides.of(int(at)))
    ]
    kinds = [(toward - 1, each) for each in sorts for toward in range(_TOWARD)]
    known = rows.known[row].astype(np.int64)
    return Folded(list(pairs), kinds, pair, kind, day[row], known, row, loose)


_Concerned = tuple[Ints, Ints, Ints]
"""Rows, the places of the pairs that they concern, and the directions."""


def _between(
    rows: FactColumns, mutual: Flags, pairs: dict[PairKey, int]
) -> tuple[_Concerned, Flags]:
    """Rows with one actor on each side, as most have them; and which rows have more."""
    places = np.full(len(rows.sides.values), -1, np.int64)
    turns = np.zeros(len(rows.sides.values), np.int64)
    more = np.zeros(len(rows.sides.values), np.bool_)
    sides = rows.sides.values
    for at in rows.sides.places:
        found = _pair_between(sides[at])
        if found is None:
            more[at] = True
        elif found:
            pair, turns[at] = found
            places[at] = pairs.setdefault(pair, len(pairs))
    side = rows.sides.at
    place = places[side]
    chosen = np.flatnonzero(place >= 0)
    toward = np.where(mutual[chosen], BOTH, turns[side[chosen]])
    return (chosen, place[chosen], toward), more[side]


@lru_cache(maxsize=1 << 16)
def _pair_between(sides: TwoSides) -> tuple[PairKey, int] | tuple[()] | None:
    """The pair of one actor and another, if they are two, with the direction of a deed.

    None where a side has several.
    """
    actors, recipients = sides
    if not len(actors) == 1 == len(recipients):
        return None
    found = sides_of(actors, recipients, "directed", friendly=False)
    return found[0] if found else ()


def _among(
    rows: FactColumns, many: Flags, how: Ints, pairs: dict[PairKey, int]
) -> list[_Concerned]:
    """Rows with several actors on a side, each once for each pair that they concern."""
    chosen = np.flatnonzero(many)
    codes = rows.sides.at[chosen].astype(np.int64) * 4 + how[chosen]
    different, of_row = np.unique(codes, return_inverse=True)
    concerned = [_concerned(rows, int(each), pairs) for each in different]
    found: list[_Concerned] = []
    for i in range(max(map(len, concerned), default=0)):
        has = np.array([len(each) > i for each in concerned], np.bool_)
        pair, toward = (
            np.array([each[i][part] if len(each) > i else 0 for each in concerned], np.int64)
            for part in (0, 1)
        )
        mine = has[of_row]
        found.append((chosen[mine], pair[of_row[mine]], toward[of_row[mine]]))
    return found


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _as_summed(rows: FactColumns, shape: int, sorts: dict[FlowKey, int]) -> tuple[int, bool, bool]:
    """The place of the sort of a shape, -1 for none; whether it is mutual; and friendly."""
    content = content_of_shape(rows.shapes.values[shape])
    sort = summed_as(content)
    place = -1 if sort is None else sorts.setdefault(sort, len(sorts))
    return place, content.relation == MUTUAL, sort is not None and sort.weight > 0


def _concerned(rows: FactColumns, code: int, pairs: dict[PairKey, int]) -> list[tuple[int, int]]:
    """The places of the pairs that some parties concern, each with the direction."""
    side, how = divmod(code, 4)
    relation = MUTUAL if how & 2 else "directed"
    found = sides_of(*rows.sides.values[side], relation, bool(how & 1))
    return [(pairs.setdefault(pair, len(pairs)), toward) for pair, toward in found]
