"""How the figures of a pair went over a span of days: what a chart shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import NO_DAY, NO_FIRST, NO_LAST, Window
from domain.fact import DESK, Fact, FactState
from domain.status import Course, standing_plan
from projections.figures_json import Directions, ScoreJson, VerdictJson, score_json, verdict_json
from projections.lenses import standing_flow
from projections.lenses.flow import is_flow
from projections.lenses.lens import Lens
from projections.pair_fact import PairFact
from projections.pair_history import PairHistory
from projections.pairs import Pair
from projections.plain import (
    AskedJson,
    DomainName,
    Handle,
    IsoDay,
    Micro,
    Positive,
    Reason,
    SpanJson,
    Title,
    Unique,
    View,
)
from projections.scope import EVERYTHING, Scope
from projections.score import Score
from projections.state import State
from projections.state_json import asked_json
from projections.verdict import Verdict
from projections.walk import Walk

SCHEMA: Final = "detente/series@1"
MOST_POINTS: Final = 400
"""A longer span has a point a week, or every few weeks: more than an eye can distinguish."""

WEEK: Final = 7


class Point(NamedTuple):
    """The end of one day: verdict, and the scores of the pair and of each direction.

    In micro-units.
    """

    day: int
    verdict: Verdict
    score: Score
    directions: tuple[Score, Score]

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label


class Mark(NamedTuple):
    """A fact that happened, was planned or called off on some day of a window, and its status.

    Its reason, empty if it counts.
    """

    pair_fact: PairFact
    window: Window
    planned: bool


class Stretch(NamedTuple):
    """Days on which a standing fact may hold (`may_`) and certainly holds.

    Both ends included, sentinels where unbounded. `sure.lo > sure.hi` where no day is certain.
    """

    may: Window
    sure: Window


class Bar(NamedTuple):
    """An instrument, and the stretches of days on which it was in force."""

    pair_fact: PairFact
    stretches: tuple[Stretch, ...]

    def within(self, first: int, last: int) -> list[Stretch]:
        """The stretches that lie in a span of days, or may."""
        return [each for each in self.stretches if each.may.lo <= last and each.may.hi >= first]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of a pair from `first` to the answer's day, a point every `step` days.

    Each the end of its day. `marks` and `bars` are the facts as the answer knows them, those that
    do not count included, in order of date.
    """

    answer: State
    first: int
    step: int
    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]

    def of_layer(self, layer: str) -> Series:
        """The same, from facts of another layer."""
        return replace(self, answer=self.answer.of_layer(layer))

    @property
    def last(self) -> int:
        """The last day."""
        return self.answer.as_of.day


