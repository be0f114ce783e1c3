"""When ties turned from one label to another, and because of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from projections.answer import FIGURES, Found, Plain, Shape
from projections.question import PAIR_WORDS, SPAN, OfPair, Question
from projections.turns import MIN_DAYS, Turns, turns
from projections.turns_json import spell_json, turns_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundTurns(Found):
    """The spells of a span; those under `label` are wanted, all where it is empty."""

    turns: Turns
    label: str

    substance_shape: ClassVar[Shape] = {
        "spells": {
            "label": ...,
            "first": ...,
            "last": ...,
            **FIGURES,
            "because": {"fact": ..., "moved": ...},
            "fading": ...,
        }
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts was known on any day."""
        return any(spell.label != "unknown" for spell in self.turns.spells)

    def plain(self) -> Plain:
        """`detente/turns@1`."""
        return turns_json(self.turns, self.label)

    def rows(self) -> Sequence[Plain]:
        """A row for each spell, its reasons by their handles."""
        spells = map(spell_json, self.turns.of(self.label))  # typed when their schema is
        return [
            {**spell, "because": [move["fact"] for move in spell["because"]]} for spell in spells
        ]


class TurnsQuestion(OfPair):
    """The days on which two actors' ties turned from one label to another, and why."""

    name = "turns"
    rank = 8
    does = "When ties turned, and because of what."
    words = PAIR_WORDS
    options = ("label", *SPAN, "known_on", "recorded_by", "lens")

    first: date | None = None
    label: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        label = typed.label()
        first, last = typed.span()
        fields = {"first": first, "on": last, "label": label, **typed.knowledge()}
        return cls.model_validate({**typed.subject(last), **fields, "lens": typed.lens()})

    def compute(self, evidence: Evidence) -> FoundTurns:
        """The spells, from facts one by one."""
        facts = evidence.of_pair(self.pair)
        span = (self.first, self.as_of)
        return FoundTurns(turns(facts, self.pair, span, self.scope, self.through), self.label)
