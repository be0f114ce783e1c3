"""Dates as written (an EDTF subset), and the window of days each one may mean."""

from __future__ import annotations

import re
from datetime import MAXYEAR, date
from functools import lru_cache
from typing import NamedTuple

from domain.refusal import Fix, NotADate

# Days are counted as `date.toordinal` counts them; these two mean "no first day" and "no last
# day". Plain integers, so that windows compare and clip without a case for the unbounded.
NO_FIRST = -(10**9)
NO_LAST = 10**9

OPEN = ".."
"""An open `since` has always begun; an open `until` has not ended."""

UNKNOWN_END = ""
"""An `until` that is empty: it has ended, and nobody knows when."""


class Window(NamedTuple):
    """The days on which something may have happened, both ends included."""

    lo: int
    hi: int

    @property
    def bounded(self) -> bool:
        """Whether both ends are days."""
        return self.lo > NO_FIRST and self.hi < NO_LAST

    @property
    def days(self) -> int:
        """How many days a bounded window holds."""
        assert self.bounded
        return self.hi - self.lo + 1

    def inside(self, other: Window) -> bool:
        """Whether no day of this window lies outside the other, and the two differ."""
        return other.lo <= self.lo and self.hi <= other.hi and self != other

    def overlap(self, first: int, last: int) -> int:
        """How many days it shares with `first`..`last`, both ends included."""
        return max(0, min(self.hi, last) - max(self.lo, first) + 1)


NO_DAY = Window(1, 0)
"""A window in which no day lies."""


class _Stated(NamedTuple):
    """A date before any qualifier: first and last day, and the precision it was stated with."""

    first: date
    last: date
    unit: str


_PLAIN = re.compile(r"(\d{4})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?|(\d{3})X|(\d\d)XX")
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ACCEPTED = (
    Fix("YYYY-MM-DD", "a day"),
    Fix("YYYY-MM", "a month"),
    Fix("DD Month YYYY", "a day, in words"),
)
"""How dates are written. No real date: one that is pasted as it is would be recorded."""


def month_days(year: int, month: int) -> int:
    """How many days a month has, in the proleptic Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTH_LENGTHS[month - 1]


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier; the first or the last day of the calendar where it ends.

    >>> shifted(date(2022, 3, 5), -5), shifted(date(9999, 12, 30), 5)
    (datetime.date(2022, 2, 28), datetime.date(9999, 12, 31))
    """
    number = day.toordinal() + days
    return date.fromordinal(min(max(date.min.toordinal(), number), date.max.toordinal()))


