"""The state of two actors' ties as a machine-coded layer sums them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.actors import Registry
from projections.answer import FIGURES, Found, Plain, Shape
from projections.layer import LayerState, layer_state
from projections.layer_json import layer_state_json, sum_json
from projections.question import OfPair
from projections.questions.state import CONTRIBUTION, STATUS, VERDICT, names

if TYPE_CHECKING:
    from projections.evidence import Evidence


@dataclass(frozen=True, slots=True)
class FoundLayerState(Found):
    """The state of a pair's ties, from sums of facts of one day and all other facts one by one."""

    state: LayerState

    substance_shape: ClassVar[Shape] = {
        "verdict": VERDICT,
        "score": FIGURES,
        "directions": {"*": FIGURES},
        "dimensions": {"*": FIGURES},
        "domains": {"*": {**VERDICT, **FIGURES}},
        "sums": {"what": ..., "domain": ..., "view": ..., "facts": ..., "counted": ...},
        "contributions": CONTRIBUTION,
        "not_counted": STATUS,
        "usual": ...,
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known of the pair."""
        return self.state.label != "unknown"

    def plain(self) -> Plain:
        """`detente/layer-state@2`."""
        return layer_state_json(self.state)

    def rows(self) -> Sequence[Plain]:
        """A row for each sum."""
        return [sum_json(part, self.state.pair) for part in self.state.parts]

    def beside(self, registry: Registry) -> Plain:
        """The names of the two actors."""
        return {"names": names(registry, self.state.pair, self.state.as_of.day)}


def found_in(question: OfPair, evidence: Evidence) -> FoundLayerState:
    """The state of a pair as a layer has it."""
    pair, as_of, scope = question.pair, question.as_of, question.scope
    return FoundLayerState(layer_state(evidence.sums(pair, as_of, scope), pair, as_of, scope))
