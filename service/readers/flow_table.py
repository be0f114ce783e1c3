"""Evidence from the flow table: facts of one day as sums, all others one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flows import Flows
from projections.pairs import Pair
from projections.scope import Scope
from service.readers.facts import FactReader

if TYPE_CHECKING:
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

    def of_day(self, pair: Pair, day: int) -> Sequence[Fact]:
        """The facts behind the sums of one day, and those that are not summed."""
        store, key = self._timeline.store, pair.key
        summed = store.select_day(*key, self.layer, day)
        return self._timeline.streams([*summed, *store.select_tied(*key, self.layer)])
