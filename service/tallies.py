"""How much each machine-coded layer of a timeline holds."""

from __future__ import annotations

from domain.fact import DESK
from projections.stats import Tally
from service.timeline import Timeline


def tallies(timeline: Timeline) -> list[Tally]:
    """One for each layer but the desk, by name; none of a store that cannot count."""
    layers = [layer for layer in timeline.layers() if layer != DESK]
    return list(timeline.store.tallies(layers)) if layers else []
