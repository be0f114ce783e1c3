"""The one thing that answers are made from: facts one by one, sums of facts of one day, or both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from domain.actors import Registry
from domain.clocks import AsOf
from domain.expectation import Expected
from domain.fact import Fact
from projections.pairs import Pair
from projections.scope import Scope

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from projections.layer import LayerEvidence
    from projections.question import Question
    from projections.search import Query
    from projections.stats import Tally


class Evidence(Protocol):
    """The facts of one layer of a timeline, read as they are asked for.

    `summed` is whether facts of one day come as sums. If so, `sums` and `sums_of_actor` hold all of
    those, and all other facts are listed one by one.
    """

    @property
    def layer(self) -> str:
        """The layer that is read."""
        ...

    @property
    def summed(self) -> bool:
        """Whether facts of one day come as sums."""
        ...

    @property
    def registry(self) -> Registry:
        """Who is who."""
        ...

    def of_pair(self, pair: Pair) -> Sequence[Fact]:
        """The facts that may concern a pair, by id."""
        ...

    def of_actor(self, actor: str) -> Sequence[Fact]:
        """The facts in which an actor has a part, by id."""
        ...

    def of_all(self) -> Sequence[Fact]:
        """Every fact, by id."""
        ...

    def fact(self, name: str) -> Fact:
        """The fact of that handle or id. Raises InvalidInput with the closest ones."""
        ...

    def layers(self) -> Sequence[str]:
        """The layers that hold facts, the desk first."""
        ...

    def holding(self, query: Query) -> Sequence[Fact]:
        """Facts that may hold every term; others may be among them."""
        ...

    def sums(
        self, pair: Pair, as_of: AsOf, scope: Scope, since: int | None = None
    ) -> LayerEvidence:
        """The facts of a pair, summed where they can be, as far back as matters on any day since.

        `since` is a day number; without it only the day of `as_of` matters.
        """
        ...

    def sums_of_actor(self, actor: str, as_of: AsOf, scope: Scope) -> Mapping[str, LayerEvidence]:
        """The same of every pair of an actor, by the other actor."""
        ...

    def pairs(self) -> Collection[PairKey]:
        """Every pair of which anything may be known, in its stored order."""
        ...

    def sums_of_all(
        self, as_of: AsOf, scope: Scope, since: int
    ) -> Iterable[tuple[PairKey, LayerEvidence]]:
        """The facts of every pair, as `sums` gives them, in no order; a pair may come with none."""
        ...

    def of_day(self, pair: Pair, day: int) -> Sequence[Fact]:
        """The facts of a pair that may have happened on a day, summed ones included."""
        ...

    def tallies(self) -> Sequence[Tally]:
        """How much each machine-coded layer holds."""
        ...

    def expectations(self) -> Sequence[Expected]:
        """What somebody expects of the timeline."""
        ...

    def of_question(self, question: Question) -> Evidence:
        """The evidence for another question about the same timeline."""
        ...

    def of_layer(self, layer: str) -> Evidence:
        """The same timeline in another layer, fact by fact."""
        ...
