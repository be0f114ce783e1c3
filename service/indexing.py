"""Index entries of events: the pairs that they concern, and the flows that they are kept as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.events import Event
from projections.flow_sides import PairKey
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
    return lambda stored: _entry(timeline, judge, timeline.event(stored), stored.state)


def _entry(timeline: Timeline, judge: Judge | None, event: Event, state: bytes) -> IndexEntry:
    found = index_entry(event if judge is None else judge.take(event, state))
    pairs = (*pairs_in_batch(timeline, event), *found.pairs)
    return found._replace(pairs=[*dict.fromkeys(pairs)])


def pairs_in_batch(timeline: Timeline, event: Event) -> Sequence[PairKey]:
    """The pairs of a fact of a batch, where an event is the first row of its own."""
    stream, version = event.originator_id, event.originator_version
    if version == 1 or timeline.store.batches.before(stream) < version - 1:
        return ()
    own = timeline.store.select_own([stream])
    if own and own[0].originator_version < version:
        return ()
    first = timeline.store.select_events(stream, lte=1)
    return pairs_of_event(timeline.event(first[0])) if first else ()
