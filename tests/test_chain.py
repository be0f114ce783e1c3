"""The chain: a digest on each row, over the row before and its own bytes."""

from __future__ import annotations

from hashlib import sha256

from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from service.store.digest import GENESIS, link

_NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_EVENTS = st.builds(StoredEvent, _NAMES, st.integers(0, 10**6), _NAMES, st.binary())


def test_the_chain_begins_with_thirty_two_zero_bytes() -> None:
    assert GENESIS == b"\0" * 32


def test_a_link_is_sha256_over_the_digest_before_and_the_row() -> None:
    event = StoredEvent("desk/ürün", 7, "fact.held/1", b'{"on":"2022"}')

    assert (
        link(GENESIS, event)
        == sha256(
            b"\0" * 32 + "desk/ürün".encode() + b"\x007\x00fact.held/1\x00" + b'{"on":"2022"}'
        ).digest()
    )


@given(_EVENTS, _EVENTS)
def test_two_different_rows_never_share_a_digest(one: StoredEvent, other: StoredEvent) -> None:
    assert (link(GENESIS, one) == link(GENESIS, other)) == (one == other)


@given(_NAMES, st.integers(0, 999), _NAMES, st.binary())
def test_a_byte_that_moves_from_one_field_to_the_next_changes_the_digest(
    stream: str, version: int, topic: str, state: bytes
) -> None:
    found = link(GENESIS, StoredEvent(f"{stream}1", version, f"{topic}x", state))

    assert found != link(GENESIS, StoredEvent(stream, int(f"1{version}"), f"{topic}x", state))
    assert found != link(GENESIS, StoredEvent(f"{stream}1", version, topic, b"x" + state))


@given(
    st.lists(
        _EVENTS,
        min_size=2,
        max_size=5,
        unique_by=lambda event: (event.originator_id, event.originator_version),
    )
)
def test_rows_in_another_order_end_in_another_digest(events: list[StoredEvent]) -> None:
    assert _digest(events) != _digest([*events[1:], events[0]])


@given(st.lists(_EVENTS, min_size=1, max_size=5))
def test_a_row_left_out_changes_the_end(events: list[StoredEvent]) -> None:
    assert _digest(events) != _digest(events[1:])


def _digest(events: list[StoredEvent]) -> bytes:
    digest = GENESIS
    for event in events:
        digest = link(digest, event)
    return digest
