"""Answers for an assistant, over standard input and output: mcp."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import __version__, common
from domain.refusal import Failure, Fix, InvalidInput, Run, SetField

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

INSTALL: Final = 'pip install "detente[mcp]"'


@app.command("mcp")
def mcp(
    context: typer.Context,
    allow_write: Annotated[
        bool,
        typer.Option("--allow-write", help="Let the assistant record facts.", show_default=False),
    ] = False,
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="URL",
            help="Where `serve` shows its pages: links in answers lead there.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Answers an assistant by the Model Context Protocol, over standard input and output.

    Every answer has its sentence, figures, sources with their addresses, its id, and the address at
    which it stands still, so that an assistant cites instead of guessing. An assistant's program
    starts it: nobody types its input.
    """
    try:
        from views.html.paper import web_address
        from web.assistant import server_of
    except ModuleNotFoundError as missing:
        if missing.name not in ("mcp", "mcp_types", "jinja2"):
            raise
        said = "the Model Context Protocol is not installed."
        raise Failure(said, Fix(INSTALL), code="not-installed") from None
    settings = common.settings_of(context)
    if base and not web_address(base):
        example = SetField("base", "http://127.0.0.1:8410")
        said = f'"{base}" is not the address of a site.'
        raise InvalidInput(said, example, code="not-an-address")
    if settings.stdin.isatty():
        said = "an assistant's program starts this command and speaks to it; nobody types to it."
        raise InvalidInput(said, Run.of("mcp", help=True), code="not-for-a-terminal")
    with common.opened(settings) as opened:
        server = server_of(
            opened, lambda: settings.today, __version__, base=base, writes=allow_write
        )
        server.run()
