"""A batch as an event among others: how many facts it is about, and some of them by name."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.answer import STREAM as ANSWERS
from domain.batch import STREAM as BATCHES
from domain.command import STREAM as COMMANDS
from domain.events import Event

if TYPE_CHECKING:
    from service.timeline import Timeline


PAGE: Final = 5_000
"""How many events are looked at at once."""


class BatchRows(NamedTuple):
    """How many facts an event of a batch is about, and what it says of those that are named."""

    number: int
    events: list[Event]


def rows_of_batch(timeline: Timeline, event: Event, named: Container[str]) -> BatchRows:
    """What an event of a batch says of facts; `named` has handles or ids."""
    version = event.originator_version
    layer = event.originator_id.split("/")[1]
    batches = timeline.store.batches
    batch = next(each for each in batches.of(layer) if each.stream == event.originator_id)
    number = batch.recorded.rows
    if isinstance(named, tuple) and not named:
        return BatchRows(number, [])
    opened = batches.opened(batch)
    wanted = [
        at
        for at, key in enumerate(opened.rows.keys.to_pylist())
        if key in named or f"{layer}/{key}" in named
    ]
    events = [each for each in opened.events(wanted) if each.originator_version == version]
    return BatchRows(number, events)


def recorded_since(
    timeline: Timeline, position: int, named: Container[str]
) -> tuple[int, list[Event]]:
    """How many events were recorded of facts after a position, and those of some facts.

    `named` has the handles or ids of these.
    """
    number, found = 0, list[Event]()
    while page := timeline.store.select_notifications(
        start=position, limit=PAGE, inclusive_of_start=False
    ):
        position = page[-1].id
        for row in page:
            stream = str(row.originator_id)
            layer, _, handle = stream.partition("/")
            if layer == BATCHES:
                rows = rows_of_batch(timeline, timeline.event(row), named)
                number += rows.number
                found += rows.events
            elif layer not in (COMMANDS, ANSWERS):
                number += 1
                is_named = handle in named or stream in named
                found += [timeline.event(row)] if is_named else []
    return number, found
