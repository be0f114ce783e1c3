"""Text into a timeline: import."""

from __future__ import annotations

import shlex
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from cli import common, stopping
from cli.choosing import NONE, Both, Mine, Theirs, choices_of, in_full
from cli.common import Json
from cli.export import As
from cli.record import Author, BadFile, DryRun, deliver, to_try_again
from cli.row_options import (
    Changed,
    Gone,
    KeepGoing,
    LayerOf,
    Limit,
    NewOnly,
    RejectsTo,
    RulesOf,
    Show,
)
from cli.settings import Settings
from domain.characters import visible
from domain.command import SYNC, SYNC_YES, Request, importing
from domain.refusal import Failure, Fix, InvalidInput, Problem, Run, SetField
from projections.receipt import Receipt
from projections.words import count
from service.choices import Choices
from service.file_imports import STDIN
from service.formats import registry
from service.formats.document import Document
from service.formats.registry import Format
from service.input_files import check_readable, is_folder
from service.moment import Moment
from service.rejected import Differing, Rejected
from service.store.verification import MOST_LISTED
from service.timeline import Timeline

if TYPE_CHECKING:
    from service.formats.jsonl import Source

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


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


def _to_read(form: str, file: str) -> Format:
    """The format that is asked for, or that the ending of a file says; else `.facts`."""
    if form:
        return registry.named(form, "import")
    return registry.of_file(file, "import") or registry.FACTS


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="A .facts, .csv or .jsonl file; with --rules also a folder; - reads standard"
            " input.",
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
    new_only: NewOnly = False,
    keep_going: KeepGoing = False,
    mine: Mine = NONE,
    theirs: Theirs = NONE,
    both: Both = NONE,
    as_json: Json = False,
) -> None:
    """Records what a file adds. An edited file adds its edits as corrections.

    Unchanged lines add nothing. All of a file or nothing: any line with a problem is shown
    with its place and a fix, and nothing is written. A .csv file holds a fact's reports a row each,
    as an export writes them. A .jsonl file is a copy of a whole timeline: it goes into an empty
    one, or brings one that is behind up to it.

    With --rules it reads the rows of a machine-coded source into a layer of its own, each row
    once: what is there already adds nothing, a row that changed corrects its fact, and rows that
    cannot be read are put aside while the others go in. Of a folder it reads the tables.
    """
    settings = common.settings_of(context)
    desk = _Desk(form, sync, yes, dry_run, author, choices_of(mine, theirs, both), as_json)
    if rules:
        from cli.bulk import import_rows
        from service.sources.reading import Wanted

        _refuse_desk_options(desk)
        how = (show, changed, gone, rejects, dry_run, author, new_only, keep_going)
        wanted = Wanted(rules, layer, limit, *how)
        import_rows(settings, files, wanted, as_json)
        return
    _without_rules(
        {
            "--layer": layer,
            "--limit": limit,
            "--show": show,
            "--changed": changed,
            "--gone": gone,
            "--rejects": rejects,
            "--new-only": new_only,
            "--keep-going": keep_going,
        }
    )
    _import_files(settings, files, desk)


class _Desk(NamedTuple):
    """How files that people keep are to be read and recorded."""

    form: str
    sync: bool
    yes: bool
    dry_run: bool
    author: str
    choices: Choices
    as_json: bool


def _import_files(settings: Settings, files: Sequence[str], desk: _Desk) -> None:
    if desk.as_json and len(files) > 1:
        raise InvalidInput(
            "a receipt in JSON is that of one file; import them one by one.",
            *(Run.of("import", name, json=True) for name in files),
            code="one-file-for-json",
        )
    for name in files:
        _refuse_folder(settings, name)
    chosen = [_to_read(desk.form, name) for name in files]
    _check_sync(files, chosen, sync=desk.sync, yes=desk.yes)
    mode = (SYNC_YES if desk.yes else SYNC) if desk.sync else ""
    with common.opened(settings) as opened:
        for number, (name, form) in enumerate(zip(files, chosen, strict=True), 1):
            stopping.RUN.partly = form.copy or number < len(files)
            if form.copy:
                _copy(settings, opened, name, dry_run=desk.dry_run, as_json=desk.as_json)
                continue
            document = _read(settings, opened, name, form)
            document.choices = desk.choices
            moment = opened.moment(desk.author, settings.today, _request(document.name, mode))
            deliver(
                settings,
                record_document(settings, opened, document, moment, dry_run=desk.dry_run),
                desk.as_json,
            )


def _refuse_folder(settings: Settings, name: str) -> None:
    """Raises Failure for a folder: only the tables of a source are read from one."""
    if name == "-" or not is_folder(settings.folder / name):
        return
    inside = shlex.quote(name.rstrip("/")) if name.strip("/") else ""
    raise Failure(
        f"{name} is a folder, and a file is expected.",
        Fix(f"detente import {inside}/*.facts", "its files of facts, one after the other"),
        Run.of("import", name, rules="NAME", meaning="its tables, by the rules of their source"),
        code="not-a-file",
        values={"file": name},
    )


