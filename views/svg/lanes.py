"""Lanes of a chart: marks for events, bars for what was in force, and the legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from domain.edtf import Window
from domain.status import standing_plan
from projections.pair_fact import PairFact
from projections.series import Bar, Mark, Series
from projections.words import count, dated, signed, standing
from views.svg.axis import Plot
from views.svg.sheet import MARGIN, SMALL, WIDTH, Sheet, clipped, escaped, number, text_at, wide

PITCH: Final = 10
MOST_ROWS: Final = 12
"""How far marks pile up; where there are more of them at once, they lie on each other."""

BAR: Final = 6
BAR_PITCH: Final = 25
"""How high a bar is, and how far apart bars lie, with room for their titles."""

Arrows = Mapping[str, str]
"""`TUR>RUS` in words, for each view of a pair."""


def tally(found: Sequence[Mark | Bar], noun: str) -> str:
    """`94 facts, 9 not counted`."""
    idle = sum(bool(one.pair_fact.reason) for one in found)
    return count(len(found), noun) + (f", {idle} not counted" if idle else "")


def _tooltip(pair_fact: PairFact, when: str, arrows: Arrows) -> str:
    """A fact in a sentence: when, what, from whom to whom, its weight, and why it may not count."""
    weight = pair_fact.flowing.content.weighs
    parts = (
        f"{when}: {pair_fact.content.title} ^{pair_fact.handle}",
        arrows[pair_fact.view],
        f"weighs {signed(weight)}" if weight else "weighs nothing",
        f"not counted: {pair_fact.reason}" if pair_fact.reason else "",
    )
    return escaped("; ".join(filter(None, parts)))


def when_marked(mark: Mark, last: int) -> str:
    """The date of a mark in words."""
    reading = mark.pair_fact.fact_state
    if not mark.pair_fact.content.of_kind.planned:
        return dated(mark.pair_fact.content.on)
    if mark.pair_fact.called_off is not None:
        return f"called off {dated(standing_plan(reading, last).text)}"
    return (
        f"planned for {dated(standing_plan(reading, last).text)}"
        if mark.planned
        else dated(reading.held)
    )


# What happened ------------------------------------------------------------------------------------


class _Spot(NamedTuple):
    """A mark on the sheet: where its days begin and end, and its middle."""

    mark: Mark
    left: float
    right: float

    @property
    def middle(self) -> float:
        """The place of its symbol."""
        return (self.left + self.right) / 2

    @property
    def room(self) -> tuple[float, float]:
        """The space that no other mark of its row may overlap."""
        return min(self.left, self.middle - 4), max(self.right, self.middle + 4)


def happened(sheet: Sheet, plot: Plot, series: Series, arrows: Arrows) -> None:
    """A lane of marks: for the ties upwards, without weight on the line, against the ties down."""
    marks = series.marks
    if not marks:
        return
    spots = [_Spot(mark, plot.x(mark.window.lo), plot.x(mark.window.hi + 1)) for mark in marks]
    sides = {
        sign: [spot for spot in spots if side_of(spot.mark.pair_fact) == sign]
        for sign in (1, 0, -1)
    }
    rows = {
        sign: rows_apart([spot.room for spot in side], MOST_ROWS) for sign, side in sides.items()
    }
    high, flat, deep = (max(rows[sign], default=-1) + 1 for sign in (1, 0, -1))
    sheet.y += 22
    sheet.text((MARGIN, sheet.y), f"What happened: {tally(marks, 'fact')}", "ink bold", SMALL)
    zero = sheet.y + 10 + PITCH * high
    begin = {1: zero - PITCH / 2, 0: zero + PITCH / 2, -1: zero + PITCH * flat + PITCH / 2}
    sheet.add(
        f'<path class="soft-line axis dotted" d="M{number(plot.left)}'
        f' {number(zero)}H{number(plot.right)}"/>'
    )
    for sign, side in sides.items():
        for spot, row in zip(side, rows[sign], strict=True):
            height = begin[sign] + (-PITCH if sign > 0 else PITCH) * row
            tooltip = _tooltip(spot.mark.pair_fact, when_marked(spot.mark, series.last), arrows)
            sheet.add(_spot_symbol(plot, spot, height, tooltip))
    for name, sign, shown in (("for", 1, high), ("against", -1, deep)):
        if shown:
            sheet.text((plot.left - 8, begin[sign] + 4 - 2 * sign), name, "soft", SMALL, "end")
    sheet.y = zero + PITCH * (flat + deep)


def side_of(pair_fact: PairFact) -> int:
    """1 of what is for the ties, -1 of what is against, 0 of what weighs nothing."""
    weight = pair_fact.flowing.content.weighs
    return (weight > 0) - (weight < 0)


def _spot_symbol(plot: Plot, spot: _Spot, height: float, tooltip: str) -> str:
    """A symbol, on a whisker where its day is vague.

    The whisker has an end where its window ends within the span.
    """
    whisker = ""
    window = spot.mark.window
    if window.lo < window.hi:
        whisker = f"M{number(spot.left)} {number(height)}H{number(spot.right)}"
        places = ((window.lo >= plot.first, spot.left), (window.hi <= plot.last, spot.right))
        whisker += "".join(
            f"M{number(place)} {number(height - 2)}v4" for ends, place in places if ends
        )
        whisker = f'<path class="soft-line axis" d="{whisker}"/>'
    sign = _symbol(
        (spot.middle, height), side_of(spot.mark.pair_fact), counts=not spot.mark.pair_fact.reason
    )
    return f"<g>{whisker}{sign}<title>{tooltip}</title></g>"


def _symbol(place: tuple[float, float], sign: int, *, counts: bool) -> str:
    """▲ for, ▼ against, ◆ neither; filled where it counts."""
    x, y = number(place[0]), place[1]
    shapes = {
        1: f"M{x} {number(y - 4)}l4 7.5h-8z",
        -1: f"M{x} {number(y + 4)}l4 -7.5h-8z",
        0: f"M{x} {number(y - 4)}l4 4l-4 4l-4 -4z",
    }
    return f'<path class="mark {"ink" if counts else "paper"} ink-line" d="{shapes[sign]}"/>'


def rows_apart(rooms: Sequence[tuple[float, float]], most: int) -> list[int]:
    """The first row for each span in which no earlier span overlaps it.

    The emptiest of `most` where all are taken.
    """
    found = [0] * len(rooms)
    ends: list[float] = []
    for i in sorted(range(len(rooms)), key=lambda i: rooms[i]):
        row = next((row for row, end in enumerate(ends) if end < rooms[i][0]), len(ends))
        row = row if row < most else min(range(most), key=ends.__getitem__)
        ends[row : row + 1] = [rooms[i][1]]
        found[i] = row
    return found


# What was in force --------------------------------------------------------------------------------


class _Strip(NamedTuple):
    """A bar on the sheet: its stretches of days, and where its words begin and how they read."""

    bar: Bar
    left: float
    right: float
    words_at: float
    words: str

    @property
    def room(self) -> tuple[float, float]:
        """The space that no other bar of its row may overlap."""
        return (
            min(self.left, self.words_at),
            max(self.right, self.words_at + wide(self.words, SMALL) + 14) + 8,
        )


def in_force(sheet: Sheet, plot: Plot, series: Series, arrows: Arrows) -> None:
    """Lanes of bars, each under its title; bars share a lane where there is room."""
    if not series.bars:
        return
    strips = [_strip(plot, bar) for bar in series.bars]
    rows = rows_apart([strip.room for strip in strips], len(strips))
    sheet.y += 26
    sheet.text(
        (MARGIN, sheet.y), f"In force: {tally(series.bars, 'instrument')}", "ink bold", SMALL
    )
    for strip, row in zip(strips, rows, strict=True):
        pair_fact = strip.bar.pair_fact
        top = sheet.y + 18 + BAR_PITCH * row
        tooltip = _tooltip(
            pair_fact, standing(pair_fact.content.since, pair_fact.content.until), arrows
        )
        words = text_at((strip.words_at + 13, top), strip.words, "ink", SMALL)
        sign = _symbol(
            (strip.words_at + 4, top - 4), side_of(pair_fact), counts=not pair_fact.reason
        )
        sheet.add(
            f"<g>{sign}{words}{''.join(_pieces(sheet, plot, strip.bar, top + 5))}"
            f"<title>{tooltip}</title></g>"
        )
    sheet.y += 18 + BAR_PITCH * (max(rows) + 1) - 8


def _strip(plot: Plot, bar: Bar) -> _Strip:
    """A bar with its words above its beginning, moved left where they would leave the sheet."""
    shown = bar.within(plot.first, plot.last)
    left, right = plot.x(shown[0].may.lo), plot.x(shown[-1].may.hi + 1)
    words = clipped(bar.pair_fact.content.title, plot.right - plot.left - 14, SMALL)
    return _Strip(
        bar, left, right, max(plot.left, min(left, plot.right - wide(words, SMALL) - 14)), words
    )


def _pieces(sheet: Sheet, plot: Plot, bar: Bar, top: float) -> Iterator[str]:
    """What is certain is solid, what is possible hatched, what does not count a dashed outline.

    A thin line spans pauses.
    """
    shown = bar.within(plot.first, plot.last)
    for one, other in pairwise(shown):
        pause = (
            f"M{number(plot.x(one.may.hi + 1))}"
            f" {number(top + BAR / 2)}H{number(plot.x(other.may.lo))}"
        )
        yield f'<path class="soft-line axis dotted" d="{pause}"/>'
    for stretch in shown:
        if bar.pair_fact.reason:
            yield _bar(sheet, "disputed", _across(plot, stretch.may), top)
            continue
        if stretch.may != stretch.sure:
            yield _bar(sheet, "possible", _across(plot, stretch.may), top)
        if stretch.sure.lo <= stretch.sure.hi:
            yield _bar(sheet, "certain", _across(plot, stretch.sure), top)


def _across(plot: Plot, window: Window) -> tuple[float, float]:
    return plot.x(window.lo), plot.x(window.hi + 1)


def _bar(sheet: Sheet, how: str, ends: tuple[float, float], top: float) -> str:
    """A bar between two places, as thin as it may be but never out of sight."""
    fill = {
        "certain": 'class="mark ink ink-line"',
        "possible": f'class="mark ink-line" {sheet.hatched("ink")}',
    }
    look = fill.get(how, 'class="mark ink-line dashed" fill="none"')
    width = number(max(ends[1] - ends[0], 1))
    return f'<rect {look} x="{number(ends[0])}" y="{number(top)}" width="{width}" height="{BAR}"/>'


# The legend ---------------------------------------------------------------------------------------


def legend(sheet: Sheet, series: Series) -> None:
    """The legend in words; only of the symbols that the picture has."""
    entries: list[tuple[str, str]] = []
    if series.marks:
        entries += _MARK_SIGNS
    if series.bars:
        entries += [(_bar(sheet, how, (0, 24), -7), words) for how, words in _BAR_SIGNS]
    left, top = float(MARGIN), sheet.y + 30
    for sample, words in entries:
        width = 30 + wide(words, SMALL) + 16
        if left + width > WIDTH:
            left, top = MARGIN, top + 18
        sheet.add(f'<g transform="translate({number(left)} {number(top)})">{sample}</g>')
        sheet.text((left + 30, top), words, "soft", SMALL)
        left += width
    sheet.y = top if entries else sheet.y + 10


_MARK_SIGNS: Final = (
    (_symbol((12, -4), 1, counts=True), "for the ties"),
    (_symbol((12, -4), -1, counts=True), "against"),
    (_symbol((12, -4), 0, counts=True), "weighs nothing"),
    (
        _symbol((6, -4), 1, counts=False) + _symbol((18, -4), -1, counts=False),
        "does not count: planned, disputed or the like",
    ),
    (
        (
            '<path class="soft-line axis" d="M0 -6v4m0 -2H24m0'
            f' -2v4"/>{_symbol((12, -4), 1, counts=True)}'
        ),
        "on some day of these",
    ),
)
_BAR_SIGNS: Final = (
    ("certain", "in force"),
    ("possible", "perhaps in force"),
    ("disputed", "does not count: disputed or the like"),
)
