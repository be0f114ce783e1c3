"""Hindsight: what is known of a day now and was not then, and what was believed then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from projections.answer import Found, Plain, Shape
from projections.hindsight import Hindsight, hindsight, hindsight_json
from projections.question import CLOCKS, PAIR_WORDS, OfPair, Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundHindsight(Found):
    """One day's ties as known that day and since, and what was learned or revised."""

    hindsight: Hindsight

    substance_shape: ClassVar[Shape] = {
        "then": {"label": ..., "trend": ..., "net": ...},
        "now": {"label": ..., "trend": ..., "net": ...},
        "learned": {"fact": ..., "known_on": ..., "counted": ..., "reason": ...},
        "revised": {"fact": ..., "counted_then": ..., "counted_now": ...},
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts was known then or is known now."""
        return not self.hindsight.then.label == self.hindsight.now.label == "unknown"

    def plain(self) -> Plain:
        """`detente/hindsight@1`."""
        return hindsight_json(self.hindsight)


class HindsightQuestion(OfPair):
    """What is known of a day now that was not known by the end of it.

    Facts that were believed then and are denied or corrected today are included. With a day of
    knowing, what was known by then instead of now.
    """

    name = "hindsight"
    rank = 5
    does = "What is known of a day now, and was not then."
    words = PAIR_WORDS
    options = (*CLOCKS, "lens", "layer")

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        subject = typed.subject(typed.on())
        fields = {"lens": typed.lens(), "layer": typed.layer()}
        return cls.model_validate({**subject, **typed.clocks(), **fields})

    def compute(self, evidence: Evidence) -> Found:
        """The comparison, from facts one by one, or from sums."""
        pair, as_of, scope = self.pair, self.as_of, self.scope
        if evidence.summed:
            from projections.questions.layer_changes import hindsight_in  # noqa: PLC0415  # of layers only

            return hindsight_in(self, evidence)
        found = hindsight(evidence.of_pair(pair), pair, as_of, scope, self.through)
        return FoundHindsight(found.of_layer(self.layer))
