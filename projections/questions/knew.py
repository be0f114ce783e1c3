"""Whether anybody could know of a fact on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from pydantic import AwareDatetime

from domain.actors import Registry
from domain.clocks import AsOf
from projections.answer import Found, Shape
from projections.knew import Acquaintance, knew, sentence
from projections.knew_json import KnewJson, knew_json
from projections.question import Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

_FORM: Final[Mapping[str, Shape]] = {
    "dated": ...,
    "status": ...,
    "how": ...,
    "doubtful": ...,
    "origins": ...,
}


@dataclass(frozen=True, slots=True)
class FoundKnew(Found):
    """Whether a fact was known on a day."""

    acquaintance: Acquaintance
    registry: Registry

    substance_shape: ClassVar[Shape] = {
        "fact": ...,
        "knew": ...,
        "known_since": ...,
        "withdrawn_on": ...,
        "then": {
            **_FORM,
            "reports": {"publisher": ..., "published": ..., "known_on": ...},
            "denials": {"publisher": ..., "published": ..., "known_on": ..., "by": ...},
        },
        "now": _FORM,
    }

    @property
    def known(self) -> bool:
        """Whether anything was known of it then."""
        return self.acquaintance.then is not None

    @property
    def sentence(self) -> str:
        """The answer in words."""
        return sentence(self.acquaintance, self._named)

    def plain(self) -> KnewJson:
        """`detente/knew@1`."""
        return knew_json(self.acquaintance, self._named)

    def _named(self, actor: str) -> str:
        return self.registry.name(actor, self.acquaintance.as_of.day)


class KnewQuestion(Question):
    """Whether anybody could know of a fact by the end of a day: yes, no, not yet, or disputed.

    With when it became known and by whom, what was denied by then, and what was known of its date.
    """

    name = "knew"
    does = "One fact: its sources, status and record."
    rank = 13
    words = ("FACT", "Its handle.")
    options = ("on", "recorded_by")

    fact: str
    on: date
    recorded_by: AwareDatetime | None = None

    @property
    def as_of(self) -> AsOf:
        """The day of knowledge asked about, which is the day of the fact's status too."""
        return AsOf(self.on, self.on, self.recorded_by)

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput where no fact is called so."""
        recorded_by = typed.instant("recorded_by")
        fields = {"fact": typed.fact(), "on": typed.on(), "recorded_by": recorded_by}
        return cls.model_validate(fields)

    def compute(self, evidence: Evidence) -> FoundKnew:
        """The fact at both points of knowledge."""
        return FoundKnew(knew(evidence.fact(self.fact), self.as_of), evidence.registry)
