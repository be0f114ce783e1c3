"""What cannot be recorded as it is written: lines with problems, and facts that contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from domain.characters import on_one_line
from domain.content import OF_DETAILS, Content
from domain.fact import Fact
from domain.refusal import Failure, InvalidInput, Problem, SetField
from projections.notation.facts import header
from projections.words import count
from service.choices import Choice
from service.from_elsewhere import as_fact, going_on
from service.identity import TwoVersions

TYPED: Final = "the line"
"""The name of a document that was typed, instead of that of a file."""


class Rejected(InvalidInput):
    """Lines with problems: all are shown, and nothing is written."""

    def __init__(self, problems: Sequence[Problem], said: str = "", code: str = "") -> None:
        file = problems[0].file
        lines = len({problem.line for problem in problems})
        where = f"{count(lines, 'line')} of {file}" if file != TYPED else "that"
        said = said or f"{where} cannot be read; nothing of it was written."
        super().__init__(said, code=code or "bad-lines")
        self.problems = tuple(problems)


class Differing(Rejected, Failure):
    """Lines that another fact here contradicts: both are shown, with the ways out of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        said = (
            f"{problems[0].file} contradicts {count(len(problems), 'fact')} here; nothing of it was"
            " written."
        )
        super().__init__(problems, said, code="differing-facts")


def differing(file: str, found: Sequence[TwoVersions]) -> Differing:
    """The refusal of the lines of a file that other facts here contradict."""
    return Differing([_contradiction(file, each) for each in found])


def _contradiction(file: str, each: TwoVersions) -> Problem:
    block, fact, fields = each
    theirs = as_fact(block, fact)
    shown = two_versions(
        mine_of(fact, [*details_in(fact.content, fields), *going_on(fact, theirs, fields)]),
        Version(
            header(theirs.content, block.handle),
            [*details_in(theirs.content, fields), *going_on(theirs, fact, fields)],
        ),
    )
    return Problem(
        file,
        block.line,
        block.column,
        differs(fact.handle, fields),
        tuple(ways_out(block.handle, correctable=each.correctable)),
        "differing-fact",
        shown,
    )


def differs(handle: str, fields: Sequence[str]) -> str:
    """That a handle names two facts, and in what they differ."""
    said = f"^{handle} is another fact here, or says something else"
    return f"{said}: {', '.join(fields)}." if fields else f"{said}."


class Version(NamedTuple):
    """One of two versions of a fact: its line, what its details say differently, and by whom."""

    line: str
    details: Sequence[str] = ()
    by: str = ""

    def rows(self, whose: str) -> Iterator[str]:
        """The version as lines of a page."""
        yield f"  {whose:<8}{self.line}"
        for detail in self.details:
            yield f"              {detail}"
        if self.by:
            yield f"          {self.by}"


def mine_of(fact: Fact, details: Sequence[str]) -> Version:
    """The version of a fact here, with who recorded it when."""
    first = fact.asserted
    by = f" by {first.author}" if first.author else ""
    recorded = f"recorded{by} on {first.recorded_at.date()}"
    return Version(header(fact.content, fact.handle), details, recorded)


def two_versions(mine: Version, theirs: Version) -> str:
    """A fact here and the version of somebody else, one above the other."""
    rows = [*mine.rows("yours"), *theirs.rows("theirs")]
    return "".join(f"{on_one_line(row)}\n" for row in rows)


def details_in(content: Content, fields: Iterable[str]) -> list[str]:
    """Of some fields, those that are written below the line of a fact, as that line would be."""
    return [
        f"{name} {value}" if (value := content.value(name)) else f"no {name}"
        for name in fields
        if name in OF_DETAILS
    ]


def ways_out(handle: str, *, correctable: bool) -> Iterator[SetField]:
    """What may be chosen where two facts have a handle."""
    yield SetField(Choice.MINE, handle, "keeps yours, and leaves theirs out")
    if correctable:
        yield SetField(Choice.THEIRS, handle, "corrects yours to what theirs says")
    yield SetField(Choice.BOTH, handle, "records theirs too, under another handle")
