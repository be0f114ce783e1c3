"""A store as of a position: its first events, read as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Never, Unpack
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    StoredEvent,
    Subscription,
    Tracking,
)
from sqlalchemy import BindParameter, Executable, bindparam, literal_column, select, union

from service.store import selecting, streams
from service.store.batches import Batches
from service.store.capabilities import Database
from service.store.chain import Row
from service.store.digest import GENESIS, Head
from service.store.errors import past
from service.store.flow_sums import WithoutFlowTable
from service.store.following import PollingSubscription
from service.store.interface import TimelineRecorder
from service.store.log import Appended, layer_bounds, versions
from service.store.pair_index import IndexEntryOf
from service.store.tables import EVENTS, FLOWS, TIES
from service.store.verification import Differences, Verdict
from service.store.word_index import Phrase, Wording

_UNTIL: Final[BindParameter[int]] = bindparam("until")
_BY_THEN: Final = EVENTS.c.position <= _UNTIL
_EVENTS: Final = select(*selecting.EVENT).where(_BY_THEN).order_by(*selecting.BY_STREAM)
_TIED: Final = selecting.TIED.where(TIES.c.position <= _UNTIL)
_FLOWING: Final = selecting.FLOWING.where(FLOWS.c.position <= _UNTIL)
_PAIR: Final = _EVENTS.where(
    EVENTS.c.stream.in_(union(_TIED.where(*selecting.OF_PAIR), _FLOWING.where(*selecting.OF_PAIR)))
)
_ACTOR: Final = _EVENTS.where(
    EVENTS.c.stream.in_(union(_TIED.where(selecting.OF_ACTOR), _FLOWING.where(selecting.OF_ACTOR)))
)
_LAYER: Final = selecting.LAYER.where(_BY_THEN)
_NUMBERED: Final = selecting.NUMBERED.where(_BY_THEN)
_NAMES: Final = selecting.NAMES.where(_BY_THEN)
_NAMED: Final = selecting.NAMED.where(_BY_THEN)
_HEAD: Final = (
    select(EVENTS.c.position, EVENTS.c.digest)
    .where(EVENTS.c.position <= _UNTIL)
    .order_by(EVENTS.c.position.desc())
    .limit(literal_column("1"))
)
_ANY_TIED: Final = _TIED.limit(literal_column("1"))
_ANY_FLOWING: Final = _FLOWING.limit(literal_column("1"))

Read = Callable[[Executable, Mapping[str, object]], Sequence[Any]]
"""Runs a statement with its values, and returns all of its rows."""


class HistoricalStore(WithoutFlowTable, TimelineRecorder):
    """The first events of a store, up to a position.

    Every fact is read from its events, and nothing can be recorded.
    """

    def __init__(self, whole: TimelineRecorder, read: Read, until: int) -> None:
        self._whole = whole
        self._read = read
        self._until = until
        self.batches = Batches(self)

    def _rows(self, statement: Executable, **values: object) -> Sequence[Any]:
        return self._read(statement, values | {"until": self._until})

    def _events(self, statement: Executable, **values: object) -> list[StoredEvent]:
        return [StoredEvent(*row) for row in self._rows(statement, **values)]

    # Streams

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream, in order of version."""
        found = self.select_streams([str(originator_id)])
        return versions(found, gt, lte, limit, desc=desc)

    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams."""
        return self.batches.and_named(self.select_own(names), names)

    def select_own(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """The events of some streams that had rows of their own."""
        ordered = sorted(names)
        pages = (
            ordered[start : start + streams.MOST_NAMED]
            for start in range(0, len(ordered), streams.MOST_NAMED)
        )
        return [event for page in pages for event in self._events(_NAMED, names=page)]

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer."""
        found = self._events(_LAYER, **layer_bounds(layer))
        return self.batches.and_layer(found, layer)

    def select_next(self, layer: str, after: str, limit: int) -> Sequence[StoredEvent]:
        """All events of the streams of a layer that come after one."""
        names = self._rows(_NAMES, **layer_bounds(layer, after), number=limit)
        found = self.select_own([name for (name,) in names])
        return self.batches.and_next(found, layer, after, limit)

    def select_numbered(self, layer: str, after: int = 0) -> Sequence[Notification]:
        """All events of a layer after a position with theirs, in order of position."""
        rows = sorted(
            tuple(row) for row in self._rows(_NUMBERED, **layer_bounds(layer), beyond=after)
        )
        return [
            Notification(stream, version, topic, state, id=position)
            for position, stream, version, topic, state in rows
        ]

    def index_words(self, layer: str, words: Wording) -> None:
        """Brings the full-text index of the whole store up to its head.

        What a phrase is not in now, it was not in then.
        """
        self._whole.index_words(layer, words)

    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """All events of the facts that may hold one phrase of every term, now or then."""
        return self.select_streams(
            list({str(event.originator_id) for event in self._whole.select_words(layer, terms)})
        )

    # Pairs: what is summed now is read from its events, for these are what was cited

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that might belong to a pair."""
        found = self._events(_PAIR, a=a, b=b, layer=layer)
        return self.batches.and_pair(found, (a, b), layer)

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that might belong to any pair of an actor."""
        found = self._events(_ACTOR, actor=actor, layer=layer)
        return self.batches.and_actor(found, actor, layer)

    def layers(self) -> Sequence[str]:
        """The layers whose facts belonged to any pair."""
        return [
            layer
            for layer in self._whole.layers()
            if self.batches.of(layer)
            or any(self._rows(any_of, layer=layer) for any_of in (_ANY_TIED, _ANY_FLOWING))
        ]

    def block(self, digest: str) -> bytes | None:
        """The bytes of a block; None where it is gone."""
        return self._whole.block(digest)

    # Positions

    def head(self) -> Head:
        """How far the store had come."""
        rows = self._rows(_HEAD)
        return Head(rows[0][0], rows[0][1]) if rows else Head(0, GENESIS)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of all streams in order of position."""
        last = self._until if stop is None else min(stop, self._until)
        return self._whole.select_notifications(
            start, limit, last, topics, inclusive_of_start=inclusive_of_start
        )

    def max_notification_id(self) -> int | None:
        """The last position, None where nothing was recorded."""
        return self.head().position or None

    def digest_at(self, position: int) -> bytes | None:
        """The digest stored with one row; None where there was no such row."""
        return self._whole.digest_at(position) if position <= self._until else None

    def at_position(self, position: int) -> TimelineRecorder:
        """The first events of the store, up to a position that is not later than this one."""
        return self._whole.at_position(min(position, self._until))

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follows what there was."""
        return PollingSubscription(self, gt, topics)

    # What is asked of a whole store alone

    def append(self, events: Sequence[StoredEvent], **beside: Unpack[Appended]) -> Never:  # noqa: ARG002  # nothing is written here
        """Raises StoreError: nothing is recorded in the past."""
        raise past()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Never:  # noqa: ARG002  # the library's signature
        """Raises StoreError: nothing is recorded in the past."""
        raise past()

    def insert_tracking(self, tracking: Tracking) -> Never:  # noqa: ARG002  # the library's signature
        """Raises StoreError: nothing is recorded in the past."""
        raise past()

    def max_tracking_id(self, application_name: str) -> int | None:
        """How far another application was followed."""
        return self._whole.max_tracking_id(application_name)

    def verified(
        self,
        entry_of: IndexEntryOf,
        words: Wording,
        *,
        sums: bool = True,
        again: IndexEntryOf | None = None,
    ) -> Verdict:
        """Whether the whole store is sound."""
        return self._whole.verified(entry_of, words, sums=sums, again=again)

    def differences(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """How the index of the whole store differs from what its events say."""
        return self._whole.differences(entry_of, words)

    def rebuild(self, entry_of: IndexEntryOf, words: Wording) -> Never:  # noqa: ARG002  # nothing is written here
        """Raises StoreError: the index is the whole store's."""
        raise past()

    @property
    def database(self) -> Database | None:
        """The database that keeps the whole store."""
        return self._whole.database

    @property
    def file(self) -> Path | None:
        """None: no file holds the first events alone."""
        return None

    def readable(self) -> Iterator[Row | range]:
        """Every readable row up to the position, in order, and the positions of the others."""
        for row in self._whole.readable():
            start = row.start if isinstance(row, range) else row.position
            if start > self._until:
                return
            yield range(start, min(row.stop, self._until + 1)) if isinstance(row, range) else row

    def remembered(self, key: str) -> str | None:
        """What the whole store remembers under a key."""
        return self._whole.remembered(key)

    def remember(self, key: str, value: str) -> Never:  # noqa: ARG002  # nothing is written here
        """Raises StoreError: nothing is recorded in the past."""
        raise past()

    def keep_citation(self, answer: str, state: bytes) -> None:
        """Keeps what belongs to an answer's id in the whole store."""
        self._whole.keep_citation(answer, state)

    def citation(self, answer: str) -> bytes | None:
        """What the whole store keeps under an answer's id."""
        return self._whole.citation(answer)

    def citations(self, prefix: str = "") -> Sequence[tuple[str, bytes]]:
        """Every answer of the whole store whose id begins with `prefix`, by id."""
        return self._whole.citations(prefix)

    def close(self) -> None:
        """Leaves the whole store open: it is somebody else's to close."""
