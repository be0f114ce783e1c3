"""How much a timeline holds, on a screen."""

from __future__ import annotations

from typing import Final

from domain import edtf
from projections.answer import Answer
from projections.questions.stats import FoundStats
from projections.stats import Tally, stats_json
from projections.words import count, day
from views.page import Page
from views.view import Look, View

_COLUMNS: Final = (16, 0)


def _draw(answer: Answer, found: FoundStats, page: Page, look: Look) -> None:  # noqa: ARG001
    record = answer.record
    kept = {"store": record.store, "events": record.position, "digest": record.digest}
    for name, value in {**kept, **stats_json(found.stats, [])}.items():
        if name not in ("schema", "layers"):
            page.item(name.replace("_", " "), "", _text(name, value), "", columns=_COLUMNS)
    for tally in found.tallies:
        page.item(f"layer {tally.layer}", "", layer_text(tally), "", columns=_COLUMNS)


def _text(name: str, value: object) -> str:
    """One figure as people read it."""
    if isinstance(value, dict):
        value = ", ".join(f"{kind} {number}" for kind, number in value.items())
    if name in ("first", "last") and isinstance(value, str):
        return day(edtf.window(value).lo)
    return "none" if value in (None, "") else str(value)


def layer_text(tally: Tally) -> str:
    """What a layer holds, in a sentence's length."""
    held = (
        f"{count(tally.facts, 'fact')}, {count(tally.events, 'event')};"
        f" {count(tally.pairs, 'pair')} of {count(tally.actors, 'actor')}"
    )
    if tally.first is not None and tally.last is not None:
        held += f"; {day(tally.first)} to {day(tally.last)}"
    most = ", ".join(f"{a}–{b} {facts:,}" for (a, b), facts in tally.busiest)
    return f"{held}; most on {most}" if most else held


def _title(answer: Answer, found: FoundStats) -> str:  # noqa: ARG001
    return "How much the timeline holds"


VIEW: Final = View(FoundStats, title=_title, draw=_draw)
