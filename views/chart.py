"""How figures went, on a screen: cooperation and friction of each direction as rows of blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.fact import DESK
from domain.kinds import POINT
from projections.answer import Answer
from projections.pair_fact import PairFact
from projections.questions.series import FoundSeries
from projections.series import Point, Series
from projections.words import clocks, day, figure, full_day
from views.page import Item, Page
from views.sections import date_of, links
from views.state import clipped, pair_name
from views.svg.axis import dates, round_up
from views.svg.chart import NOTHING_KNOWN, arrows_of, has_figures, known, svg, ties
from views.view import FORMATS, Look, View

BLOCKS: Final = " ▁▂▃▄▅▆▇█"
DIGITS: Final = "0123456789"
LEAD: Final = 11
"""Columns before the blocks: `  against  `."""

TAIL: Final = 8
"""Columns after the blocks: the last figure."""

MOST: Final = 6
"""How many facts are listed."""


class Scale(NamedTuple):
    """The symbols of a row and their scale.

    The last one means `top` micro-units or a little less, the first one nothing.
    """

    symbols: str
    unknown: str
    top: int

    def symbol(self, value: int | None) -> str:
        """The symbol of one figure; 0.0 is nothing, and an unknown figure has its own symbol."""
        if value is None:
            return self.unknown
        steps = len(self.symbols) - 1
        return (
            self.symbols[0]
            if figure(value) == "0.0"
            else self.symbols[-(-value * steps // self.top)]
        )


def heading(found: Series, registry: Registry) -> str:
    """`Turkey – Russia, 1 January 2014 to 31 December 2023`, with what else was fixed."""
    answer = found.answer
    text = f"{pair_name(answer, registry)}, {span(found)}"
    if answer.scope:
        text += f", {answer.scope} only"
    text += clocks(answer.as_of)
    return f"{text}, layer {answer.layer}" if answer.layer != DESK else text


def span(found: Series) -> str:
    """`1 January 2014 to 31 December 2023`; a single day by itself."""
    last = full_day(found.answer.as_of.on)
    return (
        last
        if found.first == found.last
        else f"{full_day(date.fromordinal(found.first))} to {last}"
    )


def went(found: Series) -> str:
    """`mixed (balance 0.36) on 5 Mar 2022, warm (balance 1.34) on 31 Dec 2023`, for a citation."""
    first, last = found.points[0], found.points[-1]
    return f"{ties(first)} on {day(first.day)}, {ties(last)} on {day(last.day)}"


def render(
    found: Series, names: tuple[str, str], title: str, page: Page, said: Sequence[str]
) -> None:
    """Rows of blocks with their scale, the ties at both ends, and the facts that weigh most."""
    page.opening(title, said)
    if not known(found):
        page.text(NOTHING_KNOWN)
        return
    columns = _columns(found, page.width - LEAD - TAIL)
    scale = _scale(columns, page)
    page.figure([*_rows(found, names, columns, scale, page), *_axis(found, len(columns), page)])
    page.line()
    page.text(_legend(found, columns, scale))
    first, last = found.points[0], found.points[-1]
    then = page.symbol("→", "then")
    page.text(
        f"Together: {ties(first)} on {day(first.day)} {then} {ties(last)} on {day(last.day)}."
    )
    page.line()
    _story(found, page)


# The rows -----------------------------------------------------------------------------------------


def _columns(found: Series, width: int) -> list[Point]:
    """For each column the point that holds on the last day of its stretch of days."""
    starts = [point.day for point in found.points]
    days = found.last - found.first + 1
    lasts = [found.first - 1 - (-(i + 1) * days // width) for i in range(width)]
    return [found.points[bisect_right(starts, last) - 1] for last in lasts]


def _scale(columns: Sequence[Point], page: Page) -> Scale:
    greatest = max(
        max(score.cooperation, score.friction) for point in columns for score in point.directions
    )
    return Scale(page.symbol(BLOCKS, DIGITS), page.symbol("·", "."), round_up(max(greatest, POINT)))


def _rows(
    found: Series, names: tuple[str, str], columns: Sequence[Point], scale: Scale, page: Page
) -> Iterator[str]:
    """For each direction its name, and both ledgers."""
    arrows = arrows_of(found, names)
    for side, view in enumerate(found.answer.pair.directions):
        yield clipped(arrows[view].replace("→", page.symbol("→", "to")), LEAD + len(columns) + TAIL)
        yield _row(
            "for",
            [
                point.directions[side].cooperation if has_figures(point) else None
                for point in columns
            ],
            scale,
        )
        yield _row(
            "against",
            [point.directions[side].friction if has_figures(point) else None for point in columns],
            scale,
        )


def _row(name: str, values: Sequence[int | None], scale: Scale) -> str:
    last = "" if values[-1] is None else figure(values[-1])
    return f"  {name:{LEAD - 2}}{''.join(map(scale.symbol, values))}{last:>{TAIL}}"


def _axis(found: Series, width: int, page: Page) -> Iterator[str]:
    """A line with a notch where a date begins, and as many dates under it as fit."""
    axes = (_notches(found, width, most) for most in range(width // 5, 1, -1))
    notches = next((places for places in axes if _fit(places, width + TAIL)), {})
    rule, names = [page.symbol("─", "-")] * width, [" "] * (width + TAIL)
    for place, text in notches.items():
        rule[place] = page.symbol("┬", "+")
        names[place : place + len(text)] = text
    yield " " * LEAD + "".join(rule)
    yield " " * LEAD + "".join(names)


def _notches(found: Series, width: int, most: int) -> dict[int, str]:
    """Dates by the column in which they begin."""
    days = found.last - found.first + 1
    return {
        (tick.day - found.first) * width // days: tick.text
        for tick in dates(found.first, found.last, most)
    }


def _fit(notches: Mapping[int, str], width: int) -> bool:
    ends = [place + len(text) for place, text in notches.items()]
    return all(end < place for end, place in zip(ends, [*notches, width + 1][1:], strict=True))


def _legend(found: Series, columns: Sequence[Point], scale: Scale) -> str:
    nothing = "a space" if scale.symbols[0] == " " else scale.symbols[0]
    least = figure(scale.top // (len(scale.symbols) - 1))
    unknown = (
        ""
        if all(map(has_figures, columns))
        else f", {scale.unknown} where nothing that counts is known"
    )
    step = f" A figure every {found.step} days." if found.step > 1 else ""
    return (
        f"{scale.symbols[-1]} is up to {figure(scale.top)} points,"
        f" {scale.symbols[1]} up to {least}, {nothing} is 0.0{unknown}.{step}"
    )


# The story ----------------------------------------------------------------------------------------


def _story(found: Series, page: Page) -> None:
    """The facts of the span that weigh most.

    Half of them for and half against where there are as many, by their days.
    """
    items = [_item(pair_fact, found, page) for pair_fact in weightiest(found)]
    if items:
        page.heading("WHAT COUNTED MOST", 2)
        page.listed("", items, columns=(0, 14))


def weightiest(found: Series) -> list[PairFact]:
    """The facts that weigh most in the span, in order of date.

    Only facts that count and surely happened or began in it.
    """
    pair_facts = (*(mark.pair_fact for mark in found.marks), *(bar.pair_fact for bar in found.bars))
    inside = [
        pair_fact
        for pair_fact in pair_facts
        if found.first <= pair_fact.fact_state.window.lo
        and pair_fact.fact_state.window.hi <= found.last
    ]
    counted = [pair_fact for pair_fact in inside if not pair_fact.reason]
    good = _ranked([pair_fact for pair_fact in counted if pair_fact.content.weighs > 0])
    bad = _ranked([pair_fact for pair_fact in counted if pair_fact.content.weighs < 0])
    half = MOST // 2
    kept = [*good[: max(half, MOST - len(bad))], *bad[: max(half, MOST - len(good))]]
    return sorted(kept, key=lambda pair_fact: (pair_fact.fact_state.window.hi, pair_fact.handle))


def _ranked(pair_facts: Sequence[PairFact]) -> list[PairFact]:
    """The first few by weight; of equal ones the one farthest in time from those chosen.

    So no part of the span is left out.
    """
    rest = sorted(pair_facts, key=lambda pair_fact: pair_fact.handle)
    kept: list[PairFact] = []
    while rest and len(kept) < MOST:
        kept.append(
            max(
                rest, key=lambda pair_fact: (abs(pair_fact.content.weighs), _apart(pair_fact, kept))
            )
        )
        rest.remove(kept[-1])
    return kept


def _apart(pair_fact: PairFact, others: Sequence[PairFact]) -> int:
    return min(
        (abs(pair_fact.fact_state.window.hi - other.fact_state.window.hi) for other in others),
        default=0,
    )


def _item(pair_fact: PairFact, found: Series, page: Page) -> Item:
    symbol = (
        page.symbol("▲", "for:") if pair_fact.content.weighs > 0 else page.symbol("▼", "against:")
    )
    when = date_of(pair_fact, found.last).replace("–", page.symbol("–", "-"))
    return Item(
        when,
        f"{symbol} {pair_fact.content.title}",
        f"^{pair_fact.handle}",
        links(pair_fact.fact_state),
    )


# The view ----------------------------------------------------------------------------------------


def _names(answer: Answer, found: FoundSeries) -> tuple[str, str]:
    pair, last = found.series.answer.pair, found.series.last
    return answer.registry.name(pair.a, last), answer.registry.name(pair.b, last)


def _draw(answer: Answer, found: FoundSeries, page: Page, look: Look) -> None:
    title = heading(found.series, answer.registry)
    render(found.series, _names(answer, found), title, page, look.said)


def _picture(answer: Answer, found: FoundSeries, foot: str) -> str:
    title = heading(found.series, answer.registry)
    return svg(found.series, _names(answer, found), title, foot)


def _hints(answer: Answer, found: FoundSeries, look: Look) -> tuple[str, ...]:  # noqa: ARG001
    return ("Picture: -o x.svg", "Cite: --cite") if found.known else ()


VIEW: Final = View(
    FoundSeries,
    title=lambda answer, found: f"How ties went: {heading(found.series, answer.registry)}",
    draw=_draw,
    verdict=lambda _, found: went(found.series),
    hints=_hints,
    formats=(*FORMATS, "svg"),
    svg=_picture,
)
