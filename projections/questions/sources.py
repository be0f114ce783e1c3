"""Where the facts come from: each origin with its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from projections.answer import Found, Plain, Shape
from projections.pairs import Pair
from projections.question import Question
from projections.sources import Source, source_json, sources, sources_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundSources(Found):
    """The origins of reports, those with most reports first."""

    sources: tuple[Source, ...]
    pair: Pair | None

    substance_shape: ClassVar[Shape] = {"sources": ...}

    def plain(self) -> Plain:
        """`detente/sources@1`."""
        return sources_json(self.sources, self.pair)

    def rows(self) -> Sequence[Plain]:
        """A row for each origin."""
        return [source_json(source) for source in self.sources]


class SourcesQuestion(Question):
    """Where the facts come from.

    Each origin with its reports, the facts that rest on it alone, and its first and last report.
    """

    name = "sources"
    does = "Who is who, what can happen, who says what."
    group = "Data"
    rank = 3
    words = ("[A B]", "Only for the facts of two actors.")

    actors: tuple[str, ...] = ()

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        actors = typed.pair(typed.words, typed.today) if typed.words else ()
        return cls.model_validate({"actors": tuple(actors)})

    def compute(self, evidence: Evidence) -> FoundSources:
        """The origins of the facts of a pair, or of all."""
        pair = Pair.of(*self.actors) if self.actors else None
        facts = evidence.of_pair(pair) if pair else evidence.of_all()
        states = [found for fact in facts if (found := fact.as_of()) is not None]
        return FoundSources(sources(states), pair)
