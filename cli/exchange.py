"""Text into a timeline: import."""

from __future__ import annotations

import shlex
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.export import As
from cli.record import LABEL, Author, DryRun, Rejected, effect, record, told, undo_line
from cli.settings import Settings
from domain.fact import Fact
from domain.refusal import Failure, Fix, InvalidInput
from projections.words import count
from service.formats import registry
from service.formats.document import Document
from service.formats.registry import Format
from service.moment import Moment
from service.timeline import Recorded, Timeline
from views.errors import Command, fixes
from views.page import folded

if TYPE_CHECKING:
    from service.formats.jsonl import Source
    from service.sync import Compared

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

STDIN: Final = "standard input"

Sync = Annotated[
    bool,
    typer.Option(
        "--sync",
        help="Propose to retract what is gone from the file, to reinstate what is back.",
        show_default=False,
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="With --sync: do what it proposes.", show_default=False)
]
RulesOf = Annotated[
    str,
    typer.Option(
        "--rules",
        metavar="NAME",
        help="Read a machine-coded source: icews, gdelt2 …, or FILE.toml.",
        show_default=False,
    ),
]
LayerOf = Annotated[
    str,
    typer.Option(
        "--layer",
        metavar="LAYER",
        help="With --rules: the layer, instead of the rules' own.",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        min=1,
        help="With --rules: only the first N rows.",
        show_default=False,
    ),
]
Show = Annotated[
    bool,
    typer.Option(
        "--show",
        help="With --rules: print the facts instead of recording them.",
        show_default=False,
    ),
]
Changed = Annotated[
    str,
    typer.Option(
        "--changed",
        metavar="HOW",
        help="With --rules: rows that changed correct (default) or ignore.",
        show_default=False,
    ),
]
Gone = Annotated[
    str,
    typer.Option(
        "--gone",
        metavar="HOW",
        help="With --rules: retract what the file holds no longer.",
        show_default=False,
    ),
]
RejectsTo = Annotated[
    str,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help="With --rules: where rows go that cannot be read.",
        show_default=False,
    ),
]


def _to_read(form: str, file: str) -> Format:
    """The format that is asked for, or that the ending of a file says; else `.facts`."""
    if form:
        return registry.named(form, "import")
    return registry.of_file(file, "import") or registry.FACTS


@dataclass(frozen=True)
class Wanted:
    """How machine-coded files are to be imported, as it was typed."""

    rules: str
    layer: str = ""
    limit: int | None = None
    show: bool = False
    changed: str = ""
    gone: str = ""
    rejects: str = ""
    dry_run: bool = False
    author: str = ""

    @property
    def writes_nothing(self) -> bool:
        """Whether it is only to be said what would happen."""
        return self.dry_run or self.show


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="A .facts, .csv or .jsonl file; - reads standard input."
        ),
    ],
    form: As = "",
    sync: Sync = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    author: Author = "",
    rules: RulesOf = "",
    layer: LayerOf = "",
    limit: Limit = None,
    show: Show = False,
    changed: Changed = "",
    gone: Gone = "",
    rejects: RejectsTo = "",
) -> None:
    """Records what a file adds. An edited file adds its edits as corrections.

    Unchanged lines add nothing. All of a file or nothing: any line with a problem is told with
    its place and a fix, and nothing is written. A .csv file holds a fact's reports a row each,
    as an export writes them. A .jsonl file is a copy of a whole timeline: it goes into an empty
    one, or brings one that is behind up to it.

    With --rules it reads the rows of a machine-coded source into a layer of its own, each row
    once: what is there already adds nothing, a row that changed corrects its fact, and rows that
    cannot be read are put aside while the others go in.
    """
    settings = common.settings_of(context)
    if rules:
        _refuse_desk_options({"--as": form, "--sync": sync, "--yes": yes})
        _import_rows(
            settings,
            files,
            Wanted(rules, layer, limit, show, changed, gone, rejects, dry_run, author),
        )
        return
    _without_rules(
        {
            "--layer": layer,
            "--limit": limit,
            "--show": show,
            "--changed": changed,
            "--gone": gone,
            "--rejects": rejects,
        }
    )
    chosen = [_to_read(form, name) for name in files]
    if yes and not sync:
        raise InvalidInput(
            "--yes answers what --sync proposes.", Fix("detente import desk.facts --sync --yes")
        )
    if sync and (len(files) > 1 or files == ["-"] or chosen[0].copy):
        raise InvalidInput(
            "--sync compares the timeline with one file of facts that has a name.",
            Fix("detente import desk.facts --sync"),
        )
    with common.opened(settings) as opened:
        for name, form_ in zip(files, chosen, strict=True):
            if form_.copy:
                said = _copied(settings, opened, name, dry_run=dry_run)
            else:
                document = _read(
                    opened, common.read_text(settings, name), name if name != "-" else STDIN, form_
                )
                said = _imported(
                    settings, opened, document, author, sync=sync, yes=yes, dry_run=dry_run
                )
            forms.deliver(settings, folded(said, settings.width, LABEL), "")


