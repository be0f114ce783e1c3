"""What a store in a file or on a server promises.

It is closed and opened again, and shared by several.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from typing import Final

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from sqlalchemy.engine import make_url

from domain.actors import Registry
from service.store.digest import GENESIS, link
from service.store.interface import BadEvent, StoreError, StoreFailure
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.timelines import lines, spoil
from tests.places import File, Place, Schema

WRITERS: Final = 2
INSERTS: Final = 25


@pytest.fixture
def store(place: Place) -> Iterator[SqlRecorder]:
    recorder = place.recorder()
    yield recorder
    recorder.close()


@pytest.fixture
def second(store: SqlRecorder, place: Place) -> Iterator[SqlRecorder]:
    """Another connection to the same place, opened after it was made."""
    assert store.head().position == 0
    recorder = place.recorder(create=False)
    yield recorder
    recorder.close()


def an_event(stream: str, version: int = 1) -> StoredEvent:
    return StoredEvent(stream, version, "fact.asserted/1", stream.encode())


def rows(place: Place) -> list[tuple[int, StoredEvent, bytes]]:
    """The rows of a store, read without any of our code."""
    return [
        (position, StoredEvent(stream, version, topic, state), digest)
        for position, stream, version, topic, state, digest in lines(place)
    ]


def test_what_was_recorded_is_there_when_it_is_opened_again(
    store: SqlRecorder, place: Place
) -> None:
    store.insert_events(
        [an_event("desk/one")], pairs=[[("RUS", "TUR")]], tracking=Tracking("upstream", 3)
    )
    head = store.head()
    store.close()

    again = place.recorder(create=False)
    found = (
        again.head(),
        again.select_pair("RUS", "TUR", "desk"),
        again.max_tracking_id("upstream"),
    )
    again.close()
    assert found == (head, [an_event("desk/one")], 3)


def test_the_chain_goes_on_where_it_was_left(store: SqlRecorder, place: Place) -> None:
    store.insert_events([an_event("desk/one")])
    store.close()
    again = place.recorder(create=False)
    again.insert_events([an_event("desk/two")])
    head = again.head()
    again.close()

    assert head.digest == link(link(GENESIS, an_event("desk/one")), an_event("desk/two"))


def test_every_row_carries_the_digest_of_the_row_before(store: SqlRecorder, place: Place) -> None:
    store.insert_events([an_event("desk/one"), an_event("desk/two")])
    store.insert_events([an_event("desk/one", 2)])

    digest = GENESIS
    for _, event, stored in rows(place):
        digest = link(digest, event)
        assert stored == digest


def test_a_row_changed_behind_its_back_no_longer_fits_the_chain(
    store: SqlRecorder, place: Place
) -> None:
    store.insert_events([an_event("desk/one"), an_event("desk/two")])
    store.close()
    place.spoil("UPDATE events SET state = ? WHERE position = 1", b"forged")

    (_, forged, first), (_, event, last) = rows(place)
    assert link(GENESIS, forged) != first
    assert link(link(GENESIS, forged), event) != last


def test_one_connection_sees_what_the_other_recorded(
    store: SqlRecorder, second: SqlRecorder
) -> None:
    store.insert_events([an_event("desk/one")])
    second.insert_events([an_event("desk/two")])

    assert store.head() == second.head()
    assert [event.originator_id for event in store.select_layer("desk")] == ["desk/one", "desk/two"]


def test_of_two_who_record_one_version_the_second_is_refused(
    store: SqlRecorder, second: SqlRecorder
) -> None:
    store.insert_events([an_event("desk/one")])

    with pytest.raises(IntegrityError):
        second.insert_events([an_event("desk/one")])
    assert second.head().position == 1


def test_two_who_write_at_once_leave_one_gapless_chain(
    store: SqlRecorder, second: SqlRecorder, place: Place
) -> None:
    together = Barrier(WRITERS)

    def write(recorder: SqlRecorder, name: str) -> list[int]:
        together.wait()
        batches = [
            [an_event(f"desk/{name}-{i}"), an_event(f"desk/{name}-{i}", 2)] for i in range(INSERTS)
        ]
        return [position for batch in batches for position in recorder.insert_events(batch) or ()]

    with ThreadPoolExecutor(WRITERS) as threads:
        one, other = threads.map(write, (store, second), ("one", "other"))

    found = rows(place)
    assert (
        sorted(one + other)
        == [position for position, *_ in found]
        == list(range(1, 4 * INSERTS + 1))
    )
    digest = GENESIS
    for _, event, stored in found:
        digest = link(digest, event)
        assert stored == digest


def test_of_many_who_record_one_version_at_once_one_succeeds(
    store: SqlRecorder, second: SqlRecorder
) -> None:
    together = Barrier(WRITERS)

    def write(recorder: SqlRecorder) -> int:
        won = 0
        for i in range(INSERTS):
            together.wait()
            try:
                recorder.insert_events([an_event(f"desk/{i}")])
                won += 1
            except IntegrityError:
                pass
        return won

    with ThreadPoolExecutor(WRITERS) as threads:
        won = sum(threads.map(write, (store, second)))

    assert won == INSERTS
    assert store.head().position == INSERTS


def test_a_pair_new_to_both_connections_is_one_pair(
    store: SqlRecorder, second: SqlRecorder
) -> None:
    for version, recorder in enumerate((store, second, store), 1):
        recorder.insert_events(
            [an_event("desk/one", version), an_event(f"desk/x{version}")],
            pairs=[[("RUS", "TUR")], [("TUR", f"U{version}")]],
        )

    assert [event.originator_version for event in second.select_pair("RUS", "TUR", "desk")] == [
        1,
        2,
        3,
    ]
    assert [len(store.select_pair("TUR", f"U{version}", "desk")) for version in (1, 2, 3)] == [
        1,
        1,
        1,
    ]


def test_a_pair_of_a_refused_insert_is_not_remembered(store: SqlRecorder) -> None:
    store.insert_events([an_event("desk/one")])
    with pytest.raises(IntegrityError):
        store.insert_events([an_event("desk/one")], pairs=[[("RUS", "TUR")]])
    store.insert_events(
        [an_event("desk/two"), an_event("desk/three")], pairs=[[("RUS", "UKR")], [("RUS", "TUR")]]
    )

    assert [event.originator_id for event in store.select_pair("RUS", "TUR", "desk")] == [
        "desk/three"
    ]
    assert [event.originator_id for event in store.select_pair("RUS", "UKR", "desk")] == [
        "desk/two"
    ]


def test_a_follower_sees_what_another_connection_records(
    store: SqlRecorder, second: SqlRecorder
) -> None:
    with store.subscribe(gt=0) as subscription:
        second.insert_events([an_event("desk/one"), an_event("desk/two")])

        assert [next(subscription).originator_id, next(subscription).originator_id] == [
            "desk/one",
            "desk/two",
        ]


def test_a_follower_waits_for_what_is_yet_to_come(store: SqlRecorder, second: SqlRecorder) -> None:
    with store.subscribe(gt=0) as subscription, ThreadPoolExecutor(1) as threads:
        coming = threads.submit(next, subscription)
        second.insert_events([an_event("desk/one")])

        assert coming.result(timeout=30).originator_id == "desk/one"


def test_a_store_in_memory_by_url_is_one_store_for_all_its_connections() -> None:
    recorder = SqlRecorder(make_url("sqlite://"))
    recorder.insert_events([an_event("desk/one")])
    found = recorder.select_layer("desk")
    recorder.close()

    assert found == [an_event("desk/one")]


def test_a_database_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    """It was once switched to another journal before it was refused."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE detente (key TEXT, value TEXT)")
        connection.execute("INSERT INTO detente VALUES ('schema', '999')")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another version of detente"):
        SqlRecorder.at(str(path), create=False)

    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]


