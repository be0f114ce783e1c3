"""All ties of one actor on a day, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.actors import Registry
from domain.clocks import AsOf
from domain.refusal import InvalidInput, Run
from projections.answer import FIGURES, Found, Plain, Shape
from projections.board import Line, board, board_json, layer_board, line_json
from projections.lenses.lens import Lens
from projections.question import CLOCKS, OfLayer, Question
from projections.questions.state import names
from projections.scope import Scope

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundBoard(Found):
    """An actor's ties, the best balance first."""

    lines: tuple[Line, ...]
    actor: str
    as_of: AsOf
    scope: Scope
    lens: Lens
    layer: str
    registry: Registry

    substance_shape: ClassVar[Shape] = {
        "lines": {"actor": ..., "label": ..., "trend": ..., "facts": ..., **FIGURES}
    }

    @property
    def known(self) -> bool:
        """Whether anything is known of any ties."""
        return bool(self.lines)

    def plain(self) -> Plain:
        """`detente/board@1`."""
        through = (self.lens, self.layer)
        return board_json(self.lines, self.actor, self.as_of, self.scope, through)

    def rows(self) -> Sequence[Plain]:
        """A row for each pair."""
        return [
            {**line_json(line), "name": self.registry.name(line.other, self.as_of.day)}
            for line in self.lines
        ]

    def beside(self, registry: Registry) -> Plain:
        """The names of the other actors."""
        others = [line.other for line in self.lines]
        return {"names": names(registry, others, self.as_of.day)}


class BoardQuestion(OfLayer):
    """All ties of one actor on a day, a line each, the best balance first.

    Or those of every pair, the one that moved most in 30 days first.
    """

    name = "board"
    rank = 9
    does = "All ties of one actor on a day, a line each."
    words = ("[A]", "One actor, or none for every pair.")
    options = ("all_pairs", "domain", *CLOCKS, "lens", "layer", "persons")

    actor: str
    domain: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words; one of every pair where that was asked for."""
        if typed.has("all_pairs"):
            from projections.questions.board_pairs import BoardPairsQuestion  # noqa: PLC0415  # seldom asked

            return BoardPairsQuestion.read(typed)
        if not typed.text:
            every = Run.of("board", all=True, meaning="the ties of every pair")
            fixes = Run.of("board", "turkey"), every
            raise InvalidInput("name an actor.", *fixes, code="actor-needed")
        clocks = typed.clocks()
        fields: dict[str, object] = {
            "actor": typed.actor(typed.text, typed.on()),
            "domain": typed.domain(),
            "lens": typed.lens(),
            "layer": typed.layer(),
        }
        return cls.model_validate({**clocks, **fields})

    def compute(self, evidence: Evidence) -> FoundBoard:
        """The lines, from facts one by one or from sums."""
        scope, as_of = Scope(domain=self.domain), self.as_of
        if evidence.summed:
            sums = evidence.sums_of_actor(self.actor, as_of, scope)
            lines = layer_board(sums, self.actor, as_of, scope)
        else:
            facts = evidence.of_actor(self.actor)
            lines = board(facts, self.actor, as_of, scope, self.through)
        registry = evidence.registry
        return FoundBoard(lines, self.actor, as_of, scope, self.through, self.layer, registry)
