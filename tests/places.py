"""Places of stores, a file or a schema on a server, read or spoiled without any of our code."""

from __future__ import annotations

import os
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url

from service.store.recorder import SqlRecorder

SERVER: Final = os.environ.get("DETENTE_TEST_POSTGRES", "")
WITHOUT_SERVER: Final = (
    "DETENTE_TEST_POSTGRES is no URL of a PostgreSQL server to test on, as"
    " postgresql+psycopg://me@localhost/test"
)
KINDS: Final = ("sqlite", "postgresql")
IN_A_FILE: Final = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""For what only a file can do, or suffer."""

ON_A_SERVER: Final = pytest.mark.parametrize("place", ["postgresql"], indirect=True)
"""For what only a server can do, or suffer."""

Row = tuple[Any, ...]
"""Whatever the columns hold."""


class Place(ABC):
    """Where a store is, or may be."""

    where: str

    def recorder(self, *, create: bool = True) -> SqlRecorder:
        return SqlRecorder.at(self.where, create=create)

    @abstractmethod
    def rows(self, statement: str, *values: object) -> list[Row]:
        """What a SELECT finds; `?` stands for each value."""

    @abstractmethod
    def spoil_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Changes the store behind the back of our code.

        By one statement for each of many values.
        """

    def spoil(self, statement: str, *values: object) -> None:
        self.spoil_many(statement, [values])

    @abstractmethod
    def tables(self) -> set[str]: ...

    @abstractmethod
    def indexes(self) -> set[tuple[str, str]]:
        """Every index by its table and name."""

    @abstractmethod
    def content(self) -> object:
        """Everything in it, to be compared."""

    @abstractmethod
    def again(self) -> Place:
        """A copy that may be spoiled."""

    @abstractmethod
    def gone(self) -> None:
        """Leaves nothing of it."""


class File(Place):
    """A SQLite file."""

    refuses: type[Exception] = sqlite3.IntegrityError

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)

    def rows(self, statement: str, *values: object) -> list[Row]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(statement, values).fetchall()

    def spoil_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            with connection:
                connection.executemany(statement, rows)

    def tables(self) -> set[str]:
        return {
            name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        }

    def indexes(self) -> set[tuple[str, str]]:
        return {
            (table, name)
            for table, name in self.rows(
                "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'"
            )
        }

    def content(self) -> object:
        return self.path.read_bytes()

    def again(self) -> Place:
        return File(Path(shutil.copy(self.path, self.path.with_name(f"{uuid4().hex}.db"))))

    def gone(self) -> None:
        self.path.unlink(missing_ok=True)


class Schema(Place):
    """A schema of its own in a database on a server."""

    def __init__(self) -> None:
        self.name = f"t{uuid4().hex}"
        url = make_url(SERVER)
        self.url = url.update_query_dict({"options": f"-csearch_path={self.name}"})
        self.where = self.url.render_as_string(hide_password=False)
        with self._connected() as connection:
            connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(self.name)))

    @contextmanager
    def _connected(self) -> Generator[psycopg.Connection]:
        with connected(self.url) as connection:
            yield connection

    def rows(self, statement: str, *values: object) -> list[Row]:
        with self._connected() as connection:
            return connection.execute(_as_psycopg(statement), values or None).fetchall()

    def spoil_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._connected() as connection:
            for values in rows:
                connection.execute(_as_psycopg(statement), values or None)

    def tables(self) -> set[str]:
        return {
            name
            for (name,) in self.rows(
                "SELECT tablename FROM pg_tables WHERE schemaname = ?", self.name
            )
        }

    def indexes(self) -> set[tuple[str, str]]:
        return {
            (table, name)
            for table, name in self.rows(
                "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = ?", self.name
            )
        }

    def content(self) -> object:
        with self._connected() as connection:
            return {
                name: sorted(
                    map(repr, connection.execute(SQL("SELECT * FROM {}").format(Identifier(name))))
                )
                for name in self.tables()
            }

    def again(self) -> Place:
        copy = Schema()
        with self._connected() as connection:
            for name in self.tables():
                names = {"new": Identifier(copy.name, name), "old": Identifier(self.name, name)}
                connection.execute(
                    SQL("CREATE TABLE {new} (LIKE {old} INCLUDING ALL)").format(**names)
                )
                connection.execute(SQL("INSERT INTO {new} SELECT * FROM {old}").format(**names))
        return copy

    def gone(self) -> None:
        with self._connected() as connection:
            connection.execute("SET lock_timeout = '10s'")  # who left a connection open is told so
            connection.execute(
                SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(self.name))
            )


def connected(url: URL) -> psycopg.Connection:
    """A connection by the driver alone; committed and closed at the end of its `with`."""
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))


@contextmanager
def a_reader(schema: Schema) -> Generator[str]:
    """The URL of a role that may read a store, and nothing else."""
    name = Identifier(f"r{uuid4().hex}")
    with connected(schema.url) as connection:
        connection.execute(SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(name))
        connection.execute(
            SQL("GRANT USAGE ON SCHEMA {} TO {}").format(Identifier(schema.name), name)
        )
        connection.execute(
            SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(
                Identifier(schema.name), name
            )
        )
    yield schema.url.set(username=name.as_string().strip('"'), password="secret").render_as_string(
        hide_password=False
    )
    with connected(schema.url) as connection:
        connection.execute(SQL("DROP OWNED BY {}").format(name))
        connection.execute(SQL("DROP ROLE {}").format(name))


def _as_psycopg(statement: str) -> bytes:
    return statement.replace("%", "%%").replace("?", "%s").encode()


def a_place(kind: str, folder: Path) -> Place:
    """A new place; the test is skipped where there is no server."""
    if kind == "sqlite":
        return File(folder / f"{uuid4().hex}.db")
    if not SERVER:
        pytest.skip(WITHOUT_SERVER)
    return Schema()
