"""The index is rebuilt beside the old one, compared, and put in its place.

Whatever happens, one of the two is whole.
"""

from __future__ import annotations

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
from domain.refusal import Failure, InvalidInput
from projections.pairs import Pair
from service.indexing import index_entry_of
from service.opening import open_sample
from service.recording import append_lines
from service.safety import differences, rebuilt, verified
from service.store import index
from service.store.interface import Differences, IndexEntry, IndexEntryOf, StoreError
from service.timeline import Timeline
from tests.console import Console
from tests.contract.timelines import filled, opened
from tests.evidence import hits_of
from tests.places import Place, Row

ROOT: Final = Path(__file__).parent.parent
EVER: Final = AsOf(date(2030, 1, 1))
FACTS: Final = 40


@pytest.fixture(autouse=True)
def _filled(request: pytest.FixtureRequest, registry: Registry) -> None:
    if "place" in request.fixturenames:
        filled(request.getfixturevalue("place"), registry, seed=1, facts=FACTS)


def rows(place: Place) -> tuple[list[Row], list[Row]]:
    """The rows of pairs and ties."""
    return place.rows("SELECT * FROM pairs ORDER BY pair"), place.rows(
        "SELECT * FROM ties ORDER BY pair, position"
    )


def rebuild(place: Place, registry: Registry) -> Differences:
    with opened(place, registry) as timeline:
        return rebuilt(timeline)


def count(timeline: Timeline) -> int:
    return len(timeline.pair_facts(Pair.of("RUS", "TUR")))


def add(timeline: Timeline, handle: str, parties: str = "RUS > TUR") -> None:
    text = f"2022-03-05  {parties}  call  {handle}  ^{handle}\n    report Reuters, 2022-03-05\n"
    assert not append_lines(
        timeline, timeline.read(text, "t.facts"), timeline.moment()
    ).edits.problems


# What is made


def test_a_rebuild_writes_what_the_appends_wrote(place: Place, registry: Registry) -> None:
    before, there = rows(place), place.tables()
    found = rebuild(place, registry)

    assert found == Differences()
    assert rows(place) == before
    assert place.tables() == there
    assert {("pairs", "pairs_b")} <= place.indexes()


