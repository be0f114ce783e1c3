"""A store's file: copied whole while others use it, and put in the place of another."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from service.store.digest import GENESIS, Head
from service.store.errors import StoreError, StoreFailure
from service.store.tables import NO_TEXT
from service.store.watched import check_alongside
from service.target import BESIDE
from service.writing import confirming, sync

PATIENCE_SECONDS: Final = 2.0
"""How long to wait for others who have a file open that is to be replaced."""

RESTORED: Final = "before-restore"
BACKED_UP: Final = "before-backup"
MOVED: Final = "before-columns"
"""What is added to the name of what is put aside."""

_IN_USE: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")
_PAGES: Final = 5_000
"""How many pages of a file are copied before a signal is answered: twenty megabytes."""

_NOTE: Final = "INSERT OR REPLACE INTO detente VALUES (?, ?)"


def copy(engine: Engine, file: Path) -> None:
    """Copies a store as it is at one moment to a file that is whole in itself.

    Raises OSError where that cannot be written.
    """
    raw = engine.raw_connection()
    try:
        source = raw.driver_connection
        assert isinstance(source, sqlite3.Connection), "only files are copied"
        with written(file) as target:
            # One moment, though a signal may be answered after each part of it.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target, pages=_PAGES, progress=_go_on)
            source.execute("ROLLBACK")
            target.execute("PRAGMA journal_mode = DELETE")
    finally:
        raw.close()
    sync(file)


def _go_on(_: int, __: int, ___: int) -> None:
    """Has Python run what a signal asks for between two parts of a copy."""


def note(file: Path, key: str, value: str) -> None:
    """Has a copy remember something of itself.

    Raises OSError where it cannot be written, StoreFailure where it cannot be read.
    """
    with _read("it"), written(file) as copied:
        copied.execute(_NOTE, (key, value))
    sync(file)


def settle(file: Path) -> None:
    """Has a copy log what is written ahead, as a new store does.

    Raises OSError where it cannot be written, StoreFailure where it cannot be read.
    """
    with _read("the copy"), written(file) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    sync(file)


@contextmanager
def _read(what: str) -> Generator[None]:
    """Says in a sentence that a file is not a database, or that the disk does not give it back."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreFailure(f"{what} cannot be read: {error}.", code="unreadable") from error


@contextmanager
def written(file: Path) -> Generator[sqlite3.Connection]:
    """A connection to a file that nobody else has; what the disk refuses is an OSError."""
    check_alongside(file)
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
    except sqlite3.OperationalError as error:
        name = error.sqlite_errorname
        if name == "SQLITE_FULL":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file)) from error
        if name.startswith("SQLITE_IOERR"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(file)) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(file)) from error
        raise


# In the place of another --------------------------------------------------------------------------


@contextmanager
def alone(file: Path) -> Generator[Head]:
    """Keeps everybody else out of a store, all of which is in its one file meanwhile.

    Yields its head. Raises StoreFailure where somebody has it open, or where it cannot be read.
    """
    with locked(file) as connection:
        yield end(connection)


def end(connection: sqlite3.Connection) -> Head:
    """The last row of a store."""
    last = connection.execute(
        "SELECT position, digest FROM events ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return Head(*last) if last else Head(0, GENESIS)


@contextmanager
def locked(file: Path) -> Generator[sqlite3.Connection]:
    """Keeps everybody else out of any database, all of which is in its one file meanwhile.

    It logs again as it did unless all goes well. Raises as `alone` does.
    """
    check_alongside(file)
    try:
        with closing(
            sqlite3.connect(file, isolation_level=None, timeout=PATIENCE_SECONDS)
        ) as connection:
            (before,) = connection.execute("PRAGMA journal_mode").fetchone()
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                raise StoreFailure(f"{file} is not a file of its own.", code="no-file")
            replaced = False
            try:
                connection.execute("BEGIN EXCLUSIVE")
                yield connection
                replaced = True
            finally:
                if not replaced:
                    connection.rollback()
                    connection.execute(f"PRAGMA journal_mode = {before}")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(_IN_USE):
            raise StoreFailure(
                f"{file} is in use: {error}. Close what uses it, and try again.", code="in-use"
            ) from error
        raise StoreFailure(f"{file} cannot be read: {error}.", code="unreadable") from error
    except sqlite3.DatabaseError as error:
        raise StoreFailure(f"{file} cannot be read: {error}.", code="unreadable") from error
    except UnicodeDecodeError as error:
        raise StoreFailure(f"{file} cannot be read: {NO_TEXT}.", code="unreadable") from error


def swap(new: Path, file: Path, aside: str = RESTORED, *, keep: bool = True) -> Path | None:
    """Puts a new file in the place of one, and returns where the old one is kept.

    None where there was none, or it is not to be kept. At every moment one of the two is there,
    unless the disk cannot give one file two names, and never the new one beside what SQLite kept
    of another: that is put aside before. Raises StoreError where a file has come meanwhile, and
    OSError.
    """
    there = file.exists()
    kept = _free(file, aside)
    if there and keep:
        _keep(file, kept)
    moved = [ending for ending in BESIDE if os.path.lexists(f"{file}{ending}")]
    for ending in moved:
        if ending == "-shm":
            os.unlink(f"{file}{ending}")  # SQLite makes it again from the log
        else:
            os.replace(f"{file}{ending}", f"{kept}{ending}")
    if moved:
        # So that after a power cut too they are gone before the new file is there.
        sync(file.parent)
    if there:
        os.replace(new, file)
    else:
        _put_first(new, file)
    with confirming(str(file)):
        sync(file.parent)
    if not keep:
        # What was put aside belongs to a file that is gone; a disk that refuses this keeps it.
        for ending in moved:
            with suppress(OSError):
                os.unlink(f"{kept}{ending}")
    return kept if there and keep else None


def _keep(file: Path, kept: Path) -> None:
    """Gives a file a second name, or another name where the disk knows one only."""
    try:
        os.link(file, kept)
    except FileExistsError:
        raise
    except OSError:
        os.replace(file, kept)


def _put_first(new: Path, file: Path) -> None:
    """Puts a file where none is. Raises StoreError where one has come in the meantime."""
    try:
        os.link(new, file)
    except FileExistsError as error:
        raise StoreError(
            f"{file} has been made by somebody else just now; it is left as it is.",
            code="overtaken",
        ) from error
    except OSError:
        os.replace(new, file)
    else:
        # The file is in its place; who made it under this name tries again to remove that.
        with suppress(OSError):
            os.unlink(new)


def _free(file: Path, aside: str) -> Path:
    """A name for the old file that is not taken: an older one is not lost."""
    number = 1
    while True:
        name = file.with_name(f"{file.name}.{aside}{'' if number == 1 else f'-{number}'}")
        if not any(os.path.lexists(f"{name}{ending}") for ending in ("", *BESIDE)):
            return name
        number += 1
