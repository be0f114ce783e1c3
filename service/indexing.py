"""Index entries of events: the pairs that they concern, and the flows that they are kept as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.events import Event
from projections.flows import flows
from projections.pairs import pairs_of_event
from service.store.interface import IndexEntry, IndexEntryOf

if TYPE_CHECKING:
    from service.judging import Judge
    from service.timeline import Timeline


def index_entry(event: Event) -> IndexEntry:
    """What an index keeps of an event."""
    return IndexEntry(pairs_of_event(event), flows(event))


def index_entry_of(timeline: Timeline, judge: Judge | None = None) -> IndexEntryOf:
    """What the index keeps of a stored event, by the codec and the rules of today.

    A judge looks at each event by the way.
    """
    if judge is None:
        return lambda stored: index_entry(timeline.event(stored))
    return lambda stored: index_entry(judge.take(timeline.event(stored), stored.state))
