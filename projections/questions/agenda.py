"""What was ahead on a day, as announced by then, or past its time without an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from projections.agenda import AHEAD, OVERDUE, Item, agenda, agenda_json, item_json
from projections.answer import Found, Plain, Shape
from projections.question import CLOCKS, SOME_WORDS, Dated, Question
from projections.questions.timeline import facts_of
from projections.scope import Whose, whose

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundAgenda(Found):
    """Engagements, the earliest planned first."""

    items: tuple[Item, ...]
    whose: Whose
    as_of: AsOf
    overdue: bool

    substance_shape: ClassVar[Shape] = {
        "items": {"fact": ..., "status": ..., "planned": ..., "announced_on": ..., "slips": ...}
    }

    def plain(self) -> Plain:
        """`detente/agenda@1`."""
        return agenda_json(self.items, self.whose, self.as_of, overdue=self.overdue)

    def rows(self) -> Sequence[Plain]:
        """A row for each engagement."""
        return [item_json(item) for item in self.items]


class AgendaQuestion(Dated):
    """What was ahead on a day, as it had been announced by then, and how often it had slipped."""

    name = "agenda"
    rank = 6
    does = "What was ahead on a day, as announced by then."
    words = SOME_WORDS
    options = ("overdue", *CLOCKS)

    actors: tuple[str, ...] = ()
    domain: str = ""
    topic: str = ""
    overdue: bool = False

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        parties = typed.parties(typed.on())
        return cls.model_validate({**parties, **typed.clocks(), "overdue": typed.has("overdue")})

    def compute(self, evidence: Evidence) -> FoundAgenda:
        """The engagements of some actors, from facts one by one."""
        found = whose(evidence.registry, self.actors, self.as_of.day, self.domain, self.topic)
        facts = facts_of(evidence, self.actors, found.scope)
        statuses = OVERDUE if self.overdue else AHEAD
        items = agenda(facts, self.as_of, statuses, found.scope)
        return FoundAgenda(items, found, self.as_of, self.overdue)
