"""Questions across time and actors on a screen: why, diff, hindsight, agenda, board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cli.common import When
from cli.render.markdown import escaped
from cli.render.page import Page
from cli.render.state import dated_fact
from cli.render.words import balance, count, dated, day, figure, long_day, signed
from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Plan
from projections.agenda import Item
from projections.board import Line
from projections.diff import LISTS, Diff, told
from projections.hindsight import Hindsight, Revised
from projections.state import State, Touch
from projections.why import Why


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


def why_page(found: Why, registry: Registry, page: Page, said: Sequence[str]) -> str:
    """Every part with the answer without it, then how the net moved in the last 30 days."""
    answer = found.answer
    scope = f", {answer.scope} only" if answer.scope else ""
    page.line(page.style(f"{_pair(answer, registry, page)} on {long_day(answer.as_of.on)}{scope}: why {answer.label}", "bold"))
    for line in said:
        page.text(line, style="dim")
    page.line()
    rows = [
        (
            signed(part.touch.share.counted),
            f"{signed(part.touch.share.low)} to {signed(part.touch.share.high)}",
            f"{balance(part.score.balance)} {part.label}",
            f"{part.touch.content.title} ^{part.touch.reading.handle}",
        )
        for part in found.parts
    ]
    page.table(("COUNTS", "MAY BE", "WITHOUT IT", "FACT"), rows, right=(0,))
    score = answer.score
    figures = f"for {figure(score.cooperation)}, against {figure(score.friction)}, net {signed(score.net)}"
    page.text(f"Together: {figures}, balance {balance(score.balance)}; {count(len(answer.not_counted), 'fact')} not counted.")
    page.line()
    _account(found.account, page)
    return page.whole


def _account(account: Diff, page: Page) -> None:
    """Before, each fact that changed, what fading took, after: the lines add up."""
    page.line(page.style(f"THE NET SINCE {day(account.before.as_of.on).upper()}", "bold"))
    page.item(f"{signed(account.before.score.net):>6}", "before", "", "", columns=(8, 19))
    for move in account.reasons:
        if move.moved:
            page.item(f"{signed(move.moved):>6}", told(move.after), move.touch.content.title, f"^{move.handle}", columns=(8, 19))
    page.item(f"{signed(account.fading):>6}", "fading", "what time alone moved", "", columns=(8, 19))
    page.item(f"{signed(account.after.score.net):>6}", "after", "", "", columns=(8, 19))


_LISTS: Final = {"in_force": "in force", "ahead": "ahead", "disputed": "disputed"}


def diff_page(found: Diff, registry: Registry, page: Page, said: Sequence[str]) -> str:
    """Before and after side by side, the facts that changed and what each moved, and what entered or left."""
    page.line(page.style(f"{_pair(found.after, registry, page)}, {_point(found.before)} and {_point(found.after)}", "bold"))
    for line in said:
        page.text(line, style="dim")
    page.line()
    page.text(_difference(found))
    page.line()
    rows = [_full_row(_point(found.before), found.before), _full_row(_point(found.after), found.after)]
    page.table(("", "STATE", "BALANCE", "FOR", "AGAINST", "NET"), rows, right=(2, 3, 4, 5))
    for i, move in enumerate(found.reasons):
        if i == 0:
            page.line()
            page.line(page.style("BECAUSE OF", "bold"))
        text = f"{move.touch.content.title} ({told(move.before)} before, {told(move.after)} after)"
        page.item(
            f"{signed(move.moved):>6}", dated_fact(move.touch.reading, found.after.as_of.day), text, f"^{move.handle}", columns=(8, 19)
        )
    if found.fading:
        page.item(f"{signed(found.fading):>6}", "fading", "what time alone moved, over all other facts", "", columns=(8, 19))
    _comings_and_goings(found, page)
    return page.whole


def _point(answer: State) -> str:
    known = f" as known on {day(answer.as_of.known_on)}" if answer.as_of.known_on else ""
    return f"{day(answer.as_of.on)}{known}"


def _difference(found: Diff) -> str:
    if not found.before.known and not found.after.known:
        return 'Nothing is known of either. That is not "neutral".'
    if found.empty:
        return f"The same: {found.after.label}."
    moved = found.after.score.net - found.before.score.net
    labels = f"{found.before.label}, then {found.after.label}"
    if found.before.label == found.after.label:
        labels = f"still {found.after.label}"
    return f"{labels.capitalize()}; net moved by {signed(moved)}, because of {count(len(found.reasons), 'fact')} and fading."


def _full_row(name: str, answer: State) -> tuple[str, ...]:
    score = answer.score
    figures = figure(score.cooperation), figure(score.friction), signed(score.net)
    return name, answer.label, balance(score.balance), *figures


def _comings_and_goings(found: Diff, page: Page) -> None:
    first = True
    for verb, pick_from in (("now", found.entered), ("no longer", found.left)):
        for name, pick in LISTS.items():
            for touch in pick_from(pick):
                if first:
                    page.line()
                    first = False
                page.item("", f"{verb} {_LISTS[name]}", touch.content.title, f"^{touch.reading.handle}", columns=(0, 20))


def diff_markdown(found: Diff, registry: Registry) -> str:
    """The same as Markdown."""
    points = f"{_point(found.before)} and {_point(found.after)}"
    lines = [f"# {escaped(_pair(found.after, registry, Page()))}, {points}", "", escaped(_difference(found)), ""]
    lines += ["|  | State | Balance | For | Against | Net |", "|---|---|---:|---:|---:|---:|"]
    lines += [f"| {' | '.join(_full_row(_point(answer), answer))} |" for answer in (found.before, found.after)]
    lines += ["", "## Because of", ""]
    for move in found.reasons:
        text = escaped(f"{move.touch.content.title} ({told(move.before)} before, {told(move.after)} after)")
        lines.append(f"- {signed(move.moved)}: {text} `^{move.handle}`")
    lines.append(f"- {signed(found.fading)}: fading, what time alone moved")
    return "\n".join(lines) + "\n"


def board_page(found: Sequence[Line], actor: str, registry: Registry, when: When, page: Page, domain: str) -> str:
    """A line for each pair."""
    scope = f", {domain} only" if domain else ""
    page.line(page.style(f"{registry.name(actor, when.as_of.day)} on {long_day(when.as_of.on)}{scope}", "bold"))
    for line in when.said:
        page.text(line, style="dim")
    page.line()
    if not found:
        page.text('Nothing is known of any ties. That is not "neutral".')
        return page.whole
    page.table(
        ("WITH", "STATE", "TREND", "BALANCE", "FOR", "AGAINST", "FACTS", "LAST"), _board_rows(found, registry, when), right=(3, 4, 5, 6)
    )
    return page.whole


def _board_rows(found: Sequence[Line], registry: Registry, when: When) -> list[tuple[str, ...]]:
    return [
        (
            registry.name(line.other, when.as_of.day),
            line.answer.label,
            line.answer.trend,
            balance(line.answer.score.balance),
            figure(line.answer.score.cooperation),
            figure(line.answer.score.friction),
            str(line.answer.coverage.facts),
            day(min(line.latest.reading.window.hi, when.as_of.day)) if line.latest else "undated",
        )
        for line in found
    ]


def board_markdown(found: Sequence[Line], actor: str, registry: Registry, when: When) -> str:
    """The same as a Markdown table."""
    lines = [f"# {escaped(registry.name(actor, when.as_of.day))} on {long_day(when.as_of.on)}", ""]
    lines += ["| With | State | Trend | Balance | For | Against | Facts | Last |", "|---|---|---|---:|---:|---:|---:|---|"]
    lines += [f"| {' | '.join(escaped(cell) for cell in row)} |" for row in _board_rows(found, registry, when)]
    return "\n".join(lines) + "\n"
