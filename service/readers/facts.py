"""Evidence from facts one by one: always right, for every lens and every point on the clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.expectation import Expected
from domain.fact import Fact
from projections.evidence import Evidence
from projections.pairs import Pair
from projections.scope import Scope

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from projections.layer import LayerEvidence
    from projections.question import Question
    from projections.search import Query
    from projections.stats import Tally
    from service.timeline import Timeline


class FactReader:
    """The facts of one layer of a timeline, folded as they are asked for.

    `summed` is whether they are to be summed as a layer's, by the question that asks for sums: its
    answer is then the one from a store's own sums.
    """

    def __init__(self, timeline: Timeline, layer: str, *, summed: bool = False) -> None:
        self._timeline = timeline
        self.layer = layer
        self.summed: Final = summed

    @property
    def registry(self) -> Registry:
        """Who is who."""
        return self._timeline.registry

    def of_pair(self, pair: Pair) -> Sequence[Fact]:
        """The facts that may concern a pair, by id."""
        return self._timeline.pair_facts(pair, self.layer)

    def of_actor(self, actor: str) -> Sequence[Fact]:
        """The facts in which an actor has a part, by id."""
        return self._timeline.actor_facts(actor, self.layer)

    def of_all(self) -> Sequence[Fact]:
        """Every fact of the layer, by id."""
        return self._timeline.facts(self.layer)

    def fact(self, name: str) -> Fact:
        """The fact of that handle or id. Raises UnknownFact with the closest ones."""
        return self._timeline.fact(name, self.layer)

    def layers(self) -> Sequence[str]:
        """The layers that hold facts, the desk first."""
        return self._timeline.layers()

    def holding(self, query: Query) -> Sequence[Fact]:
        """Facts that may hold every term, from the index of words where there is one."""
        return self._timeline.facts_holding(query, self.layer)

    def sums(
        self,
        pair: Pair,
        as_of: AsOf,  # noqa: ARG002  # all there is is read
        scope: Scope,  # noqa: ARG002  # likewise
        since: int | None = None,  # noqa: ARG002  # likewise
    ) -> LayerEvidence:
        """All facts of the pair, none of them summed."""
        from projections.flows import Flows  # noqa: PLC0415  # of layers only
        from projections.layer import LayerEvidence  # noqa: PLC0415  # likewise

        return LayerEvidence(self.layer, Flows(), self.of_pair(pair))

    def sums_of_actor(
        self,
        actor: str,
        as_of: AsOf,  # noqa: ARG002  # all there is is read
        scope: Scope,  # noqa: ARG002  # likewise
    ) -> Mapping[str, LayerEvidence]:
        """All facts of each pair of an actor, none of them summed."""
        from projections.board import others  # noqa: PLC0415  # of boards only
        from projections.flows import Flows  # noqa: PLC0415  # likewise
        from projections.layer import LayerEvidence  # noqa: PLC0415  # of layers only

        by_other: dict[str, list[Fact]] = {}
        for fact in self.of_actor(actor):
            for other in others(fact, actor):
                by_other.setdefault(other, []).append(fact)
        return {
            other: LayerEvidence(self.layer, Flows(), facts) for other, facts in by_other.items()
        }

    def pairs(self) -> Collection[PairKey]:
        """Every pair of which anything may be known."""
        from projections.panel import facts_by_pair  # noqa: PLC0415  # of panels only

        return facts_by_pair(self.of_all()).keys()

    def sums_of_all(
        self,
        as_of: AsOf,  # noqa: ARG002  # all there is is read
        scope: Scope,  # noqa: ARG002  # likewise
        since: int,  # noqa: ARG002  # likewise
    ) -> Iterable[tuple[PairKey, LayerEvidence]]:
        """All facts of every pair, none of them summed."""
        from projections.flows import Flows  # noqa: PLC0415  # of layers only
        from projections.layer import LayerEvidence  # noqa: PLC0415  # likewise
        from projections.panel import facts_by_pair  # noqa: PLC0415  # of panels only

        for pair, facts in facts_by_pair(self.of_all()).items():
            yield pair, LayerEvidence(self.layer, Flows(), facts)

    def of_day(self, pair: Pair, day: int) -> Sequence[Fact]:  # noqa: ARG002  # all there is is read
        """All facts of the pair."""
        return self.of_pair(pair)

    def tallies(self) -> Sequence[Tally]:
        """How much each machine-coded layer holds."""
        from service.tallies import tallies  # noqa: PLC0415  # of `stats` only

        return tallies(self._timeline)

    def expectations(self) -> Sequence[Expected]:
        """What somebody expects of the timeline."""
        return self._timeline.expectations()

    def of_question(self, question: Question) -> Evidence:
        """The evidence for another question about the same timeline."""
        from service.asking import evidence_for  # noqa: PLC0415  # it chooses between the readers

        return evidence_for(self._timeline, question)

    def of_layer(self, layer: str) -> Evidence:
        """The same timeline in another layer, fact by fact."""
        return self if layer == self.layer else FactReader(self._timeline, layer)