def series(
    facts: Iterable[Fact],
    pair: Pair,
    span: tuple[date, AsOf],
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> Series:
    """The figures from a first day to the day of a point on the clocks.

    It also fixes what was known. Every figure is exact: each point is the state of its day.
    """
    history = PairHistory(facts, pair, span[1], scope, lens)
    return series_of(history, span[0].toordinal())


def series_of(history: PairHistory, first: int, layer: str = DESK) -> Series:
    """The figures of a history from a first day to its last."""
    last = history.as_of.day
    answer = history.state(last).of_layer(layer)
    step, days = days_of(first, last)
    return Series(
        answer=answer,
        first=first,
        step=step,
        points=points(history, days),
        marks=tuple(marks(answer.pair_facts, first, last)),
        bars=tuple(bars(answer.pair_facts, first, last)),
    )


def days_of(first: int, last: int) -> tuple[int, list[int]]:
    """How many days lie between two points of a span, and the days of its points.

    The first and the last among them.
    """
    step = _step(last - first + 1)
    return step, sorted({first, *range(last, first - 1, -step)})


def _step(days: int) -> int:
    if days <= MOST_POINTS:
        return 1
    return WEEK * -(-days // (MOST_POINTS * WEEK))


def points(history: PairHistory, days: Sequence[int]) -> tuple[Point, ...]:
    """The ends of some days, in their order."""
    walk = Walk(history)
    there, back = (Walk(history, direction) for direction in history.pair.directions)
    found: list[Point] = []
    for day in days:
        verdict, score = walk.figures(day)
        found.append(Point(day, verdict, score, (there.score(day), back.score(day))))
    return tuple(found)


def marks(pair_facts: Iterable[PairFact], first: int, last: int) -> list[Mark]:
    """Facts that happened or were planned within the span, by the last possible day.

    A plan that one of the pair called off happened when it was.
    """
    found: list[Mark] = []
    for pair_fact in pair_facts:
        window = _days_of_flow(pair_fact, last)
        if window is not None and window.bounded and window.hi >= first and window.lo <= last:
            held_or_off = pair_fact.status == "held" or pair_fact.called_off is not None
            planned = pair_fact.content.of_kind.planned and not held_or_off
            found.append(Mark(pair_fact, window, planned))
    return sorted(found, key=lambda mark: (mark.window.hi, mark.window.lo, mark.pair_fact.handle))


def _days_of_flow(pair_fact: PairFact, last: int) -> Window | None:
    """The days on which a flow happened, is planned, or was called off by one of the pair."""
    if not is_flow(pair_fact.fact_state):
        return None
    if pair_fact.called_off is not None:
        return pair_fact.called_off.window
    if pair_fact.content.of_kind.planned and pair_fact.status != "held":
        return standing_plan(pair_fact.fact_state, last).window
    return pair_fact.fact_state.window


def bars(pair_facts: Iterable[PairFact], first: int, last: int) -> list[Bar]:
    """The instruments that were in force on a day of the span, by their beginnings."""
    bars = [
        Bar(pair_fact, tuple(stretches(pair_fact.fact_state)))
        for pair_fact in pair_facts
        if pair_fact.content.of_kind.listed == "in_force"
    ]
    met = [bar for bar in bars if bar.within(first, last)]
    return sorted(
        met,
        key=lambda bar: (bar.stretches[0].may.hi, bar.stretches[0].may.lo, bar.pair_fact.handle),
    )


def stretches(fact_state: FactState) -> list[Stretch]:
    """The stretches of days on which a standing fact holds, as far as its dates are known."""
    changes = Course.of(fact_state).changes
    found: list[Stretch] = []
    for i, change in enumerate(changes):
        if change.holds:
            end = changes[i + 1].window if i + 1 < len(changes) else Window(NO_LAST, NO_LAST)
            before_end = Window(*(day - 1 if NO_FIRST < day < NO_LAST else day for day in end))
            sure = Window(change.window.hi, before_end.lo)
            found.append(
                Stretch(
                    Window(change.window.lo, before_end.hi),
                    NO_DAY if sure.lo >= NO_LAST or sure.hi <= NO_FIRST else sure,
                )
            )
    return found


class PointJson(ScoreJson, VerdictJson):
    """The end of one day."""

    day: IsoDay
    """The day; figures are those of its end."""
    directions: Directions


class MarkJson(TypedDict):
    """Something that happened or was planned."""

    fact: Handle
    title: Title
    view: View
    domain: DomainName
    weight: Micro
    """What it weighs before any lens, its own weight or the usual one; micro-units."""
    first: IsoDay
    """The first day on which it may have happened, or for which it is planned."""
    last: IsoDay
    """The last such day."""
    planned: bool
    """Whether these are the days of a plan, and not those on which it happened."""
    reason: Reason | None
    """Why it does not count; null: it counts."""


class WindowJson(TypedDict):
    """Days, both ends included."""

    first: IsoDay | None
    """The first day, included; null: there is none."""
    last: IsoDay | None
    """The last day, included; null: there is none."""


class StretchJson(TypedDict):
    """Days in force, from one beginning to the next ending."""

    may: WindowJson
    """The days on which it may have been in force."""
    sure: WindowJson | None
    """The days on which it was certainly in force; null: no day is certain."""


class BarJson(TypedDict):
    """An instrument that was in force on a day of the span."""

    fact: Handle
    title: Title
    view: View
    weight: Micro
    """What it weighs before any lens, its own weight or the usual one; micro-units."""
    reason: Reason | None
    """Why it does not count; null: it counts."""
    in_force: Annotated[Unique[StretchJson], Field(min_length=1)]
    """When it was in force, in order of time; not cut at the ends of the span."""


class SeriesJson(AskedJson, SpanJson):
    """The figures of a pair over time.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/series@1"]
    step_days: Positive
    """How many days lie between two points, counted back from the last day."""
    points: Annotated[Unique[PointJson], Field(min_length=1)]
    """In order of time; the first is that of the first day, and the last that of the last."""
    marks: Unique[MarkJson]
    """Flows and engagements that may lie in the span, those that do not count included; by the
    last day on which they may have happened, then by the first, then by handle. Those of which no
    last or no first day is known are left out.
    """
    bars: Unique[BarJson]
    """Instruments in force on a day of the span, those that do not count included; by the last day
    on which they may have begun, then by the first, then by handle.
    """


def series_json(found: Series) -> SeriesJson:
    """The series as plain values.

    Figures in micro-units, days as ISO dates, null where unbounded.
    """
    return {
        "schema": SCHEMA,
        **asked_json(found.answer),
        "from": edtf.written(found.first),
        "to": edtf.written(found.last),
        "step_days": found.step,
        "points": [point_json(point, found.answer.pair) for point in found.points],
        "marks": [_mark_json(mark) for mark in found.marks],
        "bars": [_bar_json(bar) for bar in found.bars],
    }


def point_json(point: Point, pair: Pair) -> PointJson:
    """One day's figures; micro-units."""
    there, back = (score_json(score) for score in point.directions)
    names = pair.directions
    return {
        "day": edtf.written(point.day),
        **verdict_json(point.verdict),
        **score_json(point.score),
        "directions": {names[0]: there, names[1]: back},
    }


def _mark_json(mark: Mark) -> MarkJson:
    pair_fact = mark.pair_fact
    return {
        "fact": pair_fact.handle,
        "title": pair_fact.content.title,
        "view": pair_fact.view,
        "domain": pair_fact.content.domain,
        "weight": pair_fact.flowing.content.weighs,
        "first": edtf.written(mark.window.lo),
        "last": edtf.written(mark.window.hi),
        "planned": mark.planned,
        "reason": pair_fact.reason or None,
    }


def _bar_json(bar: Bar) -> BarJson:
    pair_fact = bar.pair_fact
    return {
        "fact": pair_fact.handle,
        "title": pair_fact.content.title,
        "view": pair_fact.view,
        "weight": pair_fact.content.weighs,
        "reason": pair_fact.reason or None,
        "in_force": [
            {
                "may": _window(stretch.may),
                "sure": _window(stretch.sure) if stretch.sure.lo <= stretch.sure.hi else None,
            }
            for stretch in bar.stretches
        ],
    }


def _window(window: Window) -> WindowJson:
    """A window of days as plain values."""
    first, last = (edtf.written(day) if NO_FIRST < day < NO_LAST else None for day in window)
    return {"first": first, "last": last}
