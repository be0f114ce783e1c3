"""Answers of several layers on one page, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from projections.answer import Answer
from projections.questions.layers import FoundInLayers, LayersQuestion
from views.page import Page
from views.view import Look, View


def _answers(answer: Answer, found: FoundInLayers) -> list[tuple[str, Answer]]:
    """Each layer's own answer, by the layer's name."""
    question = answer.question
    assert isinstance(question, LayersQuestion)
    parts = zip(question.parts, found.parts.items(), strict=True)
    return [
        (name, Answer(part, of_layer, answer.registry, answer.record))
        for part, (name, of_layer) in parts
    ]


def _title(answer: Answer, found: FoundInLayers) -> str:
    from views.index import view_of  # noqa: PLC0415  # the index knows this module too

    return "; ".join(
        f"{view_of(part.found).title(part, part.found)} (layer {name})"
        for name, part in _answers(answer, found)
    )


def _draw(answer: Answer, found: FoundInLayers, page: Page, look: Look) -> None:
    from views.index import view_of  # noqa: PLC0415  # the index knows this module too

    for name, part in _answers(answer, found):
        page.line()
        page.heading(f"LAYER {name.upper()}", 2)
        page.line()
        view_of(part.found).draw(part, part.found, page, look)


def _hints(answer: Answer, found: FoundInLayers, look: Look) -> Sequence[str]:  # noqa: ARG001
    return ("Cite: --cite",)


VIEW: Final = View(FoundInLayers, title=_title, draw=_draw, hints=_hints)
