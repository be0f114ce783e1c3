"""One fact on a day: its content, its sources, its status, and its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from domain.fact import Fact, FactState
from projections.answer import Found, Plain, Shape
from projections.fact_record import fact_json
from projections.question import CLOCKS, Dated, Question
from projections.questions.why_fact import FoundUnknown

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundFact(Found):
    """A fact as it reads at a point on the clocks."""

    fact: Fact
    fact_state: FactState
    as_of: AsOf

    substance_shape: ClassVar[Shape] = {
        "fact": ...,
        "kind": ...,
        "what": ...,
        "domain": ...,
        "parties": ...,
        "dated": ...,
        "status": ...,
        "known_since": ...,
        "weight": ...,
        "grade": ...,
        "reports": {"publisher": ..., "published": ..., "known_on": ...},
        "denials": {"publisher": ..., "published": ..., "known_on": ...},
    }

    def plain(self) -> Plain:
        """`detente/fact@1`."""
        return fact_json(self.fact_state, self.as_of)


class FactQuestion(Dated):
    """One fact: its content, its sources, its status, and its weight."""

    name = "fact"
    command = "show"
    does = "One fact: its sources, status and record."
    rank = 12
    words = ("FACT", "Its handle.")
    options = CLOCKS

    fact: str

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput where no fact is called so."""
        return cls.model_validate({"fact": typed.fact(), **typed.clocks()})

    def compute(self, evidence: Evidence) -> FoundFact | FoundUnknown:
        """The fact, folded at the point asked about."""
        fact = evidence.fact(self.fact)
        found = fact.as_of(self.as_of.known_day, self.as_of.recorded_instant)
        if found is None:
            return FoundUnknown(fact, self.as_of)
        return FoundFact(fact, found, self.as_of)
