"""One question through every lens, on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from domain.actors import Registry
from projections.state import State
from projections.words import balance, figure, signed
from views.page import Item, Page
from views.state import title


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
        answer.label,
        answer.trend if answer.moves else "",
        balance(score.balance),
        *figures,
        str(len(answer.counted)),
    )


def _does(answer: State) -> Item:
    return Item(answer.lens.name, answer.lens.does)
