"""A store in memory, for the bundled sample and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOProcessRecorder

from service.store.chain import GENESIS, link
from service.store.interface import Head, Tie, TimelineRecorder


class MemoryRecorder(POPOProcessRecorder, TimelineRecorder):
    """The library's recorder of plain objects, with an index of pairs beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._streams: dict[str, dict[str, None]] = {}
        self._digest = GENESIS

    def _update_table(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # the library's signature
        ties: Iterable[Tie] = kwargs.pop("ties", ())
        positions = super()._update_table(stored_events, **kwargs)
        for event in stored_events:
            self._digest = link(self._digest, event)
            stream = str(event.originator_id)
            self._streams.setdefault(stream.partition("/")[0], {})[stream] = None
        for tie in ties:
            for key in (f"{tie.layer}:{tie.a}", f"{tie.layer}:{tie.b}", f"{tie.layer}:{tie.a}:{tie.b}"):
                self._streams.setdefault(key, {})[tie.stream] = None
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

    def head(self) -> Head:
        """How far the store has come."""
        return Head(self.max_notification_id() or 0, self._digest)

    def close(self) -> None:
        """Nothing to let go of."""
