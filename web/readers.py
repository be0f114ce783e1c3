"""Readers: threads that ask a timeline, each with one of its own, and answers of one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, local
from typing import Final, TypeVar

from service.store.interface import Head
from service.timeline import Timeline

_T = TypeVar("_T")

READERS: Final = 4
"""Answers that are computed at the same time; the others wait for their turn."""

ATTEMPTS: Final = 3
"""How often a question is asked again because something was recorded meanwhile."""


class TooSlow(Exception):
    """An answer that took longer than anybody may wait."""


class Readers:
    """Threads that read one timeline, each opened when its thread first needs it."""

    def __init__(
        self, opened: Callable[[], Timeline], *, readers: int = READERS, seconds: float = 10
    ) -> None:
        self._opened = opened
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._mine = local()
        self._all: list[Timeline] = []
        self._lock = Lock()

    async def run(self, read: Callable[[Timeline], _T]) -> _T:
        """What is read of the timeline in a thread.

        Raises TooSlow after as many seconds as anybody may wait: one that waits for its turn is
        then given up, and one that has begun goes on to its end.
        """
        future = asyncio.wrap_future(self._pool.submit(self._run, read))
        try:
            return await asyncio.wait_for(future, self._seconds)
        except TimeoutError:
            raise TooSlow from None

    def _run(self, read: Callable[[Timeline], _T]) -> _T:
        return read(self._timeline())

    def _timeline(self) -> Timeline:
        found: Timeline | None = getattr(self._mine, "timeline", None)
        if found is None:
            found = self._mine.timeline = self._opened()
            with self._lock:
                self._all.append(found)
        return found

    def close(self) -> None:
        """Waits for what has begun, and closes every timeline."""
        self._pool.shutdown(cancel_futures=True)
        while self._all:
            self._all.pop().close()


def at_one_moment(timeline: Timeline, read: Callable[[Timeline, Head], _T]) -> _T:
    """What is read of a timeline while nothing is recorded in it.

    Reading takes several statements, and each sees what was recorded before it. So it is read
    again where the record has grown meanwhile; and where it grows all the time, as of one position.
    """
    for _ in range(ATTEMPTS):
        timeline.look_again()
        head = timeline.head()
        found = read(timeline, head)
        if timeline.head() == head:
            return found
    return read(timeline.at_position(head.position), head)
