"""What is handed off of a layer, read from a timeline: the one place that says how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from domain.clocks import AsOf
from domain.fact import Fact
from projections.layer_rows import FactRow, rows_of
from service.timeline import PAGE, Timeline


class Read(NamedTuple):
    """A fact as it is handed off: as rows, or as itself, where it has to be read each day."""

    fact: Fact
    rows: tuple[FactRow, ...]
    by_itself: bool


def read(timeline: Timeline, layer: str, as_of: AsOf) -> Iterator[Read]:
    """Every fact of a layer that anybody could know of by then, some thousands at once."""
    after = ""
    while page := timeline.facts_after(layer, after, PAGE):
        after = page[-1].id
        for fact in page:
            rows = rows_of(fact, as_of)
            if rows is None or rows:
                yield Read(fact, tuple(rows or ()), rows is None)
