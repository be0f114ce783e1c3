"""Digests: what ties each event row to the row before it."""

from __future__ import annotations

from hashlib import sha256
from typing import Final, NamedTuple

from eventsourcing.persistence import StoredEvent

GENESIS: Final = bytes(32)
"""The digest before the first row."""


class Head(NamedTuple):
    """How far a store has come: its last position, 0 if it is empty, and the digest there."""

    position: int
    digest: bytes


def link(previous: bytes, event: StoredEvent) -> bytes:
    """The digest of one row: sha256 over the digest before it, its stream, version, topic, state.

    The stream and the topic end in a zero byte, which neither can hold, so that no two rows share
    their bytes.
    """
    head = f"{event.originator_id}\0{event.originator_version}\0{event.topic}\0".encode()
    return sha256(previous + head + event.state).digest()
