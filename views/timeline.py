"""Facts in order on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.kinds import What
from domain.typed import Period
from projections.answer import Answer
from projections.questions.timeline import FoundTimeline
from projections.timeline import CALLED_OFF, HAPPENED, Entry
from projections.words import clocks, count, dated, day, day_of, standing
from views.page import Page
from views.view import Look, View

ALWAYS: Final = Period(None, None)


def heading(name: str, as_of: AsOf, period: Period = ALWAYS) -> str:
    """The title, such as `Turkey – Russia, up to 5 Mar 2022`.

    With more fixed: `Turkey – Russia from 1 Mar 2022 to 5 Mar 2022, as of 9 Mar 2022`.
    """
    if period != ALWAYS:
        first = f" from {day(period.first)}" if period.first else ""
        last = f" to {day(period.last)}" if period.last else ""
        return f"{name}{first}{last}, as of {day(as_of.on)}{clocks(as_of)}"
    return f"{name}, up to {day(as_of.on)}{clocks(as_of)}"


def render(found: FoundTimeline, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """One line a fact: mark, date, what, who, title, handle; apart, what may be of other days."""
    entries, total = found.entries, found.total
    page.opening(_heading(found), said)
    if not entries:
        page.text('Nothing is known for that span. That is not "nothing happened".')
    _list([entry for entry in entries if entry.in_span], registry, page)
    maybe = [entry for entry in entries if not entry.in_span]
    if maybe:
        page.line()
        page.heading("MAY HAVE BEEN THEN, OR ON OTHER DAYS", 2)
        _list(maybe, registry, page)
    left = total - len(entries)
    page.line()
    of_all = f" of {total}; without --last all are shown" if left else ""
    facts = count(len({entry.fact_state.id for entry in entries}), "fact")
    page.text(f"{facts}, {count(len(entries), 'line')}{of_all}.")


def _list(entries: Sequence[Entry], registry: Registry, page: Page) -> None:
    for entry in entries:
        page.item(
            f"{page.symbol(entry.mark, PLAIN.get(entry.mark, entry.mark))} {_sign(entry, page)}",
            entry_date(entry),
            entry_text(entry, registry),
            f"^{entry.fact_state.name}",
            columns=(4, 20),
        )


def entry_text(entry: Entry, registry: Registry) -> str:
    """What happened, to whom, and what it is."""
    content = entry.fact_state.content
    what = f"{content.parties}, {What(content.kind, content.what).written}"
    if entry.change == CALLED_OFF:
        by = f" by {registry.name(entry.by, entry.window.hi)}" if entry.by else ""
        return f"called off{by}: {content.title} ({what}, planned for {dated(entry.dated)})"
    if entry.change:
        return f"{entry.change}: {content.title} ({what})"
    state = entry.fact_state
    denied = ", disputed" if state.disputed else ", contested" if state.contested else ""
    return f"{content.title} ({what}{denied})"


PLAIN: Final = {HAPPENED: "-"}
"""Marks in characters that every screen has."""


def _sign(entry: Entry, page: Page) -> str:
    """What it is for the ties, as far as it weighs."""
    if not entry.weight:
        return ""
    return page.symbol("▲", "+") if entry.weight > 0 else page.symbol("▼", "-")


def entry_date(entry: Entry) -> str:
    """When a fact happened or holds, in words."""
    content = entry.fact_state.content
    if entry.change:
        return day_of(entry.window)
    return standing(content.since, None) if content.standing else dated(entry.dated)


def _heading(found: FoundTimeline) -> str:
    return heading(found.whose.name, found.as_of, found.period)


def _draw(answer: Answer, found: FoundTimeline, page: Page, look: Look) -> None:
    render(found, answer.registry, page, look.said)


VIEW: Final = View(FoundTimeline, title=lambda _, found: f"Timeline: {_heading(found)}", draw=_draw)
