"""The tables of a store, and where its dialects differ."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
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

TIES: Final = Table(
    "ties",
    METADATA,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True),
    Column("layer", String, primary_key=True),
    Column("stream", String, primary_key=True),
    Index("ties_b", "b"),
    sqlite_with_rowid=False,
)
"""Which facts may touch which pairs; rebuilt from the events at any time."""

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

WRITING: Final = "detente_writing"
"""Execution option of a connection that is about to write."""


def insert_ties(engine: Engine) -> Insert:
    """Adds index rows, and passes over those that are there."""
    dialect_insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    return dialect_insert(TIES).on_conflict_do_nothing()


def prepare(engine: Engine) -> None:
    """Sets up what a dialect needs on each connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def _sqlite_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late for a writer; ours begin when we say so.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def lock(connection: Connection) -> None:
    """Keeps other writers out until the transaction ends, so that positions are gapless in order of commit."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE events IN EXCLUSIVE MODE")
