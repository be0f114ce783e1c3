"""What is handed off of a layer, read from a timeline: the one place that says how."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flow_sides import PairKey
from projections.flows import FlowKey
from projections.layer_rows import FactRow, rows_of
from service.archives.columns import Ints, Texts
from service.timeline import PAGE, Timeline

if TYPE_CHECKING:
    from service.store.batches import Batch


class Read(NamedTuple):
    """A fact as it is handed off: as rows, or as itself, where it has to be read each day."""

    fact: Fact
    rows: tuple[FactRow, ...]
    by_itself: bool


class Columns(NamedTuple):
    """Rows that were recorded together and about which nothing was recorded since.

    `pair` and `kind` are places in `pairs` and `kinds`, which are a side and a sort; `keys` are
    their keys within the layer. All of them count. `facts` is of how many facts they are.
    """

    pairs: Sequence[PairKey]
    kinds: Sequence[tuple[int, FlowKey]]
    pair: Ints
    kind: Ints
    day: Ints
    known: Ints
    keys: Texts
    facts: int


def read(timeline: Timeline, layer: str, as_of: AsOf) -> Iterator[Read | Columns]:
    """Every fact of a layer that anybody could know of by then, some thousands at once.

    Facts that were recorded together come in columns, but for those recorded about since.
    """
    batches = timeline.store.batches
    if not batches.of(layer):
        yield from read_singly(timeline, layer, as_of)
        return
    changed: list[str] = []
    for names in _own_names(timeline, layer):
        own = timeline.store.select_own(names)
        firsts = {str(event.originator_id): event.originator_version for event in reversed(own)}
        changed += sorted(name.partition("/")[2] for name, at in firsts.items() if at > 1)
        yield from _as_rows(timeline.streams(batches.completed(own)), as_of)
    for batch in batches.of(layer):
        if batch.counts(as_of.recorded_by):
            yield from _of_batch(timeline, batch, as_of, changed)


def read_singly(timeline: Timeline, layer: str, as_of: AsOf) -> Iterator[Read]:
    """The same, of facts one by one."""
    after = ""
    while page := timeline.facts_after(layer, after, PAGE):
        after = page[-1].id
        yield from _as_rows(page, as_of)


def _own_names(timeline: Timeline, layer: str) -> Iterator[Sequence[str]]:
    """The facts of a layer that have streams of their own, some thousands at once, by name."""
    first, last = f"{layer}/", f"{layer}0"
    while names := timeline.store.own_names(first, last, PAGE + 1):
        # The first is the last of those before.
        yield names[names[0] == first :]
        if len(names) <= PAGE:
            return
        first = names[-1]


def _as_rows(facts: Iterable[Fact], as_of: AsOf) -> Iterator[Read]:
    for fact in facts:
        rows = rows_of(fact, as_of)
        if rows is None or rows:
            yield Read(fact, tuple(rows or ()), rows is None)


def _of_batch(
    timeline: Timeline, batch: Batch, as_of: AsOf, changed: Sequence[str]
) -> Iterator[Read | Columns]:
    """The rows of a batch, but for facts that have streams of their own, by keys in order."""
    batches, recorded = timeline.store.batches, batch.recorded
    opened = batches.opened(batch)
    start, end = bisect_left(changed, recorded.least), bisect_right(changed, recorded.greatest)
    apart = {*opened.places(changed[start:end])} if end > start else set[int]()
    rows = opened.folded
    mine = np.flatnonzero((rows.known <= as_of.known_day) & ~np.isin(rows.row, sorted(apart)))
    row = rows.row[mine]
    yield Columns(
        rows.pairs,
        rows.kinds,
        rows.pair[mine],
        rows.kind[mine],
        rows.day[mine],
        rows.known[mine],
        opened.rows.keys.take(row),
        len(np.unique(row)),
    )
    loose = sorted({at for _, at in rows.loose} - apart)
    for first in range(0, len(loose), PAGE):
        events = batches.events(batch, loose[first : first + PAGE])
        yield from _as_rows(timeline.streams(events), as_of)
