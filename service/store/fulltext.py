"""The table of words as each database keeps it: FTS5 on SQLite, tsvector on PostgreSQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.exc import DBAPIError, OperationalError

from service.store.failures import CANNOT_WRITE, sqlstate
from service.store.word_index import Phrase

NAME: Final = "words_2"
"""The table on disk. A change of what is indexed takes another name, and reads every event again.
"""

OF_BEFORE: Final = ("words_1",)
"""Tables of the same in stores of before, which lack the names of sites."""

SHADOW: Final = f"shadow_{NAME}"
"""A table beside it that one connection alone sees, and that is gone with its transaction."""

LONGEST_PHRASE: Final = 16
"""How many words of a phrase are looked for in a row; more are left to whoever reads the facts."""

_NOT_THERE: Final = "42P01"
_CORRUPTED: Final = "XX"
"""How the states begin by which a server says that it finds its own files wrong."""

Text = tuple[int, str]
"""The position of an event, and its words, separated by spaces and nothing else: which characters
make a word was decided before.
"""


class FullText(ABC):
    """What the index of words asks of a database."""

    exists: Select[Any]
    """Whose first row says that the table is there."""

    missing: str
    """Finds the positions of events of which the table lacks a word, where it is looked for,
    that the shadow has.
    """

    surplus: str
    """Finds the positions of which the table has a word that the shadow lacks."""

    @abstractmethod
    def create(self, connection: Connection) -> None:
        """Makes the table unless it is there."""

    @abstractmethod
    def shadow(self, connection: Connection) -> None:
        """Makes the shadow."""

    @abstractmethod
    def drop(self, connection: Connection, name: str = NAME) -> None:
        """Drops the table, or one of before, if it is there, however it is.

        One that belongs to somebody else stays.
        """

    def drop_those_of_before(self, connection: Connection) -> None:
        """Drops the tables that nobody asks any more."""
        for name in OF_BEFORE:
            self.drop(connection, name)

    @abstractmethod
    def examine(self, connection: Connection) -> None:
        """Has the database examine the table by itself, where it can.

        What is wrong with it is raised as an error.
        """

    @abstractmethod
    def add(self, connection: Connection, texts: Sequence[Text], name: str = NAME) -> None:
        """Writes the words of events into the table, or the shadow."""

    @abstractmethod
    def holding(self, name: str) -> Select[Any]:
        """The positions that hold what the value `name` asks for."""

    @abstractmethod
    def match(self, phrases: Sequence[Phrase]) -> str:
        """Any of some phrases, as a value to ask for."""

    @abstractmethod
    def patience(self, connection: Connection, milliseconds: int) -> None:
        """How long this connection waits for a writer from now on."""

    @abstractmethod
    def view(self, connection: Connection) -> None:
        """Begins one view of all of it, whatever is appended meanwhile."""

    @abstractmethod
    def passed_over(self, error: DBAPIError) -> bool:
        """Whether an error says that the index cannot be written, not now, or is not there.

        A search goes on without.
        """

    @abstractmethod
    def damaged(self, error: DBAPIError) -> bool:
        """Whether an error says that the table is damaged."""


class Fts5(FullText):
    """That of SQLite, without texts: words alone."""

    _TABLES: Final = {
        name: table(name, column("rowid", Integer), column("text", String))
        for name in (NAME, SHADOW)
    }
    _WORDS: Final = _TABLES[NAME]
    _COMMANDS: Final = table(NAME, column(NAME, String))
    _SCHEMA: Final = table("sqlite_master", column("name", String))
    _KIND: Final = "fts5(text, content='', columnsize=0, tokenize='ascii')"
    _CREATE: Final = f"CREATE VIRTUAL TABLE IF NOT EXISTS {NAME} USING {_KIND}"
    _SHADOW: Final = (
        f"CREATE VIRTUAL TABLE temp.{SHADOW} USING {_KIND}",
        f"CREATE VIRTUAL TABLE temp.shadow_places USING fts5vocab('temp', '{SHADOW}', 'instance')",
        f"CREATE VIRTUAL TABLE temp.shadow_terms USING fts5vocab('temp', '{SHADOW}', 'row')",
        f"CREATE VIRTUAL TABLE temp.places USING fts5vocab('main', '{NAME}', 'instance')",
    )
    # Term by term, as a search finds them: the list of terms may be lost while all that it leads to
    # is there.
    missing = """
        SELECT DISTINCT doc FROM (
            SELECT term, doc, "offset" FROM temp.shadow_places
            EXCEPT
            SELECT places.term, places.doc, places."offset"
            FROM temp.shadow_terms AS sought CROSS JOIN temp.places ON places.term = sought.term
        ) ORDER BY doc"""
    surplus = """
        SELECT DISTINCT doc FROM (
            SELECT term, doc, "offset" FROM temp.places
            EXCEPT
            SELECT term, doc, "offset" FROM temp.shadow_places
        ) ORDER BY doc"""
    exists = select(_SCHEMA.c.name).where(_SCHEMA.c.name == NAME)

    def create(self, connection: Connection) -> None:
        """Makes the table unless it is there."""
        connection.exec_driver_sql(self._CREATE)

    def shadow(self, connection: Connection) -> None:
        """Makes the shadow, and what finds the places of each word in both tables."""
        for statement in self._SHADOW:
            connection.exec_driver_sql(statement)

    def drop(self, connection: Connection, name: str = NAME) -> None:
        """Drops the table if it is there.

        One that SQLite cannot even open is made an empty one first.
        """
        try:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        except DBAPIError as error:
            if not self.damaged(error):
                raise
            self._empty(connection, name)
            connection.exec_driver_sql(f"DROP TABLE {name}")

    def _empty(self, connection: Connection, emptied: str) -> None:
        """Gives the table the content of a new one."""
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{SHADOW} USING {self._KIND}")
        for name, sql in connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_temp_master WHERE name GLOB 'shadow_words_*_*'"
        ).all():
            kept = name.replace(SHADOW, emptied)
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS main.{kept}")
            connection.exec_driver_sql(sql.replace(f"'{name}'", f"main.{kept}"))
            connection.exec_driver_sql(f"INSERT INTO main.{kept} SELECT * FROM temp.{name}")  # noqa: S608  # names of FTS5's own
        connection.exec_driver_sql(f"DROP TABLE temp.{SHADOW}")

    def examine(self, connection: Connection) -> None:
        """Has FTS5 check the table by itself, which it takes for writing."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(insert(self._COMMANDS), {NAME: "integrity-check"})

    def add(self, connection: Connection, texts: Sequence[Text], name: str = NAME) -> None:
        """Writes the words of events."""
        connection.execute(
            insert(self._TABLES[name]),
            [{"rowid": position, "text": text} for position, text in texts],
        )

    def holding(self, name: str) -> Select[Any]:
        """The positions that hold what the value `name` asks for."""
        return select(self._WORDS.c.rowid).where(self._WORDS.c.text.op("MATCH")(bindparam(name)))

    def match(self, phrases: Sequence[Phrase]) -> str:
        """Any of some phrases in the language of FTS5.

        Between double quotes no character has a special meaning.
        """
        return " OR ".join(
            " + ".join(self._quoted(word) for word in phrase[:LONGEST_PHRASE]) for phrase in phrases
        )

    @staticmethod
    def _quoted(word: str) -> str:
        doubled = word.replace('"', '""')
        return f'"{doubled}"'

    def patience(self, connection: Connection, milliseconds: int) -> None:
        """How long this connection waits for a writer from now on."""
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")

    def view(self, connection: Connection) -> None:
        """Begins one view of all of it, whatever is appended meanwhile."""
        connection.exec_driver_sql("BEGIN")

    def passed_over(self, error: DBAPIError) -> bool:
        """Read-only, locked by a writer for long, full, or SQLite without FTS5."""
        return isinstance(error, OperationalError)

    def damaged(self, error: DBAPIError) -> bool:
        """By the name of the error; what FTS5 cannot make sense of, it merely calls an error."""
        name = str(getattr(error.orig, "sqlite_errorname", ""))
        said = str(error.orig)
        absent = said.startswith("no such module") or said == f"no such table: {NAME}"
        return name.startswith("SQLITE_CORRUPT") or (name == "SQLITE_ERROR" and not absent)


