"""What a recording did: the receipt of lines that were added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.refusal import InvalidInput, Problem
from projections.receipt import Receipt as Recorded
from projections.receipt_json import ReceiptJson, receipt_json


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, or would be: facts by handle, and how many lines changed nothing.

    `events` is how many events were recorded, 0 for a dry run; `command` the number by which they
    are taken back, None where nothing was recorded.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    events: int
    command: int | None
    json: ReceiptJson
    """Everything there is to say of it, `detente/recorded@1`, effects on balances included."""

    @classmethod
    def of(cls, recorded: Recorded) -> Receipt:
        """The receipt of a recording."""
        return cls(
            tuple(each.after.name for each in recorded.added),
            tuple(each.after.name for each in recorded.changed),
            recorded.unchanged,
            len(recorded.positions),
            recorded.command,
            receipt_json(recorded),
        )

    def __repr__(self) -> str:
        """In short: what was added and changed."""
        return (
            f"Receipt(added={self.added}, changed={self.changed}, unchanged={self.unchanged},"
            f" events={self.events})"
        )


class BadLines(InvalidInput):
    """Lines that cannot be read: `problems` says which and why, and nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        listed = [f"line {each.line}, column {each.column}: {each.said}" for each in problems]
        super().__init__("\n".join(["nothing was written.", *listed]), code="bad-lines")
        self.problems = tuple(problems)
