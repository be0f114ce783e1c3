"""Questions of a large layer, the size of its store, and its index made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from bench.filling import fill
from bench.generator import BUSIEST, LAST
from bench.measure import Row, alternating, timed
from domain.clocks import AsOf
from domain.kinds import FLOW_HALF_LIVES
from projections.flows import reach
from projections.pairs import Pair
from service.opening import open_store
from service.safety import rebuilt
from service.store.index import PAGE
from service.timeline import Timeline
from tests.evidence import layer_state_of

LAYER: Final = "icews"
TIMES: Final = 51
_EVENTS: Final = (
    "SELECT position, stream, version, topic, state FROM events WHERE position > ? ORDER BY"
    " position LIMIT ?"
)
_PAIR: Final = "pair = (SELECT pair FROM pairs WHERE a = ? AND b = ? AND layer = ?)"
_COUNT: Final = (
    f"SELECT COUNT(*) FROM flows WHERE {_PAIR} AND half_life = ? AND day BETWEEN ? AND ?"
)
_ALL: Final = f"SELECT COUNT(*) FROM flows WHERE {_PAIR}"
_OF_INDEX: Final = (
    "pairs",
    "pairs_b",
    "sorts",
    "ties",
    "flows",
    "sqlite_autoindex_pairs_1",
    "sqlite_autoindex_sorts_1",
)
_BYTES: Final = "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name"
BUSY: Final = Pair(*BUSIEST)
RARE: Final = Pair("FJI", "ISL")


def filled(path: Path, facts: int) -> Path:
    """A store of so many facts, straight through the recorder."""
    with closing(open_store(str(path), create=True)) as timeline:
        for _ in fill(timeline, facts):
            pass
    return path


def rows(store: Path) -> Iterator[Row]:
    """A store's questions against counting the same rows, what its index takes.

    And its rebuild against reading its events.
    """
    with closing(open_store(str(store))) as timeline, closing(sqlite3.connect(store)) as driver:
        ask = _asking(timeline, BUSY)
        ask()
        yield Row(
            "state of the busiest pair, warm / COUNT(*)",
            *alternating(partial(_count_summed, driver), ask, TIMES),
            5,
            True,
        )
        yield Row(
            "the same / COUNT(*) of all the pair's rows",
            *alternating(partial(_count_all, driver), ask, TIMES),
            None,
            True,
        )
        yield _size(driver, store)
    yield _rebuild(store)


def grown(few: Path, many: Path) -> Iterator[Row]:
    """What is asked of and added to a store, against one that is a twentieth of it."""
    with closing(open_store(str(few))) as small, closing(open_store(str(many))) as large:
        for pair, told in ((BUSY, "the busiest pair"), (RARE, "a rare pair")):
            here, there = _asking(small, pair), _asking(large, pair)
            yield Row(
                f"state of {told}, first / at a million", timed(here), timed(there), None, True
            )
            yield Row("the same, warm", *alternating(here, there, TIMES), 2, True)
    with closing(sqlite3.connect(many)) as driver:
        yield _size(driver, many)


def _asking(timeline: Timeline, pair: Pair) -> Callable[[], object]:
    return lambda: layer_state_of(timeline, pair, AsOf(LAST), LAYER)


def _count_summed(driver: sqlite3.Connection) -> None:
    """Counts the rows of which something is left on the last day."""
    last = LAST.toordinal()
    for half_life in FLOW_HALF_LIVES:
        first = last - reach(half_life) + 1
        driver.execute(_COUNT, (*BUSY.key, LAYER, half_life, first, last)).fetchone()


def _count_all(driver: sqlite3.Connection) -> None:
    driver.execute(_ALL, (*BUSY.key, LAYER)).fetchone()


def _size(driver: sqlite3.Connection, store: Path) -> Row:
    """What the index takes of a store."""
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sizes: dict[str, int] = dict(driver.execute(_BYTES))
    index = sum(sizes.get(name, 0) for name in _OF_INDEX)
    return Row(
        "size of the index / of the whole store", store.stat().st_size, index, None, True, "MB"
    )


def _rebuild(store: Path) -> Row:
    """An index made anew, against reading the same events page by page."""
    with closing(sqlite3.connect(store)) as driver:
        floor = timed(partial(_read, driver))
    with closing(open_store(str(store))) as timeline:
        ours = timed(partial(rebuilt, timeline))
    return Row("rebuild of the index / SELECT of its events", floor, ours, 0.2, False)


def _read(driver: sqlite3.Connection) -> None:
    reached = 0
    while page := driver.execute(_EVENTS, (reached, PAGE)).fetchall():
        reached = page[-1][0]
