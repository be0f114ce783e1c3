"""Appends through the recorder against raw sqlite3 `executemany` of the same bytes.

With the same synchronous.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from eventsourcing.persistence import StoredEvent
from sqlalchemy.engine import make_url

from bench.measure import Row, alternating
from projections.flow_sides import PairKey
from service.store.recorder import SqlRecorder

BATCH = 10_000
BYTES = 445
TIMES = 9


def rows() -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        floor = Raw(Path(folder) / "raw.db")
        plain = Ours(Path(folder) / "plain.db", with_pairs=False)
        tied = Ours(Path(folder) / "tied.db", with_pairs=True)
        yield Row(
            "append 10,000 events, chain, no index / raw",
            *alternating(floor.many, plain.many, TIMES),
            0.6,
            False,
        )
        yield Row(
            "append 10,000 events, chain and index / raw",
            *alternating(floor.many, tied.many, TIMES),
            0.35,
            False,
        )
        yield Row(
            "append one event, chain and index / raw",
            *alternating(floor.one, tied.one, 201),
            0.5,
            False,
        )
        for store in (floor, plain, tied):
            store.close()


def events(start: int, number: int) -> list[StoredEvent]:
    """Events of ordered source keys, each of 445 bytes of state."""
    return [
        StoredEvent(f"icews/{i:012}@2018-06-01", 1, "fact.asserted/1", b"x" * BYTES)
        for i in range(start, start + number)
    ]


def pairs(stored: Sequence[StoredEvent]) -> list[list[PairKey]]:
    """A pair each, of a few hundred."""
    return [[(f"A{i % 19:02}", f"B{i % 17:02}")] for i, _ in enumerate(stored)]


class Raw:
    """A table of the same columns, filled by the driver alone."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(
            "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT, version INT, topic"
            " TEXT, state BLOB)"
        )
        self.connection.execute("CREATE UNIQUE INDEX stream_version ON events (stream, version)")
        self.next = count()

    @cached_property
    def batches(self) -> list[list[tuple[str, int, str, bytes]]]:
        """What `many` writes; made when it is first asked for."""
        return [self.rows(10**6 + i * BATCH, BATCH) for i in range(TIMES * 2)]

    @staticmethod
    def rows(start: int, number: int) -> list[tuple[str, int, str, bytes]]:
        return [
            (str(e.originator_id), e.originator_version, e.topic, e.state)
            for e in events(start, number)
        ]

    def many(self) -> None:
        self.write(self.batches.pop(0))

    def one(self) -> None:
        self.write(self.rows(10**9 + next(self.next), 1))

    def write(self, rows: list[tuple[str, int, str, bytes]]) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            "INSERT INTO events (stream, version, topic, state) VALUES (?, ?, ?, ?)", rows
        )
        self.connection.execute("COMMIT")

    def close(self) -> None:
        self.connection.close()


class Ours:
    """Our recorder on a file."""

    def __init__(self, path: Path, *, with_pairs: bool) -> None:
        self.recorder = SqlRecorder(make_url(f"sqlite:///{path}"))
        self.next = count()
        self.pairs: Callable[[Sequence[StoredEvent]], list[list[PairKey]]] = (
            pairs if with_pairs else lambda _: []
        )
        self.batches = [
            (batch, self.pairs(batch))
            for batch in (events(10**6 + i * BATCH, BATCH) for i in range(TIMES))
        ]

    def many(self) -> None:
        stored, pairs_of = self.batches.pop(0)
        self.recorder.append(stored, pairs=pairs_of)

    def one(self) -> None:
        stored = events(10**9 + next(self.next), 1)
        self.recorder.append(stored, pairs=self.pairs(stored))

    def close(self) -> None:
        self.recorder.close()
