"""How an answer is cited: its title and verdict, and when and by which version it was asked."""

from __future__ import annotations

from datetime import date

from domain.fact import DESK
from projections.answer import Answer
from projections.citation import Citation
from views.index import view_of


def citation_of(answer: Answer, asked: date, version: str) -> Citation:
    """The citation of an answer that was asked on a day."""
    view = view_of(answer.found)
    found = view.found(answer)
    as_of = answer.question.as_of
    return Citation(
        title=view.title(answer, found),
        verdict=view.verdict(answer, found),
        known_on=as_of.known_on if as_of else None,
        lens=str(answer.plain.get("lens", "")),
        layer=str(answer.plain.get("layer", DESK)),
        stamp=answer.stamp,
        asked=asked,
        version=version,
    )
