"""One question through every lens: how far they agree is information too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.refusal import InvalidInput, SetField
from projections.answer import FIGURES, Found, Plain, Shape
from projections.question import CLOCKS, PAIR_WORDS, OfPair, Question
from projections.spread import row_json, spread, spread_json
from projections.state import State

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundSpread(Found):
    """The state of a pair's ties through each lens, the default one first."""

    answers: tuple[State, ...]

    substance_shape: ClassVar[Shape] = {
        "lenses": {"lens": ..., "label": ..., "momentum": ..., "counted": ..., **FIGURES}
    }

    @property
    def known(self) -> bool:
        """Whether anything is known of the pair."""
        return self.answers[0].known

    def plain(self) -> Plain:
        """`detente/spread@1`."""
        return spread_json(self.answers)

    def rows(self) -> Sequence[Plain]:
        """A row for each lens."""
        return [row_json(answer) for answer in self.answers]


class SpreadQuestion(OfPair):
    """The state of two actors' ties through every lens, side by side."""

    name = "spread"
    group = ""
    words = PAIR_WORDS
    options = CLOCKS

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        return cls.model_validate({**typed.subject(typed.on()), **typed.clocks()})

    def compute(self, evidence: Evidence) -> FoundSpread:
        """The state through each lens, from facts one by one."""
        if evidence.summed:
            raise InvalidInput(
                "every lens of a layer is asked for one by one.",
                SetField("lens", "plover-net@1"),
                SetField("lens", "standing-flow@1"),
                code="one-lens-of-a-layer",
            )
        return FoundSpread(spread(evidence.of_pair(self.pair), self.pair, self.as_of, self.scope))
