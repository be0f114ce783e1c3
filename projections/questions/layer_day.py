"""Every fact of one day behind a layer's figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.refusal import InvalidInput, SetField
from projections.answer import Found, Plain, Shape
from projections.layer import layer_state
from projections.layer_why import OpenDay, open_day
from projections.layer_why_json import day_rows, open_day_json
from projections.question import CLOCKS, PAIR_WORDS, OfPair, Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundDay(Found):
    """The facts of one day, and what each counts for in a layer's answer."""

    opened: OpenDay

    substance_shape: ClassVar[Shape] = {
        "net": ...,
        "facts": {"fact": ..., "view": ..., "counted": ..., "low": ..., "high": ..., "reason": ...},
    }

    @property
    def known(self) -> bool:
        """Whether anything is known of the pair."""
        return self.opened.answer.known

    def plain(self) -> Plain:
        """`detente/layer-day@1`."""
        return open_day_json(self.opened)

    def rows(self) -> Sequence[Plain]:
        """A row for each fact."""
        return day_rows(self.opened.pair_facts)


class LayerDayQuestion(OfPair):
    """Every fact of one day behind a layer's figure."""

    name = "layer-day"
    group = ""
    words = PAIR_WORDS
    options = ("layer", "day", *CLOCKS)

    day: date

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput for more than one day."""
        subject = {**typed.subject(typed.on()), **typed.clocks(), "layer": typed.layer()}
        before = len(typed.notes)
        day = typed.day("day")
        if len(typed.notes) > before:
            said = f"{typed.option('day')} is more than one day."
            raise InvalidInput(said, SetField("day", str(day)), code="more-than-a-day")
        return cls.model_validate({**subject, "day": day})

    def compute(self, evidence: Evidence) -> FoundDay:
        """The facts of the day beside the layer's answer."""
        pair, as_of, scope = self.pair, self.as_of, self.scope
        answer = layer_state(evidence.sums(pair, as_of, scope), pair, as_of, scope)
        day = self.day.toordinal()
        return FoundDay(open_day(evidence.of_day(pair, day), answer, day, scope))
