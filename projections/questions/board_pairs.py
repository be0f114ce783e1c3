"""The ties of every pair on a day, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.actors import Registry
from domain.fact import DESK
from domain.refusal import InvalidInput, Run
from projections.answer import FIGURES, Found, Plain, Shape
from projections.board_pairs import BoardPairsJson, PairsBoard, board_pairs, board_pairs_json
from projections.board_pairs import pair_line_json as line_json
from projections.question import CLOCKS, OfLayer, Question
from projections.questions.state import VERDICT, names
from projections.scope import Scope

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundPairsBoard(Found):
    """The ties of every pair, the one that moved most first."""

    board: PairsBoard

    substance_shape: ClassVar[Shape] = {
        "pairs": {
            "a": ...,
            "b": ...,
            **VERDICT,
            **FIGURES,
            "facts": ...,
            "up": ...,
            "down": ...,
            "before": {"label": ..., "mixed": ..., "net": ...},
            "reasons": {"fact": ..., "up": ..., "down": ...},
        }
    }

    @property
    def known(self) -> bool:
        """Whether anything is known of any ties."""
        return bool(self.board.lines)

    def plain(self) -> BoardPairsJson:
        """`detente/board-pairs@1`."""
        return board_pairs_json(self.board)

    def rows(self) -> Sequence[Plain]:
        """A row for each pair, its reasons by their handles."""
        rows = [line_json(line) for line in self.board.lines]
        return [
            {
                **{name: part for name, part in row.items() if name != "before"},
                "before_label": row["before"]["label"],
                "reasons": [reason["fact"] for reason in row["reasons"]],
            }
            for row in rows
        ]

    def beside(self, registry: Registry) -> Plain:
        """The name of every actor that has ties, by id."""
        found = sorted({actor for line in self.board.lines for actor in line.pair})
        return {"names": names(registry, found, self.board.as_of.day)}


class BoardPairsQuestion(OfLayer):
    """The ties of every pair on a day, the one that moved most in 30 days first.

    Each with what moved it in 30 days and the two facts that moved it most; then what became known
    in these days, and what is ahead.
    """

    name = "board-pairs"
    group = ""
    options = ("domain", *CLOCKS, "lens")

    domain: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        if typed.text:
            said = "either every pair is asked for, or those of one actor."
            fixes = Run.of("board", typed.text), Run.of("board", all=True)
            raise InvalidInput(said, *fixes, code="every-pair-or-one-actor")
        if typed.layer() != DESK:
            said = "a machine-coded layer is asked for the pairs of one actor at a time."
            one = Run.of("board", "turkey", layer=typed.layer())
            every = Run.of("panel", layer=typed.layer(), meaning="all pairs, over time")
            raise InvalidInput(said, one, every, code="one-actor-of-a-layer")
        fields = {"domain": typed.domain(), "lens": typed.lens()}
        return cls.model_validate({**typed.clocks(), **fields})

    def compute(self, evidence: Evidence) -> FoundPairsBoard:
        """The lines, from every fact of the desk."""
        scope = Scope(domain=self.domain)
        return FoundPairsBoard(board_pairs(evidence.of_all(), self.as_of, scope, self.through))
