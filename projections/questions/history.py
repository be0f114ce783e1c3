"""Everything ever recorded of one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import Fact
from projections.answer import Found, Plain, Shape
from projections.history import event_json, history_json
from projections.question import Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundHistory(Found):
    """The stream of a fact."""

    fact: Fact

    substance_shape: ClassVar[Shape] = {
        "fact": ...,
        "events": {"event": ..., "version": ..., "known_on": ..., "recorded_at": ...},
    }

    def plain(self) -> Plain:
        """`detente/history@1`."""
        return history_json(self.fact)

    def rows(self) -> Sequence[Plain]:
        """A row for each event."""
        return [event_json(event) for event in self.fact.events]


class HistoryQuestion(Question):
    """Everything ever recorded of one fact.

    When it was known, when it was recorded, by whom and why.
    """

    name = "history"
    does = "One fact: its sources, status and record."
    rank = 13
    words = ("FACT", "Its handle.")

    fact: str

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput where no fact is called so."""
        return cls.model_validate({"fact": typed.fact()})

    def compute(self, evidence: Evidence) -> FoundHistory:
        """The fact with all its events."""
        return FoundHistory(evidence.fact(self.fact))
