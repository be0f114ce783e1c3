"""What is ahead as a calendar, iCalendar (RFC 5545): each engagement an event of whole days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.clocks import AsOf
from domain.fact import Fact
from projections.agenda import AHEAD, agenda

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def ics_lines(facts: Iterable[Fact], as_of: AsOf) -> Iterator[str]:
    """A calendar of the engagements ahead whose days are known, the earliest first."""
    yield from _lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//detente//EN")
    for item in agenda(facts, as_of, AHEAD):
        if item.window.bounded:
            yield from _lines(
                "BEGIN:VEVENT",
                f"UID:{item.fact_state.handle}@detente",
                f"DTSTART;VALUE=DATE:{date.fromordinal(item.window.lo):%Y%m%d}",
                f"SUMMARY:{item.fact_state.content.title.translate(_ESCAPED)}",
                "END:VEVENT",
            )
    yield from _lines("END:VCALENDAR")


def _lines(*texts: str) -> Iterator[str]:
    for text in texts:
        yield f"{text}\r\n"
