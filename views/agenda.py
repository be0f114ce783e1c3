"""What is ahead on a screen, or past its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.clocks import AsOf
from domain.fact import Plan
from projections.agenda import Item
from projections.answer import Answer
from projections.questions.agenda import FoundAgenda
from projections.words import clocks, dated, day, long_day
from views.page import Item as Row
from views.page import Page
from views.sections import links
from views.view import FORMATS, Look, View


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
        Row(
            dated(item.planned),
            _plan_text(item),
            f"^{item.fact_state.handle}",
            links(item.fact_state),
        )
        for item in found
    ]
    page.listed("", rows, columns=(0, 24))


def _plan_text(item: Item) -> str:
    content = item.fact_state.content
    slipped = "".join(f"; {_slip(plan, item.plans[0])}" for plan in item.slips)
    return (
        f"{content.title} ({content.parties}, {item.status}, announced"
        f" {day(item.fact_state.known_day)}{slipped})"
    )


def _slip(plan: Plan, first: Plan) -> str:
    if plan.window is None:
        return f"called off {day(plan.known_day)}"
    return f"{'first' if plan is first else 'then'} planned: {dated(plan.text)}"


def _title(answer: Answer, found: FoundAgenda) -> str:  # noqa: ARG001
    return heading(found.whose.name, found.as_of, overdue=found.overdue)


def _draw(answer: Answer, found: FoundAgenda, page: Page, look: Look) -> None:
    render(found.items, _title(answer, found), page, look.said, overdue=found.overdue)


def _calendar(answer: Answer, found: FoundAgenda, recorded: datetime) -> str:
    from views.calendar import calendar  # noqa: PLC0415  # seldom asked

    return calendar(found, _title(answer, found), recorded)


VIEW: Final = View(FoundAgenda, title=_title, draw=_draw, formats=(*FORMATS, "ics"), ics=_calendar)
