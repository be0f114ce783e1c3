"""The library's application over one of our stores: it puts events in, and takes streams out as facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Unpack, cast

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

from domain.fact import Event, Fact
from domain.problem import Failure
from service.store.codec import Codec
from service.store.interface import Head, Index, StoreFailure, TimelineRecorder


class Conflict(Failure):
    """Somebody else recorded something of the same fact in the meantime."""


class StoreApplication(Application[str]):
    """An application whose environment variables have no say: recorder and codec are given."""

    def __init__(self, recorder: TimelineRecorder) -> None:
        self.store = recorder
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """An empty environment."""
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[TrackingRecorder]:
        """A factory whose recorder and mapper are not used."""
        return cast("InfrastructureFactory[TrackingRecorder]", POPOFactory(env))  # its own subclass, in an invariant parameter

    def construct_mapper(self) -> Mapper[str]:
        """Our own codec."""
        return Codec()

    def construct_recorder(self) -> TimelineRecorder:
        """The recorder given."""
        return self.store

    def close(self) -> None:
        """Lets go of the store."""
        super().close()
        self.store.close()

    def head(self) -> Head:
        """How far the store has come."""
        return self.store.head()

    def put(self, events: Sequence[Event], **index: Unpack[Index]) -> list[int]:
        """Records numbered events with what the index is to keep of them, in one transaction; returns their positions.

        Raises Conflict where a version of a stream is there already, StoreFailure where the store cannot be written.
        """
        try:
            recordings = self.events.put(events, **index)
        except IntegrityError as error:
            there = next((event for event in events if self._taken(event)), None)
            if there is None:
                raise StoreFailure(f"the store refused that: {error}.") from error
            raise Conflict(f'somebody else changed "{there.originator_id}" just now; look at it, and try again.') from error
        return [recording.notification.id for recording in recordings]

    def _taken(self, event: Event) -> bool:
        """Whether an event's place in its stream is taken."""
        version = event.originator_version
        return bool(self.store.select_events(event.originator_id, gt=version - 1, lte=version))

    def event(self, stored: StoredEvent) -> Event:
        """A stored event as it is read today."""
        return cast(Event, self.mapper.to_domain_event(stored))  # our codec makes no others

    def streams(self, stored: Iterable[StoredEvent]) -> list[Fact]:
        """Stored events, which come by stream and version, as facts."""
        return [
            Fact(stream, tuple(map(self.event, events))) for stream, events in groupby(stored, key=lambda event: str(event.originator_id))
        ]
