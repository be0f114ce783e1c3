"""The two sides of each row of a table, by the different names and the spans of days they have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.refusal import InvalidInput
from service.archives.columns import Few, Places
from service.archives.distinct import Distinct, combined
from service.archives.table import Table
from service.sources.dates import Dating
from service.sources.sides import Side, Sides, Unknown, Who
from service.sources.templates import TwoSides

Parties = TwoSides | str | Unknown
"""The actors of both sides, or why there are none: a reason to skip the row, or Unknown."""


def parties(
    sides: Sides, table: Table, days: Few[Dating | InvalidInput], width: int
) -> Few[Parties]:
    """The two sides of each row; those of a row without a day are of any day."""
    found: dict[tuple[int, ...], int] = {}
    some: list[Dating] = []
    spans: list[int] = []
    for day in days.values:
        if isinstance(day, InvalidInput):
            spans.append(0)
            continue
        spans.append(found.setdefault(sides.span(day), len(some)))
        if len(found) > len(some):
            some.append(day)
    if not some:
        return Few(np.zeros(len(table.lines), np.int32), [""])
    span_of = Few(np.array(spans, np.int32)[days.at], some)
    one = _who(sides, sides.source, table, (days, span_of), width)
    other = _who(sides, sides.target, table, (days, span_of), width)
    at, (firsts, seconds) = combined([(one.at, len(one.values)), (other.at, len(other.values))])
    both = [
        sides.both(one.values[i], other.values[j])
        for i, j in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]
    return Few(at, both)


def _who(
    sides: Sides,
    side: Side,
    table: Table,
    on: tuple[Few[Dating | InvalidInput], Few[Dating]],
    width: int,
) -> Few[Who]:
    """The actors of a side in each row: by the span of its day, or by the day where they vary."""
    days, spans = on
    names = Distinct(table, [at for at in (side.at, side.instead) if at is not None])
    places: dict[Who, int] = {}
    found, varying = _asked(sides, side, names, (names.at, spans), (width, places))
    if varying.any():
        rows = np.flatnonzero(varying)
        some = Few(days.at[rows], [_or_any(day, spans.values) for day in days.values])
        found[rows] = _asked(sides, side, names, (names.at[rows], some), (width, places))[0]
    return Few(found, list(places))


def _asked(
    sides: Sides,
    side: Side,
    names: Distinct,
    rows: tuple[Places, Few[Dating]],
    into: tuple[int, dict[Who, int]],
) -> tuple[Places, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Who a side is in some rows, among those `into` which they are put; and whether it varies."""
    of, days = rows
    width, places = into
    at, (firsts, seconds) = combined([(of, names.count), (days.at, len(days.values))])
    who = np.zeros(len(firsts), np.int32)
    vary = np.zeros(len(firsts), np.bool_)
    cells = [""] * width
    for i, (name, day) in enumerate(zip(firsts.tolist(), seconds.tolist(), strict=True)):
        names.fill(cells, name)
        who[i] = places.setdefault(sides.who(cells, side, days.values[day]), len(places))
        vary[i] = sides.vary(cells, side, days.values[day])
    return who[at], vary[at]


def _or_any(day: Dating | InvalidInput, days: Sequence[Dating]) -> Dating:
    return days[0] if isinstance(day, InvalidInput) else day
