"""What changed between two answers, on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from domain.actors import Registry
from projections.answer import Answer
from projections.diff import LISTS, Diff, Moved, status_word
from projections.questions.diff import FoundDiff
from projections.score import WITHOUT_FIGURES
from projections.state import State
from projections.words import balance, count, day, figure, joined, recorded, signed
from views.page import Item, Page
from views.sections import date_of
from views.state import of_layer, pair_name
from views.verdict import short_label
from views.view import Look, View

if TYPE_CHECKING:
    from projections.layer import LayerState
    from projections.layer_diff import LayerDiff

_LISTS: Final = {"in_force": "in force", "ahead": "ahead", "disputed": "disputed"}


def heading(found: Diff | LayerDiff, registry: Registry) -> str:
    """`Turkey – Russia, 23 Feb 2022 and 5 Mar 2022`."""
    scope = f", {found.after.scope} only" if found.after.scope else ""
    scope += of_layer(found.after)
    points = f"{point(found.before, found)} and {point(found.after, found)}"
    return f"{pair_name(found.after, registry)}, {points}{scope}{recorded(found.after.as_of)}"


def render(found: Diff, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Before and after side by side, the facts that changed, and what entered or left.

    Each changed fact with what it moved.
    """
    page.opening(heading(found, registry), said)
    page.text(difference(found))
    page.line()
    rows = [answer_row(point(answer, found), answer) for answer in (found.before, found.after)]
    page.table(("", "STATE", "BALANCE", "FOR", "AGAINST", "NET"), rows, right=(2, 3, 4, 5))
    _reasons(found, page)
    page.line()
    page.listed("", comings_and_goings(found), columns=(0, 20))


def point(answer: State | LayerState, found: Diff | LayerDiff) -> str:
    """The day of an answer, with what else differs from the other one."""
    if found.before.lens != found.after.lens:
        return f"{day(answer.as_of.on)} by {answer.lens.name}"
    known = f" as known on {day(answer.as_of.known_on)}" if answer.as_of.known_on else ""
    return f"{day(answer.as_of.on)}{known}"


def difference(found: Diff | LayerDiff) -> str:
    """What the difference is, in a sentence."""
    if not found.before.known and not found.after.known:
        return 'Nothing is known of either. That is not "neutral".'
    if found.empty:
        return f"The same: {short_label(found.after.verdict)}."
    labels = f"{short_label(found.before.verdict)}, then {short_label(found.after.verdict)}"
    if found.before.verdict[:2] == found.after.verdict[:2]:
        labels = f"still {short_label(found.after.verdict)}"
    if {found.before.label, found.after.label} <= WITHOUT_FIGURES:
        return f"{labels.capitalize()}; nothing counts."
    return f"{labels.capitalize()}; {_net_moved(found)}."


def _net_moved(found: Diff | LayerDiff) -> str:
    """By how much the net moved and because of what; how many facts differ and moved nothing."""
    reasons = (found if isinstance(found, Diff) else found.others).reasons
    still = sum(signed(move.moved) == "0.0" for move in reasons)
    facts, net = found.changed - still, signed(found.after.score.net - found.before.score.net)
    because = [count(facts, "fact")] if facts else []
    because += ["relief"] if signed(found.eased) != "0.0" else []
    because += ["fading"] if signed(found.fading) != "0.0" else []
    if net != "0.0":
        said = f"net moved by {net}{f', because of {joined(because)}' if because else ''}"
    elif len(because) > 1:
        said = f"the net is where it was, as {joined(because)} cancel out"
    else:
        said = "the net did not move"
    if not still:
        return said
    others = count(still, "more fact" if facts else "fact")
    return f"{said}; {others} {'differs' if still == 1 else 'differ'}"


def answer_row(name: str, answer: State | LayerState) -> tuple[str, ...]:
    """An answer's figures beside those of the other one."""
    score = answer.score
    if answer.label in WITHOUT_FIGURES:
        return name, answer.label, "", "", "", ""
    figures = figure(score.cooperation), figure(score.friction), signed(score.net)
    return name, short_label(answer.verdict), balance(score.balance), *figures


def _reasons(found: Diff, page: Page) -> None:
    if not found.reasons and not found.fading and not found.eased:
        return
    page.line()
    page.heading("BECAUSE OF", 2)
    reason_items(found.reasons, found.after.as_of.day, page)
    besides(found, page)


def reason_items(reasons: Sequence[Moved], on: int, page: Page) -> None:
    """Each fact that changed, with what it moved."""
    for move in reasons:
        text = f"{move.pair_fact.content.title} ({_difference(move)})"
        when = date_of(move.pair_fact, on)
        page.item(f"{signed(move.moved):>6}", when, text, f"^{move.handle}", columns=(8, 19))


def besides(found: Diff | LayerDiff, page: Page) -> None:
    """What relief and what time moved beside the facts that changed."""
    for name, micro, text in (
        ("eased", found.eased, "what relief pays off, more or less than before"),
        ("fading", found.fading, "what time alone moved, over all other facts"),
    ):
        if signed(micro) != "0.0":
            page.item(f"{signed(micro):>6}", name, text, "", columns=(8, 19))


def _difference(move: Moved) -> str:
    """Its standing before and after; where that is the same, its share."""
    before, after = status_word(move.before), status_word(move.after)
    if before != after or move.before is None or move.after is None:
        return f"{before} before, {after} after"
    return (
        f"{after}; counts {signed(move.before.share.counted)} before,"
        f" {signed(move.after.share.counted)} after"
    )


def comings_and_goings(found: Diff) -> list[Item]:
    """What entered or left each list of facts."""
    return [
        Item(f"{verb} {_LISTS[name]}", pair_fact.content.title, f"^{pair_fact.handle}")
        for verb, pick_from in (("now", found.entered), ("no longer", found.left))
        for name, pick in LISTS.items()
        for pair_fact in pick_from(pick)
    ]


def _draw(answer: Answer, found: FoundDiff, page: Page, look: Look) -> None:
    render(found.diff, answer.registry, page, list(dict.fromkeys(look.said)))


VIEW: Final = View(
    FoundDiff,
    title=lambda answer, found: heading(found.diff, answer.registry),
    draw=_draw,
    verdict=lambda _, found: difference(found.diff).rstrip("."),
)
