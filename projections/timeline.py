"""The facts of a pair or actor in order of date, each with its status as known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import NO_FIRST, Window
from domain.fact import Fact, FactState
from domain.status import Course, engagement_date, in_scope, status
from projections.plain import (
    STATUSES,
    DomainName,
    Handle,
    IsoDay,
    KindName,
    LayerClocksJson,
    Parties,
    Text,
    Title,
    Unique,
    WhatName,
    one_of,
)
from projections.scope import EVERYTHING, Scope, Whose, WhoseJson, whose_json
from projections.state_json import clocks_json

SCHEMA: Final = "detente/timeline@1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in a timeline: its mark, when it may have happened, and its status."""

    fact_state: FactState
    window: Window
    status: str
    plan: str = ""

    @property
    def dated(self) -> str:
        """Its date as written: when it was held, what is planned, or when it happened or began."""
        return self.plan or self.fact_state.content.dated

    @property
    def mark(self) -> str:
        """`~` retracted, `?` disputed, `x` cancelled, `>` announced, `+` happened or holds."""
        if self.fact_state.retracted:
            return "~"
        if self.fact_state.disputed:
            return "?"
        return {"cancelled": "x", "pending": ">", "due": ">", "unconfirmed": ">"}.get(
            self.status, "+"
        )


@dataclass(frozen=True, slots=True)
class Span:
    """The days a timeline covers, both ends included, as the day numbers of a window."""

    window: Window

    def meets(self, window: Window) -> bool:
        """Whether some day of a window may lie within it."""
        return window.lo <= self.window.hi and window.hi >= self.window.lo


def timeline(
    facts: Iterable[Fact], as_of: AsOf, span: Span, scope: Scope = EVERYTHING
) -> tuple[Entry, ...]:
    """Facts in scope of a day that may have happened in a span.

    Ordered by the last day on which they may have happened, then by handle. Retracted and disputed
    facts are listed and marked. Standing facts are listed where they begin.
    """
    found: list[Entry] = []
    for fact in facts:
        fact_state = fact.as_of(as_of.known_day, as_of.recorded_instant)
        if (
            fact_state is None
            or not in_scope(fact_state, as_of.day)
            or not scope.holds(fact_state.content)
        ):
            continue
        plan = _plan(fact_state, as_of.day)
        window = edtf.window(plan) if plan else _begun(fact_state)
        if span.meets(window):
            found.append(Entry(fact_state, window, status(fact_state, as_of.day), plan))
    return tuple(sorted(found, key=_by_date))


def _by_date(entry: Entry) -> tuple[int, int, str]:
    """By the last day it may have happened; where there is none, by the first."""
    window = entry.window
    return (
        window.hi if window.hi < edtf.NO_LAST else window.lo,
        window.lo,
        entry.fact_state.handle,
    )


def _plan(fact_state: FactState, day: int) -> str:
    """The date of an engagement: when it was held, or the last plan for it.

    Empty for other facts.
    """
    return engagement_date(fact_state, day) if fact_state.content.of_kind.planned else ""


def _begun(fact_state: FactState) -> Window:
    if fact_state.content.standing:
        return Course.of(fact_state).changes[0].window
    return fact_state.window


class EntryJson(TypedDict):
    """One fact in order of time."""

    fact: Handle
    dated: Text
    """Its date as written: when it was held, what is planned by that day, or when it happened or
    began.
    """
    first: IsoDay | None
    """The first day on which it may have happened or begun; null: there is none."""
    last: IsoDay | None
    """The last day on which it may have happened or begun; null: there is none."""
    parties: Parties
    kind: KindName
    what: WhatName
    domain: DomainName
    topics: Unique[Text]
    """Its topics without the #, in the order in which they are written."""
    title: Title
    status: Annotated[str, Field(json_schema_extra=one_of("retracted", "disputed", *STATUSES))]
    """Its status at the end of the day asked about. Of an engagement: held, cancelled, pending, due
    or unconfirmed; of what lasts, whether it holds: yes, possible or no; of the rest: happened.
    """
    known_on: IsoDay
    """From when it was known."""
    sources: Unique[Text]
    """Who published the reports on it; by code point."""


OpenSpanJson = TypedDict(
    "OpenSpanJson",
    {
        "from": Annotated[
            IsoDay | None,
            Field(description="The first day of the span; included; null: from the beginning."),
        ],
        "to": Annotated[
            IsoDay | None,
            Field(description="The last day of the span; included; null: to the end."),
        ],
    },
)


class TimelineJson(WhoseJson, LayerClocksJson, OpenSpanJson):
    """Facts in order of when they happened or began."""

    schema: Literal["detente/timeline@1"]
    entries: Unique[EntryJson]
    """By the last day on which they may have happened or begun, or the first where there is none;
    then by the first, then by handle.
    """


def timeline_json(entries: Iterable[Entry], whose: Whose, as_of: AsOf, span: Span) -> TimelineJson:
    """The entries as plain values, with what was asked."""
    first, last = (edtf.written(day) if abs(day) < edtf.NO_LAST else None for day in span.window)
    return {
        "schema": SCHEMA,
        **whose_json(whose),
        "from": first,
        "to": last,
        **clocks_json(as_of),
        "layer": ",".join(whose.layers),
        "entries": [entry_json(entry) for entry in entries],
    }


def entry_json(entry: Entry) -> EntryJson:
    """An entry as plain values."""
    fact_state = entry.fact_state
    content = fact_state.content
    return {
        "fact": fact_state.name,
        "dated": entry.dated,
        "first": edtf.written(entry.window.lo) if entry.window.lo > NO_FIRST else None,
        "last": edtf.written(entry.window.hi) if abs(entry.window.hi) < edtf.NO_LAST else None,
        "parties": content.parties,
        "kind": content.kind,
        "what": content.what,
        "domain": content.domain,
        "topics": list(content.topics),
        "title": content.title,
        "status": (
            "retracted"
            if fact_state.retracted
            else "disputed"
            if fact_state.disputed
            else entry.status
        ),
        "known_on": edtf.written(fact_state.known_day),
        "sources": sorted({report.publisher for _, report in fact_state.reports if report}),
    }
