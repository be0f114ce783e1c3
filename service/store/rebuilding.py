"""Rebuilding the index of pairs: built beside the one in use, compared, put in its place."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Engine, select

from service.store.errors import StoreError
from service.store.flow_rules import mark
from service.store.index import IN_USE, NEW, PAGE, SHADOW, Builder, IndexedEvent, held
from service.store.index_differences import differences
from service.store.pair_index import IndexEntryOf
from service.store.remembered import INDEX_KEY, REBUILD_KEY
from service.store.tables import EVENTS, PAIRS, remember, remembered, snapshot, writing
from service.store.verification import Differences
from service.store.word_index import Wording
from service.store.words import Words


def shadow(engine: Engine, words: Words, entry_of: IndexEntryOf, wording: Wording) -> Differences:
    """The differences of the index in use from one that is built aside; nothing is changed.

    Raises InvalidInput for a row that is not an event.
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
    """Builds the index beside the one in use, puts it in its place, and returns the differences.

    The index of words is dropped; the next search rebuilds it. Others may read and record
    meanwhile. If it is interrupted, the old index stays in use. Raises InvalidInput for a row that
    is not an event, StoreError where another rebuild took over.
    """
    token = uuid4().hex
    builder = Builder(NEW, engine)
    with writing(engine) as connection:
        for table in IN_USE:
            table.create(connection, checkfirst=True)
        NEW.drop(connection)
        NEW.create(connection)
        remember(connection, REBUILD_KEY, token)
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
            mark(connection)
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
        if remembered(connection, REBUILD_KEY) != token:
            raise StoreError(
                "another rebuild took over; this one gave way.", code="rebuild-overtaken"
            )
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
    rebuilt = str(remembered(connection, INDEX_KEY))
    remember(connection, INDEX_KEY, str(int(rebuilt) + 1 if rebuilt.isdecimal() else 1))


def _clean(engine: Engine, token: str) -> None:
    """Drops what is left of this rebuild."""
    with writing(engine) as connection:
        if remembered(connection, REBUILD_KEY) == token:
            NEW.drop(connection)
            remember(connection, REBUILD_KEY, None)
