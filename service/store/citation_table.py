"""The table of citations, which an older store gets when something is first kept in it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, bindparam, func, insert, select

from service.store.citation_tally import and_one, tally_of
from service.store.remembered import CITED_KEY
from service.store.tables import CITATIONS, remember, remembered, writing

_OF: Final = select(CITATIONS.c.state).where(CITATIONS.c.answer == bindparam("answer"))
# Not LIKE, which ignores case in SQLite.
_BEGINNING: Final = (
    select(CITATIONS.c.answer, CITATIONS.c.state)
    .where(
        CITATIONS.c.answer >= bindparam("prefix"),
        func.substr(CITATIONS.c.answer, 1, bindparam("length")) == bindparam("prefix"),
    )
    .order_by(CITATIONS.c.answer)
)

_ALL: Final = select(CITATIONS.c.answer, CITATIONS.c.state).order_by(CITATIONS.c.answer)


class CitationTable:
    """That of one database, which may have none yet."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, answer: str, state: bytes) -> None:
        """Keeps bytes under an answer's id, unless something is kept there already."""
        # Looked up before it is written, so that to cite again waits for no writer.
        with self._engine.connect() as connection:
            if self.of(connection, answer) is not None:
                return
        with writing(self._engine) as connection:
            CITATIONS.create(connection, checkfirst=True)
            if connection.execute(_OF, {"answer": answer}).first() is not None:
                return
            tally = remembered(connection, CITED_KEY)
            if tally is None:
                tally = tally_of(self.beginning(connection, ""))
            connection.execute(insert(CITATIONS), {"answer": answer, "state": state})
            remember(connection, CITED_KEY, and_one(tally, answer, state))

    def of(self, connection: Connection, answer: str) -> bytes | None:
        """What is kept under an answer's id; None where nothing is."""
        if not self._exists(connection):
            return None
        kept: object = connection.scalar(_OF, {"answer": answer})
        return None if kept is None else _as_kept(answer, kept)[1]

    def beginning(self, connection: Connection, prefix: str) -> list[tuple[str, bytes]]:
        """Every answer whose id begins with `prefix`, with what is kept under it, by id."""
        if not self._exists(connection):
            return []
        found = (
            connection.execute(_BEGINNING, {"prefix": prefix, "length": len(prefix)})
            if prefix
            else connection.execute(_ALL)
        )
        return [_as_kept(answer, state) for answer, state in found]

    def _exists(self, connection: Connection) -> bool:
        return self._engine.dialect.has_table(connection, CITATIONS.name)


def _as_kept(answer: object, state: object) -> tuple[str, bytes]:
    """A row whose columns hold what they should: SQLite takes anything in any column.

    Nothing can be read of a state that is not bytes.
    """
    return (
        answer if isinstance(answer, str) else str(answer),
        state if isinstance(state, bytes) else b"",
    )
