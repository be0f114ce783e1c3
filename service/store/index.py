"""The index of pairs made anew from the events: beside the one in use, compared with it, and put in its place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    exists,
    insert,
    literal,
    select,
    union_all,
)

from service.store.interface import Differences, Flaw, PairKey, StoreError, Touches
from service.store.tables import (
    EVENTS,
    INDEX_KEY,
    PAIRS,
    TIES,
    pair_columns,
    remember,
    remembered,
    snapshot,
    tie_columns,
    writing,
)
from service.store.words import Words

PAGE: Final = 5_000
"""How many events are read and indexed at once: no writer waits long, and no memory is filled."""

MOST_TOLD: Final = 100
"""How many flaws are told at most; more are counted."""

EVERYWHERE: Final = 2**62
"""A position beyond all."""

_REBUILD_KEY: Final = "rebuild"
"""Which rebuild is on its way: a later one takes over from one that was cut short."""


class Index(NamedTuple):
    """Two tables that hold an index."""

    pairs: Table
    ties: Table

    def create(self, connection: Connection) -> None:
        """Makes the tables."""
        for table in self:
            table.create(connection)

    def drop(self, connection: Connection) -> None:
        """Drops what there is of the tables."""
        for table in self:
            table.drop(connection, checkfirst=True)


def _index(prefix: str, *kind: str) -> Index:
    """Tables as those in use, under other names; what is unique in them is named by the database, which knows what is taken."""
    metadata = MetaData()
    pairs = Table(f"{prefix}_pairs", metadata, *pair_columns(), UniqueConstraint("a", "b", "layer"), prefixes=[*kind])
    return Index(pairs, Table(f"{prefix}_ties", metadata, *tie_columns(), sqlite_with_rowid=False, prefixes=[*kind]))


IN_USE: Final = Index(PAIRS, TIES)
NEW: Final = _index("new")
SHADOW: Final = _index("shadow", "TEMPORARY")
"""Tables that one connection alone sees, and that are gone with its transaction."""


class Touching(NamedTuple):
    """An event's place, the layer of its fact, and the pairs that it makes the fact touch."""

    position: int
    layer: str
    pairs: Sequence[PairKey]

    @classmethod
    def of(cls, position: int, event: StoredEvent, touches: Touches) -> Touching:
        """That of a stored event. Raises Refused where it cannot be read."""
        return cls(position, str(event.originator_id).partition("/")[0], touches(event))


