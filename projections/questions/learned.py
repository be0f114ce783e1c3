"""The days on which the answer of a day changed as knowledge came in, and through what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from domain.actors import Registry
from projections.answer import FIGURES, Found, Plain, Shape
from projections.learned import Learning, learned
from projections.learned_json import LearningJson, learned_json, stop_rows
from projections.question import CLOCKS, PAIR_WORDS, OfPair, Question
from projections.questions.state import VERDICT, names

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundLearned(Found):
    """How the answer of one day changed as knowledge came in."""

    learning: Learning
    registry: Registry

    substance_shape: ClassVar[Shape] = {
        "before": {"label": ..., "mixed": ..., "trend": ..., "net": ...},
        "earlier": ...,
        "stops": {
            "known_on": ...,
            **VERDICT,
            **FIGURES,
            "learned": {
                "fact": ...,
                "side": ...,
                "counts": ...,
                "before": ...,
                "after": ...,
                "counted": ...,
                "moved": ...,
                "acts": {"version": ..., "act": ...},
            },
        },
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known, or was on any day shown."""
        found = self.learning
        sights = (found.before, *(stop.sight for stop in found.stops))
        return any(sight.label != "unknown" for sight in sights)

    def plain(self) -> LearningJson:
        """`detente/learned@1`."""
        return learned_json(self.learning, self.named)

    def rows(self) -> Sequence[Plain]:
        """A row for each fact learned at a stop, with what the answer came to since."""
        return [row for stop in self.learning.stops for row in stop_rows(stop, self.named)]

    def beside(self, registry: Registry) -> Plain:
        """The names of the two actors."""
        return {"names": names(registry, self.learning.pair, self.learning.as_of.day)}

    def named(self, actor: str) -> str:
        """What an actor is called on the day asked about."""
        return self.registry.name(actor, self.learning.as_of.day)


class LearnedQuestion(OfPair):
    """The days on which the answer of one day changed as knowledge came in.

    Each with what was learned, by whom, and how the answer read from then on. With a day of
    knowing, what became known after it is left out.
    """

    name = "learned"
    rank = 5
    does = "What is known of a day now, and was not then."
    words = PAIR_WORDS
    options = ("since", "last", *CLOCKS, "lens", "layer")

    since: date | None = None
    last: Annotated[int, Field(ge=1)] | None = None

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        fields = {
            "since": typed.first_day("since"),
            "last": int(typed.option("last")) if typed.has("last") else None,
            "lens": typed.lens(),
            "layer": typed.layer(),
        }
        return cls.model_validate({**typed.subject(typed.on()), **typed.clocks(), **fields})

    def compute(self, evidence: Evidence) -> FoundLearned:
        """The stops, from facts one by one: sums do not say when each became known."""
        facts = evidence.of_layer(self.layer).of_pair(self.pair)
        found = learned(
            facts,
            self.pair,
            self.as_of,
            self.scope,
            self.through,
            since=self.since,
            layer=self.layer,
        )
        return FoundLearned(found.latest(self.last) if self.last else found, evidence.registry)
