"""Axes: where days and figures lie on a sheet, round steps for figures, and the days to name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from domain.content import points
from domain.kinds import POINT
from projections.series import Series
from projections.words import signed
from views.svg.sheet import MARGIN, SMALL, WIDTH, wide

LEFT: Final = 62
RIGHT: Final = 52
"""The least room beside the figures, for their scale and for what the lines come to."""

HEIGHT: Final = 250
"""How high the figures are drawn; the sheet is as much higher as its words and lanes take."""

_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2500, 5000)


class Plot(NamedTuple):
    """Where days and figures lie on the sheet.

    Figures from `low` to `high` in micro-units, a line every `step`.
    """

    first: int
    last: int
    low: int
    high: int
    step: int
    top: float
    left: float
    right: float

    @classmethod
    def of(cls, series: Series, top: float) -> Plot:
        """The plot of a series that begins so far down.

        High enough for all that may be, wide enough for the names beside it.
        """
        scores = [
            score
            for point in series.points
            if point.label != "unknown"
            for score in point.directions
        ]
        lows = [min(score.low, score.net) for score in scores]
        highs = [max(score.high, score.net) for score in scores]
        low, high, step = rounded(min(lows, default=0), max(highs, default=0))
        left = max(wide(scaled(micro), SMALL) for micro in (low, high, high - step)) + MARGIN + 10
        right = (
            max(wide(signed(score.net), 12, bold=True) for score in series.points[-1].directions)
            + 14
        )
        return cls(
            series.first,
            series.last,
            low,
            high,
            step,
            top,
            max(LEFT, left),
            WIDTH - max(RIGHT, right),
        )

    @property
    def base(self) -> float:
        """How far down the figures reach."""
        return self.top + HEIGHT

    def x(self, day_: int) -> float:
        """Where a day begins; days outside of the span lie on its edge."""
        inside = min(max(day_, self.first), self.last + 1)
        return self.left + (self.right - self.left) * (inside - self.first) / (
            self.last + 1 - self.first
        )

    def y(self, micro: int) -> float:
        """Where a figure lies."""
        return self.top + HEIGHT * (self.high - micro) / (self.high - self.low)


def scaled(micro: int) -> str:
    """A figure of the scale: `+10`."""
    return f"{'+' if micro > 0 else ''}{points(micro)}"


class Tick(NamedTuple):
    """A day on an axis, and what is written at it."""

    day: int
    text: str


def dates(first: int, last: int, most: int) -> list[Tick]:
    """The days to name on an axis from a first to a last day, both included.

    At least one and at most `most`: the finest that fit of days, Mondays, first days of months, or
    of years. A year is written where it is new.
    """
    for step in _DAYS:
        if (last - first) // step < most:
            return _days(range(_aligned(first, step), last + 1, step) or [first])
    for step in _MONTHS:
        months = [
            found for found in _firsts_of_months(first, last) if (found.month - 1) % step == 0
        ]
        if 0 < len(months) <= most:
            return _named(months, lambda found: f"{found:%b}")
    begins = range(
        date.fromordinal(first - 1).year + 1 if first > 1 else 1, date.fromordinal(last).year + 1
    )
    rounds = ([year for year in begins if year % step == 0] for step in _YEARS)
    years = next(years for years in rounds if len(years) <= most)
    return [Tick(date(year, 1, 1).toordinal(), str(year)) for year in years] or _days([first])


def _aligned(first: int, step: int) -> int:
    """The first day of steps of that length.

    Weeks begin on Mondays, which are the ordinals that leave 1 over by 7.
    """
    return first if step < 7 else first + (1 - first) % 7


def _days(days: Sequence[int]) -> list[Tick]:
    return _named([date.fromordinal(day) for day in days], lambda found: f"{found.day} {found:%b}")


def _named(days: Sequence[date], name: Callable[[date], str]) -> list[Tick]:
    """Days with their names, and the year where it is another than before."""
    before = [0, *(found.year for found in days)]
    return [
        Tick(
            found.toordinal(), name(found) if found.year == year else f"{name(found)} {found.year}"
        )
        for year, found in zip(before, days, strict=False)
    ]


def _firsts_of_months(first: int, last: int) -> Iterator[date]:
    begun = date.fromordinal(first)
    year, month = begun.year, begun.month
    while year <= date.max.year and date(year, month, 1).toordinal() <= last:
        if date(year, month, 1).toordinal() >= first:
            yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def rounded(low: int, high: int, most: int = 8) -> tuple[int, int, int]:
    """The lowest and the highest figure of an axis, and its step, round in points.

    Micro-units, 0 among them.
    """
    low, high = min(low, 0), max(high, 0)
    high = high if high - low >= POINT else low + POINT
    step = next(step for step in _steps() if -(-high // step) - low // step <= most)
    return low // step * step, -(-high // step) * step, step


def round_up(value: int) -> int:
    """The next round figure at or above a positive one; micro-units."""
    unit = POINT // 10
    while True:
        for tenths in (10, 12, 15, 20, 25, 30, 35, 40, 50, 60, 70, 80):
            if unit * tenths >= value:
                return unit * tenths
        unit *= 10


def _steps() -> Iterator[int]:
    unit = POINT // 10
    while True:
        yield from (unit, 2 * unit, 5 * unit)
        unit *= 10
