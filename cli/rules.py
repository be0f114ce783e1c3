"""Rules of machine-coded sources: the list of them, their text, and a first draft of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Final

import typer

from cli import common
from cli.common import Output
from cli.output import deliver
from cli.settings import Settings
from domain.refusal import Failure, Fix, InvalidInput, SetField
from service.sources.draft import draft
from service.sources.rulebook import builtin_names, find_rules, rules_text
from service.sources.rules import ENCODINGS
from service.target import Target, target_of
from service.writing import EVERYBODY, limit_of
from views.page import Page

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)
_rules: Final = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="How files of other sources are read.",
)
app.add_typer(_rules, name="rules")


Force = Annotated[
    bool,
    typer.Option("--force", help="Even where the file of -o is there already.", show_default=False),
]


@app.callback()
def _group() -> None:
    """Keeps the commands below one name."""


@_rules.command("list")
def listed(context: typer.Context) -> None:
    """The rules that come with détente, with the layer that their facts go to."""
    settings = common.settings_of(context)
    page = Page(settings.width)
    found = [find_rules(name) for name in builtin_names()]
    page.table(
        ["RULES", "LAYER", "WHAT THEY READ"],
        [[rules.name, rules.layer, rules.title] for rules in found],
    )
    deliver(settings, page.whole, "")


@_rules.command("show")
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Rules by their name, or a .toml file.")
    ],
    output: Output = "",
    force: Force = False,
) -> None:
    """The rules as TOML, ready to be edited; a file is checked first. Nothing is overwritten."""
    settings = common.settings_of(context)
    find_rules(name)
    keep_existing(settings, output, force=force)
    deliver(settings, rules_text(name), output, limit=EVERYBODY)


@_rules.command("new")
def new(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of the source, with or without a header.")
    ],
    encoding: Annotated[str, typer.Option("--encoding", help="How its text is written.")] = "utf-8",
    output: Output = "",
    force: Force = False,
) -> None:
    """A first draft of rules for a file.

    Columns proposed by cells and names are marked, the rest to be filled in. Nothing is
    overwritten.
    """
    settings = common.settings_of(context)
    if encoding not in ENCODINGS:
        raise InvalidInput(
            f'"{encoding}" is none of {", ".join(ENCODINGS)}.',
            *(SetField("encoding", name) for name in ENCODINGS),
            code="unknown-encoding",
        )
    keep_existing(settings, output, force=force)
    deliver(
        settings, draft(Path(file), settings.today, encoding), output, limit=limit_of(Path(file))
    )


def keep_existing(settings: Settings, output: str, *, force: bool) -> None:
    """Raises Failure for a file that is there already.

    What somebody edited by hand is not lost to a draft.
    """
    if not force and _is_file(output):
        raise Failure(
            f"{output} is there already.",
            Fix(shlex.join(["detente", *settings.argv, "--force"]), "overwrites it"),
            code="file-exists",
        )


def _is_file(output: str) -> bool:
    """Whether something is there already, other than a stream."""
    target = target_of(output or "-", field="output")
    return isinstance(target, Target) and target.there() is not None
