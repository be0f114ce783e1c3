"""One event of a fact in a few words."""

from __future__ import annotations

from domain.events import (  # fmt: skip
    Asserted,
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Sourced,
    Suspended,
    Undone,
)
from domain.report import Report
from projections.words import dated


def describe(event: Event) -> str:
    """`reported by Reuters`, `ended 23 Oct 2019, says AP`.

    `since refined to 27 Feb 2022, because …`.
    """
    match event:
        case Asserted():
            return f"told by {_who(event.report)}"
        case Reported():
            return f"reported by {_who(event.report)}"
        case Denied() | Confirmed():
            return (
                f"{'denied' if isinstance(event, Denied) else 'confirmed'} by {_who(event.report)}"
            )
        case Corrected():
            verb = "refined" if event.refines else "corrected"
            return _with_reason(
                f"{event.field} {verb} to {event.value or 'nothing'}", event.because
            )
        case Sourced():
            said = f", says {_who(event.report)}" if event.report else ""
            return _with_reason(f"{_changed(event)}{said}", event.because)
        case Retracted() | Reinstated():
            return _with_reason(
                "retracted" if isinstance(event, Retracted) else "reinstated", event.because
            )
        case Undone():
            return _with_reason(
                f"undone {', '.join(str(version) for version in event.versions)}", event.because
            )
        case _:
            return event.stored_as.partition("/")[0].replace(".", " ")


def _who(report: Report | None) -> str:
    return report.publisher if report else "nobody named"


def _with_reason(text: str, because: str) -> str:
    return f"{text}, because {because}" if because else text


def _changed(event: Sourced) -> str:
    match event:
        case Held():
            return f"held {dated(event.on)}"
        case Cancelled():
            return "called off"
        case Rescheduled():
            return f"now planned for {dated(event.planned)}"
        case Renewed():
            return f"renewed until {dated(event.expires)}"
        case Suspended() | Resumed() | Ended():
            return f"{type(event).__name__.lower()} {dated(event.on)}"
        case _:
            raise AssertionError(f"{type(event).__name__} changes nothing in the world")
