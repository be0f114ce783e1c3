"""Everything ever recorded of one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import Fact
from domain.refusal import InvalidInput, SetField
from projections.answer import Found, Plain, Shape
from projections.history import Order, event_json, history_json, ordered
from projections.question import Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundHistory(Found):
    """The stream of a fact, in an order."""

    fact: Fact
    order: Order = Order.RECORDED

    substance_shape: ClassVar[Shape] = {
        "fact": ...,
        "events": {"event": ..., "version": ..., "known_on": ..., "recorded_at": ...},
    }

    def plain(self) -> Plain:
        """`detente/history@1`."""
        return history_json(self.fact, self.order)

    def rows(self) -> Sequence[Plain]:
        """A row for each event."""
        return [event_json(event) for event in ordered(self.fact, self.order)]


class HistoryQuestion(Question):
    """Everything ever recorded of one fact.

    When it was known, when it was recorded, by whom and why.
    """

    name = "history"
    does = "One fact: its sources, status and record."
    rank = 13
    words = ("FACT", "Its handle.")
    options = ("order",)

    fact: str
    order: Order = Order.RECORDED

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput where no fact is called so."""
        return cls.model_validate({"fact": typed.fact(), "order": _order(typed.option("order"))})

    def to_plain(self) -> dict[str, object]:
        """The question as plain values; the order only where it is another than that of old.

        So a history that was cited before it could be ordered has the same name.
        """
        plain = super().to_plain()
        kept = self.order is not Order.RECORDED
        return plain if kept else {k: v for k, v in plain.items() if k != "order"}

    def compute(self, evidence: Evidence) -> FoundHistory:
        """The fact with all its events."""
        return FoundHistory(evidence.fact(self.fact), self.order)


def _order(text: str) -> str:
    """The order of that name; as recorded where none is named. Raises InvalidInput."""
    if text and text not in tuple(Order):
        said = f'a history is in the order of recording or of knowledge, not of "{text}".'
        raise InvalidInput(said, *(SetField("order", each) for each in Order), code="unknown-order")
    return text or Order.RECORDED
