"""How much each machine-coded layer of a timeline holds."""

from __future__ import annotations

from collections import Counter
from typing import Final

from domain.fact import DESK, Fact
from projections.flows import PairKey, flows
from projections.stats import Tally
from service.indexing import pairs
from service.timeline import Timeline

MOST_NAMED: Final = 5
"""Pairs that are named, those with the most facts."""


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
        of.update({pair for event in fact.events for pair in pairs(event)})
        if len(fact.events) == 1:
            days += [flow.day for _, flow in flows(fact.events[0])]
    return Tally(
        layer=layer,
        events=sum(len(fact.events) for fact in facts),
        facts=len(facts),
        pairs=len(of),
        actors=len({actor for pair in of for actor in pair}),
        first=min(days, default=None),
        last=max(days, default=None),
        busiest=tuple(sorted(of.items(), key=lambda found: (-found[1], found[0]))[:MOST_NAMED]),
    )
