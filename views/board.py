"""All ties of one actor on a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import DESK
from projections.answer import Answer
from projections.board import Line
from projections.questions.board import FoundBoard
from projections.score import WITHOUT_FIGURES
from projections.words import balance, clocks, count, day, figure, long_day
from views.page import Page
from views.verdict import short_label
from views.view import Look, View


def render(
    found: Sequence[Line],
    title: str,
    registry: Registry,
    as_of: AsOf,
    page: Page,
    said: Sequence[str],
    *,
    persons: bool = True,
) -> None:
    """A line for each pair; those with persons only if they are wanted."""
    page.opening(title, said)
    if not found:
        page.text('Nothing is known of any ties. That is not "neutral".')
        return
    lines = [line for line in found if persons or not _is_person(line.other, registry)]
    rows = [_row(line, registry, as_of) for line in sorted(lines, key=_by_type(registry))]
    page.table(
        ("WITH", "STATE", "TREND", "BALANCE", "FOR", "AGAINST", "FACTS", "LAST"),
        rows,
        right=(3, 4, 5, 6),
    )
    left_out = len(found) - len(lines)
    if left_out:
        page.line()
        are = "is" if left_out == 1 else "are"
        page.text(f"{count(left_out, 'person')} {are} left out; --persons shows them too.")


def _is_person(actor: str, registry: Registry) -> bool:
    known = registry.get(actor)
    return known is not None and known.type == "person"


def _by_type(registry: Registry) -> Callable[[Line], int]:
    """States before organisations, groupings and persons; those of one type as they were."""

    def place(line: Line) -> int:
        actor = registry.get(line.other)
        return _TYPES.index(actor.type) if actor and actor.type in _TYPES else len(_TYPES)

    return place


_TYPES: Final = ("state", "territory", "organisation", "grouping", "person")


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
        short_label(answer.verdict),
        answer.trend if answer.has_trend else "",
        *figures,
        f"{line.facts:,}",
        day(min(line.last_day, as_of.day)) if line.last_day is not None else "undated",
    )


def heading(answer: Answer, found: FoundBoard) -> str:
    """`Turkey on Saturday 5 March 2022`, with what else was fixed."""
    as_of = found.as_of
    limit = f", {found.scope.domain} only" if found.scope.domain else ""
    layer = f", layer {found.layer}" if found.layer != DESK else ""
    name = answer.registry.name(found.actor, as_of.day)
    return f"{name} on {long_day(as_of.on)}{limit}{clocks(as_of)}{layer}"


def _draw(answer: Answer, found: FoundBoard, page: Page, look: Look) -> None:
    title = heading(answer, found)
    persons = "persons" in look.wanted or _is_person(found.actor, answer.registry)
    render(found.lines, title, answer.registry, found.as_of, page, look.said, persons=persons)


VIEW: Final = View(
    FoundBoard,
    title=lambda answer, found: f"All ties of {heading(answer, found)}",
    draw=_draw,
)
