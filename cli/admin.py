"""The store itself: init."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Final

import typer

from cli import common, output
from cli.settings import SAMPLE, Place, names_sample, own_store
from cli.settings import place as configured_place
from cli.settings_file import shown as shown_file
from domain.refusal import Failure, Run
from service.input_files import check_readable
from service.opening import open_store
from service.store.place import expanded, without_password
from service.writing import folder_of

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("init")
def init(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[PATH or URL]", help="Where; the user's own data folder unless said."
        ),
    ] = "",
) -> None:
    """Begins a new, empty timeline: a file, or a database by URL.

    What is there already is left as it is.
    """
    settings = common.settings_of(context)
    if place == SAMPLE or (not place and names_sample(settings)):
        raise Failure(
            '"sample" is the bundled timeline, which is there already; give yours another name.',
            Run.of("init", "my.db"),
            code="read-only",
        )
    configured = Place(place) if place else configured_place(settings)
    chosen = configured.where if configured.where != SAMPLE else str(own_store(settings))
    chosen = chosen if "://" in chosen else expanded(chosen)
    if Path(chosen).is_dir():
        raise Failure(
            f"{chosen} is a folder.",
            Run.of("init", str(Path(chosen) / "my.db")),
            code="is-a-folder",
        )
    there = "://" not in chosen and Path(chosen).exists()
    if there:
        check_readable(chosen)
    if there and not _is_store(chosen):
        raise Failure(
            f"{chosen} is there already, and is not a timeline.",
            Run.of("init", "other.db"),
            code="file-exists",
        )
    with folder_of(Path(chosen)) if "://" not in chosen else nullcontext():
        timeline = open_store(chosen, create=True, lends=configured.named_by is None)
        events = timeline.head().position
        timeline.close()
    shown = without_password(chosen)
    settings.done.append(f"The timeline is there: {shown}.")
    there = there or events > 0
    said = (
        f"{shown} is a timeline already, with {events} events."
        if there
        else f"Began an empty timeline at {shown}."
    )
    output.say(settings, said, _next(shown, place))
    if configured.named_by:
        common.print_to(settings, f"{shown_file(configured.named_by)} names it.")


def _is_store(path: str) -> bool:
    with Path(path).open("rb") as file:
        start = file.read(16)
    return start in (b"", b"SQLite format 3\0")


def _next(chosen: str, place: str) -> str:
    if not place:
        return "It answers from now on."
    return f"Use it with: export DETENTE_DB={shlex.quote(chosen)}"
