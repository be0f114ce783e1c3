"""What a careful editor looks at, each with the command that would fix it: check."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from projections.answer import Answer
from projections.check import KINDS, Finding, finding_json
from projections.questions.check import FoundFindings
from projections.words import count, long_day
from views.errors import Command
from views.page import MarkdownPage, Page, pad, width_of
from views.spelling import command as spelled
from views.view import Look, View


def render(found: Sequence[Finding], title: str, page: Page, command: Command) -> None:
    """The findings kind by kind, each with its fix: on the same line where there is room."""
    page.opening(title)
    if not found:
        page.text("Nothing to look at.")
    for kind, same in groupby(found, key=lambda finding: finding.kind):
        group = [*same]
        page.heading(f"{KINDS[kind].upper()}  {len(group)}", 2)
        if isinstance(page, MarkdownPage):
            for finding in group:
                page.item("", _lead(finding), finding.said, command(spelled(finding.fix).paste))
        else:
            _lines(group, page, command)
        page.line()


def _lines(group: Sequence[Finding], page: Page, command: Command) -> None:
    leads = max(width_of(_lead(finding)) for finding in group)
    widest = max(width_of(finding.said) for finding in group)
    for finding in group:
        start = f"  {pad(_lead(finding), leads)}  " if leads else "  "
        fix = command(spelled(finding.fix).paste)
        line = f"{start}{pad(finding.said, widest)}  {fix}"
        if width_of(line) <= page.width:
            page.line(line)
        else:
            page.line(f"{start}{finding.said}")
            page.line(f"      {fix}")


def _lead(finding: Finding) -> str:
    return f"^{finding.fact}" if finding.fact else ""


def _title(answer: Answer, found: FoundFindings) -> str:  # noqa: ARG001  # it names nobody
    limit = f", {', '.join(found.kinds)} only" if len(found.kinds) < len(KINDS) else ""
    return f"Check of {count(found.facts, 'fact')} on {long_day(found.as_of.on)}{limit}"


def _draw(answer: Answer, found: FoundFindings, page: Page, look: Look) -> None:
    render(found.findings, _title(answer, found), page, look.command)


def _rows(answer: Answer, found: FoundFindings) -> list[dict[str, object]]:  # noqa: ARG001
    """The findings as rows of a table, each with the command that would fix it."""
    return [{**finding_json(each), "fix": spelled(each.fix).paste} for each in found.findings]


VIEW: Final = View(
    FoundFindings,
    title=_title,
    draw=_draw,
    verdict=lambda _, found: count(len(found.findings), "finding"),
    rows=_rows,
)
