"""The recorder: the library's interfaces on SQLAlchemy Core, one code path for every database."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shlex import quote
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
    Tracking,
)
from sqlalchemy import (
    Connection,
    Executable,
    Select,
    bindparam,
    func,
    insert,
    inspect,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy import exc as sql_error
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection

from domain.clocks import AsOf
from domain.fact import DESK
from domain.refusal import Fix
from projections.flows import Flows, PairKey
from service.store import failures, flows, selecting, streams
from service.store.chain import EMPTY, GENESIS, Row, begins, chained
from service.store.engine import engine
from service.store.entries import Entries
from service.store.following import PollingSubscription
from service.store.interface import (
    RESTORE,
    Damaged,
    Differences,
    Head,
    IndexEntryOf,
    Layered,
    Phrase,
    StoreError,
    StoreFailure,
    TimelineRecorder,
    Verdict,
    Wording,
    check_after,
)
from service.store.place import is_file, without_password
from service.store.tables import (
    EVENTS,
    HEAD_KEY,
    INDEX_KEY,
    META,
    METADATA,
    SCHEMA,
    SCHEMA_KEY,
    TRACKING,
    UPGRADES,
    Insertion,
    Prepared,
    begin,
    database,
    found,
    prepare,
    remember,
    remembered,
    upgrade,
    writing,
)
from service.store.words import Words

if TYPE_CHECKING:
    from projections.stats import Tally

# Built once: to build a statement costs more than to run it.
_LAST: Final = select(func.max(EVENTS.c.position)).scalar_subquery()
_HEAD: Final = select(EVENTS.c.position, EVENTS.c.digest).where(EVENTS.c.position == _LAST)
_OF_HEAD, _OF_INDEX = (META.c.key == literal_column(f"'{key}'") for key in (HEAD_KEY, INDEX_KEY))
_REMEMBERED: Final = [
    select(META.c.value).where(key).scalar_subquery() for key in (_OF_HEAD, _OF_INDEX)
]
_END: Final = select(
    _LAST, select(EVENTS.c.digest).where(EVENTS.c.position == _LAST).scalar_subquery(), *_REMEMBERED
)
_REMEMBER: Final = update(META).where(_OF_HEAD).values(value=bindparam("ending"))
_TRACKED: Final = select(TRACKING.c.position).where(TRACKING.c.application == bindparam("name"))
_TRACK_ON: Final = (
    update(TRACKING)
    .where(TRACKING.c.application == bindparam("name"))
    .values(position=bindparam("reached"))
)
_DIGEST: Final = select(EVENTS.c.digest).where(EVENTS.c.position == bindparam("position"))


class SqlRecorder(TimelineRecorder):
    """Events, notifications, tracking and the index of pairs in one database.

    Each append is one transaction.
    """

    def __init__(self, url: URL, *, create: bool = True) -> None:
        self._url = url
        self._engine = engine(url)
        prepare(self._engine)
        self._begin = begin(self._engine)
        self._words = Words(self._engine)
        self._warm = flows.FlowCache(_END)
        self._one_writer = Lock()
        self._writer: PoolProxiedConnection | None = None
        self._entries = Entries(self._engine)
        self._end = Prepared(_END, self._engine)
        self._remember = Prepared(_REMEMBER, self._engine)
        self._events_in = Insertion(EVENTS, self._engine)
        with ExitStack() as unless_opened:
            unless_opened.callback(self._engine.dispose)
            try:
                with self._failing():
                    self._open(create=create)
            except Damaged as error:
                # To verify it, or to rescue anything from it, it would have to be opened.
                raise Damaged(error.said, RESTORE) from error
            unless_opened.pop_all()

    @classmethod
    def at(cls, where: str, *, create: bool = True) -> SqlRecorder:
        """The store at a path or a SQLAlchemy URL. Raises StoreError for what is neither."""
        try:
            url = make_url(where) if "://" in where else URL.create("sqlite", database=where)
        except (sql_error.ArgumentError, ValueError) as error:
            raise StoreError(
                f'"{without_password(where)}" is neither a path nor a database URL.', Fix("my.db")
            ) from error
        if "@" in (url.host or ""):
            raise StoreError(
                'a password is written with %40 for "@" in a URL.',
                Fix(without_password(where), "with the password in ~/.pgpass"),
            )
        return cls(url, create=create)

    def _open(self, *, create: bool) -> None:
        if (
            not create
            and self._url.get_backend_name() == "sqlite"
            and not is_file(self._url.database)
        ):
            raise StoreError(
                f"there is no timeline at {self.name}.", Fix(f"detente init {self.name}")
            )
        with self._engine.connect() as connection:
            old = failures.too_old(self._url, self._engine.dialect.server_version_info)
            if old is not None:
                raise old
            there = self._engine.dialect.has_table(connection, META.name)
            if not there:
                failures.check_ours(self._url, set(inspect(connection).get_table_names()))
                if not create:
                    raise StoreError(
                        f"there is no timeline at {self.name}.",
                        Fix(f"detente init {quote(self.name)}"),
                    )
            schema = remembered(connection, SCHEMA_KEY) if there else None
            if schema is None:
                schema = _found(connection)
            elif schema in UPGRADES:
                schema = upgrade(connection, schema)
        if schema != SCHEMA:
            raise StoreError(
                f"{self.name} was written by another version of detente (schema {schema}, this one"
                f" reads {SCHEMA})."
            )

    @property
    def name(self) -> str:
        """Where the store is, without a password."""
        return failures.shown(self._url)

    @property
    def file(self) -> Path | None:
        """The file that it is in; None where it is in none."""
        return Path(self._url.database or "") if is_file(self._url.database) else None

    def close(self) -> None:
        """Closes every connection."""
        with self._one_writer:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self._engine.dispose()

    # Writing

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:  # the library's signature
        """Records events, all or none, and returns their positions, gapless in order of commit.

        `pairs` holds, for each event, the pairs that it makes its fact touch, and `flows` the
        flows to be kept in place of them, if any; `left` the first events of streams that these
        events go on with, where they were kept as flows. `tracking` is a position of another
        application. All are recorded in the same transaction. Raises IntegrityError where a
        version of a stream is there already, and Conflict where the store does not end at the
        head `after`, if that is given.
        """
        tracking: Tracking | None = kwargs.get("tracking")
        with self._failing(), self._writing() as cursor:
            head = self._read_end(cursor)
            check_after(head, kwargs.get("after"))
            rows, ending = chained(head, stored_events)
            if rows:
                self._events_in.put(cursor, rows)
                self._remember.run(cursor, {"ending": ending.written})
            new = self._entries.write(cursor, head.position, stored_events, kwargs)
            if tracking is not None:
                self._track(cursor, tracking)
        self._entries.learn(new)
        return list(range(head.position + 1, head.position + 1 + len(stored_events)))

    def _scalar(self, cursor: DBAPICursor, statement: Select[Any], **values: object) -> int | None:
        Prepared(statement, self._engine).run(cursor, values)
        row = cursor.fetchone()
        return None if row is None else row[0]

    def insert_tracking(self, tracking: Tracking) -> None:
        """Records how far another application was followed.

        Raises IntegrityError unless it is further than before.
        """
        with self._failing(), self._writing() as cursor:
            self._track(cursor, tracking)

    def _track(self, cursor: DBAPICursor, tracking: Tracking) -> None:
        name, position = tracking.application_name, tracking.notification_id
        before = self._scalar(cursor, _TRACKED, name=name)
        if before is not None and before >= position:
            raise IntegrityError(f"{name} was followed to {before} already")
        if before is None:
            Prepared(insert(TRACKING), self._engine).run(
                cursor, {"application": name, "position": position}
            )
        else:
            Prepared(_TRACK_ON, self._engine).run(cursor, {"name": name, "reached": position})

    @contextmanager
    def _writing(self) -> Generator[DBAPICursor]:
        """A cursor in a transaction of its own, on a connection that is kept.

        To get one would take a quarter of an append.
        """
        with self._one_writer:
            writer = self._writer or self._engine.raw_connection()
            # Given back to the pool, which rolls back what was not committed, unless all goes well.
            self._writer = None
            try:
                cursor = writer.cursor()
                cursor.execute(self._begin)
                yield cursor
                writer.commit()
                self._writer = writer
            except self._engine.dialect.loaded_dbapi.Error as error:
                if self._engine.dialect.is_disconnect(error, writer.driver_connection, None):
                    # The server is gone, or has ended it: the pool must not give it to anybody
                    # again.
                    writer.invalidate(error)
                raise
            finally:
                if self._writer is None:
                    writer.close()

    def _read_end(self, cursor: DBAPICursor) -> Head:
        """The last row, which is the one that the store remembers.

        Raises StoreFailure where the last row is not the one remembered: to go on from another
        would hide what is gone.
        """
        self._end.run(cursor, {})
        row = cursor.fetchone()
        assert row is not None  # it has no FROM
        position, digest, known, rebuilt = row
        head = Head(position or 0, digest or GENESIS)
        if known is None or not known.startswith(begins(head)):
            said = (
                f"{self.name} does not end at the row that it remembers as its last; nothing was"
                " written."
            )
            raise StoreFailure(said, Fix("detente verify"), RESTORE)
        self._entries.hold(rebuilt)
        return head

    # Reading

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream, in order of version."""
        statement = select(*selecting.EVENT).where(EVENTS.c.stream == str(originator_id))
        if gt is not None:
            statement = statement.where(EVENTS.c.version > gt)
        if lte is not None:
            statement = statement.where(EVENTS.c.version <= lte)
        order = EVENTS.c.version.desc() if desc else EVENTS.c.version
        return self._events(statement.order_by(order).limit(limit))

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch a pair, by stream and version."""
        return self._events(
            selecting.TIED_PAIR if layer == DESK else selecting.PAIR, a=a, b=b, layer=layer
        )

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor, by stream and version."""
        return self._events(
            selecting.TIED_ACTOR if layer == DESK else selecting.ACTOR, actor=actor, layer=layer
        )

    def select_tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch a pair, by stream and version.

        Without those that are summed.
        """
        return self._events(selecting.TIED_PAIR, a=a, b=b, layer=layer)

    def select_tied_to(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor, by stream and version.

        Without those that are summed.
        """
        return self._events(selecting.TIED_ACTOR, actor=actor, layer=layer)

    def select_flows(
        self, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None
    ) -> Flows:
        """The facts of one day of a pair, summed, of which something may be left."""
        with self._failing(), self._engine.connect() as connection:
            return self._warm.of_pair(connection, pair, as_of, domain, since)

    def select_all_flows(
        self, actor: str, layer: str, as_of: AsOf, domain: str = ""
    ) -> Mapping[PairKey, Flows]:
        """The same of every pair of an actor."""
        with self._failing(), self._engine.connect() as connection:
            return flows.of_actor(connection, actor, layer, as_of, domain)

    def select_day(self, a: str, b: str, layer: str, day: int) -> Sequence[StoredEvent]:
        """The events behind the flows of a pair on one day, by stream."""
        return self._events(selecting.DAY, a=a, b=b, layer=layer, day=day)

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""
        return self._events(selecting.LAYER, **selecting.bounds(layer))

    def layers(self) -> Sequence[str]:
        """The layers whose facts touch any pair."""
        with self._failing(), self._engine.connect() as connection:
            return list(connection.scalars(selecting.LAYERS))

    def select_numbered(self, layer: str) -> Sequence[Notification]:
        """The same with their positions, in order of these."""
        with self._failing(), self._engine.connect() as connection:
            return streams.numbered(connection, layer)

    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams, by stream and version."""
        with self._failing(), self._engine.connect() as connection:
            return streams.named(connection, names)

    def select_next(self, layer: str, after: str, limit: int) -> Sequence[StoredEvent]:
        """All events of the streams of a layer that come after one, by stream and version."""
        with self._failing(), self._engine.connect() as connection:
            return streams.following(connection, layer, after, limit)

    def index_words(self, layer: str, words: Wording) -> None:
        """Brings the full-text index of a layer up to the head.

        Where there is one and it can be written.
        """
        with self._failing():
            self._words.follow(layer, words)

    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """All events of the facts that may hold one phrase of every term.

        Of the whole layer where no index says.
        """
        with self._failing():
            found = self._words.select(layer, terms)
        return self.select_layer(layer) if found is None else found

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of all streams in order of position, from `start` to `stop`.

        Both included unless said otherwise.
        """
        statement = (
            select(EVENTS.c.position, *selecting.EVENT).order_by(EVENTS.c.position).limit(limit)
        )
        if start is not None:
            statement = statement.where(EVENTS.c.position >= start + (not inclusive_of_start))
        if stop is not None:
            statement = statement.where(EVENTS.c.position <= stop)
        if topics:
            statement = statement.where(or_(*(EVENTS.c.topic == topic for topic in topics)))
        with self._failing(), self._engine.connect() as connection:
            return [
                Notification(row[1], row[2], row[3], row[4], id=row[0])
                for row in connection.execute(statement)
            ]

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

    def digest_at(self, position: int) -> bytes | None:
        """The digest of one row; that before the first row at 0.

        None where there is no such row.
        """
        if not position:
            return GENESIS
        with self._failing(), self._engine.connect() as connection:
            return connection.scalar(_DIGEST, {"position": position})

    def at_position(self, position: int) -> TimelineRecorder:
        """The first events of the store, read as they are asked for."""
        from service.store.historical import (  # noqa: PLC0415
            HistoricalStore,
        )  # who only asks of today need not wait for it

        return HistoricalStore(self, self._rows, position)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follows the store from after position `gt`, waiting for what is yet to come."""
        return PollingSubscription(self, gt, topics)

    # Keeping

    def verified(self, entry_of: IndexEntryOf, words: Wording) -> Verdict:
        """Whether the store is sound.

        Chain, head, events and indexes, all read anew in one view.
        """
        from service.store import verify  # noqa: PLC0415  # who only asks need not wait for it

        with self._failing():
            return verify.verdict(self._engine, self._words, entry_of, words)

    def differences(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """How the index, that of words too, differs from what the events say.

        Nothing is changed.
        """
        from service.store import index  # noqa: PLC0415  # who only asks need not wait for it

        with self._failing():
            return index.shadow(self._engine, self._words, entry_of, words)

    def rebuild(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """Makes the index anew beside the old one, puts it in its place.

        And says how the old one differed.
        """
        from service.store import index  # noqa: PLC0415  # who only asks need not wait for it

        with self._failing():
            return index.rebuild(self._engine, self._words, entry_of, words)

    def readable(self) -> Iterator[Row | range]:
        """Every row that can still be read.

        And the positions of those that cannot, in order of position.
        """
        from service.store import rescue  # noqa: PLC0415  # who only asks need not wait for it

        with self._failing():
            yield from rescue.rows(self._engine)

    def copy_to(self, file: Path) -> None:
        """Copies the whole store, as it is at one moment, to a new file of its own."""
        from service.store import backup  # noqa: PLC0415  # who only asks need not wait for it

        with self._failing():
            backup.copy(self._engine, file)

    def database(self) -> tuple[str, str]:
        """The database's name and version, and how it keeps its journal.

        Empty where it does not say.
        """
        with self._failing(), self._engine.connect() as connection:
            return database(connection)

    def tally(self, layer: str) -> Tally:
        """How much a layer holds."""
        from service.store.tally import tally  # noqa: PLC0415  # who only asks need not wait for it

        with self._failing(), self._engine.connect() as connection:
            return tally(connection, layer)

    def remembered(self, key: str) -> str | None:
        """What the store remembers of itself under a key."""
        with self._failing(), self._engine.connect() as connection:
            return remembered(connection, key)

    def remember(self, key: str, value: str) -> None:
        """Has the store remember something of itself."""
        with self._failing(), writing(self._engine) as connection:
            remember(connection, key, value)

    def _events(self, statement: Executable, **values: object) -> list[StoredEvent]:
        return [StoredEvent(*row) for row in self._rows(statement, values)]

    def _rows(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Any]:
        with self._failing(), self._engine.connect() as connection:
            return connection.execute(statement, values).all()

    @contextmanager
    def _failing(self) -> Generator[None]:
        """Turns the database's errors into the library's.

        It are sentences about the store as well.
        """
        driver = self._engine.dialect.loaded_dbapi
        try:
            yield
        except (sql_error.IntegrityError, driver.IntegrityError) as error:
            raise IntegrityError(str(error)) from error
        except UnicodeDecodeError as error:
            # SQLite names what is damaged in its message; where that name is no text, the driver
            # cannot even read the message.
            raise failures.damaged(self.name, "its own description of itself is no text") from error
        except (sql_error.DBAPIError, driver.Error) as error:
            raise failures.failure(self._url, getattr(error, "orig", error)) from error


def _found(connection: Connection) -> str:
    """Makes the tables of a new store, all or none, and returns its schema."""
    found(connection)
    METADATA.create_all(connection)
    if remembered(connection, SCHEMA_KEY) is None:
        remember(connection, SCHEMA_KEY, SCHEMA)
        if connection.execute(_HEAD).first() is None:
            remember(connection, HEAD_KEY, EMPTY.written)
    schema = remembered(connection, SCHEMA_KEY)
    connection.commit()
    return schema or SCHEMA
