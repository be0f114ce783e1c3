"""One fact as of a day, on its own: its status in words, and as JSON, `detente/fact@1`."""

from __future__ import annotations

from typing import Annotated, Final, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.denial import Denial
from domain.fact import Fact, FactState
from domain.report import Report
from domain.status import Course, engagement, engagement_date, in_scope, standing_plan
from projections.plain import (
    OUTCOMES,
    ActorId,
    ClocksJson,
    Digest,
    DomainName,
    FactId,
    Grade,
    Handle,
    IsoDay,
    KindName,
    LayerClocksJson,
    Micro,
    Parties,
    Text,
    Title,
    Unique,
    WhatName,
    one_of,
)
from projections.state_json import clocks_json

SCHEMA: Final = "detente/fact@1"


FactStatus: TypeAlias = Annotated[
    str,
    Field(
        json_schema_extra=one_of(
            "retracted", "disputed", "not yet", *OUTCOMES,
            "in force", "possibly in force", "not in force", "happened",
        )
    ),
]  # fmt: skip
How: TypeAlias = Annotated[str, Field(json_schema_extra=one_of("disputed", "contested"))]


class ReportJson(TypedDict):
    """A source that says so, or denies it."""

    publisher: Text
    """Who published it."""
    published: str
    """When, as an EDTF date; empty where nobody says."""
    url: str
    """Where it can be read; empty where nobody says."""
    origin: str
    """Where the information comes from, if not from the publisher; empty if from there."""
    voice: str
    """How the source speaks, for instance official; empty where nobody says."""
    grade: Grade
    """The grade of the report: the source's reliability A to F, then the information's
    credibility 1 to 6; empty where it has none.
    """
    quote: NotRequired[Text]
    """What the source says, word for word; absent where nobody wrote it down."""
    archived: NotRequired[Text]
    """Where a copy of it stays; absent where nobody says."""
    sha256: NotRequired[Digest]
    """The hash of that copy; absent where nobody says."""


class KnownReportJson(ReportJson):
    """A report, and from when it was known."""

    known_on: IsoDay
    """From when this report was known."""


class DenialJson(KnownReportJson):
    """A denial, and from when it was known."""

    by: ActorId | Literal[""]
    """The actor who denies it; empty where no source says."""
    open: bool
    """Whether nothing was confirmed since."""


class FactRecordJson(LayerClocksJson):
    """One fact as of a day.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/fact@1"]
    fact: FactId
    handle: Handle
    title: Title
    kind: KindName
    what: WhatName
    domain: DomainName
    parties: Parties
    dated: Text
    """Its date as written; for a standing fact since, or since/until; for an engagement the day
    it was held, or else what was planned by that day.
    """
    status: FactStatus
    """Its status at the end of the day asked about. Not yet: it has not begun, happened or been
    announced.
    """
    how: How | None
    """Whether it is denied: disputed facts do not count, contested ones do; null: nobody denies it,
    or it was confirmed since.
    """
    called_off_by: ActorId | None
    """The actor who called it off, by id: that counts as a refusal to meet; null: it is not called
    off, or no source says by whom.
    """
    known_since: IsoDay
    """From which day anyone could know of it."""
    assumed: bool
    """Whether no source gives the day from which it was known, so that the day of recording is
    used.
    """
    weight: Micro
    """What it weighs before any lens, its own weight or the usual one; micro-units."""
    topics: Unique[Text]
    """Its topics without the #, in the order in which they are written."""
    people: Unique[ActorId]
    """People by id, in the order in which they are written."""
    place: str
    """Where; empty where nobody says."""
    episode: str
    """The episode of which it is a part; empty for none."""
    grade: Grade
    """The desk's own grade of the fact: reliability A to F, then credibility 1 to 6; empty where
    it has none.
    """
    note: str
    """A remark; empty where there is none."""
    reports: list[KnownReportJson]
    """Who says so; in the order of the record."""
    denials: list[DenialJson]
    """Who denies it; in the order of knowledge."""


