"""Times that a sentence names, as windows of days around the day on which it was published.

A window is never narrower than what was said: docs/dates.md has the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from domain.edtf import month_days
from domain.numerals import NUMBERS
from domain.vague import MONTH_PARTS, YEAR_PARTS

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH: Final = {name: i for i, name in enumerate(_MONTHS, 1)} | {
    name[:3]: i for i, name in enumerate(_MONTHS, 1)
}
_MONTH["sept"] = 9
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class When(NamedTuple):
    """A time that is named from `start` to `end` of a sentence: as past, and as still to come.

    Both are EDTF; `days` is the first and the last day of something that took several.
    """

    start: int
    end: int
    said: str
    past: str
    ahead: str
    days: str = ""


class _Found(NamedTuple):
    past: tuple[date, date]
    ahead: tuple[date, date]
    days: str = ""


_Reader = Callable[[re.Match[str], date], "_Found | None"]


def times(text: str, published: date) -> list[When]:
    """Every time that a sentence names, in order; of two that overlap the longer one."""
    found: list[When] = []
    for pattern, reader in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            read = _read(reader, match, published)
            if read is not None and not _THAT.search(text[: match.end() - len(match[0].lstrip())]):
                start = match.end() - len(match.group(0).lstrip(" -"))
                said = " ".join(match.group(0).strip(" -").split())
                past, ahead = edtf_of(*read.past), edtf_of(*read.ahead)
                found.append(When(start, match.end(), said, past, ahead, read.days))
    return sorted(found)


def _read(reader: _Reader, match: re.Match[str], published: date) -> _Found | None:
    """What a reader makes of a match; None for days that the calendar does not have."""
    try:
        return reader(match, published)
    except (ValueError, OverflowError):
        return None


def edtf_of(first: date, last: date) -> str:
    """A window of days as EDTF: a day, a month or a year where it is exactly that."""
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == month_days(last.year, last.month)
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return _month_of(first)
    if whole_months and (first.month, last.month) == (1, 12):
        years = f"{first.year:04}", f"{last.year:04}"
        return years[0] if years[0] == years[1] else f"[{'..'.join(years)}]"
    if whole_months:
        return f"[{_month_of(first)}..{_month_of(last)}]"
    return f"[{first.isoformat()}..{last.isoformat()}]"


def _month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def up_to(day: date) -> str:
    """Some day, on this one at the latest."""
    return f"[..{day.isoformat()}]"


_THAT: Final = re.compile(r"\bthat\s+$", re.IGNORECASE)
"""`that November` is one of a year that is named elsewhere."""


# Days ---------------------------------------------------------------------------------------------


def _same(first: date, last: date | None = None) -> _Found:
    window = (first, last or first)
    return _Found(window, window)


def _weekday(match: re.Match[str], published: date) -> _Found:
    number = _DAYS.index(match["day"].lower())
    back = timedelta(days=(published.weekday() - number) % 7)
    on = timedelta(days=(number - published.weekday()) % 7)
    which = (match["which"] or "").lower()
    if which == "last":
        # Of this week or of the one before: both are said so.
        back = back or timedelta(days=7)
        return _same(published - back - timedelta(days=7), published - back)
    if which == "next":
        on = on or timedelta(days=7)
        return _same(published + on, published + on + timedelta(days=7))
    past, ahead = published - back, published + on
    return _Found((past, past), (ahead, ahead))


def _ago(match: re.Match[str], published: date) -> _Found:
    """`two weeks ago`: every day that is nearer to it than to one week more or one fewer."""
    number = _number(match["number"])
    unit = match["unit"].lower()
    if unit == "day":
        return _same(published - timedelta(days=number))
    if unit == "week":
        middle = published - timedelta(weeks=number)
        return _same(middle - timedelta(days=4), middle + timedelta(days=4))
    if unit == "month":
        middle = _months_back(published, number)
        return _same(middle - timedelta(days=16), middle + timedelta(days=16))
    first, last = _months_back(published, 12 * number + 6), _months_back(published, 12 * number - 6)
    return _same(first.replace(day=1), _last_of(last))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def _last_of(day: date) -> date:
    return day.replace(day=month_days(day.year, day.month))


def _near(match: re.Match[str], published: date) -> _Found:
    word = match.group(0).lower()
    day = timedelta(days=1)
    if word.startswith("yesterday"):
        return _same(published - day)
    if word.startswith("tomorrow"):
        return _same(published + day)
    if "overnight" in word:
        return _Found((published - day, published), (published, published + day))
    return _same(published)


def _this_unit(match: re.Match[str], published: date) -> _Found:
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit == "weekend":
        return _weekend(which, published)
    first, last = _unit(unit, published)
    if which in ("last", "past"):
        return _same(*_before(unit, published))
    if which in ("next", "coming", "following"):
        return _same(*_after(unit, published))
    return _Found((first, min(last, published)), (max(first, published), last))


def _unit(unit: str, day: date) -> tuple[date, date]:
    """The week, month or year of a day. A week has the Sundays at both of its ends."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday - timedelta(days=1), monday + timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), _last_of(day)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _before(unit: str, day: date) -> tuple[date, date]:
    if unit == "week":
        first, _ = _unit(unit, day)
        last = first + timedelta(days=6 if day.weekday() == 6 else 0)
        return first - timedelta(days=7), last
    first, _ = _unit(unit, day)
    return _unit(unit, first - timedelta(days=1))


