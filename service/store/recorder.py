"""The recorder: the library's interfaces on SQLAlchemy Core, one code path for every database."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Flag
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
    Tracking,
)
from sqlalchemy import Engine, Executable, Select, bindparam, create_engine, func, insert, inspect, or_, select, update
from sqlalchemy import exc as sql_error
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import StaticPool

from domain.problem import Mend
from service.store.chain import GENESIS, link
from service.store.interface import Head, PairKey, Phrase, StoreError, StoreFailure, TimelineRecorder
from service.store.tables import EVENTS, META, METADATA, PAIRS, SCHEMA, TIES, TRACKING, Prepared, begin, found, prepare
from service.store.words import Words

_EVENT: Final = (EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
_BY_STREAM: Final = (EVENTS.c.stream, EVENTS.c.version)

# Built once: to build a statement costs more than to run it.
_LAST: Final = select(func.max(EVENTS.c.position)).scalar_subquery()
_HEAD: Final = select(EVENTS.c.position, EVENTS.c.digest).where(EVENTS.c.position == _LAST)
_OF_LAYER: Final = PAIRS.c.layer == bindparam("layer")
_STREAMS: Final = (
    select(EVENTS.c.stream).join(TIES, TIES.c.position == EVENTS.c.position).join(PAIRS, PAIRS.c.pair == TIES.c.pair).where(_OF_LAYER)
)
_IN_PAIR: Final = _STREAMS.where(PAIRS.c.a == bindparam("a"), PAIRS.c.b == bindparam("b"))
_WITH_ACTOR: Final = _STREAMS.where(or_(PAIRS.c.a == bindparam("actor"), PAIRS.c.b == bindparam("actor")))
_PAIR: Final = select(*_EVENT).where(EVENTS.c.stream.in_(_IN_PAIR)).order_by(*_BY_STREAM)
_ACTOR: Final = select(*_EVENT).where(EVENTS.c.stream.in_(_WITH_ACTOR)).order_by(*_BY_STREAM)
_LAYER_EVENTS: Final = (
    select(*_EVENT).where(EVENTS.c.stream >= bindparam("first"), EVENTS.c.stream < bindparam("after")).order_by(*_BY_STREAM)
)
_TRACKED: Final = select(TRACKING.c.position).where(TRACKING.c.application == bindparam("name"))
_TRACK_ON: Final = update(TRACKING).where(TRACKING.c.application == bindparam("name")).values(position=bindparam("reached"))
_PAIR_ID: Final = select(PAIRS.c.pair).where(PAIRS.c.a == bindparam("a"), PAIRS.c.b == bindparam("b"), _OF_LAYER)
_LAST_PAIR: Final = select(func.max(PAIRS.c.pair))
_VERSION: Final = select(META.c.value).where(META.c.key == "schema")

_EVENT_ROW: Final = ("position", "stream", "version", "topic", "state", "digest")
_TIE_ROW: Final = ("pair", "position")


class SqlRecorder(TimelineRecorder):
    """Events, notifications, tracking and the index of pairs in one database; each append is one transaction."""

    def __init__(self, url: URL, *, create: bool = True) -> None:
        self._url = url
        self._engine = _engine(url)
        prepare(self._engine)
        self._begin = begin(self._engine)
        self._words = Words(self._engine)
        self._pairs: dict[tuple[str, str, str], int] = {}
        self._head = Prepared(_HEAD, self._engine)
        self._insert_event = Prepared(insert(EVENTS), self._engine)
        self._insert_tie = Prepared(insert(TIES), self._engine)
        with self._failing():
            self._open(create=create)

    @classmethod
    def at(cls, where: str, *, create: bool = True) -> SqlRecorder:
        """The store at a path or a SQLAlchemy URL. Raises StoreError for what is neither."""
        try:
            url = make_url(where) if "://" in where else URL.create("sqlite", database=where)
        except (sql_error.ArgumentError, ValueError) as error:
            raise StoreError(f'"{where}" is neither a path nor a database URL.', Mend("my.db")) from error
        return cls(url, create=create)

    def _open(self, *, create: bool) -> None:
        if not create and self._url.get_backend_name() == "sqlite" and not _file_is_there(self._url):
            raise StoreError(f"there is no timeline at {self.name}.", Mend(f"detente init {self.name}"))
        with self._engine.begin() as connection:
            there = self._engine.dialect.has_table(connection, META.name)
            if not there and not create:
                raise StoreError(f"there is no timeline at {self.name}.", Mend(f"detente init {self.name}"))
            if not there:
                self._refuse_another(set(inspect(connection).get_table_names()))
                METADATA.create_all(connection)
            schema = connection.scalar(_VERSION)
            if schema is None:
                connection.execute(insert(META), {"key": "schema", "value": SCHEMA})
        if not there:
            with self._engine.connect() as connection:
                found(connection)
        if schema not in (None, SCHEMA):
            raise StoreError(f"{self.name} was written by another version of detente (schema {schema}, this one reads {SCHEMA}).")

    def _refuse_another(self, tables: set[str]) -> None:
        """A database that is somebody else's is left as it is: a file with any table, a server with one of our names."""
        alone = self._url.get_backend_name() == "sqlite"
        taken = tables if alone else tables & set(METADATA.tables)
        if taken:
            raise StoreError(f"{self.name} is a database of something else (it holds {min(taken)}).", Mend("detente init other.db"))

    @property
    def name(self) -> str:
        """Where the store is, without a password."""
        return str(self._url.database or "memory") if self._url.get_backend_name() == "sqlite" else self._url.render_as_string()

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    # Writing

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # the library's signature
        """Records events, all or none, and returns their positions, gapless in order of commit.

        `pairs` holds, for each event, the pairs that it makes its fact touch; `tracking` is a position of another
        application. Both are recorded in the same transaction. Raises IntegrityError where a version of a stream is
        there already.
        """
        pairs: Sequence[Sequence[PairKey]] = kwargs.get("pairs", ())
        tracking: Tracking | None = kwargs.get("tracking")
        new: dict[tuple[str, str, str], int] = {}
        with self._failing(), self._writing() as cursor:
            head = self._read_head(cursor)
            rows = _chained(head, stored_events)
            if rows:
                cursor.executemany(self._insert_event.sql, self._insert_event.rows(_EVENT_ROW, rows))
            if pairs:
                new = self._index(cursor, head.position, stored_events, pairs)
            if tracking is not None:
                self._track(cursor, tracking)
        self._pairs |= new
        return list(range(head.position + 1, head.position + 1 + len(stored_events)))

    def _index(
        self, cursor: DBAPICursor, position: int, events: Sequence[StoredEvent], pairs: Sequence[Sequence[PairKey]]
    ) -> dict[tuple[str, str, str], int]:
        """Writes the index rows of events, and returns the numbers of pairs that were not at hand."""
        new: dict[tuple[str, str, str], int] = {}
        rows: list[tuple[object, ...]] = []
        for event, touched in zip(events, pairs, strict=True):
            position += 1
            layer = str(event.originator_id).partition("/")[0]
            for a, b in touched:
                key = (a, b, layer)
                number = self._pairs.get(key) or new.get(key)
                if number is None:
                    number = new[key] = self._pair_number(cursor, a, b, layer)
                rows.append((number, position))
        if rows:
            cursor.executemany(self._insert_tie.sql, self._insert_tie.rows(_TIE_ROW, rows))
        return new

    def _pair_number(self, cursor: DBAPICursor, a: str, b: str, layer: str) -> int:
        known = self._scalar(cursor, _PAIR_ID, a=a, b=b, layer=layer)
        if known is not None:
            return known
        number = (self._scalar(cursor, _LAST_PAIR) or 0) + 1
        Prepared(insert(PAIRS), self._engine).run(cursor, {"pair": number, "a": a, "b": b, "layer": layer})
        return number

    def _scalar(self, cursor: DBAPICursor, statement: Select[Any], **values: str) -> int | None:
        Prepared(statement, self._engine).run(cursor, values)
        row = cursor.fetchone()
        return None if row is None else row[0]

    def insert_tracking(self, tracking: Tracking) -> None:
        """Records how far another application was followed. Raises IntegrityError unless it is further than before."""
        with self._failing(), self._writing() as cursor:
            self._track(cursor, tracking)

    def _track(self, cursor: DBAPICursor, tracking: Tracking) -> None:
        name, position = tracking.application_name, tracking.notification_id
        before = self._scalar(cursor, _TRACKED, name=name)
        if before is not None and before >= position:
            raise IntegrityError(f"{name} was followed to {before} already")
        if before is None:
            Prepared(insert(TRACKING), self._engine).run(cursor, {"application": name, "position": position})
        else:
            Prepared(_TRACK_ON, self._engine).run(cursor, {"name": name, "reached": position})

    @contextmanager
    def _writing(self) -> Generator[DBAPICursor]:
        """A cursor in a transaction of its own; the pool rolls back what was not committed."""
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(self._begin)
            yield cursor
            connection.commit()
        finally:
            connection.close()

    def _read_head(self, cursor: DBAPICursor) -> Head:
        self._head.run(cursor, {})
        row = cursor.fetchone()
        return Head(row[0], row[1]) if row else Head(0, GENESIS)

    # Reading

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None, desc: bool = False, limit: int | None = None
    ) -> Sequence[StoredEvent]:
        """The events of one stream, in order of version."""
        statement = select(*_EVENT).where(EVENTS.c.stream == str(originator_id))
        if gt is not None:
            statement = statement.where(EVENTS.c.version > gt)
        if lte is not None:
            statement = statement.where(EVENTS.c.version <= lte)
        order = EVENTS.c.version.desc() if desc else EVENTS.c.version
        return self._events(statement.order_by(order).limit(limit))

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch a pair, by stream and version."""
        return self._events(_PAIR, a=a, b=b, layer=layer)

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor, by stream and version."""
        return self._events(_ACTOR, actor=actor, layer=layer)

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""
        return self._events(_LAYER_EVENTS, first=f"{layer}/", after=f"{layer}0")

    def index_words(self, layer: str, words: Callable[[StoredEvent], str]) -> None:
        """Brings the full-text index of a layer up to the head, where there is one and it can be written."""
        with self._failing():
            self._words.follow(layer, words)

    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """All events of the facts that may hold one phrase of every term; of the whole layer where no index says."""
        with self._failing():
            found = self._words.select(layer, terms)
        return self.select_layer(layer) if found is None else found

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (), *, inclusive_of_start: bool = True
    ) -> Sequence[Notification]:
        """Events of all streams in order of position, from `start` to `stop`, both included unless said otherwise."""
        statement = select(EVENTS.c.position, *_EVENT).order_by(EVENTS.c.position).limit(limit)
        if start is not None:
            statement = statement.where(EVENTS.c.position >= start + (not inclusive_of_start))
        if stop is not None:
            statement = statement.where(EVENTS.c.position <= stop)
        if topics:
            statement = statement.where(or_(*(EVENTS.c.topic == topic for topic in topics)))
        with self._failing(), self._engine.connect() as connection:
            return [Notification(row[1], row[2], row[3], row[4], id=row[0]) for row in connection.execute(statement)]

    def max_notification_id(self) -> int | None:
        """The last position, None where nothing is recorded."""
        return self.head().position or None

    def max_tracking_id(self, application_name: str) -> int | None:
        """How far another application was followed, None where it was not."""
        with self._failing(), self._engine.connect() as connection:
            return connection.scalar(_TRACKED, {"name": application_name})

    def head(self) -> Head:
        """How far the store has come."""
        with self._failing(), self._engine.connect() as connection:
            row = connection.execute(_HEAD).first()
        return Head(row[0], row[1]) if row else Head(0, GENESIS)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Follows the store from after position `gt`, waiting for what is yet to come."""
        return PollingSubscription(self, gt, topics)

    def _events(self, statement: Executable, **values: str) -> list[StoredEvent]:
        with self._failing(), self._engine.connect() as connection:
            return [StoredEvent(*row) for row in connection.execute(statement, values)]

    @contextmanager
    def _failing(self) -> Generator[None]:
        """Turns the database's errors into the library's, which are sentences about the store as well."""
        driver = self._engine.dialect.loaded_dbapi
        try:
            yield
        except (sql_error.IntegrityError, driver.IntegrityError) as error:
            raise IntegrityError(str(error)) from error
        except (sql_error.DBAPIError, driver.Error) as error:
            raise StoreFailure(f"{self.name} cannot be used: {getattr(error, 'orig', error)}.") from error


class PollingSubscription(Subscription[ApplicationRecorder]):
    """Yields notifications as they are recorded, looking for new ones twenty times a second."""

    PAUSE_SECONDS: Final = 0.05

    def __init__(self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._waiting: list[Notification] = []
        self._stopped = Flag()

    def stop(self) -> None:
        """Ends the iteration."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._waiting and not self._stopped.is_set():
            page = self._recorder.select_notifications(
                start=self._last_notification_id, limit=500, topics=self._topics, inclusive_of_start=False
            )
            self._waiting = list(reversed(page))
            if not page:
                self._stopped.wait(self.PAUSE_SECONDS)
        if self._stopped.is_set():
            raise StopIteration
        found = self._waiting.pop()
        self._last_notification_id = found.id
        return found


def _chained(head: Head, events: Iterable[StoredEvent]) -> list[tuple[object, ...]]:
    position, digest = head
    rows: list[tuple[object, ...]] = []
    for event in events:
        position += 1
        digest = link(digest, event)
        rows.append((position, str(event.originator_id), event.originator_version, event.topic, event.state, digest))
    return rows


def _file_is_there(url: URL) -> bool:
    name = url.database or ""
    return name.startswith("file:") or (name not in ("", ":memory:") and Path(name).exists())


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            return create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        return create_engine(url)
    except (sql_error.NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"detente cannot use {url.drivername} here: {error}.", Mend("sqlite:///my.db")) from error
