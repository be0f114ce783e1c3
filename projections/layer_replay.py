"""History of a machine-coded layer day by day: sums of the day by sort, all others by fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from domain import edtf
from domain.clocks import AsOf
from projections.figures_json import score_json, verdict_json
from projections.layer import LayerEvidence, LayerState
from projections.layer_days import (
    LayerDays,
    Point,
    SortJson,
    Step,
    SumMoved,
    sort_json,
    summed,
)
from projections.ledgers import Ledgers
from projections.lenses.standing_flow import LENS
from projections.pair_history import PairHistory
from projections.pairs import Pair
from projections.phases import By
from projections.plain import AskedJson, IsoDay, Micro, Positive, SpanJson, Unique, one_of
from projections.replay import (
    HAPPENED,
    KNOWN,
    FiguresJson,
    Line,
    ReplayLineJson,
    line_json,
    replay,
)
from projections.scope import EVERYTHING, Scope
from projections.state import Glance
from projections.state_json import asked_json, clocks_json
from projections.verdict import verdict_of

SCHEMA: Final = "detente/layer-replay@1"


@dataclass(frozen=True, slots=True)
class SumLine:
    """Facts of one day, sort and direction that happened on a day, or became known on it."""

    mark: str
    sum: SumMoved
    moved: int


@dataclass(frozen=True, slots=True)
class LayerDay:
    """A day on which something changed, with the label and figures at its end.

    `eased` is how much more friction relief pays off than on the last such day, and `fading` what
    time alone moved since then, in micro-units.
    """

    day: int
    glance: Glance
    sums: tuple[SumLine, ...]
    lines: tuple[Line, ...]
    eased: int
    fading: int


@dataclass(frozen=True, slots=True)
class LayerReplay:
    """The days of a span, both ends included, on which something changed, as Replay has them."""

    by: By
    as_of: AsOf
    first: int
    before: Glance
    days: tuple[LayerDay, ...]
    eased: int
    fading: int
    after: Glance
    last: LayerState


class _Walk:
    """The figures of a layer on any day of a span."""

    def __init__(self, days: LayerDays, as_of: AsOf, scope: Scope, by: By) -> None:
        self._days: Final = days
        self._known: Final = as_of.known_day
        self._history: Final = PairHistory(days.rest, days.pair, as_of, scope, LENS, by=by)
        self._by: Final = by

    def point(self, day: int) -> Point:
        """A day, and what is known of it in this walk."""
        known = self._known
        return Point(day, known if self._by is By.HAPPENED else min(day, known))

    def glance(self, day: int) -> Glance:
        """The verdict and the figures at the end of a day; nothing before the first."""
        if day < 1:
            return Glance.of((), EVERYTHING, LENS, 1)
        pair_facts = self._history.glance(day).pair_facts
        parts, there = self._days.on(self.point(day))
        ledgers = Ledgers.of(pair_facts, LENS, day, parts)
        verdict = verdict_of(pair_facts, ledgers, summed=there)
        return Glance(verdict, ledgers.score, pair_facts)

    def sums(self, day: int) -> tuple[SumLine, ...]:
        """What happened on a day, or became known on it, by side and sort."""
        eve, now = self.point(day - 1), self.point(day)
        steps = list(self._days.steps(eve, now))
        happened = [step for step in steps if step.day == day]
        lines = self._lines(HAPPENED, happened, eve, now)
        if self._by is By.KNOWN:
            learned = [step for step in steps if step.day != day]
            return (*lines, *self._lines(KNOWN, learned, eve, now))
        learned = list(self._days.became_known(day)) if day <= self._known else []
        return (*lines, *self._lines(KNOWN, learned, eve, now, counts=False))

    def _lines(
        self, mark: str, steps: Iterable[Step], eve: Point, now: Point, *, counts: bool = True
    ) -> Sequence[SumLine]:
        found = summed(steps, self._days.pair, eve, now)
        return [SumLine(mark, each, each.moved if counts else 0) for each in found]


def layer_replay(
    held: LayerEvidence,
    pair: Pair,
    span: tuple[date, AsOf],
    scope: Scope = EVERYTHING,
    *,
    by: By = By.HAPPENED,
) -> LayerReplay:
    """Walks through the days from a first one to the day of a point on the clocks.

    What is held must reach back to the day before the first. With HAPPENED every day has the
    knowledge of that point; with KNOWN each day has what was known that day.
    """
    first, as_of = span[0].toordinal(), span[1]
    held = held._replace(facts=list(held.facts))
    days = LayerDays.of(held, pair, as_of, scope, max(1, first - 1))
    walk = _Walk(days, as_of, scope, by)
    lines = {each.day: each.lines for each in replay(days.rest, pair, span, scope, by=by).days}
    before = shown = walk.glance(first - 1)
    found: list[LayerDay] = []
    for day in sorted({*lines, *days.turning_days(first, as_of.day)}):
        sums, said = walk.sums(day), lines.get(day, ())
        if sums or said:
            glance = walk.glance(day)
            found.append(LayerDay(day, glance, sums, said, *_besides(shown, glance, sums, said)))
            shown = glance
    after = walk.glance(as_of.day)
    ending = _besides(shown, after, (), ())
    last = days.state(held, as_of, scope)
    return LayerReplay(by, as_of, first, before, tuple(found), *ending, after, last)


def _besides(
    before: Glance, after: Glance, sums: Iterable[SumLine], lines: Iterable[Line]
) -> tuple[int, int]:
    """What relief and what time moved between two days, beside what the lines say."""
    eased = after.score.eased - before.score.eased
    moved = after.score.net - before.score.net
    said = sum(each.moved for each in sums) + sum(line.moved for line in lines)
    return eased, moved - eased - said


class SumLineJson(SortJson):
    """Facts of one sort and direction that happened on a day, or became known on it."""

    mark: Annotated[str, Field(json_schema_extra=one_of(HAPPENED, KNOWN))]
    """· happened; ? became known."""
    facts: Positive
    """How many they are."""
    moved: Micro
    """What they count for or against at the end of that day, if they did not before; micro-units.
    0 for relief, which counts through what it pays off.
    """


class LayerReplayDayJson(FiguresJson):
    """A day on which something changed, and the figures at its end."""

    day: IsoDay
    """The day."""
    sums: Unique[SumLineJson]
    """Facts of a day of which nothing more was said, by sort and direction: first those of this
    day, then those that became known; each with what moved most first.
    """
    lines: Unique[ReplayLineJson]
    """What changed of each other fact; by handle."""
    eased: Micro
    """How much more friction relief pays off than on the last day shown; micro-units."""
    fading: Micro
    """What time alone moved since the last day shown; micro-units."""


class LayerReplayJson(AskedJson, SpanJson):
    """History of a machine-coded layer day by day.

    The net before plus what every sum and line moved, what relief eased and all fading is the net
    after. Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layer-replay@1"]
    by: Annotated[str, Field(json_schema_extra=one_of(*By))]
    """Whether days are shown as they happened, all with one knowledge, or as they became known,
    each with the knowledge of that day.
    """
    before: FiguresJson
    """At the end of the day before the first."""
    days: Unique[LayerReplayDayJson]
    """In order of time; a day on which nothing changed is left out."""
    eased: Micro
    """How much more friction relief pays off than on the last day shown; micro-units."""
    fading: Micro
    """What time alone moved after the last day shown; micro-units."""
    after: FiguresJson
    """At the end of the last day."""


def layer_replay_json(found: LayerReplay) -> LayerReplayJson:
    """The days as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **asked_json(found.last),
        **clocks_json(found.as_of),
        "from": edtf.written(found.first),
        "to": edtf.written(found.last.as_of.day),
        "by": str(found.by),
        "before": _figures(found.before),
        "days": [layer_replay_day_json(day) for day in found.days],
        "eased": found.eased,
        "fading": found.fading,
        "after": _figures(found.after),
    }


def layer_replay_day_json(day: LayerDay) -> LayerReplayDayJson:
    """One day as plain values; figures in micro-units."""
    return {
        **_figures(day.glance),
        "day": edtf.written(day.day),
        "sums": [sum_line_json(each) for each in day.sums],
        "lines": [line_json(line) for line in day.lines],
        "eased": day.eased,
        "fading": day.fading,
    }


def sum_line_json(line: SumLine) -> SumLineJson:
    """Facts of one sort and direction as a line of a day; figures in micro-units."""
    sort = sort_json(line.sum)
    return {**sort, "mark": line.mark, "facts": line.sum.entered, "moved": line.moved}


def _figures(glance: Glance) -> FiguresJson:
    return {**verdict_json(glance.verdict), **score_json(glance.score)}
