"""The recorder: a store in a database, one code path for every database."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Unpack

from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from sqlalchemy import Select, bindparam, insert, update
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection

from service.store import batch_checks, blocks
from service.store.capabilities import Database
from service.store.chain import Row, begins, chained
from service.store.citation_table import CitationTable
from service.store.database import StoreDatabase, url_of
from service.store.digest import GENESIS, Head
from service.store.entries import Entries
from service.store.errors import RESTORE, VERIFY, StoreFailure, check_after
from service.store.flow_rules import RulesGuard
from service.store.log import Appended
from service.store.pair_index import IndexEntryOf
from service.store.reading import END, OF_HEAD, TRACKED, SqlReader
from service.store.row_store import NewRun, Sum
from service.store.tables import (
    EVENTS,
    META,
    TRACKING,
    Insertion,
    Prepared,
    begin,
    database,
    remember,
    remembered,
    writing,
)
from service.store.verification import Differences, Verdict
from service.store.word_index import Wording
from service.uninterrupted import held_back

if TYPE_CHECKING:
    from projections.stats import Tally

# Built once: to build a statement costs more than to run it.
_REMEMBER: Final = update(META).where(OF_HEAD).values(value=bindparam("ending"))
_TRACK_ON: Final = (
    update(TRACKING)
    .where(TRACKING.c.application == bindparam("name"))
    .values(position=bindparam("reached"))
)


def _none_before(_: str) -> int:
    return 0


class SqlRecorder(SqlReader):
    """Events, notifications, tracking and the index of pairs in one database.

    Each append is one transaction.
    """

    def __init__(self, url: URL, *, create: bool = True, lends: bool = True) -> None:
        super().__init__(StoreDatabase(url, lends=lends))
        self._begin = begin(self._engine)
        self._citations = CitationTable(self._engine)
        self._one_writer = Lock()
        self._writer: PoolProxiedConnection | None = None
        self._reaches = 0
        self._entries = Entries(self._engine)
        self._rules = RulesGuard(self._engine)
        self._end = Prepared(END, self._engine)
        self._remember = Prepared(_REMEMBER, self._engine)
        self._events_in = Insertion(EVENTS, self._engine)
        with ExitStack() as unless_opened:
            unless_opened.callback(self._database.close)
            self._database.open(create=create)
            unless_opened.pop_all()

    @classmethod
    def at(cls, where: str, *, create: bool = True, lends: bool = True) -> SqlRecorder:
        """The store at a path or a SQLAlchemy URL. Raises StoreError for what is neither.

        Unless it `lends`, a server gets nothing that the user keeps for all servers.
        """
        return cls(url_of(where), create=create, lends=lends)

    @property
    def name(self) -> str:
        """Where the store is, without a password."""
        return self._database.name

    @property
    def file(self) -> Path | None:
        """The file that it is in; None where it is in none."""
        return self._database.file

    def close(self) -> None:
        """Closes every connection."""
        with self._one_writer:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self._database.close()

    # Writing

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:  # the library's signature
        """Records events as `append` does."""
        return self.append(stored_events, **kwargs)

    def append(self, events: Sequence[StoredEvent], **beside: Unpack[Appended]) -> Sequence[int]:
        """Records events, all or none, and returns their positions, gapless in order of commit.

        What comes `beside` them is recorded in the same transaction. Raises IntegrityError where a
        version of a stream is there already, and Conflict where the store does not end at the
        head `after`, if that is given.
        """
        tracking = beside.get("tracking")
        with self._database.failing(), self._writing() as cursor:
            head, rules = self._read_end(cursor)
            check_after(head, beside.get("after"))
            self._rules.check(cursor, rules, events)
            rows, ending = chained(head, events)
            if held := beside.get("blocks"):
                blocks.put(cursor, self._engine, held)
            if rows:
                self._events_in.put(cursor, rows)
                self._remember.run(cursor, {"ending": ending.written})
                self._reaches = ending.head.position
            new = self._entries.write(cursor, head.position, events, beside)
            if tracking is not None:
                self._track(cursor, tracking)
        self._entries.learn(new)
        return list(range(head.position + 1, head.position + 1 + len(events)))

    def _scalar(self, cursor: DBAPICursor, statement: Select[Any], **values: object) -> int | None:
        Prepared(statement, self._engine).run(cursor, values)
        row = cursor.fetchone()
        return None if row is None else row[0]

    def insert_tracking(self, tracking: Tracking) -> None:
        """Records how far another application was followed.

        Raises IntegrityError unless it is further than before.
        """
        with self._database.failing(), self._writing() as cursor:
            self._track(cursor, tracking)

    def _track(self, cursor: DBAPICursor, tracking: Tracking) -> None:
        name, position = tracking.application_name, tracking.notification_id
        before = self._scalar(cursor, TRACKED, name=name)
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

        A new connection would take a quarter of an append.
        """
        with self._one_writer:
            writer = self._writer or self._engine.raw_connection()
            # Given back to the pool, which rolls back what was not committed, unless all goes well.
            self._writer = None
            try:
                cursor = writer.cursor()
                cursor.execute(self._begin)
                self._reaches = self.committed
                yield cursor
                # Never stopped in between, so that whoever stops it learns whether it was recorded.
                with held_back():
                    writer.commit()
                    self._writer, self.committed = writer, self._reaches
            except self._engine.dialect.loaded_dbapi.Error as error:
                if self._engine.dialect.is_disconnect(error, writer.driver_connection, None):
                    # The server is gone, or has ended it: the pool must not give it to anybody
                    # again.
                    writer.invalidate(error)
                raise
            finally:
                if self._writer is None:
                    writer.close()

    def _read_end(self, cursor: DBAPICursor) -> tuple[Head, str | None]:
        """The last row, which is the one that the store remembers, and the rules of its flows.

        Raises StoreFailure where the last row is not the one remembered: to go on from another
        would hide what is gone.
        """
        self._end.run(cursor, {})
        row = cursor.fetchone()
        assert row is not None  # it has no FROM
        position, digest, known, rebuilt, rules = row
        head = Head(position or 0, digest or GENESIS)
        if not isinstance(known, str) or not known.startswith(begins(head)):
            said = (
                f"{self.name} does not end at the row that it remembers as its last; nothing was"
                " written."
            )
            raise StoreFailure(said, VERIFY, RESTORE, code="other-end")
        self._entries.hold(rebuilt)
        return head, rules

    def keep_run(self, run: NewRun, sums: Iterable[Sum]) -> None:
        """Keeps what some batches come to, in one transaction."""
        with self._database.failing(), writing(self._engine) as connection:
            blocks.keep_run(connection, run, sums)

    def drop_runs(self, numbers: Sequence[int]) -> None:
        """Drops runs: what they say is in the blocks."""
        with self._database.failing(), writing(self._engine) as connection:
            blocks.drop_runs(connection, numbers)

    # Verification

    def verified(
        self,
        entry_of: IndexEntryOf,
        words: Wording,
        *,
        sums: bool = True,
        again: IndexEntryOf | None = None,
    ) -> Verdict:
        """Whether the store is sound: chain, head, events and indexes, all read in one view."""
        from service.store import verify  # noqa: PLC0415  # who only asks need not wait for it

        # Asked before the view is opened: a store in memory has one connection alone.
        before = self.batches.before if self.batches.layers(()) else _none_before
        with self._database.failing():
            found = verify.verdict(self._engine, self._words, (entry_of, again), words, before)
        return batch_checks.with_batches(found, self, sums=sums)

    def differences(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """How the index, that of words too, differs from what the events say.

        Nothing is changed.
        """
        from service.store import rebuilding  # noqa: PLC0415  # who only asks need not wait for it

        with self._database.failing():
            found = rebuilding.shadow(self._engine, self._words, entry_of, words)
        return found.and_of(batch_checks.differences(self))

    def rebuild(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """Builds the index beside the old one, swaps them, and returns the differences."""
        from service.store import rebuilding  # noqa: PLC0415  # who only asks need not wait for it

        with self._database.failing():
            found = rebuilding.rebuild(self._engine, self._words, entry_of, words)
        return found.and_of(batch_checks.put_right(self))

    # Capabilities

    @property
    def database(self) -> Database | None:
        """The database's name and version, and how it keeps its journal."""
        with self._database.connected() as connection:
            program, journal = database(connection)
        if self._database.is_still:
            return Database(f"{program}, read as a file that does not change", "")
        return Database(program, journal)

    def readable(self) -> Iterator[Row | range]:
        """Every readable row in order of position, and the positions of the others."""
        from service.store import rescue  # noqa: PLC0415  # who only asks need not wait for it

        with self._database.failing():
            yield from rescue.rows(self._engine)

    def copy_to(self, file: Path) -> None:
        """Copies the whole store, as it is at one moment, to a new file of its own.

        Raises StoreError where the store is in no file.
        """
        from service.store import backup  # noqa: PLC0415  # who only asks need not wait for it

        if self.file is None:
            super().copy_to(file)
        with self._database.failing():
            backup.copy(self._engine, file)

    def tallies(self, layers: Sequence[str]) -> Sequence[Tally]:
        """How much each of some layers holds."""
        from service.store.tally import indexed, tally  # noqa: PLC0415  # who only asks need not wait for it

        with self._database.connected() as connection:
            found = {layer: indexed(connection, layer) for layer in layers}
        return [tally(self, layer, found[layer]) for layer in layers]

    def remembered(self, key: str) -> str | None:
        """What the store remembers of itself under a key."""
        with self._database.connected() as connection:
            return remembered(connection, key)

    def remember(self, key: str, value: str) -> None:
        """Has the store remember something of itself."""
        with self._database.failing(), writing(self._engine) as connection:
            remember(connection, key, value)

    def keep_citation(self, answer: str, state: bytes) -> None:
        """Keeps what belongs to an answer's id, unless something is kept under it already."""
        with self._database.failing():
            self._citations.keep(answer, state)

    def citation(self, answer: str) -> bytes | None:
        """What was kept first under an answer's id; None where nothing was."""
        with self._database.connected() as connection:
            return self._citations.of(connection, answer)

    def citations(self, prefix: str = "") -> Sequence[tuple[str, bytes]]:
        """Every answer whose id begins with `prefix`, with what is kept under it, by id."""
        with self._database.connected() as connection:
            return self._citations.beginning(connection, prefix)
