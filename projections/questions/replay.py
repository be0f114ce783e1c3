"""History day by day, as it happened or as it became known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from domain.edtf import shifted
from projections.answer import FIGURES, Found, Plain, Shape
from projections.phases import By, read_order
from projections.question import PAIR_WORDS, SPAN, OfPair, Question
from projections.replay import Replay, day_json, replay, replay_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

USUAL_DAYS: Final = 30
"""How many days are replayed where no first day is named."""


@dataclass(frozen=True, slots=True)
class FoundReplay(Found):
    """The days of a span on which something is to be said, and the figures before and after."""

    replay: Replay

    substance_shape: ClassVar[Shape] = {
        "before": {"label": ..., **FIGURES},
        "days": {
            "day": ...,
            "label": ...,
            **FIGURES,
            "lines": {"mark": ..., "fact": ..., "moved": ...},
            "fading": ...,
        },
        "fading": ...,
        "after": {"label": ..., **FIGURES},
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known on any of the days."""
        found = self.replay
        glances = (found.before, *(each.glance for each in found.days), found.after)
        return any(glance.label != "unknown" for glance in glances)

    def plain(self) -> Plain:
        """`detente/replay@1`."""
        return replay_json(self.replay)

    def rows(self) -> Sequence[Plain]:
        """A row for each line of each day."""
        rows: list[Plain] = []
        for day in map(day_json, self.replay.days):
            rows += [{"day": day["day"], **line} for line in day["lines"]]
        return rows


class ReplayQuestion(OfPair):
    """Steps through history day by day.

    · happened, ? known or denied, > announced, ~ corrected or retracted. On a terminal: space
    or right for the next day, left for the one before, + and - for speed, q to leave.
    """

    name = "replay"
    rank = 7
    does = "History day by day; on a terminal it steps."
    words = PAIR_WORDS
    options = (*SPAN, "by", "speed", "known_on", "recorded_by", "lens", "layer")

    first: date
    by: By = By.HAPPENED

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words; without a first day, the thirty days up to the last."""
        by = read_order(typed.option("by"))
        first, last = typed.span()
        first = first or shifted(last, 1 - USUAL_DAYS)
        fields = {
            "first": first,
            "on": last,
            "by": by,
            **typed.knowledge(),
            "lens": typed.lens(),
            "layer": typed.layer(),
        }
        return cls.model_validate({**typed.subject(last), **fields})

    def compute(self, evidence: Evidence) -> Found:
        """The days, from facts one by one, or from sums."""
        if evidence.summed:
            from projections.questions.layer_changes import replay_in  # noqa: PLC0415  # of layers only

            return replay_in(self, evidence)
        facts = evidence.of_pair(self.pair)
        span = (self.first, self.as_of)
        found = replay(facts, self.pair, span, self.scope, self.through, by=self.by)
        return FoundReplay(found.of_layer(self.layer))
