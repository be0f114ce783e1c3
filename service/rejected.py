"""What cannot be recorded as it is written: lines with problems, and facts that contradict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.fact import Fact
from domain.refusal import Failure, InvalidInput, Problem, SetField
from projections.notation.facts import header
from projections.words import count
from service.choices import Choice
from service.identity import TwoVersions

TYPED: Final = "the line"
"""The name of a document that was typed, instead of that of a file."""


class Rejected(InvalidInput):
    """Lines with problems: all are shown, and nothing is written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        file = problems[0].file
        where = f"{count(len(problems), 'line')} of {file}" if file != TYPED else "that"
        super().__init__(f"{where} cannot be read; nothing of it was written.", code="bad-lines")
        self.problems = tuple(problems)


class Differing(Rejected, Failure):
    """Lines that another fact here contradicts: both are shown, with the ways out of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.said = (
            f"{problems[0].file} contradicts {count(len(problems), 'fact')} here; nothing of it was"
            " written."
        )
        self.code = "differing-facts"


def differing(file: str, found: Sequence[TwoVersions]) -> Differing:
    """The refusal of the lines of a file that other facts here contradict."""
    return Differing(
        [
            Problem(
                file,
                each.block.line,
                each.block.column,
                two_versions(each.fact, header(each.block.content, each.block.handle), each.fields),
                tuple(ways_out(each.block.handle, correctable=bool(each.fields))),
                "differing-fact",
            )
            for each in found
        ]
    )


def two_versions(fact: Fact, theirs: str, fields: Sequence[str]) -> str:
    """A fact here and the line of another one, one above the other, and in what they differ."""
    fact_state = fact.as_of()
    content = fact_state.content if fact_state else fact.asserted.content
    first = fact.asserted
    by = f" by {first.author}" if first.author else ""
    differs = f": {', '.join(fields)}" if fields else ""
    return (
        f"^{fact.handle} is another fact here, or says something else{differs}.\n"
        f"  yours   {header(content, fact.handle)}\n"
        f"          recorded{by} on {first.recorded_at.date()}\n"
        f"  theirs  {theirs}"
    )


def ways_out(handle: str, *, correctable: bool) -> Iterator[SetField]:
    """What may be chosen where two facts have a handle."""
    yield SetField(Choice.MINE, handle, "keeps yours, and leaves theirs out")
    if correctable:
        yield SetField(Choice.THEIRS, handle, "corrects yours to what theirs says")
    yield SetField(Choice.BOTH, handle, "records theirs too, under another handle")
