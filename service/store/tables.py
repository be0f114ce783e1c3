"""The tables of a store, and where its dialects differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ClauseElement,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

METADATA: Final = MetaData()
_POSITION: Final = BigInteger().with_variant(Integer, "sqlite")

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("position", _POSITION, primary_key=True, autoincrement=False),
    Column("stream", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("topic", String, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version", name="events_stream_version"),
)
"""Every event ever recorded, in order of commit, without gaps."""

PAIRS: Final = Table(
    "pairs",
    METADATA,
    Column("pair", Integer, primary_key=True, autoincrement=False),
    Column("a", String, nullable=False),
    Column("b", String, nullable=False),
    Column("layer", String, nullable=False),
    UniqueConstraint("a", "b", "layer", name="pairs_a_b_layer"),
    Index("pairs_b", "b"),
)
"""Every pair of actors that a fact may touch, in its stored order, by layer."""

TIES: Final = Table(
    "ties",
    METADATA,
    Column("pair", Integer, primary_key=True, autoincrement=False),
    Column("position", _POSITION, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Which events made a fact touch a pair: two integers a row, so that the index stays small beside the events."""

TRACKING: Final = Table(
    "tracking",
    METADATA,
    Column("application", String, primary_key=True),
    Column("position", _POSITION, nullable=False),
)
"""How far a follower of another application has come."""

META: Final = Table("detente", METADATA, Column("key", String, primary_key=True), Column("value", String, nullable=False))
"""What this store is: its schema's version."""

SCHEMA: Final = "1"


class Prepared:
    """A statement compiled once for a dialect, and run on the driver's own cursor: an append is too short to build one."""

    def __init__(self, statement: ClauseElement, engine: Engine) -> None:
        compiled = statement.compile(dialect=engine.dialect)
        self.sql = str(compiled)
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)

    def run(self, cursor: DBAPICursor, values: Mapping[str, object]) -> None:
        """Runs it with named values."""
        cursor.execute(self.sql, tuple(values[name] for name in self._order) if self._order is not None else values)

    def rows(self, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Sequence[Any]:
        """Rows as the driver takes them: tuples as they are, or mappings."""
        return rows if self._order is not None else [dict(zip(names, row, strict=True)) for row in rows]


def prepare(engine: Engine) -> None:
    """Sets up what a dialect needs on each connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)


def found(connection: Connection) -> None:
    """Sets up what a new database keeps for ever; another's is never touched."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def begin(engine: Engine) -> str:
    """Begins a transaction that keeps other writers out, so that positions are gapless in order of commit."""
    return "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "LOCK TABLE events IN EXCLUSIVE MODE"


def _sqlite_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late for a writer; ours begin when we say so.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 30000", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
