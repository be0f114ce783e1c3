"""The library's application over one of our stores: it puts events in and gives facts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, Unpack, cast

from eventsourcing.application import Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Mapper,
    StoredEvent,
    TrackingRecorder,
)
from eventsourcing.popo import POPOFactory
from eventsourcing.utils import Environment, EnvType

from domain.damage import misplaced
from domain.events import EVENTS, Asserted, Event
from domain.fact import Fact
from service.kept import Kept
from service.store.codec import Codec
from service.store.digest import Head
from service.store.errors import VERIFY, BadEvent, Conflict, StoreFailure
from service.store.interface import TimelineRecorder
from service.store.log import Appended
from service.uninterrupted import held_back

_PER_BYTE: Final = 5
"""Bytes of memory that a byte of a stored event takes once it is read, about."""

_KEPT_BYTES: Final = 2 * 2**20
"""Bytes of facts that are kept unless said: one of fifty actors is read for each of its pairs."""


class StoreApplication(Application[str]):
    """An application whose environment variables have no say: recorder and codec are given.

    `wrote` is whether anything was put into the store since it was opened. A fact is made
    once of the same rows, as long as it is in `facts_kept`.
    """

    def __init__(self, recorder: TimelineRecorder) -> None:
        self.store = recorder
        self.wrote = False
        self.facts_kept = Kept[Fact](_KEPT_BYTES)
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """An empty environment."""
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[TrackingRecorder]:
        """A factory whose recorder and mapper are not used."""
        return cast(
            "InfrastructureFactory[TrackingRecorder]", POPOFactory(env)
        )  # its own subclass, in an invariant parameter

    def construct_mapper(self) -> Mapper[str]:
        """Our own codec."""
        return Codec()

    def construct_recorder(self) -> TimelineRecorder:
        """The recorder given."""
        return self.store

    def close(self) -> None:
        """Lets go of the store.

        The library's own part is never stopped half-way: done again as the object is finalised, it
        would wait for itself without an end.
        """
        with held_back():
            super().close()
        self.store.close()

    def head(self) -> Head:
        """How far the store has come."""
        return self.store.head()

    def position_at(self, instant: datetime) -> int:
        """The last position whose event was recorded at an instant or before it; 0 for none.

        Found by halves, for no event was recorded earlier than one at a lower position. Raises
        BadEvent where an event on the way cannot be read.
        """
        by_then, later = 0, self.head().position + 1
        while later - by_then > 1:
            middle = (by_then + later) // 2
            found = self.store.select_notifications(start=middle, limit=1, stop=later - 1)
            if found and self.event(found[0]).recorded_at <= instant:
                by_then = found[0].id
            else:
                later = middle
        return by_then

    def put(self, events: Sequence[Event], **index: Unpack[Appended]) -> list[int]:
        """Records numbered events with what the index is to keep of them, in one transaction.

        Returns their positions. Raises Conflict where a version of a stream is there already,
        StoreFailure where the store cannot be written.
        """
        self.wrote = True
        try:
            # As `self.events.put`, without the copy of each event that it makes to return it.
            positions = self.store.append(
                [self.mapper.to_stored_event(event) for event in events], **index
            )
        except IntegrityError as error:
            there = next((event for event in events if self._taken(event)), None)
            if there is None:
                raise StoreFailure(
                    f"the store refused that: {error}.", code="store-refused"
                ) from error
            raise Conflict(
                f'somebody else changed "{there.originator_id}" just now; look at it, and try'
                " again.",
                code="conflict",
                values={"fact": there.originator_id},
            ) from error
        return list(positions)

    def put_rows(
        self, rows: Sequence[tuple[str, int, str, bytes]], **beside: Unpack[Appended]
    ) -> None:
        """Appends rows of another store as they are, in one transaction.

        Stream, version, topic and state of each. Raises Conflict where the store has not come
        exactly as far as `after`.
        """
        self.wrote = True
        self.store.append([StoredEvent(*row) for row in rows], **beside)

    def _taken(self, event: Event) -> bool:
        """Whether an event's place in its stream is taken."""
        version = event.originator_version
        return bool(self.store.select_events(event.originator_id, gt=version - 1, lte=version))

    def event(self, stored: StoredEvent) -> Event:
        """A stored event as it is read today."""
        return cast(Event, self.mapper.to_domain_event(stored))  # our codec makes no others

    def words(self, stored: StoredEvent) -> str:
        """The words that a stored event holds, as the index of words keeps them."""
        from projections.search import (  # noqa: PLC0415
            words,
        )  # who searches for nothing need not wait for it

        return words(self.event(stored))

    def streams(self, stored: Iterable[StoredEvent]) -> list[Fact]:
        """Stored events, which come by stream and version, as facts.

        Raises BadEvent where one is not whole.
        """
        by_stream = groupby(stored, key=lambda event: str(event.originator_id))
        return [self._fact(stream, tuple(events)) for stream, events in by_stream]

    def _fact(self, stream: str, stored: tuple[StoredEvent, ...]) -> Fact:
        """The fact that rows are: the one that was made of the same rows, where that is kept."""
        fact = self.facts_kept.get(stored)
        if fact is None:
            fact = self._made(stream, stored)
            self.facts_kept.put(stored, fact, _PER_BYTE * sum(len(row.state) for row in stored))
        return fact

    def _made(self, stream: str, stored: tuple[StoredEvent, ...]) -> Fact:
        return _whole(Fact(stream, tuple(map(self.event, stored))))


def _whole(fact: Fact) -> Fact:
    """The fact, if none of its events is gone and the first begins it."""
    last = fact.events[-1].originator_version
    if last != fact.version:
        raise BadEvent(
            f"of the {last} events of {fact.id} {fact.version} are left: something was changed"
            " outside of detente.",
            VERIFY,
            code="events-missing",
        )
    if isinstance(fact.events[0], EVENTS) and not isinstance(fact.events[0], Asserted):
        raise BadEvent(
            f"{fact.id} does not begin with its first report: something was changed outside of"
            " detente.",
            VERIFY,
            code="no-first-report",
        )
    wrong = misplaced(fact)
    if wrong:
        raise BadEvent(f"{fact.id} is not what detente wrote: {wrong}.", VERIFY, code="bad-stream")
    return fact
