"""The table of words as each database keeps it: FTS5 on SQLite, tsvector on PostgreSQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Integer, Select, String, bindparam, cast, column, func, insert, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.exc import DBAPIError, OperationalError

from service.store.failures import CANNOT_WRITE, sqlstate
from service.store.interface import Phrase

NAME: Final = "words_1"
"""The table on disk. What is indexed otherwise than today gets another, and reads every event again."""

LONGEST_PHRASE: Final = 16
"""How many words of a phrase are looked for in a row; more are left to whoever reads the facts."""

_NOT_THERE: Final = "42P01"

Text = tuple[int, str]
"""The position of an event, and its words, parted by blanks and nothing else: what a letter is was decided before."""


class FullText(ABC):
    """What the index of words asks of a database."""

    exists: Select[Any]
    """Whose first row says that the table is there."""

    @abstractmethod
    def create(self, connection: Connection) -> None:
        """Makes the table unless it is there."""

    @abstractmethod
    def add(self, connection: Connection, texts: Sequence[Text]) -> None:
        """Writes the words of events."""

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
        """Whether an error says that the index cannot be written, not now, or is not there: a search goes on without."""


class Fts5(FullText):
    """That of SQLite, without texts: words alone."""

    _WORDS: Final = table(NAME, column("rowid", Integer), column("text", String))
    _SCHEMA: Final = table("sqlite_master", column("name", String))
    _CREATE: Final = f"CREATE VIRTUAL TABLE IF NOT EXISTS {NAME} USING fts5(text, content='', columnsize=0, tokenize='ascii')"
    exists = select(_SCHEMA.c.name).where(_SCHEMA.c.name == NAME)

    def create(self, connection: Connection) -> None:
        """Makes the table unless it is there."""
        connection.exec_driver_sql(self._CREATE)

    def add(self, connection: Connection, texts: Sequence[Text]) -> None:
        """Writes the words of events."""
        connection.execute(insert(self._WORDS), [{"rowid": position, "text": text} for position, text in texts])

    def holding(self, name: str) -> Select[Any]:
        """The positions that hold what the value `name` asks for."""
        return select(self._WORDS.c.rowid).where(self._WORDS.c.text.op("MATCH")(bindparam(name)))

    def match(self, phrases: Sequence[Phrase]) -> str:
        """Any of some phrases in the language of FTS5, in which nothing between double quotes means anything but itself."""
        return " OR ".join(" + ".join(self._quoted(word) for word in phrase[:LONGEST_PHRASE]) for phrase in phrases)

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


class Tsvector(FullText):
    """That of PostgreSQL, whose parser has no say: words are told to it one by one, as they are.

    A tsvector knows the last 256 places of a word, and none beyond 16,383; so an event is several rows, each of as many
    words as are safe, which overlap by a phrase. Of a word that is too long, its beginning is kept and asked for.
    """

    WORDS: Final = 256
    _STEP: Final = WORDS - LONGEST_PHRASE + 1
    _LETTERS: Final = 500
    _WORDS: Final = table(NAME, column("position", BigInteger), column("text", TSVECTOR))
    _CREATE: Final = (
        f"CREATE TABLE IF NOT EXISTS {NAME} (position bigint NOT NULL, text tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {NAME}_text ON {NAME} USING gin (text)",
    )
    exists = select(literal(1)).where(func.to_regclass(NAME).is_not(None))

    def create(self, connection: Connection) -> None:
        """Makes the table unless it is there."""
        # Not by `IF NOT EXISTS` alone: who may not make tables is refused that even where there is one to write in.
        if connection.execute(self.exists).first() is None:
            for statement in self._CREATE:
                connection.exec_driver_sql(statement)

    def add(self, connection: Connection, texts: Sequence[Text]) -> None:
        """Writes the words of events."""
        rows = [{"position": position, "text": vector} for position, text in texts for vector in self._vectors(text)]
        connection.execute(insert(self._WORDS), rows)

    def _vectors(self, text: str) -> Iterable[str]:
        words = [word for word in text.split(" ") if word]
        for first in range(0, max(len(words) - LONGEST_PHRASE + 1, 1), self._STEP):
            yield " ".join(f"{self._quoted(word)}:{i}" for i, word in enumerate(words[first : first + self.WORDS], 1))

    def holding(self, name: str) -> Select[Any]:
        """The positions that hold what the value `name` asks for."""
        return select(self._WORDS.c.position).where(self._WORDS.c.text.op("@@")(cast(bindparam(name), TSQUERY)))

    def match(self, phrases: Sequence[Phrase]) -> str:
        """Any of some phrases as a tsquery, in which nothing between quotes means anything but itself."""
        return " | ".join(f"({' <-> '.join(self._quoted(word) for word in phrase[:LONGEST_PHRASE])})" for phrase in phrases if phrase)

    def _quoted(self, word: str) -> str:
        doubled = word[: self._LETTERS].replace("\\", "\\\\").replace("'", "''")
        return f"'{doubled}'"

    def patience(self, connection: Connection, milliseconds: int) -> None:
        """How long this connection waits for a writer from now on."""
        connection.rollback()
        connection.exec_driver_sql(f"SET lock_timeout = {milliseconds}")
        connection.commit()

    def view(self, connection: Connection) -> None:
        """Begins one view of all of it, whatever is appended meanwhile; a rebuild drops the table only after it."""
        connection.execution_options(isolation_level="REPEATABLE READ")
        connection.exec_driver_sql(f"LOCK TABLE {NAME} IN ACCESS SHARE MODE")

    def passed_over(self, error: DBAPIError) -> bool:
        """Without the right to write, on a standby, on a full disk, locked by a writer for long, or not there."""
        return sqlstate(error.orig) in CANNOT_WRITE | {_NOT_THERE}


FULL_TEXTS: Final[Mapping[str, FullText]] = MappingProxyType({"sqlite": Fts5(), "postgresql": Tsvector()})
"""By the name of the dialect; another database has none."""
