"""Facts that hold a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from projections.answer import Found, Plain, Shape
from projections.question import CLOCKS, Dated, Question
from projections.questions.timeline import LISTED
from projections.search import Found as Hit
from projections.search import Query, found_json, search, search_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundHits(Found):
    """Facts that have every word, the newest first, as many as were wanted."""

    hits: tuple[Hit, ...]
    total: int
    text: str
    as_of: AsOf

    substance_shape: ClassVar[Shape] = {"entries": LISTED}

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return self.total > 0

    def plain(self) -> Plain:
        """`detente/search@1`."""
        return search_json(self.hits, self.text, self.as_of)

    def rows(self) -> Sequence[Plain]:
        """A row for each fact."""
        return [found_json(hit) for hit in self.hits]


class SearchQuestion(Dated):
    """Facts that have every word, in any case and with or without accents.

    The words are looked for in title, note, topics, actors, people, place, episode and sources. An
    actor's name also finds the facts in which it takes part. '"black sea" grain' looks for two
    words side by side.
    """

    name = "search"
    rank = 11
    does = "Literal text in titles, notes, topics, actors and sources."
    words = ("TEXT", "Words, all of them to be found.")
    options = ("last", *CLOCKS)

    text: str
    last: int | None = None

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput for a text without a word to look for."""
        Query.of(typed.text, typed.lookup.registry, typed.on().toordinal())
        number = int(typed.option("last")) if typed.has("last") else None
        return cls.model_validate({"text": typed.text, "last": number, **typed.clocks()})

    def compute(self, evidence: Evidence) -> FoundHits:
        """The facts, from those that may hold the words."""
        query = Query.of(self.text, evidence.registry, self.as_of.day)
        found = search(evidence.holding(query), query, self.as_of)
        return FoundHits(found[: self.last], len(found), self.text, self.as_of)
