"""What a receipt lists of a recording: events, facts, names, and the effects on balances."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from domain.clocks import AsOf
from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded, command_stream
from domain.events import Cancelled, Denied, Event
from domain.fact import DESK, Fact
from projections import effects as effect
from projections.effects import Change, Effect, Effects, Place
from projections.evidence import Evidence
from projections.flow_sides import PairKey
from projections.layer import layer_state
from projections.notation.facts import header
from projections.pairs import Pair, pairs_of_event, view
from projections.receipt import RecordedEvent, RecordedFact
from projections.scope import EVERYTHING
from projections.state import Glance, glance
from service.asking import evidence_of
from service.writable import event_text

if TYPE_CHECKING:
    from service.timeline import Timeline

FOR_EACH_ACTOR: Final = 4
"""Where there are more pairs than so many for each actor, facts are read by their actors."""


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
    tied, covered = effect.tied(changed), effect.covered_day(changed, today)
    of_pairs = effect.of_pairs(tied)
    places = effect.places(tied, today, covered, on)
    weighing = _Weighing(timeline, places, {change.after.id for change in changed})
    found = [weighing.effect(place, of_pairs[place.layer, place.pair.key]) for place in places]
    return effect.effects(found, covered)


class _Weighing:
    """Effects on many pairs: what they have in common is read once, and weighed once."""

    def __init__(
        self, timeline: Timeline, places: Sequence[Place], changed: Container[str]
    ) -> None:
        self._timeline = timeline
        self._evidence: dict[str, Evidence] = {}
        self._by_pair: dict[PairKey, list[Fact]] | None = None
        self._weighed: dict[Hashable, Effect] = {}
        pairs = {place.pair.key for place in places if place.layer == DESK}
        actors = {actor for pair in pairs for actor in pair}
        if len(pairs) > FOR_EACH_ACTOR * len(actors):
            self._by_pair = _by_pair(timeline, actors, changed)

    def effect(self, place: Place, changed: Sequence[Change]) -> Effect:
        """What changes of facts do to the balance of a pair in a layer on a day."""
        layer = place.layer
        if layer not in self._evidence:
            self._evidence[layer] = evidence_of(self._timeline, layer)
        evidence = self._evidence[layer]
        if evidence.summed:
            return _of_sums(place, changed, evidence)
        if self._by_pair is None or layer != DESK:
            there = evidence.of_pair(place.pair)
        else:
            there = self._by_pair.get(place.pair.key, [])
        alike = _alike(place, there, changed)
        if alike in self._weighed:
            return replace(self._weighed[alike], place=place)
        found = _of_facts(place, there, changed)
        if alike is not None:
            self._weighed[alike] = found
        return found


def _by_pair(
    timeline: Timeline, actors: Iterable[str], changed: Container[str]
) -> dict[PairKey, list[Fact]]:
    """The facts of the desk by each pair that they may concern, of pairs among some actors.

    Without those that change: how these are, before and after, is known.
    """
    found: dict[PairKey, list[Fact]] = {}
    read = set[str]()
    for fact in (
        fact
        for actor in sorted(actors)
        for fact in timeline.streams(
            row
            for row in timeline.store.select_actor(actor, DESK)
            if str(row.originator_id) not in changed and str(row.originator_id) not in read
        )
    ):
        read.add(fact.id)
        for pair in dict.fromkeys(pair for event in fact.events for pair in pairs_of_event(event)):
            found.setdefault(pair, []).append(fact)
    return found


def _alike(place: Place, there: Sequence[Fact], changed: Sequence[Change]) -> Hashable:
    """What pairs have in common on which changes have the same effect.

    None where other facts concern the pair, or one of the changes names an actor of its own.
    """
    ids = {change.after.id for change in changed}
    if any(fact.id not in ids for fact in there):
        return None
    if any(
        isinstance(event, Denied | Cancelled) for change in changed for event in change.after.events
    ):
        return None
    return (
        place.day,
        place.layer,
        tuple(
            (change.after.id, _side(change.before, place.pair), _side(change.after, place.pair))
            for change in changed
        ),
    )


def _side(fact: Fact, pair: Pair) -> str:
    """From which side a fact concerns a pair, in words that are the same for all pairs."""
    fact_state = fact.as_of() if fact.events else None
    seen = view(fact_state.content, pair) if fact_state else None
    if seen is None:
        return ""
    return {pair.directions[0]: ">", pair.directions[1]: "<"}.get(seen, seen)


def _of_facts(place: Place, there: Iterable[Fact], changed: Sequence[Change]) -> Effect:
    as_of = AsOf(date.fromordinal(place.day))
    both = effect.before_and_after(there, changed)
    return effect.effect(
        place, (glance(facts, place.pair, as_of) if facts else _nothing(as_of) for facts in both)
    )


@lru_cache(maxsize=64)
def _nothing(as_of: AsOf) -> Glance:
    """What no facts come to, whose ever."""
    return glance((), Pair("-", "--"), as_of)


def _of_sums(place: Place, changed: Sequence[Change], evidence: Evidence) -> Effect:
    as_of = AsOf(date.fromordinal(place.day))
    pair = place.pair
    held = evidence.sums(pair, as_of, EVERYTHING)
    if not effect.alone(held, changed):
        # What is only tried is still among the sums.
        held = effect.without_sums(held, evidence.of_pair(pair))
    both = effect.before_and_after(held.facts, changed)
    answers = (layer_state(held._replace(facts=facts), pair, as_of) for facts in both)
    return effect.effect(place, answers)