def _import_rows(settings: Settings, files: Sequence[str], wanted: Wanted) -> None:
    """Imports the rows of machine-coded files."""
    from cli.bulk import checked, imported_file

    checked(wanted)
    failed = False
    with common.opened(settings) as opened:
        for name in files:
            found = imported_file(settings, opened, name, wanted)
            forms.deliver(settings, found.said, "")
            failed = failed or not found.readable
    if failed:
        raise typer.Exit(exit_codes.FAILED)


def _refuse_desk_options(options: Mapping[str, object]) -> None:
    """Raises InvalidInput where an option was given that is for files of the desk."""
    given = next((name for name, value in options.items() if value), None)
    if given:
        fixes = {
            "--as": Fix("--rules NAME"),
            "--sync": Fix("--gone retract"),
            "--yes": Fix("--gone retract"),
        }
        raise InvalidInput(
            f"{given} is for files that people keep; the rows of a source are read by its rules.",
            fixes[given],
        )


def _without_rules(options: Mapping[str, object]) -> None:
    """Raises InvalidInput where an option was given that says how rows of a source are read."""
    given = next((name for name, value in options.items() if value), None)
    if given:
        said = f"{given} says how the rows of a source are read; name its rules too."
        raise InvalidInput(said, Fix("--rules icews"), Fix("--rules gdelt2"))


def _read(opened: Timeline, text: str, name: str, form: Format) -> Document:
    assert form.reads is not None, "a copy is appended as it is"
    return form.reads(text, name, opened.registry)


def _imported(
    settings: Settings,
    opened: Timeline,
    document: Document,
    author: str,
    *,
    sync: bool,
    yes: bool,
    dry_run: bool,
) -> str:
    """Records a document, and tells what that did."""
    from service.sync import importing

    moment = opened.moment(author, settings.today, importing(document.name, sync=sync, yes=yes))
    if not sync:
        recorded = record(
            opened, document, moment, dry_run=dry_run, exit_code=1, argv=settings.argv
        )
        return (
            told(recorded, dry_run=dry_run)
            + effect(opened, recorded, settings)
            + (undo_line(settings) if recorded.positions else "")
        )
    return _synced(settings, opened, document, moment, yes=yes, dry_run=dry_run)


