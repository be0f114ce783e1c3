"""Facts of one day of every pair of a layer, summed: a batch or a run is read once for them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from eventsourcing.persistence import StoredEvent

from projections.flow_sides import PairKey
from projections.flows import Flow, flows
from service.store.batch_sums import Totals, chosen, counted, left
from service.store.batches import Batch, Batches
from service.store.codec import Codec
from service.store.flows import Asked, AskedOfLayer, Summed
from service.store.pair_sums import PairSums, Run, RunHead
from service.store.row_store import RowStore

if TYPE_CHECKING:
    from service.archives.columns import Ints
    from service.archives.folding import Folded

_CODEC: Final = Codec()


class LayerSums:
    """What is summed of the batches of a layer, for all of its pairs."""

    def __init__(self, kept: RowStore, batches: Batches) -> None:
        self._kept = kept
        self._batches = batches

    def loose(self, layer: str) -> Iterator[tuple[Batch, Sequence[int]]]:
        """The rows that are not summed, by batch."""
        runs, sums = self._of_runs(layer)
        at = {batch.position: batch for batch in self._batches.of(layer)}
        rows: dict[int, set[int]] = {}
        for number, _, written in runs:
            head = RunHead.read(written)
            for position in head.batches:
                rows.setdefault(position, set())
            for data in sums[number].values() if head.loose else ():
                for place, row in PairSums.read(data).loose:
                    rows[head.batches[place]].add(row)
        for position, batch in at.items():
            if position not in rows:
                rows[position] = {row for _, row in self._batches.opened(batch).folded.loose}
            yield batch, sorted(rows[position])

    def of_pairs(
        self, asked: AskedOfLayer, own: Sequence[StoredEvent]
    ) -> Iterator[tuple[PairKey, Summed]]:
        """The sums of every pair that has any, in no order.

        `own` are the events of all facts of the layer that are not summed.
        """
        runs, sums = self._of_runs(asked.layer)
        heads = ((number, RunHead.read(head)) for number, _, head in runs)
        whole, single = chosen(self._batches.of(asked.layer), heads, asked.as_of.recorded_by)
        rows = [
            (self._batches.opened(each).folded, _by_pair(self._batches, each)) for each in single
        ]
        gone = self._flows_left(asked.layer, own, counted(whole, single))
        named = {pair for number, _ in whole for pair in sums[number]}
        for a, b in named.union(*(places for _, places in rows)):
            totals = Totals()
            for number, head in whole:
                data = sums[number].get((a, b))
                if data is not None:
                    totals.add_run(head, PairSums.read(data))
            for folded, places in rows:
                if (a, b) in places:
                    totals.add_folded(folded, places[a, b])
            for flow in gone.get((a, b), ()):
                totals.take_flow(flow)
            if asked.as_of.known_on is not None:
                totals.known_by(asked.as_of.known_day)
            pair = (a, b, asked.layer)
            yield (
                (a, b),
                totals.summed(Asked(pair, asked.as_of, asked.domain, asked.since, asked.as_of.day)),
            )

    def _of_runs(self, layer: str) -> tuple[Sequence[Run], dict[int, dict[PairKey, bytes]]]:
        """The runs of a layer, and what each comes to for each pair."""
        while True:
            runs = self._kept.runs(layer)
            sums = {
                number: {(a, b): data for a, b, data in self._kept.all_sums(number)}
                for number, *_ in runs
            }
            # Another process may have made one run of some of them meanwhile.
            if self._kept.runs(layer) == runs:
                return runs, sums

    def _flows_left(
        self, layer: str, own: Sequence[StoredEvent], positions: set[int]
    ) -> dict[PairKey, list[Flow]]:
        """What facts of batches added that have streams of their own by now, by pair."""
        found: dict[PairKey, list[Flow]] = {}
        for event in left(self._batches, layer, own, positions):
            for pair, flow in flows(_CODEC.to_domain_event(event)):
                found.setdefault(pair, []).append(flow)
        return found


def _by_pair(batches: Batches, batch: Batch) -> dict[PairKey, Ints]:
    """The places of the summed rows of each pair of a batch."""
    import numpy as np  # noqa: PLC0415  # needs an extra

    rows: Folded = batches.opened(batch).folded
    order = np.argsort(rows.pair, kind="stable")
    ends = np.cumsum(np.bincount(rows.pair, minlength=len(rows.pairs)))
    parts = np.split(order, ends[:-1]) if len(rows.pairs) else []
    return {pair: part for pair, part in zip(rows.pairs, parts, strict=True) if len(part)}