class Builder:
    """Writes the index of events, which come in order of position, into tables that were empty; pairs are numbered as met."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers: dict[tuple[str, str, str], int] = {}

    def add(self, connection: Connection, found: Iterable[Touching]) -> None:
        """Writes the rows of the next events."""
        pairs: list[dict[str, object]] = []
        ties: list[dict[str, object]] = []
        for position, layer, touched in found:
            for a, b in touched:
                number = self._numbers.get((a, b, layer))
                if number is None:
                    number = self._numbers[a, b, layer] = len(self._numbers) + 1
                    pairs.append({"pair": number, "a": a, "b": b, "layer": layer})
                ties.append({"pair": number, "position": position})
        for table, rows in ((self._index.pairs, pairs), (self._index.ties, ties)):
            if rows:
                connection.execute(insert(table), rows)


# Comparing ---------------------------------------------------------------------------------------------------


def differences(connection: Connection, new: Index, reached: int = EVERYWHERE, unread: frozenset[int] = frozenset()) -> Differences:
    """How the index in use differs from a new one up to a position; of `unread` rows nobody knows what they should touch."""
    missing = _only_in(connection, new, IN_USE, reached, unread)
    surplus = _only_in(connection, IN_USE, new, reached, unread)
    return Differences(missing.number, surplus.number, (*_told(connection, missing, _missing), *_told(connection, surplus, _surplus)))


class _Rows(NamedTuple):
    number: int
    first: list[tuple[int, str | None, str | None, str | None]]


def _only_in(connection: Connection, index: Index, other: Index, reached: int, unread: frozenset[int]) -> _Rows:
    """Rows of an index that another has not: how many, and the first."""
    found = connection.execute(_rows(index).except_(_rows(other)).order_by("position", "a", "b"), {"reached": reached})
    rows = ((position, a, b, layer) for position, a, b, layer in found if position not in unread)
    first = [*islice(rows, MOST_TOLD)]
    return _Rows(len(first) + sum(1 for _ in rows), first)


def _rows(index: Index) -> Select[Any, Any, Any, Any]:  # EXCEPT wants no types
    """An index as rows of position, two actors and layer; position 0 for a pair that nothing touches, no actors for one not there."""
    pairs, ties = index
    names = (pairs.c.a, pairs.c.b, pairs.c.layer)
    tied = select(ties.c.position, *names).select_from(ties.outerjoin(pairs, pairs.c.pair == ties.c.pair))
    alone = select(literal(0).label("position"), *names).where(~exists().where(ties.c.pair == pairs.c.pair))
    rows = union_all(tied.where(ties.c.position <= bindparam("reached")), alone).subquery()
    return select(rows.c.position, rows.c.a, rows.c.b, rows.c.layer)


def _told(connection: Connection, rows: _Rows, tell: Callable[[str, str], str]) -> Iterable[Flaw]:
    for position, a, b, layer in rows.first:
        pair = "a pair that is not there" if a is None else f"{a} and {b}"
        stream, version = _event_at(connection, position)
        if not position:
            yield Flaw("index", f"the index holds {a} and {b} of layer {layer}, whom no row ties.")
        else:
            yield Flaw("index", tell(f"row {position} ({stream}, version {version})", pair), position, stream, version)


def _missing(row: str, pair: str) -> str:
    return f"the index does not tie {row} to {pair}."


def _surplus(row: str, pair: str) -> str:
    return f"the index ties {row} to {pair}, and the row does not."


def _event_at(connection: Connection, position: int) -> tuple[str, int]:
    found = connection.execute(select(EVENTS.c.stream, EVENTS.c.version).where(EVENTS.c.position == position)).first()
    return (str(found[0]), found[1]) if found else ("not there", 0)


# Rebuilding --------------------------------------------------------------------------------------------------


def shadow(engine: Engine, touches: Touches) -> Differences:
    """Makes the index anew where nobody sees it, compares, and leaves all as it is. Raises Refused for a row that is no event."""
    builder = Builder(SHADOW)
    with snapshot(engine) as connection:
        SHADOW.create(connection)
        reached = 0
        while page := _page(connection, reached, touches):
            builder.add(connection, page)
            reached = page[-1].position
        return differences(connection, SHADOW)


def rebuild(engine: Engine, words: Words, touches: Touches) -> Differences:
    """Makes the index anew beside the one in use, says how that differed, and puts the new one in its place.

    That of words is dropped; the next search makes it anew. Others may read and record meanwhile. Whatever cuts
    it short, the old index stays in use. Raises Refused for a row that is no event, StoreError where another rebuild took over.
    """
    token = uuid4().hex
    builder = Builder(NEW)
    with writing(engine) as connection:
        NEW.drop(connection)
        NEW.create(connection)
        remember(connection, _REBUILD_KEY, token)
    try:
        reached = 0
        while page := _read(engine, reached, touches):
            with _own(engine, token) as connection:
                builder.add(connection, page)
            reached = page[-1].position
        with snapshot(engine) as connection:
            found = differences(connection, NEW, reached)
        with _own(engine, token) as connection:
            while page := _page(connection, reached, touches):
                builder.add(connection, page)
                reached = page[-1].position
            _swap(connection)
            words.drop(connection)
    finally:
        _clean(engine, token)
    return found


def _read(engine: Engine, reached: int, touches: Touches) -> list[Touching]:
    """The next page, read before anybody has to wait."""
    with snapshot(engine) as connection:
        return _page(connection, reached, touches)


def _page(connection: Connection, reached: int, touches: Touches) -> list[Touching]:
    columns = (EVENTS.c.position, EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
    # All at once: a cursor left open where a row is refused would keep the tables from being dropped.
    rows = connection.execute(select(*columns).where(EVENTS.c.position > reached).order_by(EVENTS.c.position).limit(PAGE)).all()
    return [Touching.of(row[0], StoredEvent(*row[1:]), touches) for row in rows]


@contextmanager
def _own(engine: Engine, token: str) -> Generator[Connection]:
    """A transaction of this rebuild. Raises StoreError where another one took over."""
    with writing(engine) as connection:
        if remembered(connection, _REBUILD_KEY) != token:
            raise StoreError("another rebuild took over; this one gave way.")
        yield connection


def _swap(connection: Connection) -> None:
    for old, new in zip(IN_USE, NEW, strict=True):
        old.drop(connection)
        connection.exec_driver_sql(f"ALTER TABLE {new.name} RENAME TO {old.name}")
    for index in PAIRS.indexes:
        index.create(connection)
    remember(connection, INDEX_KEY, str(int(remembered(connection, INDEX_KEY) or 0) + 1))


def _clean(engine: Engine, token: str) -> None:
    """Drops what is left of this rebuild."""
    with writing(engine) as connection:
        if remembered(connection, _REBUILD_KEY) == token:
            NEW.drop(connection)
            remember(connection, _REBUILD_KEY, None)
