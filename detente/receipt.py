"""What a recording did: the receipt of lines that were added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.refusal import InvalidInput, Problem
from service.timeline import Recorded


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, or would be: facts by handle, and how many lines changed nothing.

    `events` is how many events were recorded, 0 for a dry run.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    events: int

    @classmethod
    def of(cls, recorded: Recorded) -> Receipt:
        """The receipt of a recording. Raises BadLines where a line has a problem."""
        edits = recorded.edits
        if edits.problems:
            raise BadLines(edits.problems)
        return cls(
            tuple(fact.name for fact in edits.added),
            tuple(fact.name for fact in edits.changed),
            edits.unchanged,
            len(recorded.positions),
        )


class BadLines(InvalidInput):
    """Lines that cannot be read: `problems` says which and why, and nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        listed = [f"line {each.line}, column {each.column}: {each.said}" for each in problems]
        super().__init__("\n".join(["nothing was written.", *listed]), code="bad-lines")
        self.problems = tuple(problems)