def _after(unit: str, day: date) -> tuple[date, date]:
    if unit == "week":
        _, last = _unit(unit, day)
        first = last if day.weekday() != 6 else day + timedelta(days=1)
        return first, last + timedelta(days=7)
    _, last = _unit(unit, day)
    return _unit(unit, last + timedelta(days=1))


def _weekend(which: str, published: date) -> _Found:
    """From the Friday evening that may belong to it, to Sunday."""
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    coming = published + timedelta(days=(5 - published.weekday()) % 7)
    if which in ("last", "past") and published.weekday() >= 5:
        saturday -= timedelta(days=7)
    day = timedelta(days=1)
    past = (saturday, min(saturday + day, published))
    if which in ("next", "coming"):
        return _same(coming, coming + 7 * day + day)
    return _Found(past, (coming, coming + day))


# Dates --------------------------------------------------------------------------------------------


def _with_year(match: re.Match[str], published: date) -> Iterator[tuple[int, int]]:
    """The year in which a date lies, once as past and once as still to come."""
    month = _MONTH[match["month"].lower().rstrip(".")]
    if match["year"]:
        yield int(match["year"]), month
        yield int(match["year"]), month
        return
    yield published.year - (month > published.month), month
    yield published.year + (month < published.month), month


def _full_date(match: re.Match[str], published: date) -> _Found:
    (year, month), (coming, _) = _with_year(match, published)
    number = int(match["day"])
    if not match["year"] and month == published.month:
        year -= number > published.day
        coming += number < published.day
    past, ahead = date(year, month, number), date(coming, month, number)
    last = match["last"]
    if not last:
        return _Found((past, past), (ahead, ahead))
    ends = past.replace(day=int(last)), ahead.replace(day=int(last))
    days = f"{past.isoformat()}/{ends[0].isoformat()}"
    return _Found((past, ends[0]), (ahead, ends[1]), days)


def _month(match: re.Match[str], published: date) -> _Found | None:
    if match["month"].lower() in ("may", "mar", "march") and not _is_month(match):
        return None
    (year, month), (coming, _) = _with_year(match, published)
    windows = [(date(y, month, 1), date(y, month, month_days(y, month))) for y in (year, coming)]
    part = MONTH_PARTS.get((match["part"] or "").lower())
    if part:
        windows = [
            (first.replace(day=part[0]), first.replace(day=min(part[1], last.day)))
            for first, last in windows
        ]
    past, ahead = windows
    if not match["year"] and past[0] <= published <= past[1]:
        past = (past[0], published)
    return _Found(past, ahead)


def _is_month(match: re.Match[str]) -> bool:
    """Whether `May` or `March` is a month here and no verb or name: something goes before it."""
    return bool(match["before"] or match["year"] or match["part"])


