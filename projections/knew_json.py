"""Whether anybody could know of a fact on a day, as plain values: `detente/knew@1`."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.edtf import NO_LAST
from domain.fact import FactState
from projections.events import Named
from projections.fact_record import (
    DenialJson,
    FactStatus,
    How,
    KnownReportJson,
    ReportJson,
    date_written,
    denials_json,
    report_json,
    reports_json,
    status,
)
from projections.knew import Acquaintance, Knew, sentence
from projections.learned_json import ActJson, act_json
from projections.plain import ClocksJson, Count, FactId, Handle, IsoDay, Text, Title, one_of
from projections.state_json import clocks_json

SCHEMA: Final = "detente/knew@1"


class KnownFormJson(TypedDict):
    """What was known of a fact: as known on a day, or at last."""

    title: Title
    dated: Text
    """Its date as written; for a standing fact since, or since/until; for an engagement the day
    it was held, or else what was planned by the day asked about.
    """
    first: IsoDay | None
    """The first day on which it may have happened, begun or been held; null: there is none."""
    last: IsoDay | None
    """The last such day; null: there is none."""
    status: FactStatus
    """Its status at the end of the day asked about."""
    how: How | None
    """Whether it is denied: disputed facts do not count, contested ones do; null: nobody denies it,
    or it was confirmed since.
    """
    doubtful: bool
    """Whether its grade, or the best of its reports, says that it is doubtful or improbable."""
    origins: Count
    """How many origins report it."""
    reports: list[KnownReportJson]
    """Who says so; in the order of the record."""
    denials: list[DenialJson]
    """Who denies it; in the order of knowledge."""


class LaterActJson(ActJson):
    """One thing that became known of a fact later, and on which day."""

    known_on: IsoDay


class KnewJson(ClocksJson):
    """Whether anybody could know of a fact by the end of a day.

    The day asked about is the day of knowledge too.
    """

    schema: Literal["detente/knew@1"]
    fact: FactId
    handle: Handle
    title: Title
    """As known then; where it was not known yet, as known at last."""
    knew: Annotated[str, Field(json_schema_extra=one_of(*Knew))]
    """The answer in a word. Disputed: it was known as a claim that somebody denied, and did not
    count. No: it had been retracted, or nothing of it is recorded.
    """
    sentence: Text
    """The answer in words, for people."""
    known_since: IsoDay | None
    """From which day anyone could know of it; null: nothing of it is recorded."""
    assumed: bool
    """Whether no source gives that day, so that the day of recording is used."""
    late_days: int | None
    """How many days after it happened or began, by the last of its days as known at last, it became
    known; below 0, before that; null: it has no last day.
    """
    first_reports: list[ReportJson]
    """The reports by which it first became known, all of that day; none where no source is named.
    """
    withdrawn_on: IsoDay | None
    """The day on which it was retracted, as far as known then; null: it was not."""
    then: KnownFormJson | None
    """What was known of it on that day; null: nothing."""
    now: KnownFormJson | None
    """What is known of it at last; null: nothing of it is recorded."""
    since: list[LaterActJson]
    """What became known of it after that day; in order of knowledge."""


def knew_json(found: Acquaintance, named: Named = str) -> KnewJson:
    """The answer as plain values; `named` is what an actor is called in its sentence."""
    known = found.then or found.now
    title = (known.content if known else found.fact.asserted.content).title
    return {
        "schema": SCHEMA,
        "fact": found.fact.id,
        "handle": found.fact.handle,
        "title": title,
        **clocks_json(found.as_of),
        "knew": str(found.knew),
        "sentence": sentence(found, named),
        "known_since": edtf.written(found.known_day) if found.known_day is not None else None,
        "assumed": known is not None and known.assumed,
        "late_days": found.late_days,
        "first_reports": [report_json(report) for report in found.first],
        "withdrawn_on": found.withdrawn.known_on.isoformat() if found.withdrawn else None,
        "then": _form(found.then, found.as_of.day),
        "now": _form(found.now, found.as_of.day),
        "since": [
            {**act_json(event, named), "known_on": event.known_on.isoformat()}
            for event in found.since
        ],
    }


def _form(fact_state: FactState | None, on: int) -> KnownFormJson | None:
    """A fact as known at some point, with its status on the day asked about."""
    if fact_state is None:
        return None
    window = fact_state.window
    return {
        "title": fact_state.content.title,
        "dated": date_written(fact_state, on),
        "first": _day(window.lo),
        "last": _day(window.hi),
        "status": status(fact_state, on),
        "how": fact_state.how or None,
        "doubtful": fact_state.doubtful,
        "origins": fact_state.origins,
        "reports": reports_json(fact_state),
        "denials": denials_json(fact_state),
    }


def _day(day: int) -> str | None:
    """A day of the calendar; None for one beyond it, of a date that is open there."""
    return edtf.written(day) if abs(day) < NO_LAST else None
