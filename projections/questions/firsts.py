"""The first fact of each domain between two actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from typing_extensions import TypedDict

from domain.clocks import AsOf
from domain.typed import Period
from projections.answer import Found, Plain, Shape
from projections.pairs import Pair
from projections.plain import ClocksJson, Handle, Text
from projections.question import CLOCKS, PAIR_WORDS, OfPair, Question
from projections.state_json import clocks_json
from projections.timeline import Entry, Span, timeline

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


class FirstJson(TypedDict):
    """The first fact of a domain."""

    domain: Text
    """The domain."""
    fact: Handle
    """The fact."""


class FirstsJson(ClocksJson):
    """The first fact of each domain between two actors."""

    schema: Literal["detente/firsts@1"]
    firsts: list[FirstJson]
    """In order of time."""


@dataclass(frozen=True, slots=True)
class FoundFirsts(Found):
    """The first fact of each domain, in order of time."""

    firsts: tuple[Entry, ...]
    pair: Pair
    as_of: AsOf

    substance_shape: ClassVar[Shape] = {"firsts": ...}

    @property
    def known(self) -> bool:
        """Whether there is any."""
        return bool(self.firsts)

    def plain(self) -> FirstsJson:
        """`detente/firsts@1`."""
        return {
            "schema": "detente/firsts@1",
            **clocks_json(self.as_of),
            "firsts": [
                {"domain": entry.fact_state.content.domain, "fact": entry.fact_state.handle}
                for entry in self.firsts
            ],
        }

    def rows(self) -> Sequence[Plain]:
        """A row for each domain."""
        return self.plain()["firsts"]


class FirstsQuestion(OfPair):
    """The first fact of each domain between two actors, as known on a day."""

    name = "firsts"
    does = "The first fact of each domain."
    words = PAIR_WORDS
    options = CLOCKS

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        return cls.model_validate({**typed.subject(typed.on()), **typed.clocks()})

    def compute(self, evidence: Evidence) -> FoundFirsts:
        """The first of each, from facts one by one."""
        firsts: dict[str, Entry] = {}
        for entry in timeline(
            evidence.of_pair(self.pair), self.as_of, Span(Period(None, None).window), self.scope
        ):
            firsts.setdefault(entry.fact_state.content.domain, entry)
        return FoundFirsts(tuple(firsts.values()), self.pair, self.as_of)
