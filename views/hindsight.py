"""A day in hindsight on a screen.

Then and now, what was learned since, and what is reported differently today.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from domain.actors import Registry
from projections.answer import Answer
from projections.hindsight import Hindsight, Revised
from projections.pair_fact import PairFact
from projections.questions.hindsight import FoundHindsight
from projections.score import WITHOUT_FIGURES
from projections.state import State
from projections.words import balance, count, day, signed
from views.page import Item, Page
from views.sections import date_of, links
from views.state import title
from views.verdict import short_label
from views.view import PROSE, Look, View

if TYPE_CHECKING:
    from projections.layer import LayerState
    from projections.layer_hindsight import LayerHindsight


def heading(found: Hindsight | LayerHindsight, registry: Registry) -> str:
    """`Turkey – Russia on Saturday 26 February 2022, in hindsight`."""
    return f"{title(found.now, registry)}, in hindsight"


def render(found: Hindsight, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Then and now side by side, and the facts that make the difference."""
    page.opening(heading(found, registry), said)
    page.text(verdict(found))
    page.line()
    then_and_now(found, page)
    learned_and_revised(found, page)
    page.text(
        f"{count(len(found.learned), 'fact')} learned later,"
        f" {len(found.revised)} reported differently since."
    )


def then_and_now(found: Hindsight | LayerHindsight, page: Page) -> None:
    """Both answers side by side."""
    page.table(
        ("", "STATE", "BALANCE", "NET"),
        [_row("known that day", found.then), _row(_known_now(found), found.now)],
        right=(2, 3),
    )
    page.line()


def learned_and_revised(found: Hindsight, page: Page) -> None:
    """The facts that make the difference."""
    page.listed("LEARNED", [_learned(pair_fact) for pair_fact in found.learned])
    page.line()
    page.listed("REVISED", [_revised(revised, found.now.as_of.day) for revised in found.revised])
    page.line()


def verdict(found: Hindsight | LayerHindsight) -> str:
    """Whether the verdict would have been another one."""
    if not found.now.known:
        return 'Nothing is known of that day. That is not "neutral".'
    if not found.changed:
        return f"Everything known of that day was known that day: {short_label(found.now.verdict)}."
    if found.verdict_changed:
        then, now = short_label(found.then.verdict), short_label(found.now.verdict)
        return f"The verdict would change: {then} as known that day, {now} as known since."
    return f"The verdict is the same: {short_label(found.now.verdict)}, then and now."


def _known_now(found: Hindsight | LayerHindsight) -> str:
    known = found.now.as_of.known_on
    return f"known on {day(known)}" if known else "known now"


def _row(name: str, answer: State | LayerState) -> tuple[str, ...]:
    if answer.label in WITHOUT_FIGURES:
        return name, answer.label, "", ""
    return (
        name,
        short_label(answer.verdict),
        balance(answer.score.balance),
        signed(answer.score.net),
    )


def _learned(pair_fact: PairFact) -> Item:
    worth = pair_fact.reason or f"counts {signed(pair_fact.share.counted)}"
    return Item(
        f"known {day(pair_fact.fact_state.known_day)}",
        f"{pair_fact.content.title} ({worth})",
        f"^{pair_fact.handle}",
        links(pair_fact.fact_state),
    )


def _revised(revised: Revised, on: int) -> Item:
    moved = revised.now.share.counted - revised.then.share.counted
    counted = (
        f"; counts {signed(revised.now.share.counted)}, then {signed(revised.then.share.counted)}"
        if moved
        else ""
    )
    text = f"{revised.now.content.title} ({'; '.join(revised.changes)}{counted})"
    return Item(
        date_of(revised.then, on),
        text,
        f"^{revised.now.handle}",
        links(revised.now.fact_state),
    )


def _draw(answer: Answer, found: FoundHindsight, page: Page, look: Look) -> None:
    render(found.hindsight, answer.registry, page, look.said)


VIEW: Final = View(
    FoundHindsight,
    title=lambda answer, found: heading(found.hindsight, answer.registry),
    draw=_draw,
    verdict=lambda _, found: verdict(found.hindsight).rstrip("."),
    formats=PROSE,
)
