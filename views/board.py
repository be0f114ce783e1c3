"""All ties of one actor on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from domain.actors import Registry
from domain.clocks import AsOf
from projections.board import Line
from projections.score import WITHOUT_FIGURES
from projections.words import balance, day, figure
from views.page import Page


def render(
    found: Sequence[Line],
    title: str,
    registry: Registry,
    as_of: AsOf,
    page: Page,
    said: Sequence[str],
) -> None:
    """A line for each pair."""
    page.opening(title, said)
    if not found:
        page.text('Nothing is known of any ties. That is not "neutral".')
        return
    rows = [_row(line, registry, as_of) for line in found]
    page.table(
        ("WITH", "STATE", "TREND", "BALANCE", "FOR", "AGAINST", "FACTS", "LAST"),
        rows,
        right=(3, 4, 5, 6),
    )


def _row(line: Line, registry: Registry, as_of: AsOf) -> tuple[str, ...]:
    answer, score = line.answer, line.answer.score
    known = answer.label not in WITHOUT_FIGURES
    figures = (
        (balance(score.balance), figure(score.cooperation), figure(score.friction))
        if known
        else ("", "", "")
    )
    return (
        registry.name(line.other, as_of.day),
        answer.label,
        answer.trend if answer.moves else "",
        *figures,
        f"{line.facts:,}",
        day(min(line.last_day, as_of.day)) if line.last_day is not None else "undated",
    )
