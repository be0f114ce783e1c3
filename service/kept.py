"""What was computed already, by what names it: as much as fits into a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from threading import Lock
from typing import Final, Generic, TypeVar

_V = TypeVar("_V")

MOST_BYTES: Final = 32 * 2**20
"""Bytes of all values that are kept, unless said."""

BESIDE_BYTES: Final = 4096
"""Bytes that an entry is counted for besides its body: its key, headers and question."""


class Kept(Generic[_V]):
    """Values by key, up to a number of bytes; those that were used longest ago are left out.

    It may be used by several threads. A key has to name all that its value follows from: nothing
    that is kept is ever looked at again.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._entries: OrderedDict[Hashable, tuple[_V, int]] = OrderedDict()
        self._computing: dict[Hashable, tuple[Lock, int]] = {}
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """Bytes that its entries are counted for; never more than it may have."""
        return self._bytes

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._entries)

    def get(self, key: Hashable) -> _V | None:
        """The value of a key, if it is kept."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                return None
            self._entries.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: _V, size: int) -> None:
        """Keeps a value of so many bytes; one that is too large for all of it is not kept."""
        counted = size + BESIDE_BYTES
        with self._lock:
            self._remove(key)
            if counted > self._most:
                return
            self._entries[key] = value, counted
            self._bytes += counted
            while self._bytes > self._most:
                self._remove(next(iter(self._entries)))

    def _remove(self, key: Hashable) -> None:
        found = self._entries.pop(key, None)
        if found is not None:
            self._bytes -= found[1]

    def once(self, key: Hashable, compute: Callable[[], tuple[_V, int]]) -> _V:
        """The value of a key, computed by whoever asks first while the others wait for it.

        `compute` gives the value and its bytes. Where it raises something, the next who waits
        computes it again.
        """
        found = self.get(key)
        if found is not None:
            return found
        with self._alone(key):
            found = self.get(key)
            if found is None:
                found, size = compute()
                self.put(key, found, size)
            return found

    @contextmanager
    def _alone(self, key: Hashable) -> Generator[None]:
        """Lets one thread after the other do something about a key."""
        with self._lock:
            turn, waiting = self._computing.get(key, (Lock(), 0))
            self._computing[key] = turn, waiting + 1
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, waiting = self._computing.pop(key)
                if waiting > 1:
                    self._computing[key] = turn, waiting - 1
