"""The ties of every pair on a day, on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.actors import Registry
from projections.agenda import Item as Planned
from projections.answer import Answer
from projections.board_pairs import PairLine, PairsBoard, Reason
from projections.questions.board_pairs import FoundPairsBoard
from projections.score import WITHOUT_FIGURES
from projections.words import balance, clocks, count, dated, day, long_day, signed
from views.page import Item, Page
from views.verdict import moves_text, short_label
from views.view import Look, View

_MOST: Final = 6
"""How many facts that became known, or are ahead, are listed."""


def heading(found: PairsBoard) -> str:
    """`All ties on Saturday 5 March 2022`, with what else was fixed."""
    limit = f", {found.scope.domain} only" if found.scope.domain else ""
    return f"All ties on {long_day(found.as_of.on)}{limit}{clocks(found.as_of)}"


def render(found: PairsBoard, registry: Registry, page: Page, look: Look) -> None:
    """The pairs that moved in 30 days with their reasons, then all others, then what is new."""
    page.opening(heading(found), look.said)
    if not found.lines:
        page.text('Nothing is known of any ties. That is not "neutral".')
        return
    moved = [line for line in found.lines if line.moved]
    quiet = [line for line in found.lines if not line.moved]
    if moved:
        page.heading("MOVED IN 30 DAYS", 2)
        for line in moved:
            names, state, figure = _short(line, registry, found)
            text = f"{', '.join(filter(None, (state, figure)))}; {_moved(line, page)}"
            page.item("", names, text, "", columns=(0, 27))
        page.line()
    if quiet:
        page.heading("ALL OTHERS", 2)
        rows = [(*_short(line, registry, found), _last(line)) for line in quiet]
        page.table(("BETWEEN", "STATE", "BALANCE", "LAST"), rows, right=(2,))
        page.line()
    page.listed("NEWLY KNOWN", _news(found))
    page.listed("AHEAD", map(_ahead, found.ahead[:_MOST]))
    page.line()
    page.text(f"{count(len(found.lines), 'pair')}, {len(moved)} of them moved in 30 days.")


def _short(line: PairLine, registry: Registry, found: PairsBoard) -> tuple[str, str, str]:
    """The two by name, the label after the one before where it is another, and the balance."""
    answer, before = line.answer, line.before
    names = " – ".join(registry.name(actor, found.as_of.day) for actor in line.pair)
    now, then = short_label(answer.verdict), short_label(before.verdict)
    turned = f"{then} > {now}" if then != now and before.label != "unknown" else now
    figures = "" if answer.label in WITHOUT_FIGURES else balance(answer.score.balance)
    return names, turned, figures


def _moved(line: PairLine, page: Page) -> str:
    """`▲ 4.0 ▼ 1.5: Russia drops a warship passage (+6.5); ..`."""
    reasons = "; ".join(_reason(reason) for reason in line.reasons)
    return f"{moves_text(line.answer.movement.now, page)}: {reasons}"


def _reason(reason: Reason) -> str:
    up, down = reason.moves.now
    moved = " ".join(signed(micro) for micro in (up, -down) if micro)
    return f"{reason.pair_fact.content.title} ({moved}) ^{reason.pair_fact.handle}"


def _last(line: PairLine) -> str:
    last = line.line.last_day
    return day(last) if last is not None else "undated"


def _news(found: PairsBoard) -> Iterator[Item]:
    for fact_state in found.news[:_MOST]:
        text = f"{fact_state.content.title} ({fact_state.content.parties})"
        yield Item(day(fact_state.known_day), text, f"^{fact_state.handle}")
    more = len(found.news) - _MOST
    if more > 0:
        yield Item("", f"and {more} more in 30 days")


def _ahead(item: Planned) -> Item:
    content = item.fact_state.content
    text = f"{content.title} ({content.parties})"
    return Item(dated(item.planned), text, f"^{item.fact_state.handle}")


def _draw(answer: Answer, found: FoundPairsBoard, page: Page, look: Look) -> None:
    render(found.board, answer.registry, page, look)


VIEW: Final = View(FoundPairsBoard, title=lambda _, found: heading(found.board), draw=_draw)