class Tsvector(FullText):
    """That of PostgreSQL, whose parser is not used: it is given words one by one, as they are.

    A tsvector knows the last 256 places of a word, and none beyond 16,383; so an event is several
    rows, each of as many words as are safe, which overlap by a phrase. Of a word that is too
    long, its beginning is kept and asked for.
    """

    WORDS: Final = 256
    _STEP: Final = WORDS - LONGEST_PHRASE + 1
    _CHARACTERS: Final = 500
    _TABLES: Final = {
        name: table(name, column("position", BigInteger), column("text", TSVECTOR))
        for name in (NAME, SHADOW)
    }
    _WORDS: Final = _TABLES[NAME]
    missing = """
        SELECT DISTINCT position
        FROM (SELECT * FROM shadow_words_2 EXCEPT SELECT * FROM words_2) AS those
        ORDER BY position"""
    surplus = """
        SELECT DISTINCT position
        FROM (SELECT * FROM words_2 EXCEPT SELECT * FROM shadow_words_2) AS those
        ORDER BY position"""
    _CREATE: Final = (
        f"CREATE TABLE IF NOT EXISTS {NAME} (position bigint NOT NULL, text tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {NAME}_text ON {NAME} USING gin (text)",
    )
    _MAY_DROP: Final = (
        select(func.pg_has_role(column("relowner"), "USAGE"))
        .select_from(table("pg_class"))
        .where(column("oid") == func.to_regclass(bindparam("name", type_=String)))
    )
    exists = select(literal(1)).where(func.to_regclass(NAME).is_not(None))

    def create(self, connection: Connection) -> None:
        """Makes the table unless it is there."""
        # Not by `IF NOT EXISTS` alone: who may not make tables is refused that even where there is
        # one to write in.
        if connection.execute(self.exists).first() is None:
            for statement in self._CREATE:
                connection.exec_driver_sql(statement)

    def shadow(self, connection: Connection) -> None:
        """Makes the shadow."""
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE {SHADOW} (position bigint NOT NULL, text tsvector NOT NULL) ON"
            " COMMIT DROP"
        )

    def drop(self, connection: Connection, name: str = NAME) -> None:
        """Drops the table if it is there; one of before only for who may."""
        if name == NAME or connection.scalar(self._MAY_DROP, {"name": name}):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")

    def examine(self, connection: Connection) -> None:
        """Leaves the table alone: the server has no such examination of its own."""

    def add(self, connection: Connection, texts: Sequence[Text], name: str = NAME) -> None:
        """Writes the words of events."""
        rows = [
            {"position": position, "text": vector}
            for position, text in texts
            for vector in self._vectors(text)
        ]
        connection.execute(insert(self._TABLES[name]), rows)

    def _vectors(self, text: str) -> Iterable[str]:
        words = [word for word in text.split(" ") if word]
        for first in range(0, max(len(words) - LONGEST_PHRASE + 1, 1), self._STEP):
            yield " ".join(
                f"{self._quoted(word)}:{i}"
                for i, word in enumerate(words[first : first + self.WORDS], 1)
            )

    def holding(self, name: str) -> Select[Any]:
        """The positions that hold what the value `name` asks for."""
        return select(self._WORDS.c.position).where(
            self._WORDS.c.text.op("@@")(cast(bindparam(name), TSQUERY))
        )

    def match(self, phrases: Sequence[Phrase]) -> str:
        """Any of some phrases as a tsquery.

        Between quotes no character has a special meaning.
        """
        return " | ".join(
            f"({' <-> '.join(self._quoted(word) for word in phrase[:LONGEST_PHRASE])})"
            for phrase in phrases
            if phrase
        )

    def _quoted(self, word: str) -> str:
        doubled = word[: self._CHARACTERS].replace("\\", "\\\\").replace("'", "''")
        return f"'{doubled}'"

    def patience(self, connection: Connection, milliseconds: int) -> None:
        """How long this connection waits for a writer from now on."""
        connection.rollback()
        connection.exec_driver_sql(f"SET lock_timeout = {milliseconds}")
        connection.commit()

    def view(self, connection: Connection) -> None:
        """Begins one view of all of it, whatever is appended meanwhile.

        A rebuild drops the table only after it.
        """
        connection.execution_options(isolation_level="REPEATABLE READ")
        connection.exec_driver_sql(f"LOCK TABLE {NAME} IN ACCESS SHARE MODE")

    def passed_over(self, error: DBAPIError) -> bool:
        """States that cannot write: no right, standby, full disk, long lock, missing table."""
        return sqlstate(error.orig) in CANNOT_WRITE | {_NOT_THERE}

    def damaged(self, error: DBAPIError) -> bool:
        """By the class of errors of what is corrupted."""
        return sqlstate(error.orig).startswith(_CORRUPTED)


FULL_TEXTS: Final[Mapping[str, FullText]] = MappingProxyType(
    {"sqlite": Fts5(), "postgresql": Tsvector()}
)
"""By the name of the dialect; another database has none."""
