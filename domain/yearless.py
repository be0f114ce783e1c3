"""Dates whose year is missing or has two digits, refused with the years that they may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import MAXYEAR, date
from typing import Final, NamedTuple

from domain.edtf import days, month_days
from domain.refusal import Fix, NotADate

_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH: Final = r"(?P<month>[^\W\d]+)\.?"
_YEAR: Final = r"(?:,? (?:'?(?P<year>[0-9]{2})|YYYY))?"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:on )?(?:the )?{_DAY}(?: of)?[ -]?{_MONTH}{_YEAR.replace(',? ', ',?[ -]')}",
        rf"(?:on )?{_MONTH}(?: the)? {_DAY}{_YEAR}",
        rf"(?:in )?{_MONTH}(?P<day>)(?: '(?P<year>[0-9]{{2}})| YYYY)?",
    )
)
_NUMBERS: Final = re.compile(r"(?P<one>[0-9]{1,2})[/.-](?P<two>[0-9]{1,2})")
_MONTH_FIRST: Final = re.compile(r"[^\W\d]+\.? ([0-9]{2})")
NAMES: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
CENTURIES: Final = (20, 19)
"""What a year of two digits may belong to."""


class _Parts(NamedTuple):
    """A day of a month, without its year; day 0 is the whole month."""

    day: int
    month: int
    year: str

    def of(self, year: int) -> str | None:
        """The date in a year, in EDTF; None where the month has no such day then."""
        if not self.day:
            return f"{year:04}-{self.month:02}"
        if not 1 <= self.day <= month_days(year, self.month):
            return None
        return f"{year:04}-{self.month:02}-{self.day:02}"

    def up_to(self, today: date) -> list[Fix]:
        """Such dates of the last nine years that are not after today, the latest first."""
        found: list[Fix] = []
        for year in range(today.year, max(0, today.year - 9), -1):
            written = self.of(year)
            if written and written <= str(today)[: len(written)]:
                found.append(Fix(written, self.said(year)))
        return found

    def said(self, year: int | str) -> str:
        """The date in words."""
        return " ".join(filter(None, (str(self.day or ""), NAMES[self.month - 1], str(year))))


def check_year(text: str, months: Mapping[str, int]) -> None:
    """Raises NotADate for a date that lacks its year, or half of it.

    `months` are the numbers of months by name in small letters. A year is never chosen: where it is
    missing the fix has `YYYY` in its place.
    """
    if found := _numbers(text):
        fixes = [Fix(f"YYYY-{each.month:02}-{each.day:02}", each.said("YYYY")) for each in found]
        raise _without_year(text, fixes)
    parts = _parts(text, months)
    if parts is None:
        return
    if not parts.year:
        fixes = [Fix(parts.said("YYYY"), "with the year in place of YYYY")]
        if match := _MONTH_FIRST.fullmatch(text):
            fixes += [
                Fix(f"20{match[1]}-{parts.month:02}", f"{NAMES[parts.month - 1]} 20{match[1]}")
            ]
        raise _without_year(text, fixes)
    years = [century * 100 + int(parts.year) for century in CENTURIES]
    dates = [Fix(written, parts.said(year)) for year in years if (written := parts.of(year))]
    said = f'"{text}" has two digits of the year only.'
    raise NotADate(said, *dates or [Fix("YYYY-MM-DD")], code="two-digit-year")


def _without_year(text: str, fixes: list[Fix]) -> NotADate:
    said = f'"{text}" has no year.'
    return NotADate(said, *fixes, code="no-year", values={"date": text})


def from_day(text: str, months: Mapping[str, int], first: int) -> list[Fix]:
    """The first date on or after a day that a date without a year may mean, of each reading.

    The day is counted as `date.toordinal` counts it.
    """
    year, parts = date.fromordinal(first).year, _parts(text, months)
    found: list[Fix] = []
    for each in _numbers(text) or ([parts] if parts else []):
        dates = [each.of(year), each.of(year + 1) if year < MAXYEAR else None]
        written = next((one for one in dates if one and days(one).hi >= first), None)
        found += [Fix(written, each.said(written[:4]))] if written else []
    return found


def candidates(text: str, months: Mapping[str, int], today: date) -> list[Fix]:
    """The two latest days not after today that a date without a year may mean.

    Where its day and its month may be each other, the latest of each reading.
    """
    numbers, parts = _numbers(text), _parts(text, months)
    if numbers:
        return [fix for each in numbers for fix in each.up_to(today)[:1]]
    return parts.up_to(today)[:2] if parts else []


def _numbers(text: str) -> list[_Parts]:
    """What `8/11` may mean: 8 November and 11 August."""
    match = _NUMBERS.fullmatch(text)
    one, two = (int(match["one"]), int(match["two"])) if match else (0, 0)
    pairs = dict.fromkeys([(one, two), (two, one)])
    return [_Parts(day, month, "") for day, month in pairs if _exists(day, month)]


def _parts(text: str, months: Mapping[str, int]) -> _Parts | None:
    for form in _FORMS:
        match = form.fullmatch(text)
        month = months.get(match["month"].lower()) if match else None
        if match and month and (not match["day"] or _exists(int(match["day"]), month)):
            return _Parts(int(match["day"] or 0), month, match["year"] or "")
    return None


def _exists(day: int, month: int) -> bool:
    """Whether a month has such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= month_days(2000, month)
