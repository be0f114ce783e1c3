"""Dates, figures and directions as people read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import Window
from domain.fact import FactState
from domain.kinds import POINT
from domain.status import Course, Kleene, engagement_date
from projections.score import WITHOUT_FIGURES, Score

_QUALIFIED = re.compile(r"(.*)([~?%])")


def day(value: date | int) -> str:
    """`5 Mar 2022`."""
    found = date.fromordinal(value) if isinstance(value, int) else value
    return f"{found.day} {found:%b} {found.year}"


def full_day(value: date | int) -> str:
    """`5 March 2022`."""
    value = date.fromordinal(value) if isinstance(value, int) else value
    return f"{value.day} {value:%B} {value.year}"


def known(as_of: AsOf) -> str:
    """Behind a title, the clock that was fixed: `, as known on 5 Mar 2022`.

    Nothing where it was not.
    """
    return f", as known on {day(as_of.known_on)}" if as_of.known_on else ""


def recorded(as_of: AsOf) -> str:
    """The same: `, as recorded by 2022-03-05 12:00 UTC`, as exactly as it was fixed."""
    return f", as recorded by {instant(as_of.recorded_by)}" if as_of.recorded_by else ""


_LAST_OF_A_SECOND: Final = 999_999
_LAST_OF_A_MINUTE: Final = 59


def instant(value: datetime) -> str:
    """`2022-03-05 12:00 UTC`, with seconds and their fractions where there are any.

    The last instant of a second or a minute is that second or minute, as it is where it is typed.
    """
    value = value.astimezone(UTC).replace(tzinfo=None)
    if value.microsecond == _LAST_OF_A_SECOND:
        value = value.replace(microsecond=0)
        value = value.replace(second=0) if value.second == _LAST_OF_A_MINUTE else value
    return f"{value.isoformat(' ', 'auto' if value.second or value.microsecond else 'minutes')} UTC"


def clocks(as_of: AsOf) -> str:
    """The same of both."""
    return known(as_of) + recorded(as_of)


def day_of(window: Window) -> str:
    """The days of a window: `5 Mar 2022`, `between 24 and 28 Feb 2022`.

    `by 5 Mar 2022`, `in Mar 2022`, `in 2022`.
    """
    whole = _whole(window) if window.bounded else ""
    return f"in {whole}" if whole else first_and_last(window)


def first_and_last(window: Window) -> str:
    """The same by the first and the last day, whatever they make together."""
    if window.lo == window.hi:
        return day(window.lo)
    if window.lo <= edtf.NO_FIRST:
        return f"by {day(window.hi)}" if window.hi < edtf.NO_LAST else "some day"
    if window.hi >= edtf.NO_LAST:
        return f"from {day(window.lo)} on"
    return _between(day(window.lo), day(window.hi))


def _between(first: str, last: str) -> str:
    """Two dates in words, and what both end in once: `between 24 and 28 Feb 2022`."""
    ahead, behind = first.split(), last.split()
    while len(ahead) > 1 and len(behind) > 1 and ahead[-1] == behind[-1]:
        del ahead[-1], behind[-1]
    return f"between {' '.join(ahead)} and {last}"


def _whole(window: Window) -> str:
    """The month or year that a window is exactly; empty for any other."""
    first, last = date.fromordinal(window.lo), date.fromordinal(window.hi)
    if first.year != last.year or first.day != 1:
        return ""
    if (first.month, last.month, last.day) == (1, 12, 31):
        return f"{first.year}"
    ends = last.day == edtf.month_days(last.year, last.month)
    return f"{first:%b} {first.year}" if first.month == last.month and ends else ""


def long_day(value: date) -> str:
    """`Saturday 5 March 2022`."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def dated(text: str) -> str:
    """An EDTF date in words: `[..2022-03-05]` is `by 5 Mar 2022`, `2014~` is `about 2014`."""
    if text in (edtf.OPEN, ""):
        return "always" if text else "unknown"
    if text.startswith("["):
        return _set(text[1:-1])
    if edtf.lasts(text):
        return _from_to(*(date.fromisoformat(each) for each in text.split("/")))
    match = _QUALIFIED.fullmatch(text)
    if match:
        bare, mark = dated(match.group(1)), match.group(2)
        return f"{'about ' if mark in '~%' else ''}{bare}{'?' if mark in '?%' else ''}"
    return _stated(text)


def _from_to(first: date, last: date) -> str:
    """`11–13 Jul 2023`, as short as it can be."""
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{first.day}–{day(last)}"


def _stated(text: str) -> str:
    bare = text.removesuffix("-XX")
    if bare.endswith("XX"):
        return f"{bare[:2]}00s"
    if bare.endswith("X"):
        return f"{bare[:3]}0s"
    parts = [int(part) for part in bare.split("-")]
    if len(parts) == 3:
        return day(date(*parts))
    return f"{date(parts[0], parts[1], 1):%b} {parts[0]}" if len(parts) == 2 else str(parts[0])


