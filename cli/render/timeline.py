"""Facts in order on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from cli.render.page import Page
from domain.clocks import AsOf
from domain.kinds import What
from projections.timeline import Entry
from projections.words import count, dated, day, standing


def heading(name: str, as_of: AsOf) -> str:
    """`Turkey – Russia, up to 5 Mar 2022`."""
    known = f", as known on {day(as_of.known_on)}" if as_of.known_on else ""
    return f"{name}, up to {day(as_of.on)}{known}"


def render(entries: Sequence[Entry], total: int, title: str, page: Page, said: Sequence[str]) -> None:
    """One line a fact: mark, date, what, who, title, handle."""
    page.opening(title, said)
    if not entries:
        page.text('Nothing is known for that span. That is not "nothing happened".')
    for entry in entries:
        page.item(entry.mark, when_told(entry), told(entry), f"^{entry.reading.name}", columns=(2, 20))
    left = total - len(entries)
    page.line()
    page.text(f"{count(len(entries), 'fact')}{f' of {total}; without --last all are shown' if left else ''}.")


def told(entry: Entry) -> str:
    """What happened, to whom, and what it is."""
    content = entry.reading.content
    ended = ", no longer" if content.standing and entry.status == "no" else ""
    return f"{content.title} ({content.parties}, {What(content.kind, content.what).written}{ended})"


def when_told(entry: Entry) -> str:
    """When a fact happened or holds, in words."""
    content = entry.reading.content
    if content.standing:
        return standing(content.since, None)
    return dated(entry.dated)
