"""Dates as people type them: a closed grammar, refused with the readings where it does not fit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import NamedTuple

from domain import edtf, vague
from domain.edtf import NO_FIRST, NO_LAST, Window, month_days
from domain.refusal import Fix, NotADate
from domain.relative import WEEKDAYS, readings, relative
from domain.spans import span_of
from domain.yearless import CENTURIES, candidates, check_year

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH_NUMBERS = (
    {name.lower(): i for i, name in enumerate(_MONTHS, 1)}
    | {name[:3].lower(): i for i, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
"""The number of each month by its names in English, in small letters."""

_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2}) ([^\W\d]+)\.? ([0-9]{4})")
_MONTH_DAY_YEAR = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2}),? ([0-9]{4})")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.? ([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-?[Qq]([0-9])")
_WEEK = re.compile(r"([0-9]{4})-?[Ww]([0-9][0-9]?)")
_NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-]?)([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_ABOUT = re.compile(r"(?:circa|c\.|ca\.|about|around) (.+)", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:the )?([0-9]{1,2})(?:st|nd|rd|th)(?: of)?(?= [^\W\d]+ [0-9]{4}$|,? [0-9]{4}$)",
    re.IGNORECASE,
)
"""The ending of a day: `17th April 2020` is `17 April 2020`."""
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}){1,2}")
_SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 2),
}
_WEEKDAY = re.compile(
    r"(?:on )?(?P<name>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\.?,?"
    r" (?P<rest>.+)",
    re.IGNORECASE,
)
"""A day of the week before a date: `Tuesday 8 November 2022`."""
_BEFORE = re.compile(r"(?:on|in) (?=\S+ \S)", re.IGNORECASE)
"""The word before a date in a sentence: `on 14 December 2021`."""
_JOINED = re.compile(r"([0-9]{1,2})-([^\W\d]{3,9})-([0-9]{4})")
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})[- ]([^\W\d]{3,9})[- ]([0-9]{1,2})")


class Asked(NamedTuple):
    """A date in a question: the text as EDTF, and the day it means (its last)."""

    text: str
    day: date
    partial: bool


class Period(NamedTuple):
    """A span of days in a question, both ends included; None is open."""

    first: date | None
    last: date | None

    @property
    def window(self) -> Window:
        """The period as a window of day numbers."""
        return Window(
            self.first.toordinal() if self.first else NO_FIRST,
            self.last.toordinal() if self.last else NO_LAST,
        )


def instant(text: str, today: date | None = None) -> str:
    """The EDTF that a typed date means.

    `5 March 2022` is `2022-03-05`, `2022-Q1` is `[2022-01..2022-03]`. EDTF comes back as it was
    written. With `today` also what is counted from it: `two days ago`, `last Monday`. Raises
    NotADate with the readings or the accepted spelling.
    """
    if today is not None and (counted := relative(text, today)) is not None:
        return counted
    text = _plain(text)
    if (span := span_of(text, _day_in_words)) is not None:
        if not span.lasted:
            return span.written
        said = f'"{text}" is a span of days, and one day is expected here.'
        fix = Fix(f"[{span.first}..{span.last}]", "one of those days")
        raise NotADate(said, fix, code="span")
    try:
        return _instant(text)
    except NotADate as refused:
        if refused.code in _OPEN_CODES:
            found = readings(text, today) if today else []
            if found:
                said = f'"{text}" is not always the same day.'
                raise NotADate(said, *found, code=refused.code) from None
            found = candidates(text, MONTH_NUMBERS, today) if today else []
            left = refused.fixes if refused.code == "no-year" else edtf.ACCEPTED
            raise refused.with_fixes(*found or left) from None
        fixes = [fix for fix in refused.texts if _is_read(fix.paste)]
        raise refused.with_fixes(*fixes or edtf.ACCEPTED) from None


_OPEN_CODES = frozenset({"no-year", "relative-day"})
"""Refusals whose fixes leave something to write; the day of today gives dates to choose from."""


def _plain(text: str) -> str:
    """A date without what says nothing more: `Tuesday, 8th November 2022` is `8 November 2022`.

    Raises NotADate where the day of the week is not that of the date.
    """
    text = _ORDINAL.sub(r"\1", _BEFORE.sub("", " ".join(text.split())))
    text = _JOINED.sub(r"\1 \2 \3", text)
    if match := _YEAR_MONTH_DAY.fullmatch(text):
        text = f"{match[3]} {match[2]} {match[1]}"
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        return text
    written = instant(match["rest"])
    window = edtf.window(written)
    if window.lo != window.hi:
        return text
    wanted = WEEKDAYS[date.fromordinal(window.lo).weekday()]
    if not wanted.startswith(match["name"].lower()[:3]):
        said = f'"{text}": {written} was a {wanted.capitalize()}.'
        raise NotADate(said, Fix(written, "if the date is right"), code="another-weekday")
    return written


def days(text: str, today: date | None = None) -> str:
    """The EDTF that typed days of something that happened mean: a date, or its first and last day.

    `5 March 2022/7 March 2022` is `2022-03-05/2022-03-07`. Raises NotADate.
    """
    span = span_of(_plain(text), _day_in_words)
    if span is not None:
        return span.written
    if not edtf.lasts(text) or text.count("/") > 1:
        return instant(text, today)  # "05/03/2022" is one date of two readings
    written = "/".join(instant(part, today) for part in text.split("/"))
    edtf.days(written)
    return written


def _day_in_words(text: str) -> str | None:
    """The day that words mean; None for any other text."""
    try:
        return _in_words(text) or (text if _ISO.fullmatch(text) else None)
    except NotADate:
        return None


def _is_read(text: str) -> bool:
    """Whether a fix would be read in turn."""
    try:
        edtf.window(_in_words(text) or text)
    except NotADate:
        return False
    return True


def _instant(text: str) -> str:
    if match := _ABOUT.fullmatch(text):
        written = _in_words(match[1]) or match[1]
        raise NotADate(
            f'"{text}": "about" is written "~" after a date.', Fix(f"{written}~"), code="about"
        )
    words = _in_words(text)
    if words is not None:
        return words
    vague.check_familiar(text)
    check_year(text, MONTH_NUMBERS)
    if _NUMBERS.fullmatch(text):
        raise _two_readings(text)
    if (match := _YEAR_FIRST.fullmatch(text)) and not _ISO.fullmatch(text):
        parts = [match[1], *(part.zfill(2) for part in (match[3], match[4]) if part)]
        raise NotADate(
            f'"{text}" is not a date that detente reads; write it with hyphens.',
            Fix("-".join(parts)),
            code="no-hyphens",
        )
    if text.partition(" ")[0].lower() in _SEASONS:
        raise _season(text)
    edtf.window(text)
    return text


def _in_words(text: str) -> str | None:
    part = _part(text)
    if part is not None:
        return part
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        return _day(int(match[3]), match[2], int(match[1]), text)
    if match := _MONTH_DAY_YEAR.fullmatch(text):
        return _day(int(match[3]), match[1], int(match[2]), text)
    if (match := _MONTH_YEAR.fullmatch(text)) and match[1].lower() not in _SEASONS:
        month = f"{match[2]}-{_month(match[1], f'{{}} {match[2]}', text):02}"
        edtf.window(month)
        return month
    if match := _QUARTER.fullmatch(text):
        return _quarter(match[1], int(match[2]), text)
    if match := _WEEK.fullmatch(text):
        return _week(int(match[1]), int(match[2]), text)
    return None


def _part(text: str) -> str | None:
    """The days of `early 2024`, `first week of March 2022`, `Q1 2022`; None for another text."""
    year = vague.year_of(text)
    lengths = {month: month_days(year, month) for month in range(1, 13)}
    return vague.window_of(text, MONTH_NUMBERS, lengths)


def _day(year: int, month: str, day: int, text: str) -> str:
    number = _month(month, f"{day} {{}} {year}", text)
    if year and not 1 <= day <= month_days(year, number):
        name = _MONTHS[number - 1]
        raise NotADate(
            f'"{text}": {name} {year} has {month_days(year, number)} days.',
            Fix(f"{year:04}-{number:02}", "the month"),
            code="no-such-day",
        )
    written = f"{year:04}-{number:02}-{day:02}"
    edtf.window(written)
    return written


def _month(name: str, pattern: str, text: str) -> int:
    number = MONTH_NUMBERS.get(name.lower())
    if number is None:
        near = get_close_matches(name.capitalize(), _MONTHS, n=2, cutoff=0.6)
        fixes = [Fix(instant(pattern.format(month)), pattern.format(month)) for month in near]
        raise NotADate(
            f'"{text}": no month is called "{name}" in English.',
            *fixes or edtf.ACCEPTED,
            code="no-such-month",
        )
    return number


def _quarter(year: str, quarter: int, text: str) -> str:
    if not 1 <= quarter <= 4:
        raise NotADate(
            f'"{text}": a year has the quarters Q1 to Q4.',
            Fix(f"{year}-Q4"),
            code="no-such-quarter",
        )
    edtf.window(year)
    return f"[{year}-{quarter * 3 - 2:02}..{year}-{quarter * 3:02}]"


def _week(year: int, week: int, text: str) -> str:
    try:
        first = date.fromisocalendar(year, week, 1)
        last = date.fromisocalendar(year, week, 7)
    except ValueError:
        fix = Fix(f"{year:04}-W52") if year else edtf.ACCEPTED[0]
        said = f'"{text}": the year {year} has no ISO week {week}.'
        raise NotADate(said, fix, code="no-such-week") from None
    return f"[{first.isoformat()}..{last.isoformat()}]"


def _two_readings(text: str) -> NotADate:
    match = _NUMBERS.fullmatch(text)
    assert match is not None
    one, two, year = int(match[1]), int(match[3]), match[4]
    if len(year) == 2:
        whole = [each for century in CENTURIES for each in _readings(one, two, f"{century}{year}")]
        return NotADate(
            f'"{text}" can mean several dates: the year has two digits only.',
            *whole or edtf.ACCEPTED,
            code="two-digit-year",
        )
    fixes = _readings(one, two, year)
    if len(fixes) == 2:
        return NotADate(f'"{text}" can mean two dates.', *fixes, code="two-readings")
    return NotADate(
        f'"{text}" is not a date that detente reads; write the year first.',
        *fixes or edtf.ACCEPTED,
        code="year-not-first",
    )


def _readings(one: int, two: int, year: str) -> list[Fix]:
    """The days that two numbers mean, of which either may be the month."""
    fixes: list[Fix] = []
    for day, month in ((one, two), (two, one)):
        if 1 <= month <= 12 and int(year) and 1 <= day <= month_days(int(year), month):
            fix = Fix(f"{year}-{month:02}-{day:02}", f"{day} {_MONTHS[month - 1]} {year}")
            fixes += [] if fix in fixes else [fix]
    return fixes


def _season(text: str) -> NotADate:
    season, _, year = text.partition(" ")
    first, last = _SEASONS[season.lower()]
    said = (
        f'"{text}" has no fixed days, and falls in other months in the southern hemisphere;'
        " name the months."
    )
    if not re.fullmatch(r"[0-9]{4}", year) or year in ("0000", "9999"):
        return NotADate(said, *edtf.ACCEPTED, code="season")
    next_year = int(year) + (last < first)
    return NotADate(
        said,
        Fix(f"[{year}-{first:02}..{next_year:04}-{last:02}]", "some day in those months"),
        code="season",
    )


def asked(text: str, today: date) -> Asked:
    """The day that a date in a question means; of a partial date its last day.

    Besides `instant` also what is counted from today: `yesterday`, `last week`.
    Raises NotADate, also for a date without a last day.
    """
    plain = " ".join(text.split())
    if plain.lower() == "tomorrow":
        instant(plain)  # nobody can ask what is known by then
    counted = _relative(plain.lower(), today)
    if counted is not None:
        return counted
    if plain.lower().startswith(("since ", "before ", "from ", "between ")):
        raise NotADate(
            f'"{text}" is a span of days, and one day is expected here.',
            *edtf.ACCEPTED,
            code="span",
        )
    written = instant(plain, today)
    window = edtf.window(written)
    if window.hi >= NO_LAST:
        raise NotADate(
            f'"{text}" has no last day; a question needs one.',
            Fix(written.strip("[].")),
            code="no-last-day",
        )
    return Asked(plain, date.fromordinal(window.hi), partial=window.lo != window.hi)


def _relative(text: str, today: date) -> Asked | None:
    written = relative(text, today)
    if written is None:
        return None
    window = edtf.window(written)
    return Asked(text, date.fromordinal(window.hi), partial=window.lo != window.hi)


_FROM_TO = re.compile(
    r"from (.+?) (?:to|until) (.+)|between (.+?) and (.+)|(.+?)\.\.(.+)", re.IGNORECASE
)


def period(text: str, today: date) -> Period:
    """The span of days that a period in a question means, both ends included.

    `since D`, `before D`, `from D to D`, `between D and D`, or one date, which means all its days.
    Raises NotADate, also where the span is empty.
    """
    plain = " ".join(text.split())
    lower = plain.lower()
    if lower.startswith("since "):
        return Period(first_day(plain[6:], today), None)
    if lower.startswith("before "):
        first = first_day(plain[7:], today)
        if first == date.min:
            raise NotADate(f"there is no day before {first}.", *edtf.ACCEPTED, code="no-day")
        return Period(None, edtf.shifted(first, -1))
    match = None if plain.startswith("[") else _FROM_TO.fullmatch(plain)
    span = span_of(plain, _day_in_words)
    if span is not None:
        found = Period(date.fromisoformat(span.first), date.fromisoformat(span.last))
    elif match:
        one, two = [group for group in match.groups() if group]
        found = Period(first_day(one, today), asked(two, today).day)
    else:
        found = Period(first_day(plain, today), asked(plain, today).day)
    if found.first and found.last and found.first > found.last:
        one, two = [group for group in match.groups() if group] if match else (plain, plain)
        fix = Fix(f"from {two} to {one}")
        raise NotADate(f'"{text}" ends before it begins.', fix, code="ends-before-it-begins")
    return found


def first_day(text: str, today: date) -> date:
    """The first day that a date in a question may mean, for the beginning of a span."""
    plain = " ".join(text.split())
    window = edtf.window(instant(plain, today))
    if window.lo <= NO_FIRST:
        raise NotADate(f'"{text}" has no first day.', *edtf.ACCEPTED, code="no-first-day")
    return date.fromordinal(window.lo)


def two_years_up_to(last: date) -> date:
    """The first day of the two years up to a day, or the first day of the calendar."""
    if last.year <= 2:
        return date.min
    year = last.year - 2
    same = date(year, last.month, min(last.day, edtf.month_days(year, last.month)))
    return same + timedelta(days=1)
