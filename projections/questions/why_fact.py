"""The account of one fact: what it counts for, how that came about, and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from domain.clocks import AsOf
from domain.fact import DESK, Fact
from domain.refusal import InvalidInput, Run
from projections.answer import Found, Plain, Shape
from projections.fact_record import unknown_fact_json
from projections.question import CLOCKS, OfLayer, Question
from projections.why_fact import WhyFact, step_json, why_fact, why_fact_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


_VERDICT: Final[Shape] = {"label": ..., "net": ...}


@dataclass(frozen=True, slots=True)
class FoundWhyFact(Found):
    """The account of a fact that was known."""

    fact: Fact
    why: WhyFact

    substance_shape: ClassVar[Shape] = {
        "fact": ...,
        "status": ...,
        "reason": ...,
        "weight": ...,
        "counted": ...,
        "low": ...,
        "high": ...,
        "account": {"known_on": ..., "before": ..., "after": ...},
        "ties": {"a": ..., "b": ..., "counted": ..., "with": _VERDICT, "without": _VERDICT},
    }

    def plain(self) -> Plain:
        """`detente/why-fact@1`."""
        return why_fact_json(self.why)

    def rows(self) -> Sequence[Plain]:
        """A row for each day on which something was recorded about it."""
        return [step_json(step) for step in self.why.account]


@dataclass(frozen=True, slots=True)
class FoundUnknown(Found):
    """A fact of which nobody could know at the point asked about."""

    fact: Fact
    as_of: AsOf

    substance_shape: ClassVar[Shape] = {"fact": ..., "known": ...}

    @property
    def known(self) -> bool:
        """Nobody could know of it."""
        return False

    def plain(self) -> Plain:
        """`detente/unknown-fact@1`."""
        return unknown_fact_json(self.fact, self.as_of)


class WhyFactQuestion(OfLayer):
    """The account of one fact: what it weighs, what it counted for, and what hangs on it."""

    name = "why-fact"
    group = ""
    words = ("FACT", "Its handle.")
    options = (*CLOCKS, "lens")

    fact: str

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput where no fact is called so."""
        fact = typed.fact()
        fields = {"fact": fact, "layer": fact.partition("/")[0], "lens": typed.lens()}
        return cls.model_validate({**fields, **typed.clocks()})

    def compute(self, evidence: Evidence) -> FoundWhyFact | FoundUnknown:
        """The account from facts one by one."""
        fact = evidence.fact(self.fact)
        desk = evidence.of_layer(DESK)
        found = why_fact(fact, desk.of_pair, self.as_of, self.through)
        return FoundUnknown(fact, self.as_of) if found is None else FoundWhyFact(fact, found)


def named_fact(typed: Typed) -> Question | None:
    """The account of the fact that the one word names; None where it names none.

    Raises InvalidInput where the word can only be a fact's.
    """
    word = typed.words[0]
    try:
        typed.lookup.fact(word)
    except InvalidInput:
        if word.startswith("^") or "/" in word:
            raise
        return None
    label = typed.label()
    if label:
        fix = Run.of("why", "turkey", "russia", label=label)
        raise InvalidInput("a fact has no label; name two actors.", fix, code="no-label-of-a-fact")
    return WhyFactQuestion.read(typed)
