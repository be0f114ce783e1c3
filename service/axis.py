"""Axes: round steps for figures, and the days to name on a span of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from domain.kinds import POINT

_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Tick(NamedTuple):
    """A day on an axis, and what is written at it."""

    day: int
    text: str


def dates(first: int, last: int, most: int) -> list[Tick]:
    """The days to name on an axis from a first to a last day, both included, `most` at most (two at least).

    The finest that fit: days, Mondays, first days of months, or of years.
    """
    for step in _DAYS:
        if (last - first) // step < most:
            return [Tick(day, _day(day, i == 0)) for i, day in enumerate(range(_aligned(first, step), last + 1, step))]
    for step in _MONTHS:
        months = [found for found in _firsts_of_months(first, last) if (found.month - 1) % step == 0]
        if len(months) <= most:
            return [Tick(found.toordinal(), f"{found:%b} {found.year}" if _says_year(found, i) else f"{found:%b}") for i, found in enumerate(months)]
    for step in _YEARS:
        years = [year for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1) if year % step == 0]
        years = [year for year in years if date(year, 1, 1).toordinal() >= first]
        if len(years) <= most:
            break
    return [Tick(date(year, 1, 1).toordinal(), str(year)) for year in years]


def _aligned(first: int, step: int) -> int:
    """The first day of steps of that length: weeks begin on Mondays, which are the ordinals that leave 1 over by 7."""
    return first if step < 7 else first + (1 - first) % 7


def _day(day: int, whole: bool) -> str:
    found = date.fromordinal(day)
    return f"{found.day} {found:%b} {found.year}" if whole else f"{found.day} {found:%b}"


def _says_year(found: date, place: int) -> bool:
    return place == 0 or found.month == 1


def _firsts_of_months(first: int, last: int) -> Iterator[date]:
    begun = date.fromordinal(first)
    year, month = begun.year, begun.month
    while year <= date.max.year and date(year, month, 1).toordinal() <= last:
        if date(year, month, 1).toordinal() >= first:
            yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def rounded(low: int, high: int, most: int = 7) -> tuple[int, int, int]:
    """The lowest and the highest figure of an axis, and its step, round in points; micro-units, 0 among them."""
    low, high = min(low, 0), max(high, 0)
    high = high if high - low >= POINT else low + POINT
    step = next(step for step in _steps() if -(-high // step) - low // step <= most)
    return low // step * step, -(-high // step) * step, step


def round_up(value: int) -> int:
    """The next round figure at or above a positive one; micro-units."""
    unit = POINT // 10
    while True:
        for tenths in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80):
            if unit * tenths >= value:
                return unit * tenths
        unit *= 10


def _steps() -> Iterator[int]:
    unit = POINT // 10
    while True:
        yield from (unit, 2 * unit, 5 * unit)
        unit *= 10
