"""Batches of rows as they are read: which there are, which count, and the facts in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from eventsourcing.persistence import Notification, StoredEvent

from domain.batch import RowsRecorded, batches_of
from domain.events import Event, Undone, in_effect
from domain.kinds import is_slug
from domain.layers import RESERVED, machine_coded
from domain.refusal import Failure
from service.extras import installs
from service.store.codec import Codec, row_of
from service.store.digest import Head
from service.store.errors import VERIFY, Damaged

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from service.archives.opened import Opened

_CODEC: Final = Codec()
MOST_OPEN: Final = 12
"""Blocks that are kept once they are read: each takes some megabytes."""


EXTRA: Final = ("numpy", "pyarrow")
"""The packages without which no block is read."""


def has_extra() -> bool:
    """Whether blocks can be read and written here."""
    return all(find_spec(name) is not None for name in EXTRA)


def check_extra() -> None:
    """Raises Failure where what reads blocks is not installed, and says how it is."""
    if not has_extra():
        said = "rows that were recorded together are read with numpy and pyarrow."
        raise Failure(said, *installs("archives"), code="no-archives")


class Batch(NamedTuple):
    """A batch: where it was recorded, and what was recorded about it since, by version.

    `later` are its further events: that it was undone, and that this was undone.
    """

    position: int
    recorded: RowsRecorded
    later: tuple[Undone, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """Its stream and its block, which batches of two layers may share."""
        return self.stream, self.recorded.block

    @property
    def stream(self) -> str:
        """The stream of its events."""
        return self.recorded.originator_id

    def counts(self, recorded_by: datetime | None = None) -> bool:
        """Whether its rows count, of what was recorded by an instant."""
        events: tuple[Event, ...] = (self.recorded, *self.later)
        if recorded_by is not None:
            events = tuple(event for event in events if event.recorded_at <= recorded_by)
        return self.recorded in in_effect(events)


Layers = dict[str, Sequence[Batch]]
"""The batches of each layer that was asked for."""


class Kept(Protocol):
    """The parts of a store that batches are read from."""

    def select_numbered(self, layer: str, after: int = 0) -> Sequence[Notification]:
        """All events of a layer after a position with theirs, in order of position."""
        ...

    def head(self) -> Head:
        """How far the store has come."""
        ...

    def block(self, digest: str) -> bytes | None:
        """The bytes of a block; None where it is gone."""
        ...


class Batches:
    """The batches of a store, and its facts in them beside those that have streams of their own.

    A fact of a batch has a stream from its second event on; the events before that are made here,
    as they would be stored. What is asked of a layer without batches costs one look at the head.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._known: Mapping[int, Layers] = {}
        self._opened: dict[tuple[str, str], Opened] = {}

    # Which there are

    def of(self, layer: str) -> Sequence[Batch]:
        """The batches of a layer, in the order in which they were recorded."""
        if layer in RESERVED or not is_slug(layer):
            return ()
        end = self._kept.head().position
        # One who reads rows of an older store puts them with that, whatever others read meanwhile.
        known = self._known
        if end not in known:
            known = self._known = {end: self._further(known, end)}
        layers = known[end]
        if layer not in layers:
            layers[layer] = self._read(layer, {}, 0)
        return layers[layer]

    def at(self, layer: str, position: int) -> Batch:
        """The batch of a layer that was recorded at a position."""
        return next(each for each in reversed(self.of(layer)) if each.position == position)

    def layers(self, found: Iterable[str]) -> list[str]:
        """Layers that were found, and those that have batches."""
        rows = self._kept.select_numbered(batches_of("").rstrip("/"))
        return [*dict.fromkeys((*found, *(str(row.originator_id).split("/")[1] for row in rows)))]

    def _further(self, known: Mapping[int, Layers], end: int) -> Layers:
        """What was read of each layer when the store had come less far, with what came since."""
        for before, layers in known.items():
            if before <= end:
                return {
                    layer: self._read(layer, {each.stream: each for each in batches}, before)
                    for layer, batches in layers.items()
                }
        return {}

    def _read(self, layer: str, known: Mapping[str, Batch], after: int) -> Sequence[Batch]:
        found: dict[str, list[tuple[int, Event]]] = {}
        for row in self._kept.select_numbered(batches_of(layer), after):
            event = _CODEC.to_domain_event(row)
            found.setdefault(event.originator_id, []).append((row.id, event))
        batches = dict(known)
        for stream, events in found.items():
            there = batches.get(stream)
            first = (
                [(there.position, each) for each in (there.recorded, *there.later)] if there else []
            )
            batches[stream] = self._batch([*first, *events])
        return [*batches.values()]

    @staticmethod
    def _batch(events: Sequence[tuple[int, Event]]) -> Batch:
        position, first = events[0]
        later = tuple(event for _, event in events[1:] if isinstance(event, Undone))
        if not isinstance(first, RowsRecorded) or len(later) != len(events) - 1:
            raise Damaged(
                f"{first.originator_id} holds what no batch says.", VERIFY, code="damaged-batch"
            )
        return Batch(position, first, later)

    def opened(self, batch: Batch) -> Opened:
        """The rows of a batch. Raises Damaged where its block is gone or another."""
        check_extra()
        from service.archives.opened import Opened  # noqa: PLC0415  # needs an extra

        found = self.kept(batch) or Opened.of(batch, self.block_of(batch)[0])
        found.batch = batch
        self.keep(found)
        return found

    def kept(self, batch: Batch) -> Opened | None:
        """The rows of a batch, if they were read lately."""
        return self._opened.get(batch.name)

    def block_of(self, batch: Batch) -> tuple[bytes, str, int]:
        """The bytes of the block of a batch, their digest, and how many rows they are.

        Raises Damaged where it is gone.
        """
        data = self._kept.block(batch.recorded.block)
        if data is None:
            raise Damaged(f"the block of {batch.stream} is gone.", VERIFY, code="damaged-block")
        return data, batch.recorded.block, batch.recorded.rows

    def keep(self, found: Opened) -> None:
        """Keeps the rows of a batch, so that its block need not be read for them."""
        name = found.batch.name
        self._opened.pop(name, None)
        self._opened[name] = found
        while len(self._opened) > MOST_OPEN:
            self._opened.pop(next(iter(self._opened)))

    def events(self, batch: Batch, rows: Iterable[int]) -> Iterator[StoredEvent]:
        """The events that some rows of a batch stand for, as they would be stored."""
        return map(row_of, self.opened(batch).events(rows))

    # Facts

    def before(self, name: str) -> int:
        """How many events a batch stands for in the stream of a fact; 0 for any other."""
        layer = machine_coded([name])
        return len(self._of_names([name])) if layer and self.of(layer) else 0

    def completed(self, found: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Events by stream and version, with those before them that batches stand for."""
        lacking = {
            str(event.originator_id): event.originator_version
            for event in _firsts(found)
            if event.originator_version != 1
        }
        if not lacking or not self.of(machine_coded(lacking)):
            return found
        before = [
            event
            for event in self._of_names(lacking)
            if event.originator_version < lacking[str(event.originator_id)]
        ]
        return in_order([*found, *before])

    def and_named(
        self, found: Sequence[StoredEvent], names: Sequence[str]
    ) -> Sequence[StoredEvent]:
        """Events of some streams, with those of the facts among them that are in batches."""
        layer = machine_coded(names)
        if not layer or not self.of(layer):
            return found
        own = {str(event.originator_id) for event in found}
        others = self._of_names([name for name in names if name not in own])
        return in_order([*self.completed(found), *others])

    def and_layer(self, found: Sequence[StoredEvent], layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, with those of the facts in its batches."""
        return self._and(found, layer, lambda batch: self.opened(batch).all())

    def and_pair(
        self,
        found: Sequence[StoredEvent],
        pair: PairKey,
        layer: str,
        among: Sequence[Batch] | None = None,
    ) -> Sequence[StoredEvent]:
        """Events of the facts of a pair, with those of its facts in batches: all, or some."""
        return self._and(found, layer, lambda batch: self.opened(batch).of_pair(pair), among)

    def and_actor(
        self, found: Sequence[StoredEvent], actor: str, layer: str
    ) -> Sequence[StoredEvent]:
        """Events of the facts of an actor, with those of its facts in batches."""
        return self._and(found, layer, lambda batch: self.opened(batch).of_actor(actor))

    def and_holding(
        self,
        found: Sequence[StoredEvent],
        layer: str,
        terms: Sequence[Sequence[Sequence[str]]],
    ) -> Sequence[StoredEvent]:
        """Events of a layer, with those of facts in batches that may hold a phrase of each term."""
        return self._and(found, layer, lambda batch: self.opened(batch).holding(terms))

    def of_day(
        self, own: Sequence[StoredEvent], pair: PairKey, day: int, among: Sequence[Batch]
    ) -> Sequence[StoredEvent]:
        """Events of the facts in some batches of a pair on one day that are summed.

        `own` are events of the pair's facts that are not.
        """
        streams = {str(event.originator_id) for event in own}
        return [
            event
            for batch in among
            if _day(batch.recorded.first) <= day <= _day(batch.recorded.last)
            for event in self.events(batch, self.opened(batch).of_day(pair, day))
            if event.originator_id not in streams
        ]

    def and_next(
        self, found: Sequence[StoredEvent], layer: str, after: str, limit: int
    ) -> Sequence[StoredEvent]:
        """The streams of a layer after one of them, `limit` at most, with the facts in batches."""
        if not self.of(layer):
            return found
        keys: list[str] = []
        key = after.partition("/")[2]
        for batch in sorted(self.of(layer), key=lambda each: each.recorded.least):
            if batch.recorded.greatest <= key:
                continue
            keys.sort()
            if len(keys) >= limit and batch.recorded.least > keys[limit - 1]:
                break
            keys = sorted({*keys, *self.opened(batch).keys_after(key)})[:limit]
        streams = sorted({*(f"{layer}/{each}" for each in keys), *_names(found)})[:limit]
        wanted = set(streams)
        own = [event for event in found if event.originator_id in wanted]
        return self.and_named(own, streams)

    def _and(
        self,
        found: Sequence[StoredEvent],
        layer: str,
        chosen: Callable[[Batch], Sequence[int]],
        among: Sequence[Batch] | None = None,
    ) -> Sequence[StoredEvent]:
        batches = self.of(layer)
        if not batches:
            return found
        some = batches if among is None else among
        return self.and_rows(found, [(batch, chosen(batch)) for batch in some])

    def and_rows(
        self, found: Sequence[StoredEvent], rows: Iterable[tuple[Batch, Sequence[int]]]
    ) -> Sequence[StoredEvent]:
        """Events of facts, with those of rows that have none of their own among them."""
        own = set(_names(found))
        others = [
            event
            for batch, places in rows
            if places
            for event in self.events(batch, places)
            if event.originator_id not in own
        ]
        return in_order([*self.completed(found), *others])

    def _of_names(self, names: Iterable[str]) -> list[StoredEvent]:
        """The events of some streams that batches stand for."""
        by_layer: dict[str, list[str]] = {}
        for name in names:
            layer, _, key = name.partition("/")
            by_layer.setdefault(layer, []).append(key)
        return [
            event
            for layer, keys in by_layer.items()
            for batch, rows in self.places(layer, keys)
            for event in self.events(batch, rows)
        ]

    def place_of(self, stream: str, version: int) -> tuple[str, int]:
        """Where an event of a fact is recorded that is not in a stream of its own."""
        layer = machine_coded([stream])
        for batch, _ in self.places(layer, [stream.partition("/")[2]]) if layer else ():
            return (batch.stream, version)
        return stream, version

    def names(self, batch: Batch, rows: Sequence[int]) -> list[str]:
        """The facts of some rows of a batch, by their streams."""
        keys = self.opened(batch).rows.keys
        return [f"{batch.recorded.layer}/{keys[row].as_py()}" for row in rows]

    def places(self, layer: str, keys: Sequence[str]) -> Iterator[tuple[Batch, Sequence[int]]]:
        """The batches that hold some keys, each with the places of their rows."""
        least, greatest = min(keys, default=""), max(keys, default="")
        for batch in self.of(layer):
            if batch.recorded.least <= greatest and least <= batch.recorded.greatest:
                rows = self.opened(batch).places(keys)
                if len(rows):
                    yield batch, rows


def _day(iso: str) -> int:
    return datetime.fromisoformat(iso).toordinal()


def _firsts(found: Sequence[StoredEvent]) -> Iterator[StoredEvent]:
    """The first event of each stream."""
    for _, events in groupby(found, key=lambda event: event.originator_id):
        yield next(events)


def _names(found: Sequence[StoredEvent]) -> Iterator[str]:
    return (str(event.originator_id) for event in found)


def in_order(found: Iterable[StoredEvent]) -> Sequence[StoredEvent]:
    """Events by stream and version."""
    return sorted(found, key=lambda event: (str(event.originator_id), event.originator_version))
