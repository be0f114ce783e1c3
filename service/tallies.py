"""How much each machine-coded layer of a timeline holds."""

from __future__ import annotations

from collections import Counter

from domain.fact import DESK, Fact
from projections.flow_sides import PairKey
from projections.stats import Tally, share
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
    shares = [found for fact in facts if (found := share(fact)) is not None]
    for each in shares:
        of.update(each.pairs)
        days += each.days
    events = sum(len(fact.events) for fact in facts)
    return Tally.of(layer, (events, len(shares)), of, days)
