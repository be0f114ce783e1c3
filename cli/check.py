"""What an editor would look at: check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.common import Cite, Format, Json, Output
from cli.forms import Forms
from domain.clocks import AsOf
from domain.refusal import InvalidInput, SetField
from projections.check import KINDS, check, check_json
from projections.words import count, long_day
from views.check import check_rows, render

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
            rows=lambda: check_rows(found),
        )
        wish.give(opened, answer)
    if found:
        raise typer.Exit(exit_codes.FOUND)


def _kinds(only: Sequence[str]) -> tuple[str, ...]:
    """The kinds that are asked for, each alone or separated by commas; all if none is.

    Raises InvalidInput for any other word.
    """
    asked = [word.strip() for text in only for word in text.split(",")]
    for word in asked:
        if word not in KINDS:
            raise InvalidInput(
                f'"{word}" is not a kind of finding.',
                *(SetField("only", kind) for kind in KINDS),
                code="unknown-finding",
                values={"kind": word},
            )
    return tuple(kind for kind in KINDS if kind in asked or not asked)
