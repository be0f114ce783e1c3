"""What every store promises: in memory, in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking

from service.store.chain import GENESIS
from service.store.interface import Conflict, Head, TimelineRecorder
from service.store.memory import MemoryRecorder
from tests.places import KINDS, a_place

ONE: Final = StoredEvent("desk/one", 1, "fact.asserted/1", b'{"a":1}')
ONE_MORE: Final = StoredEvent("desk/one", 2, "fact.held/1", b'{"b":2}')
TWO: Final = StoredEvent("desk/two", 1, "fact.asserted/1", b"")


@pytest.fixture(params=["memory", *KINDS])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TimelineRecorder]:
    if request.param == "memory":
        yield MemoryRecorder()
        return
    place = a_place(request.param, tmp_path)
    recorder = place.recorder()
    yield recorder
    recorder.close()
    place.gone()


def everything(store: TimelineRecorder) -> list[StoredEvent]:
    return list(store.select_layer("desk"))


def positions(store: TimelineRecorder) -> list[int]:
    return [notification.id for notification in store.select_notifications(start=None, limit=1000)]


def digest_by_hand(*events: StoredEvent) -> bytes:
    digest = bytes(32)
    for event in events:
        head = f"{event.originator_id}\0{event.originator_version}\0{event.topic}\0"
        digest = sha256(digest + head.encode() + event.state).digest()
    return digest


# Writing


def test_events_come_back_as_they_were_inserted(store: TimelineRecorder) -> None:
    store.insert_events([ONE, ONE_MORE])

    assert store.select_events("desk/one") == [ONE, ONE_MORE]


def test_an_insert_returns_its_positions(store: TimelineRecorder) -> None:
    assert store.insert_events([ONE, TWO]) == [1, 2]
    assert store.insert_events([ONE_MORE]) == [3]


def test_to_insert_nothing_is_fine(store: TimelineRecorder) -> None:
    assert store.insert_events([]) == []
    assert store.head() == Head(0, GENESIS)


def test_a_version_that_is_there_is_refused(store: TimelineRecorder) -> None:
    store.insert_events([ONE])

    with pytest.raises(IntegrityError):
        store.insert_events([StoredEvent("desk/one", 1, "fact.asserted/1", b"another")])
    assert everything(store) == [ONE]


def test_what_is_to_come_after_another_end_is_refused_and_nothing_is_written(
    store: TimelineRecorder,
) -> None:
    """A copy goes on from where it was compared.

    Between a look at the head and the insert somebody else may record.
    """
    empty = store.head()
    store.insert_events([ONE], after=empty)
    ending = store.head()

    for after in (empty, Head(1, GENESIS), Head(2, ending.digest)):
        with pytest.raises(Conflict, match="somebody else"):
            store.insert_events([ONE_MORE], after=after)
    assert (everything(store), store.head()) == ([ONE], ending)
    assert store.insert_events([ONE_MORE], after=ending) == [2]


def test_a_version_twice_in_one_insert_is_refused(store: TimelineRecorder) -> None:
    with pytest.raises(IntegrityError):
        store.insert_events([ONE, ONE])

    assert everything(store) == []


def test_an_insert_is_all_or_nothing(store: TimelineRecorder) -> None:
    store.insert_events([ONE])
    before = store.head()

    with pytest.raises(IntegrityError):
        store.insert_events([TWO, ONE_MORE, ONE], pairs=[[("RUS", "TUR")], [], []])
    assert everything(store) == [ONE]
    assert store.select_pair("RUS", "TUR", "desk") == []
    assert store.head() == before


def test_a_position_followed_already_refuses_the_events_with_it(store: TimelineRecorder) -> None:
    store.insert_events([ONE], tracking=Tracking("upstream", 5))

    with pytest.raises(IntegrityError):
        store.insert_events([TWO], tracking=Tracking("upstream", 5))
    assert everything(store) == [ONE]
    assert store.max_tracking_id("upstream") == 5


def test_positions_are_gapless_even_after_a_refusal(store: TimelineRecorder) -> None:
    store.insert_events([ONE])
    with pytest.raises(IntegrityError):
        store.insert_events([TWO, ONE])
    store.insert_events([TWO, ONE_MORE])

    assert positions(store) == [1, 2, 3]
    assert store.max_notification_id() == 3


def test_state_may_be_any_bytes(store: TimelineRecorder) -> None:
    odd = StoredEvent("desk/ürün 文", 1, "t", bytes(range(256)))
    store.insert_events([odd])

    assert store.select_events("desk/ürün 文") == [odd]


# The chain


def test_an_empty_store_stands_at_the_beginning(store: TimelineRecorder) -> None:
    assert store.head() == Head(0, GENESIS)
    assert store.max_notification_id() is None


def test_the_head_is_the_chain_recomputed_by_hand(store: TimelineRecorder) -> None:
    store.insert_events([ONE, TWO])
    store.insert_events([ONE_MORE])

    assert store.head() == Head(3, digest_by_hand(ONE, TWO, ONE_MORE))


def test_the_chain_does_not_depend_on_how_events_were_batched(store: TimelineRecorder) -> None:
    for event in (ONE, TWO, ONE_MORE):
        store.insert_events([event])

    assert store.head().digest == digest_by_hand(ONE, TWO, ONE_MORE)


# Reading


@pytest.fixture
def filled(store: TimelineRecorder) -> TimelineRecorder:
    """A store whose streams were not inserted in order."""
    store.insert_events(
        [TWO, ONE, StoredEvent("icews/two", 1, "fact.asserted/1", b"machine")],
        pairs=[
            [("RUS", "TUR"), ("RUS", "UKR"), ("TUR", "UKR")],
            [("RUS", "TUR")],
            [("RUS", "TUR")],
        ],
    )
    store.insert_events([ONE_MORE], pairs=[[]])
    return store


def test_a_layer_comes_by_stream_and_version(filled: TimelineRecorder) -> None:
    assert filled.select_layer("desk") == [ONE, ONE_MORE, TWO]
    assert [event.originator_id for event in filled.select_layer("icews")] == ["icews/two"]
    assert filled.select_layer("des") == []


def test_a_pair_comes_by_stream_and_version(filled: TimelineRecorder) -> None:
    assert filled.select_pair("RUS", "TUR", "desk") == [ONE, ONE_MORE, TWO]
    assert filled.select_pair("RUS", "UKR", "desk") == [TWO]
    assert [event.originator_id for event in filled.select_pair("RUS", "TUR", "icews")] == [
        "icews/two"
    ]


def test_a_pair_is_asked_for_in_its_stored_order(filled: TimelineRecorder) -> None:
    assert filled.select_pair("TUR", "RUS", "desk") == []


def test_an_actor_comes_by_stream_and_version_each_stream_once(filled: TimelineRecorder) -> None:
    assert filled.select_actor("TUR", "desk") == [ONE, ONE_MORE, TWO]
    assert filled.select_actor("UKR", "desk") == [TWO]
    assert filled.select_actor("USA", "desk") == []


def test_a_pair_touched_twice_counts_once(filled: TimelineRecorder) -> None:
    filled.insert_events(
        [StoredEvent("desk/two", 2, "fact.corrected/1", b"")], pairs=[[("RUS", "UKR")]]
    )

    assert len(filled.select_pair("RUS", "UKR", "desk")) == 2


def test_a_later_event_may_make_its_fact_touch_another_pair(filled: TimelineRecorder) -> None:
    filled.insert_events(
        [StoredEvent("desk/one", 3, "fact.corrected/1", b"")], pairs=[[("TUR", "USA")]]
    )

    assert [event.originator_version for event in filled.select_pair("TUR", "USA", "desk")] == [
        1,
        2,
        3,
    ]
    assert len(filled.select_pair("RUS", "TUR", "desk")) == 4


def test_streams_are_ordered_by_code_point(store: TimelineRecorder) -> None:
    streams = ["desk/a", "desk/a-b", "desk/a.b", "desk/a_b", "desk/ab", "desk/z", "desk/é"]
    store.insert_events([StoredEvent(stream, 1, "t", b"") for stream in reversed(streams)])

    assert [event.originator_id for event in everything(store)] == streams


def test_a_stream_may_be_read_in_part(filled: TimelineRecorder) -> None:
    assert filled.select_events("desk/one", gt=1) == [ONE_MORE]
    assert filled.select_events("desk/one", lte=1) == [ONE]
    assert filled.select_events("desk/one", desc=True, limit=1) == [ONE_MORE]
    assert filled.select_events("desk/none") == []


def test_notifications_come_by_position_between_two(filled: TimelineRecorder) -> None:
    def found(
        start: int | None, stop: int | None = None, limit: int = 10, *, inclusive: bool = True
    ) -> list[int]:
        page = filled.select_notifications(
            start=start, stop=stop, limit=limit, inclusive_of_start=inclusive
        )
        return [notification.id for notification in page]

    assert found(None) == [1, 2, 3, 4]
    assert found(2, 3) == [2, 3]
    assert found(2, 3, inclusive=False) == [3]
    assert found(1, limit=2) == [1, 2]


def test_notifications_may_be_limited_to_topics(filled: TimelineRecorder) -> None:
    page = filled.select_notifications(start=None, limit=10, topics=["fact.held/1", "none"])

    assert [
        (found.id, found.originator_id, found.originator_version, found.state) for found in page
    ] == [(4, "desk/one", 2, b'{"b":2}')]


# Following


def test_a_follower_sees_what_is_there_and_what_is_appended(store: TimelineRecorder) -> None:
    store.insert_events([ONE])
    with store.subscribe(gt=0) as subscription:
        first = next(subscription)
        store.insert_events([TWO, ONE_MORE])
        seen = [first, next(subscription), next(subscription)]

    assert [(found.id, found.originator_id, found.state) for found in seen] == [
        (1, "desk/one", b'{"a":1}'),
        (2, "desk/two", b""),
        (3, "desk/one", b'{"b":2}'),
    ]


def test_a_follower_begins_after_the_position_given(filled: TimelineRecorder) -> None:
    with filled.subscribe(gt=3) as subscription:
        assert next(subscription).id == 4


def test_a_follower_may_ask_for_topics_only(filled: TimelineRecorder) -> None:
    with filled.subscribe(gt=None, topics=["fact.held/1"]) as subscription:
        assert next(subscription).id == 4


def test_a_follower_that_was_stopped_sees_nothing_more(filled: TimelineRecorder) -> None:
    with filled.subscribe(gt=0) as subscription:
        subscription.stop()

        assert list(subscription) == []
