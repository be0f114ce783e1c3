"""Index entries of events: the pairs that they concern, and the flows that they are kept as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from domain.content import Content
from domain.events import Asserted, Corrected, Event
from projections.flows import PairKey, flows
from projections.pairs import pairs_of
from service.store.interface import IndexEntry, IndexEntryOf

if TYPE_CHECKING:
    from service.judging import Judge
    from service.timeline import Timeline


def index_entry(event: Event) -> IndexEntry:
    """What an index keeps of an event."""
    return IndexEntry(pairs(event), flows(event))


def index_entry_of(timeline: Timeline, judge: Judge | None = None) -> IndexEntryOf:
    """What the index keeps of a stored event, by the codec and the rules of today.

    A judge looks at each event by the way.
    """
    if judge is None:
        return lambda stored: index_entry(timeline.event(stored))
    return lambda stored: index_entry(judge.take(timeline.event(stored), stored.state))


def pairs(event: Event) -> Sequence[PairKey]:
    """The pairs that a new fact, or new parties of an old one, may concern."""
    if isinstance(event, Asserted):
        return pairs_of(event.content)
    if isinstance(event, Corrected) and event.field == "parties":
        return pairs_of(_PARTIES.corrected("parties", event.value))
    return ()


_PARTIES: Final = Content(
    kind="action", what="agree", actors=(), recipients=(), relation="mutual", title="-"
)