def written(day: int) -> str:
    """A day as ISO 8601 text."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=65536)
def window(text: str) -> Window:
    """The days that an EDTF instant may mean: `window("2020-12")` is 1-31 December 2020.

    Raises NotADate, with a fix where there is one, for anything outside the subset of
    docs/dates.md: days, months and years, the masks `2022-03-XX`, `2022-XX`, `201X` and `20XX`,
    the suffixes `~ ? %`, and one-of-a-set `[a..b]`, `[..b]`, `[a..]`, `[a,b]`. Source: ISO
    8601-2:2019, levels 0 to 2.
    """
    if text.startswith("["):
        return _set_window(text)
    if "/" in text:
        raise _interval_where_an_instant_goes(text)
    bare, qualifier = (text[:-1], text[-1]) if text[-1:] in ("~", "?", "%") else (text, "")
    stated = _stated(bare, text)
    if qualifier in ("~", "%"):
        return Window(_unit_before(stated), _unit_after(stated))
    return Window(stated.first.toordinal(), stated.last.toordinal())


@lru_cache(maxsize=65536)
def days(text: str) -> Window:
    """The days on which a thing may have happened, or lasted: `2023-07-11/2023-07-13`, a summit.

    A date that is not an interval has its own window. Raises NotADate as `window` does, and for an
    interval of anything but two days, the first before the last.
    """
    if not lasts(text):
        return window(text)
    first, _, last = text.partition("/")
    begun, over = window(first), window(last)
    if not (begun.bounded and begun.lo == begun.hi and over.lo == over.hi and over.bounded):
        raise _interval_where_an_instant_goes(text)
    if begun.lo >= over.lo:
        fix = Fix(first) if begun == over else Fix(f"{last}/{first}")
        raise NotADate(f'"{text}" ends before its second day.', fix, code="ends-before-it-begins")
    return Window(begun.lo, over.lo)


def lasts(text: str) -> bool:
    """Whether a date names the first and the last day of what happened: `2023-07-11/2023-07-13`."""
    return "/" in text and not text.startswith("[")


def _set_window(text: str) -> Window:
    if not text.endswith("]"):
        raise NotADate(
            f'the set "{text}" is not closed with "]".', Fix(text + "]"), code="set-not-closed"
        )
    inner = text[1:-1]
    if ".." in inner:
        first, _, last = inner.partition("..")
        if not first and not last:
            raise NotADate(f'"{text}" names no day at all.', *ACCEPTED, code="no-day")
        lo = _stated(first, text).first.toordinal() if first else NO_FIRST
        hi = _stated(last, text).last.toordinal() if last else NO_LAST
        if lo > hi:
            raise NotADate(
                f'the set "{text}" ends before it begins.',
                Fix(f"[{last}..{first}]"),
                code="ends-before-it-begins",
            )
        return Window(lo, hi)
    members = [_stated(member.strip(), text) for member in inner.split(",")]
    if len(members) < 2:
        raise NotADate(f'the set "{text}" has one member only.', Fix(inner), code="set-of-one")
    return Window(
        min(m.first for m in members).toordinal(), max(m.last for m in members).toordinal()
    )


def _interval_where_an_instant_goes(text: str) -> NotADate:
    first, _, last = text.partition("/")
    return NotADate(
        f'"{text}" is an interval, and one date is expected here.',
        Fix(f"[{first.strip('.')}..{last.strip('.')}]", "one day within it"),
        code="interval",
    )


def _stated(bare: str, whole: str) -> _Stated:
    match = _PLAIN.fullmatch(bare)
    if match is None or not bare.isascii():
        raise NotADate(
            f'"{whole}" is not a date that detente reads.',
            *ACCEPTED,
            code="not-a-date",
            values={"date": whole},
        )
    year, month, day, decade, century = match.groups()
    if decade or century:
        first = int(decade) * 10 if decade else int(century) * 100
        length, unit = (10, "decade") if decade else (100, "century")
        if first == 0:
            raise NotADate(
                f'"{whole}" holds the year 0; years run from 0001 to 9999.', code="year-0"
            )
        return _Stated(date(first, 1, 1), date(first + length - 1, 12, 31), unit)
    return _calendar(int(year), month, day, whole)


def _calendar(year: int, month: str | None, day: str | None, whole: str) -> _Stated:
    if year == 0:
        raise NotADate(f'"{whole}" is in the year 0; years run from 0001 to 9999.', code="year-0")
    if month == "XX" and day is not None:
        said = "says no more than the year" if day == "XX" else "gives the day but not the month"
        raise NotADate(f'"{whole}" {said}.', Fix(f"{year:04}-XX", "the year"), code="no-month")
    if month is None or month == "XX":
        return _Stated(date(year, 1, 1), date(year, 12, 31), "year")
    number = int(month)
    if not 1 <= number <= 12:
        raise _no_such_month(year, month, day, whole)
    length = month_days(year, number)
    if day is None or day == "XX":
        return _Stated(date(year, number, 1), date(year, number, length), "month")
    if not 1 <= int(day) <= length:
        raise NotADate(
            f'"{whole}": {date(year, number, 1):%B} {year} has {length} days.',
            Fix(f"{year:04}-{number:02}-{length}", "its last day"),
            Fix(f"{year:04}-{number:02}", "the month"),
            code="no-such-day",
        )
    the_day = date(year, number, int(day))
    return _Stated(the_day, the_day, "day")


def _no_such_month(year: int, month: str, day: str | None, whole: str) -> NotADate:
    swapped = day is not None and day.isdigit() and 1 <= int(day) <= 12
    if swapped and day is not None and 1 <= int(month) <= month_days(year, int(day)):
        fix = Fix(f"{year:04}-{day}-{month}", f"{date(year, int(day), int(month)):%-d %B %Y}")
    else:
        fix = Fix(f"{year:04}", "the year")
    return NotADate(f'"{whole}": there is no month {month}.', fix, code="no-such-month")


_YEARS = {"year": 1, "decade": 10, "century": 100}


def _unit_before(stated: _Stated) -> int:
    first = stated.first
    if stated.unit == "day":
        return max(1, first.toordinal() - 1)
    if stated.unit == "month":
        year, month = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
        return date(year, month, 1).toordinal() if year else 1
    return date(max(1, first.year - _YEARS[stated.unit]), 1, 1).toordinal()


def _unit_after(stated: _Stated) -> int:
    last = stated.last
    if stated.unit == "day":
        return min(date.max.toordinal(), last.toordinal() + 1)
    if stated.unit == "month":
        year, month = (last.year, last.month + 1) if last.month < 12 else (last.year + 1, 1)
        return (
            date(year, month, month_days(year, month)).toordinal()
            if year <= MAXYEAR
            else date.max.toordinal()
        )
    return date(min(MAXYEAR, last.year + _YEARS[stated.unit]), 12, 31).toordinal()


def since_window(text: str) -> Window:
    """The window of a `since`: that of an instant, or always begun for `..`."""
    return Window(NO_FIRST, NO_FIRST) if text == OPEN else window(text)


def span(text: str) -> tuple[str, str | None]:
    """The `since` and `until` of a standing fact's date: `2019-10-14/2019-10-23`.

    `until` is the first day no longer true; None where no slash is written, `..` open, empty: has
    ended, nobody knows when. Raises NotADate, also where the end comes before the beginning.
    """
    since, slash, until = text.partition("/")
    if "/" in until:
        fix = Fix("/".join(text.split("/")[:2]))
        raise NotADate(f'"{text}" has more than one "/".', fix, code="two-slashes")
    begun = since_window(since)
    if not slash:
        return since, None
    if until not in (OPEN, UNKNOWN_END) and window(until).hi <= begun.lo:
        raise NotADate(
            f'"{text}" ends before it has begun.',
            *_ends(since, until),
            code="ends-before-it-begins",
        )
    return since, until


def _ends(since: str, until: str) -> list[Fix]:
    """Fixes for a span that ends before it begins.

    Its two dates swapped, or, where both are the same day, the spans that may be meant.
    """
    begun = window(since)
    if begun.hi > window(until).lo:
        return [Fix(f"{until}/{since}")]
    still = Fix(f"{since}/{OPEN}", "still in force")
    if begun.hi == date.max.toordinal():
        return [still]
    return [
        Fix(
            f"{since}/{date.fromordinal(begun.hi + 1)}",
            "that day alone, for the day after is the first no longer true",
        ),
        still,
    ]
