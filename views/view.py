"""A view of an answer: its title, its page, its verdict in short, and its picture if it has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from projections.answer import Answer, Found, Plain
from projections.typed_question import Note
from views.page import Page

F = TypeVar("F", bound=Found)


def _never() -> datetime | None:
    return None


FORMATS: Final = ("table", "plain", "json", "jsonl", "csv", "md")
PROSE: Final = ("table", "plain", "json", "md")
"""The formats of an answer that is more than rows."""


@dataclass(frozen=True)
class Look:
    """How an answer is to be shown: how its question was read, and what of it is wanted.

    `command` makes a line to paste one about the timeline that was chosen. `recorded` says when
    the last event of it was recorded.
    """

    notes: Sequence[Note] = ()
    wanted: Mapping[str, str] = field(default_factory=dict[str, str])
    command: Callable[[str], str] = str
    recorded: Callable[[], datetime | None] = _never

    @property
    def said(self) -> tuple[str, ...]:
        """How the question was read, a sentence for each field."""
        return tuple(map(note_text, self.notes))


def note_text(note: Note) -> str:
    """A sentence: `--on 2022-03: read as its last day, 2022-03-31`."""
    if note.given:
        return f"--{note.field.replace('_', '-')} {note.given}: read as {note.meaning}."
    return f"{note.meaning[:1].upper()}{note.meaning[1:]}; --from and --to ask for others."


def _nothing(*_: object) -> str:
    return ""


def _none(*_: object) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class View(Generic[F]):
    """The drawing of an answer.

    `title` and `verdict` are for its citation; `hints` are what else can be asked, each `NAME:
    LINE`; `svg` is a picture, given its footer; `ics` a calendar, given when the
    last event was recorded; `rows` are those of a spreadsheet, where they hold
    other words than the answer's own.
    """

    kind: type[F]
    title: Callable[[Answer, F], str]
    draw: Callable[[Answer, F, Page, Look], None]
    verdict: Callable[[Answer, F], str] = _nothing
    hints: Callable[[Answer, F, Look], Sequence[str]] = _none
    formats: tuple[str, ...] = FORMATS
    svg: Callable[[Answer, F, str], str] | None = None
    ics: Callable[[Answer, F, datetime], str] | None = None
    rows: Callable[[Answer, F], Sequence[Plain]] | None = None

    def found(self, answer: Answer) -> F:
        """What was found, as this view knows it."""
        assert isinstance(answer.found, self.kind)
        return answer.found


AnyView = View[Any]  # a view of some kind of answer; `found` checks which
