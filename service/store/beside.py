"""What a store keeps beside its events: notes, citations, how far it has followed others."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from service.store import backup
from service.store.digest import Head
from service.store.fulltext import NAME, OF_BEFORE
from service.store.remembered import (
    FLOW_RULES_KEY,
    HEAD_KEY,
    INDEX_KEY,
    REBUILD_KEY,
    SCHEMA_KEY,
)

_OWN: Final = (SCHEMA_KEY, HEAD_KEY, INDEX_KEY, FLOW_RULES_KEY, REBUILD_KEY)
"""What each store remembers of its own tables."""

# The index of words follows the events of its own store: another begins again.
_WORDS: Final = tuple(f"{name}/" for name in (NAME, *OF_BEFORE))


class Beside(NamedTuple):
    """Notes by key, positions of other applications by their names, and citations by answer."""

    notes: Mapping[str, str]
    followed: Mapping[str, int]
    citations: Mapping[str, bytes]


def beside(file: Path) -> Beside:
    """What a store in a file keeps beside its events, at one moment."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        return _read(connection)


def _read(connection: sqlite3.Connection) -> Beside:
    notes = connection.execute("SELECT key, value FROM detente")
    followed = connection.execute("SELECT application, position FROM tracking")
    cited = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'citations'").fetchone()
    return Beside(
        {key: value for key, value in notes if key not in _OWN},
        {name: position for name, position in followed if not name.startswith(_WORDS)},
        dict(connection.execute("SELECT answer, state FROM citations")) if cited else {},
    )


def put(file: Path, found: Beside) -> None:
    """Puts what was found beside the events of another store into a new one, all or nothing.

    Raises OSError where that cannot be written.
    """
    with backup.written(file) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT OR REPLACE INTO detente VALUES (?, ?)", [*found.notes.items()]
        )
        connection.executemany("INSERT INTO tracking VALUES (?, ?)", [*found.followed.items()])
        connection.executemany("INSERT INTO citations VALUES (?, ?)", [*found.citations.items()])
        connection.execute("COMMIT")


@contextmanager
def alone(file: Path) -> Generator[tuple[Head, Beside]]:
    """Keeps everybody else out of a store, as `backup.alone` does: its head, and what is beside."""
    with backup.locked(file) as connection:
        yield backup.end(connection), _read(connection)
