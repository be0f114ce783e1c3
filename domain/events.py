"""What can happen to a fact: one class for each event, with its name on disk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict

from domain.content import Content
from domain.report import Report

UNRECORDED = datetime.min.replace(tzinfo=UTC)
NO_DAY: Final = UNRECORDED.date()
"""Stands for the day of recording, until the store sets it."""


def is_unset(day: date) -> bool:
    """Whether a known day still waits for the day of recording."""
    return day == NO_DAY


class Event(BaseModel):
    """One immutable entry in a fact's stream.

    `known_on` is when anyone could know it; `assumed` where no source says so and the day of
    recording is used. `recorded_at` is set by the store. `first_recorded` is when its author
    recorded it in another timeline, if it was merged. `stored_as` is the name on disk for ever.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)
    stored_as: ClassVar[str]

    originator_id: str = ""
    originator_version: int = 0
    known_on: date
    assumed: bool = False
    recorded_at: datetime = UNRECORDED
    author: str = ""
    because: str = ""
    first_recorded: datetime | None = None

    @property
    def known_day(self) -> int:
        """The day from which it was known."""
        return self.known_on.toordinal()

    def numbered(self, stream: str, version: int) -> Self:
        """The event at its place in a stream."""
        return self.model_copy(update={"originator_id": stream, "originator_version": version})


class Asserted(Event):
    """The fact exists, with its first report."""

    stored_as: ClassVar[str] = "fact.asserted/1"
    content: Content
    report: Report | None = None


class Reported(Event):
    """One more source; it never changes the content."""

    stored_as: ClassVar[str] = "fact.reported/1"
    report: Report


class Sourced(Event):
    """An event that a source may support."""

    report: Report | None = None


class Held(Sourced):
    """An engagement took place."""

    stored_as: ClassVar[str] = "fact.held/1"
    on: str


class Cancelled(Sourced):
    """An engagement was called off; `by` one of its actors, if a source says so."""

    stored_as: ClassVar[str] = "fact.cancelled/1"
    on: str
    by: str = ""


class Rescheduled(Sourced):
    """An engagement has a new planned window."""

    stored_as: ClassVar[str] = "fact.rescheduled/1"
    planned: str


class Suspended(Sourced):
    """A standing fact stopped holding, for the time being."""

    stored_as: ClassVar[str] = "fact.suspended/1"
    on: str


class Resumed(Sourced):
    """A standing fact holds again."""

    stored_as: ClassVar[str] = "fact.resumed/1"
    on: str


class Renewed(Sourced):
    """A planned expiry was moved."""

    stored_as: ClassVar[str] = "fact.renewed/1"
    expires: str


class Ended(Sourced):
    """A standing fact stopped holding; `on` is the first day no longer true."""

    stored_as: ClassVar[str] = "fact.ended/1"
    on: str


class Denied(Event):
    """Somebody says that it is not so: disputed or contested from that known day.

    `by` is the actor who denies it, if the denial is an actor's own.
    """

    stored_as: ClassVar[str] = "fact.denied/1"
    report: Report
    by: str = ""


class Confirmed(Event):
    """Somebody confirms it: neither disputed nor contested from that known day."""

    stored_as: ClassVar[str] = "fact.confirmed/1"
    report: Report


class Corrected(Sourced):
    """One field was wrong or vague, as a source may say.

    `refines` where a new window lies inside the old one; else it replaces. `edited` marks a
    correction that was read off an edited line instead of being written as one.
    """

    stored_as: ClassVar[str] = "fact.corrected/1"
    field: str
    value: str
    refines: bool = False
    edited: bool = False


class Retracted(Event):
    """Hidden from answers known on or after that day."""

    stored_as: ClassVar[str] = "fact.retracted/1"


class Reinstated(Event):
    """Back after a retraction."""

    stored_as: ClassVar[str] = "fact.reinstated/1"


class Undone(Event):
    """Events of the same fact are taken back, as if they had not been recorded.

    Undoing this one brings them back. `versions` are their places in the stream. They are left out
    of every answer that counts what was recorded by `recorded_at` of this event or later, at
    whatever day of knowledge. `known_on` decides nothing: it is the earliest of theirs, the first
    day of knowledge at which an answer can change, and is printed in a history.
    """

    stored_as: ClassVar[str] = "fact.undone/1"
    versions: tuple[int, ...]


EVENTS: Final[tuple[type[Event], ...]] = (
    Asserted, Reported, Held, Cancelled, Rescheduled, Suspended, Resumed, Renewed, Ended,
    Denied, Confirmed, Corrected, Retracted, Reinstated, Undone,
)  # fmt: skip


def in_effect(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Events of a fact in order of version, without those that one of them undoes."""
    gone: set[int] = set()
    for event in reversed(events):
        if isinstance(event, Undone) and event.originator_version not in gone:
            gone.update(event.versions)
    if not gone:
        return events
    return tuple(
        event
        for event in events
        if not isinstance(event, Undone) and event.originator_version not in gone
    )
