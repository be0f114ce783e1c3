"""The form of text: fmt."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common, output
from cli.record import BadFile
from cli.settings import SAMPLE, Settings, where
from domain.actors import Registry
from service.formats.facts import parse
from service.formats.write import document_text
from service.opening import bundled_registry
from service.writing import EVERYBODY

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("fmt")
def fmt(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="A .facts file; - reads standard input, writes standard output."
        ),
    ],
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Change nothing; exit 1 if a file is not in form.", show_default=False
        ),
    ] = False,
) -> None:
    """Rewrites .facts files in their one canonical form.

    Comments and blank lines stay where they are.
    """
    settings = common.settings_of(context)
    out_of_form = 0
    registry = registry_in_use(settings)
    for name in files:
        text = common.read_text(settings, name)
        document = parse(text, name, registry)
        if document.problems:
            raise BadFile(document.problems)
        formed = document_text(document)
        if check:
            out_of_form += formed != text
            common.print_to(settings, f"{name}: {'in form' if formed == text else 'not in form'}.")
        elif name == "-":
            output.deliver(settings, formed, "")
        elif formed != text:
            output.deliver(settings, formed, name, limit=EVERYBODY)
    if out_of_form:
        raise typer.Exit(1)


def registry_in_use(settings: Settings) -> Registry:
    """The actors of the timeline in use, or the bundled ones where there is none."""
    if where(settings) == SAMPLE:
        return bundled_registry()
    with common.opened(settings) as opened:
        return opened.registry
