"""A store's file: copied whole while others use it, and put in the place of another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from service.store.digest import GENESIS, Head
from service.store.errors import StoreError, StoreFailure
from service.store.tables import NO_TEXT

PATIENCE_SECONDS: Final = 2.0
"""How long to wait for others who have a file open that is to be replaced."""

_ASIDE: Final = "before-restore"
_BESIDE: Final = ("-wal", "-journal", "-shm")
"""What SQLite keeps beside a file, by its name: beside another file they would ruin that."""


def copy(engine: Engine, file: Path) -> None:
    """Copies a store as it is at one moment to a file that is whole in itself."""
    raw = engine.raw_connection()
    try:
        source = raw.driver_connection
        assert isinstance(source, sqlite3.Connection), "only files are copied"
        with closing(sqlite3.connect(file)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    finally:
        raw.close()
    _sync(file)


@contextmanager
def alone(file: Path) -> Generator[Head]:
    """Keeps everybody else out of a store, all of which is in its one file meanwhile.

    Yields its head. Raises StoreFailure where somebody has it open, or where it cannot be read.
    """
    try:
        with closing(
            sqlite3.connect(file, isolation_level=None, timeout=PATIENCE_SECONDS)
        ) as connection:
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                raise StoreFailure(f"{file} is not a file of its own.", code="no-file")
            connection.execute("BEGIN EXCLUSIVE")
            last = connection.execute(
                "SELECT position, digest FROM events ORDER BY position DESC LIMIT 1"
            ).fetchone()
            try:
                yield Head(*last) if last else Head(0, GENESIS)
            except StoreError:
                connection.execute("ROLLBACK")
                connection.execute("PRAGMA journal_mode = WAL")
                raise
    except sqlite3.OperationalError as error:
        raise StoreFailure(
            f"{file} is in use: {error}. Close what uses it, and try again.", code="in-use"
        ) from error
    except sqlite3.DatabaseError as error:
        raise StoreFailure(f"{file} cannot be read: {error}.", code="unreadable") from error
    except UnicodeDecodeError as error:
        raise StoreFailure(f"{file} cannot be read: {NO_TEXT}.", code="unreadable") from error


def settle(file: Path) -> None:
    """Has a store's file log what is written ahead, as a new one does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    _sync(file)


def swap(new: Path, file: Path) -> Path | None:
    """Puts a new file in the place of one, and returns where the old one is kept.

    None where there was none. At every moment one of the two is there, unless the disk cannot
    give one file two names.
    """
    kept = _free(file) if file.exists() else None
    if kept is not None:
        for ending in _BESIDE:
            beside = Path(f"{file}{ending}")
            if beside.exists():
                beside.replace(f"{kept}{ending}")
        try:
            os.link(file, kept)
        except OSError:
            file.replace(kept)
    new.replace(file)
    _sync(file.parent)
    return kept


def _free(file: Path) -> Path:
    """A name for the old file that is not taken: an older one is not lost."""
    number = 1
    while True:
        name = file.with_name(f"{file.name}.{_ASIDE}{'' if number == 1 else f'-{number}'}")
        if not name.exists():
            return name
        number += 1


def _sync(path: Path) -> None:
    """Has the disk hold what was written."""
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written to disk: {error.strerror}.", code="cannot-write"
        ) from error
    finally:
        os.close(number)
