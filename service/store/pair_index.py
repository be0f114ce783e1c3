"""The index of pairs: which events belong to a pair of actors, or to one actor."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from eventsourcing.persistence import StoredEvent

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from projections.flows import Sided


Layered = tuple[str, str, str]
"""A pair in its stored order, and a layer."""


class IndexEntry(NamedTuple):
    """What the index keeps of an event.

    The pairs that its fact belongs to, and its flows, if it is a fact of one day. The flows are
    kept in place of the pairs for as long as the event is the only one of its fact.
    """

    pairs: Sequence[PairKey] = ()
    flows: Sequence[Sided] = ()


IndexEntryOf = Callable[[StoredEvent], IndexEntry]
"""The index entry of a stored event; raises InvalidInput for a row that is not an event."""


class NoLongerFlow(NamedTuple):
    """The first event of a stream that had no other event until now.

    It was kept as flows, and is kept by its pairs from now on.
    """

    stream: str
    entry: IndexEntry


class Index(TypedDict, total=False):
    """What an index is to keep of events that are recorded together.

    The pairs and flows of each event, and the earlier events that are no longer flows.
    """

    pairs: Sequence[Sequence[PairKey]]
    flows: Sequence[Sequence[Sided]]
    left: Sequence[NoLongerFlow]


class PairIndex(ABC):
    """A store that finds events by pair, actor and layer."""

    @abstractmethod
    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to a pair, by stream and version."""

    @abstractmethod
    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to any pair of an actor, by stream, version."""

    @abstractmethod
    def layers(self) -> Sequence[str]:
        """The layers whose facts belong to any pair."""
