"""Facts in order of when they happened, each with how it stood as known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import NO_FIRST, Window
from domain.fact import Fact, FactState
from domain.status import Course, engagement_date, in_scope, status
from projections.scope import EVERYTHING, Scope, Whose, whose_json
from projections.state_json import clocks_json

SCHEMA: Final = "detente/timeline@1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in a timeline: how it reads, when it may have happened, and how it stands."""

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

    By the last day they may have happened, then by handle. Retracted and disputed facts are
    listed and marked. Standing facts are listed where they begin.
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


def timeline_json(
    entries: Iterable[Entry], whose: Whose, as_of: AsOf, span: Span
) -> dict[str, object]:
    """The entries as plain values, with what was asked."""
    first, last = (edtf.written(day) if abs(day) < edtf.NO_LAST else None for day in span.window)
    asked = {
        **whose_json(whose),
        "from": first,
        "to": last,
        **clocks_json(as_of),
        "layer": ",".join(whose.layers),
    }
    return {"schema": SCHEMA, **asked, "entries": [entry_json(entry) for entry in entries]}


def entry_json(entry: Entry) -> dict[str, object]:
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
