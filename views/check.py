"""What a careful editor looks at, each with the command that would fix it: check."""

from __future__ import annotations

from collections import Counter
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

SUMMED: Final = "single-origin"
"""The kind of which the most are found, and the least of it is urgent."""

MOST_ORIGINS: Final = 5
"""So many origins are named in a sum, and so many findings are listed one by one."""


def render(
    found: Sequence[Finding], title: str, page: Page, command: Command, *, whole: bool = False
) -> None:
    """The findings kind by kind, each with its fix: on the same line where there is room.

    Facts that rest on one origin are summed up where there are many, unless all are wanted.
    """
    page.opening(title)
    if not found:
        page.text("Nothing to look at.")
    for kind, same in groupby(found, key=lambda finding: finding.kind):
        group = [*same]
        page.heading(f"{KINDS[kind].upper()}  {len(group)}", 2)
        if kind == SUMMED and len(group) > MOST_ORIGINS and not whole:
            page.text(_sum(group), indent=2)
            page.line(f"      {command(f'detente check --only {SUMMED}')}")
        elif isinstance(page, MarkdownPage):
            for finding in group:
                page.item("", _lead(finding), finding.said, command(spelled(finding.fix).paste))
        else:
            _lines(group, page, command)
        page.line()


def _sum(group: Sequence[Finding]) -> str:
    """The origins on which most of the facts rest alone, each with how many."""
    origins = Counter(finding.said for finding in group).most_common()
    named = ", ".join(f"{said} {number}" for said, number in origins[:MOST_ORIGINS])
    left = len(origins) - MOST_ORIGINS
    more = f", and {left} more" if left > 0 else ""
    return f"{named}{more}."


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
    whole = found.kinds == (SUMMED,)
    render(found.findings, _title(answer, found), page, look.command, whole=whole)


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
