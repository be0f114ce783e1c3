"""The tables of an index of pairs, and how they are filled from the events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    literal,
    select,
)

from domain.fact import DESK
from domain.refusal import InvalidInput
from projections.flow_sides import PairKey
from projections.flows import FlowKey, Sided
from service.store.pair_index import IndexEntry, IndexEntryOf
from service.store.tables import (
    EVENTS,
    FLOWS,
    PAIRS,
    SORTS,
    TIES,
    Insertion,
    flow_columns,
    pair_columns,
    sort_columns,
    tie_columns,
)

PAGE: Final = 5_000
"""How many events are read and indexed at once: no writer waits long, and no memory is filled."""

_FIRST: Final = select(
    EVENTS.c.position, EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state
).where(EVENTS.c.stream == bindparam("stream"), EVENTS.c.version == literal(1))


class Index(NamedTuple):
    """The tables that hold an index, each after those to which its rows point."""

    pairs: Table
    ties: Table
    sorts: Table
    flows: Table

    def create(self, connection: Connection) -> None:
        """Makes the tables."""
        for table in self:
            table.create(connection)

    def drop(self, connection: Connection) -> None:
        """Drops what there is of the tables."""
        for table in self:
            table.drop(connection, checkfirst=True)


def _index(prefix: str, *kind: str) -> Index:
    """Tables as those in use, under other names.

    What is unique in them is named by the database, which knows what is taken.
    """
    metadata = MetaData()
    pairs = Table(
        f"{prefix}_pairs",
        metadata,
        *pair_columns(),
        UniqueConstraint("a", "b", "layer"),
        prefixes=[*kind],
    )
    ties = Table(
        f"{prefix}_ties", metadata, *tie_columns(), sqlite_with_rowid=False, prefixes=[*kind]
    )
    sorts = Table(
        f"{prefix}_sorts",
        metadata,
        *sort_columns(),
        UniqueConstraint(*FlowKey._fields),
        prefixes=[*kind],
    )
    return Index(
        pairs,
        ties,
        sorts,
        Table(
            f"{prefix}_flows", metadata, *flow_columns(), sqlite_with_rowid=False, prefixes=[*kind]
        ),
    )


IN_USE: Final = Index(PAIRS, TIES, SORTS, FLOWS)
NEW: Final = _index("new")
SHADOW: Final = _index("shadow", "TEMPORARY")
"""Tables that one connection alone sees, and that are gone with its transaction."""


class IndexedEvent(NamedTuple):
    """An event's place, the layer of its fact, and its index entry.

    For the second event of a stream, also the first.
    """

    position: int
    layer: str
    entry: IndexEntry
    first: tuple[int, IndexEntry] | None = None

    @classmethod
    def of(
        cls,
        connection: Connection,
        position: int,
        event: StoredEvent,
        entry_of: IndexEntryOf,
        again: IndexEntryOf | None = None,
    ) -> IndexedEvent:
        """That of a stored event. Raises InvalidInput where it cannot be read.

        `again` is asked about the first event of a stream, which was read before.
        """
        layer = str(event.originator_id).partition("/")[0]
        first = (
            _first(connection, event, again or entry_of)
            if event.originator_version == 2 and layer != DESK
            else None
        )
        return cls(position, layer, entry_of(event), first)


def _first(
    connection: Connection, event: StoredEvent, entry_of: IndexEntryOf
) -> tuple[int, IndexEntry] | None:
    """The place of the first event of a stream, and what the index kept of it.

    None where it kept no flows, or nobody can read it.
    """
    row = connection.execute(_FIRST, {"stream": str(event.originator_id)}).first()
    try:
        entry = entry_of(StoredEvent(*row[1:])) if row else IndexEntry()
    except InvalidInput:
        entry = IndexEntry()
    return (row[0], entry) if row and entry.flows else None


class Builder:
    """Writes the index of events, which come in order of position, into tables that were empty.

    Pairs and sorts are numbered as met.
    """

    def __init__(self, index: Index, engine: Engine) -> None:
        self._flows_of = index.flows
        self._insertions = [Insertion(table, engine) for table in index]
        self._pairs: dict[tuple[str, str, str], int] = {}
        self._sorts: dict[FlowKey, int] = {}

    def add(self, connection: Connection, found: Sequence[IndexedEvent]) -> None:
        """Writes the rows of the next events."""
        pairs, sorts = len(self._pairs), len(self._sorts)
        ties = [
            tie
            for each in found
            for tie in self._ties(
                each.position, each.layer, () if each.entry.flows else each.entry.pairs
            )
        ]
        flows = [
            flow
            for each in found
            for flow in self._flows(each.position, each.layer, each.entry.flows)
        ]
        left = [(*each.first, each.layer) for each in found if each.first]
        ties += [
            tie
            for position, entry, layer in left
            for tie in self._ties(position, layer, entry.pairs)
        ]
        gone = [
            flow
            for position, entry, layer in left
            for flow in self._flows(position, layer, entry.flows)
        ]
        new_pairs = [(i, *key) for key, i in islice(self._pairs.items(), pairs, None)]
        new_sorts = [(i, *sort) for sort, i in islice(self._sorts.items(), sorts, None)]
        cursor = connection.connection.cursor()
        # In the order in which they are kept, so that many go to the same place of the file.
        rows: tuple[Sequence[tuple[object, ...]], ...] = (
            new_pairs,
            sorted(ties),
            new_sorts,
            sorted(flows),
        )
        for insertion, each in zip(self._insertions, rows, strict=True):
            if each:
                insertion.put(cursor, each)
        cursor.close()
        if gone:
            self._delete(connection, gone)

    def _delete(self, connection: Connection, gone: Sequence[tuple[int, ...]]) -> None:
        """Takes rows out of the table of flows."""
        key = self._flows_of.primary_key.columns
        keys = [
            {f"of_{column.name}": part for column, part in zip(key, flow, strict=False)}
            for flow in gone
        ]
        connection.execute(
            delete(self._flows_of).where(
                *(column == bindparam(f"of_{column.name}") for column in key)
            ),
            keys,
        )

    def _ties(self, position: int, layer: str, pairs: Iterable[PairKey]) -> list[tuple[int, ...]]:
        return [(self._pair(pair, layer), position) for pair in pairs]

    def _flows(self, position: int, layer: str, flows: Iterable[Sided]) -> list[tuple[int, ...]]:
        """Rows of the table of flows, whose first columns are its key."""
        rows: list[tuple[int, ...]] = []
        for pair, (toward, sort, day, known, recorded) in flows:
            number = self._sorts.setdefault(sort, len(self._sorts) + 1)
            rows.append(
                (
                    self._pair(pair, layer),
                    sort.half_life,
                    day,
                    toward,
                    number,
                    position,
                    known,
                    recorded,
                )
            )
        return rows

    def _pair(self, pair: PairKey, layer: str) -> int:
        return self._pairs.setdefault((*pair, layer), len(self._pairs) + 1)


def held(connection: Connection) -> Connection:
    """A connection that keeps the index in use in place until its view ends.

    Ask for it as its view begins: rows put in its place later are not in that view.
    """
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE ties, pairs, sorts, flows IN ACCESS SHARE MODE")
    return connection