def status(fact_state: FactState, on: int) -> str:
    """The status of a fact on a day, in a word."""
    if fact_state.retracted:
        return "retracted"
    if fact_state.disputed:
        return "disputed"
    if not in_scope(fact_state, on):
        return "not yet"
    if fact_state.content.kind == "engagement":
        return engagement(fact_state, on)
    if fact_state.content.standing:
        return {"yes": "in force", "possible": "possibly in force", "no": "not in force"}[
            Course.of(fact_state).holds(on)
        ]
    return "happened"


def called_off_by(fact_state: FactState, on: int) -> str:
    """The actor who called off what was planned, as known by a day; empty where none did."""
    cancelled = status(fact_state, on) == "cancelled"
    return standing_plan(fact_state, on).by if cancelled else ""


def date_written(fact_state: FactState, on: int) -> str:
    """Its date as written; of an engagement, when it was held or is planned by that day."""
    if fact_state.content.kind != "engagement":
        return fact_state.content.dated
    return engagement_date(fact_state, on)


def fact_json(fact_state: FactState, as_of: AsOf) -> FactRecordJson:
    """A fact as plain values."""
    content, on = fact_state.content, as_of.day
    return {
        "schema": SCHEMA,
        "fact": fact_state.id,
        **clocks_json(as_of),
        "layer": fact_state.id.partition("/")[0],
        "handle": fact_state.handle,
        "title": content.title,
        "kind": content.kind,
        "what": content.what,
        "domain": content.domain,
        "parties": content.parties,
        "dated": date_written(fact_state, on),
        "status": status(fact_state, on),
        "how": fact_state.how or None,
        "called_off_by": called_off_by(fact_state, on) or None,
        "known_since": edtf.written(fact_state.known_day),
        "assumed": fact_state.assumed,
        "weight": content.weighs,
        "topics": list(content.topics),
        "people": list(content.people),
        "place": content.place,
        "episode": content.episode,
        "grade": content.grade,
        "note": content.note,
        "reports": reports_json(fact_state),
        "denials": denials_json(fact_state),
    }


def reports_json(fact_state: FactState) -> list[KnownReportJson]:
    """Who says so; in the order of the record."""
    return [_known_json(known, report) for known, report in fact_state.reports if report]


def denials_json(fact_state: FactState) -> list[DenialJson]:
    """Who denies it; in the order of knowledge."""
    return [_denial_json(denial) for denial in fact_state.denials]


def _known_json(known: int, report: Report) -> KnownReportJson:
    return {"known_on": edtf.written(known), **report_json(report)}


def report_json(report: Report) -> ReportJson:
    """A source that says so, or denies it, as plain values."""
    return {
        "publisher": report.publisher,
        "published": report.published,
        "url": report.url,
        "origin": report.origin,
        "voice": report.voice,
        "grade": report.grade,
        **_copied_json(report),
    }


class _CopiedJson(TypedDict, total=False):
    quote: str
    archived: str
    sha256: str


def _copied_json(report: Report) -> _CopiedJson:
    """The quotation and the copy of a report, as far as it has them."""
    found: _CopiedJson = {}
    if report.quote:
        found["quote"] = report.quote
    if report.archived:
        found["archived"] = report.archived
    if report.sha256:
        found["sha256"] = report.sha256
    return found


def _denial_json(denial: Denial) -> DenialJson:
    return {
        **_known_json(denial.known_day, denial.report),
        "by": denial.by,
        "open": denial.open,
    }


class UnknownFactJson(ClocksJson):
    """A fact of which nobody could know at the point asked about."""

    schema: Literal["detente/unknown-fact@1"]
    fact: Handle
    """The fact, by handle or id."""
    known: Literal[False]
    """Nobody could know of it then."""


def unknown_fact_json(fact: Fact, as_of: AsOf) -> UnknownFactJson:
    """That a fact was not known, as plain values."""
    return {
        "schema": "detente/unknown-fact@1",
        **clocks_json(as_of),
        "fact": fact.name,
        "known": False,
    }
