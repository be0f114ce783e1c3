"""Events to bytes and back, under stored names in a closed registry."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, cast

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from domain.actors import Described
from domain.command import Carried
from domain.expectation import Expected
from domain.fact import EVENTS, Event
from service.store.interface import BadEvent

_CLASSES: Final[tuple[type[Event], ...]] = (*EVENTS, Described, Expected, Carried)
REGISTRY: Final[Mapping[str, type[Event]]] = MappingProxyType({cls.stored_as: cls for cls in _CLASSES})
"""Every name on disk, and the class it is read as today. A name that is not here is refused, never imported."""

_FROM_THE_ROW: Final = {"originator_id", "originator_version"}


class Codec(Mapper[str]):
    """Encodes with pydantic's own JSON; stream and version are columns of the row, the rest is its state."""

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The row of an event."""
        event = cast(Event, domain_event)  # a timeline holds no others
        state = event.__pydantic_serializer__.to_json(event, exclude=_FROM_THE_ROW, exclude_defaults=True)
        return StoredEvent(event.originator_id, event.originator_version, event.stored_as, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """The event of a row. Raises BadEvent for a name or bytes that nobody wrote."""
        cls = REGISTRY.get(stored_event.topic)
        if cls is None:
            raise BadEvent(
                f'no event is stored as "{stored_event.topic}" ({stored_event.originator_id} {stored_event.originator_version}).'
            )
        try:
            event = cls.model_validate_json(stored_event.state)
        except ValueError as error:
            raise BadEvent(f"{stored_event.originator_id} {stored_event.originator_version} is no event that detente wrote.") from error
        # Frozen for everybody else; here the event is still being made.
        vars(event).update(originator_id=str(stored_event.originator_id), originator_version=stored_event.originator_version)
        return event
