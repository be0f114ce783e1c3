"""Days said by counting from today: those whose day a table fixes."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from domain.edtf import shifted
from domain.refusal import Fix

WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip

_NUMBERS: Final = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_SHORT: Final = {day[:3]: day for day in WEEKDAYS} | {"tues": "tuesday", "thurs": "thursday"}
_WEEKDAY: Final = "|".join((*WEEKDAYS, "tues", "thurs", *_SHORT))
_NAMED: Final = {"yesterday": 1, "today": 0, "tomorrow": -1, "the day before yesterday": 2}

PATTERN: Final = (
    r"today|yesterday|tomorrow|(?:the )?day before yesterday"
    rf"|(?:[0-9]{{1,4}}|{'|'.join(_NUMBERS)}) days? ago"
    rf"|(?:on )?last (?:week|month|year|{_WEEKDAY})"
)
"""What `relative` reads, as a regular expression in small letters."""

_AGO: Final = re.compile(r"([0-9]{1,4}|[a-z]+) days? ago")
_LAST: Final = re.compile(rf"(?:on )?last ({_WEEKDAY})")
_LONG_AGO: Final = re.compile(rf"([0-9]{{1,4}}|{'|'.join(_NUMBERS)}) (week|month|year)s? ago")
_BARE: Final = re.compile(rf"(?:(?:on|this|next) )?({_WEEKDAY})")
_ANOTHER_DAY: Final = re.compile(
    rf"{PATTERN}|{_LONG_AGO.pattern}|{_BARE.pattern}|(?:this|next) (?:week|month|year)"
)


def relative(text: str, today: date) -> str | None:
    """The EDTF of a day, or of days, counted from today; None for any other text.

    `last Monday` is the Monday before today, `last week` the seven days from Monday before this
    week's, `last month` and `last year` the whole of the one before. Source: docs/dates.md.

    >>> relative("two days ago", date(2022, 3, 6)), relative("last month", date(2022, 3, 6))
    ('2022-03-04', '2022-02')
    """
    plain = " ".join(text.lower().split())
    if plain in _BEFORE and _is_first(plain, today):
        return str(date.min)
    if plain == "last week":
        first = today.toordinal() - today.weekday() - 7
        return f"[{_day(first)}..{_day(first + 6)}]"
    if plain == "last month":
        return str(shifted(today, -today.day))[:7]
    if plain == "last year":
        return f"{today.year - 1:04}"
    count = _days_back(plain, today)
    return None if count is None else str(shifted(today, -count))


_BEFORE: Final = frozenset({"last week", "last month", "last year"})


def _is_first(plain: str, today: date) -> bool:
    """Whether no day of the calendar lies in the week, month or year before today's."""
    back = {"last week": today.weekday() + 7, "last month": today.day}.get(plain, 0)
    return today.year == 1 if not back else today.toordinal() <= back


def readings(text: str, today: date) -> list[Fix]:
    """What a text counted from today may mean that no table fixes: `Monday`, `two weeks ago`."""
    plain = " ".join(text.lower().split())
    if match := _BARE.fullmatch(plain):
        back = _days_to(match[1], today)
        name = WEEKDAYS[_number(match[1])].capitalize()
        return [
            Fix(str(shifted(today, -back)), f"last {name}"),
            Fix(str(shifted(today, 7 - back)), "today" if back == 7 else f"the {name} to come"),
        ]
    if match := _LONG_AGO.fullmatch(plain):
        return _long_ago(
            int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]], match[2], today
        )
    return []


def _long_ago(count: int, unit: str, today: date) -> list[Fix]:
    if unit == "week":
        day = shifted(today, -7 * count)
        monday = day.toordinal() - day.weekday()
        week = f"[{_day(monday)}..{_day(monday + 6)}]"
        return [Fix(str(day), "to the day"), Fix(week, "some day of that week")]
    if unit == "month":
        months = max(12, today.year * 12 + today.month - 1 - count)
        return [Fix(f"{months // 12:04}-{months % 12 + 1:02}", "some day of that month")]
    return [Fix(f"{max(1, today.year - count):04}", "some day of that year")]


def is_relative(text: str) -> bool:
    """Whether a text names another day tomorrow, also where no table fixes which."""
    return _ANOTHER_DAY.fullmatch(" ".join(text.lower().split())) is not None


def _days_back(plain: str, today: date) -> int | None:
    plain = "the day before yesterday" if plain == "day before yesterday" else plain
    if plain in _NAMED:
        return _NAMED[plain]
    if match := _AGO.fullmatch(plain):
        return int(match[1]) if match[1].isdigit() else _NUMBERS.get(match[1])
    if match := _LAST.fullmatch(plain):
        return _days_to(match[1], today)
    return None


def _days_to(weekday: str, today: date) -> int:
    """How many days before today, at least one, a day of the week last was."""
    return (today.weekday() - _number(weekday) - 1) % 7 + 1


def _number(weekday: str) -> int:
    return WEEKDAYS.index(_SHORT.get(weekday, weekday))


def _day(number: int) -> str:
    return date.fromordinal(max(1, number)).isoformat()