def _synced(
    settings: Settings,
    opened: Timeline,
    document: Document,
    moment: Moment,
    *,
    yes: bool,
    dry_run: bool,
) -> str:
    """Records a document, and proposes or records what is gone from it and what is back in it."""
    from service.sync import check_same_file, compared, reinstating, retracting

    found = compared(opened, document)
    check_same_file(document, found)
    missing = [gone.fact for gone in found.gone]
    whole = retracting(reinstating(opened, document, found.back), missing) if yes else document
    recorded = record(opened, whole, moment, dry_run=dry_run, exit_code=1, argv=settings.argv)
    said = "".join(
        _compared_lines(document.name, found, settings.command, written=yes and not dry_run)
    )
    acts = [f"{len(missing)} retracted"] * bool(missing and yes) + [
        f"{len(found.back)} reinstated"
    ] * bool(found.back and yes)
    said += told(_without(recorded, [*missing, *found.back] if yes else []), acts, dry_run=dry_run)
    said += effect(opened, recorded, settings)
    if (missing or found.back) and not yes and not dry_run:
        proposed = " and ".join(
            ["retract"] * bool(missing) + ["reinstate"] * bool(found.back)
        ).capitalize()
        said += f"{proposed}: {shlex.join(['detente', *settings.argv, '--yes'])}\n"
    return said + (undo_line(settings) if recorded.positions else "")


def _compared_lines(
    name: str, found: Compared, command: Command, *, written: bool
) -> Iterator[str]:
    """What is gone from a file and what is back in it, fact by fact."""
    for gone in found.gone:
        verb = "Retracted" if written else "Would retract"
        yield (
            f"{verb} ^{gone.fact.handle}, gone from {name} (command {gone.by.number}:"
            f" {gone.by.carried.did})\n"
        )
    for fact in found.back:
        yield f"{'Reinstated' if written else 'Would reinstate'} ^{fact.handle}, back in {name}\n"
    for kept in found.kept:
        yield (
            f"Stays ^{kept.fact.handle}, gone from {name}, for it is in"
            f" {' and '.join(kept.elsewhere)} too\n"
        )
    if found.stays:
        yield (
            f"Not taken back, for only whole facts are: {count(len(found.stays), 'detail')} gone"
            f" from {name}:\n"
        )
        yield fixes(
            [Fix(stays.fix.paste, f"^{stays.fact.handle} {stays.line}") for stays in found.stays],
            command,
        )
    if not found.imported:
        yield f"No import of {name} is recorded here, so nothing is taken for gone from it.\n"
    elif not (found.gone or found.back or found.kept or found.stays):
        yield f"Nothing is gone from {name}.\n"


def _without(recorded: Recorded, told_of: Sequence[Fact]) -> Recorded:
    """What was recorded, less the facts of which nothing changed but what is told already."""
    versions = {fact.handle: fact.version + 1 for fact in told_of}
    changed = [fact for fact in recorded.edits.changed if fact.version != versions.get(fact.handle)]
    return replace(recorded, edits=replace(recorded.edits, changed=changed))


def _copied(settings: Settings, opened: Timeline, name: str, *, dry_run: bool) -> str:
    """Appends what a copy holds beyond the timeline, and tells how much that is."""
    from service.formats.jsonl import copied

    shown = name if name != "-" else STDIN
    with _source(settings, name) as source:
        found = copied(opened, source, shown, dry_run=dry_run)
    if found.problem is not None:
        raise Rejected([found.problem], 1)
    said = f"{count(found.added, 'event')} added, {found.there:,} there already."
    return f"Nothing written. It would be: {said}\n" if dry_run else f"{said}\n"


@contextmanager
def _source(settings: Settings, name: str) -> Generator[Source]:
    """The lines of a file, to be read more than once.

    What can be read only once is kept in a temporary file meanwhile.
    """
    path = Path(name)
    if name != "-" and not path.exists():
        raise Failure(f"there is no file {name}.")
    with TemporaryFile() as kept:
        if name == "-":
            while chunk := settings.stdin.read(1 << 20):
                kept.write(common.in_utf8(chunk, STDIN).encode())
        elif not path.is_file():
            with path.open("rb") as stream:
                copyfileobj(stream, kept)

        def lines() -> Iterator[bytes]:
            if path.is_file() and name != "-":
                with path.open("rb") as file:
                    yield from file
            else:
                kept.seek(0)
                yield from kept

        yield lines
