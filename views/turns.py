"""When ties turned, on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from projections.answer import Answer
from projections.diff import Moved, status_word
from projections.questions.turns import FoundTurns
from projections.turns import Spell, Turns
from projections.words import balance_of, clocks, count, day, signed
from views.page import Page
from views.view import Look, View


def heading(found: Turns, registry: Registry, label: str) -> str:
    """`Turkey – Russia from 1 Jan 2014 to 5 Mar 2022: when they turned tense`."""
    names = " – ".join(registry.name(actor, found.as_of.day) for actor in found.pair)
    scope = f", {found.scope.written} only" if found.scope.written else ""
    turned = f"when they turned {label}" if label else "when they turned"
    return (
        f"{names} from {day(found.first)} to {day(found.as_of.on)}{scope}{clocks(found.as_of)}:"
        f" {turned}"
    )


def render(found: Turns, label: str, title: str, page: Page, said: Sequence[str]) -> None:
    """A line for each spell: from when to when, under which label, and what turned that day."""
    page.opening(title, said)
    spells = found.of(label)
    if not spells:
        page.text(f"They were never {label} in that span, as far as is known.")
        return
    rows = [
        (
            _days(spell, found),
            f"{spell.days:,}",
            spell.label,
            balance_of(spell.label, spell.score),
            _because(spell, found),
        )
        for spell in spells
    ]
    page.table(("SINCE", "DAYS", "STATE", "BALANCE", "BECAUSE OF"), rows, right=(1, 3))
    page.line()
    total = sum(spell.days for spell in spells)
    page.text(
        f"{count(len(spells), 'spell')}, {count(total, 'day')} of"
        f" {found.as_of.day - found.first + 1:,}."
    )


def _days(spell: Spell, found: Turns) -> str:
    return day(spell.first) if spell.first > found.first else f"{day(spell.first)} or before"


def _moved(move: Moved) -> str:
    return signed(move.moved) if move.moved else status_word(move.after)


def _because(spell: Spell, found: Turns) -> str:
    if spell.first == found.first:
        return "(where the span begins)"
    named = "; ".join(
        f"{move.pair_fact.content.title} ({_moved(move)}) ^{move.handle}"
        for move in spell.because[:2]
    )
    more = len(spell.because) - 2
    return (f"{named}; and {more} more" if more > 0 else named) or "fading"


def _title(answer: Answer, found: FoundTurns) -> str:
    return heading(found.turns, answer.registry, found.label)


def _draw(answer: Answer, found: FoundTurns, page: Page, look: Look) -> None:
    render(found.turns, found.label, _title(answer, found), page, look.said)


VIEW: Final = View(FoundTurns, title=_title, draw=_draw)
