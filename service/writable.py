"""What is recorded must be writable as a line of `.facts`, so that an export can be imported."""

from __future__ import annotations

from domain.actors import Described
from domain.characters import check_characters
from domain.events import EVENTS, Asserted, Event, Undone
from domain.expectation import Expected
from domain.limits import check_event
from domain.refusal import InvalidInput, SetField
from domain.report import Report
from projections.events import event_line, read_event
from projections.notation.facts import header
from service.differences import NOT_SAID


def check_characters_of(event: Event) -> None:
    """Raises InvalidInput for an event with characters that no line of `.facts` holds."""
    if isinstance(event, Asserted | Undone):
        return
    line = event_line(event)
    if "\n" in line or "\r" in line:
        raise InvalidInput(
            "what is recorded is written on one line: it cannot hold a line break.",
            code="line-break",
        )
    check_characters(line)


def check_writable(event: Event) -> None:
    """Raises InvalidInput for an event that no detail line of `.facts` could hold."""
    line = event_line(event)
    check_event(event)
    name, _, rest = line.partition(" ")
    try:
        again = read_event(name, rest, 1)
    except InvalidInput:
        again = None
    if again is None or again.model_dump(exclude=NOT_SAID) != event.model_dump(exclude=NOT_SAID):
        raise InvalidInput(
            "a line of .facts could not hold that: write an address that begins with http, a"
            " reason on one line.",
            *_fixes(event),
            code="not-writable",
        )


def _fixes(event: Event) -> list[SetField]:
    """The fields of a report that can be written, where they differ from those given."""
    report = getattr(event, "report", None)
    wrong = isinstance(report, Report) and report.url and not report.url.startswith("http")
    return [SetField("url", "URL")] if wrong else []


def event_text(event: Event) -> str:
    """An event as a line: a fact's own line, a detail, or a line that begins with `@`.

    Empty for what no file says: an undoing, or a command.
    """
    match event:
        case Asserted():
            return header(event.content, event.originator_id.partition("/")[2])
        case Described() | Expected():
            return event.line
        case _ if isinstance(event, EVENTS) and not isinstance(event, Undone):
            return event_line(event)
        case _:
            return ""
