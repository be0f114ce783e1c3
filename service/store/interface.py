"""What a timeline asks of a store, beyond the library's own recorder."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from eventsourcing.persistence import MapperDeserialisationError, OperationalError, ProcessRecorder, StoredEvent

from domain.problem import Failure

PairKey = tuple[str, str]
"""Two actors in the one order in which a pair is stored."""

Phrase = Sequence[str]
"""Words that stand in a row."""


class Head(NamedTuple):
    """How far a store has come: the last position, 0 if it is empty, and the digest of its chain there."""

    position: int
    digest: bytes


class StoreError(Failure):
    """A store that cannot be opened, read or written, in the user's words."""


class StoreFailure(StoreError, OperationalError):
    """A store that failed while it was in use; the library knows it as its own error too."""


class BadEvent(StoreError, MapperDeserialisationError):
    """A row that no version of detente wrote."""


class TimelineRecorder(ProcessRecorder):
    """The library's recorder, with an index of pairs written in the same transaction (`insert_events(.., pairs=..)`)."""

    @abstractmethod
    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch a pair, by stream and version."""

    @abstractmethod
    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor, by stream and version."""

    @abstractmethod
    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""

    @abstractmethod
    def index_words(self, layer: str, words: Callable[[StoredEvent], str]) -> None:
        """Brings the full-text index of a layer up to the head; `words` says what an event holds, parted by blanks.

        Nothing happens where there is no such index, or where it cannot be written.
        """

    @abstractmethod
    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """All events of the facts that may hold, of every term, at least one of its phrases, by stream and version.

        Others may be among them: all of the layer where the index is not up to date, or where there is none.
        """

    @abstractmethod
    def head(self) -> Head:
        """How far the store has come."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of the store."""
