"""Everything ever recorded of one fact, as JSON, `detente/history@1`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Final, Literal, NotRequired, TypeAlias, cast

from pydantic import Field
from pydantic.config import JsonDict
from typing_extensions import TypeAliasType, TypedDict

from domain.content import CORRECTABLE
from domain.events import Event
from domain.fact import Fact
from domain.report import Report
from projections.fact_record import ReportJson, report_json
from projections.plain import (
    ActorId,
    DomainName,
    FactId,
    Grade,
    IsoDay,
    KindName,
    Positive,
    Text,
    Title,
    Unique,
    WhatName,
    one_of,
)

SCHEMA: Final = "detente/history@1"

Recorded = TypeAliasType(
    "Recorded",
    Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$",
            description="When an event was recorded, in UTC.",
            json_schema_extra={"format": "date-time"},
        ),
    ],
)
CorrectableField = TypeAliasType(
    "CorrectableField",
    Annotated[
        str,
        Field(description="Which field was corrected.", json_schema_extra=one_of(*CORRECTABLE)),
    ],
)


class ContentJson(TypedDict):
    """What the fact says, as it was first recorded."""

    kind: KindName
    what: WhatName
    domain: DomainName
    actors: Annotated[Unique[ActorId], Field(min_length=1)]
    """Who does it, by id, in the order in which they are written."""
    recipients: Annotated[Unique[ActorId], Field(min_length=1)]
    """To whom or with whom, by id, in the order in which they are written."""
    relation: Literal["directed", "mutual"]
    """Directed from the actors to the recipients, or mutual."""
    on: str
    """When it happened, as an EDTF date; empty for what is dated differently."""
    since: str
    """From when it holds, as an EDTF date, or .. where it always has; empty for what does not
    last.
    """
    until: str | None
    """The first day on which it no longer holds, as an EDTF date; .. where it has no end; empty
    where it has ended and nobody knows when; null: the source gave no ending.
    """
    planned: str
    """The day for which it was first planned, as an EDTF date; empty for what is not an engagement.
    """
    expires: str
    """When it expires, as an EDTF date; empty where nobody says."""
    title: Title
    note: str
    """A remark; empty where there is none."""
    topics: Unique[Text]
    """Its topics without the #, in the order in which they are written."""
    people: Unique[ActorId]
    """People by id, in the order in which they are written."""
    place: str
    """Where; empty where nobody says."""
    level: str
    """At what level; empty where nobody says."""
    weight: int | None
    """A weight of its own, in micro-units; null: the usual one of its what."""
    weight_because: str
    """Why it has that weight; empty where nobody says."""
    episode: str
    """The episode of which it is a part; empty for none."""
    grade: Grade
    """The desk's own grade of the fact; empty where it has none."""
    code: Annotated[list[Text], Field(min_length=3, max_length=3)] | None
    """A code of a coding scheme: system, version, code, in that order; null: none."""
    goldstein: int | None
    """The Goldstein score that its source gave it, in micro-units; null: none."""


class EntryOfStreamJson(TypedDict):
    """What every event has."""

    version: Positive
    """Its place in the fact's stream; the first is 1."""
    known_on: IsoDay
    """From when anyone could know it."""
    assumed: bool
    """Whether no source gives that day, so that the day of recording is used."""
    recorded_at: Recorded
    """When this store recorded it, in UTC."""
    author: str
    """Who recorded it; empty where nobody was named."""
    because: str
    """Why, as it was given; empty where nothing was."""
    first_recorded: NotRequired[Recorded]
    """When its author recorded it in another timeline, in UTC; only of what was merged."""


class SourcedJson(EntryOfStreamJson):
    """An event that a source may support."""

    report: ReportJson | None
    """The source that supports it; null: nobody is named."""


class AssertedJson(SourcedJson):
    """The fact exists, with its first report."""

    event: Literal["fact.asserted/1"]
    """The name under which it is stored."""
    content: ContentJson


class AttestedJson(EntryOfStreamJson):
    """One more source, or a confirmation."""

    event: Literal["fact.reported/1", "fact.confirmed/1"]
    """The name under which it is stored."""
    report: ReportJson


class DeniedJson(EntryOfStreamJson):
    """A denial."""

    event: Literal["fact.denied/1"]
    """The name under which it is stored."""
    report: ReportJson
    by: ActorId | Literal[""]
    """The actor who denies it; empty where no source says."""


class ChangedJson(SourcedJson):
    """An engagement was held; what lasts stopped or resumed."""

    event: Literal["fact.held/1", "fact.suspended/1", "fact.resumed/1", "fact.ended/1"]
    """The name under which it is stored."""
    on: Text
    """When, as an EDTF date; of an ending, the first day on which it no longer holds."""


