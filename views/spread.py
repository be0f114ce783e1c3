"""One question through every lens, on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from projections.answer import Answer
from projections.questions.spread import FoundSpread
from projections.state import State
from projections.words import balance, figure, signed
from views.page import Item, Page
from views.state import title
from views.verdict import short_label
from views.view import Look, View


def render(answers: Sequence[State], registry: Registry, page: Page, said: Sequence[str]) -> None:
    """A line for each lens, and what each of them looks at."""
    page.opening(f"{title(answers[0], registry)}, through every lens", said)
    if not answers[0].known:
        page.text('Nothing is known. That is not "neutral".')
        return
    page.table(
        ("LENS", "STATE", "TREND", "BALANCE", "FOR", "AGAINST", "NET", "COUNTED"),
        [_row(a) for a in answers],
        right=(3, 4, 5, 6, 7),
    )
    page.line()
    page.listed("", [_does(answer) for answer in answers], columns=(0, 20))


def _row(answer: State) -> tuple[str, ...]:
    score = answer.score
    if answer.label == "unknown":
        return answer.lens.name, "unknown", "", "", "", "", "", "0"
    figures = figure(score.cooperation), figure(score.friction), signed(score.net)
    return (
        answer.lens.name,
        short_label(answer.verdict),
        answer.trend if answer.has_trend else "",
        balance(score.balance),
        *figures,
        str(len(answer.counted)),
    )


def _does(answer: State) -> Item:
    return Item(answer.lens.name, answer.lens.does)


def _draw(answer: Answer, found: FoundSpread, page: Page, look: Look) -> None:
    render(found.answers, answer.registry, page, look.said)


def _title(answer: Answer, found: FoundSpread) -> str:
    return f"State of ties through every lens: {title(found.answers[0], answer.registry)}"


VIEW: Final = View(FoundSpread, title=_title, draw=_draw)
