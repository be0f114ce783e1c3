"""Vague dates as people say them, such as `early 2024`: those whose days a table fixes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from domain.refusal import Fix, NotADate
from domain.relative import is_relative

YEAR_PARTS: Final[Mapping[str, tuple[int, int]]] = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first half of": (1, 6),
    "second half of": (7, 12),
    "first quarter of": (1, 3),
    "second quarter of": (4, 6),
    "third quarter of": (7, 9),
    "fourth quarter of": (10, 12),
}
"""The first and last month of a part of a year. Source: docs/dates.md."""

MONTH_PARTS: Final[Mapping[str, tuple[int, int]]] = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first half of": (1, 15),
    "second half of": (16, 31),
    "first week of": (1, 7),
    "second week of": (8, 14),
    "third week of": (15, 21),
    "fourth week of": (22, 28),
    "last week of": (-7, 31),
}
"""The first and last day of a part of a month; below zero, counted from its end."""

DECADE_PARTS: Final[Mapping[str, tuple[int, int]]] = {
    "early": (0, 3),
    "mid": (4, 6),
    "late": (7, 9),
}
"""The first and last year of a part of a decade."""

_PART: Final = re.compile(
    r"(?:in |the )*(?P<part>early|mid|late|(?:beginning|start|middle|end) of"
    r"|(?:first|second|third|fourth|last) (?:half|quarter|week) (?:of|in))(?: |-)"
    r"(?:the )?(?:(?P<month>[^\W\d]+)\.? )?(?P<year>[0-9]{4})(?P<decade>s)?",
    re.IGNORECASE,
)
_DECADE: Final = re.compile(r"(?:the )?([0-9]{3})0s", re.IGNORECASE)
_QUARTER: Final = re.compile(r"[Qq]([1-4])[ -]([0-9]{4})|([0-9]{4}) [Qq]([1-4])")
_SAME: Final = {"beginning of": "early", "start of": "early", "middle of": "mid", "end of": "late"}
_ORDINALS: Final = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}

_SPREADSHEET: Final = re.compile(r"([1-7][0-9]{4})(?:\.[0-9]+)?")
_SEASON_CODE: Final = re.compile(r"([0-9]{4})-2([1-4])")
_MARKED_FIRST: Final = re.compile(r"([~?%])([0-9X-]{4,10})")
_OF_NO_YEAR: Final = re.compile(
    r"-[0-9]{1,6}(?:-[0-9]{1,2}){0,2}|(?:.+ )?[0-9]{1,5} ?(?:BC|BCE)"
    r"|[0-9]{5,6}(?:-[0-9]{1,2}){1,2}|Y-?[0-9]{5,9}"
)
"""Dates before the year 1 or after 9999, in EDTF and in words."""


def window_of(text: str, months: Mapping[str, int], lengths: Mapping[int, int]) -> str | None:
    """The set in EDTF that a vague date means; None for a text that is none.

    `months` are the numbers of months by name in small letters, `lengths` the days of each in the
    year of the text, where it names one.
    """
    plain = " ".join(_ORDINALS.get(word.lower(), word) for word in text.split())
    if match := _DECADE.fullmatch(plain):
        return f"{match[1]}X" if int(match[1]) else None
    if match := _QUARTER.fullmatch(plain):
        year, quarter = match[2] or match[3], int(match[1] or match[4])
        return f"[{year}-{quarter * 3 - 2:02}..{year}-{quarter * 3:02}]"
    match = _PART.fullmatch(plain)
    if match is None or match["year"] == "0000":
        return None
    part = re.sub(r" in$", " of", match["part"].lower())
    part = _SAME.get(part, part)
    if match["decade"]:
        return _of_decade(part, match["year"]) if not match["month"] else None
    if not match["month"]:
        return _of_year(part, match["year"])
    month = months.get(match["month"].lower())
    return _of_month(part, match["year"], month, lengths) if month else None


def year_of(text: str) -> int:
    """The year that a text ends in; 1 where it ends in none."""
    match = re.search(r"([0-9]{4})$", text)
    return int(match[1]) or 1 if match else 1


def _of_decade(part: str, year: str) -> str | None:
    if part not in DECADE_PARTS or not year.endswith("0"):
        return None
    first, last = DECADE_PARTS[part]
    return f"[{int(year) + first:04}..{int(year) + last:04}]"


def _of_year(part: str, year: str) -> str | None:
    if part not in YEAR_PARTS:
        return None
    first, last = YEAR_PARTS[part]
    return f"[{year}-{first:02}..{year}-{last:02}]"


def _of_month(part: str, year: str, month: int, lengths: Mapping[int, int]) -> str | None:
    if part not in MONTH_PARTS:
        return None
    length = lengths[month]
    first, last = MONTH_PARTS[part]
    first = first if first > 0 else length + first + 1
    return f"[{year}-{month:02}-{first:02}..{year}-{month:02}-{min(last, length):02}]"


def check_familiar(text: str) -> None:
    """Raises NotADate for what is a date elsewhere and none here, with how it is written here."""
    if is_relative(text):
        raise NotADate(
            f'"{text}" is another day each day; write the day itself.',
            Fix("YYYY-MM-DD", "a day"),
            code="relative-day",
        )
    if match := _SPREADSHEET.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(match[1]))
        raise NotADate(
            f'"{text}" looks like the number that a spreadsheet keeps for a day.',
            Fix(day.isoformat(), f"{day.day} {day:%B} {day.year}"),
            code="spreadsheet-day",
        )
    if match := _SEASON_CODE.fullmatch(text):
        raise _season_code(text, int(match[1]), int(match[2]))
    if match := _MARKED_FIRST.fullmatch(text):
        raise NotADate(
            f'"{text}": "{match[1]}" stands after a date.',
            Fix(f"{match[2]}{match[1]}"),
            code="mark-first",
        )
    if _OF_NO_YEAR.fullmatch(text):
        raise NotADate(f'"{text}": years run from 0001 to 9999.', code="year-out-of-range")


def _season_code(text: str, year: int, season: int) -> NotADate:
    name = ("spring", "summer", "autumn", "winter")[season - 1]
    first = 3 * season
    ends = f"{year + (season == 4):04}-{(first + 1) % 12 + 1:02}"
    said = f'"{text}" is the {name} of {year}, which has no fixed days; name the months.'
    if not 1 <= year <= 9998:
        return NotADate(said, code="season")
    fix = Fix(f"[{year:04}-{first:02}..{ends}]", "some day in those months")
    return NotADate(said, fix, code="season")
