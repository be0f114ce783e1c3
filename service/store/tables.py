"""The tables of a store, and where its dialects differ."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

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
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

from service.store import made
from service.store.remembered import SCHEMA_KEY, UPGRADES

if TYPE_CHECKING:
    from psycopg import Cursor

METADATA: Final = MetaData()
_POSITION: Final = BigInteger().with_variant(Integer, "sqlite")
# By code point, as everywhere else: a server would sort by the rules of its language.
TEXT: Final = String().with_variant(String(collation="C"), "postgresql")

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("position", _POSITION, primary_key=True, autoincrement=False),
    Column("stream", TEXT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("topic", TEXT, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version", name="events_stream_version"),
)
"""Every event ever recorded, in order of commit, without gaps."""


def pair_columns() -> list[Column[Any]]:
    """The columns of a table of pairs."""
    names = [Column(name, TEXT, nullable=False) for name in ("a", "b", "layer")]
    return [Column("pair", Integer, primary_key=True, autoincrement=False), *names]


def tie_columns() -> list[Column[Any]]:
    """The columns of a table of ties."""
    return [
        Column("pair", Integer, primary_key=True, autoincrement=False),
        Column("position", _POSITION, primary_key=True, autoincrement=False),
    ]


PAIRS: Final = Table(
    "pairs",
    METADATA,
    *pair_columns(),
    UniqueConstraint("a", "b", "layer", name="pairs_a_b_layer"),
    Index("pairs_b", "b"),
)
"""Every pair of actors that a fact may belong to, in its stored order, by layer."""

TIES: Final = Table("ties", METADATA, *tie_columns(), sqlite_with_rowid=False)
"""Which events made a fact belong to a pair: two integers a row, so that the index stays small
beside the events.
"""


def sort_columns() -> list[Column[Any]]:
    """The columns of a table of sorts."""
    names = [Column(name, TEXT, nullable=False) for name in ("kind", "what", "domain")]
    return [
        Column("sort", Integer, primary_key=True, autoincrement=False),
        *names,
        Column("weight", BigInteger, nullable=False),
    ]


def flow_columns() -> list[Column[Any]]:
    """The columns of a table of flows, in the order in which a pair's are read.

    That is by fading, then day by day; those of one sort are together.
    """
    key = [
        Column(name, Integer, primary_key=True, autoincrement=False)
        for name in ("pair", "half_life", "day", "toward", "sort")
    ]
    position = Column("position", _POSITION, primary_key=True, autoincrement=False)
    return [
        *key,
        position,
        Column("known", Integer, nullable=False),
        Column("recorded", BigInteger, nullable=False),
    ]


SORTS: Final = Table(
    "sorts",
    METADATA,
    *sort_columns(),
    UniqueConstraint("kind", "what", "domain", "weight", name="sorts_all"),
)
"""What two flows have in common that count the same."""

FLOWS: Final = Table("flows", METADATA, *flow_columns(), sqlite_with_rowid=False)
"""Facts of one day of which nothing was said since they were recorded, as they belong to a pair;
they have no rows in TIES.
"""

INDEX_TABLES: Final = frozenset(table.name for table in (PAIRS, TIES, SORTS, FLOWS))
"""The tables that a rebuild makes from the events."""

TRACKING: Final = Table(
    "tracking",
    METADATA,
    Column("application", TEXT, primary_key=True),
    Column("position", _POSITION, nullable=False),
)
"""How far a follower of another application has come."""

CITATIONS: Final = Table(
    "citations",
    METADATA,
    Column("answer", TEXT, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)
"""Answers that were cited, by their ids, beside the chain: no digest covers them. A store that is
older than this table gets it when something is first kept in it.
"""

BLOCKS: Final = Table(
    "blocks",
    METADATA,
    Column("block", TEXT, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Columnar blocks of rows by their SHA-256, which the chain holds: events of batches name them."""

RUNS: Final = Table(
    "runs",
    METADATA,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("layer", TEXT, nullable=False),
    Column("head", LargeBinary, nullable=False),
)
"""Which batches were summed together, and by which sorts."""

