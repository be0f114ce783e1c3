"""The ties of two actors on one sheet of paper: brief."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common
from cli.common import KnownOn, On
from cli.output import check_output, deliver
from cli.pages import check_drawable, site_of_files
from projections.typed_question import Typed

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("brief")
def brief(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC]",
            help="Two actors by name or code, and what of their ties.",
        ),
    ],
    on: On = "",
    known_on: KnownOn = "",
    recorded_by: Annotated[
        str,
        typer.Option(
            "--recorded-by", metavar="INSTANT", help="Only what this store had recorded by then."
        ),
    ] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Write there; x.html.")
    ] = "",
) -> None:
    """A brief on two actors as one HTML file: verdict, how it came to this, evidence and sources.

    It loads nothing from anywhere, and its first printed sheet is enough for who has a minute.
    """
    settings = common.settings_of(context)
    check_drawable()
    from views.html.brief import brief as drawn
    from views.html.ties import TiesPage

    check_output(settings, output)
    given = {"on": on, "known_on": known_on, "recorded_by": recorded_by}
    with common.opened(settings) as opened:
        typed = Typed(
            tuple(words), {name: text for name, text in given.items() if text}, opened,
            settings.today,
        )  # fmt: skip
        site = site_of_files(opened, settings.today)
        deliver(settings, drawn(TiesPage.read(typed), opened.ask, site), output)
