"""The index is made anew beside the old one, compared, and put in its place; whatever happens, one of the two is whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import pytest
from eventsourcing.persistence import StoredEvent

from domain.actors import Registry
from domain.clocks import AsOf
from domain.problem import Failure, Refused
from projections.pairs import Pair
from service.opening import open_sample
from service.safety import differences, rebuilt, touches, verified
from service.store import index
from service.store.interface import Differences, StoreError, Touched, Touches
from service.timeline import Timeline
from tests.console import Console
from tests.contract.timelines import filled, opened, spoil

ROOT: Final = Path(__file__).parent.parent
EVER: Final = AsOf(date(2030, 1, 1))
FACTS: Final = 40


@pytest.fixture
def path(tmp_path: Path, registry: Registry) -> Path:
    path = tmp_path / "t.db"
    filled(path, registry, seed=1, facts=FACTS)
    return path


def rows(path: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows of pairs and ties."""
    with closing(sqlite3.connect(path)) as connection:
        return (
            connection.execute("SELECT * FROM pairs ORDER BY pair").fetchall(),
            connection.execute("SELECT * FROM ties ORDER BY pair, position").fetchall(),
        )


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def indexes(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'"))


def rebuild(path: Path, registry: Registry) -> Differences:
    with opened(path, registry) as timeline:
        return rebuilt(timeline)


def count(timeline: Timeline) -> int:
    return len(timeline.pair_facts(Pair.of("RUS", "TUR")))


def add(timeline: Timeline, handle: str, parties: str = "RUS > TUR") -> None:
    text = f"2022-03-05  {parties}  call  {handle}  ^{handle}\n    report Reuters, 2022-03-05\n"
    assert not timeline.record(timeline.read(text, "t.facts"), timeline.moment()).edits.problems


# What is made


def test_a_rebuild_writes_what_the_appends_wrote(path: Path, registry: Registry) -> None:
    before, there = rows(path), tables(path)
    found = rebuild(path, registry)

    assert found == Differences()
    assert rows(path) == before
    assert tables(path) == there
    assert {("pairs", "pairs_b")} <= indexes(path)


@pytest.mark.parametrize("size", [1, 7, 5_000])
def test_pages_make_no_difference(path: Path, registry: Registry, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(path)
    monkeypatch.setattr(index, "PAGE", size)
    spoil(path, "DELETE FROM ties")

    assert rebuild(path, registry).missing == len(before[1])
    assert rows(path) == before


@pytest.mark.parametrize(
    ("statement", "missing", "surplus"),
    [
        ("DELETE FROM ties WHERE position = (SELECT min(position) FROM ties) AND pair = 1", 1, 0),
        ("INSERT INTO ties VALUES (1, 2)", 0, 1),
        ("INSERT INTO ties VALUES (77, 2)", 0, 1),
        ("INSERT INTO pairs VALUES (99, 'FJI', 'TON', 'desk')", 0, 1),
    ],
)
def test_what_differed_is_counted_and_put_right(path: Path, registry: Registry, statement: str, missing: int, surplus: int) -> None:
    before = rows(path)
    spoil(path, statement)
    found = rebuild(path, registry)

    assert (found.missing, found.surplus) == (missing, surplus)
    assert rows(path) == before


def test_a_shadow_compares_and_changes_nothing(path: Path, registry: Registry) -> None:
    spoil(path, "DELETE FROM ties WHERE pair = 1")
    content = path.read_bytes()
    with opened(path, registry) as timeline:
        found = differences(timeline)

    assert found.missing > 0
    assert path.read_bytes() == content


def test_words_are_dropped_and_found_again(path: Path, registry: Registry) -> None:
    with opened(path, registry) as timeline:
        before = timeline.search("reuters", EVER)
        rebuilt(timeline)
        dropped = verified(timeline).words
        after = timeline.search("reuters", EVER)

        assert dropped == {}
        assert "words_1" in tables(path)
        assert before == after


def test_words_lost_behind_its_back_are_found_again(path: Path, registry: Registry) -> None:
    """Of an index that was dropped, a search once went on from where it had come to."""
    with opened(path, registry) as timeline:
        before = timeline.search("reuters", EVER)
    spoil(path, "DROP TABLE words_1")
    rebuild(path, registry)
    with opened(path, registry) as timeline:
        assert timeline.search("reuters", EVER) == before


def test_a_row_that_is_no_event_is_refused_and_the_old_index_stays(path: Path, registry: Registry) -> None:
    before, there = rows(path), tables(path)
    spoil(path, "UPDATE events SET topic = 'os:system' WHERE position = 3")
    with opened(path, registry) as timeline, pytest.raises(Refused, match="os:system"):
        rebuilt(timeline)

    assert rows(path) == before
    assert tables(path) == there


def test_the_sample_is_not_rebuilt() -> None:
    with closing(open_sample()) as sample, pytest.raises(Failure, match="read-only"):
        rebuilt(sample)


# Beside others


class Asking:
    """What events touch, and something that happens as a certain one is asked for."""

    def __init__(self, ask: Touches, at: int, happens: object) -> None:
        self._ask, self._left, self._happens = ask, at, happens

    def __call__(self, stored: StoredEvent) -> Touched:
        self._left -= 1
        if self._left == 0 and callable(self._happens):
            self._happens()
        return self._ask(stored)


@pytest.mark.parametrize("at", [1, 30, 60])
def test_what_is_recorded_meanwhile_is_in_the_new_index(path: Path, registry: Registry, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PAGE", 10)
    with opened(path, registry) as timeline, opened(path, registry) as other:
        before = count(timeline)
        found = timeline.store.rebuild(Asking(touches(timeline), at, lambda: add(other, "meanwhile")))

        assert found == Differences()
        assert count(timeline) == count(other) == before + 1
        assert verified(timeline).sound


def test_who_knew_numbers_of_before_records_with_those_of_now(path: Path, registry: Registry) -> None:
    """A process that goes on after a rebuild must not tie its events by the old numbers of pairs."""
    spoil(path, "UPDATE pairs SET pair = pair + 100")
    spoil(path, "UPDATE ties SET pair = pair + 100")
    with opened(path, registry) as timeline, opened(path, registry) as other:
        add(timeline, "before")
        before = count(timeline)
        rebuilt(other)
        add(timeline, "after")

        assert count(timeline) == count(other) == before + 1
        assert verified(other).sound


def test_a_rebuild_that_another_took_over_gives_way(path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PAGE", 10)
    before = rows(path)
    with opened(path, registry) as timeline, opened(path, registry) as other:
        with pytest.raises(StoreError, match="another rebuild took over"):
            timeline.store.rebuild(Asking(touches(timeline), 25, lambda: rebuilt(other)))

        assert verified(timeline).sound
    assert rows(path) == before
    assert not {"new_pairs", "new_ties", "new_sorts", "new_flows"} & tables(path)


# Killed

SLOW: Final = """
import sys
from pathlib import Path
from service.opening import bundled_registry
from service.safety import touches
from service.store import index
from tests.contract.timelines import opened

index.PAGE = 5
with opened(Path(sys.argv[1]), bundled_registry()) as timeline:
    ask = touches(timeline)
    def told(stored):
        sys.stdout.write("asked\\n")
        sys.stdout.flush()
        return ask(stored)
    timeline.store.rebuild(told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
def test_a_killed_rebuild_leaves_the_old_index_and_the_next_one_cleans_up(path: Path, registry: Registry) -> None:
    before, there = rows(path), tables(path)
    left: set[str] = set()
    random = Random(7)
    for _ in range(4):
        command = [sys.executable, "-c", SLOW, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0) as process:
            assert process.stdout is not None
            for _ in range(random.randrange(6, 40)):
                assert process.stdout.readline() == b"asked\n"
            process.kill()
        left |= tables(path) - there
        with opened(path, registry) as timeline:
            add(timeline, f"after-{random.random():.6f}"[:12].replace(".", "-"), "GEO > USA")
            assert verified(timeline).sound

    assert left == {"new_pairs", "new_ties", "new_sorts", "new_flows"}
    assert rows(path)[0] == before[0] or len(rows(path)[0]) == len(before[0]) + 1
    assert rebuild(path, registry) == Differences()
    assert tables(path) == there


# The command


def test_the_command_says_how_the_index_differed(tmp_path: Path, path: Path) -> None:
    console = Console(tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22", "DETENTE_DB": str(path)})
    spoil(path, "DELETE FROM ties WHERE position = (SELECT min(position) FROM ties) AND pair = 1")

    assert console.run(["rebuild", "--shadow"]) == (
        "The index differs from the events: 1 row missing, 0 too many.\n  detente rebuild\n",
        5,
    )
    assert console.run(["rebuild"]) == ("The index differed from the events: 1 row missing, 0 too many. It was made anew.\n", 0)
    assert console.run(["rebuild", "--shadow"]) == ("The index agrees with the events.\n", 0)
    assert console.run(["verify"])[1] == 0


def test_a_fact_that_the_old_index_missed_is_found_again(path: Path, registry: Registry) -> None:
    with opened(path, registry) as timeline:
        before = timeline.pair_facts(Pair.of("RUS", "TUR"))
    spoil(path, "DELETE FROM ties")
    with opened(path, registry) as timeline:
        without = timeline.pair_facts(Pair.of("RUS", "TUR"))
        rebuilt(timeline)

        assert before
        assert without == []
        assert timeline.pair_facts(Pair.of("RUS", "TUR")) == before