class CalledOffJson(SourcedJson):
    """An engagement was called off."""

    event: Literal["fact.cancelled/1"]
    """The name under which it is stored."""
    on: Text
    """When, as an EDTF date."""
    by: ActorId | Literal[""]
    """The actor who called it off; empty where no source says."""


class RescheduledJson(SourcedJson):
    """An engagement has a new plan."""

    event: Literal["fact.rescheduled/1"]
    """The name under which it is stored."""
    planned: Text
    """For when, as an EDTF date."""


class RenewedJson(SourcedJson):
    """A planned expiry was moved."""

    event: Literal["fact.renewed/1"]
    """The name under which it is stored."""
    expires: Text
    """When it expires now, as an EDTF date."""


class CorrectedJson(SourcedJson):
    """One field was wrong or vague."""

    event: Literal["fact.corrected/1"]
    """The name under which it is stored."""
    field: CorrectableField
    value: str
    """What it says now, as .facts writes it: weights and Goldstein scores in points; empty for
    nothing.
    """
    refines: bool
    """Whether the new date lies within the old one; else it replaces it."""
    edited: bool
    """Whether it was read off an edited line instead of being written as a correction."""


class WithdrawnJson(EntryOfStreamJson):
    """Hidden from answers known from that day on, or back."""

    event: Literal["fact.retracted/1", "fact.reinstated/1"]
    """The name under which it is stored."""


class UndoneJson(EntryOfStreamJson):
    """Events of the same fact are undone, as if they had not been recorded.

    Undoing this one brings them back.
    """

    event: Literal["fact.undone/1"]
    """The name under which it is stored."""
    versions: Annotated[Unique[Positive], Field(min_length=1)]
    """The versions of those events, in order of the stream."""


EventJson: TypeAlias = Annotated[
    AssertedJson
    | AttestedJson
    | DeniedJson
    | ChangedJson
    | CalledOffJson
    | RescheduledJson
    | RenewedJson
    | CorrectedJson
    | WithdrawnJson
    | UndoneJson,
    Field(discriminator="event"),
]


class Order(StrEnum):
    """The order of what was recorded of a fact: as it was recorded, or as it became known."""

    RECORDED = "recorded"
    KNOWN = "known"


_ASSERTED: Final[JsonDict] = {"properties": {"event": {"const": "fact.asserted/1"}}}
_ONLY_FIRST_ASSERTS: Final[JsonDict] = {"prefixItems": [_ASSERTED], "items": {"not": _ASSERTED}}
_ONE_ASSERTS: Final[JsonDict] = {"contains": _ASSERTED, "minContains": 1, "maxContains": 1}

AS_ORDERED: Final[JsonDict] = {
    "if": {"properties": {"order": {"const": str(Order.RECORDED)}}},
    "then": {"properties": {"events": _ONLY_FIRST_ASSERTS}},
    "else": {"properties": {"events": _ONE_ASSERTS}},
}
"""What a schema says of the order and the events together."""


class HistoryJson(TypedDict):
    """Everything ever recorded of one fact.

    Weights and Goldstein scores are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/history@1"]
    fact: FactId
    order: Annotated[str, Field(json_schema_extra=one_of(*Order))]
    """Whether the events are in the order in which they were recorded, or became known."""
    events: Annotated[list[EventJson], Field(min_length=1)]
    """In that order. As recorded, the first one asserts the fact; as known, those of one day are as
    recorded.
    """


def ordered(fact: Fact, order: Order) -> Sequence[Event]:
    """Every event of a fact, in the order in which they were recorded, or became known."""
    if order is Order.RECORDED:
        return fact.events
    return sorted(fact.events, key=lambda event: (event.known_day, event.originator_version))


def history_json(fact: Fact, order: Order = Order.RECORDED) -> HistoryJson:
    """Every event of a fact as plain values, in an order."""
    return {
        "schema": SCHEMA,
        "fact": fact.id,
        "order": str(order),
        "events": [event_json(event) for event in ordered(fact, order)],
    }


def event_json(event: Event) -> EventJson:
    """One event as plain values, under its stored name."""
    fields = event.model_dump(mode="json", exclude={"originator_id", "originator_version"})
    if event.first_recorded is None:
        del fields["first_recorded"]
    if isinstance(report := getattr(event, "report", None), Report):
        fields["report"] = report_json(report)
    plain = {"event": event.stored_as, "version": event.originator_version, **fields}
    return cast(EventJson, plain)  # the event's own fields; a test validates every kind of event
