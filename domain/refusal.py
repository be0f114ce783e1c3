"""What was wrong with something that a person wrote or asked, and what would do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

PLACEHOLDERS: Final = frozenset(
    {
        "ACTOR", "BACKUP", "DATE", "ELSEWHERE", "FILE", "HANDLE", "KNOWN", "LINE", "NAME",
        "PUBLISHER", "REASON", "SOURCE", "TEXT", "TITLE", "URL", "VALUE",
    }
)  # fmt: skip
"""Words of a fix for what only the user knows; refused where one is pasted as it is."""


OPEN: Final = "?"
"""What a draft leaves open; refused where somebody has not decided it."""


class Fix(NamedTuple):
    """A text to write instead: a date, an actor's id, a line of `.facts` or of another program."""

    paste: str
    meaning: str = ""


class WholeLine(Fix):
    """A text to write instead of the whole line at fault, and not of the word at fault alone."""


class SetField(NamedTuple):
    """The same request with one field set to a value: `layer` to `icews`, `on` to `2022-03-05`.

    `value` is empty for a field that is only switched on.
    """

    field: str
    value: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Something to ask for or to record: a verb, its subject, and its fields by name.

    Each surface spells it in its own way: a terminal as a command, a file as the line of a fact,
    an API as a request. A field is True where it is only switched on.
    """

    verb: str
    words: tuple[str, ...] = ()
    fields: tuple[tuple[str, str | bool], ...] = ()
    meaning: str = ""

    @classmethod
    def of(cls, verb: str, *words: str, meaning: str = "", **fields: str | bool) -> Run:
        """`Run.of("retract", "straits", because="REASON")`."""
        return cls(verb, words, tuple(fields.items()), meaning)


AnyFix = Fix | SetField | Run
"""What would do instead, as data."""


class InvalidInput(ValueError):
    """A bad question or a bad line: what was said, and what would do.

    `said` is one sentence in the user's words, and `page` lines that show more of it; `code` names
    the kind of refusal for programs, and `values` what it is about; `fixes` say what would do
    instead; `column` counts from 1 and is known only where a line of text was read.
    """

    def __init__(
        self,
        said: str,
        *fixes: AnyFix,
        code: str = "",
        column: int | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(said)
        self.said = said
        self.page = ""
        self.fixes = fixes
        self.code = code
        self.column = column
        self.values: Mapping[str, str] = values or {}

    @property
    def texts(self) -> tuple[Fix, ...]:
        """The fixes that are texts to write instead."""
        return tuple(fix for fix in self.fixes if isinstance(fix, Fix))

    def at(self, column: int) -> InvalidInput:
        """The same refusal, at this column of its line."""
        return self.with_fixes(*self.fixes, column=column)

    def with_fixes(self, *fixes: AnyFix, column: int | None = None) -> InvalidInput:
        """The same refusal with other fixes, at this column of its line."""
        again = type(self)(
            self.said,
            *fixes,
            code=self.code,
            column=self.column if column is None else column,
            values=self.values,
        )
        again.page = self.page
        return again


class Failure(InvalidInput):
    """Something that was asked for rightly, and could not be done."""


class Broken(Failure):
    """The record was changed or lost outside of detente."""


class Unconfirmed(UserWarning):
    """Something is written and in its place, and the disk does not confirm that it keeps it."""


class NotADate(InvalidInput):
    """A text that no date of the closed grammar matches.

    Its fixes are dates alone, without the name of a field.
    """


class UnknownActor(InvalidInput):
    """A name that no actor, or more than one actor, has on the date asked."""


def check_filled(text: str, field: str) -> None:
    """Raises InvalidInput where a placeholder of a fix was pasted as it is.

    `field` names what the text is to be: `reason`, `source`, `date`.
    """
    if text.strip() == OPEN:
        raise InvalidInput(
            f'"{OPEN}" is still open; write the {field} instead.',
            code="still-open",
            values={"field": field, "placeholder": OPEN},
        )
    if text.strip() in PLACEHOLDERS:
        raise InvalidInput(
            f'"{text.strip()}" is a placeholder; write the {field} instead.',
            code="placeholder",
            values={"field": field, "placeholder": text.strip()},
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with one line of a file; line and column count from 1.

    Line 0 stands for what is on no line: a fact of another timeline. `page` shows more of it, in
    whole lines.
    """

    file: str
    line: int
    column: int
    said: str
    fixes: tuple[AnyFix, ...] = ()
    code: str = ""
    page: str = ""

    @classmethod
    def of(cls, refused: InvalidInput, file: str, line: int) -> Problem:
        """The problem that a refused line of a file is."""
        return cls(file, line, refused.column or 1, refused.said, refused.fixes, refused.code)

    @property
    def place(self) -> str:
        """Where it is, as editors read it: FILE:LINE:COLUMN."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def named(self, file: str) -> Problem:
        """The same problem under another name of its file."""
        return replace(self, file=file)
