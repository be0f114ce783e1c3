"""A store in memory, for the bundled sample and for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOProcessRecorder

from service.store.chain import GENESIS, link
from service.store.interface import Head, PairKey, Phrase, TimelineRecorder


class MemoryRecorder(POPOProcessRecorder, TimelineRecorder):
    """The library's recorder of plain objects, with an index of pairs beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._streams: dict[str, dict[str, None]] = {}
        self._digest = GENESIS

    @classmethod
    def loaded(cls, rows: str) -> MemoryRecorder:
        """A store that holds the events of `rows_text`."""
        recorder = cls()
        events: list[StoredEvent] = []
        pairs: list[Sequence[PairKey]] = []
        for row in rows.splitlines():
            stream, version, topic, touched, state = row.split("\t", 4)
            events.append(StoredEvent(stream, int(version), topic, state.encode()))
            pairs.append([_pair(pair) for pair in touched.split()])
        recorder.insert_events(events, pairs=pairs)
        return recorder

    def _update_table(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # the library's signature
        pairs: Sequence[Sequence[PairKey]] = kwargs.pop("pairs", ())
        positions = super()._update_table(stored_events, **kwargs)
        for i, event in enumerate(stored_events):
            self._digest = link(self._digest, event)
            stream = str(event.originator_id)
            layer = stream.partition("/")[0]
            keys = [layer]
            for a, b in pairs[i] if pairs else ():
                keys += [f"{layer}:{a}", f"{layer}:{b}", f"{layer}:{a}:{b}"]
            for key in keys:
                self._streams.setdefault(key, {})[stream] = None
        return positions

    def _of(self, key: str) -> Sequence[StoredEvent]:
        return [event for stream in sorted(self._streams.get(key, ())) for event in self.select_events(stream)]

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch a pair."""
        return self._of(f"{layer}:{a}:{b}")

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor."""
        return self._of(f"{layer}:{actor}")

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer."""
        return self._of(layer)

    def index_words(self, layer: str, words: Callable[[StoredEvent], str]) -> None:
        """Nothing: what is in memory is read through as fast."""

    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:  # noqa: ARG002  # any may hold them
        """All events of a layer."""
        return self.select_layer(layer)

    def head(self) -> Head:
        """How far the store has come."""
        return Head(self.max_notification_id() or 0, self._digest)

    def close(self) -> None:
        """Nothing to let go of."""


def _pair(text: str) -> PairKey:
    a, _, b = text.partition("|")
    return a, b


def rows_text(rows: Iterable[tuple[StoredEvent, Sequence[PairKey]]]) -> str:
    """Events as text, one a line: stream, version, topic, pairs, state, parted by tabs, which JSON does not hold."""
    lines: list[str] = []
    for event, pairs in rows:
        touched = " ".join(f"{a}|{b}" for a, b in pairs)
        lines.append("\t".join([str(event.originator_id), str(event.originator_version), event.topic, touched, event.state.decode()]))
    return "".join(f"{line}\n" for line in lines)
