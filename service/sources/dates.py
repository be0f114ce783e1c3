"""Dates of sources: each column has its formats, and nothing else is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from domain.edtf import month_days
from domain.refusal import Fix, InvalidInput
from service.sources.rules import DATES

_PARTS: Final = {
    "YYYY": r"(?P<y>\d{4})",
    "MM": r"(?P<m>\d\d)",
    "M": r"(?P<m>\d\d?)",
    "DD": r"(?P<d>\d\d)",
    "D": r"(?P<d>\d\d?)",
    "hh": r"\d\d",
    "mm": r"\d\d",
    "ss": r"\d\d",
}
_WHOLE = re.compile(r"(-?\d{1,12})(?:\.0+)?", re.ASCII)
SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?", re.ASCII)
_DIGITS: Final = 4
"""A year is written with as many: `92` is not the year 92."""

SPREADSHEET: Final = date(1899, 12, 30)
"""The day before the first from which spreadsheets count, as they count 1900 as a leap year."""

ORIGINS: Final = {
    SPREADSHEET: "Excel",
    date(1904, 1, 1): "Excel for Mac",
    date(1960, 1, 1): "Stata and SAS",
    date(1970, 1, 1): "R and Unix",
}
"""The days from which programs count days, and which programs."""

KEPT: Final = 50_000
"""Dates that are kept once they are read: more than a century of days."""

UNITS: Final = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
"""What a column may count from an origin, in seconds."""


class Dating(NamedTuple):
    """A day, as its number, as a date and as text.

    Of a month or a year, `number` and `day` are its last day and `first` its first one.
    """

    number: int
    day: date
    written: str
    first: date


Read = Callable[[str], Dating | InvalidInput]


def dates(
    forms: Sequence[str], first_year: int = 1, last_year: int = 9999, until: date = date.max
) -> Read:
    """A reader of dates of some formats, of which the first that fits is used.

    A refusal is a value, because a file may have many, and each text is read once. Days before
    `first_year`, after `last_year` and after `until` are refused; all three may be read themselves.
    """
    patterns = [_pattern(form) for form in forms]

    def read(text: str) -> Dating | InvalidInput:
        match = next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)
        if match is None:
            return _not_a_date(text, forms)
        parts = match.groupdict()
        if any(parts.get(name) and not int(parts[name]) for name in "md"):
            return _no_day(f'"{text}" has a month or a day of 0')
        year, month, day = (int(parts[name]) if parts.get(name) else None for name in "ymd")
        return _dating(text, year or 0, month, day, (first_year, last_year, until))

    return lru_cache(maxsize=KEPT)(read)


def formats_of(values: Sequence[str]) -> list[str]:
    """The formats that read all of some texts; none of no texts.

    One of days of two digits counts for that of one digit or two as well.
    """
    found = [form for form in DATES if values and _read_all(dates([form]), values)]
    short = {form.replace("MM", "M").replace("DD", "D") for form in found if "DD" in form}
    return [form for form in found if form not in short]


_COARSER: Final = (
    ("YYYY-MM-DD", "YYYY-MM", "YYYY"),
    ("YYYY/MM/DD", "YYYY/MM", "YYYY"),
    ("YYYYMMDD", "YYYYMM", "YYYY"),
    ("DD/MM/YYYY", "MM/YYYY", "YYYY"),
    ("MM/DD/YYYY", "MM/YYYY", "YYYY"),
)
"""Formats of days beside those of a month and a year, where a column has all three."""


def mixed_formats_of(values: Sequence[str]) -> list[str]:
    """The formats that together read all of some texts, of days, months and years."""
    for forms in _COARSER:
        if values and _read_all(dates(forms), values):
            return [form for form in forms if any(map(_pattern(form).fullmatch, values))]
    return []


def _read_all(read: Read, values: Sequence[str]) -> bool:
    return not any(isinstance(read(value), InvalidInput) for value in values)


def counts(
    origin: date, unit: str, first_year: int = 1, last_year: int = 9999, until: date = date.max
) -> Read:
    """A reader of days that are counted from an origin, which is 0, in a unit of UNITS."""

    def read(text: str) -> Dating | InvalidInput:
        match = _WHOLE.fullmatch(text)
        if match is None:
            said = f'"{text}" is not a number of {unit}.' if text else "no date is given."
            return InvalidInput(said, Fix("0"), code="not-a-date" if text else "no-date")
        if not int(match[1]) and origin == SPREADSHEET:
            return _no_day(f'"{text}" is what a spreadsheet has for an empty cell')
        try:
            day = origin + timedelta(days=int(match[1]) * UNITS[unit] // UNITS["days"])
        except OverflowError:
            return InvalidInput(
                f"{text} {unit} from {origin} is not a day of the years 1 to 9999.",
                code="year-out-of-range",
            )
        return _dating(text, day.year, day.month, day.day, (first_year, last_year, until))

    return lru_cache(maxsize=KEPT)(read)


def of_parts(
    missing: frozenset[str], first_year: int = 1, last_year: int = 9999, until: date = date.max
) -> Callable[[str, str, str], Dating | InvalidInput]:
    """A reader of a year, a month and a day from three cells.

    A month or a day that is empty, 0 or less, or among `missing` is not known: what is left is a
    month or a year.
    """

    def part(text: str, named: str) -> int | InvalidInput | None:
        match = _WHOLE.fullmatch(text.strip())
        if text.strip() in missing or (match and int(match[1]) <= 0):
            return None
        said = f'"{text}" is not a {named}.'
        return int(match[1]) if match else InvalidInput(said, code="not-a-date")

    def read(year: str, month: str, day: str) -> Dating | InvalidInput:
        found = part(year, "year"), part(month, "month"), part(day, "day of a month")
        for each in found:
            if isinstance(each, InvalidInput):
                return each
        of_year, of_month, of_day = (each if isinstance(each, int) else None for each in found)
        if of_year is None:
            return InvalidInput("no year is given.", code="no-date")
        if len(year.strip().partition(".")[0]) < _DIGITS:
            said = f'"{year}" is not a year of four digits.'
            return InvalidInput(said, code="two-digit-year")
        text = "-".join(filter(None, (year, month, day)))
        span = first_year, last_year, until
        return _dating(text, of_year, of_month, of_day if of_month else None, span)

    return read


def _pattern(form: str) -> re.Pattern[str]:
    escaped = re.escape(form).replace("\\-", "-").replace("\\ ", " ")
    tokens = "|".join(_PARTS)
    return re.compile(re.sub(tokens, lambda match: _PARTS[match[0]], escaped), re.ASCII)


def _no_day(why: str) -> InvalidInput:
    """The refusal of what a spreadsheet writes for a date that is not known."""
    return InvalidInput(f"{why}, so no date is given.", code="no-date")


def _not_a_date(text: str, forms: Sequence[str]) -> InvalidInput:
    fixes = [Fix(form) for form in forms]
    if not text:
        return InvalidInput("no date is given.", *fixes, code="no-date", values={"form": forms[0]})
    said = f'"{text}" is not a date written as {" or ".join(forms)}'
    others = [form for form in DATES if _pattern(form).fullmatch(text) and form not in forms]
    if others and not SERIAL.fullmatch(text):
        fixes = [Fix(form) for form in others]
        said += f"; it may be {' or '.join(others)}"
    elif SERIAL.fullmatch(text):
        count = timedelta(days=int(text[:5]))
        readings = [f"{who} for {origin + count}" for origin, who in ORIGINS.items()]
        said += f"; it looks like the number that a spreadsheet keeps for {SPREADSHEET + count}"
        said += f", or {', '.join(readings[1:])}"
        fixes = [
            Fix(f'origin = "{origin}"', f"in [date], counts days as in {who}")
            for origin, who in ORIGINS.items()
        ]
    return InvalidInput(
        f"{said}.", *fixes, code="not-a-date", values={"date": text, "form": forms[0]}
    )


def _dating(
    text: str, year: int, month: int | None, day: int | None, span: tuple[int, int, date]
) -> Dating | InvalidInput:
    """A day, or a month or a year where the rest is not known."""
    first_year, last_year, until = span
    if not first_year <= year <= last_year:
        return InvalidInput(
            f"the year {year} is not between {first_year} and {last_year}.",
            code="year-out-of-range",
        )
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return InvalidInput(f'there is no day "{text}".', code="no-such-day")
    if first > until:
        return InvalidInput(f"{first} has not happened yet.", code="in-the-future")
    if day:
        return Dating(first.toordinal(), first, first.isoformat(), first)
    over = date(year, month or 12, month_days(year, month or 12))
    last = min(over, until)
    written = f"{year:04}-{month:02}" if month else f"{year:04}"
    return Dating(last.toordinal(), last, written, first)
