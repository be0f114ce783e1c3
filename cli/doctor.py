"""What a doctor looks at: store, chain, index, backups, terminal, versions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from shlex import quote
from typing import Final, NamedTuple

from cli import __version__, common, keys
from cli.settings import Settings, where
from cli.settings_file import Untrusted
from domain.refusal import Broken, Failure, Fix
from projections.words import count, day, instant
from service import safety
from service.checking import CITED_BEFORE, verified
from service.judging import Judge
from service.safety import Backup
from service.store.interface import Damaged, Database, FileStore, StoreError, Verdict
from service.store.place import without_password
from service.store.remembered import SCHEMA
from service.timeline import Timeline
from views import spelling

OLD_DAYS: Final = 30
"""After how many days a backup is old."""

LIBRARIES: Final = ("eventsourcing", "pydantic", "sqlalchemy", "typer")
_MEGABYTE: Final = 1_000_000


class Line(NamedTuple):
    """One thing that was looked at: what, how it is, the line that fixes it where it is bad.

    `broken` is whether integrity is, `unusable` whether there is no store that could be looked at.
    """

    what: str
    how: str
    fix: str = ""
    broken: bool = False
    unusable: bool = False


def examined(settings: Settings) -> list[Line]:
    """Everything a doctor looks at, the store first."""
    return [*_store(settings), _terminal(settings), *_versions()]


def _store(settings: Settings) -> Iterator[Line]:
    try:
        with common.opened(settings) as opened:
            store = opened.store
            database = store.database
            if database is not None:
                yield from _kept(store, database, opened)
            else:
                yield Line(
                    "store",
                    f"the bundled sample, {count(opened.head().position, 'event')}",
                    "detente init my.db",
                )
            yield from _clock(opened)
            found = verified(opened, Judge(opened.now().date()))
            yield from _integrity(found)
            yield from _noticed(found)
            if store.file is not None:
                yield _of_backup(opened, whole=found.fixable)
    except (StoreError, Untrusted) as error:
        fix = next(map(spelling.command, error.fixes), Fix("")).paste
        broken = isinstance(error, Broken)
        yield Line(
            "store",
            _said_of(settings, error),
            fix or ("detente restore BACKUP" if broken else ""),
            broken,
            not broken,
        )


def _said_of(settings: Settings, error: Failure) -> str:
    """Why a store cannot be looked at, with its place; of a found file that is part of why."""
    if isinstance(error, Untrusted):
        return error.said
    return f"{without_password(where(settings))}: {error.said}"


def _kept(store: FileStore, database: Database, opened: Timeline) -> Iterator[Line]:
    program, journal = database
    size = f", {store.file.stat().st_size / _MEGABYTE:.1f} MB" if store.file else ""
    yield Line(
        "store",
        f"{opened.store_name}{size}, {count(opened.head().position, 'event')}, schema {SCHEMA}",
    )
    if not journal:
        yield Line("database", program)
    elif journal == "wal" or store.file is None:
        yield Line("database", f"{program}, journal {journal}")
    else:
        fix = f"sqlite3 {store.file} 'PRAGMA journal_mode = WAL'"
        yield Line(
            "database",
            f"{program}, journal {journal}: who reads and who writes wait for each other",
            fix,
        )


def _integrity(found: Verdict) -> Iterator[Line]:
    chain = [flaw for flaw in found.flaws if not flaw.fixable]
    index = [flaw for flaw in found.flaws if flaw.fixable]
    if chain:
        yield Line("chain", f"broken: {chain[0].said}", "detente verify", broken=True)
    else:
        yield Line("chain", f"sound, digest {found.head.digest.hex()[:16]}")
    if index:
        yield Line(
            "index", f"not that of the events: {index[0].said}", "detente rebuild", broken=True
        )
    elif found.outdated:
        yield Line("index", common.OUTDATED, "detente rebuild")
    else:
        words = ", ".join(
            f"{layer} up to event {position}" for layer, position in found.words.items()
        )
        yield Line("index", f"agrees with the events{f'; words of {words}' if words else ''}")


def _noticed(found: Verdict) -> Iterator[Line]:
    cited = [each for each in found.notices if each.kind == CITED_BEFORE]
    if cited:
        yield Line("citations", cited[0].said, "detente verify")
    number = len(found.notices) - len(cited) + found.more_notices
    if number:
        said = f"{count(number, 'event')} would not be recorded so today, which breaks nothing"
        yield Line("rules", said, "detente verify")


def _clock(opened: Timeline) -> Iterator[Line]:
    now, last = opened.now(), opened.last_instant()
    if last is not None and last > now:
        said = (
            f"{instant(now)}, before the last recording, {instant(last)}: what is recorded now"
            " gets that instant"
        )
        yield Line("clock", said, "timedatectl status")


def _of_backup(opened: Timeline, *, whole: bool) -> Line:
    try:
        last = safety.last_backup(opened)
    except Damaged as error:
        return Line("backup", error.said, "detente backup", broken=True)
    return _backup(last, opened.now(), whole=whole)


def _backup(last: Backup | None, now: datetime, *, whole: bool) -> Line:
    """The last backup, and whether a newer one is needed.

    A timeline whose events are broken cannot be backed up.
    """
    make = "detente backup" if whole else "detente restore BACKUP"
    if last is None:
        return Line("backup", "never made", make)
    age = (now - last.made).days
    made = f"{f'{age} days ago' if age else 'today'}, {day(last.made.date())}, {last.file}"
    if not last.file.is_file():
        return Line("backup", f"{made}, which is gone", make)
    if not whole:
        return Line("backup", made, f"detente restore {quote(str(last.file))}")
    return Line("backup", made, make if age > OLD_DAYS else "")


def _terminal(settings: Settings) -> Line:
    encoding = (getattr(settings.out, "encoding", None) or "utf-8").upper()
    colours = "colours" if settings.color else "no colours"
    read = (
        "keys can be read"
        if keys.available(settings.stdin, settings.out)
        else "keys cannot be read"
    )
    how = f"{settings.width} columns, {colours}, {encoding}, {read}"
    return Line(
        "terminal", how, "" if encoding.startswith("UTF") else "export PYTHONIOENCODING=utf-8"
    )


def _versions() -> Iterator[Line]:
    yield Line("Python", f"{python_version()}, {Path(sys.executable)}")
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield Line("libraries", f"detente {__version__}, {libraries}")
