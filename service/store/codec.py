"""Events to bytes and back, under stored names in a closed registry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, cast

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from domain.actors import Described
from domain.answer import CitedInWords
from domain.batch import RowsRecorded
from domain.command import RULES, SYNC, SYNC_YES, CommandRecorded
from domain.damage import misfit
from domain.events import EVENTS, Event
from domain.expectation import Expected
from service.store.errors import VERIFY, BadEvent

_CLASSES: Final[tuple[type[Event], ...]] = (
    *EVENTS,
    Described,
    Expected,
    CommandRecorded,
    CitedInWords,
    RowsRecorded,
)
REGISTRY: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {cls.stored_as: cls for cls in _CLASSES}
)
"""Every name on disk, and the class it is read as today.

An unknown name is refused, never imported.
"""

State = dict[str, object]
"""The stored fields of an event."""

Upcast = Callable[[State], tuple[str, State]]
"""What turns the fields of an old version into a stored name and fields of a newer one."""

_VERBS: Final = frozenset(
    [
        "add",
        "schedule",
        "settle",
        "report",
        "deny",
        "confirm",
        "correct",
        "end",
        "suspend",
        "resume",
        "renew",
        "retract",
        "reinstate",
        "import",
        "undo",
    ]
)
_MODES: Final = {" --sync --yes": SYNC_YES, " --sync": SYNC}


def _command_of_version_1(fields: State) -> tuple[str, State]:
    """A command that said in words only which verb, file and mode it had."""
    renamed = {"did": "text", "whole": "batch_of"}
    found = {renamed.get(name, name): value for name, value in fields.items()}
    text = str(found.get("text", ""))
    verb = next((word for word in text.split() if word in _VERBS), "")
    found["verb"] = verb
    if text.startswith("import "):
        file = text.removeprefix("import ")
        if found.get("batch_of"):
            return CommandRecorded.stored_as, found | {
                "file": file.rpartition(" --rules ")[0] or file,
                "mode": RULES,
            }
        ending = next((ending for ending in _MODES if file.endswith(ending)), "")
        found |= {"file": file.removesuffix(ending), "mode": _MODES.get(ending, "")}
    return CommandRecorded.stored_as, found


UPCASTS: Final[Mapping[str, Upcast]] = MappingProxyType(
    {"command.carried/1": _command_of_version_1}
)
"""Stored names of old versions, each with the step to the next; `tests/stored` guards them."""

_FROM_THE_ROW: Final = {"originator_id", "originator_version"}


class _NotFields(Exception):
    """A state that is JSON, but no object."""


def check_columns(stored: StoredEvent) -> None:
    """Raises BadEvent for a row whose columns hold other types than were written.

    SQLite accepts any type in any column.
    """
    written = (str, int, str, bytes)
    found = (stored.originator_id, stored.originator_version, stored.topic, stored.state)
    if tuple(map(type, found)) != written:
        raise _nobodys(stored)


def _nobodys(stored: StoredEvent, why: str = "") -> BadEvent:
    because = f": {why}" if why else ""
    return BadEvent(
        f"{_named(stored)} is not an event that detente wrote{because}.", VERIFY, code="bad-event"
    )


def _object(pairs: list[tuple[str, object]]) -> State:
    """An object of JSON. Raises ValueError where a field is there twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field is there twice")
    return found


def _holds(whole: object, part: object) -> bool:
    """Whether plain values have all that others have, of the same types: True is not 1."""
    if isinstance(part, dict):
        fields = cast("State", part)  # the keys of JSON are text
        there = cast("State", whole) if isinstance(whole, dict) else {}
        return all(name in there and _holds(there[name], fields[name]) for name in fields)
    if isinstance(part, list):
        items = cast("list[object]", part)
        there_too = cast("list[object]", whole) if isinstance(whole, list) else []
        return len(there_too) == len(items) and all(map(_holds, there_too, items))
    return type(whole) is type(part) and whole == part


def state_of(event: Event) -> bytes:
    """The state of an event, as it is stored today."""
    return event.__pydantic_serializer__.to_json(
        event, exclude=_FROM_THE_ROW, exclude_defaults=True
    )


def row_of(event: Event) -> StoredEvent:
    """The row of an event that is known to be whole."""
    return StoredEvent(
        event.originator_id, event.originator_version, event.stored_as, state_of(event)
    )


def _stands_for(event: Event, state: bytes) -> bool:
    """Whether an event says all that a state does, which may have been written differently once.

    Its fields in another order, or with what is left out today because it is the default.
    """
    whole: object = json.loads(event.__pydantic_serializer__.to_json(event, exclude=_FROM_THE_ROW))
    return _holds(whole, json.loads(state, object_pairs_hook=_object))


def _named(stored: StoredEvent) -> str:
    return f"{stored.originator_id} {stored.originator_version}"


class Codec(Mapper[str]):
    """Encodes with pydantic's own JSON.

    Stream and version are columns of the row, the rest is its state.
    """

    def __init__(
        self,
        registry: Mapping[str, type[Event]] = REGISTRY,
        upcasts: Mapping[str, Upcast] = UPCASTS,
    ) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._registry = registry
        self._upcasts = upcasts

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The row of an event."""
        event = cast(Event, domain_event)  # a timeline holds no others
        wrong = misfit(event)
        # It could not be read again.
        assert not wrong, f"{event.originator_id} {event.originator_version}: {wrong}"
        return StoredEvent(
            event.originator_id, event.originator_version, event.stored_as, state_of(event)
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """The event of a row. Raises BadEvent for a name or bytes that nobody wrote."""
        check_columns(stored_event)
        topic, state = stored_event.topic, stored_event.state
        try:
            if topic in self._upcasts:
                topic, state = self._upcast(topic, state)
            cls = self._registry.get(topic)
            event = cls.model_validate_json(state) if cls is not None else None
            whole = event is not None and (state_of(event) == state or _stands_for(event, state))
        except (ValueError, RecursionError, _NotFields) as error:
            raise _nobodys(stored_event) from error
        if event is None:
            raise BadEvent(
                f'no event is stored as "{stored_event.topic}" ({_named(stored_event)}).',
                VERIFY,
                code="unknown-event",
            )
        wrong = misfit(event) if whole else "it has other fields than detente writes"
        if wrong:
            raise _nobodys(stored_event, wrong)
        # Frozen for everybody else; here the event is still being made.
        vars(event).update(
            originator_id=str(stored_event.originator_id),
            originator_version=stored_event.originator_version,
        )
        return event

    def _upcast(self, topic: str, state: bytes) -> tuple[str, bytes]:
        """The name and fields as today's version has them, step by step."""
        fields: object = json.loads(state)
        if not isinstance(fields, dict):
            raise _NotFields
        fields = cast(State, fields)  # the keys of JSON are text
        while topic in self._upcasts:
            topic, fields = self._upcasts[topic](fields)
        return topic, json.dumps(fields).encode()


def events_of(rows: Iterable[tuple[str, int, str, bytes]]) -> Iterator[Event]:
    """Events by stream, version, topic and state. Raises BadEvent for a row that nobody wrote."""
    codec = Codec()
    return (codec.to_domain_event(StoredEvent(*row)) for row in rows)
