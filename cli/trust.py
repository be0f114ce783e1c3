"""Which found files of settings are trusted: trust."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from cli import common, trusted
from cli.output import say
from cli.settings import Settings
from cli.settings_file import NAME, found_from, read, shown, without_secrets
from domain.refusal import Failure, Fix, InvalidInput

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("trust")
def trust(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FILE]", help=f"A {NAME}; the one in or above this folder unless said."
        ),
    ] = "",
    listed: Annotated[
        bool, typer.Option("--list", help="The files that you trust.", show_default=False)
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Trust it no longer.", show_default=False)
    ] = False,
) -> None:
    """Trusts a detente.toml as it is now: the timeline that it names is used from then on.

    Only one that names a server, or a file outside of its own folder, needs that. Once the file is
    changed it is asked for again.
    """
    settings = common.settings_of(context)
    if listed and (remove or file):
        raise InvalidInput(
            "a list is of all files.", Fix("detente trust --list"), code="list-alone"
        )
    if listed:
        lines = [_line(each) for each in trusted.trusted(settings.environ).items()]
        say(settings, *(lines or ["You trust no file."]))
        return
    path = _chosen(settings, file, remove=remove)
    if remove:
        known = trusted.distrust(path, settings.environ)
        said = f"{shown(path)} {'is not trusted any more' if known else 'was not trusted'}."
        settings.done.extend([said] if known else [])
        say(settings, said)
        return
    found = read(path)
    trusted.trust(found, settings.environ)
    settings.done.append(f"{shown(path)} is trusted as it is now.")
    named = without_secrets(found.target) if found.place else "no timeline"
    say(settings, f"{shown(path)} is trusted as it is now. It names {named}.")


def _chosen(settings: Settings, file: str, *, remove: bool) -> Path:
    """The file that is meant. Raises Failure where there is none."""
    if file:
        path = settings.folder / Path(file).expanduser()
        path = path / NAME if path.is_dir() else path
    else:
        path = found_from(settings.folder) or settings.folder / NAME
    if not path.is_file() and not remove:
        raise common.no_file(file or NAME)
    if path.name != NAME:
        raise Failure(
            f"only a file that is called {NAME} is looked for, and {path.name} is not.",
            Fix(f"detente trust {NAME}"),
            code="not-a-settings-file",
        )
    return Path(trusted.key_of(path))


def _line(known: tuple[str, str]) -> str:
    """A trusted file, and whether it is still as it was."""
    name, digest = known
    try:
        state = "" if read(Path(name)).digest == digest else "  changed since"
    except FileNotFoundError:
        state = "  gone"
    except InvalidInput:
        state = "  changed since"
    return f"{name}{state}"
