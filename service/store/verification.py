"""Verification: what a check of a store finds, and how any store is asked for one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from eventsourcing.persistence import StoredEvent

from service.store.digest import Head
from service.store.pair_index import IndexEntry, IndexEntryOf
from service.store.word_index import Wording

MOST_LISTED: Final = 100
"""How many flaws are listed at most; more are counted."""

FIXABLE: Final = frozenset({"index", "words", "note"})
"""Kinds of flaws in what a rebuild makes from the events, or forgets."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a store: its kind, a sentence, and its row, 0 where it is at none.

    Kinds: `gap`, `chain`, `version`, `event` and `head` of what was recorded, `file` of what it is
    kept in; `citation` of an answer kept beside it; `held` where it has another past than that of
    which somebody held a digest; `index` and `words` of what can be rebuilt from it, `note` of what
    can be forgotten.
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

    @property
    def copyable(self) -> bool:
        """Whether a copy of the store is still worth having: its events are whole."""
        return self.fixable or self.kind == "citation"


@dataclass(frozen=True, slots=True)
class Differences:
    """How an index differs from what the events say.

    How many rows are missing, how many too many, and the first of them. `outdated` is whether its
    flows are by other rules than those of today; that is not a flaw. They are compared without what
    they weigh and how they fade.
    """

    missing: int = 0
    surplus: int = 0
    flaws: tuple[Flaw, ...] = ()
    outdated: bool = False

    @property
    def rows(self) -> int:
        """How many rows differ."""
        return self.missing + self.surplus

    def and_of(self, other: Differences) -> Differences:
        """These and those of another index."""
        return Differences(
            self.missing + other.missing,
            self.surplus + other.surplus,
            (*self.flaws, *other.flaws),
            self.outdated or other.outdated,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a store is sound as far as it was read.

    Its last row, what it remembers of that, and what is wrong. `remembered` is None where what a
    store remembers of its last row is gone or cannot be read; `more` is how many flaws there are
    beside those listed; `words` is how far the words of each layer are indexed. `outdated` is
    whether its flows are indexed by other rules than those of today: nothing is wrong with that,
    but they are of no use until the index is rebuilt. `notices` are of events that would not be
    recorded so today, and `more_notices` counts those that are not listed: nothing is wrong with
    the store.
    """

    head: Head
    remembered: Head | None
    flaws: tuple[Flaw, ...] = ()
    more: int = 0
    words: Mapping[str, int] = field(default_factory=dict[str, int])
    outdated: bool = False
    notices: tuple[Flaw, ...] = ()
    more_notices: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws

    @property
    def fixable(self) -> bool:
        """Whether a rebuild puts right what is wrong."""
        return all(flaw.fixable for flaw in self.flaws)

    @property
    def copyable(self) -> bool:
        """Whether its events are whole, so that a copy of it is worth having."""
        return all(flaw.copyable for flaw in self.flaws)


def noting_continued(entry_of: IndexEntryOf, names: dict[str, None]) -> IndexEntryOf:
    """The same index entries; the name of each stream that has more than one event is noted."""

    def entry(stored: StoredEvent) -> IndexEntry:
        if stored.originator_version != 1:
            names[str(stored.originator_id)] = None
        return entry_of(stored)

    return entry


class Verification(ABC):
    """A store that can check itself, and rebuild its indexes from its events."""

    @abstractmethod
    def verified(
        self,
        entry_of: IndexEntryOf,
        words: Wording,
        *,
        sums: bool = True,
        again: IndexEntryOf | None = None,
    ) -> Verdict:
        """Whether the store is sound: chain, head, events and indexes, all of them read.

        `entry_of` is asked about each event once, in order of position; `again` about those that
        are read once more, else that too.
        """

    @abstractmethod
    def differences(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """How the index, that of words too, differs from what the events say.

        Nothing is changed.
        """

    @abstractmethod
    def rebuild(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """Rebuilds the index from the events, and returns how the old one differed."""
