"""Index entries of events: the pairs that they concern, and the flows that they are kept as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.events import Event
from domain.layers import machine_coded
from projections.flow_sides import PairKey
from projections.flows import flows
from projections.pairs import pairs_of_event
from service.store.interface import Index, IndexEntry, IndexEntryOf, NoLongerFlow

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
    in_batches = bool(timeline.store.batches.layers(()))

    def entry(event: Event, state: bytes) -> IndexEntry:
        found = index_entry(event if judge is None else judge.take(event, state))
        return _with_batch(timeline, event, found) if in_batches else found

    return lambda stored: entry(timeline.event(stored), stored.state)


def _with_batch(timeline: Timeline, event: Event, found: IndexEntry) -> IndexEntry:
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


def index_of(timeline: Timeline, events: Sequence[Event]) -> Index:
    """What the index is to keep of events that are recorded together."""
    again = [
        stream
        for stream, number in Counter(event.originator_id for event in events).items()
        if number > 1
    ]
    begun = _begun(timeline, events)
    found = [index_entry(event) for event in events]
    seconds = [
        event.originator_id
        for event in events
        if event.originator_version == 2 and event.originator_id not in begun
    ]
    firsts = timeline.store.select_streams(seconds) if seconds else ()
    left = [
        NoLongerFlow(str(row.originator_id), index_entry(timeline.event(row)))
        for row in firsts
        if row.originator_version == 1
    ]
    return Index(
        pairs=[
            [*dict.fromkeys((*begun.pop(event.originator_id, ()), *each.pairs))]
            for event, each in zip(events, found, strict=True)
        ],
        flows=[
            () if event.originator_id in again else each.flows
            for event, each in zip(events, found, strict=True)
        ],
        left=[leaving for leaving in left if leaving.entry.flows],
    )


def _begun(timeline: Timeline, events: Sequence[Event]) -> dict[str, Sequence[PairKey]]:
    """The pairs of facts of batches that get their first row of their own, by stream."""
    later = {event.originator_id for event in events if event.originator_version > 1}
    names = sorted(name for name in later if machine_coded([name]))
    store = timeline.store
    if not any(store.batches.of(layer) for layer in {name.partition("/")[0] for name in names}):
        return {}
    own = {str(row.originator_id) for row in store.select_own(names)}
    firsts = store.select_streams([name for name in names if name not in own])
    return {
        str(row.originator_id): pairs_of_event(timeline.event(row))
        for row in firsts
        if row.originator_version == 1
    }
