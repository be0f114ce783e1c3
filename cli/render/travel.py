"""Questions across time on a screen: hindsight, agenda."""

from __future__ import annotations

from collections.abc import Sequence

from cli.common import When
from cli.render.markdown import escaped
from cli.render.page import Page
from cli.render.state import dated_fact
from cli.render.words import balance, count, dated, day, long_day, signed
from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Plan
from projections.agenda import Item
from projections.hindsight import Hindsight, Revised
from projections.state import State, Touch


def hindsight_page(found: Hindsight, registry: Registry, page: Page, said: Sequence[str]) -> str:
    """Then and now side by side, and the facts that make the difference."""
    page.line(page.style(f"{_pair(found.now, registry, page)} on {long_day(found.now.as_of.on)}, in hindsight", "bold"))
    for line in said:
        page.text(line, style="dim")
    page.line()
    page.text(_verdict(found))
    page.line()
    page.table(("", "STATE", "BALANCE", "NET"), [_row("known that day", found.then), _row(_known_now(found), found.now)], right=(2, 3))
    for i, touch in enumerate(found.learned):
        if i == 0:
            page.line()
        lead = f"known {day(touch.reading.known_day)}"
        page.item("LEARNED" if i == 0 else "", lead, f"{touch.content.title} ({_worth(touch)})", f"^{touch.reading.handle}")
    for i, revised in enumerate(found.revised):
        if i == 0:
            page.line()
        page.item(
            "REVISED" if i == 0 else "", dated_fact(revised.then.reading, found.now.as_of.day), _told(revised), f"^{_handle(revised)}"
        )
    page.line()
    page.text(f"{count(len(found.learned), 'fact')} learned later, {len(found.revised)} told otherwise since.")
    return page.whole


def _pair(answer: State, registry: Registry, page: Page) -> str:
    return page.letters(" – ", " - ").join(registry.name(actor, answer.as_of.day) for actor in answer.pair)


def _verdict(found: Hindsight) -> str:
    if not found.now.known:
        return 'Nothing is known of that day. That is not "neutral".'
    if not found.learned and not found.revised:
        return f"Everything known of that day was known that day: {found.now.label}."
    if found.verdict_changed:
        return f"The verdict would change: {found.then.label} as known that day, {found.now.label} as known since."
    return f"The verdict stands: {found.now.label}, then and since."


def _known_now(found: Hindsight) -> str:
    known = found.now.as_of.known_on
    return f"known on {day(known)}" if known else "known now"


def _row(name: str, answer: State) -> tuple[str, ...]:
    return name, answer.label, balance(answer.score.balance), signed(answer.score.net)


def _worth(touch: Touch) -> str:
    return touch.excluded or f"counts {signed(touch.share.counted)}"


def _told(revised: Revised) -> str:
    moved = revised.now.share.counted - revised.then.share.counted
    counted = f"; counts {signed(revised.now.share.counted)}, then {signed(revised.then.share.counted)}" if moved else ""
    return f"{revised.now.content.title} ({'; '.join(revised.changes)}{counted})"


def _handle(revised: Revised) -> str:
    return revised.now.reading.handle


def hindsight_markdown(found: Hindsight, registry: Registry) -> str:
    """The same as Markdown."""
    lines = [
        f"# {escaped(_pair(found.now, registry, Page()))} on {long_day(found.now.as_of.on)}, in hindsight",
        "",
        escaped(_verdict(found)),
        "",
    ]
    lines += ["|  | State | Balance | Net |", "|---|---|---:|---:|"]
    lines += [f"| {' | '.join(_row(name, answer))} |" for name, answer in (("known that day", found.then), (_known_now(found), found.now))]
    if found.learned:
        lines += ["", "## Learned later", ""]
        lines += [f"- {day(t.reading.known_day)}: {escaped(t.content.title)} ({_worth(t)}) `^{t.reading.handle}`" for t in found.learned]
    if found.revised:
        lines += ["", "## Told otherwise since", ""]
        lines += [f"- {escaped(_told(revised))} `^{_handle(revised)}`" for revised in found.revised]
    return "\n".join(lines) + "\n"


def agenda_page(found: Sequence[Item], name: str, when: When, page: Page, *, overdue: bool) -> str:
    """One engagement after the other, the earliest first."""
    head = name if not page.plain else name.replace("–", "-")
    page.line(page.style(f"{head}: {'past its time' if overdue else 'ahead'} on {long_day(when.as_of.on)}", "bold"))
    for line in when.said:
        page.text(line, style="dim")
    page.line()
    if not found:
        nothing = "Nothing is past its time without an outcome" if overdue else "Nothing had been announced"
        page.text(f"{nothing}, as far as is known.")
    for item in found:
        page.item("", dated(item.planned), _engagement(item), f"^{item.reading.handle}", columns=(0, 24))
    return page.whole


def _engagement(item: Item) -> str:
    content = item.reading.content
    slipped = f"; {'; '.join(_slip(plan) for plan in item.slips)}" if item.slips else ""
    return f"{content.title} ({content.parties}, {item.status}, announced {day(item.reading.known_day)}{slipped})"


def _slip(plan: Plan) -> str:
    return f"called off {day(plan.known_day)}" if plan.window is None else f"first for {dated(plan.text)}"


def agenda_markdown(found: Sequence[Item], name: str, as_of: AsOf) -> str:
    """The same as a Markdown list."""
    lines = [f"# {escaped(name)}: ahead on {long_day(as_of.on)}", ""]
    lines += [f"- **{dated(item.planned)}** {escaped(_engagement(item))} `^{item.reading.handle}`" for item in found]
    return "\n".join(lines) + "\n"
