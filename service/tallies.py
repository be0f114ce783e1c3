"""How much each machine-coded layer of a timeline holds."""

from __future__ import annotations

from collections import Counter

from domain.fact import DESK, Fact
from projections.flow_sides import PairKey
from projections.flows import flows
from projections.pairs import pairs_of_event
from projections.stats import Tally
from service.timeline import Timeline


def tallies(timeline: Timeline) -> list[Tally]:
    """One for each layer but the desk, by name.

    Counted in the index, or from the events where a store has no index that counts.
    """
    layers = [layer for layer in timeline.layers() if layer != DESK]
    found = list(timeline.store.tallies(layers)) if layers else []
    return found or [_counted(layer, timeline.facts(layer)) for layer in layers]


def _counted(layer: str, facts: list[Fact]) -> Tally:
    of: Counter[PairKey] = Counter()
    days: list[int] = []
    for fact in facts:
        of.update({pair for event in fact.events for pair in pairs_of_event(event)})
        if len(fact.events) == 1:
            days += [flow.day for _, flow in flows(fact.events[0])]
    events = sum(len(fact.events) for fact in facts)
    return Tally.of(layer, (events, len(facts)), of, days)
