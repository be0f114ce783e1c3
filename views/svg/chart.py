"""A chart as a picture: SVG that reads in colour, in black and white, in the dark, and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from zlib import crc32

from domain.fact import DESK
from projections.pairs import MUTUAL
from projections.score import Score
from projections.series import Point, Series
from projections.words import balance, day, figure, signed
from views.svg.axis import HEIGHT, Plot, dates, scaled
from views.svg.lanes import Arrows, happened, in_force, legend, tally
from views.svg.sheet import MARGIN, SMALL, Sheet, escaped, number, text_at
from views.verdict import short_label

MOST_DATES: Final = 10
NO_FIGURES: Final = ("unknown", "disputed")
"""Labels of days for which nothing that counts is known."""

NOTHING_KNOWN: Final = 'Nothing is known. That is not "neutral".'
_LOOKS: Final = ("there", "back")


def svg(series: Series, names: tuple[str, str], title: str, foot: str = "") -> str:
    """The figures of a pair as a picture.

    A line for each direction, what happened, and what was in force. `names` are those of the
    actors in the order of the pair; `foot` is what names the answer. The same series gives the
    same bytes.
    """
    sheet = Sheet(f"c{crc32('|'.join((title, foot, *names)).encode('utf-8', 'replace')):08x}")
    arrows = arrows_of(series, names)
    _head(sheet, series, arrows, title)
    plot = Plot.of(series, sheet.y + 34)
    sheet.y = plot.base + 20
    lines_begin = len(sheet.parts)
    _figures(sheet, plot, series, arrows)
    happened(sheet, plot, series, arrows)
    in_force(sheet, plot, series, arrows)
    sheet.parts[lines_begin:lines_begin] = _grid(plot, sheet.y, scale=known(series))
    legend(sheet, series)
    sheet.y += 6
    sheet.paragraph(foot, 10, "soft")
    return sheet.whole(title, described(series, names))


# What is said -------------------------------------------------------------------------------------


def arrows_of(series: Series, names: tuple[str, str]) -> Arrows:
    """`Turkey → Russia` for each direction, and `mutual`."""
    there, back = series.answer.pair.directions
    return {there: f"{names[0]} → {names[1]}", back: f"{names[1]} → {names[0]}", MUTUAL: "mutual"}


def described(series: Series, names: tuple[str, str]) -> str:
    """What the picture shows, in sentences."""
    span = f"from {day(series.first)} to {day(series.last)}"
    if not known(series):
        return f"Ties of {names[0]} and {names[1]} {span}. {NOTHING_KNOWN}"
    arrows = arrows_of(series, names)
    return " ".join(
        sentence
        for sentence in (
            (
                f"Net of cooperation and friction between {names[0]} and {names[1]}, in points,"
                f" {span}."
            ),
            f"A figure every {series.step} days." if series.step > 1 else "",
            (
                f"The ties are {ties(series.points[0])} at first and {ties(series.points[-1])} at"
                " last."
            ),
            *(
                _extremes(series, i, arrows[view])
                for i, view in enumerate(series.answer.pair.directions)
            ),
            (
                "Facts of one day are summed, and have no marks."
                if series.answer.layer != DESK
                else ""
            ),
            (
                f"On their days: {tally(series.marks, 'fact')}. In force:"
                f" {tally(series.bars, 'instrument')}."
            ),
        )
        if sentence
    )


def ties(point: Point) -> str:
    """`cordial, mixed (balance 0.86)`; a label that has no figures alone."""
    label = short_label(point.verdict)
    return f"{label} (balance {balance(point.score.balance)})" if has_figures(point) else label


def known(series: Series) -> bool:
    """Whether anything that counts is known, or denied, of a day in the span.

    Unknown is not zero.
    """
    return any(point.label != "unknown" for point in series.points)


def has_figures(point: Point) -> bool:
    """Whether anything known of that day counts: a line at zero would say so where nothing does."""
    return point.label not in NO_FIGURES


def _extremes(series: Series, side: int, arrow: str) -> str:
    figures = [point for point in series.points if has_figures(point)]
    if not figures:
        return f"{arrow}: no figures."
    low = min(figures, key=lambda point: point.directions[side].net)
    high = max(figures, key=lambda point: point.directions[side].net)
    worst, best = (
        f"{signed(point.directions[side].net)} on {day(point.day)}" for point in (low, high)
    )
    return f"{arrow}: lowest net {worst}, highest {best}."


# The figures --------------------------------------------------------------------------------------


def _head(sheet: Sheet, series: Series, arrows: Arrows, title: str) -> None:
    """Title, the ties at both ends, and a line in words for each line drawn."""
    sheet.paragraph(title, 17, "ink bold")
    if not known(series):
        return
    first, last = series.points[0], series.points[-1]
    step = f"; a figure every {series.step} days" if series.step > 1 else ""
    sheet.paragraph(
        f"{ties(first)} on {day(series.first)} → {ties(last)} on {day(series.last)}{step}",
        12,
        "soft",
    )
    sheet.y += 4
    for look, view, score in zip(
        _LOOKS, series.answer.pair.directions, last.directions, strict=True
    ):
        top = sheet.y + 5
        sheet.paragraph(
            _ledgers(arrows[view], score) if has_figures(last) else f"{arrows[view]}, net",
            12,
            "ink",
            62,
        )
        sheet.add(_band(sheet, look, f"M{MARGIN} {number(top)}h34v12h-34z"))
        sheet.add(f'<path class="{_line_look(look)}" d="M{MARGIN} {number(top + 6)}h34"/>')


def _ledgers(arrow: str, score: Score) -> str:
    ledgers = f"for {figure(score.cooperation)}, against {figure(score.friction)}"
    return (
        f"{arrow}: net {signed(score.net)} at last, {ledgers}; may be {signed(score.low)} to"
        f" {signed(score.high)} (band)"
    )


def _line_look(look: str) -> str:
    return f"{look}-line line dashed" if look == "back" else f"{look}-line line"


def _band(sheet: Sheet, look: str, path: str) -> str:
    """An area between least and most: light for one direction, hatched for the other."""
    if look == "back":
        return f'<path class="band hatched back-line dotted" {sheet.hatched("back")} d="{path}"/>'
    return f'<path class="band there there-line" d="{path}"/>'


def _figures(sheet: Sheet, plot: Plot, series: Series, arrows: Arrows) -> None:
    """The two lines over their bands, broken where there are no figures, and what they come to."""
    for side, look in enumerate(_LOOKS):
        for run in _runs(series, side, ("unknown",)):
            sheet.add(_band(sheet, look, _area(plot, run)))
    for side, (look, view) in enumerate(zip(_LOOKS, series.answer.pair.directions, strict=True)):
        path = "".join(
            _stairs(plot, [(lo, hi, score.net) for lo, hi, score in run])
            for run in _runs(series, side, NO_FIGURES)
        )
        if path:
            sheet.add(
                f'<path class="{_line_look(look)}" d="{path}"><title>{escaped(arrows[view])},'
                " net</title></path>"
            )
    if known(series):
        _ends(sheet, plot, series.points[-1])
    else:
        sheet.text(
            ((plot.left + plot.right) / 2, plot.top + HEIGHT / 3),
            NOTHING_KNOWN,
            "soft",
            13,
            "middle",
        )


def _runs(
    series: Series, side: int, broken: Sequence[str]
) -> Iterator[list[tuple[int, int, Score]]]:
    """Spans of days without a break.

    Each with one direction's score from a day until before another.
    """
    ends = [*(point.day for point in series.points[1:]), series.last + 1]
    for holds, run in groupby(
        zip(series.points, ends, strict=True), key=lambda part: part[0].label not in broken
    ):
        if holds:
            yield [(point.day, end, point.directions[side]) for point, end in run]


def _stairs(plot: Plot, run: Sequence[tuple[int, int, int]]) -> str:
    """A line that holds each value until the next one."""
    path = f"M{number(plot.x(run[0][0]))} {number(plot.y(run[0][2]))}"
    height = number(plot.y(run[0][2]))
    for first, _, value in run[1:]:
        if number(plot.y(value)) != height:
            height = number(plot.y(value))
            path += f"H{number(plot.x(first))}V{height}"
    return f"{path}H{number(plot.x(run[-1][1]))}"


def _area(plot: Plot, run: Sequence[tuple[int, int, Score]]) -> str:
    """From the least to the most that each value may be."""
    highs = [
        (number(plot.x(day_)), number(plot.y(score.high)))
        for first, end, score in run
        for day_ in (first, end)
    ]
    lows = [
        (number(plot.x(day_)), number(plot.y(score.low)))
        for first, end, score in run
        for day_ in (first, end)
    ]
    corners = [corner for corner, _ in groupby([*highs, *reversed(lows)])]
    return f"M{'L'.join(f'{x} {y}' for x, y in corners)}z"


def _ends(sheet: Sheet, plot: Plot, last: Point) -> None:
    """What each line comes to, beside its end; far enough apart to be read."""
    if not has_figures(last):
        return
    heights = [plot.y(score.net) for score in last.directions]
    apart = 14 - abs(heights[0] - heights[1])
    lean = apart / 2 if apart > 0 else 0
    for i, look in enumerate(_LOOKS):
        above = heights[i] < heights[1 - i] or (heights[0] == heights[1] and i == 0)
        sheet.text(
            (plot.right + 6, heights[i] + 4 - (lean if above else -lean)),
            signed(last.directions[i].net),
            f"{look} bold",
            12,
        )


def _grid(plot: Plot, down_to: float, *, scale: bool) -> list[str]:
    """Lines for round figures, and for dates down through the lanes, with their names."""
    found: list[str] = []
    for micro in range(plot.low, plot.high + 1, plot.step) if scale else ():
        line = f"M{number(plot.left)} {number(plot.y(micro))}H{number(plot.right)}"
        found.append(f'<path class="{"grid-line" if micro else "soft-line axis"}" d="{line}"/>')
        found.append(
            text_at((plot.left - 8, plot.y(micro) + 4), scaled(micro), "soft", SMALL, "end")
        )
    if scale:
        found.append(text_at((plot.left, plot.top - 10), "Net, in points", "soft", SMALL))
    for day_, name in dates(plot.first, plot.last, MOST_DATES):
        found.append(
            f'<path class="grid-line" d="M{number(plot.x(day_))}'
            f' {number(plot.top)}V{number(down_to)}"/>'
        )
        found.append(text_at((plot.x(day_), plot.base + 17), name, "soft", SMALL, "middle"))
    return found