@pytest.mark.parametrize("size", [1, 7, 5_000])
def test_pages_make_no_difference(
    place: Place, registry: Registry, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(place)
    monkeypatch.setattr(index, "PAGE", size)
    place.spoil("DELETE FROM ties")

    assert rebuild(place, registry).missing == len(before[1])
    assert rows(place) == before


@pytest.mark.parametrize(
    ("statement", "missing", "surplus"),
    [
        ("DELETE FROM ties WHERE position = (SELECT min(position) FROM ties) AND pair = 1", 1, 0),
        ("INSERT INTO ties VALUES (1, 2)", 0, 1),
        ("INSERT INTO ties VALUES (77, 2)", 0, 1),
        ("INSERT INTO pairs VALUES (99, 'FJI', 'TON', 'desk')", 0, 1),
    ],
)
def test_what_differed_is_counted_and_put_right(
    place: Place, registry: Registry, statement: str, missing: int, surplus: int
) -> None:
    before = rows(place)
    place.spoil(statement)
    found = rebuild(place, registry)

    assert (found.missing, found.surplus) == (missing, surplus)
    assert rows(place) == before


def test_a_shadow_compares_and_changes_nothing(place: Place, registry: Registry) -> None:
    place.spoil("DELETE FROM ties WHERE pair = 1")
    content = place.content()
    with opened(place, registry) as timeline:
        found = differences(timeline)

    assert found.missing > 0
    assert place.content() == content


def test_words_are_dropped_and_found_again(place: Place, registry: Registry) -> None:
    with opened(place, registry) as timeline:
        before = hits_of(timeline, "reuters", EVER)
        rebuilt(timeline)
        dropped = verified(timeline).words
        after = hits_of(timeline, "reuters", EVER)

        assert dropped == {}
        assert "words_2" in place.tables()
        assert before == after


def test_words_lost_behind_its_back_are_found_again(place: Place, registry: Registry) -> None:
    """Of an index that was dropped, a search once went on from where it had come to."""
    with opened(place, registry) as timeline:
        before = hits_of(timeline, "reuters", EVER)
    place.spoil("DROP TABLE words_2")
    rebuild(place, registry)
    with opened(place, registry) as timeline:
        assert hits_of(timeline, "reuters", EVER) == before


def test_a_row_that_is_no_event_is_refused_and_the_old_index_stays(
    place: Place, registry: Registry
) -> None:
    before, there = rows(place), place.tables()
    place.spoil("UPDATE events SET topic = 'os:system' WHERE position = 3")
    with opened(place, registry) as timeline, pytest.raises(InvalidInput, match="row 3 "):
        rebuilt(timeline)

    assert rows(place) == before
    assert place.tables() == there


def test_the_sample_is_not_rebuilt() -> None:
    with closing(open_sample()) as sample, pytest.raises(Failure, match="read-only"):
        rebuilt(sample)


# Beside others


class Asking:
    """What events touch, and something that happens as a certain one is asked for."""

    def __init__(self, ask: IndexEntryOf, at: int, happens: object) -> None:
        self._ask, self._left, self._happens = ask, at, happens

    def __call__(self, stored: StoredEvent) -> IndexEntry:
        self._left -= 1
        if self._left == 0 and callable(self._happens):
            self._happens()
        return self._ask(stored)


@pytest.mark.parametrize("at", [1, 30, 60])
def test_what_is_recorded_meanwhile_is_in_the_new_index(
    place: Place, registry: Registry, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PAGE", 10)
    with opened(place, registry) as timeline, opened(place, registry) as other:
        before = count(timeline)
        found = timeline.store.rebuild(
            Asking(index_entry_of(timeline), at, lambda: add(other, "meanwhile")), timeline.words
        )

        assert found == Differences()
        assert count(timeline) == count(other) == before + 1
        assert verified(timeline).sound


def test_who_knew_numbers_of_before_records_with_those_of_now(
    place: Place, registry: Registry
) -> None:
    """A process that continues after a rebuild must not use the old numbers of pairs."""
    place.spoil("UPDATE pairs SET pair = pair + 100")
    place.spoil("UPDATE ties SET pair = pair + 100")
    with opened(place, registry) as timeline, opened(place, registry) as other:
        add(timeline, "before")
        before = count(timeline)
        rebuilt(other)
        add(timeline, "after")

        assert count(timeline) == count(other) == before + 1
        assert verified(other).sound


def test_a_rebuild_that_another_took_over_gives_way(
    place: Place, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PAGE", 10)
    before = rows(place)
    with opened(place, registry) as timeline, opened(place, registry) as other:
        with pytest.raises(StoreError, match="another rebuild took over"):
            timeline.store.rebuild(
                Asking(index_entry_of(timeline), 25, lambda: rebuilt(other)), timeline.words
            )

        assert verified(timeline).sound
    assert rows(place) == before
    assert not {"new_pairs", "new_ties", "new_sorts", "new_flows"} & place.tables()


# Killed

SLOW: Final = """
import sys
from service.opening import bundled_registry
from service.indexing import index_entry_of
from service.store import index
from tests.contract.timelines import opened
from tests.evidence import hits_of

index.PAGE = 5
with opened(sys.argv[1], bundled_registry()) as timeline:
    ask = index_entry_of(timeline)
    def told(stored):
        sys.stdout.write("asked\\n")
        sys.stdout.flush()
        return ask(stored)
    timeline.store.rebuild(told, timeline.words)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
def test_a_killed_rebuild_leaves_the_old_index_and_the_next_one_cleans_up(
    place: Place, registry: Registry
) -> None:
    before, there = rows(place), place.tables()
    left: set[str] = set()
    random = Random(7)
    for _ in range(4):
        command = [sys.executable, "-c", SLOW, place.where]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0) as process:
            assert process.stdout is not None
            for _ in range(random.randrange(6, 40)):
                assert process.stdout.readline() == b"asked\n"
            process.kill()
        left |= place.tables() - there
        with opened(place, registry) as timeline:
            add(timeline, f"after-{random.random():.6f}"[:12].replace(".", "-"), "GEO > USA")
            assert verified(timeline).sound

    assert left == {"new_pairs", "new_ties", "new_sorts", "new_flows"}
    assert rows(place)[0] == before[0] or len(rows(place)[0]) == len(before[0]) + 1
    assert rebuild(place, registry) == Differences()
    assert place.tables() == there


# The command


def test_the_command_says_how_the_index_differed(tmp_path: Path, place: Place) -> None:
    console = Console(
        tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22", "DETENTE_DB": place.where}
    )
    place.spoil("DELETE FROM ties WHERE position = (SELECT min(position) FROM ties) AND pair = 1")

    assert console.run(["rebuild", "--shadow"]) == (
        "The index differs from the events: 1 row missing, 0 too many.\n  detente rebuild\n",
        5,
    )
    assert console.run(["rebuild"]) == (
        "The index differed from the events: 1 row missing, 0 too many. It was rebuilt.\n",
        0,
    )
    assert console.run(["rebuild", "--shadow"]) == ("The index agrees with the events.\n", 0)
    assert console.run(["verify"])[1] == 0


def test_a_fact_that_the_old_index_missed_is_found_again(place: Place, registry: Registry) -> None:
    with opened(place, registry) as timeline:
        before = timeline.pair_facts(Pair.of("RUS", "TUR"))
    place.spoil("DELETE FROM ties")
    with opened(place, registry) as timeline:
        without = timeline.pair_facts(Pair.of("RUS", "TUR"))
        rebuilt(timeline)

        assert before
        assert without == []
        assert timeline.pair_facts(Pair.of("RUS", "TUR")) == before
