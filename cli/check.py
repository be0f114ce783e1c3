"""What an editor would look at: check."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.common import Cite, Format, Json, Output
from cli.forms import Forms
from domain.clocks import AsOf
from domain.refusal import Fix, InvalidInput
from projections.check import KINDS, Finding, check, check_json, finding_json
from projections.words import count, long_day
from views.errors import Command
from views.page import MarkdownPage, Page, pad, width_of

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("check")
def findings(
    context: typer.Context,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="KIND",
            help="Only that kind; more than once for more.",
            show_default=False,
        ),
    ] = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What a careful editor would look at; exit 4 where there is anything.

    expectation, impossible-order, unknown-actor, duplicate, overdue, no-source, single-origin.
    """
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    kinds = _kinds(only or [])
    as_of = AsOf(settings.today)
    with common.opened(settings) as opened:
        facts = [fact for fact in opened.facts() if fact.exists]
        found = check(facts, opened.expectations(), opened.registry, as_of, kinds)
        limit = f", {', '.join(kinds)} only" if len(kinds) < len(KINDS) else ""
        title = f"Check of {count(len(facts), 'fact')} on {long_day(as_of.on)}{limit}"
        answer = Forms(
            title=title,
            json=lambda: check_json(found, len(facts), as_of, kinds),
            page=lambda page: render(found, title, page, settings.command),
            verdict=count(len(found), "finding"),
            rows=lambda: [finding_json(finding) for finding in found],
        )
        wish.give(opened, answer)
    if found:
        raise typer.Exit(exit_codes.FOUND)


def _kinds(only: Sequence[str]) -> tuple[str, ...]:
    """The kinds that are asked for, each alone or parted by commas; all unless any is.

    Raises InvalidInput for what is none.
    """
    asked = [word.strip() for text in only for word in text.split(",")]
    for word in asked:
        if word not in KINDS:
            raise InvalidInput(
                f'"{word}" is nothing that is looked for.',
                *(Fix(f"--only {kind}") for kind in KINDS),
            )
    return tuple(kind for kind in KINDS if kind in asked or not asked)


def render(found: Sequence[Finding], title: str, page: Page, command: Command) -> None:
    """The findings kind by kind, each with its fix: in the same line where there is room."""
    page.opening(title)
    if not found:
        page.text("Nothing to look at.")
    for kind, same in groupby(found, key=lambda finding: finding.kind):
        group = [*same]
        page.heading(f"{KINDS[kind].upper()}  {len(group)}", 2)
        if isinstance(page, MarkdownPage):
            for finding in group:
                page.item("", _lead(finding), finding.said, command(finding.fix))
        else:
            _lines(group, page, command)
        page.line()


def _lines(group: Sequence[Finding], page: Page, command: Command) -> None:
    leads = max(width_of(_lead(finding)) for finding in group)
    widest = max(width_of(finding.said) for finding in group)
    for finding in group:
        start = f"  {pad(_lead(finding), leads)}  " if leads else "  "
        fix = command(finding.fix)
        line = f"{start}{pad(finding.said, widest)}  {fix}"
        if width_of(line) <= page.width:
            page.line(line)
        else:
            page.line(f"{start}{finding.said}")
            page.line(f"      {fix}")


def _lead(finding: Finding) -> str:
    return f"^{finding.fact}" if finding.fact else ""
