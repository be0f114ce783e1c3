"""The index of pairs made anew from the events.

Beside the one in use, compared with it, and put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    cast,
    delete,
    exists,
    literal,
    null,
    select,
    union_all,
)

from domain.fact import DESK
from domain.refusal import InvalidInput
from projections.flows import FlowKey, PairKey, Sided
from service.store.interface import Differences, Flaw, IndexEntry, IndexEntryOf, StoreError, Wording
from service.store.tables import (
    EVENTS,
    FLOWS,
    INDEX_KEY,
    PAIRS,
    SORTS,
    TIES,
    Insertion,
    flow_columns,
    pair_columns,
    remember,
    remembered,
    snapshot,
    sort_columns,
    tie_columns,
    writing,
)
from service.store.words import MOST_TOLD, Words

PAGE: Final = 5_000
"""How many events are read and indexed at once: no writer waits long, and no memory is filled."""

EVERYWHERE: Final = 2**62
"""A position beyond all."""

_OF_FLOW: Final = ("half_life", "day", "toward", "known", "recorded")
_FIRST: Final = select(
    EVENTS.c.position, EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state
).where(EVENTS.c.stream == bindparam("stream"), EVENTS.c.version == literal(1))
_REBUILD_KEY: Final = "rebuild"
"""Which rebuild is on its way: a later one takes over from one that was cut short."""


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
    """An event's place, the layer of its fact, and what the index keeps of it.

    And the first event of its stream, if it is the second.
    """

    position: int
    layer: str
    entry: IndexEntry
    first: tuple[int, IndexEntry] | None = None

    @classmethod
    def of(
        cls, connection: Connection, position: int, event: StoredEvent, entry_of: IndexEntryOf
    ) -> IndexedEvent:
        """That of a stored event. Raises InvalidInput where it cannot be read."""
        layer = str(event.originator_id).partition("/")[0]
        first = (
            _first(connection, event, entry_of)
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
    """The same, whose view has the index in use to its end.

    At its beginning, for it would not see rows put in its place.
    """
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE ties, pairs, sorts, flows IN ACCESS SHARE MODE")
    return connection


# Comparing ----------------------------------------------------------------------------------------


def differences(
    connection: Connection,
    new: Index,
    reached: int = EVERYWHERE,
    unread: frozenset[int] = frozenset(),
) -> Differences:
    """How the index in use differs from a new one up to a position.

    Of `unread` rows nobody knows what they should touch.
    """
    missing = _only_in(connection, new, IN_USE, reached, unread)
    surplus = _only_in(connection, IN_USE, new, reached, unread)
    return Differences(
        missing.number,
        surplus.number,
        (*_told(connection, missing, _missing), *_told(connection, surplus, _surplus)),
    )


class _Rows(NamedTuple):
    number: int
    first: list[tuple[int, str | None, str | None, str | None]]


def _only_in(
    connection: Connection, index: Index, other: Index, reached: int, unread: frozenset[int]
) -> _Rows:
    """Rows of an index that another has not: how many, and the first."""
    found = connection.execute(
        _rows(index).except_(_rows(other)).order_by("position", "a", "b"), {"reached": reached}
    )
    rows = ((row[0], row[1], row[2], row[3]) for row in found if row[0] not in unread)
    first = [*islice(rows, MOST_TOLD)]
    return _Rows(len(first) + sum(1 for _ in rows), first)


def _rows(index: Index) -> Select[*tuple[Any, ...]]:  # EXCEPT wants no types
    """An index as rows: position, two actors and layer, and what a flow is, if it is one.

    Position 0 for a pair that nothing touches, no actors for a pair that is not there, no sort
    for one that is not there.
    """
    pairs, ties, sorts, flows = index
    names = (pairs.c.a, pairs.c.b, pairs.c.layer)
    kept = (*(flows.c[name] for name in _OF_FLOW), *(sorts.c[name] for name in FlowKey._fields))
    nothing = [cast(null(), column.type).label(column.name) for column in kept]
    tied = select(ties.c.position, *names, *nothing).select_from(
        ties.outerjoin(pairs, pairs.c.pair == ties.c.pair)
    )
    joined = flows.outerjoin(pairs, pairs.c.pair == flows.c.pair).outerjoin(
        sorts, sorts.c.sort == flows.c.sort
    )
    flowing = select(flows.c.position, *names, *kept).select_from(joined)
    alone = select(literal(0).label("position"), *names, *nothing).where(
        ~exists().where(ties.c.pair == pairs.c.pair), ~exists().where(flows.c.pair == pairs.c.pair)
    )
    upto: BindParameter[int] = bindparam("reached")
    rows = union_all(
        tied.where(ties.c.position <= upto), flowing.where(flows.c.position <= upto), alone
    ).subquery()
    return select(*rows.c)


def _told(connection: Connection, rows: _Rows, tell: Callable[[str, str], str]) -> Iterable[Flaw]:
    for position, a, b, layer in rows.first:
        pair = "a pair that is not there" if a is None else f"{a} and {b}"
        stream, version = _event_at(connection, position)
        if not position:
            yield Flaw("index", f"the index holds {a} and {b} of layer {layer}, whom no row ties.")
        else:
            yield Flaw(
                "index",
                tell(f"row {position} ({stream}, version {version})", pair),
                position,
                stream,
                version,
            )


def _missing(row: str, pair: str) -> str:
    return f"the index does not tie {row} to {pair}."


def _surplus(row: str, pair: str) -> str:
    return f"the index ties {row} to {pair}, and the row does not."


def _event_at(connection: Connection, position: int) -> tuple[str, int]:
    found = connection.execute(
        select(EVENTS.c.stream, EVENTS.c.version).where(EVENTS.c.position == position)
    ).first()
    return (str(found[0]), found[1]) if found else ("not there", 0)


# Rebuilding ---------------------------------------------------------------------------------------


def shadow(engine: Engine, words: Words, entry_of: IndexEntryOf, wording: Wording) -> Differences:
    """Makes the index anew where nobody sees it, compares, and leaves all as it is.

    Raises InvalidInput for a row that is no event.
    """
    builder = Builder(SHADOW, engine)
    with snapshot(engine) as connection:
        SHADOW.create(held(connection))
        reached = 0
        while page := _page(connection, reached, entry_of):
            builder.add(connection, page)
            reached = page[-1].position
        return differences(connection, SHADOW).and_of(words.differences(connection, wording))


def rebuild(engine: Engine, words: Words, entry_of: IndexEntryOf, wording: Wording) -> Differences:
    """Makes the index anew beside the one in use, says how that differed.

    And puts the new one in its place. That of words is dropped; the next search makes it anew.
    Others may read and record meanwhile. Whatever cuts it short, the old index stays in use.
    Raises InvalidInput for a row that is no event, StoreError where another rebuild took over.
    """
    token = uuid4().hex
    builder = Builder(NEW, engine)
    with writing(engine) as connection:
        for table in IN_USE:
            table.create(connection, checkfirst=True)
        NEW.drop(connection)
        NEW.create(connection)
        remember(connection, _REBUILD_KEY, token)
    try:
        reached = 0
        while page := _read(engine, reached, entry_of):
            with _own(engine, token) as connection:
                builder.add(connection, page)
            reached = page[-1].position
        with snapshot(engine) as connection:
            found = differences(held(connection), NEW, reached).and_of(
                words.differences(connection, wording)
            )
        with _own(engine, token) as connection:
            while page := _page(connection, reached, entry_of):
                builder.add(connection, page)
                reached = page[-1].position
            _swap(connection)
            words.drop(connection)
    finally:
        _clean(engine, token)
    return found


def _read(engine: Engine, reached: int, entry_of: IndexEntryOf) -> list[IndexedEvent]:
    """The next page, read before anybody has to wait."""
    with snapshot(engine) as connection:
        return _page(connection, reached, entry_of)


def _page(connection: Connection, reached: int, entry_of: IndexEntryOf) -> list[IndexedEvent]:
    columns = (EVENTS.c.position, EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
    # All at once: a cursor left open where a row is refused would keep the tables from being
    # dropped.
    rows = connection.execute(
        select(*columns).where(EVENTS.c.position > reached).order_by(EVENTS.c.position).limit(PAGE)
    ).all()
    return [IndexedEvent.of(connection, row[0], StoredEvent(*row[1:]), entry_of) for row in rows]


@contextmanager
def _own(engine: Engine, token: str) -> Generator[Connection]:
    """A transaction of this rebuild. Raises StoreError where another one took over."""
    with writing(engine) as connection:
        if remembered(connection, _REBUILD_KEY) != token:
            raise StoreError("another rebuild took over; this one gave way.")
        yield connection


def _swap(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        # In the order in which questions read them, so that nobody waits for one who waits for him.
        connection.exec_driver_sql("LOCK TABLE ties, pairs, sorts, flows IN ACCESS EXCLUSIVE MODE")
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
