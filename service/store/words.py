"""The full-text index of a SQLite store: which events hold which words, followed on its own when a search asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Integer,
    String,
    bindparam,
    column,
    delete,
    func,
    insert,
    intersect,
    select,
    table,
    update,
)
from sqlalchemy.exc import OperationalError

from service.store.interface import Phrase
from service.store.tables import EVENTS, TRACKING

PAGE: Final = 5_000
"""How many events are indexed in one transaction, so that no writer waits long."""

_NAME: Final = "words_1"
"""The table on disk. What is indexed otherwise than today gets another, and reads every event again."""

_WORDS: Final = table(_NAME, column("rowid", Integer), column("text", String))
# Words alone and no texts; as they come, for what a letter is was decided before: blanks part them, and nothing else here does.
_CREATE: Final = f"CREATE VIRTUAL TABLE IF NOT EXISTS {_NAME} USING fts5(text, content='', columnsize=0, tokenize='ascii')"

_EVENT: Final = (EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
_IN_LAYER: Final = (EVENTS.c.stream >= bindparam("first"), EVENTS.c.stream < bindparam("after"))
_AFTER: Final = select(EVENTS.c.position, *_EVENT).where(EVENTS.c.position > bindparam("reached"), *_IN_LAYER)
_NEXT: Final = _AFTER.where(EVENTS.c.position <= bindparam("head")).order_by(EVENTS.c.position).limit(PAGE)
_BEHIND: Final = _AFTER.limit(1)
_HEAD: Final = select(func.coalesce(func.max(EVENTS.c.position), 0))
_REACHED: Final = select(TRACKING.c.position).where(TRACKING.c.application == bindparam("name"))
_OURS: Final = TRACKING.c.application.startswith(f"{_NAME}/", autoescape=True)
_FOLLOWERS: Final = select(TRACKING.c.application, TRACKING.c.position).where(_OURS).order_by(TRACKING.c.application)
_SCHEMA: Final = table("sqlite_master", column("name", String))
_EXISTS: Final = select(_SCHEMA.c.name).where(_SCHEMA.c.name == _NAME)
_GO_ON: Final = update(TRACKING).where(TRACKING.c.application == bindparam("name")).values(position=bindparam("reached"))

PATIENCE_MS: Final = 2_000
_MOST_TERMS, _LONGEST_PHRASE = 8, 16
"""What the index is asked at most; more is left to whoever reads the facts, and SQLite's own limits stay far away."""


class Words:
    """The index of one database, which may have none: then, and where it is behind, it does not say."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._there = engine.dialect.name == "sqlite"

    def follow(self, layer: str, words: Callable[[StoredEvent], str]) -> None:
        """Brings the index of a layer up to the last event, a page a transaction, where it can be written."""
        if not self._there:
            return
        try:
            with self._engine.connect() as connection:
                patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
                try:
                    while _next_page(connection, layer, words):
                        pass
                finally:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
        except OperationalError:
            # Read-only, locked by a writer for long, full, or SQLite without FTS5: to search is to read, and goes on without.
            return

    def select(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> list[StoredEvent] | None:
        """All events of the layer's facts that may hold one phrase of every term; None where the index does not say."""
        if not (self._there and terms):
            return None
        statement, values = _holding(terms[:_MOST_TERMS])
        try:
            with self._engine.connect() as connection:
                # One view of all of it, whatever is appended meanwhile.
                connection.exec_driver_sql("BEGIN")
                reached = connection.scalar(_REACHED, {"name": _follower(layer)})
                if reached is None or connection.execute(_BEHIND, {"reached": reached, **_bounds(layer)}).first():
                    return None
                return [StoredEvent(*row) for row in connection.execute(statement, values | _bounds(layer))]
        except OperationalError:
            # Indexed by a SQLite with FTS5, and read by one without.
            return None

    def reach(self, connection: Connection) -> dict[str, int]:
        """How far each layer is indexed, by its name."""
        rows = connection.execute(_FOLLOWERS).all() if self._there else []
        return {str(name).partition("/")[2]: position for name, position in rows}

    def there(self, connection: Connection) -> bool:
        """Whether there is an index at all."""
        return self._there and connection.execute(_EXISTS).first() is not None

    def drop(self, connection: Connection) -> None:
        """Drops the index: the next search makes it anew."""
        if self._there:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {_NAME}")
            connection.execute(delete(TRACKING).where(_OURS))


def _next_page(connection: Connection, layer: str, words: Callable[[StoredEvent], str]) -> bool:
    """Indexes up to a page of events; whether there may be more."""
    follower = {"name": _follower(layer)}
    before = connection.scalar(_REACHED, follower)
    head = connection.scalar(_HEAD) or 0
    page = connection.execute(_NEXT, {"reached": before or 0, "head": head, **_bounds(layer)}).all()
    whole = len(page) < PAGE
    if not page and head - (before or 0) < PAGE:
        return False
    # Words are found before the lock is taken, so that writers wait for the index alone.
    rows = [{"rowid": row[0], "text": text} for row in page if (text := words(StoredEvent(*row[1:])))]
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    # Another search may have been faster; what it left is found from there.
    first = connection.scalar(_REACHED, follower) == before
    if first:
        connection.exec_driver_sql(_CREATE)
        if rows:
            connection.execute(insert(_WORDS), rows)
        _go_on(connection, layer, head if whole else page[-1][0], new=before is None)
    connection.commit()
    return not (first and whole)


def _go_on(connection: Connection, layer: str, reached: int, *, new: bool) -> None:
    if new:
        connection.execute(insert(TRACKING), {"application": _follower(layer), "position": reached})
    else:
        connection.execute(_GO_ON, {"name": _follower(layer), "reached": reached})


def _follower(layer: str) -> str:
    return f"{_NAME}/{layer}"


def _bounds(layer: str) -> dict[str, str]:
    return {"first": f"{layer}/", "after": f"{layer}0"}


def _holding(terms: Sequence[Sequence[Phrase]]) -> tuple[Executable, dict[str, object]]:
    """The statement, for `first` and `after` of a layer, and its values.

    Each term is looked for in all events of a stream: its title may be in one, and its source in another.
    """
    values: dict[str, object] = {f"match_{i}": _match(phrases) for i, phrases in enumerate(terms)}
    matching = [select(_WORDS.c.rowid).where(_WORDS.c.text.op("MATCH")(bindparam(name))) for name in values]
    streams = intersect(*(select(EVENTS.c.stream).where(EVENTS.c.position.in_(rows)) for rows in matching))
    return select(*_EVENT).where(EVENTS.c.stream.in_(streams), *_IN_LAYER).order_by(EVENTS.c.stream, EVENTS.c.version), values


def _match(phrases: Sequence[Phrase]) -> str:
    """Any of the phrases in the language of FTS5, in which nothing between double quotes means anything but itself."""
    return " OR ".join(" + ".join(_quoted(word) for word in phrase[:_LONGEST_PHRASE]) for phrase in phrases)


def _quoted(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"'
