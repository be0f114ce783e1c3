"""What lies ahead as a calendar that people subscribe to: iCalendar, RFC 5545."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from domain.characters import visible
from domain.fact import Plan
from projections.agenda import Item
from projections.questions.agenda import FoundAgenda

_OCTETS: Final = 75
"""How long a line may be; what is longer goes on in the next, behind a space."""

_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar(found: FoundAgenda, title: str, stamp: datetime) -> str:
    """The items as whole days, which take nobody's time; vague ones as all the days they may be."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//detente//agenda//EN",
        f"X-WR-CALNAME:{_text(title)}",
        *(line for item in found.items for line in _event(item, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(item: Item, stamp: datetime) -> Iterator[str]:
    state, window = item.fact_state, item.window
    content = state.content
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(state.handle)}@detente"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{len(item.slips)}"
    yield f"DTSTART;VALUE=DATE:{_day(window.lo)}"
    if window.hi < date.max.toordinal():
        yield f"DTEND;VALUE=DATE:{_day(window.hi + 1)}"
    yield f"SUMMARY:{_text(content.title)}"
    yield f"DESCRIPTION:{_text(_description(item))}"
    if content.place:
        yield f"LOCATION:{_text(content.place)}"
    yield "STATUS:TENTATIVE" if window.hi > window.lo else "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(item: Item) -> str:
    """Who and what, when it was announced and for when, and how that plan changed."""
    content = item.fact_state.content
    first, *others = item.plans
    known = date.fromordinal(item.fact_state.known_day).isoformat()
    moved = "".join(f" {_moved(plan)}." for plan in others)
    return (
        f"{content.parties}, {content.what}, {content.domain}. Announced {known}:"
        f" {first.text}.{moved}"
    )


def _moved(plan: Plan) -> str:
    known = date.fromordinal(plan.known_day).isoformat()
    return f"Called off {known}" if plan.window is None else f"Moved {known}: {plan.text}"


def _day(day: int) -> str:
    """A day as digits alone, with four for its year."""
    found = date.fromordinal(max(1, day))
    return f"{found.year:04}{found.month:02}{found.day:02}"


def _text(text: str) -> str:
    """A text as a property holds it: separators escaped, and nothing that is hidden."""
    lines = (visible(line) for line in text.split("\n"))
    return "\n".join(lines).translate(_ESCAPED)


def _folded(line: str) -> str:
    """A line in pieces of 75 octets at most, none of which cuts a character."""
    pieces: list[bytes] = [b""]
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > _OCTETS:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces).decode()
