"""How much a timeline holds, on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from projections.answer import Answer
from projections.questions.stats import FoundStats
from projections.stats import Stats, Tally
from projections.words import day
from views.page import Page
from views.view import Look, View


def _draw(answer: Answer, found: FoundStats, page: Page, look: Look) -> None:
    record, desk = answer.record, found.stats
    page.opening(_title(answer, found), look.said)
    layers: list[tuple[str, Stats | Tally]] = [
        ("desk", desk),
        *((tally.layer, tally) for tally in found.tallies),
    ]
    page.table(
        ("LAYER", "FACTS", "PAIRS", "ACTORS", "FIRST", "LAST"),
        [
            (name, f"{held.facts:,}", f"{held.pairs:,}", f"{held.actors:,}", *_days(held))
            for name, held in layers
        ],
        right=(1, 2, 3),
    )
    if desk.facts:
        _counts("KIND, ON THE DESK", desk.kinds, page)
        _counts("OF THESE FACTS", _exceptions(desk), page)
    busiest = [
        (tally.layer, f"{a}–{b}", f"{facts:,}")
        for tally in found.tallies
        for (a, b), facts in tally.busiest
    ]
    if busiest:
        page.line()
        page.table(("LAYER", "BUSIEST PAIRS", "FACTS"), busiest, right=(2,))
    page.line()
    page.table(
        ("RECORD", ""),
        [("store", record.store), ("events", f"{record.position:,}"), ("digest", record.digest)],
    )


def _counts(heading: str, facts: Mapping[str, int], page: Page) -> None:
    """A table of how many facts are what."""
    page.line()
    rows = [(name, f"{number:,}") for name, number in facts.items()]
    page.table((heading, "FACTS"), rows, right=(1,))


def _exceptions(desk: Stats) -> Mapping[str, int]:
    """Facts that an editor looks at, whatever their kind."""
    return {
        "are disputed": desk.disputed,
        "are retracted": desk.retracted,
        "have no source": desk.without_source,
    }


def _days(held: Stats | Tally) -> tuple[str, str]:
    """The first and the last day of what is held; empty where no fact has one."""
    return (
        "" if held.first is None else day(held.first),
        "" if held.last is None else day(held.last),
    )


def _title(answer: Answer, found: FoundStats) -> str:  # noqa: ARG001
    return "How much the timeline holds"


VIEW: Final = View(FoundStats, title=_title, draw=_draw)
