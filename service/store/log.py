"""The log: events in order of position, stream by stream, and the chain over them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final, Unpack

from eventsourcing.persistence import (
    Notification,
    ProcessRecorder,
    StoredEvent,
    Tracking,
)

from domain.layers import machine_coded
from service.store.chain import Row, rows_are
from service.store.digest import GENESIS, Head, link
from service.store.errors import RESTORE, VERIFY, BadEvent, Damaged
from service.store.pair_index import Index

PAGE: Final = 5_000
"""How many events are read at once where all of them are."""


def layer_bounds(layer: str, after: str = "") -> dict[str, object]:
    """Between which names the streams of a layer lie, from after one of them.

    `0` is what comes after `/`.
    """
    return {"before": max(after, f"{layer}/"), "end": f"{layer}0"}


def versions(
    found: Sequence[StoredEvent],
    gt: int | None,
    lte: int | None,
    limit: int | None,
    *,
    desc: bool,
) -> Sequence[StoredEvent]:
    """The events of a stream between two versions, the last first where `desc`."""
    chosen = [
        event
        for event in found
        if (gt is None or event.originator_version > gt)
        and (lte is None or event.originator_version <= lte)
    ]
    return (chosen[::-1] if desc else chosen)[:limit]


class Appended(Index, total=False):
    """What is recorded together with events, in the same transaction.

    Their index rows, the `blocks` that they name, by their digests, and `tracking`, a position of
    another application. `after` is the head that the store must have: it records nothing, and
    raises Conflict, where it has another.
    """

    after: Head | None
    blocks: Mapping[str, bytes]
    tracking: Tracking | None


class EventLog(ProcessRecorder):
    """The library's recorder, with its index rows written in the same transaction."""

    committed: int = 0
    """Up to which position this process recorded something; 0 where it recorded nothing."""

    @abstractmethod
    def append(self, events: Sequence[StoredEvent], **beside: Unpack[Appended]) -> Sequence[int]:
        """Records events, all or none, and returns their positions, gapless in order of commit.

        The library's `insert_events` does the same, without our types. Raises IntegrityError where
        a version of a stream is there already, Conflict where the store has another head than
        `after`.
        """

    @abstractmethod
    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""

    @abstractmethod
    def select_numbered(self, layer: str, after: int = 0) -> Sequence[Notification]:
        """All events of a layer after a position with theirs, in order of position."""

    @abstractmethod
    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams, a few thousand at most, by stream and version."""

    def select_own(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """The events of some streams that have rows of their own: without those of batches."""
        return self.select_streams(names)

    def own_names(self, first: str, last: str, limit: int | None = None) -> Sequence[str]:
        """The streams from one name to another that have rows of their own, by name.

        The first ones alone, where a limit is given.
        """
        layer = machine_coded([first])
        found = {str(event.originator_id) for event in self.select_layer(layer)}
        return sorted(name for name in found if first <= name <= last)[:limit]

    @abstractmethod
    def select_next(self, layer: str, after: str, limit: int) -> Sequence[StoredEvent]:
        """Events of the streams of a layer after one of them, by stream and version.

        At most `limit` streams.
        """

    @abstractmethod
    def head(self) -> Head:
        """How far the store has come."""

    @abstractmethod
    def digest_at(self, position: int) -> bytes | None:
        """The digest stored with one row; that before the first row at 0.

        None where there is no such row.
        """

    def recomputed_digest(self, position: int) -> bytes:
        """The digest of one row, computed from the bytes of every event up to it.

        That before the first row at 0. Reads a page of events at a time. Raises Damaged where
        rows up to the position are missing, BadEvent where one holds what is never written.
        """
        digest, reached = GENESIS, 0
        while reached < position:
            page = self.select_notifications(start=reached + 1, limit=PAGE, stop=position)
            for row in page:
                if row.id != reached + 1:
                    raise _missing(reached + 1, row.id - 1)
                digest, reached = link(digest, _checked(row)), row.id
            if not page:
                raise _missing(reached + 1, position)
        return digest

    @abstractmethod
    def close(self) -> None:
        """Lets go of the store."""


def _missing(first: int, last: int) -> Damaged:
    return Damaged(f"{rows_are(first, last)} missing.", VERIFY, RESTORE, code="rows-missing")


def _checked(found: Notification) -> StoredEvent:
    """The event of a row, in whose columns SQLite holds anything."""
    row = Row(
        found.id,
        found.originator_id,
        found.originator_version,
        found.topic,
        found.state,
        None,
    )
    if row.event is None:
        raise BadEvent(f"{row.named} is not an event that detente wrote.", VERIFY, code="bad-event")
    return row.event
