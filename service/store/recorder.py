"""The recorder: the library's interfaces on SQLAlchemy Core, one code path for every database."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event as Flag
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    PersistenceError,
    StoredEvent,
    Subscription,
    Tracking,
)  # fmt: skip
from sqlalchemy import Connection, Engine, Executable, Insert, bindparam, create_engine, insert, or_, select, union, update
from sqlalchemy import exc as sql_error
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from domain.problem import Mend
from service.store.chain import GENESIS, link
from service.store.interface import Head, StoreError, Tie, TimelineRecorder
from service.store.tables import EVENTS, META, METADATA, SCHEMA, TIES, TRACKING, WRITING, insert_ties, lock, prepare

_EVENT: Final = (EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
_BY_STREAM: Final = (EVENTS.c.stream, EVENTS.c.version)
_LAYER: Final = TIES.c.layer == bindparam("layer")

# Built once: to build a statement costs more than to run it.
_HEAD: Final = select(EVENTS.c.position, EVENTS.c.digest).order_by(EVENTS.c.position.desc()).limit(1)
_PAIR: Final = (
    select(*_EVENT)
    .join(TIES, TIES.c.stream == EVENTS.c.stream)
    .where(TIES.c.a == bindparam("a"), TIES.c.b == bindparam("b"), _LAYER)
    .order_by(*_BY_STREAM)
)
_STREAMS_OF_ACTOR: Final = union(
    select(TIES.c.stream).where(TIES.c.a == bindparam("actor"), _LAYER),
    select(TIES.c.stream).where(TIES.c.b == bindparam("actor"), _LAYER),
).subquery()
_ACTOR: Final = select(*_EVENT).join(_STREAMS_OF_ACTOR, _STREAMS_OF_ACTOR.c.stream == EVENTS.c.stream).order_by(*_BY_STREAM)
_LAYER_EVENTS: Final = (
    select(*_EVENT).where(EVENTS.c.stream >= bindparam("first"), EVENTS.c.stream < bindparam("after")).order_by(*_BY_STREAM)
)
_TRACKED: Final = select(TRACKING.c.position).where(TRACKING.c.application == bindparam("application_name"))
_VERSION: Final = select(META.c.value).where(META.c.key == "schema")


class SqlRecorder(TimelineRecorder):
    """Events, notifications, tracking and the index of pairs in one database; each append is one transaction."""

    def __init__(self, url: URL, *, create: bool = True) -> None:
        self._url = url
        self._engine = _engine(url)
        prepare(self._engine)
        self._insert_events = _Rows(insert(EVENTS), self._engine)
        self._insert_ties = _Rows(insert_ties(self._engine), self._engine)
        with self._failing_as(StoreError):
            self._open(create=create)

    def _open(self, *, create: bool) -> None:
        with self._engine.connect() as connection:
            there = self._engine.dialect.has_table(connection, META.name)
            schema = connection.scalar(_VERSION) if there else None
        if not there and not create:
            raise StoreError(f"there is no timeline at {self.name}.", Mend(f"detente init {self.name}"))
        if not there:
            with self._writing() as connection:
                METADATA.create_all(connection)
                if connection.scalar(_VERSION) is None:
                    connection.execute(insert(META), {"key": "schema", "value": SCHEMA})
        elif schema != SCHEMA:
            raise StoreError(f"{self.name} was written by another version of detente (schema {schema}, this one reads {SCHEMA}).")

    @property
    def name(self) -> str:
        """Where the store is, without a password."""
        return str(self._url.database) if self._url.get_backend_name() == "sqlite" else self._url.render_as_string()

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    # Writing

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # the library's signature
        """Records events, all or none, and returns their positions, gapless in order of commit.

        `ties` are index rows and `tracking` a position of another application, both recorded in the same transaction.
        Raises IntegrityError where a version of a stream is there already.
        """
        ties: Iterable[Tie] = kwargs.get("ties", ())
        tracking: Tracking | None = kwargs.get("tracking")
        with self._failing_as(PersistenceError), self._writing() as connection:
            head = self._head(connection)
            self._insert_events.run(connection, _chained(head, stored_events))
            self._insert_ties.run(connection, ties)
            if tracking is not None:
                self._track(connection, tracking)
        return list(range(head.position + 1, head.position + 1 + len(stored_events)))

    def insert_tracking(self, tracking: Tracking) -> None:
        """Records how far another application was followed. Raises IntegrityError unless it is further than before."""
        with self._failing_as(PersistenceError), self._writing() as connection:
            self._track(connection, tracking)

    def _track(self, connection: Connection, tracking: Tracking) -> None:
        name, position = tracking.application_name, tracking.notification_id
        before = connection.scalar(_TRACKED, {"application_name": name})
        if before is None:
            connection.execute(insert(TRACKING), {"application": name, "position": position})
        elif before < position:
            connection.execute(update(TRACKING).where(TRACKING.c.application == name).values(position=position))
        else:
            raise IntegrityError(f"{name} was followed to {before} already")

    @contextmanager
    def _writing(self) -> Generator[Connection]:
        with self._engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            lock(connection)
            yield connection

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
        with self._failing_as(OperationalError), self._engine.connect() as connection:
            return [Notification(row[1], row[2], row[3], row[4], id=row[0]) for row in connection.execute(statement)]

    def max_notification_id(self) -> int | None:
        """The last position, None where nothing is recorded."""
        return self.head().position or None

    def max_tracking_id(self, application_name: str) -> int | None:
        """How far another application was followed, None where it was not."""
        with self._failing_as(OperationalError), self._engine.connect() as connection:
            return connection.scalar(_TRACKED, {"application_name": application_name})

    def head(self) -> Head:
        """How far the store has come."""
        with self._failing_as(OperationalError), self._engine.connect() as connection:
            return self._head(connection)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Follows the store from after position `gt`, waiting for what is yet to come."""
        return PollingSubscription(self, gt, topics)

    def _head(self, connection: Connection) -> Head:
        row = connection.execute(_HEAD).first()
        return Head(row[0], row[1]) if row else Head(0, GENESIS)

    def _events(self, statement: Executable, **values: str) -> list[StoredEvent]:
        with self._failing_as(OperationalError), self._engine.connect() as connection:
            return [StoredEvent(*row) for row in connection.execute(statement, values)]

    @contextmanager
    def _failing_as(self, other: type[Exception]) -> Generator[None]:
        """Turns the database's errors into the library's, or into a sentence about the store."""
        try:
            yield
        except sql_error.IntegrityError as error:
            raise IntegrityError(str(error.orig)) from error
        except sql_error.DBAPIError as error:
            raise other(f"{self.name} cannot be used: {error.orig}.") from error


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


class _Rows:
    """A prepared INSERT that takes rows as tuples where the driver does: half the cost of rows as mappings."""

    def __init__(self, statement: Insert, engine: Engine) -> None:
        compiled = statement.compile(dialect=engine.dialect)
        self._sql = str(compiled)
        self._names = None if compiled.positional else list(compiled.params)

    def run(self, connection: Connection, rows: Iterable[tuple[object, ...]]) -> None:
        """Inserts all rows; none is fine."""
        values: list[Any] = list(rows)
        if self._names is not None:
            values = [dict(zip(self._names, row, strict=True)) for row in values]
        if values:
            connection.exec_driver_sql(self._sql, values)


def _chained(head: Head, events: Iterable[StoredEvent]) -> Iterator[tuple[object, ...]]:
    position, digest = head
    for event in events:
        position += 1
        digest = link(digest, event)
        yield position, str(event.originator_id), event.originator_version, event.topic, event.state, digest


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            return create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        return create_engine(url)
    except (sql_error.NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"no driver for {url.drivername} is installed ({error}).") from error
