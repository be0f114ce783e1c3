"""When ties turned, on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.actors import Registry
from domain.kinds import What
from projections.answer import Answer
from projections.diff import Moved, status_word
from projections.flows import Part
from projections.phases import By
from projections.questions.turns import FoundTurns
from projections.turns import Spell, Turn, TurnKind, Turns, moved_by
from projections.words import balance_of, clocks, count, day, in_words, recorded, signed
from views.page import Page
from views.verdict import short_label
from views.view import Look, View

_NAMED: Final = 2
"""How many reasons of a turn are named."""


def heading(found: Turns, registry: Registry, label: str) -> str:
    """`Turkey – Russia from 1 Jan 2014 to 5 Mar 2022: when they turned tense`."""
    names = " – ".join(registry.name(actor, found.as_of.day) for actor in found.pair)
    scope = f", {found.scope.written} only" if found.scope.written else ""
    turned = f"when they turned {in_words(label)}" if label else "when they turned"
    # In the order of knowledge, the last day is the day of knowing.
    fixed = (
        clocks(found.as_of)
        if found.by is By.HAPPENED
        else f", as it became known{recorded(found.as_of)}"
    )
    return f"{names} from {day(found.first)} to {day(found.as_of.on)}{scope}{fixed}: {turned}"


def render(found: Turns, label: str, title: str, page: Page, said: Sequence[str]) -> None:
    """A line for each spell: from when on, how long, under which label, and what turned ties."""
    page.opening(title, said)
    spells = found.of(label)
    lasting = f" for {count(found.min_days, 'day')} or more" if found.min_days > 1 else ""
    if not spells:
        words = in_words(label)
        page.text(f"They were never {words}{lasting} in that span, as far as is known.")
        return
    rows = [
        (
            day(spell.first),
            f"{spell.days:,}",
            _state(spell),
            balance_of(spell.turn.figures.label, spell.turn.figures.score),
            ". ".join(_because(spell, found)),
        )
        for spell in spells
    ]
    page.table(("SINCE", "DAYS", "STATE", "BALANCE", "BECAUSE OF"), rows, right=(1, 3))
    page.line()
    total = sum(spell.days for spell in spells)
    page.text(
        f"{count(len(spells), 'spell')}, {count(total, 'day')} of"
        f" {found.as_of.day - found.first + 1:,}."
        + (f" A label counts that lasts{lasting}." if lasting else "")
    )


def _state(spell: Spell) -> str:
    """`tense`; `cordial, mixed`; `at war, and worse` of a turn within a label."""
    if spell.turn.kind is TurnKind.LABEL:
        return short_label(spell.turn.figures.verdict)
    return f"{in_words(spell.label)}, and {spell.turn.direction or 'moved'}"


def _because(spell: Spell, found: Turns) -> Iterator[str]:
    """What turned ties, and what interrupted the label."""
    turn = spell.turn
    yield "(where the span begins)" if spell.first == found.first else _reasons(turn)
    if turn.figures.label != spell.label:
        yield f"That day {in_words(turn.figures.label)}"
    if spell.interruptions:
        times = len(spell.interruptions)
        often = {1: "once", 2: "twice"}.get(times, f"{times} times")
        yield f"Interrupted {often}, for {count(spell.other_days, 'day')}"


def _reasons(turn: Turn) -> str:
    """The facts that moved most, then what went stale; else that days passed."""
    wrong_way = {"better": -1, "worse": 1}.get(turn.direction, 0)
    reasons = [
        *(
            f"{move.pair_fact.content.title} ({_moved(move)}) ^{move.handle}"
            for move in turn.because
        ),
        *(_sum(part) for part in turn.sums if part.counted * wrong_way < 0 or not wrong_way),
        *(
            f"no newer report of ^{move.handle}"
            for move in turn.unreported
            if move.moved * wrong_way <= 0
        ),
    ]
    if not reasons:
        reasons = [f"the days of ^{move.handle} pass" for move in turn.passing]
    more = len(reasons) - _NAMED
    named = "; ".join(reasons[:_NAMED])
    return (f"{named}; and {more} more" if more > 0 else named) or "fading"


def _moved(move: Moved) -> str:
    """`-9.5`; `called off, -2.0` of what reads as the contrary of what happened."""
    word = _CONTRARY.get(status_word(move.after), "")
    if move.moved:
        return f"{word}, {signed(move.moved)}" if word else signed(move.moved)
    return word or ("relief" if _relieves(move) else status_word(move.after))


_CONTRARY: Final = {
    "absent": "not of these ties",
    "cancelled": "called off",
    "disputed": "disputed",
    "doubtful": "doubtful",
    "ended": "ended",
    "retracted": "retracted",
    "same-episode": "same episode",
}
"""The words for a fact whose title does not say what happened that day."""


def _relieves(move: Moved) -> bool:
    return move.after is not None and move.after.share.counted > 0


def _sum(part: Part) -> str:
    what = What(part.sort.kind, part.sort.what).written
    moved = "relief" if part.counted and not moved_by(part) else signed(part.counted)
    return f"{what} ({count(part.facts, 'fact')}, {moved})"


def _title(answer: Answer, found: FoundTurns) -> str:
    return heading(found.turns, answer.registry, found.label)


def _draw(answer: Answer, found: FoundTurns, page: Page, look: Look) -> None:
    render(found.turns, found.label, _title(answer, found), page, look.said)


VIEW: Final = View(FoundTurns, title=_title, draw=_draw)
