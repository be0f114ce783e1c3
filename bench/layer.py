"""Questions of a large layer, the size of its store, and its index made again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from time import process_time
from typing import Final

from bench.generator import BUSIEST, LAST
from bench.importing import LAYER
from bench.measure import Row, alternating, timed
from domain.clocks import AsOf
from domain.kinds import FLOW_HALF_LIVES
from projections.flows import reach
from projections.pairs import Pair
from service.opening import open_store
from service.safety import rebuilt
from service.timeline import Timeline
from tests.evidence import layer_state_of

TIMES: Final = 101
_PAGE: Final = 10_000
_EVENTS: Final = (
    "SELECT position, stream, version, topic, state FROM events WHERE position > ? ORDER BY"
    " position LIMIT ?"
)
_FLOWS: Final = (
    "CREATE TABLE flows (pair INTEGER, half_life INTEGER, day INTEGER, toward INTEGER,"
    " sort INTEGER, known INTEGER, row INTEGER,"
    " PRIMARY KEY (pair, half_life, day, toward, sort, row)) WITHOUT ROWID"
)
_COUNT: Final = (
    "SELECT COUNT(*) FROM flows WHERE pair = 1 AND half_life = ? AND day BETWEEN ? AND ?"
)
_ALL: Final = "SELECT COUNT(*) FROM flows WHERE pair = 1"
_FEW_BYTES: Final = 40
_FIRST: Final = 0.06
"""Seconds of the first question of a store of twenty million."""

BUSY: Final = Pair(*BUSIEST)
RARE: Final = Pair("FJI", "ISL")


def rows(store: Path, raw: Path, facts: int) -> Iterator[Row]:
    """A store's questions against counting the same rows, what a fact takes of it.

    And its rebuild against reading the events that its rows stand for, which `raw` holds.
    """
    with closing(open_store(str(store))) as timeline, closing(_counting(timeline)) as driver:
        ask = _asking(timeline, BUSY)
        ask()
        yield Row(
            "state of the busiest pair, warm / COUNT(*)",
            *alternating(partial(_count_summed, driver), ask, TIMES),
            4,
            True,
            "us",
        )
        yield Row(
            "the same / COUNT(*) of all the pair's rows",
            *alternating(partial(_count_all, driver), ask, TIMES),
            None,
            True,
            "us",
        )
    yield size(store, facts)
    yield _rebuild(store, raw)


def grown(few: Path, many: Path) -> Iterator[Row]:
    """What is asked of a store, against one that is a twentieth of it."""
    with closing(open_store(str(few))) as small, closing(open_store(str(many))) as large:
        for pair, named in ((BUSY, "the busiest pair"), (RARE, "a rare pair")):
            here, there = _asking(small, pair), _asking(large, pair)
            first = timed(here), timed(there)
            yield Row(f"state of {named}, first / at a million", *first, None, True)
            yield Row("the same / 60 ms", _FIRST, first[1], 1, True)
            yield Row("the same, warm / at a million", *alternating(here, there, TIMES), 2, True)


def _asking(timeline: Timeline, pair: Pair) -> Callable[[], object]:
    return lambda: layer_state_of(timeline, pair, AsOf(LAST), LAYER)


def _counting(timeline: Timeline) -> sqlite3.Connection:
    """The rows of the busiest pair, each one of a table."""
    driver = sqlite3.connect(":memory:")
    driver.execute(_FLOWS)
    batches = timeline.store.batches
    for batch in batches.of(LAYER):
        found = batches.opened(batch).folded
        mine = found.pair == found.pairs.index(BUSY.key)
        columns = (found.kind[mine], found.day[mine], found.known[mine], found.row[mine])
        sorts = list(dict.fromkeys(sort for _, sort in found.kinds))
        driver.executemany(
            "INSERT INTO flows VALUES (1, ?, ?, ?, ?, ?, ?)",
            (
                (
                    sort.half_life,
                    day,
                    toward,
                    sorts.index(sort),
                    known,
                    (batch.position << 20) + row,
                )
                for kind, day, known, row in zip(*(each.tolist() for each in columns), strict=True)
                for toward, sort in (found.kinds[kind],)
            ),
        )
    return driver


def _count_summed(driver: sqlite3.Connection) -> None:
    """Counts the rows of which something is left on the last day."""
    last = LAST.toordinal()
    for half_life in FLOW_HALF_LIVES:
        first = last - reach(half_life) + 1
        driver.execute(_COUNT, (half_life, first, last)).fetchone()


def _count_all(driver: sqlite3.Connection) -> None:
    driver.execute(_ALL).fetchone()


def size(store: Path, facts: int) -> Row:
    """What a fact takes of a store."""
    with closing(sqlite3.connect(store)) as driver:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there = store.stat().st_size
    return Row(
        f"the whole store / {_FEW_BYTES} bytes a fact", _FEW_BYTES * facts, there, 1, True, "MB"
    )


def _rebuild(store: Path, raw: Path) -> Row:
    """An index made again, against reading the events page by page that its rows stand for."""
    with closing(sqlite3.connect(raw)) as driver:
        floor = _cpu(partial(_read, driver))
    with closing(open_store(str(store))) as timeline:
        ours = _cpu(partial(rebuilt, timeline))
    return Row("rebuild / SELECT of its events, of the processor", floor, ours, 0.5, False)


def _cpu(what: Callable[[], object]) -> float:
    start = process_time()
    what()
    return process_time() - start


def _read(driver: sqlite3.Connection) -> None:
    reached = 0
    while page := driver.execute(_EVENTS, (reached, _PAGE)).fetchall():
        reached = page[-1][0]
