"""Import of machine-coded files: progress, interruptions, and where rejected rows go."""

from __future__ import annotations

import io
import shlex
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Final, cast

import typer

from cli import output, stopping
from cli.common import opened as timeline_of
from cli.exit_codes import FAILED, PART
from cli.progress import Progress
from cli.record import Halted, Stopped, deliver
from cli.settings import Settings, store_file
from domain.refusal import Failure
from projections.words import count
from service.input_files import Look
from service.sources.archive import Archive, archive_of
from service.sources.files import FilesImport, Source
from service.sources.reader import Rows
from service.sources.reading import Wanted, checked
from service.sources.rejects import ENDING, Rejects
from service.sources.rules import Rules
from service.timeline import Timeline
from service.writing import limit_of
from views.page import harmless

STDIN: Final = "standard input"


def import_rows(
    settings: Settings,
    names: Sequence[str],
    wanted: Wanted,
    as_json: bool,  # an option
) -> None:
    """Imports files, and those of folders, as one command, and shows how their rows ended."""
    rules, _ = checked(wanted)
    archive = archive_of(names, settings.folder, rules.reader, wanted.rules)
    stopping.RUN.partly = True
    with timeline_of(settings) as opened:
        aside = wanted.rejects or _aside(settings, names, archive, rules)
        source = _source(settings, names, archive, rules, wanted)
        run = _begun(settings, opened, source, wanted, aside)
        kept = False
        try:
            try:
                _follow(settings, run, as_json)
            finally:
                kept = run.rejects.close()
        except (KeyboardInterrupt, Failure) as stop:
            if wanted.writes_nothing or not run.account.events:
                raise
            if isinstance(stop, Failure) and run.several:
                deliver(settings, run.receipt(aside if kept else ""), as_json)
            raise _stopped(settings, run, stop) from None
        deliver(settings, run.receipt(aside if kept else ""), as_json)
        recorded = stopping.RUN.recorded()
    if not run.summed.all_readable:
        raise typer.Exit(PART if recorded else FAILED)


def _aside(settings: Settings, names: Sequence[str], archive: Archive, rules: Rules) -> str:
    """The name of the file for rows that cannot be read: that of the file, folder, or rules."""
    if len(names) > 1:
        return rules.name + ENDING
    name = names[0] if names[0] != "-" else STDIN
    path = settings.folder / name
    named = path.resolve() if archive.several else path
    return (named.name or rules.name).replace(" ", "-") + ENDING


def _source(
    settings: Settings, names: Sequence[str], archive: Archive, rules: Rules, wanted: Wanted
) -> Source:
    first = _shown(names[0])
    more = f" and {count(len(names) - 1, 'more name')}" if len(names) > 1 else ""
    return Source(
        f"{first}{more}",
        f"import {first}{more} --rules {wanted.rules}",
        archive,
        lambda name: None if name == "-" else settings.folder / name,
        lambda name: rows_of(settings, name, rules, archive.listed.get(name)),
        _shown,
    )


def _shown(name: str) -> str:
    return STDIN if name == "-" else name


def _begun(
    settings: Settings, opened: Timeline, source: Source, wanted: Wanted, aside: str
) -> FilesImport:
    store = store_file(settings)
    rejects = Rejects(
        settings.folder / aside, in_use=store, limit=limit_of(store), chosen=not wanted.rejects
    )
    return FilesImport(opened, wanted, source, rejects, settings.today)


def _follow(settings: Settings, run: FilesImport, as_json: bool) -> None:
    """Imports, shows how far that has come, and prints facts where they are asked for."""
    if run.wanted.new_only:
        with closing(Progress(settings, "files looked at")) as progress:
            for step in run.looked():
                progress.at(step.file, step.share)
    with closing(Progress(settings, "rows")) as progress:
        for step in run.steps():
            place = f"file {step.file:,} of {step.files:,}" if step.files > 1 else ""
            progress.at(step.rows, step.share, place)
            if step.facts and not as_json:
                progress.close()
                output.deliver(settings, harmless(step.facts), "")


def _stopped(settings: Settings, run: FilesImport, stop: KeyboardInterrupt | Failure) -> Failure:
    """What is recorded of an import that was stopped, and what records the rest."""
    again = shlex.join(["detente", *settings.argv])
    facts = f"{count(run.account.facts, 'fact')} of {run.source.name}"
    if isinstance(stop, Failure):
        return Halted(stop, f"{facts} {'is' if run.account.facts == 1 else 'are'} recorded", again)
    return Stopped(f"{facts} recorded", again)


def rows_of(settings: Settings, name: str, rules: Rules, listed: Look | None = None) -> Rows:
    """The rows of a file, if it is still the one that was `listed`; of standard input for `-`."""
    columns = frozenset(rules.columns)
    if name != "-":
        path = Path(name)
        place = path if path.is_absolute() else settings.folder / path
        return Rows(place, rules.reader, columns, name, listed)
    binary = cast(BinaryIO | None, getattr(settings.stdin, "buffer", None))
    source = binary or io.BytesIO(settings.stdin.read().encode(errors="surrogateescape"))
    return Rows(source, rules.reader, columns)
