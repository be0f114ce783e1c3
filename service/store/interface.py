"""What a timeline asks of a store, and what the store's callers may name of it."""

from __future__ import annotations

from abc import abstractmethod

from service.store.capabilities import Citations, Database, FileStore, Notes, Tallies
from service.store.digest import Head
from service.store.errors import (
    RESTORE,
    VERIFY,
    BadEvent,
    CannotWrite,
    Conflict,
    Damaged,
    StoreError,
    StoreFailure,
    overtaken,
)
from service.store.flow_sums import FlowSums
from service.store.log import Appended, EventLog
from service.store.pair_index import (
    Index,
    IndexEntry,
    IndexEntryOf,
    Layered,
    NoLongerFlow,
    PairIndex,
)
from service.store.row_store import RowStore
from service.store.verification import Differences, Flaw, Verdict, Verification
from service.store.word_index import Phrase, WordIndex, Wording

__all__ = [
    "RESTORE",
    "VERIFY",
    "Appended",
    "BadEvent",
    "CannotWrite",
    "Citations",
    "Conflict",
    "Damaged",
    "Database",
    "Differences",
    "EventLog",
    "FileStore",
    "Flaw",
    "FlowSums",
    "Head",
    "Index",
    "IndexEntry",
    "IndexEntryOf",
    "Layered",
    "NoLongerFlow",
    "Notes",
    "PairIndex",
    "Phrase",
    "StoreError",
    "StoreFailure",
    "Tallies",
    "TimelineRecorder",
    "Verdict",
    "Verification",
    "WordIndex",
    "Wording",
    "overtaken",
]


class TimelineRecorder(
    EventLog,
    PairIndex,
    FlowSums,
    RowStore,
    WordIndex,
    Verification,
    FileStore,
    Notes,
    Tallies,
    Citations,
):
    """Everything that a timeline asks of its store.

    Whoever needs one part asks for that: a reader of pairs takes a PairIndex.
    """

    @abstractmethod
    def at_position(self, position: int) -> TimelineRecorder:
        """The first events of the store, up to a position.

        Nothing can be recorded there, and nothing that was recorded since is seen.
        """
