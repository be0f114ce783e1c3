"""What a receipt lists of a recording: events, facts, names, and the effects on balances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from domain.clocks import AsOf
from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded, command_stream
from domain.events import Cancelled, Denied, Event
from projections import effects as effect
from projections.effects import Change, Effect, Effects, Place
from projections.layer import layer_state
from projections.notation.facts import header
from projections.receipt import RecordedEvent, RecordedFact
from projections.scope import EVERYTHING
from projections.state import glance
from service.asking import evidence_of
from service.writable import event_text

if TYPE_CHECKING:
    from service.timeline import Timeline


def listed_events(events: Sequence[Event], positions: Sequence[int]) -> tuple[RecordedEvent, ...]:
    """Events with their lines and positions, as a receipt lists them; none of what is tried."""
    places: Sequence[int | None] = positions or [None] * len(events)
    return tuple(
        RecordedEvent(event, event_text(event), position)
        for event, position in zip(events, places, strict=True)
    )


def listed_fact(change: Change) -> RecordedFact:
    """A fact before and after, as a receipt lists it."""
    fact_state = change.after.as_of()
    if fact_state is None:
        return RecordedFact(*change, "")
    standing = [denial.by for denial in fact_state.denials if denial.open and denial.by]
    return RecordedFact(
        *change,
        line=header(fact_state.content, change.after.handle),
        how=fact_state.how,
        denied_by=tuple(dict.fromkeys(standing)),
        called_off_by=fact_state.called_off_by,
        held=fact_state.held,
    )


def names_of(
    timeline: Timeline, events: Iterable[Event], facts: Iterable[RecordedFact], today: date
) -> dict[str, str]:
    """What the actors are called who deny something or call it off."""
    named = {event.by for event in events if isinstance(event, Denied | Cancelled) and event.by}
    named.update(by for fact in facts for by in fact.denied_by)
    return {by: timeline.registry.name(by, today.toordinal()) for by in named}


_IN_BATCHES: Final = (b'"batch_of":', b'"whole":')
"""What the state of a command holds, in either version, where it is one of several."""


def number_of(timeline: Timeline, events: Sequence[Event]) -> int:
    """The number of the command that recorded events, as `Timeline.commands` counts.

    Only commands that were recorded in several transactions are decoded.
    """
    stream = command_stream(events[0])
    firsts: set[str] = set()
    for row in timeline.store.select_numbered(COMMANDS):
        first = str(row.originator_id)
        if any(mark in row.state for mark in _IN_BATCHES):
            command = timeline.event(row)
            assert isinstance(command, CommandRecorded)
            first = command.batch_of or first
        firsts.add(first)
        if row.originator_id == stream:
            break
    return len(firsts)


# Effects -----------------------------------------------------------------------------------------


def effects_of(
    timeline: Timeline, changed: Sequence[Change], today: date, on: int | None = None
) -> Effects:
    """What changes of facts do to the balances of their pairs, on the days that they cover."""
    of_pairs = effect.of_pairs(changed)
    found = [
        _effect(timeline, place, of_pairs[place.layer, place.pair.key])
        for place in effect.places(changed, today, on)
    ]
    return effect.effects(found, changed, today)


def _effect(timeline: Timeline, place: Place, changed: Sequence[Change]) -> Effect:
    as_of = AsOf(date.fromordinal(place.day))
    pair = place.pair
    evidence = evidence_of(timeline, place.layer)
    if not evidence.summed:
        both = effect.before_and_after(evidence.of_pair(pair), changed)
        return effect.effect(place, (glance(facts, pair, as_of) for facts in both))
    held = evidence.sums(pair, as_of, EVERYTHING)
    if not effect.alone(held, changed):
        # What is only tried is still among the sums.
        held = effect.without_sums(held, evidence.of_pair(pair))
    both = effect.before_and_after(held.facts, changed)
    answers = (layer_state(held._replace(facts=facts), pair, as_of) for facts in both)
    return effect.effect(place, answers)
