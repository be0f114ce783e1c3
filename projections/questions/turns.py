"""When ties turned from one label to another, and because of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from projections.answer import FIGURES, Found, Plain, Shape
from projections.phases import By, read_order
from projections.question import PAIR_WORDS, SPAN, OfPair, Question
from projections.turns import MIN_DAYS, Turns, at_least_a_day, turns
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
            "kind": ...,
            "first": ...,
            "last": ...,
            "direction": ...,
            "interruptions": ...,
            **FIGURES,
            "because": {"fact": ..., "moved": ...},
            "unreported": {"fact": ..., "moved": ...},
            "sums": {"what": ..., "domain": ..., "view": ..., "facts": ..., "moved": ...},
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
        spells = [spell_json(spell, self.turns.pair) for spell in self.turns.of(self.label)]
        return [
            {
                **spell,
                "because": [move["fact"] for move in spell["because"]],
                "despite": [move["fact"] for move in spell["despite"]],
                "unreported": [move["fact"] for move in spell["unreported"]],
                "sums": [part["what"] for part in spell["sums"]],
            }
            for spell in spells
        ]


class TurnsQuestion(OfPair):
    """The days on which two actors' ties turned, and why.

    Ties turn when they come under another label for --min-days at least, when facts of one day
    move the balance by 1.0 or more, and when a war or a break of relations begins or ends.
    """

    name = "turns"
    rank = 8
    does = "When ties turned, and because of what."
    words = PAIR_WORDS
    options = ("label", "min_days", *SPAN, "by", "known_on", "recorded_by", "lens", "layer")

    first: date | None = None
    label: str = ""
    min_days: Annotated[int, Field(ge=1)] = MIN_DAYS
    by: By = By.HAPPENED

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        label = typed.label()
        first, last = typed.span()
        days = int(typed.option("min_days")) if typed.has("min_days") else MIN_DAYS
        fields = {
            "first": first,
            "on": last,
            "label": label,
            "min_days": at_least_a_day(days),
            "by": read_order(typed.option("by")),
            "lens": typed.lens(),
            "layer": typed.layer(),
            **typed.knowledge(),
        }
        return cls.model_validate({**typed.subject(last), **fields})

    def compute(self, evidence: Evidence) -> FoundTurns:
        """The spells, from facts one by one, or from sums.

        Sums do not say when each fact became known.
        """
        pair, scope, span = self.pair, self.scope, (self.first, self.as_of)
        if evidence.summed and self.by is By.HAPPENED:
            from projections.layer_turns import layer_turns  # noqa: PLC0415  # of layers only

            since = 1 if self.first is None else self.first.toordinal()
            held = evidence.sums(pair, self.as_of, scope, since)
            return FoundTurns(layer_turns(held, pair, span, scope, self.min_days), self.label)
        facts = evidence.of_layer(self.layer).of_pair(pair)
        found = turns(
            facts,
            pair,
            span,
            scope,
            self.through,
            by=self.by,
            min_days=self.min_days,
            layer=self.layer,
        )
        return FoundTurns(found, self.label)
