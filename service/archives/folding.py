"""Rows in columns, as they are summed: by pair, side, sort and day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from projections.flows import FlowKey, PairKey, one_day, summing
from projections.pairs import pairs_of
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


class _Meaning(NamedTuple):
    """What rows that say the same but for their days come to.

    The places of pairs and kinds under which they are summed, and every pair that they may concern.
    """

    summed: list[tuple[int, int]]
    tied: Sequence[PairKey]
    never: bool


def folded(rows: FactColumns) -> Folded:
    """Rows as they are summed: what many have in common is found out once."""
    pairs: dict[PairKey, int] = {}
    kinds: dict[tuple[int, FlowKey], int] = {}
    shapes, sides = len(rows.shapes.values), len(rows.sides.values)
    code = (rows.sides.at.astype(np.int64) * shapes + rows.shapes.at) * 2 + rows.mutual
    assert shapes * sides < 2**61
    different, of_row = np.unique(code, return_inverse=True)
    meanings = [_meaning(rows, int(each), shapes, pairs, kinds) for each in different]
    of_date = np.array([-1 if (one := one_day(on)) is None else one for on in rows.on.values])
    day: Ints = of_date[rows.on.at]
    lone = day >= 0
    found: list[tuple[Ints, Ints, Ints]] = []
    most = max((len(meaning.summed) for meaning in meanings), default=0)
    for i in range(most):
        has = np.array([len(meaning.summed) > i for meaning in meanings])
        chosen = np.flatnonzero(has[of_row] & lone)
        pair, kind = (
            np.array([m.summed[i][part] if len(m.summed) > i else 0 for m in meanings], np.int64)
            for part in (0, 1)
        )
        found.append((chosen, pair[of_row[chosen]], kind[of_row[chosen]]))
    row, pair, kind = (_joined([each[part] for each in found]) for part in range(3))
    never = np.array([meaning.never for meaning in meanings], np.bool_)
    loose = [
        (each, int(at))
        for at in np.flatnonzero(~lone | never[of_row])
        for each in meanings[of_row[at]].tied
    ]
    return Folded(
        list(pairs), list(kinds), pair, kind, day[row], rows.known[row].astype(np.int64), row, loose
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _meaning(
    rows: FactColumns,
    code: int,
    shapes: int,
    pairs: dict[PairKey, int],
    kinds: dict[tuple[int, FlowKey], int],
) -> _Meaning:
    rest, mutual = divmod(code, 2)
    side, shape = divmod(rest, shapes)
    content = content_of_shape(rows.shapes.values[shape], *rows.sides.values[side])
    if mutual:
        content = content.model_copy(update={"relation": "mutual"})
    summed = summing(content)
    found = [] if summed is None else summed.sides
    return _Meaning(
        [
            (
                pairs.setdefault(pair, len(pairs)),
                kinds.setdefault((toward, summed.sort), len(kinds)),
            )
            for pair, toward in found
            if summed is not None
        ],
        pairs_of(content),
        summed is None,
    )