SUMS: Final = Table(
    "sums",
    METADATA,
    Column("a", TEXT, primary_key=True),
    Column("b", TEXT, primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    Index("sums_b", "b"),
    sqlite_with_rowid=False,
)
"""What the rows of a run come to for a pair in its stored order, day by day."""

META: Final = Table(
    "detente",
    METADATA,
    Column("key", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
)
"""What this store is and remembers of itself, by the keys below."""

PATIENCE_SECONDS: Final = 30
"""How long a writer waits for another."""

_FOUNDING: Final = 0x646574656E7465
"""The number of the lock under which a store is begun on a server: `detente` in ASCII."""

NO_TEXT: Final = "the database says that its file is damaged, in bytes that are not text"


def upgrade(connection: Connection, schema: str) -> str:
    """Adds what a newer schema has, all or nothing, and returns the schema that the store then has.

    From 1 to 2: the tables of flows, which are empty where only the desk recorded anything.
    """
    connection.rollback()
    connection.exec_driver_sql(begin(connection.engine))
    if remembered(connection, SCHEMA_KEY) == schema:
        METADATA.create_all(connection)
        remember(connection, SCHEMA_KEY, UPGRADES[schema])
    connection.commit()
    return UPGRADES[schema]


def remembered(connection: Connection, key: str) -> str | None:
    """What the store remembers under a key, as text whatever the column holds."""
    found: object = connection.scalar(select(META.c.value).where(META.c.key == key))
    return None if found is None else found if isinstance(found, str) else repr(found)


def remember(connection: Connection, key: str, value: str | None) -> None:
    """Remembers something under a key, or forgets it."""
    connection.execute(delete(META).where(META.c.key == key))
    if value is not None:
        connection.execute(insert(META), {"key": key, "value": value})


class Prepared:
    """A statement compiled once for a dialect, and run on the driver's own cursor.

    An append is too short to build one.
    """

    def __init__(self, statement: ClauseElement, engine: Engine) -> None:
        compiled = statement.compile(dialect=engine.dialect)
        self.sql = str(compiled)
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)

    def run(self, cursor: DBAPICursor, values: Mapping[str, object]) -> None:
        """Runs it with named values."""
        cursor.execute(
            self.sql,
            tuple(values[name] for name in self._order) if self._order is not None else values,
        )


class Insertion:
    """Rows put into a table on the driver's own cursor, as tuples in the order of its columns."""

    def __init__(self, table: Table, engine: Engine) -> None:
        self._names = [column.name for column in table.columns]
        self._statement = Prepared(insert(table), engine)
        self._copy = f"COPY {table.name} FROM STDIN" if engine.dialect.name == "postgresql" else ""

    def put(self, cursor: DBAPICursor, rows: Sequence[tuple[object, ...]]) -> None:
        """Puts rows in, all or none."""
        if not self._copy:
            cursor.executemany(self._statement.sql, rows)
        elif len(rows) == 1:
            self._statement.run(cursor, dict(zip(self._names, rows[0], strict=True)))
        else:
            # The driver's own executemany warns on stderr of whatever is refused.
            with cast("Cursor", cursor).copy(
                self._copy.encode()
            ) as copy:  # COPY is PostgreSQL's own, and so is the cursor
                for row in rows:
                    copy.write_row(row)


def prepare(engine: Engine) -> None:
    """Sets up what a dialect needs on each connection."""
    listener = {"sqlite": _sqlite_connect, "postgresql": _postgresql_connect}.get(
        engine.dialect.name
    )
    if listener is not None:
        event.listen(engine, "connect", listener)


def found(connection: Connection) -> None:
    """Sets up the permanent marks of a new database, and begins a transaction.

    A database of another program is left alone.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # There is no table to be locked yet: whoever comes second waits here, and finds all of
        # them.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_FOUNDING})")


def begin(engine: Engine) -> str:
    """Begins a transaction that keeps other writers out.

    So positions are gapless in order of commit.
    """
    return (
        "BEGIN IMMEDIATE"
        if engine.dialect.name == "sqlite"
        else "LOCK TABLE events IN EXCLUSIVE MODE"
    )


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """A connection in a transaction that keeps other writers out.

    Committed unless something is raised.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql(begin(engine))
        yield connection
        connection.commit()


@contextmanager
def snapshot(engine: Engine) -> Generator[Connection]:
    """One view of the whole store, whatever is recorded meanwhile.

    What is written in it is gone with it. Bytes that are not text can be read in it: each is a
    surrogate.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _reading(connection):
                yield connection
        else:
            yield connection.execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def _reading(connection: Connection) -> Generator[None]:
    driver = connection.connection.driver_connection
    assert driver is not None  # it was opened just now
    driver.text_factory = _any_text
    try:
        connection.exec_driver_sql("BEGIN")
        yield
    finally:
        connection.rollback()
        driver.text_factory = str


def _any_text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def damage(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its file; nothing where it cannot be asked."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    return [" ".join(said.split()) for said in found if said != "ok"]


def foreign(connection: Connection) -> tuple[str, str] | None:
    """What a file of SQLite holds that was not made here, by its kind and name, if anything."""
    return made.foreign(connection.exec_driver_sql(made.STATEMENTS))


def database(connection: Connection) -> tuple[str, str]:
    """The database's name and version, and how it keeps its journal.

    Empty where it does not say.
    """
    version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    if connection.dialect.name != "sqlite":
        return f"{connection.dialect.name} {version}", ""
    driver = connection.dialect.loaded_dbapi
    return f"SQLite {driver.sqlite_version}", str(
        connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    )


def _postgresql_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{PATIENCE_SECONDS}s'")
    cursor.close()
    connection.commit()


def _sqlite_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late for a writer; ours begin when we say so.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {PATIENCE_SECONDS}000", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