@pytest.mark.parametrize("where", ["postgresql://u:secret@h:abc/x", "://", ""])
def test_what_is_no_place_is_refused_in_a_sentence(where: str) -> None:
    """A port that is no number once ended in a traceback."""
    with pytest.raises(StoreError):
        SqlRecorder.at(where, create=False)


FULL: Final[dict[type[Place], list[str]]] = {
    File: [
        "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    ],
    Schema: [
        (
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE"
            " check_violation USING MESSAGE='disk is full'; END$$"
        ),
        (
            "CREATE TRIGGER is_full BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION"
            " full_disk()"
        ),
    ],
}


def test_a_refusal_of_the_database_is_no_conflict(place: Place, registry: Registry) -> None:
    """Whatever the database refused was once told as somebody else's change."""
    with closing(Timeline(place.recorder(), registry)) as timeline:
        for statement in FULL[type(place)]:
            place.spoil(statement)
        document = timeline.read("2022-03-05  TUR > RUS  call  Foo  ^foo\n", "t.facts")

        with pytest.raises(StoreFailure, match="disk is full"):
            timeline.record(document, timeline.moment())


def test_no_digest_is_recomputed_of_a_row_that_nobody_wrote(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    with closing(SqlRecorder.at(str(path))) as recorder:
        recorder.append([an_event("desk/one"), an_event("desk/two")])
    for column in ("state", "version"):
        spoil(path, f"UPDATE events SET {column} = 'text' WHERE position = 2")
        with closing(SqlRecorder.at(str(path))) as recorder:
            assert recorder.recomputed_digest(1) == recorder.digest_at(1)
            with pytest.raises(BadEvent, match=r"row 2 \(desk/two, version .*\) is not an event"):
                recorder.recomputed_digest(2)
