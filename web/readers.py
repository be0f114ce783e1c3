"""Readers: threads that ask a timeline, each with one of its own, and answers of one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, local
from typing import Final, NamedTuple, TypeVar

from domain.fact import Fact
from service.kept import Kept
from service.store.interface import Head
from service.timeline import Timeline

_T = TypeVar("_T")

READERS: Final = 4
"""Answers that are computed at the same time; the others wait for their turn."""

ATTEMPTS: Final = 3
"""How often a question is asked again because something was recorded meanwhile."""


class TooSlow(Exception):
    """An answer that took longer than anybody may wait."""


class Moment(NamedTuple):
    """A timeline as of one moment: how far it had come, and a digest of who was who."""

    timeline: Timeline
    head: Head
    names: str

    @property
    def is_past(self) -> bool:
        """Whether something was recorded since: what was read of it may be of both."""
        return self.timeline.head() != self.head

    def of(self, timeline: Timeline) -> Moment:
        """The same moment, read of a timeline that holds it."""
        return self._replace(timeline=timeline)

    def whole(self, compute: Callable[[Timeline], _T]) -> _T:
        """What is computed of the record as it was then, though somebody records meanwhile.

        Then it is computed a second time, of the events up to that position: to begin again with
        the record as it is now would be as much work, and might never end.
        """
        if not self.is_past:
            found = compute(self.timeline)
            if not self.is_past:
                return found
        return compute(self.timeline.at_position(self.head.position))

    def unless_past(self, compute: Callable[[Timeline], _T]) -> _T:
        """The same of what is read much faster from the record as it is now. Raises Past."""
        found = compute(self.timeline)
        if self.is_past:
            raise Past
        return found


class Past(Exception):
    """Something was recorded while an answer was computed, which has to be computed again."""


def _nothing(_: Head) -> None:
    """What is known of a record of which nothing was read."""


class Reader:
    """One timeline, read as of one moment after the other."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._head: Head | None = None
        self._names = ""

    def at_one_moment(self, read: Callable[[Moment], _T]) -> _T:
        """What is read of the timeline while nothing is recorded in it.

        Reading takes several statements, and each sees what was recorded before it. So it is read
        again where the record has grown meanwhile; and where it grows all the time, as of one
        position.
        """
        moment = self._now()
        for _ in range(ATTEMPTS):
            found = read(moment)
            now = self._timeline.head()
            if now == moment.head:
                return found
            moment = self._at(now)
        return read(self._as_of(moment))

    def whole(self, read: Callable[[Moment], _T], known: Callable[[Head], _T | None]) -> _T:
        """What is read at one moment by somebody who sees to that, with `Moment.whole`.

        What is `known` of the record that has come so far is not read at all.
        """
        moment = None
        for _ in range(ATTEMPTS):
            head = self._timeline.head()
            found = known(head)
            if found is not None:
                return found
            moment = self._at(head)
            try:
                return read(moment)
            except Past:
                continue
        assert moment is not None
        return read(self._as_of(moment))

    def _as_of(self, moment: Moment) -> Moment:
        """The same moment, of which nothing changes any more."""
        return moment.of(self._timeline.at_position(moment.head.position))

    def alone(self, write: Callable[[Timeline], _T]) -> _T:
        """What is done with the timeline once, whatever is recorded meanwhile."""
        return write(self._now().timeline)

    def _now(self) -> Moment:
        return self._at(self._timeline.head())

    def _at(self, head: Head) -> Moment:
        """The moment at which the record has come so far."""
        if head != self._head:
            # Somebody else may have described an actor.
            self._timeline.look_again()
            self._head, self._names = head, self._timeline.registry.digest
        return Moment(self._timeline, head, self._names)

    @property
    def head(self) -> Head:
        """How far the record has come."""
        return self._timeline.head()

    def close(self) -> None:
        """Closes the timeline."""
        self._timeline.close()


class Readers:
    """Threads that read one timeline, each opened when its thread first needs it."""

    def __init__(
        self, opened: Callable[[], Timeline], *, readers: int = READERS, seconds: float = 10
    ) -> None:
        self._opened = opened
        self._seconds = seconds
        self._readers = readers
        self._pool: ThreadPoolExecutor | None = None
        self._facts: Kept[Fact] = Kept()
        self._mine = local()
        self._all: list[Reader] = []
        self._lock = Lock()

    async def run(self, read: Callable[[Moment], _T]) -> _T:
        """What is read of the timeline in a thread, as of one moment.

        Raises TooSlow after as many seconds as anybody may wait: one that waits for its turn is
        then given up, and one that has begun goes on to its end.
        """
        return await self._waited(lambda: self._reader().at_one_moment(read))

    async def whole(
        self, read: Callable[[Moment], _T], known: Callable[[Head], _T | None] = _nothing
    ) -> _T:
        """The same of what sees to it itself, or is known already. Raises TooSlow."""
        return await self._waited(lambda: self._reader().whole(read, known))

    async def alone(self, write: Callable[[Timeline], _T]) -> _T:
        """What is done with the timeline in a thread, once. Raises TooSlow as reading does."""
        return await self._waited(lambda: self._reader().alone(write))

    async def head(self) -> Head:
        """How far the record has come. Raises TooSlow."""
        return await self._waited(lambda: self._reader().head)

    async def _waited(self, work: Callable[[], _T]) -> _T:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._readers, thread_name_prefix="reader")
        future = asyncio.wrap_future(self._pool.submit(work))
        try:
            return await asyncio.wait_for(future, self._seconds)
        except TimeoutError:
            raise TooSlow from None

    def _reader(self) -> Reader:
        found: Reader | None = getattr(self._mine, "reader", None)
        if found is None:
            timeline = self._opened()
            timeline.facts_kept = self._facts
            found = self._mine.reader = Reader(timeline)
            with self._lock:
                self._all.append(found)
        return found

    def close(self) -> None:
        """Waits for what has begun, and closes every timeline; who reads later opens it again."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        while self._all:
            self._all.pop().close()
