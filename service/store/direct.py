"""A store in a file, of which a question's facts are read without the database layer.

To import that takes longer than most answers. What every question reads is read here, by the
statements that the layer would make. All else is left to the recorder of any database, which is
opened then; so is whatever is not as it should be, for it says in words what that is.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import get_ident
from typing import Any, Final, cast

from eventsourcing.persistence import StoredEvent

from domain.batch import STREAM as BATCHES
from domain.fact import DESK
from domain.layers import RESERVED
from service.store import made
from service.store.digest import GENESIS, Head
from service.store.interface import TimelineRecorder
from service.store.log import layer_bounds
from service.store.place import expanded, is_file, is_of_words, may
from service.store.remembered import SCHEMA, SCHEMA_KEY
from service.store.watched import SAY_ELSE, WatchedConnection, check_stopped

LAYER: Final = """
SELECT events.stream, events.version, events.topic, events.state
FROM events
WHERE events.stream > :before AND events.stream < :end ORDER BY events.stream, events.version
"""
TIED_PAIR: Final = """
SELECT events.stream, events.version, events.topic, events.state
FROM events
WHERE events.stream IN (SELECT events.stream
FROM events JOIN ties ON ties.position = events.position JOIN pairs ON pairs.pair = ties.pair
WHERE pairs.layer = :layer AND pairs.a = :a AND pairs.b = :b)
ORDER BY events.stream, events.version
"""
TIED_ACTOR: Final = """
SELECT events.stream, events.version, events.topic, events.state
FROM events
WHERE events.stream IN (SELECT events.stream
FROM events JOIN ties ON ties.position = events.position JOIN pairs ON pairs.pair = ties.pair
WHERE pairs.layer = :layer AND (pairs.a = :actor OR pairs.b = :actor))
ORDER BY events.stream, events.version
"""
HEAD: Final = """
SELECT events.position, events.digest
FROM events
WHERE events.position = (SELECT max(events.position) AS max_1
FROM events)
"""
"""What the statements of the same names in `selecting` and `reading` are, for a file."""

_ANY_BATCH: Final = "SELECT 1 FROM events WHERE stream > :before AND stream < :end LIMIT 1"
_REMEMBERED: Final = "SELECT value FROM detente WHERE key = ?"
_COLUMNS: Final = (str, int, str, bytes)
"""Of what types the columns of an event are; SQLite holds anything in any of them."""


def reader(where: str, recorder: Callable[[], TimelineRecorder]) -> TimelineRecorder:
    """The store at a path, for a start by what every question reads of it.

    What `recorder` opens, at once, where the place is not plainly a file of today's form. Raises
    StoreFailure as that does.
    """
    if "://" in where or where.startswith("file:") or is_of_words(where):
        return recorder()
    path = Path(expanded(where))
    # In a folder that cannot be written SQLite has to know that the file does not change.
    if not is_file(str(path)) or not may(path.parent, os.W_OK):
        return recorder()
    connection = _opened(path)
    # Not one by its type: it takes the questions of all kinds, and passes on most.
    return (
        cast(TimelineRecorder, DirectReader(path, connection, recorder))
        if connection
        else recorder()
    )


def _opened(path: Path) -> WatchedConnection | None:
    """A connection to a file that is plainly a store; None to any other.

    Raises StoreFailure where the file, or what lies beside it, was put there by somebody else.
    """
    try:
        connection = sqlite3.connect(
            str(path),
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
            factory=WatchedConnection,
        )
    except (sqlite3.Error, UnicodeError):  # the recorder says what is wrong with it
        return None
    try:
        if made.foreign(connection.execute(made.STATEMENTS)) is None:
            found = connection.execute(_REMEMBERED, (SCHEMA_KEY,)).fetchone()
            if found == (SCHEMA,):
                return connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        check_stopped(error)
    connection.close()
    return None


class DirectReader:
    """What every question reads of a store in a file; all else is asked of its recorder.

    That is opened when it is first needed: by whoever records, searches, or reads machine-coded
    sums; by another thread than the first; and where anything here goes wrong.
    """

    def __init__(
        self, path: Path, connection: WatchedConnection, recorder: Callable[[], TimelineRecorder]
    ) -> None:
        self._path = path
        self._connection = connection
        self._recorder = recorder
        self._thread = get_ident()
        self._whole: TimelineRecorder | None = None

    def __getattr__(self, name: str) -> Any:  # whatever a recorder has
        return getattr(self._opened_whole(), name)

    def _opened_whole(self) -> TimelineRecorder:
        """The recorder, opened now unless it is already."""
        if self._whole is None:
            # What was read so far is of the file that was there then.
            self._connection.check(SAY_ELSE)
            self._whole = self._recorder()
            self._connection.check(SAY_ELSE)
        return self._whole

    @property
    def name(self) -> str:
        """Where the store is."""
        return str(self._path)

    @property
    def file(self) -> Path:
        """The file that it is in."""
        return self._path

    @property
    def committed(self) -> int:
        """Up to which position this process recorded something; 0 where it recorded nothing."""
        return self._whole.committed if self._whole else 0

    def close(self) -> None:
        """Closes every connection."""
        self._connection.close()
        if self._whole is not None:
            self._whole.close()

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""
        # Rows of a machine-coded layer may be kept many together.
        plain = layer in RESERVED or self._rows(_ANY_BATCH, layer_bounds(BATCHES)) == []
        found = self._events(LAYER, layer_bounds(layer)) if plain else None
        return self._opened_whole().select_layer(layer) if found is None else found

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """Events of the facts that may belong to a pair, by stream and version."""
        found = None
        if layer == DESK:
            found = self._events(TIED_PAIR, {"a": a, "b": b, "layer": layer})
        return self._opened_whole().select_pair(a, b, layer) if found is None else found

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to any pair of an actor, by stream, version."""
        found = (
            self._events(TIED_ACTOR, {"actor": actor, "layer": layer}) if layer == DESK else None
        )
        return self._opened_whole().select_actor(actor, layer) if found is None else found

    def head(self) -> Head:
        """How far the store has come."""
        rows = self._rows(HEAD, {})
        if rows is None or (rows and not _typed(rows[0], (int, bytes))):
            return self._opened_whole().head()
        return Head(*rows[0]) if rows else Head(0, GENESIS)

    def _events(self, statement: str, values: Mapping[str, object]) -> list[StoredEvent] | None:
        """The events that a statement finds; None where not all that it finds can be one."""
        rows = self._rows(statement, values)
        if rows is None or not all(_typed(row, _COLUMNS) for row in rows):
            return None
        return [StoredEvent(*row) for row in rows]

    def _rows(self, statement: str, values: Mapping[str, object]) -> list[Any] | None:
        """All rows that a statement finds; None where the recorder has to be asked instead.

        Raises StoreFailure where the file is no longer the one that was opened.
        """
        if self._whole is not None or get_ident() != self._thread:
            return None
        try:
            self._connection.check(SAY_ELSE)
            return self._connection.execute(statement, values).fetchall()
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            check_stopped(error)
            return None


def _typed(row: Sequence[object], types: Sequence[type]) -> bool:
    return all(type(value) is kind for value, kind in zip(row, types, strict=True))
