"""What was wrong with something a person wrote, and the fix to paste."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple


class Fix(NamedTuple):
    """A line that would do instead, and what it would mean."""

    paste: str
    meaning: str = ""


class InvalidInput(ValueError):
    """A bad question or a bad line: what was said, and what would do.

    `said` is one sentence in the user's words; `mends` are lines to paste; `column` counts from 1
    and is known only where a line of text was read.
    """

    def __init__(self, said: str, *fixes: Fix, column: int | None = None) -> None:
        super().__init__(said)
        self.said = said
        self.fixes = fixes
        self.column = column

    def at(self, column: int) -> InvalidInput:
        """The same refusal, at this column of its line."""
        return type(self)(self.said, *self.fixes, column=column)


class Failure(InvalidInput):
    """Something that was asked for rightly, and could not be done."""


class Broken(Failure):
    """What was recorded is not there as it was.

    Something was changed or lost outside of detente.
    """


class NotADate(InvalidInput):
    """A text that no date of the closed grammar matches.

    Its fixes are dates alone, without an option's name.
    """


class UnknownActor(InvalidInput):
    """A name that no actor, or more than one actor, bears on the date asked."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with one line of a file; line and column count from 1."""

    file: str
    line: int
    column: int
    said: str
    fixes: tuple[Fix, ...] = ()

    @classmethod
    def of(cls, refused: InvalidInput, file: str, line: int) -> Problem:
        """The problem that a refused line of a file is."""
        return cls(file, line, refused.column or 1, refused.said, refused.fixes)

    @property
    def place(self) -> str:
        """Where it is, as editors read it: FILE:LINE:COLUMN."""
        return f"{self.file}:{self.line}:{self.column}"

    def named(self, file: str) -> Problem:
        """The same problem under another name of its file."""
        return replace(self, file=file)
