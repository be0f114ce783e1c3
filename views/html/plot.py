"""The chart on a page: lines, doubt, what happened and what was in force, placed in percent.

Text never scales: days are percents of the width, heights are pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from domain.kinds import POINT
from projections.score import Score
from projections.series import Bar, Mark, Point, Series, Stretch
from projections.words import day
from views.html.parts import points_text, symbol
from views.svg.axis import dates, rounded, scaled
from views.svg.chart import described, has_figures
from views.svg.lanes import rows_apart, side_of, tally, when_marked
from views.verdict import short_label

TOP: Final = 16
HEIGHT: Final = 210
"""Pixels above the figures, and how high these are drawn."""

WIDTH: Final = 660
"""How wide the chart is on a desk, in pixels: marks that would overlap there are piled."""

PITCH: Final = 9
BAR_PITCH: Final = 25
MOST_ROWS: Final = 12
SLACK: Final = 1
"""By how many pixels a surface may be too large, which nobody sees."""

SHAPES: Final = {1: "u", -1: "d", 0: "o"}


class Line(NamedTuple):
    """A line across the chart, and what is written at it."""

    at: float
    text: str
    minor: bool = False


class Spot(NamedTuple):
    """A symbol of something that happened."""

    shape: str
    idle: bool
    x: float
    y: float
    title: str


class Strip(NamedTuple):
    """An instrument: its words, where they stand, and the pieces of its bar."""

    x: float
    y: float
    at_end: bool
    text: str
    short: str
    pieces: Sequence[tuple[float, float, str]]
    """Of each piece its left edge, its width, and its look."""


class Curve(NamedTuple):
    """A direction: its line, what it may be, and what it comes to."""

    look: str
    name: str
    line: str
    band: str
    last: str
    last_y: float


@dataclass(frozen=True)
class Plot:
    """Everything of a chart in its place."""

    first: str
    days: int
    labels: str
    step: int
    points: str
    low: str
    high: str
    scale: Sequence[Line]
    years: Sequence[Line]
    grid: str
    zero: int
    curves: Sequence[Curve]
    spots: Sequence[Spot]
    spots_text: str
    spots_y: int
    spots_zero: int
    strips: Sequence[Strip]
    strips_text: str
    strips_y: int
    height: int
    now: Readout
    turns: Sequence[Readout]
    said: str
    since: str

    top: int = TOP
    depth: int = HEIGHT

    @classmethod
    def of(cls, series: Series, names: tuple[str, str]) -> Plot:
        """The chart of a series."""
        grid = Grid.of(series)
        labels = sorted({short_label(point.verdict) for point in series.points})
        spots, high, deep = _spots(series, grid)
        spots_y = TOP + HEIGHT + 38
        middle = spots_y + 12 + high * PITCH
        below = middle + deep * PITCH + 14 if spots else TOP + HEIGHT + 20
        strips, rows = _strips(series, grid, below + 22)
        height = below + 16 + rows * BAR_PITCH if strips else below
        ticks, step = dates(series.first, series.last, 10), _step(series)
        return cls(
            first=date.fromordinal(series.first).isoformat(),
            days=grid.days,
            labels="|".join(labels),
            step=step,
            points=_readings(series, labels, step),
            low=str(grid.low // POINT) if grid.low % POINT == 0 else str(grid.low / POINT),
            high=str(grid.high // POINT) if grid.high % POINT == 0 else str(grid.high / POINT),
            scale=[Line(grid.y(v), scaled(v).replace("-", "−"), v == 0) for v in grid.steps],
            years=[Line(grid.x(tick.day), tick.text, i % 2 == 1) for i, tick in enumerate(ticks)],
            grid=_lines(grid, [tick.day for tick in ticks], height - 4 - TOP),
            zero=grid.depth(0),
            curves=[_curve(series, grid, names, side) for side in (0, 1)],
            spots=[spot._replace(y=middle + spot.y) for spot in spots],
            spots_text=f"What happened: {tally(series.marks, 'fact')}" if spots else "",
            spots_y=spots_y,
            spots_zero=middle,
            strips=strips,
            strips_text=f"In force: {tally(series.bars, 'instrument')}" if strips else "",
            strips_y=below + 6,
            height=height,
            now=Readout.of(series.points[-1], names),
            turns=[Readout.of(point, names) for point in _turning(series)],
            said=described(series, names),
            since=_since(series.first),
        )


class Readout(NamedTuple):
    """What is read at one day of a chart."""

    day: str
    label: str
    there: str
    back: str
    figures: tuple[str, str]
    """Those of each direction alone."""

    @classmethod
    def of(cls, point: Point, names: tuple[str, str]) -> Readout:
        """That of a point; no figures where nothing counts."""
        there, back = (
            points_text(score.net) if has_figures(point) else "–" for score in point.directions
        )
        one, other = names
        label = short_label(point.verdict)
        said = f"{one} → {other} {there}", f"{other} → {one} {back}"
        return cls(day(point.day), label, *said, (there, back))


def _turning(series: Series) -> Iterator[Point]:
    """The first point, and each at which the label is another than before."""
    before = ""
    for point in series.points:
        label = short_label(point.verdict)
        if label != before:
            yield point
        before = label


class Grid(NamedTuple):
    """Where days and figures lie: days in percent, figures in pixels."""

    first: int
    days: int
    low: int
    high: int
    step: int

    @classmethod
    def of(cls, series: Series) -> Grid:
        """High enough for all that may be."""
        scores = [
            score for point in series.points if has_figures(point) for score in point.directions
        ]
        low = min((min(score.low, score.net) for score in scores), default=0)
        high = max((max(score.high, score.net) for score in scores), default=0)
        return cls(series.first, series.last - series.first + 1, *rounded(low, high))

    @property
    def steps(self) -> range:
        """The figures of the scale."""
        return range(self.low, self.high + 1, self.step)

    def x(self, ordinal: int) -> float:
        """Where a day begins, in percent; days outside of the span lie on its edge."""
        return min(max(ordinal - self.first, 0), self.days) * 100 / self.days

    def y(self, micro: int) -> float:
        """Where a figure lies, in pixels from the top of the chart."""
        return round(TOP + self.depth(micro))

    def depth(self, micro: int) -> int:
        """How far below the top of the figures one lies."""
        return round(HEIGHT * (self.high - micro) / (self.high - self.low))


# Lines --------------------------------------------------------------------------------------------


def _curve(series: Series, grid: Grid, names: tuple[str, str], side: int) -> Curve:
    last = series.points[-1]
    one, other = names if side == 0 else names[::-1]
    shown = points_text(last.directions[side].net) if has_figures(last) else ""
    runs = _runs(series, side)
    return Curve(
        look="tk"[side],
        name=f"{one} → {other}",
        line="".join(_steps(run, grid, lambda score: score.net) for run in runs),
        band="".join(_band(run, grid) for run in runs),
        last=shown,
        last_y=grid.y(last.directions[side].net) + (-5 if _lower(last, side) else 4),
    )


def _lower(point: Point, side: int) -> bool:
    """Whether the figure of a side would be written over by the other, and moves up."""
    mine, others = point.directions[side].net, point.directions[1 - side].net
    return mine > others and mine - others < 2 * POINT


Run = Sequence[tuple[int, int, Score]]
"""Figures one after the other: the day of each, and for how many days it is drawn."""


def _runs(series: Series, side: int) -> list[Run]:
    """The stretches of a span in which a line is drawn; where nothing counts there is none."""
    starts = [point.day for point in series.points]
    placed = [
        (start - series.first, end - start, point)
        for start, end, point in zip(
            starts, [*starts[1:], series.last + 1], series.points, strict=True
        )
    ]
    return [
        [(start, length, point.directions[side]) for start, length, point in group]
        for drawn, group in groupby(placed, key=lambda each: has_figures(each[2]))
        if drawn
    ]


def _steps(run: Run, grid: Grid, value: Callable[[Score], int], slack: int = 0) -> str:
    """A line in steps: `M0 62h87v4h28`; one lower by at most `slack` pixels is not drawn."""
    at = grid.depth(value(run[0][2]))
    text, across = f"M{run[0][0]} {at}", 0
    for _, length, score in run:
        depth = grid.depth(value(score))
        if not at <= depth <= at + slack:
            text += (f"h{across}" if across else "") + f"v{depth - at}"
            at, across = depth, 0
        across += length
    return text + f"h{across}"


def _band(run: Run, grid: Grid) -> str:
    """What a line may be, as a surface between two lines in steps."""
    over = _steps(run, grid, lambda score: max(score.high, score.net), SLACK)
    depths = [grid.depth(min(score.low, score.net)) for _, _, score in run]
    if all(max(s.high, s.net) == s.net == min(s.low, s.net) for _, _, s in run):
        return ""
    text, at, across = over, depths[-1], 0
    text += f"V{at}"
    for (_, length, _), depth in zip(reversed(run), reversed(depths), strict=True):
        if not at - SLACK <= depth <= at:
            text += f"h{-across}v{depth - at}"
            at, across = depth, 0
        across += length
    return text + f"h{-across}z"


def _step(series: Series) -> int:
    """How many days mostly lie between two points."""
    days = [point.day for point in series.points]
    apart = Counter(two - one for one, two in pairwise(days))
    return apart.most_common(1)[0][0] if apart else 1


def _readings(series: Series, labels: Sequence[str], step: int) -> str:
    """What the cursor says: days since the one before, label, and both nets in tenths of a point.

    Days are left out where they are as many as the step, the label where it is as before.
    """

    def tenths(micro: int) -> int:
        return round(micro * 10 / POINT)

    found: list[str] = []
    last, before = series.first, ("", "")
    for point in series.points:
        there, back = (tenths(score.net) for score in point.directions)
        figures = f"{there},{back}" if has_figures(point) else ","
        said = str(labels.index(short_label(point.verdict))), figures
        if said != before:
            days = "" if point.day - last == step else str(point.day - last)
            found.append(f"{days},{'' if said[0] == before[0] else said[0]},{figures}")
            last, before = point.day, said
    return ";".join(found)


def _lines(grid: Grid, days: Iterable[int], height: int) -> str:
    """Lines across at each figure of the scale but 0, and lines down at days."""
    across = "".join(f"M0 {grid.depth(step)}h{grid.days}" for step in grid.steps if step)
    return across + "".join(f"M{when - grid.first} 0v{height}" for when in days)


def _since(first: int) -> str:
    """`2014` of a span that begins with a year, else its first day."""
    begun = date.fromordinal(first)
    return str(begun.year) if (begun.month, begun.day) == (1, 1) else day(first)


# What happened, and what was in force -------------------------------------------------------------


def _spots(series: Series, grid: Grid) -> tuple[list[Spot], int, int]:
    """A symbol for each mark, piled away from a line; and how many rows lie above and below."""
    sides: dict[int, list[Mark]] = {1: [], 0: [], -1: []}
    for mark in series.marks:
        sides[side_of(mark.pair_fact)].append(mark)
    found: list[Spot] = []
    rows: dict[int, int] = {}
    for side, marks in sides.items():
        places = [(grid.x(mark.window.lo) + grid.x(mark.window.hi + 1)) / 2 for mark in marks]
        rooms = [(place * WIDTH / 100 - 4.5, place * WIDTH / 100 + 4.5) for place in places]
        piled = rows_apart(rooms, MOST_ROWS)
        rows[side] = max(piled, default=-1) + 1
        for mark, place, row in zip(marks, places, piled, strict=True):
            title = f"{when_marked(mark, series.last)}: {mark.pair_fact.content.title}"
            idle = bool(mark.pair_fact.reason)
            found.append(Spot(SHAPES[side], idle, place, _height(side, row), title))
    return found, max(rows[1], 1), max(rows[-1] + rows[0], 1)


def _height(side: int, row: int) -> float:
    return -6 - PITCH * row if side > 0 else 7 + PITCH * row


def _strips(series: Series, grid: Grid, top: int) -> tuple[list[Strip], int]:
    """A bar under its title for each instrument; bars share a row where there is room."""
    shown = [(bar, list(_pieces(bar, grid, series))) for bar in series.bars]
    rooms = [_room(bar, pieces) for bar, pieces in shown]
    rows = rows_apart(rooms, max(len(rooms), 1))
    return [
        _strip(bar, pieces, top + BAR_PITCH * row)
        for (bar, pieces), row in zip(shown, rows, strict=True)
    ], max(rows, default=-1) + 1


def _room(bar: Bar, pieces: Sequence[tuple[float, float, str]]) -> tuple[float, float]:
    """The room that a bar and its title take, in pixels; a title that would not fit goes left."""
    left = pieces[0][0] * WIDTH / 100
    right = (pieces[-1][0] + pieces[-1][1]) * WIDTH / 100
    words = 14 + 6.4 * len(bar.pair_fact.content.title)
    if left + words > WIDTH:
        return min(left, right - words), right + 8
    return left, max(right, left + words) + 8


def _strip(bar: Bar, pieces: Sequence[tuple[float, float, str]], y: float) -> Strip:
    title = bar.pair_fact.content.title
    left, right = pieces[0][0], pieces[-1][0] + pieces[-1][1]
    at_end = left * WIDTH / 100 + 14 + 6.4 * len(title) > WIDTH
    sign = symbol(side_of(bar.pair_fact))
    short = f"{sign} {bar.pair_fact.handle}"
    return Strip(right if at_end else left, y, at_end, f"{sign} {title}", short, pieces)


def _pieces(bar: Bar, grid: Grid, series: Series) -> Iterator[tuple[float, float, str]]:
    """What is certain is solid, what is possible hatched, what does not count an outline."""
    for stretch in bar.within(series.first, series.last):
        if bar.pair_fact.reason:
            yield _piece(grid, stretch.may.lo, stretch.may.hi, "bar may off")
            continue
        yield from _certain_and_not(grid, stretch)


def _certain_and_not(grid: Grid, stretch: Stretch) -> Iterator[tuple[float, float, str]]:
    may, sure = stretch
    if sure.lo > sure.hi:
        yield _piece(grid, may.lo, may.hi, "bar may")
        return
    if may.lo < sure.lo:
        yield _piece(grid, may.lo, sure.lo - 1, "bar may")
    yield _piece(grid, sure.lo, sure.hi, "bar")
    if sure.hi < may.hi:
        yield _piece(grid, sure.hi + 1, may.hi, "bar may")


def _piece(grid: Grid, first: int, last: int, look: str) -> tuple[float, float, str]:
    """Never out of sight, and never beyond the last day."""
    left = grid.x(first)
    width = max(grid.x(last + 1) - left, 0.3)
    return min(left, 100 - width), width, look
