"""The account of a pair's figures: what each fact counts for, and the answer without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from domain.actors import Registry
from domain.refusal import InvalidInput, Run, SetField
from projections.answer import FIGURES, Found, Plain, Shape
from projections.layer_why import ACCOUNT_DAYS, LayerWhy, layer_why
from projections.layer_why_json import day_part_json
from projections.layer_why_json import why_json as layer_why_json
from projections.lenses.standing_flow import LENS
from projections.question import CLOCKS, OfPair, Question
from projections.questions.state import STATUS
from projections.why import Why, part_json, why, why_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

_WITHOUT: Final[Shape] = {"label": ..., "net": ...}


@dataclass(frozen=True, slots=True)
class FoundWhy(Found):
    """The account of a pair's figures, fact by fact; `asked_label` is what they may have been."""

    why: Why
    asked_label: str = ""

    substance_shape: ClassVar[Shape] = {
        "label": ...,
        "net": ...,
        "parts": {"fact": ..., "counted": ..., "low": ..., "high": ..., "without": _WITHOUT},
        "not_counted": STATUS,
        "account": {
            "before": {"label": ..., **FIGURES},
            "after": {"label": ..., **FIGURES},
            "moved": ...,
            "fading": ...,
            "reasons": {"fact": ..., "moved": ...},
        },
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known of the pair."""
        return self.why.answer.label != "unknown"

    @property
    def were_they(self) -> bool:
        """Whether the ties had the label that was asked about, or were mixed."""
        verdict = self.why.answer.verdict
        return self.asked_label == verdict.label or (verdict.mixed and self.asked_label == "mixed")

    def plain(self) -> Plain:
        """`detente/why@1`."""
        return why_json(self.why)

    def rows(self) -> Sequence[Plain]:
        """A row for each fact that counts or may count."""
        return [part_json(part, self.why.answer) for part in self.why.parts]

    def beside(self, registry: Registry) -> Plain:  # noqa: ARG002  # it names nobody
        """Whether the ties had the label that was asked about."""
        if not self.asked_label:
            return {}
        return {"asked_label": self.asked_label, "were_they": self.were_they}


@dataclass(frozen=True, slots=True)
class FoundLayerWhy(Found):
    """The account of a layer's figures, by day and sort."""

    why: LayerWhy

    substance_shape: ClassVar[Shape] = {
        "label": ...,
        "net": ...,
        "days": {"day": ..., "what": ..., "view": ..., "facts": ..., "counted": ...},
        "not_counted": STATUS,
        "account": ...,
    }

    @property
    def known(self) -> bool:
        """Whether anything is known of the pair."""
        return self.why.answer.known

    def plain(self) -> Plain:
        """`detente/layer-why@1`."""
        return layer_why_json(self.why)

    def rows(self) -> Sequence[Plain]:
        """A row for each day, sort and direction."""
        return [day_part_json(part) for part in self.why.days]

    @property
    def strongest_day(self) -> date | None:
        """The day that counts most; None where no day counts."""
        return date.fromordinal(self.why.days[0].day) if self.why.days else None


class WhyQuestion(OfPair):
    """The account of a figure: what each fact counts for, and how it moved in 30 days.

    Beside each fact stands the answer without it. Of one fact: what it weighs, what it counted
    for as it became known, and what hangs on it.
    """

    name = "why"
    rank = 3
    does = "What each fact counts for, and the answer without it."
    words = ("A B [DOMAIN or #TOPIC], or FACT", "Two actors, or a fact by its handle.")
    options = ("label", "layer", "day", *CLOCKS, "lens")

    label: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The account of a pair, of a day of a layer, or of the one fact that is named."""
        if typed.has("day") and not typed.layers:
            said = "a day is opened in a machine-coded layer; say which."
            raise InvalidInput(said, SetField("layer", "icews"), code="day-needs-layer")
        if typed.layers:
            return _of_layer(typed)
        if len(typed.words) == 1:
            from projections.questions.why_fact import named_fact  # noqa: PLC0415  # of facts only

            fact = named_fact(typed)
            if fact is not None:
                return fact
        return cls.model_validate({**_fields(typed), "label": typed.label()})

    def compute(self, evidence: Evidence) -> Found:
        """The account from facts one by one, or from sums."""
        pair, as_of, scope = self.pair, self.as_of, self.scope
        if not evidence.summed:
            found = why(evidence.of_pair(pair), pair, as_of, scope, self.through)
            return FoundWhy(found, self.label)
        since = max(1, as_of.day - ACCOUNT_DAYS)
        return FoundLayerWhy(
            layer_why(evidence.sums(pair, as_of, scope, since), pair, as_of, scope)
        )


def _fields(typed: Typed) -> dict[str, object]:
    subject = typed.subject(typed.on())
    return {**subject, **typed.clocks(), "lens": typed.lens(), "layer": typed.layer()}


def _of_layer(typed: Typed) -> Question:
    """The account of a layer, or of one day of it."""
    if typed.lens() != LENS.name or typed.label():
        said = f"the account of a layer is given through {LENS.name}, and says what the ties are."
        fix = Run.of("state", "A", "B", layer=typed.layer(), lens="plover-net@1")
        raise InvalidInput(said, fix, code="layer-account-lens")
    if not typed.has("day"):
        return WhyQuestion.model_validate(_fields(typed))
    from projections.questions.layer_day import LayerDayQuestion  # noqa: PLC0415  # of layers only

    return LayerDayQuestion.read(typed)
