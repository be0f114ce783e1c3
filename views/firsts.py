"""The first fact of each domain on a screen."""

from __future__ import annotations

from typing import Final

from projections.answer import Answer
from projections.questions.firsts import FoundFirsts
from projections.words import clocks, dated, long_day
from views.page import Page
from views.view import Look, View


def _title(answer: Answer, found: FoundFirsts) -> str:
    one, other = (answer.registry.name(actor, found.as_of.day) for actor in found.pair)
    return f"{one} – {other} on {long_day(found.as_of.on)}{clocks(found.as_of)}: firsts"


def _draw(answer: Answer, found: FoundFirsts, page: Page, look: Look) -> None:
    page.opening(_title(answer, found), look.said)
    page.table(
        ["DOMAIN", "SINCE", "FACT"],
        [
            [entry.fact_state.content.domain, dated(entry.dated), f"^{entry.fact_state.handle}"]
            for entry in found.firsts
        ],
    )


VIEW: Final = View(FoundFirsts, title=_title, draw=_draw)
