"""Evidence from the flow table: facts of one day as sums, all others one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flows import Flows
from projections.pairs import Pair
from projections.scope import Scope
from service.readers.facts import FactReader

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from projections.layer import LayerEvidence
    from service.timeline import Timeline


class FlowTableReader(FactReader):
    """The facts of a machine-coded layer, summed by the store where they can be."""

    def __init__(self, timeline: Timeline, layer: str) -> None:
        super().__init__(timeline, layer, summed=True)

    def sums(
        self, pair: Pair, as_of: AsOf, scope: Scope, since: int | None = None
    ) -> LayerEvidence:
        """The facts of a pair as the store sums them, as far back as matters on any day since.

        For a topic all facts are read one by one, because sums have no topics.
        """
        from projections.layer import LayerEvidence  # noqa: PLC0415  # of layers only

        if scope.topic:
            return super().sums(pair, as_of, scope, since)
        store = self._timeline.store
        asked = (*pair.key, self.layer)
        flows, tied = store.select_sums(asked, as_of, scope.domain, since)
        return LayerEvidence(self.layer, flows, self._timeline.streams(tied))

    def sums_of_actor(self, actor: str, as_of: AsOf, scope: Scope) -> Mapping[str, LayerEvidence]:
        """The facts of each pair of an actor as the store sums them, by the other actor."""
        from projections.board import others  # noqa: PLC0415  # of boards only
        from projections.layer import LayerEvidence  # noqa: PLC0415  # of layers only

        if scope.topic:
            return super().sums_of_actor(actor, as_of, scope)
        store = self._timeline.store
        flows = store.select_all_flows(actor, self.layer, as_of, scope.domain)
        summed = {a if b == actor else b: found for (a, b), found in flows.items()}
        facts: dict[str, list[Fact]] = {}
        for fact in self._timeline.streams(store.select_tied_to(actor, self.layer)):
            for other in others(fact, actor):
                facts.setdefault(other, []).append(fact)
        return {
            other: LayerEvidence(self.layer, summed.get(other, Flows()), facts.get(other, ()))
            for other in sorted({*facts, *summed})
        }

    def pairs(self) -> Collection[PairKey]:
        """Every pair of which anything may be known, of summed facts and of others."""
        store = self._timeline.store
        return {*store.select_all_pairs(self.layer), *self._tied()}

    def sums_of_all(
        self, as_of: AsOf, scope: Scope, since: int
    ) -> Iterable[tuple[PairKey, LayerEvidence]]:
        """The facts of every pair as the store sums them, read once for them all."""
        from projections.layer import LayerEvidence  # noqa: PLC0415  # of layers only

        if scope.topic:
            yield from super().sums_of_all(as_of, scope, since)
            return
        tied = {**self._tied()}
        found = self._timeline.store.select_layer_flows(self.layer, as_of, scope.domain, since)
        for pair, flows in found:
            yield pair, LayerEvidence(self.layer, flows, tied.pop(pair, ()))
        for pair, facts in tied.items():
            yield pair, LayerEvidence(self.layer, Flows(), facts)

    def _tied(self) -> Mapping[PairKey, Sequence[Fact]]:
        """The facts of the layer that are not summed, by pair."""
        from projections.panel import facts_by_pair  # noqa: PLC0415  # of panels only

        tied = self._timeline.store.select_all_tied(self.layer)
        return facts_by_pair(self._timeline.streams(tied))

    def of_day(self, pair: Pair, day: int) -> Sequence[Fact]:
        """The facts behind the sums of one day, and those that are not summed."""
        store, key = self._timeline.store, pair.key
        summed = store.select_day(*key, self.layer, day)
        return self._timeline.streams([*summed, *store.select_tied(*key, self.layer)])
