"""The two sides of each row of a table, by the different names and the spans of days they have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.refusal import InvalidInput
from service.archives.columns import Few, Flags, Places
from service.archives.distinct import Distinct, combined
from service.archives.table import Table
from service.sources.dates import Dating
from service.sources.sides import Side, Sides, Unknown, Who
from service.sources.templates import TwoSides

Parties = TwoSides | str | Unknown
"""The actors of both sides, or why there are none: a reason to skip the row, or Unknown."""


class AllParties:
    """The two sides of rows, table by table: whoever was found once is the same from then on."""

    def __init__(self, sides: Sides, width: int) -> None:
        self._sides = sides
        self._width = width
        self._who: dict[Who, int] = {}
        self._values: list[Who] = []
        self._both: dict[tuple[int, int], int] = {}
        self._found: list[Parties] = []

    def of(self, table: Table, days: Few[Dating | InvalidInput]) -> Few[Parties]:
        """The two sides of each row; those of a row without a day are of any day."""
        sides = self._sides
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
        one = self._of_side(sides.source, table, days, span_of)
        other = self._of_side(sides.target, table, days, span_of)
        number = len(self._values)
        at, (firsts, seconds) = combined([(one, number), (other, number)])
        places = [*map(self._place, firsts.tolist(), seconds.tolist())]
        return Few(np.array(places, np.int32)[at], self._found)

    def _place(self, one: int, other: int) -> int:
        """The place of two sides among all."""
        place = self._both.get((one, other))
        if place is None:
            place = self._both[one, other] = len(self._found)
            self._found.append(self._sides.both(self._values[one], self._values[other]))
        return place

    def _of_side(
        self, side: Side, table: Table, days: Few[Dating | InvalidInput], spans: Few[Dating]
    ) -> Places:
        """Whom a side names in each row: by the span of its day, or by the day where they vary."""
        names = Distinct(table, [at for at in (side.at, side.instead) if at is not None])
        found, varying = self._asked(side, names, names.at, spans)
        if varying.any():
            rows = np.flatnonzero(varying)
            some = Few(days.at[rows], [_or_any(day, spans.values) for day in days.values])
            found[rows] = self._asked(side, names, names.at[rows], some)[0]
        return found

    def _asked(
        self, side: Side, names: Distinct, of: Places, days: Few[Dating]
    ) -> tuple[Places, Flags]:
        """Whom a side names in some rows, and whether that varies."""
        at, (firsts, seconds) = combined([(of, names.count), (days.at, len(days.values))])
        who = np.zeros(len(firsts), np.int32)
        vary = np.zeros(len(firsts), np.bool_)
        cells = [""] * self._width
        for i, (name, day) in enumerate(zip(firsts.tolist(), seconds.tolist(), strict=True)):
            names.fill(cells, name)
            who[i] = self._known(self._sides.who(cells, side, days.values[day]))
            vary[i] = self._sides.vary(cells, side, days.values[day])
        return who[at], vary[at]

    def _known(self, who: Who) -> int:
        """The place of somebody among all that were found."""
        place = self._who.setdefault(who, len(self._values))
        if place == len(self._values):
            self._values.append(who)
        return place


def _or_any(day: Dating | InvalidInput, days: Sequence[Dating]) -> Dating:
    return days[0] if isinstance(day, InvalidInput) else day
