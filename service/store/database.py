"""The database that keeps a store: opened by its URL, read, and its errors in our own words."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eventsourcing.persistence import IntegrityError, StoredEvent
from sqlalchemy import Connection, Executable, event, inspect
from sqlalchemy import exc as sql_error
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from domain.refusal import Fix, Run
from service.store import failures
from service.store.chain import EMPTY
from service.store.engine import engine
from service.store.errors import RESTORE, Damaged, StoreError
from service.store.file_url import plain
from service.store.flow_rules import mark
from service.store.place import expanded, is_file, is_of_words, without_password
from service.store.remembered import HEAD_KEY, SCHEMA, SCHEMA_KEY, UPGRADES
from service.store.tables import (
    EVENTS,
    META,
    METADATA,
    foreign,
    found,
    prepare,
    remember,
    remembered,
    upgrade,
)
from service.store.watched import SAY_ELSE, Identity, WatchedConnection, check_stopped


def url_of(where: str) -> URL:
    """The URL that a path or a SQLAlchemy URL means. Raises StoreError for what is neither."""
    if where.startswith("file:") and "://" not in where:
        where = f"sqlite:///{where}"
    path = "" if "://" in where else expanded(where)
    if is_of_words(where):
        raise StoreError(
            f'"{without_password(where)}" is neither a path nor a database URL.',
            Fix("postgresql://USER@HOST/DATABASE"),
            code="no-place",
        )
    try:
        url = make_url(where) if "://" in where else URL.create("sqlite", database=path)
    except (sql_error.ArgumentError, ValueError) as error:
        raise StoreError(
            f'"{without_password(where)}" is neither a path nor a database URL.',
            Fix("my.db"),
            code="no-place",
        ) from error
    if "@" in (url.host or ""):
        raise StoreError(
            'a password is written with %40 for "@" in a URL.',
            Fix(without_password(where), "with the password in ~/.pgpass"),
            code="password-at-sign",
        )
    return url


class StoreDatabase:
    """One database, whose tables are there once it is opened."""

    def __init__(self, url: URL, *, lends: bool = True) -> None:
        self.url = plain(url)
        self.engine = engine(self.url, lends=lends)
        self._opened: Identity | None = None
        prepare(self.engine)
        event.listen(self.engine, "connect", self._check_same)
        event.listen(self.engine, "handle_error", _stop)

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return failures.shown(self.url)

    @property
    def file(self) -> Path | None:
        """The file that it is in; None where it is in none."""
        return Path(self.url.database or "") if is_file(self.url.database) else None

    @property
    def is_still(self) -> bool:
        """Whether the file is read as one that does not change, since nobody can write there."""
        return self.engine.url.query.get("immutable") == "1"

    def open(self, *, create: bool) -> None:
        """Finds the tables, or makes them. Raises StoreError where there is no timeline in it."""
        try:
            with self.failing():
                self._open(create=create)
        except Damaged as error:
            # To verify it, or to rescue anything from it, it would have to be opened.
            raise Damaged(error.said, RESTORE, code=error.code) from error

    def _open(self, *, create: bool) -> None:
        if (
            not create
            and self.url.get_backend_name() == "sqlite"
            and not is_file(self.url.database)
        ):
            raise self._absent()
        with self.engine.connect() as connection:
            self._check_made_here(connection)
            old = failures.too_old(self.url, self.engine.dialect.server_version_info)
            if old is not None:
                raise old
            exists = self.engine.dialect.has_table(connection, META.name)
            if not exists:
                failures.check_ours(self.url, set(inspect(connection).get_table_names()))
                if not create:
                    raise self._absent()
            schema = remembered(connection, SCHEMA_KEY) if exists else None
            if schema is None:
                schema = _founded(connection)
            elif schema in UPGRADES:
                schema = upgrade(connection, schema)
        if schema != SCHEMA and not str(schema).isdigit():
            raise failures.damaged(self.name, f'its schema is "{str(schema)[:80]}"')
        if schema != SCHEMA:
            raise StoreError(
                f"{self.name} was written by another version of detente (schema {schema}, this one"
                f" reads {SCHEMA}).",
                code="other-schema",
                values={"schema": str(schema)},
            )

    def _check_made_here(self, connection: Connection) -> None:
        """Raises Damaged for a file with triggers, views or tables of another kind, before any use.

        They run whenever the file is read or written: one may drop what is recorded in silence.
        """
        if self.url.get_backend_name() != "sqlite":
            return
        other = foreign(connection)
        if other is not None:
            kind, name = other
            if kind in ("table", "index") and self.engine.dialect.has_table(connection, META.name):
                schema = remembered(connection, SCHEMA_KEY)
                if schema not in (None, SCHEMA, *UPGRADES):
                    return  # that of another version, which is refused as such
            raise Damaged(
                f'{self.name} holds a {kind}, "{name}", which detente did not make: it could change'
                " what is read and recorded.",
                code="foreign-schema",
            )

    def _absent(self) -> StoreError:
        return StoreError(
            f"there is no timeline at {self.name}.", Run.of("init", self.name), code="no-timeline"
        )

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    def _check_same(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        """Raises StoreFailure where a new connection is to another file than the first was.

        What is remembered of the first, as the numbers of its pairs, is not true of the other.
        """
        if isinstance(connection, WatchedConnection):
            if self._opened not in (None, connection.opened):
                raise connection.moved("was replaced by another file while it was open; try again.")
            self._opened = connection.opened

    # Reading

    @contextmanager
    def connected(self) -> Generator[Connection]:
        """A connection, whose errors are ours.

        Raises StoreFailure where the file is no longer the one that was opened.
        """
        with self.failing(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            if not isinstance(driver, WatchedConnection):
                yield connection
                return
            driver.check(SAY_ELSE)
            yield connection
            driver.check_still()

    def rows(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Any]:
        """All rows that a statement finds."""
        with self.connected() as connection:
            return connection.execute(statement, values).all()

    def events(self, statement: Executable, **values: object) -> list[StoredEvent]:
        """All events that a statement finds, whose columns are those of an event."""
        return [StoredEvent(*row) for row in self.rows(statement, values)]

    @contextmanager
    def failing(self) -> Generator[None]:
        """Turns the database's errors into the library's, which are refusals in our own words."""
        driver = self.engine.dialect.loaded_dbapi
        try:
            yield
        except (sql_error.IntegrityError, driver.IntegrityError) as error:
            raise IntegrityError(str(error)) from error
        except UnicodeDecodeError as error:
            # SQLite names what is damaged in its message; where that name is not text, the driver
            # cannot even read the message.
            raise failures.damaged(
                self.name, "its own description of itself is not text"
            ) from error
        except (sql_error.DBAPIError, driver.Error) as error:
            check_stopped(error)
            raise failures.failure(self.url, getattr(error, "orig", error)) from error


def _stop(context: ExceptionContext) -> None:
    check_stopped(context.original_exception)


def _founded(connection: Connection) -> str:
    """Makes the tables of a new store, all or none, and returns its schema."""
    found(connection)
    METADATA.create_all(connection)
    if remembered(connection, SCHEMA_KEY) is None:
        remember(connection, SCHEMA_KEY, SCHEMA)
        if connection.execute(EVENTS.select().limit(1)).first() is None:
            remember(connection, HEAD_KEY, EMPTY.written)
            mark(connection)
    schema = remembered(connection, SCHEMA_KEY)
    connection.commit()
    return schema or SCHEMA
