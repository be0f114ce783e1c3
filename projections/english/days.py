"""The days that a question names in words: one day, a span, or several to compare."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from domain import typed
from domain.edtf import month_days
from domain.numerals import NUMBERS

_MONTH: Final = rf"(?:{'|'.join(sorted(typed.MONTH_NUMBERS, key=len, reverse=True))})\.?"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_EXACT: Final = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|[0-9]{{1,2}}{_ORDINAL}(?: of)? {_MONTH},? [0-9]{{4}}"
    rf"|{_MONTH} (?:the )?[0-9]{{1,2}}{_ORDINAL},? [0-9]{{4}}"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}"
    r"|today|yesterday|[0-9]{1,4} days? ago"
)
_SEASON: Final = r"(?:spring|summer|autumn|fall|winter)"
_PARTIAL: Final = (
    rf"(?:the month of )?(?:early |mid[- ]?|late )?{_MONTH},? (?:of )?[0-9]{{4}}"
    r"|(?:the year |early |mid[- ]?|late )?[0-9]{4}(?:-?[Qq][1-4]|-?[Ww][0-9]{1,2}|-[0-9]{2})?"
    rf"|{_SEASON}(?: of)? [0-9]{{4}}"
    rf"|(?:first|second|third|fourth|last) (?:half|quarter|week) of (?:{_MONTH} )?[0-9]{{4}}"
    r"|(?:beginning|start|middle) of (?:the year )?[0-9]{4}"
    r"|[Qq][1-4] [0-9]{4}|(?:early |mid-?|late )?[0-9]{3}0s"
    rf"|last (?:week|month|year|{_SEASON}|{_MONTH})|\[[0-9., -]+\]"
)
_DAY: Final = rf"(?:{_EXACT}|{_PARTIAL})"
_NOW: Final = (
    r"right now|now|currently|at the moment|at present|presently|these days|nowadays|as of now"
    r"|as we speak|as of today|at this moment|at this point|to date"
)
_ALREADY_PLAIN: Final = re.compile(r"[0-9]{4}(?:-[0-9QqWw-]+)?")


class Days(NamedTuple):
    """The days that a question names, as text: one day, or a span with an open end or none.

    `whole` is whether they are a month, a year or the like, and not the span between two days.
    """

    on: str = ""
    first: str = ""
    last: str = ""
    whole: bool = False

    @property
    def spans(self) -> bool:
        """Whether it is a span."""
        return bool(self.first or self.last)

    @property
    def latest(self) -> str:
        """The one day, or the last one of a span; empty where a span has no end."""
        return self.on or self.last


def of_day(day: date) -> Days:
    """One day."""
    return Days(on=day.isoformat())


def without_days(text: str, today: date) -> tuple[str, list[Days]]:
    """The text without its days, and the days, as often as it names some."""
    days: list[Days] = []
    text = _OF_ONE_YEAR.sub(r"\g<first> \g<year>\g<rest>", text)
    for pattern in _FORMS:
        while (match := pattern.search(text)) is not None and len(days) < _MOST:
            days.append(_days(match.groupdict(), today))
            text = f"{text[: match.start()]} {text[match.end() :]}"
    if not days and (match := _TODAY.search(text)):
        days.append(Days(on="today"))
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text, _joined(days)


def _joined(days: list[Days]) -> list[Days]:
    """A beginning and an end that were said apart as one span."""
    if len(days) == 2 and not days[0].on and not days[1].on:
        one, other = days
        if not one.last and not other.first:
            return [Days(first=one.first, last=other.last)]
        if not one.first and not other.last:
            return [Days(first=other.first, last=one.last)]
    return days


def relative(connective: str, first: date, last: date) -> Days:
    """The days that `before`, `since`, `on the eve of` and the like mean of what took some days."""
    word = connective.lower()
    if "eve" in word or "day before" in word or re.match(r"(?:right|just|shortly) before", word):
        return of_day(next_to(first, -1))
    if "day after" in word:
        return of_day(next_to(last, 1))
    if word.endswith(("before", "prior to", "until", "till", "up to")):
        return Days(last=next_to(first, -1).isoformat())
    return Days(first=first.isoformat())  # what came of it may be of the same day


_BEFORE_OR_AFTER: Final = (
    r"(?:right |just |shortly |immediately )?(?:before|after|following|prior to)"
    r"|(?:on )?the eve of|the day (?:before|after)|in the (?:wake|aftermath) of"
)
CONNECTIVES: Final = re.compile(
    rf"(?<![\w-])(?P<how>{_BEFORE_OR_AFTER}|(?:ever )?since(?! when)|until|till|up to|during|when"
    r"|(?:at|by) the time (?:of|that)|(?:on )?the (?:day|night)(?: (?:of|that|when))?)"
    r" (?P<what>(?:the |its |his |their |her |a )?[^?]+)",
    re.IGNORECASE,
)
"""What says that a day is named by what happened on it: `before the coup attempt`."""


# The forms ----------------------------------------------------------------------------------------


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


_MOST: Final = 4
"""So many days of a question are taken; one more is as unreadable as two."""

_COUNT: Final = rf"(?:[0-9]{{1,3}}|{'|'.join(NUMBERS)})"
_SPAN: Final = _compiled(
    rf"(?:from|between|during|in)(?: the)? (?P<first>{_DAY})"
    rf"(?: to | until | till | and | through |-)(?:the )?(?P<last>{_DAY}|now)"
)
_OF_ONE_YEAR: Final = _compiled(
    rf"(?P<first>(?:from|between|in) {_MONTH})"
    rf"(?P<rest> (?:to|until|till|and|through) {_MONTH} (?P<year>[0-9]{{4}}))"
)
"""`between May and November 2019`: the year is said once."""
_BARE_SPAN: Final = _compiled(
    r"(?P<first>[0-9]{4})(?: to |-)(?P<last>[0-9]{4})"
    rf"|(?P<first_month>{_MONTH} [0-9]{{4}})(?: to |-)(?P<last_month>{_MONTH} [0-9]{{4}})"
)
_APART: Final = _compiled(
    rf"(?P<count>{_COUNT}) (?P<apart>day|week|month|year)s? (?P<way>before|after) (?P<from>{_DAY})"
)
_NEAR: Final = _compiled(
    r"(?:(?:in|during|for) )?the (?:(?P<near>week|month|year)"
    rf"|(?P<some>{_COUNT}) (?P<those>day|week|month|year)s) (?P<side>before|after|following)"
    rf" (?P<around>{_DAY})"
)
_SINCE: Final = _compiled(
    r"(?:ever )?(?:since|from|starting (?:in|from|on))(?: the (?:start|beginning) of)?"
    rf"(?: the)? (?P<first>{_DAY})(?: onwards?| on)?(?: (?:to|until|till) now)?"
)
_UNTIL: Final = _compiled(rf"(?:until|till|up to|up until)(?: the end of)? (?P<last>{_DAY})")
_EVE: Final = _compiled(
    rf"(?:on |at )?(?:the eve of|the day before|(?:right|just|shortly|immediately) before)"
    rf" (?P<eve>{_DAY})"
)
_BEFORE: Final = _compiled(rf"(?:before|prior to) (?P<before>{_DAY})")
_AFTER: Final = _compiled(rf"(?:after|following) (?P<after>{_DAY})")
_START: Final = _compiled(
    rf"(?:on|at|in|by|as of) the (?:very )?(?:start|beginning) of(?: the)? (?P<start>{_DAY})"
)
_ON: Final = _compiled(
    r"(?:on|as of|as at|as from|(?:(?:at|by|as of|in|to|and) )?(?:the )?(?:very )?end(?: of|-)?|by"
    r"|(?:on )?the (?:morning|evening|night|afternoon) of|(?:as )?at (?=[0-9]{1,2} )"
    rf"|on the day of|back on)(?: the)? ?(?<![a-z])(?P<on>{_DAY})"
)
_IN: Final = _compiled(
    r"(?:(?:back )?(?:in|during|throughout|within|over|for|of|around|all through|in the course of)"
    rf"(?: the)? )(?P<whole>{_DAY})"
)
_BARE: Final = _compiled(
    rf"(?P<bare>{_EXACT}|(?:early |mid[- ]?|late )?{_MONTH},? [0-9]{{4}}"
    rf"|{_SEASON}(?: of)? [0-9]{{4}}"
    rf"|[Qq][1-4] [0-9]{{4}}|[0-9]{{4}}-?[Qq][1-4]"
    r"|(?:first|second|third|fourth|last) (?:half|quarter) of [0-9]{4}"
    rf"|last (?:week|month|year|{_SEASON}|{_MONTH})"
    r"|(?<!\bthe )(?:early |mid[- ]?|late )?(?:19|20)[0-9]{2}(?:-[0-9]{2})?)"
)
_BACK: Final = _compiled(
    r"(?:in|over|during|for|within) (?:the |these )?(?:last|past|previous)"
    rf" (?P<number>{_COUNT})? ?(?P<unit>day|week|month|year)s?"
)
_THIS: Final = _compiled(
    r"(?:(?:so far|in|during|earlier|from the start of) )?this (?P<this>week|month|year)"
    r"(?: so far)?"
)
_TODAY: Final = _compiled(_NOW)
_FORMS: Final = (
    _SPAN, _BACK, _THIS, _APART, _NEAR, _START, _SINCE, _UNTIL, _EVE, _BEFORE, _AFTER, _ON, _IN,
    _BARE_SPAN, _BARE,
)  # fmt: skip
"""The order in which days are looked for: what has more words around it first."""

_UNIT_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}


# What they mean -----------------------------------------------------------------------------------


def _days(found: dict[str, str | None], today: date) -> Days:
    given = {name: value for name, value in found.items() if value}
    if "first_month" in given:
        given = {"first": given["first_month"], "last": given["last_month"]}
    for name, reader in _READERS.items():
        if name in given:
            return reader(given, today)
    raise AssertionError(f"no form has only {sorted(given)}")


def _of_span(given: dict[str, str], today: date) -> Days:
    last = given.get("last", "").lower()
    return Days(
        first=_spelled(given.get("first", ""), today),
        last="today" if last == "now" else _spelled(given.get("last", ""), today),
    )


def _of_back(given: dict[str, str], today: date) -> Days:
    back = _UNIT_DAYS[given["unit"].lower()] * _number(given.get("number", "1"))
    return Days(first=next_to(today, -back).isoformat(), last="today")


def _of_this(given: dict[str, str], today: date) -> Days:
    first = _first_of(given["this"].lower(), today).isoformat()
    return Days(first=first, last="today", whole=True)


def _of_apart(given: dict[str, str], today: date) -> Days:
    """`two weeks before D`: one day, counted from the nearer end of D."""
    number = _number(given["count"]) * _UNIT_DAYS[given["apart"].lower()]
    first, last = ends(given["from"], today)
    return of_day(next_to(first, -number) if given["way"] == "before" else next_to(last, number))


def _of_near(given: dict[str, str], today: date) -> Days:
    """`in the week after D`: a span that ends the day before D, or begins the day after it."""
    unit = given.get("near") or given["those"]
    number = _number(given.get("some", "1")) * _UNIT_DAYS[unit.lower()]
    first, last = ends(given["around"], today)
    if given["side"].lower() == "before":
        return Days("", next_to(first, -number).isoformat(), next_to(first, -1).isoformat())
    return Days(first=next_to(last, 1).isoformat(), last=next_to(last, number).isoformat())


def _of_whole(given: dict[str, str], today: date) -> Days:
    """A day, or a month, season or year from its first day to its last."""
    day = given.get("whole") or given["bare"]
    if re.fullmatch(_EXACT, day, re.IGNORECASE):
        return Days(on=_spelled(day, today))
    plain = _spelled(day, today)
    first, _, last = plain.partition("/")
    return Days(first=first, last=last or plain, whole=True)


def _of_on(given: dict[str, str], today: date) -> Days:
    return Days(on=_spelled(given["on"], today).rpartition("/")[2])


_READERS: Final[dict[str, Callable[[dict[str, str], date], Days]]] = {
    "unit": _of_back,
    "this": _of_this,
    "apart": _of_apart,
    "around": _of_near,
    "whole": _of_whole,
    "bare": _of_whole,
    "start": lambda given, today: of_day(ends(given["start"], today)[0]),
    "eve": lambda given, today: of_day(next_to(ends(given["eve"], today)[0], -1)),
    "before": lambda given, today: Days(
        last=next_to(ends(given["before"], today)[0], -1).isoformat()
    ),
    "after": lambda given, today: Days(
        first=next_to(ends(given["after"], today)[1], 1).isoformat()
    ),
    "on": _of_on,
    "first": _of_span,
    "last": _of_span,
}


def ends(text: str, today: date) -> tuple[date, date]:
    """The first and the last day that a text means."""
    first, _, last = _spelled(text, today).partition("/")
    return typed.first_day(first, today), typed.asked(last or first, today).day


def next_to(day: date, step: int) -> date:
    """A day so many days after one, or before it, as far as the calendar goes."""
    number = min(max(day.toordinal() + step, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number)


_PART: Final = re.compile("half|quarter|week|beginning|start|middle", re.IGNORECASE)
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_LAST_ONE: Final = re.compile(
    rf"last (?P<season>{_SEASON})|last (?P<month>{_MONTH})", re.IGNORECASE
)
_OF_YEAR: Final = re.compile(rf"(?P<season>{_SEASON})(?: of)? (?P<year>[0-9]{{4}})", re.IGNORECASE)


def _spelled(text: str, today: date) -> str:
    """A day as dates are typed, without `the month of`, `of` and the ending of `5th`.

    Of a season, and of `last March`, its first and its last day, with a slash: those that are
    over by today.
    """
    if _ALREADY_PLAIN.fullmatch(text):
        return text
    if match := _LAST_ONE.fullmatch(text):
        return _last_one(match, today)
    if match := _OF_YEAR.fullmatch(text):
        return _months(int(match["year"]), _SEASONS[match["season"].lower()], 3)
    plain = re.sub(r"\bthe (?:month of|year) ", "", text, flags=re.IGNORECASE)
    plain = re.sub(r"\bthe (?=[0-9])", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\bof the year\b", "of", plain, flags=re.IGNORECASE)
    if not _PART.search(plain):
        plain = re.sub(r"\bof\b ?", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b", "", plain, flags=re.IGNORECASE)
    return re.sub(r"(?<=[a-z]),(?= )", "", plain, flags=re.IGNORECASE).strip()


def _last_one(match: re.Match[str], today: date) -> str:
    """The days of the last season or month of that name that is over."""
    if match["season"]:
        month, length = _SEASONS[match["season"].lower()], 3
    else:
        month, length = typed.MONTH_NUMBERS[match["month"].lower().rstrip(".")], 1
    for year in (today.year, today.year - 1, today.year - 2):
        days = _months(year, month, length)
        if days.rpartition("/")[2] < today.isoformat():
            return days
    raise AssertionError("what began two years ago is over")


def _months(year: int, month: int, length: int) -> str:
    """So many months from one on, from their first day to their last."""
    over = month + length - 1
    last_year, last_month = year + (over - 1) // 12, (over - 1) % 12 + 1
    last_year = min(last_year, date.max.year)
    first, last = max(year, 1), month_days(last_year, last_month)
    return f"{first:04}-{month:02}-01/{last_year:04}-{last_month:02}-{last:02}"


def _number(text: str) -> int:
    return NUMBERS[text.lower()] if text.lower() in NUMBERS else int(text)


def _first_of(unit: str, today: date) -> date:
    if unit == "week":
        return next_to(today, -today.weekday())
    return today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)


def last_day(days: Days | None, today: date) -> date:
    """The last day asked about: names mean those who had them then."""
    named = (days.latest or days.first) if days else ""
    return typed.asked(named, today).day if named else today
