"""How one day's answer changed as knowledge came in, as plain values: `detente/learned@1`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.events import Event
from projections.diff import ListsJson, status_word
from projections.events import Named, describe
from projections.fact_record import ReportJson, report_json
from projections.figures_json import LedgersJson, MovementJson, ScoreJson, score_json, verdict_json
from projections.knowing import Sight
from projections.learned import LISTS, Learned, Learning, Stop
from projections.plain import (
    AskedJson,
    Count,
    Handle,
    IsoDay,
    Micro,
    Positive,
    Standing,
    Text,
    Title,
    Unique,
    one_of,
)
from projections.state_json import asked_of

SCHEMA: Final = "detente/learned@1"

ACTS: Final = (
    "asserted", "reported", "denied", "confirmed", "held", "cancelled", "rescheduled", "ended",
    "suspended", "resumed", "renewed", "corrected", "retracted", "reinstated",
)  # fmt: skip
"""What may become known of a fact: its events by their stored names, without `fact.`."""


class ActJson(TypedDict):
    """One thing that became known of a fact."""

    version: Positive
    """Its place in what was recorded of the fact."""
    act: Annotated[str, Field(json_schema_extra=one_of(*ACTS))]
    """What was recorded of it."""
    said: Text
    """The same as a sentence: reported by Reuters."""
    because: str
    """Why it was recorded; empty where nobody says."""
    report: ReportJson | None
    """Who says so; null: no source is named."""


class LearnedFactJson(TypedDict):
    """A fact that reads or counts differently since a day of knowledge."""

    fact: Handle
    title: Title
    """As known on that day."""
    side: Literal["for", "against", "neither"]
    """Whether it is for the ties or against them, by its weight, whether or not it counts."""
    counts: bool
    """Whether it counts since that day."""
    before: Standing
    after: Standing
    """How it stands since that day."""
    counted: Micro
    """What it counts for since that day; micro-units."""
    moved: Micro
    """What it counts for or against since that day, less what it did before; micro-units. 0 for
    relief, which counts through what it pays off.
    """
    acts: list[ActJson]
    """What became known of it that day; in the order of the record. None of a flow that another of
    its episode now mutes, or no longer does.
    """


class StopJson(ScoreJson, MovementJson):
    """A day of knowledge on which the answer changed, and how it read at the end of that day."""

    known_on: IsoDay
    """The day of knowledge."""
    barrier: Unique[Handle]
    """What kept ties from being better than strained, where that decided; by handle."""
    moved: Micro
    """The net, less the net before: the sum of what every fact moved, of what relief pays off, and
    of what moved besides; micro-units.
    """
    eased_more: Micro
    """How much more friction relief pays off than before; micro-units."""
    besides: Micro
    """What facts moved of which nothing was learned, in a lens that weighs all of them together;
    micro-units.
    """
    learned: Annotated[Unique[LearnedFactJson], Field(min_length=1)]
    """The facts that read or count differently since; the one that moved most first, then by
    handle.
    """
    entered: ListsJson
    """What each list holds since that day, and did not before."""
    left: ListsJson
    """What each list held before that day, and does not since."""


class LearningJson(AskedJson):
    """How the answer of one day changed as knowledge came in.

    Each stop is what state says of that day as known on another. Figures are integers in
    micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/learned@1"]
    since: IsoDay | None
    """The first day of knowledge asked for; null: from the beginning."""
    days: Count
    """On how many days of knowledge from then on anything became known of the pair's facts,
    whether or not the answer changed.
    """
    earlier: Count
    """How many changes of the answer came before the first stop shown."""
    before: LedgersJson
    """How the answer read before the first stop shown."""
    then: LedgersJson
    """How the answer could be read at the end of the day asked about."""
    now: LedgersJson
    """How the answer reads by all that is known; the last stop, where there is one."""
    stops: Unique[StopJson]
    """The days of knowledge on which the answer changed, in order. On all days from one to the
    next the answer is the same.
    """


def learned_json(found: Learning, named: Named = str) -> LearningJson:
    """The stops as plain values; figures in micro-units. `named` is what an actor is called."""
    return {
        "schema": SCHEMA,
        **asked_of(found.pair, found.as_of, found.layer, found.lens.name, found.scope.written),
        "since": found.since.isoformat() if found.since else None,
        "days": found.days,
        "earlier": found.earlier,
        "before": sight_json(found.before),
        "then": sight_json(found.then),
        "now": sight_json(found.now),
        "stops": [stop_json(stop, named) for stop in found.stops],
    }


def sight_json(sight: Sight) -> LedgersJson:
    """How an answer read, in short; figures in micro-units."""
    score = sight.score
    return {
        "label": sight.label,
        "mixed": sight.verdict.mixed,
        "trend": sight.trend,
        "balance": score.balance,
        "cooperation": score.cooperation,
        "friction": score.friction,
        "net": score.net,
    }


def stop_json(stop: Stop, named: Named = str) -> StopJson:
    """One stop as plain values; figures in micro-units."""
    return {
        "known_on": edtf.written(stop.day),
        **verdict_json(stop.sight.verdict),
        "trend": stop.sight.trend,
        "momentum": stop.sight.movement.momentum,
        "barrier": [t.handle for t in stop.sight.verdict.barriers],
        **score_json(stop.sight.score),
        "moved": stop.moved,
        "eased_more": stop.eased,
        "besides": stop.besides,
        "learned": [_learned_json(each, named) for each in stop.learned],
        "entered": _lists(stop, before=False),
        "left": _lists(stop, before=True),
    }


def stop_rows(stop: Stop, named: Named = str) -> Iterator[dict[str, object]]:
    """A row for each fact learned at a stop, with what the answer came to; the acts in words."""
    whole = stop_json(stop, named)
    short = {"known_on": whole["known_on"], "label": whole["label"], "balance": whole["balance"]}
    for fact in whole["learned"]:
        yield {**short, **fact, "acts": [act["said"] for act in fact["acts"]]}


def _lists(stop: Stop, *, before: bool) -> ListsJson:
    changed = stop.left if before else stop.entered
    handles = {name: sorted(changed(pick)) for name, pick in LISTS.items()}
    return {
        "in_force": handles["in_force"],
        "ahead": handles["ahead"],
        "disputed": handles["disputed"],
    }


def _learned_json(learned: Learned, named: Named) -> LearnedFactJson:
    move = learned.move
    return {
        "fact": move.handle,
        "title": move.pair_fact.content.title,
        "side": learned.side,
        "counts": learned.counts,
        "before": status_word(move.before),
        "after": status_word(move.after),
        "counted": move.after.share.counted if move.after else 0,
        "moved": move.moved,
        "acts": [act_json(event, named) for event in learned.events],
    }


def act_json(event: Event, named: Named) -> ActJson:
    """One thing that became known of a fact, as plain values."""
    report = getattr(event, "report", None)
    return {
        "version": event.originator_version,
        "act": act_word(type(event)),
        "said": describe(event, named),
        "because": event.because,
        "report": report_json(report) if report else None,
    }


def act_word(event: type[Event]) -> str:
    """What was recorded, in a word: `reported`."""
    return event.stored_as.removeprefix("fact.").partition("/")[0]
