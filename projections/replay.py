"""History day by day: what happened, became known, was announced, corrected or retracted.

Each day has its figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import Window
from domain.events import Confirmed, Corrected, Denied, Event, Reinstated, Retracted
from domain.fact import Fact
from projections.diff import Moved
from projections.events import describe
from projections.figures_json import ScoreJson, VerdictJson, score_json, verdict_json
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.pair_fact import PairFact
from projections.pair_history import By, PairHistory
from projections.pairs import Pair
from projections.plain import (
    AskedJson,
    DomainName,
    Handle,
    IsoDay,
    Micro,
    SpanJson,
    Text,
    Title,
    Unique,
    one_of,
)
from projections.scope import EVERYTHING, Scope
from projections.score import Score
from projections.state import State
from projections.state_json import asked_json, clocks_json
from projections.verdict import Verdict
from projections.walk import Walk
from projections.words import dated, first_and_last

SCHEMA: Final = "detente/replay@1"
HAPPENED, KNOWN, ANNOUNCED, PUT_RIGHT = "·", "?", ">", "~"
"""The marks: happened; became known or disputed; announced; corrected or retracted."""

_RECORD: Final[Mapping[type[Event], str]] = {
    Denied: KNOWN,
    Confirmed: KNOWN,
    Corrected: PUT_RIGHT,
    Retracted: PUT_RIGHT,
    Reinstated: PUT_RIGHT,
}


@dataclass(frozen=True, slots=True)
class Line:
    """The change of one fact on a day.

    Its mark, its words, and what that moved, in micro-units.
    """

    mark: str
    pair_fact: PairFact
    said: tuple[str, ...]
    moved: int


class Glimpse(NamedTuple):
    """The verdict and the figures of a day, and how the facts behind them are had when needed."""

    verdict: Verdict
    score: Score
    facts: Callable[[], Sequence[PairFact]]

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label

    @property
    def pair_facts(self) -> Sequence[PairFact]:
        """The facts of the day, with what each counts for."""
        return self.facts()


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something changed, and the label and figures at its end.

    `eased` is how much more friction relief pays off than on the last such day, and `fading` what
    time alone moved since then, in micro-units.
    """

    day: int
    glance: Glimpse
    lines: tuple[Line, ...]
    eased: int
    fading: int


@dataclass(frozen=True, slots=True)
class Replay:
    """The days of a span, both ends included, on which something changed.

    The state before the first and at the last. `eased` and `fading` are those after the last such
    day: the net before, every line, and what every day and these two eased and faded add up to the
    net at the last day.
    """

    by: By
    as_of: AsOf
    first: int
    before: Glimpse
    days: tuple[Day, ...]
    eased: int
    fading: int
    last: State

    def of_layer(self, layer: str) -> Replay:
        """The same, from facts of another layer."""
        return replace(self, last=self.last.of_layer(layer))

    @property
    def after(self) -> Glimpse:
        """The label and figures at the last day."""
        return Glimpse(self.last.verdict, self.last.score, lambda: self.last.pair_facts)


def replay(  # noqa: PLR0913  # what is asked has six parts
    facts: Iterable[Fact],
    pair: Pair,
    span: tuple[date, AsOf],
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
    *,
    by: By = By.HAPPENED,
) -> Replay:
    """Walks through the days from a first one to the day of a point on the clocks.

    With HAPPENED every day has the knowledge of that point; with KNOWN each day has what was known
    that day.
    """
    first, as_of = span[0].toordinal(), span[1]
    history = PairHistory(facts, pair, as_of, scope, lens, by=by)
    walk = Walk(history)
    before = shown = _glimpse(walk, history, first - 1)
    found: list[Day] = []
    for day in history.turning_days(first, as_of.day):
        lines = tuple(_lines(history, day))
        if lines:
            glance = _glimpse(walk, history, day)
            found.append(Day(day, glance, lines, *_besides(shown, glance, lines)))
            shown = glance
    last = history.state(as_of.day)
    after = Glimpse(last.verdict, last.score, lambda: last.pair_facts)
    return Replay(by, as_of, first, before, tuple(found), *_besides(shown, after, ()), last)


def _glimpse(walk: Walk, history: PairHistory, day: int) -> Glimpse:
    return Glimpse(*walk.figures(day), lambda: history.glance(day).pair_facts)


