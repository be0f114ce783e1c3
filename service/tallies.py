"""How much each machine-coded layer of a timeline holds."""

from __future__ import annotations

from domain.fact import DESK
from projections.stats import Tally
from service.timeline import Timeline


def tallies(timeline: Timeline) -> list[Tally]:
    """One for each layer but the desk; none of a timeline in memory, where nothing else is kept."""
    layers = [layer for layer in timeline.layers() if layer != DESK]
    if not layers:
        return []
    # Here and not above: the database layer takes longer to import than an answer from the sample
    # takes.
    from service.store.recorder import SqlRecorder  # noqa: PLC0415  # see above

    store = timeline.store
    return [store.tally(layer) for layer in layers] if isinstance(store, SqlRecorder) else []