def _check_sync(files: Sequence[str], chosen: Sequence[Format], *, sync: bool, yes: bool) -> None:
    """Raises InvalidInput where --sync or --yes is given to files that cannot be compared."""
    if yes and not sync:
        raise InvalidInput(
            "--yes answers what --sync proposes.",
            Run.of("import", "desk.facts", sync=True, yes=True),
            code="yes-without-sync",
        )
    if sync and (len(files) > 1 or list(files) == ["-"] or any(form.copy for form in chosen)):
        raise InvalidInput(
            "--sync compares the timeline with one file of facts that has a name.",
            Run.of("import", "desk.facts", sync=True),
            code="nothing-to-compare",
        )


def _request(file: str, mode: str) -> Request:
    options = {SYNC: " --sync", SYNC_YES: " --sync --yes"}
    return importing(file, mode, f"import {file}{options.get(mode, '')}")


def record_document(
    settings: Settings,
    opened: Timeline,
    document: Document,
    moment: Moment,
    *,
    dry_run: bool,
) -> Receipt:
    """Records a document, comparing it with what its file recorded before where that is asked."""
    mode = moment.request.mode if moment.request else ""
    try:
        with to_try_again(settings):
            if mode:
                return opened.sync(document, moment, yes=mode == SYNC_YES, dry_run=dry_run)
            return opened.record(document, moment, dry_run=dry_run)
    except Differing as refused:
        raise in_full(settings, refused) from None
    except Rejected as refused:
        raise BadFile(refused.problems) from None


def _refuse_desk_options(desk: _Desk) -> None:
    """Raises InvalidInput where an option was given that is for files of the desk."""
    retract = SetField("gone", "retract")
    chosen = next(iter(desk.choices.by_handle.values()), "")
    refused = [
        ("--as", desk.form, SetField("rules", "NAME")),
        ("--sync", desk.sync, retract),
        ("--yes", desk.yes, retract),
        (f"--{chosen}", chosen, SetField("rules", "NAME")),
    ]
    for option, given, fix in refused:
        if given:
            raise InvalidInput(
                f"{option} is for files that people keep; the rows of a source are read by its"
                " rules.",
                fix,
                code="not-with-rules",
            )


def _without_rules(options: Mapping[str, object]) -> None:
    """Raises InvalidInput where an option was given that says how rows of a source are read."""
    given = next((name for name, value in options.items() if value), None)
    if given:
        said = f"{given} says how the rows of a source are read; name its rules too."
        fixes = (SetField("rules", name) for name in ("icews", "gdelt2"))
        raise InvalidInput(said, *fixes, code="without-rules")


def _read(settings: Settings, opened: Timeline, file: str, form: Format) -> Document:
    assert form.reads is not None, "a copy is appended as it is"
    text = common.read_text(settings, file)
    return form.reads(text, visible(file) if file != "-" else STDIN, opened.registry)


def _copy(settings: Settings, opened: Timeline, name: str, *, dry_run: bool, as_json: bool) -> None:
    """Appends what a copy of a timeline holds beyond this one, and shows how much that is."""
    from service.formats.jsonl import copied

    citations = _citations(name)
    if citations:
        _keep_citations(opened, citations, dry_run=True)
    with source_of(settings, name) as source:
        found = copied(opened, source, name if name != "-" else STDIN, dry_run=dry_run)
    if found.problem is not None:
        raise BadFile([found.problem])
    if citations and not dry_run:
        _say_left_out(settings, citations, _keep_citations(opened, citations, dry_run=False))
    if found.hidden:
        common.print_to(settings, f"Copied as they are: {_hidden(found.hidden)}")
    receipt = Receipt("import", dry_run, not_listed=found.added, copied=found.there)
    deliver(settings, receipt, as_json)


def _hidden(events: int) -> str:
    return (
        f"{count(events, 'event')} with hidden characters, which no line may have today. They are"
        " written out wherever they are shown, as \\u200b."
    )


def _citations(copy: str) -> Path | None:
    """The file beside a copy that holds the answers that were cited, where there is one."""
    from service.formats.citations import beside

    path = Path(beside(copy)) if copy != "-" else None
    return path if path and path.is_file() else None


def _keep_citations(opened: Timeline, file: Path, *, dry_run: bool) -> Sequence[str]:
    """Keeps the citations of a file that are of this record; the others, in sentences.

    Raises BadFile for a line that cannot be read.
    """
    from service.checking import wrong_citation
    from service.formats.citations import keep_citations

    head = opened.head()
    with file.open("rb") as lines:
        found = keep_citations(
            opened.store,
            lines,
            str(file),
            wrong=lambda answer, state: wrong_citation(opened, answer, state, head),
            dry_run=dry_run,
        )
    if isinstance(found, Problem):
        raise BadFile([found])
    opened.wrote = opened.wrote or (found.new > 0 and not dry_run)
    return found.left_out


def _say_left_out(settings: Settings, file: Path, said: Sequence[str]) -> None:
    """Says which answers of a file were not cited from the copy beside which it lies."""
    if said:
        more = [f"… and {len(said) - MOST_LISTED:,} more."] * (len(said) > MOST_LISTED)
        begin = f"{count(len(said), 'cited answer')} of {file} left out, not of this copy:"
        common.print_to(settings, begin, *said[:MOST_LISTED], *more)


@contextmanager
def source_of(settings: Settings, name: str) -> Generator[Source]:
    """The lines of a file, to be read more than once.

    What can be read only once is kept in a temporary file meanwhile.
    """
    path = Path(name)
    if name != "-" and not path.exists():
        raise common.no_file(name)
    if name != "-":
        check_readable(name)
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