def _besides(before: Glimpse, after: Glimpse, lines: Sequence[Line]) -> tuple[int, int]:
    """What relief and what time moved between two days, beside what the lines say."""
    eased = after.score.eased - before.score.eased
    moved = after.score.net - before.score.net
    return eased, moved - eased - sum(line.moved for line in lines)


def _lines(history: PairHistory, day: int) -> Iterator[Line]:
    """One line for each fact: what happened to it that day, then what was reported about it."""
    for move in history.moves(day):
        mark, said = _changed(move, day, history.by) if move.changed else ("", ())
        recorded = (
            []
            if history.by is By.KNOWN
            else list(_said(history.fact(move.handle), move, day, history.as_of))
        )
        for event in recorded:
            mark = mark or _RECORD[type(event)]
            said = (*said, describe(event))
        if not mark and history.by is By.HAPPENED and move.pair_fact.fact_state.known_day == day:
            mark, said = KNOWN, ("became known",)
        if mark:
            yield Line(mark, move.pair_fact, said, move.moved if move.changed else 0)


def _said(fact: Fact, move: Moved, day: int, as_of: AsOf) -> Iterator[Event]:
    """What the record says of a fact on a day, as far as the walk's own knowledge goes.

    Only for facts that exist.
    """
    if move.after is None or day > as_of.known_day:
        return
    for event in fact.effective_events(as_of.recorded_instant):
        if type(event) in _RECORD and event.known_day == day:
            yield event


def _changed(move: Moved, day: int, by: By) -> tuple[str, tuple[str, ...]]:
    """The mark and the words for a fact that differs from the day before."""
    before, after = move.before, move.after
    if after is None:
        return PUT_RIGHT, ("no longer of these ties",)
    if before is None:
        return _entered(after, day, by)
    if before.fact_state.retracted != after.fact_state.retracted:
        return PUT_RIGHT, ("retracted" if after.fact_state.retracted else "reinstated",)
    if _denial(before) != _denial(after):
        return KNOWN, (_denied(after) if any(_denial(after)) else "confirmed",)
    held_day_changed = (
        before.fact_state.held
        and after.fact_state.held
        and before.fact_state.held != after.fact_state.held
    )
    if before.content != after.content or held_day_changed:
        return PUT_RIGHT, _corrected(before, after)
    if before.status != after.status or before.plan != after.plan:
        return _turned(after)
    if before.stale != after.stale:
        return KNOWN, ("no report for too long: stale" if after.stale else "attested again",)
    return PUT_RIGHT, (f"{before.reason or 'counted'} before, {after.reason or 'counted'} now",)


def _entered(pair_fact: PairFact, day: int, by: By) -> tuple[str, tuple[str, ...]]:
    fact_state = pair_fact.fact_state
    if fact_state.retracted:
        return PUT_RIGHT, ("reported, and retracted since",)
    if fact_state.disputed:
        return KNOWN, ("claimed", _denied(pair_fact)) if by is By.KNOWN else ("claimed",)
    if pair_fact.content.of_kind.planned and pair_fact.status != "held":
        return ANNOUNCED, (f"announced for {_planned(pair_fact)}",)
    if by is By.KNOWN and fact_state.window.lo < day:
        return KNOWN, (f"became known: {_standing(pair_fact)}",)
    return HAPPENED, (_standing(pair_fact),)


def _denial(pair_fact: PairFact) -> tuple[bool, bool]:
    return pair_fact.fact_state.disputed, pair_fact.fact_state.contested


def _denied(pair_fact: PairFact) -> str:
    latest = max(
        pair_fact.fact_state.denials, key=lambda each: (each.known_day, each.report.publisher)
    )
    said = f"denied by {latest.by or latest.report.publisher}"
    return f"{said}: contested" if pair_fact.contested else said


def _planned(pair_fact: PairFact) -> str:
    return dated(pair_fact.plan) if pair_fact.plan else "no day any more"


def _corrected(before: PairFact, after: PairFact) -> tuple[str, ...]:
    names = [
        name
        for name in type(after.content).model_fields
        if getattr(before.content, name) != getattr(after.content, name)
    ]
    return (f"corrected: {', '.join(names) or 'the day it was held'}",)


