"""The types of events of a fact: the word and form of each one's line, and its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, Protocol

from domain import kinds
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
from projections.notation.corrections import CorrectionForm
from projections.notation.reports import (
    AnnouncementForm,
    ChangeForm,
    ReportForm,
    WithdrawalForm,
)
from projections.words import dated

COPY: Final = "detente/events@1"
"""What a copy of a timeline calls itself: its events as lines of JSON."""


class Form(Protocol):
    """How the line of an event is read and written."""

    def read(self, rest: str, column: int) -> Event:
        """The event that the text after the word is; `column` is where the text begins, from 1.

        Raises InvalidInput at the part at fault.
        """
        ...

    def write(self, event: Event) -> str:
        """The line of an event, beginning with its word."""
        ...


Named = Callable[[str], str]
"""What an actor is called, by its id."""

Sentence = Callable[[Event, Named], str]


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event.

    `word` begins its line in `.facts`, and `form` reads and writes that line; both are missing
    where `.facts` has no line for it. `sentence` is what people read. `of` says which facts take
    it: all, or those that are dated so. `date` is the field that holds the day on which it
    happened or will happen.
    """

    event: type[Event]
    word: str
    form: Form | None
    sentence: Sentence
    of: Literal["", "planned", "since"] = ""
    date: str = ""

    def applies_to(self, kind: str) -> bool:
        """Whether facts of a kind take such events."""
        return self.of in ("", kinds.KINDS[kind].dated_by)


def describe(event: Event, named: Named = str) -> str:
    """`reported by Reuters`, `ended 23 Oct 2019, says AP`, `denied by TUR, says Reuters`.

    `since refined to 27 Feb 2022, because …`. `named` says what an actor is called instead of its
    id.
    """
    found = _find(type(event))
    if found is None:
        return event.stored_as.partition("/")[0].replace(".", " ")
    return found.sentence(event, named)


def event_type(event: Event) -> EventType:
    """The type of an event. Raises KeyError for what is not an event of a fact."""
    found = _find(type(event))
    if found is None:
        raise KeyError(type(event).__name__)
    return found


@lru_cache
def _find(event: type[Event]) -> EventType | None:
    """The row of a class of events, or of the nearest that it extends, as a later version may."""
    return next((_BY_CLASS[each] for each in event.__mro__ if each in _BY_CLASS), None)


def has_line(event: Event) -> bool:
    """Whether `.facts` has a line of its own for an event."""
    return event_type(event).form is not None


def event_line(event: Event) -> str:
    """One event as a detail line."""
    form = event_type(event).form
    assert form is not None, f"{type(event).__name__} is not a detail"
    return form.write(event)


def read_event(word: str, rest: str, column: int) -> Event:
    """The event of a detail line: its first word, and the text after it from a column on.

    Raises InvalidInput at the part at fault, KeyError for a word that is not in EVENT_WORDS.
    """
    return _FORMS[word].read(rest, column)


# Sentences ---------------------------------------------------------------------------------------


def _who(event: Event) -> str:
    report: Report | None = getattr(event, "report", None)
    return report.publisher if report else "nobody named"


def _because(event: Event) -> str:
    return f", because {event.because}" if event.because else ""


def _by(verb: str) -> Sentence:
    return lambda event, _: f"{verb} by {_who(event)}"


def _denied(event: Event, named: Named) -> str:
    assert isinstance(event, Denied)
    source = f", says {_who(event)}" if event.by else ""
    return f"denied by {named(event.by) if event.by else _who(event)}{source}"


def _corrected(event: Event, _: Named) -> str:
    assert isinstance(event, Corrected)
    verb = "refined" if event.refines else "corrected"
    said = f", says {_who(event)}" if event.report else ""
    field = "date" if event.field == "on" else event.field
    return f"{field} {verb} to {event.value or 'nothing'}{said}{_because(event)}"


def _undone(event: Event, _: Named) -> str:
    assert isinstance(event, Undone)
    return f"undone {', '.join(str(version) for version in event.versions)}{_because(event)}"


# The table ---------------------------------------------------------------------------------------


def _says_so(
    event: type[Reported | Denied | Confirmed], word: str, sentence: Sentence
) -> EventType:
    return EventType(event, word, ReportForm(event, word), sentence)


def _change(
    event: type[Sourced],
    word: str,
    of: Literal["planned", "since"],
    date: str,
    sentence: str,
) -> EventType:
    """A change in the world; `{}` in its sentence is the date in words.

    One that only plans something is known on another day than it is for, and must say on which.
    """

    def described(found: Event, named: Named) -> str:
        by = f" by {named(found.by)}" if isinstance(found, Cancelled) and found.by else ""
        said = f", says {_who(found)}" if getattr(found, "report", None) else ""
        return f"{sentence.format(dated(getattr(found, date)))}{by}{said}{_because(found)}"

    form = ChangeForm(event, word, date, must_say_when=date in ("planned", "expires"))
    return EventType(event, word, form, described, of, date)


def _withdrawal(event: type[Retracted | Reinstated], word: str) -> EventType:
    return EventType(
        event, word, WithdrawalForm(event, word), lambda found, _: f"{word}{_because(found)}"
    )


EVENT_TYPES: Final = (
    EventType(Asserted, "", None, _by("reported")),
    _says_so(Reported, "report", _by("reported")),
    EventType(Reported, "announced", AnnouncementForm(), _by("reported")),
    _says_so(Denied, "denied", _denied),
    _says_so(Confirmed, "confirmed", _by("confirmed")),
    _change(Held, "held", "planned", "on", "held {}"),
    _change(Cancelled, "cancelled", "planned", "on", "called off"),
    _change(Rescheduled, "moved", "planned", "planned", "now planned for {}"),
    _change(Ended, "ended", "since", "on", "ended {}"),
    _change(Suspended, "suspended", "since", "on", "suspended {}"),
    _change(Resumed, "resumed", "since", "on", "resumed {}"),
    _change(Renewed, "renewed", "since", "expires", "renewed until {}"),
    EventType(Corrected, "corrected", CorrectionForm(), _corrected),
    _withdrawal(Retracted, "retracted"),
    _withdrawal(Reinstated, "reinstated"),
    EventType(Undone, "", None, _undone),
)
"""Every type of event of a fact; the first row of a type is how it is written and described.

`Asserted` is written as the line of the fact itself, and `Undone` is never written: a text holds
only what stands.
"""

_BY_CLASS: Final = {row.event: row for row in reversed(EVENT_TYPES)}
_FORMS: Final = {row.word: row.form for row in EVENT_TYPES if row.form is not None}

EVENT_WORDS: Final = tuple(_FORMS)
"""The first words of the detail lines that are events."""
