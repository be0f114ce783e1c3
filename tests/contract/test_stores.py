"""What every store promises: in memory, in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking

from service.store import log
from service.store.chain import Row
from service.store.digest import GENESIS
from service.store.direct import reader
from service.store.interface import Conflict, Damaged, Head, StoreError, TimelineRecorder
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from tests.places import KINDS, a_place

ONE: Final = StoredEvent("desk/one", 1, "fact.asserted/1", b'{"a":1}')
ONE_MORE: Final = StoredEvent("desk/one", 2, "fact.held/1", b'{"b":2}')
TWO: Final = StoredEvent("desk/two", 1, "fact.asserted/1", b"")


@pytest.fixture(params=["memory", "read directly", *KINDS])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TimelineRecorder]:
    if request.param == "memory":
        yield MemoryRecorder()
        return
    if request.param == "read directly":
        where = str(tmp_path / "my.db")
        SqlRecorder.at(where).close()
        with closing(reader(where, lambda: SqlRecorder.at(where))) as direct:
            yield direct
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
    store.append([ONE, ONE_MORE])

    assert store.select_events("desk/one") == [ONE, ONE_MORE]


def test_an_insert_returns_its_positions(store: TimelineRecorder) -> None:
    assert store.append([ONE, TWO]) == [1, 2]
    assert store.append([ONE_MORE]) == [3]


def test_to_insert_nothing_is_fine(store: TimelineRecorder) -> None:
    assert store.append([]) == []
    assert store.head() == Head(0, GENESIS)


def test_a_version_that_is_there_is_refused(store: TimelineRecorder) -> None:
    store.append([ONE])

    with pytest.raises(IntegrityError):
        store.append([StoredEvent("desk/one", 1, "fact.asserted/1", b"another")])
    assert everything(store) == [ONE]


def test_what_is_to_come_after_another_end_is_refused_and_nothing_is_written(
    store: TimelineRecorder,
) -> None:
    """A copy goes on from where it was compared.

    Between a look at the head and the insert somebody else may record.
    """
    empty = store.head()
    store.append([ONE], after=empty)
    ending = store.head()

    for after in (empty, Head(1, GENESIS), Head(2, ending.digest)):
        with pytest.raises(Conflict, match="somebody else"):
            store.append([ONE_MORE], after=after)
    assert (everything(store), store.head()) == ([ONE], ending)
    assert store.append([ONE_MORE], after=ending) == [2]


def test_a_version_twice_in_one_insert_is_refused(store: TimelineRecorder) -> None:
    with pytest.raises(IntegrityError):
        store.append([ONE, ONE])

    assert everything(store) == []


def test_an_insert_is_all_or_nothing(store: TimelineRecorder) -> None:
    store.append([ONE])
    before = store.head()

    with pytest.raises(IntegrityError):
        store.append([TWO, ONE_MORE, ONE], pairs=[[("RUS", "TUR")], [], []])
    assert everything(store) == [ONE]
    assert store.select_pair("RUS", "TUR", "desk") == []
    assert store.head() == before


def test_a_position_followed_already_refuses_the_events_with_it(store: TimelineRecorder) -> None:
    store.append([ONE], tracking=Tracking("upstream", 5))

    with pytest.raises(IntegrityError):
        store.append([TWO], tracking=Tracking("upstream", 5))
    assert everything(store) == [ONE]
    assert store.max_tracking_id("upstream") == 5


def test_positions_are_gapless_even_after_a_refusal(store: TimelineRecorder) -> None:
    store.append([ONE])
    with pytest.raises(IntegrityError):
        store.append([TWO, ONE])
    store.append([TWO, ONE_MORE])

    assert positions(store) == [1, 2, 3]
    assert store.max_notification_id() == 3


def test_state_may_be_any_bytes(store: TimelineRecorder) -> None:
    odd = StoredEvent("desk/ürün 文", 1, "t", bytes(range(256)))
    store.append([odd])

    assert store.select_events("desk/ürün 文") == [odd]


# The chain


def test_an_empty_store_stands_at_the_beginning(store: TimelineRecorder) -> None:
    assert store.head() == Head(0, GENESIS)
    assert store.max_notification_id() is None


def test_the_head_is_the_chain_recomputed_by_hand(store: TimelineRecorder) -> None:
    store.append([ONE, TWO])
    store.append([ONE_MORE])

    assert store.head() == Head(3, digest_by_hand(ONE, TWO, ONE_MORE))


def test_the_chain_does_not_depend_on_how_events_were_batched(store: TimelineRecorder) -> None:
    for event in (ONE, TWO, ONE_MORE):
        store.append([event])

    assert store.head().digest == digest_by_hand(ONE, TWO, ONE_MORE)


# Reading


@pytest.fixture
def filled(store: TimelineRecorder) -> TimelineRecorder:
    """A store whose streams were not inserted in order."""
    store.append(
        [TWO, ONE, StoredEvent("icews/two", 1, "fact.asserted/1", b"machine")],
        pairs=[
            [("RUS", "TUR"), ("RUS", "UKR"), ("TUR", "UKR")],
            [("RUS", "TUR")],
            [("RUS", "TUR")],
        ],
    )
    store.append([ONE_MORE], pairs=[[]])
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
    store.append([StoredEvent(stream, 1, "t", b"") for stream in reversed(streams)])

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
    store.append([ONE])
    with store.subscribe(gt=0) as subscription:
        first = next(subscription)
        store.append([TWO, ONE_MORE])
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


# Digests of rows


def test_each_row_keeps_the_digest_that_its_events_give(store: TimelineRecorder) -> None:
    store.append([ONE, TWO])
    store.append([ONE_MORE])
    by_hand = [digest_by_hand(*[ONE, TWO, ONE_MORE][:position]) for position in range(4)]

    assert [store.digest_at(position) for position in range(5)] == [*by_hand, None]
    assert [store.recomputed_digest(position) for position in range(4)] == by_hand


def test_a_digest_is_recomputed_page_by_page(
    store: TimelineRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "PAGE", 2)
    store.append([StoredEvent(f"desk/{i}", 1, "t", b"{}") for i in range(7)])

    assert store.recomputed_digest(7) == store.head().digest


def test_no_digest_is_recomputed_of_rows_that_are_missing(store: TimelineRecorder) -> None:
    store.append([ONE])

    with pytest.raises(Damaged, match="rows 2 to 4 are missing"):
        store.recomputed_digest(4)


def test_an_earlier_store_has_the_digests_of_its_rows_alone(store: TimelineRecorder) -> None:
    store.append([ONE, TWO, ONE_MORE])
    earlier = store.at_position(2)

    assert [earlier.digest_at(position) for position in range(4)] == [
        *(store.digest_at(position) for position in range(3)),
        None,
    ]
    assert earlier.recomputed_digest(2) == earlier.head().digest
    with pytest.raises(Damaged, match="row 3 is missing"):
        earlier.recomputed_digest(3)


# Citations


def test_a_citation_is_kept_beside_the_chain(store: TimelineRecorder) -> None:
    store.append([ONE])
    before = store.head()
    store.keep_citation("ab12", b"\x00\xff")

    assert (store.citation("ab12"), store.citation("ab1")) == (b"\x00\xff", None)
    assert store.head() == before


def test_the_first_citation_of_an_answer_stays(store: TimelineRecorder) -> None:
    store.keep_citation("ab12", b"first")
    store.keep_citation("ab12", b"second")

    assert store.citations() == [("ab12", b"first")]


def test_citations_come_by_answer_and_by_how_it_begins(store: TimelineRecorder) -> None:
    for answer in ("b_2", "ab1", "B_1", "aB2", "b%3"):
        store.keep_citation(answer, answer.encode())

    def found(prefix: str) -> list[str]:
        return [answer for answer, _ in store.citations(prefix)]

    assert found("") == ["B_1", "aB2", "ab1", "b%3", "b_2"]
    assert (found("b"), found("a"), found("b_"), found("c")) == (
        ["b%3", "b_2"],
        ["aB2", "ab1"],
        ["b_2"],
        [],
    )


def test_nothing_is_cited_in_a_new_store(store: TimelineRecorder) -> None:
    assert (store.citation("ab12"), store.citations()) == (None, [])


def test_an_earlier_store_keeps_citations_in_the_whole(store: TimelineRecorder) -> None:
    store.append([ONE, TWO])
    earlier = store.at_position(1)
    earlier.keep_citation("ab12", b"then")
    store.keep_citation("cd34", b"now")

    assert earlier.citations() == store.citations() == [("ab12", b"then"), ("cd34", b"now")]
    assert (earlier.citation("cd34"), store.citation("ab12")) == (b"now", b"then")


# What a store may offer


def test_a_store_remembers_the_last_note_under_a_key(store: TimelineRecorder) -> None:
    assert store.remembered("last backup") is None

    store.remember("last backup", "yesterday")
    store.remember("last backup", "today")

    assert store.remembered("last backup") == "today"
    assert store.at_position(0).remembered("last backup") == "today"


def test_every_row_of_a_sound_store_can_be_read(store: TimelineRecorder) -> None:
    store.append([ONE, TWO, ONE_MORE])

    def readable(store: TimelineRecorder) -> list[object]:
        return [row.event if isinstance(row, Row) else row for row in store.readable()]

    assert readable(store) == [ONE, TWO, ONE_MORE]
    assert readable(store.at_position(2)) == [ONE, TWO]


def test_a_store_that_is_in_no_file_cannot_be_copied(
    store: TimelineRecorder, tmp_path: Path
) -> None:
    for each in (store, store.at_position(0)):
        if each.file is None:
            with pytest.raises(StoreError, match="kept in no file"):
                each.copy_to(tmp_path / "copy.db")

    assert not (tmp_path / "copy.db").exists()


def test_a_layer_that_holds_nothing_counts_nothing(store: TimelineRecorder) -> None:
    assert sum(tally.events for tally in store.tallies(["icews"])) == 0
    assert store.at_position(0).tallies(["icews"]) == ()
