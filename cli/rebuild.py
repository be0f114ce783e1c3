"""Rebuilding: the index from the events, or a file with rows of sources put together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import common, exit_codes, stopping
from cli.output import say
from cli.progress import Progress
from cli.record import DryRun
from cli.safety import integrity, put_or_not, shown
from cli.settings import SAMPLE, Settings, place, sample_refused
from domain.refusal import InvalidInput, Run
from projections.words import count
from service import safety
from service.columns import Heard, Moved, check_place, moved
from service.store.interface import Differences

if TYPE_CHECKING:
    from service.archives.moving import LayerRows

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

Columns = Annotated[
    bool,
    typer.Option(
        "--columns",
        help="Put rows together that were recorded one by one; the old file is kept.",
        show_default=False,
    ),
]

_MEGABYTE: Final = 1_000_000
_BEFORE: Final = (
    "Digests are others from the first of these rows on: citations, receipts and digests of before"
    " are verified with the old file, which is kept beside the new one."
)


@app.command("rebuild")
def rebuild(
    context: typer.Context,
    shadow: Annotated[
        bool,
        typer.Option(
            "--shadow", help="Only compare; exit 5 where they differ.", show_default=False
        ),
    ] = False,
    columns: Columns = False,
    dry_run: DryRun = False,
) -> None:
    """Rebuilds the index from the events, beside the old one, and puts it in its place.

    Others may go on meanwhile. The index of words is dropped; the next search rebuilds it.

    With --columns rows of sources that were recorded one by one are put together, in a new file.
    """
    settings = common.settings_of(context)
    if columns or dry_run:
        put_together(settings, shadow=shadow, columns=columns, dry_run=dry_run)
        return
    with integrity(settings), common.opened(settings) as opened:
        found = safety.differences(opened) if shadow else safety.rebuilt(opened)
        opened.wrote = not shadow
        settings.done.extend([] if shadow else ["The index was rebuilt."])
    done = "" if shadow else " It was rebuilt."
    said = f"The index {'agreed' if done else 'agrees'} with the events.{done}"
    if found.outdated and not found.flaws:
        was = "was" if done else "is"
        said = f"The index {was} by the rules of another version of detente.{done}"
    if found.flaws:
        said = (
            f"The index {'differed' if done else 'differs'} from the events:"
            f" {_differences_text(found)}.{done}"
        )
    wanted = shadow and (found.flaws or found.outdated)
    say(settings, said, *([f"  {settings.command('detente rebuild')}"] if wanted else []))
    if shadow and found.flaws:
        raise typer.Exit(exit_codes.BROKEN)


def _differences_text(found: Differences) -> str:
    """`2 rows missing, 1 too many`; of an index that cannot be read, why."""
    if not found.rows:
        return found.flaws[0].said.rstrip(".")
    return f"{count(found.missing, 'row')} missing, {found.surplus:,} too many"


# Rows put together ------------------------------------------------------------------------------


def put_together(settings: Settings, *, shadow: bool, columns: bool, dry_run: bool) -> None:
    """Puts rows together, and says how many of each layer, and where the old file is kept."""
    if not columns or shadow:
        raise InvalidInput(
            "--dry-run is of --columns, and --shadow of the index: each says what would change.",
            Run.of("rebuild", columns=True, dry_run=True),
            Run.of("rebuild", shadow=True),
            code="two-rebuilds",
        )
    named = place(settings)
    if named.where == SAMPLE:
        raise sample_refused(settings)
    check_place(named.where)
    file = safety.file_of(named.where)
    done = f"Rows of {shown(file)} were put together."
    stopping.RUN.outcome = put_or_not(file, done, f"{shown(file)} is as it was.")
    with integrity(settings), closing(Progress(settings, "events")) as progress:
        found = moved(file, _Said(settings, progress), dry_run=dry_run)
    if found.kept is not None:
        settings.done.append(done)
        common.say_named(settings, named, shown(file))
    say(settings, *_lines(settings, found, shown(file), dry_run=dry_run))


class _Said(Heard):
    """Says on stderr what is going to happen, and how far it has come."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress

    def begin(self) -> None:
        """Says that digests will be others."""
        self._progress.close()
        common.print_to(self._settings, _BEFORE)

    def at(self, events: int, of: int) -> None:
        """Shows how far it has come."""
        self._progress.at(events, events / of)


def _lines(settings: Settings, found: Moved, name: str, *, dry_run: bool) -> Iterator[str]:
    for layer in found.layers:
        yield from _of_layer(layer, dry_run=dry_run)
    if found.head is not None and found.kept is not None:
        kept = shown(found.kept)
        back = settings.command(f"detente restore {quote(kept)} --force")
        yield f"{name} takes {_size(found.after)}, and took {_size(found.before)}."
        yield "The new file answers as the old one, which is kept."
        yield f"Position: {found.head.position}"
        yield f"Digest:   {found.head.digest.hex()}"
        yield f"Kept:     {kept}"
        yield f"Back:     {back}"
    elif not found.rows:
        yield "There are no rows to put together; nothing is changed."
    else:
        yield "Nothing written."


def _of_layer(layer: LayerRows, *, dry_run: bool) -> Iterator[str]:
    """How many rows of a layer are put together, and why others are not."""
    if layer.rows:
        verb = "Would put together" if dry_run else "Put together"
        rows = count(layer.rows, "row")
        batches = "1 batch" if layer.batches == 1 else f"{layer.batches:,} batches"
        sizes = f"{_size(layer.before)} of events become {_size(layer.after)}"
        yield f"{verb} {rows} of {layer.layer} in {batches}: {sizes}."
    from service.archives.importing import LEAST  # an extra, which was asked for

    reasons = (
        (layer.few, f"in transactions of fewer than {LEAST:,}"),
        (layer.other, "that say more than a block holds"),
        (layer.alone, "that no command recorded"),
    )
    left = [f"{number:,} {why}" for number, why in reasons if number]
    if left:
        number = layer.few + layer.other + layer.alone
        stay = "stays" if number == 1 else "stay"
        rows = count(number, "row")
        yield f"{rows} of {layer.layer} {stay} one by one: {' · '.join(left)}."


def _size(number: int) -> str:
    return f"{number / _MEGABYTE:.1f} MB"
