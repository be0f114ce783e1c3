"""What can happen, what it weighs, and through which lenses facts become figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from domain import kinds
from domain.refusal import InvalidInput, Run
from projections.answer import Found, Plain, Shape
from projections.question import Question
from projections.vocabulary import kinds_json, lenses_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

LENSES: Final = "lenses"


@dataclass(frozen=True, slots=True)
class FoundKinds(Found):
    """What can happen of one kind, or of every kind where none is named."""

    kind: str

    substance_shape: ClassVar[Shape] = {"kinds": ...}

    def plain(self) -> Plain:
        """`detente/kinds@1`."""
        return kinds_json(self.kind)

    def rows(self) -> Sequence[Plain]:
        """A row for each `what`."""
        return kinds_json(self.kind)["kinds"]


@dataclass(frozen=True, slots=True)
class FoundLenses(Found):
    """Every lens, the default one first."""

    substance_shape: ClassVar[Shape] = {"lenses": {"lens": ...}}

    def plain(self) -> Plain:
        """`detente/lenses@1`."""
        return lenses_json()

    def rows(self) -> Sequence[Plain]:
        """A row for each lens."""
        return lenses_json()["lenses"]


class KindsQuestion(Question):
    """What can happen: every kind and what, its weight in points, and its half-life in days.

    `lenses` are the ways in which facts become figures.
    """

    name = "kinds"
    does = "Who is who, what can happen, who says what."
    group = "Data"
    rank = 2
    words = ("[KIND]", "One kind only, or `lenses`.")
    stamped = False

    kind: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput for a kind that is none."""
        kind = typed.text
        if kind and kind not in (*kinds.KINDS, LENSES):
            fixes = (Run.of("kinds", name) for name in (*kinds.KINDS, LENSES))
            raise InvalidInput(f'no kind is called "{kind}".', *fixes, code="unknown-kind")
        return cls.model_validate({"kind": kind})

    def compute(self, evidence: Evidence) -> FoundKinds | FoundLenses:  # noqa: ARG002  # no facts
        """The vocabulary, which is the same in every timeline."""
        return FoundLenses() if self.kind == LENSES else FoundKinds(self.kind)
