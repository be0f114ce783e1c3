"""A batch as an event among others: how many facts it is about, and some of them by name."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from domain.events import Event

if TYPE_CHECKING:
    from service.timeline import Timeline


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
