"""What is ahead on a screen, or past its time."""

from __future__ import annotations

from collections.abc import Sequence

from cli.render.page import Item as Row
from cli.render.page import Page
from cli.render.state import links
from domain.clocks import AsOf
from domain.fact import Plan
from projections.agenda import Item
from projections.words import clocks, dated, day, long_day


def heading(name: str, as_of: AsOf, *, overdue: bool) -> str:
    """`Turkey: ahead on Saturday 5 March 2022`."""
    return (
        f"{name}: {'past its time' if overdue else 'ahead'} on {long_day(as_of.on)}{clocks(as_of)}"
    )


def render(
    found: Sequence[Item], title: str, page: Page, said: Sequence[str], *, overdue: bool
) -> None:
    """One engagement after the other, the earliest first."""
    page.opening(title, said)
    if not found:
        nothing = "Nothing is past its time without an outcome" if overdue else "Nothing was ahead"
        page.text(f"{nothing}, as far as is known.")
    rows = [
        Row(dated(item.planned), _told(item), f"^{item.reading.handle}", links(item.reading))
        for item in found
    ]
    page.listed("", rows, columns=(0, 24))


def _told(item: Item) -> str:
    content = item.reading.content
    slipped = f"; {'; '.join(_slip(plan) for plan in item.slips)}" if item.slips else ""
    return (
        f"{content.title} ({content.parties}, {item.status}, announced"
        f" {day(item.reading.known_day)}{slipped})"
    )


def _slip(plan: Plan) -> str:
    return (
        f"called off {day(plan.known_day)}"
        if plan.window is None
        else f"first planned: {dated(plan.text)}"
    )
