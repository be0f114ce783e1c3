"""The facts of a pair or actor in order of date, each with its status as known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import Window
from domain.fact import Fact, FactState
from domain.status import Course, engagement_date, in_scope, standing_plan, status, support
from projections.lenses.standing_flow import LENS, weight_of
from projections.pair_fact import HOLDING, classify, score_facts, standing_word, why_excluded
from projections.pairs import Pair
from projections.picking import NOTHING_PICKED, Picked
from projections.plain import (
    STATUSES,
    ActorId,
    DomainName,
    Handle,
    IsoDay,
    KindName,
    LayerClocksJson,
    Micro,
    Parties,
    Standing,
    Text,
    Title,
    Unique,
    WhatName,
    one_of,
)
from projections.scope import EVERYTHING, Scope, Whose, WhoseJson, whose_json
from projections.state_json import clocks_json

SCHEMA: Final = "detente/timeline@1"
HAPPENED: Final = "·"
CALLED_OFF: Final = "called off"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in a timeline: its mark, when it may have happened, and its status.

    A standing fact has a further entry for each day on which it ended, was suspended or resumed:
    then `change` is `ended`, `suspended` or `resumed`. A plan that was called off is listed when
    that was, with `called off`, and `by` whom if a source says so. `standing` is why it does not
    count, or its status, in a word; `counts` whether it does; `counted` what for between two, in
    micro-units; `ended` the days on which it ceased to hold.
    """

    fact_state: FactState
    window: Window
    status: str
    plan: str = ""
    change: str = ""
    by: str = ""
    standing: str = ""
    counts: bool = True
    counted: int | None = None
    ended: Window | None = None
    in_span: bool = True
    """Whether it is in the span that was asked for, whichever of its days it was."""

    @property
    def again(self) -> bool:
        """Whether the fact has an entry before this one."""
        return self.change not in ("", CALLED_OFF)

    @property
    def dated(self) -> str:
        """Its date as written: when it was held, what is planned, or when it happened or began."""
        return self.plan or self.fact_state.content.dated

    @property
    def mark(self) -> str:
        """`~` retracted, `?` disputed or contested, `x` called off, `>` announced, `·` happened."""
        if self.fact_state.retracted:
            return "~"
        if self.fact_state.disputed or self.fact_state.contested:
            return "?"
        return {"cancelled": "x", "pending": ">", "due": ">", "unconfirmed": ">"}.get(
            self.status, HAPPENED
        )

    @property
    def weight(self) -> int:
        """What it weighs for the ties or against them, in micro-units, whether or not it counts.

        An ending weighs as much the other way. A plan weighs nothing, nor does one called off.
        """
        content = self.fact_state.content
        if content.of_kind.planned and self.status != "held":
            return 0
        weight = weight_of(content)
        return -weight if self.change in ("ended", "suspended") else weight


@dataclass(frozen=True, slots=True)
class Span:
    """The days a timeline covers, both ends included, as the day numbers of a window."""

    window: Window

    def meets(self, window: Window) -> bool:
        """Whether some day of a window may lie within it."""
        return window.lo <= self.window.hi and window.hi >= self.window.lo

    def holds(self, window: Window) -> bool:
        """Whether every day of a window lies within it."""
        return self.window.lo <= window.lo and window.hi <= self.window.hi


def timeline(
    facts: Iterable[Fact], as_of: AsOf, span: Span, scope: Scope = EVERYTHING
) -> tuple[Entry, ...]:
    """Facts in scope of a day that may have happened in a span.

    Ordered by the last day on which they may have happened, then by handle. Retracted and disputed
    facts are listed and marked. Standing facts are listed where they begin, and again where they
    end, are suspended or resume.
    """
    day = as_of.day
    found: list[Entry] = []
    fact_states = [
        fact_state
        for fact in facts
        if (fact_state := fact.as_of(as_of.known_day, as_of.recorded_instant)) is not None
        and in_scope(fact_state, day)
    ]
    counted = _counted(fact_states, scope.pair, day) if scope.pair else {}
    for fact_state in fact_states:
        if not scope.holds(fact_state.content):
            continue
        begun = replace(_entry(fact_state, day), counted=counted.get(fact_state.id))
        for entry in (begun, *_changes(fact_state, day)):
            if span.holds(entry.window):
                found.append(entry)
            elif span.meets(entry.window):
                found.append(replace(entry, in_span=False))
    return tuple(sorted(found, key=_by_date))


def _counted(fact_states: Iterable[FactState], pair: Pair, day: int) -> dict[str, int]:
    """What each fact counts for in the answer of its layer, by its id."""
    by_layer: dict[str, list[FactState]] = {}
    for fact_state in fact_states:
        by_layer.setdefault(fact_state.id.partition("/")[0], []).append(fact_state)
    return {
        pair_fact.fact_state.id: pair_fact.share.counted
        for mine in by_layer.values()
        for pair_fact in score_facts(classify(mine, pair, day, LENS), day, LENS)
    }


def _entry(fact_state: FactState, day: int) -> Entry:
    """A fact where it happened or began, is planned, or was called off."""
    how, plan = status(fact_state, day), _plan(fact_state, day)
    off = standing_plan(fact_state, day) if how == "cancelled" else None
    # What one of its parties called off counts as a refusal to meet.
    reason = why_excluded(fact_state, "held" if off and off.by else how)
    stale = how in HOLDING and support(fact_state, day) == "stale"
    return Entry(
        fact_state,
        edtf.days(off.text if off else plan) if plan else _begun(fact_state),
        how,
        plan,
        CALLED_OFF if off else "",
        off.by if off else "",
        standing_word(how, reason, stale=stale, contested=fact_state.contested),
        not reason,
        ended=_ended(fact_state, day),
    )


