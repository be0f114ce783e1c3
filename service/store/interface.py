"""What a timeline asks of a store, beyond the library's own recorder."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypedDict

from eventsourcing.persistence import (
    MapperDeserialisationError,
    Notification,
    OperationalError,
    ProcessRecorder,
    StoredEvent,
)

from domain.clocks import AsOf
from domain.refusal import Broken, Failure, Fix
from projections.flows import Flows, PairKey, Sided

Layered = tuple[str, str, str]
"""A pair in its stored order, and a layer."""

Phrase = Sequence[str]
"""Words that stand in a row."""


class IndexEntry(NamedTuple):
    """What the index keeps of an event.

    The pairs that it makes its fact touch, and the flows, if it is a fact of one day. The flows
    are kept in place of the pairs for as long as the event is all that was said of its fact.
    """

    pairs: Sequence[PairKey] = ()
    flows: Sequence[Sided] = ()


IndexEntryOf = Callable[[StoredEvent], IndexEntry]
"""What the index keeps of a stored event; raises InvalidInput for a row that is no event."""

Wording = Callable[[StoredEvent], str]
"""The words that a stored event holds, parted by blanks; raises InvalidInput for a row that is no
event.
"""


class NoLongerFlow(NamedTuple):
    """The first event of a stream that was all there was.

    It was kept as flows, and is kept by its pairs from now on.
    """

    stream: str
    entry: IndexEntry


class Head(NamedTuple):
    """How far a store has come: the last position, 0 if it is empty.

    And the digest of its chain there.
    """

    position: int
    digest: bytes


FIXABLE: Final = frozenset({"index", "words"})
"""Kinds of flaws in what a rebuild makes anew."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a store.

    Of which kind, in a sentence, and at which row, 0 where it is at none. Kinds: `gap`, `chain`,
    `version`, `event` and `head` of what was recorded, `file` of what it is kept in; `index` and
    `words` of what can be made anew from it.
    """

    kind: str
    said: str
    position: int = 0
    stream: str = ""
    version: int = 0

    @property
    def fixable(self) -> bool:
        """Whether a rebuild puts it right."""
        return self.kind in FIXABLE


@dataclass(frozen=True, slots=True)
class Differences:
    """How an index differs from what the events say.

    How many rows are missing, how many too many, and the first of them.
    """

    missing: int = 0
    surplus: int = 0
    flaws: tuple[Flaw, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows differ."""
        return self.missing + self.surplus

    def and_of(self, other: Differences) -> Differences:
        """These and those of another index."""
        return Differences(
            self.missing + other.missing, self.surplus + other.surplus, (*self.flaws, *other.flaws)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a store is sound as far as it was read.

    Its last row, what it remembers of that, and what is wrong. `remembered` is None where what a
    store remembers of its last row is gone or cannot be read; `more` is how many flaws are not
    told beside those that are; `words` is how far the words of each layer are indexed.
    """

    head: Head
    remembered: Head | None
    flaws: tuple[Flaw, ...] = ()
    more: int = 0
    words: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws

    @property
    def fixable(self) -> bool:
        """Whether a rebuild puts right what is wrong."""
        return all(flaw.fixable for flaw in self.flaws)


class Index(TypedDict, total=False):
    """What an index is to keep of events that are recorded together.

    The pairs and flows of each, and what flows they leave.
    """

    pairs: Sequence[Sequence[PairKey]]
    flows: Sequence[Sequence[Sided]]
    left: Sequence[NoLongerFlow]


class StoreError(Failure):
    """A store that cannot be opened, read or written, in the user's words."""


class StoreFailure(StoreError, OperationalError):
    """A store that failed while it was in use; the library knows it as its own error too."""


RESTORE: Final = Fix("detente restore BACKUP")
"""What is left to do where nothing can be mended."""


class Damaged(Broken, StoreFailure):
    """A store whose database says that its file is damaged."""


class CannotWrite(StoreFailure):
    """A store that can be read, and cannot be written, or not now."""


class Conflict(Failure):
    """Somebody else recorded something in the meantime."""


def check_after(head: Head, after: Head | None) -> None:
    """Raises Conflict where a store has not come exactly as far as it was to have."""
    if after not in (None, head):
        raise overtaken()


def overtaken() -> Conflict:
    """The refusal where nobody knows what it was that somebody recorded."""
    return Conflict(
        "somebody else recorded something just now; look at the timeline, and try again.",
        Fix("detente undo --list"),
    )


class BadEvent(Broken, StoreError, MapperDeserialisationError):
    """A row that no version of detente wrote."""


class TimelineRecorder(ProcessRecorder):
    """The library's recorder, with an index written in the same transaction (`insert_events(.., pairs=.., flows=.., left=..)`).

    `insert_events(.., after=HEAD)` records nothing, and raises Conflict, where the store has not
    come exactly as far as that.
    """

    @abstractmethod
    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch a pair, by stream and version."""

    @abstractmethod
    def select_tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """The same, without those of facts that `select_flows` sums."""

    @abstractmethod
    def select_tied_to(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor.

        Without those of facts that `select_flows` sums.
        """

    @abstractmethod
    def select_flows(
        self, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None
    ) -> Flows:
        """The facts of one day of a pair, summed.

        Those that stand alone in their streams, and of which something may be left. Something is
        left at the end of the day of `as_of`, or of any day from `since` to it.
        """

    @abstractmethod
    def select_all_flows(
        self, actor: str, layer: str, as_of: AsOf, domain: str = ""
    ) -> Mapping[PairKey, Flows]:
        """The same of every pair of an actor."""

    @abstractmethod
    def select_day(self, a: str, b: str, layer: str, day: int) -> Sequence[StoredEvent]:
        """The events behind the flows of a pair on one day, by stream."""

    @abstractmethod
    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may touch any pair of an actor, by stream and version."""

    @abstractmethod
    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""

    @abstractmethod
    def layers(self) -> Sequence[str]:
        """The layers whose facts touch any pair."""

    @abstractmethod
    def select_numbered(self, layer: str) -> Sequence[Notification]:
        """The same with their positions, in order of these."""

    @abstractmethod
    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams, a few thousand at most, by stream and version."""

    @abstractmethod
    def select_next(self, layer: str, after: str, limit: int) -> Sequence[StoredEvent]:
        """All events of the streams of a layer that come after one, `limit` streams at most.

        By stream and version.
        """

    @abstractmethod
    def index_words(self, layer: str, words: Wording) -> None:
        """Brings the full-text index of a layer up to the head.

        `words` says what an event holds, parted by blanks. Nothing happens where there is no such
        index, or where it cannot be written.
        """

    @abstractmethod
    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """All events of the facts that may hold, of every term, at least one of its phrases.

        By stream and version. Others may be among them: all of the layer where the index is not
        up to date, or where there is none.
        """

    @abstractmethod
    def at_position(self, position: int) -> TimelineRecorder:
        """The first events of the store, up to a position.

        Nothing can be recorded there, and nothing that was since is seen.
        """

    @abstractmethod
    def head(self) -> Head:
        """How far the store has come."""

    @abstractmethod
    def verified(self, entry_of: IndexEntryOf, words: Wording) -> Verdict:
        """Whether the store is sound: chain, head, events and indexes, all read anew."""

    @abstractmethod
    def differences(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """How the index, that of words too, differs from what the events say.

        Nothing is changed.
        """

    @abstractmethod
    def rebuild(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """Makes the index anew from the events, and says how the old one differed."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of the store."""


class WithoutFlowTable(TimelineRecorder):
    """A store that sums nothing: what it holds is read from its events."""

    def select_tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """The same as of a pair."""
        return self.select_pair(a, b, layer)

    def select_tied_to(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """The same as of an actor."""
        return self.select_actor(actor, layer)

    def select_flows(
        self,
        pair: Layered,  # noqa: ARG002
        as_of: AsOf,  # noqa: ARG002
        domain: str = "",  # noqa: ARG002
        since: int | None = None,  # noqa: ARG002
    ) -> Flows:  # nothing is summed here
        """Nothing."""
        return Flows()

    def select_all_flows(
        self,
        actor: str,  # noqa: ARG002
        layer: str,  # noqa: ARG002
        as_of: AsOf,  # noqa: ARG002
        domain: str = "",  # noqa: ARG002
    ) -> Mapping[PairKey, Flows]:  # nothing is summed here
        """Nothing."""
        return {}

    def select_day(self, a: str, b: str, layer: str, day: int) -> Sequence[StoredEvent]:  # noqa: ARG002  # nothing is summed here
        """Nothing."""
        return ()