def _turned(after: PairFact) -> tuple[str, tuple[str, ...]]:
    if not after.content.of_kind.planned:
        return HAPPENED, (
            {"yes": "holds for certain", "possible": "may hold", "no": "ended"}[after.status],
        )
    if after.status == "unconfirmed":
        return KNOWN, ("its time is past, and no outcome is known",)
    if after.status in ("held", "due"):
        return (HAPPENED, ("held",)) if after.status == "held" else (ANNOUNCED, ("due",))
    if after.status == "cancelled":
        return PUT_RIGHT, ("called off",)
    return ANNOUNCED, (f"now planned for {_planned(after)}",)


def _standing(pair_fact: PairFact) -> str:
    """The status of a fact in a few words; of a vague date, when it may have been."""
    if pair_fact.content.standing:
        return {"yes": "holds", "possible": "may hold", "no": "ended"}[pair_fact.status]
    window: Window = pair_fact.fact_state.window
    if window.lo == window.hi:
        return pair_fact.status
    # These words are part of the answer's id, which no wording may change.
    return f"{pair_fact.status} {first_and_last(window)}"


class FiguresJson(ScoreJson, VerdictJson):
    """The verdict and the score at the end of a day."""


class ReplayLineJson(TypedDict):
    """What changed of one fact on a day."""

    mark: Annotated[str, Field(json_schema_extra=one_of(HAPPENED, KNOWN, ANNOUNCED, PUT_RIGHT))]
    """· happened or began; ? became known, or is disputed or confirmed; > announced; ~ corrected,
    retracted or called off.
    """
    fact: Handle
    title: Title
    said: Annotated[list[Text], Field(min_length=1)]
    """What happened in the world, then what was reported that day, in the order of the record."""
    domain: DomainName
    moved: Micro
    """What it counts for at the end of that day, less what it counted for the day before, by a
    change and not by time alone; micro-units.
    """


class DayJson(FiguresJson):
    """A day on which something changed, and the figures at its end."""

    day: IsoDay
    """The day."""
    lines: Annotated[Unique[ReplayLineJson], Field(min_length=1)]
    """What changed of each fact; by handle."""
    eased_more: Micro
    """How much more friction relief pays off than on the last day shown; micro-units."""
    fading: Micro
    """What time alone moved since the last day shown; micro-units."""


class ReplayJson(AskedJson, SpanJson):
    """History day by day.

    The net before plus what every line moved, what relief eased and all fading is the net after.
    Figures are integers
    in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/replay@1"]
    by: Annotated[str, Field(json_schema_extra=one_of(*By))]
    """Whether days are shown as they happened, all with one knowledge, or as they became known,
    each with the knowledge of that day.
    """
    before: FiguresJson
    """At the end of the day before the first."""
    days: Unique[DayJson]
    """In order of time; a day on which nothing changed is left out."""
    eased_more: Micro
    """How much more friction relief pays off than on the last day shown; micro-units."""
    fading: Micro
    """What time alone moved after the last day shown; micro-units."""
    after: FiguresJson
    """At the end of the last day."""


def replay_json(found: Replay) -> ReplayJson:
    """The days as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **asked_json(found.last),
        **clocks_json(found.as_of),
        "from": edtf.written(found.first),
        "to": edtf.written(found.last.as_of.day),
        "by": str(found.by),
        "before": _figures(found.before),
        "days": [day_json(day) for day in found.days],
        "eased_more": found.eased,
        "fading": found.fading,
        "after": _figures(found.after),
    }


def day_json(day: Day) -> DayJson:
    """One day as plain values; figures in micro-units."""
    return {
        "day": edtf.written(day.day),
        **_figures(day.glance),
        "lines": [line_json(line) for line in day.lines],
        "eased_more": day.eased,
        "fading": day.fading,
    }


def line_json(line: Line) -> ReplayLineJson:
    """What changed of one fact, as plain values; figures in micro-units."""
    return {
        "mark": line.mark,
        "fact": line.pair_fact.handle,
        "title": line.pair_fact.content.title,
        "said": list(line.said),
        "domain": line.pair_fact.content.domain,
        "moved": line.moved,
    }


def _figures(glance: Glimpse) -> FiguresJson:
    return {**verdict_json(glance.verdict), **score_json(glance.score)}