def _year(match: re.Match[str], published: date) -> _Found | None:
    year = int(match["year"])
    if not 1800 <= year <= published.year + 50:
        return None
    part = YEAR_PARTS.get((match["part"] or "").lower(), (1, 12))
    return _same(date(year, part[0], 1), date(year, part[1], month_days(year, part[1])))


def _part_of_unit(match: re.Match[str], published: date) -> _Found:
    """`late last year`, `earlier this month`: the unit; a part of it only where it is a year."""
    return _this_unit(match, published)


def _end_of(match: re.Match[str], published: date) -> _Found:
    _, last = _unit(match["unit"].lower(), published)
    return _same(published, last)


def _quarter(match: re.Match[str], published: date) -> _Found:
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}[match["number"].lower()]
    year = int(match["year"]) if match["year"] else published.year
    return _same(date(year, number * 3 - 2, 1), _last_of(date(year, number * 3, 1)))


def _years(match: re.Match[str], published: date) -> _Found | None:
    first, last = int(match["year"]), int(match["last"])
    if not 1800 <= first <= last <= published.year + 50:
        return None
    return _same(date(first, 1, 1), date(last, 12, 31))


_NAMES: Final = "|".join(sorted(_MONTH, key=len, reverse=True))
_COUNT: Final = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_HOURS: Final = r"(?:\s+(?:morning|afternoon|evening|night|midday|noon))?"
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            r"\b(?:between|from)\s+(?P<year>(?:18|19|20)\d\d)\s+(?:and|to|until)\s+"
            r"(?P<last>(?:18|19|20)\d\d)\b",
            _years,
        ),
        (
            rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<last>\d{{1,2}}))?"
            rf"\s+(?:of\s+)?(?P<month>{_NAMES})\b\.?(?:,?\s+(?P<year>\d{{4}}))?",
            _full_date,
        ),
        (
            rf"\b(?P<month>{_NAMES})\b\.?\s+(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?"
            r"(?:\s*(?:-|–|to|and)\s*(?P<last>\d{1,2})(?!\d))?(?:,?\s+(?P<year>\d{4}))?",
            _full_date,
        ),
        (
            rf"\b(?P<before>in|since|of|until|by|from|last|next|during|for)?\s*"
            rf"\b(?P<part>early|mid|late)?[\s-]*\b(?P<month>{_NAMES})\b\.?"
            rf"(?:,?\s+(?P<year>\d{{4}}))?(?!\s*\d)",
            _month,
        ),
        (
            r"\b(?:early|late|earlier|later|mid)?\s*(?P<which>this|last|next|past|coming)\s+"
            r"(?P<unit>weekend|week|month|year)\b(?!-)",
            _part_of_unit,
        ),
        (r"\b(?:over|at|on)\s+(?P<which>the)\s+(?P<unit>weekend)\b", _this_unit),
        (
            r"\b(?:earlier|later|late|early)\s+in\s+(?P<which>the)\s+(?P<unit>week|month|year)\b",
            _this_unit,
        ),
        (rf"\b{_COUNT}\s+(?P<unit>day|week|month|year)s?\s+ago\b", _ago),
        (r"\b(?:by|before|at|towards?)\s+the\s+end\s+of\s+the\s+(?P<unit>month|year)", _end_of),
        (
            r"\b(?P<number>first|second|third|fourth)\s+quarter(?:\s+of\s+(?P<year>\d{4}))?",
            _quarter,
        ),
        (
            rf"\b(?:early|late)?\s*(?:on\s+)?(?P<which>last|next|this)?\s*\b(?:early\s+|late\s+)?"
            rf"(?P<day>{'|'.join(_DAYS)})\b{_HOURS}",
            _weekday,
        ),
        (
            r"\b(?:yesterday|today|tomorrow|tonight|overnight|earlier in the day|"
            r"later in the day|this (?:morning|afternoon|evening))\b",
            _near,
        ),
        (
            r"(?<![\d,.$€£-])\b(?P<part>early|mid|late)?[\s-]*(?P<year>(?:18|19|20)\d\d)\b(?!\d|,\d|%|-)",
            _year,
        ),
    )
)
