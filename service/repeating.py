"""Requests that may be sent again: recorded once, and answered as the first time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Final

from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded, Request
from domain.refusal import InvalidInput
from projections.receipt import Receipt
from service.moment import Moment
from service.timeline import Timeline

_LENGTH: Final = 32
"""Hexadecimal digits of each half of a key."""

Record = Callable[[Timeline, Moment, bool], Receipt]
"""What a request does: records at a moment, or only tries that."""


class OtherBody(InvalidInput):
    """A key that was sent before with another request."""


def key_of(author: str, key: str, body: bytes) -> str:
    """What is kept of a request: a digest of its author and key, and one of what it said."""
    named = sha256(f"{author}\n{key}".encode()).hexdigest()[:_LENGTH]
    return f"{named}:{sha256(body).hexdigest()[:_LENGTH]}"


def once(timeline: Timeline, moment: Moment, record: Record) -> tuple[Receipt, bool]:
    """The receipt of a request, and whether it was recorded before.

    What was recorded under its key is not recorded again: the record up to then is asked what the
    request does, and answers as it did. Raises OtherBody where the key is of another request, and
    else as recording does.
    """
    assert moment.request is not None, "a request that may be sent again is recorded with it"
    found = _recorded(timeline, moment.request.key)
    if found is None:
        return record(timeline, moment, False), False  # noqa: FBT003  # it is recorded
    position, command = found
    request = Request(command.verb, command.text, command.file, command.mode, moment.request.key)
    then = Moment(command.recorded_at, command.known_on, command.author, request)
    first = position - command.count
    receipt = record(timeline.at_position(first - 1), then, True)  # noqa: FBT003  # only tried
    events = tuple(
        replace(each, position=first + place) for place, each in enumerate(receipt.events)
    )
    number = next(
        each.number
        for each in timeline.commands()
        if any(part.position == position for part in each.parts)
    )
    return replace(receipt, dry_run=False, events=events, command=number), True


def _recorded(timeline: Timeline, key: str) -> tuple[int, CommandRecorded] | None:
    """The command that was recorded under a key, with its position; None where none was."""
    named = key.partition(":")[0].encode()
    for row in timeline.store.select_numbered(COMMANDS):
        if named not in row.state:
            continue
        event = timeline.event(row)
        if isinstance(event, CommandRecorded) and event.key.encode().startswith(named):
            if event.key != key:
                said = "that key was sent before with another request."
                raise OtherBody(said, code="key-of-another-request")
            return row.id, event
    return None