def _set(inner: str) -> str:
    if ".." not in inner:
        return " or ".join(_stated(member.strip()) for member in inner.split(","))
    first, _, last = inner.partition("..")
    if not first:
        return f"by {_stated(last)}"
    if not last:
        return f"from {_stated(first)} on"
    return _between(_stated(first), _stated(last))


def standing(since: str, until: str | None) -> str:
    """A standing fact's span in words: `since 28 Feb 2022`, `14 Oct 2019 until 23 Oct 2019`."""
    begun = "always" if since == edtf.OPEN else dated(since)
    if until == edtf.UNKNOWN_END:
        return f"{begun}, ended since"
    if until in (None, edtf.OPEN):
        if begun.startswith(("by ", "from ", "always")):
            return begun
        return f"began {begun}" if since.startswith("[") else f"since {begun}"
    ending = dated(until)
    some_day = "some day " if ending.startswith(("from ", "between ")) else ""
    beginning = f"began {begun}," if begun.startswith("between ") else begun
    return f"{beginning} until {some_day}{ending}"


def figure(micro: int) -> str:
    """Points with one decimal: 2_500_000 is `2.5`."""
    return f"{micro / POINT + 0.0:.1f}".replace("-0.0", "0.0")


def signed(micro: int) -> str:
    """Points with one decimal and a plus or minus."""
    text = figure(micro)
    return text if text.startswith("-") or text == "0.0" else f"+{text}"


def balance(text: str) -> str:
    """A balance with two decimals."""
    return f"{float(text):.2f}".replace("-0.00", "0.00")


def in_words(label: str) -> str:
    """A label without its hyphens: `at war`, `not assessable`."""
    return label.replace("-", " ")


def verdict(label: str, score: Score) -> str:
    """`1.05 cordial`; the label alone where nothing counts."""
    said = in_words(label)
    return said if label in WITHOUT_FIGURES else f"{balance(score.balance)} {said}"


def balance_of(label: str, score: Score) -> str:
    """A balance with two decimals; nothing where nothing counts."""
    return "" if label in WITHOUT_FIGURES else balance(score.balance)


def count(number: int, noun: str) -> str:
    """`1 fact`, `13 facts`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def joined(names: Sequence[str]) -> str:
    """`trade, energy and justice`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def ledgers(score: Score) -> str:
    """What is for and against, and what it comes to: `for 22.5, against 15.4, net +7.1`.

    Friction that relief paid off stands behind: `against 10.8 (17.3, eased by 6.5)`.
    """
    return f"for {figure(score.cooperation)}, against {against(score)}, net {signed(score.net)}"


def against(score: Score) -> str:
    """`10.8 (17.3, eased by 6.5)`: friction, and what relief paid off of it."""
    if score.eased < POINT // 20:
        return figure(score.friction)
    return f"{figure(score.friction)} ({figure(score.uneased)}, eased by {figure(score.eased)})"


def dated_fact(fact_state: FactState, day_: int) -> str:
    """When a fact happened, holds, or is planned, in words."""
    content = fact_state.content
    if content.standing:
        return course(fact_state, day_)
    if content.of_kind.planned:
        return dated(engagement_date(fact_state, day_))
    return dated(content.on)


def course(fact_state: FactState, day_: int) -> str:
    """When a standing fact holds, in words, with what ended or suspended it by a day.

    `since 28 Feb 2022`, `28 Feb 2022 until 10 Jul 2023`, `since 2015, suspended 13 Aug 2020`.
    """
    content = fact_state.content
    over = ended(fact_state, day_) or resumed(fact_state, day_)
    if not over or content.until not in (None, edtf.OPEN):
        return standing(content.since, content.until)
    begun = standing(content.since, None)
    if over.startswith("ended "):
        return f"{begun.removeprefix('since ')} until {over.removeprefix('ended ')}"
    return f"{begun}, {over}"


def resumed(fact_state: FactState, day_: int) -> str:
    """`resumed 17 Aug 2020`: where a standing fact holds again; empty of any other."""
    if not fact_state.content.standing:
        return ""
    found = Course.of(fact_state)
    certain = found.certain(day_)
    last = found.changes[certain - 1] if certain else None
    return f"resumed {day_of(last.window)}" if last and last.name == "resumed" else ""


def ended(fact_state: FactState, day_: int) -> str:
    """`ended 1 Jun 2022`, `suspended 13 Aug 2020`: what stopped a standing fact by a day.

    `suspended 1 May 2021, ended 1 Aug 2021` where it ended while it was suspended. Empty where it
    holds, may hold, or has not begun.
    """
    if not fact_state.content.standing:
        return ""
    found = Course.of(fact_state)
    certain = found.certain(day_)
    if found.holds(day_) is not Kleene.NO or not certain:
        return ""
    last = found.changes[certain - 1]
    if last.name != "suspended":
        return f"ended {day_of(last.window)}"
    # An end of what does not hold anyway is none of its course.
    ends = [
        change
        for change in fact_state.changes
        if change.name not in ("since", "suspended", "resumed")
        and change.place >= last.place
        and change.window.hi <= day_
    ]
    over = f", ended {day_of(min(ends, key=lambda each: each.place).window)}" if ends else ""
    return f"suspended {day_of(last.window)}{over}"
