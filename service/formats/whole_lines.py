"""A `.facts` text, read; what would do instead of a line is that line with the fault put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.actors import Registry
from domain.characters import lines_of, without_marks
from domain.refusal import AnyFix, Fix, Problem, WholeLine
from projections.events import EVENT_WORDS
from service.formats.document import ActorLine, Document
from service.formats.facts import parse
from service.formats.familiar import MEANT
from service.formats.fields import FIELDS

MOST: Final = 100
"""Problems whose fixes are written out; a file with more has another fault."""

_DETAIL: Final = re.compile(rf"(?:{'|'.join((*EVENT_WORDS, *FIELDS, 'known'))})(?=\s|$)")
_INDENT: Final = "    "
_ANOTHER: Final = frozenset({"placeholder", "still-open", *MEANT})
"""What may be wrong with a fix: it leaves something to write, or the date has a fault too."""
_NO_LINE: Final = frozenset({"incomplete-fact", "unknown-line"})
_WORD: Final = re.compile(r"\S+")
_INSIDE: Final = re.compile(r"[,/:]")
_AFTER: Final = re.compile(r"(?=\s|,\s|$)")


def read(text: str, name: str, registry: Registry) -> Document:
    """Reads a whole `.facts` text, as `parse` does.

    A fix that is a part of a line is replaced by the whole of that line, to be pasted in its place.
    """
    document = parse(text, name, registry)
    lines = lines_of(without_marks(text))
    if document.problems:
        actors = (item.actor for item in document.items if isinstance(item, ActorLine))
        known = registry.with_actors(actors)
        problems = document.problems
        problems[:MOST] = [_Line.of(each, lines, known).with_fixes() for each in problems[:MOST]]
    return document


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a problem, without the spaces before it; `start` is where the fault is."""

    problem: Problem
    text: str
    start: int
    head: str
    """The line of the fact that it is a detail of, with a line break; else empty."""
    registry: Registry

    @classmethod
    def of(cls, problem: Problem, lines: Sequence[str], registry: Registry) -> _Line:
        whole = lines[problem.line - 1] if problem.line <= len(lines) else ""
        text = whole.strip()
        start = problem.column - 1 - (len(whole) - len(whole.lstrip()))
        head = ""
        if whole[:1].isspace():
            above = (each for each in reversed(lines[: problem.line - 1]) if each[:1].strip())
            head = next((f"{each}\n" for each in above if not each.startswith("#")), "")
        return cls(problem, text, max(0, start), head, registry)

    def with_fixes(self) -> Problem:
        """The problem with fixes that are whole lines."""
        return replace(self.problem, fixes=tuple(map(self._whole, self.problem.fixes)))

    def _whole(self, fix: AnyFix) -> AnyFix:
        if not isinstance(fix, Fix) or fix.paste.startswith("@"):
            return fix
        if fix.paste.endswith(self.text) or self._is_line(fix.paste):
            return WholeLine(*fix)
        read = next((each for each in self._with(fix.paste) if self._does(each)), None)
        return WholeLine(read, fix.meaning) if read is not None else fix

    def _is_line(self, text: str) -> bool:
        if self.head:
            return _DETAIL.match(text) is not None
        read = all(each.code not in _NO_LINE for each in self._problems(text))
        return read and not text.startswith("#")

    def _with(self, paste: str) -> Iterator[str]:
        """The line with a text in the place of its word at fault, of a part of that, or of more."""
        word = _WORD.match(self.text, self.start)
        first, last = word.span() if word else (self.start, self.start)
        begin = first - len(self.text[:first].split()[-1]) if self._within(first) else first
        inside = [each.start() for each in _INSIDE.finditer(self.text, first, last)]
        further = [each.start() for each in _AFTER.finditer(self.text, last + 1)]
        slash = self.text.find("/", first, last)
        # A domain behind a slash stays, unless the new word has one of its own.
        kept = [(first, slash)] if slash > first and "/" not in paste else []
        for start, end in (
            *kept,
            (begin, last),
            (first, last),
            *((first, each) for each in reversed(inside)),
            *((each + 1, last) for each in inside),
            *((first, each) for each in further),
        ):
            yield f"{self.text[:start]}{paste}{self.text[end:]}"

    def _within(self, place: int) -> bool:
        """Whether a place in the line is within a word."""
        return place > 0 and not self.text[place - 1].isspace()

    def _does(self, text: str) -> bool:
        """Whether a line no longer has the fault, though it may have another behind it."""
        left = self._problems(text)
        moved = len(_INDENT) if self.head else 0
        if left and left[0].code == self.problem.code and "YYYY" in text:
            return True
        other = left and left[0].code in _ANOTHER and left[0].code != self.problem.code
        return not left or bool(other) or left[0].column - moved > self.start + 1

    def _problems(self, text: str) -> list[Problem]:
        """What is wrong with a line in the place of this one."""
        whole = f"{self.head}{_INDENT}{text}" if self.head else text
        found = parse(whole, self.problem.file, self.registry).problems
        return [each for each in found if each.line == whole.count("\n") + 1]