def _ended(fact_state: FactState, day: int) -> Window | None:
    """The days on which a standing fact ceased to hold by a day; None where it did not."""
    if not fact_state.content.standing:
        return None
    known = [each for each in Course.of(fact_state).changes if each.window.lo <= day]
    return known[-1].window if known and not known[-1].holds else None


def _changes(fact_state: FactState, day: int) -> Iterator[Entry]:
    """What ended, suspended or resumed a standing fact by a day; nothing of one without a date."""
    if not fact_state.content.standing or fact_state.retracted:
        return
    for change in Course.of(fact_state).changes[1:]:
        if change.window.bounded and change.window.lo <= day:
            name = "ended" if change.name in ("until", "expiry") else change.name
            whole = _entry(fact_state, day)
            yield replace(whole, window=change.window, change=name)


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


class DaysJson(TypedDict):
    """The days of which something happened on one."""

    first: IsoDay | None
    """The first; null: there is none."""
    last: IsoDay | None
    """The last; null: there is none."""


class EntryJson(TypedDict):
    """One fact in order of time."""

    fact: Handle
    dated: Text
    """Its date as written: when it was held, what was planned last, or when it happened or began.
    """
    first: IsoDay | None
    """The first day on which it may have happened, begun or been called off; null: there is none.
    """
    last: IsoDay | None
    """The last such day; null: there is none."""
    parties: Parties
    kind: KindName
    what: WhatName
    domain: DomainName
    topics: Unique[Text]
    """Its topics without the #, in the order in which they are written."""
    title: Title
    change: (
        Annotated[str, Field(json_schema_extra=one_of("ended", "suspended", "resumed", CALLED_OFF))]
        | None
    )
    """What changed of a standing fact on these days, or that a plan was called off on them; null:
    it happened or began, or is planned for them.
    """
    called_off_by: ActorId | None
    """The actor who called it off, by id; null: it is not called off, or no source says by whom."""
    in_span: bool
    """Whether it is in the span that was asked for whichever of its days it was; false: it may be.
    """
    contested: bool
    """Whether somebody denies it and it counts all the same."""
    weight: Micro
    """What it weighs for the ties, or against them below zero, whether or not it counts: an ending
    as much the other way; micro-units.
    """
    standing: Standing
    """Its standing in an answer of the day asked about, in a word: why it does not count, stale, or
    whether it is in force.
    """
    counts: bool
    """Whether it counts in an answer of that day, as far as no larger flow of its episode does."""
    counted: Micro | None
    """What it counts for between the two asked about on that day, by the usual lens; micro-units.
    null: not two were asked about; or this is a later change of what is listed where it began.
    """
    ended: DaysJson | None
    """The days on which it ceased to hold by then; null: it did not, or does not last."""
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


class PickedJson(TypedDict):
    """What a list of facts is limited to."""

    kinds: Unique[Text]
    """The kinds that the list is limited to, as lines write them, `*` for any characters; none for
    no limit.
    """
    by: ActorId | None
    """The actor whose deeds the list is limited to; null: no limit."""
    toward: ActorId | None
    """The actor to whom everything in the list was done; null: no limit."""


class TimelineJson(WhoseJson, LayerClocksJson, OpenSpanJson, PickedJson):
    """Facts in order of when they happened or began."""

    schema: Literal["detente/timeline@1"]
    entries: Unique[EntryJson]
    """By the last day on which they may have happened or begun, or the first where there is none;
    then by the first, then by handle.
    """


def timeline_json(
    entries: Iterable[Entry], whose: Whose, as_of: AsOf, span: Span, picked: Picked = NOTHING_PICKED
) -> TimelineJson:
    """The entries as plain values, with what was asked."""
    return {
        "schema": SCHEMA,
        **whose_json(whose),
        **span_json(span),
        **clocks_json(as_of),
        "layer": ",".join(whose.layers),
        **picked_json(picked),
        "entries": [entry_json(entry) for entry in entries],
    }


def span_json(span: Span) -> OpenSpanJson:
    """The ends of a span as plain values."""
    first, last = (edtf.written(day) if abs(day) < edtf.NO_LAST else None for day in span.window)
    return {"from": first, "to": last}


def picked_json(picked: Picked) -> PickedJson:
    """The limits of a list of facts as plain values."""
    return {
        "kinds": list(picked.kinds),
        "by": picked.by or None,
        "toward": picked.toward or None,
    }


def entry_json(entry: Entry) -> EntryJson:
    """An entry as plain values."""
    fact_state = entry.fact_state
    content = fact_state.content
    return {
        "fact": fact_state.name,
        "dated": entry.dated,
        **_days(entry.window),
        "parties": content.parties,
        "kind": content.kind,
        "what": content.what,
        "domain": content.domain,
        "topics": list(content.topics),
        "title": content.title,
        "change": entry.change or None,
        "called_off_by": entry.by or None,
        "in_span": entry.in_span,
        "contested": fact_state.contested,
        "weight": entry.weight,
        "standing": entry.standing,
        "counts": entry.counts,
        "counted": entry.counted,
        "ended": _days(entry.ended) if entry.ended is not None else None,
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


def _days(window: Window) -> DaysJson:
    """The first and the last day of a window, as far as it has them."""
    return {
        "first": edtf.written(window.lo) if abs(window.lo) < edtf.NO_LAST else None,
        "last": edtf.written(window.hi) if abs(window.hi) < edtf.NO_LAST else None,
    }
