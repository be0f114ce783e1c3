"""A `.facts` text, read; what would do instead of a line is that line with the fault put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.actors import Registry
from domain.characters import lines_of, without_marks
from domain.folding import composed
from domain.refusal import PLACEHOLDERS, AnyFix, Fix, Problem, WholeLine
from projections.events import EVENT_WORDS
from projections.notation.publishers import MEANT
from service.formats.document import ActorLine, Document
from service.formats.facts import parse
from service.formats.fields import FIELDS

MOST: Final = 100
"""Problems whose fixes are written out; a file with more has another fault."""

MOST_FAULTS: Final = 3
"""So many faults of one line are shown together."""
MOST_LINES: Final = 6
"""So many lines to paste are offered for them."""

_DETAIL: Final = re.compile(rf"(?:{'|'.join((*EVENT_WORDS, *FIELDS, 'known'))})(?=\s|$)")
_INDENT: Final = "    "
_ANOTHER: Final = frozenset({"placeholder", "still-open", "unknown-actor", *MEANT})
"""What may be wrong with a fix: it leaves something to write, or another word has a fault too."""
_OPEN_WORD: Final = re.compile(rf"(?<![^\s,])(?:\?|YYYY|{'|'.join(PLACEHOLDERS)})(?![\w])")
_NO_LINE: Final = frozenset({"incomplete-fact", "unknown-line"})
_WORD: Final = re.compile(r"\S+")
_INSIDE: Final = re.compile(r"[,/:]")
_AFTER: Final = re.compile(r"(?=\s|,\s|$)")


def read(text: str, name: str, registry: Registry) -> Document:
    """Reads a whole `.facts` text, as `parse` does.

    A fix that is a part of a line is replaced by the whole of that line, to be pasted in its place.
    """
    document = parse(text, name, registry)
    lines = lines_of(composed(without_marks(text)))
    if document.problems:
        actors = (item.actor for item in document.items if isinstance(item, ActorLine))
        known = registry.with_actors(actors)
        problems = document.problems
        found = [_Line.of(each, lines, known) for each in problems[:MOST]]
        problems[:MOST] = [problem for line in found for problem in line.problems()]
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

    def problems(self, more: int = MOST_FAULTS) -> list[Problem]:
        """The problem with fixes that are whole lines, and what else is wrong with its line.

        A fix puts right every fault that has a fix, so that nobody learns of the next one only
        once the first is put right; `more` faults at most.
        """
        fixes = tuple(map(self._whole, self.problem.fixes))
        whole = [fix for fix in fixes if isinstance(fix, WholeLine)]
        behind = [self._behind(fix) for fix in whole] if more else []
        lines = [line for line in behind if line is not None]
        if not lines or len(lines) < len(whole) or len({each.problem.said for each in lines}) > 1:
            return [replace(self.problem, fixes=fixes)]
        both: list[AnyFix] = []
        found: list[Problem] = []
        for fix, line in zip(whole, lines, strict=True):
            found = line.problems(more - 1)
            then = [each for each in found[0].fixes if isinstance(each, WholeLine)]
            both += [WholeLine(each.paste, _joined(fix, each)) for each in then] or [fix]
        left = [fix for fix in fixes if not isinstance(fix, WholeLine)]
        return [
            replace(self.problem, fixes=(*both[:MOST_LINES], *left)),
            *map(self._here, found),
        ]

    def _behind(self, fix: Fix) -> _Line | None:
        """The line of a fix, where another fault is left in it."""
        if "\n" in fix.paste or _OPEN_WORD.search(fix.paste):
            return None
        left = self._problems(fix.paste)
        if not left or left[0].code == self.problem.code:
            return None
        start = left[0].column - 1 - (len(_INDENT) if self.head else 0)
        return _Line(left[0], fix.paste, max(0, start), self.head, self.registry)

    def _here(self, other: Problem) -> Problem:
        """Another problem of the line, at its word; the first problem has its fixes."""
        moved = self.problem.column - self.start
        words = other.said.split('"')
        place = self.text.find(words[1]) if len(words) > 1 else -1
        column = place + moved if place >= 0 else self.problem.column
        fixes = tuple(fix for fix in other.fixes if not isinstance(fix, WholeLine))
        return replace(other, line=self.problem.line, column=column, fixes=fixes)

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
        # So do the other names of a list.
        comma = self.text.find(",", first, last)
        kept += [(first, comma)] if first < comma < last - 1 and not set(paste) & set(", ") else []
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
        """Whether a place in the line is within a word, and not at a name behind a comma."""
        before = self.text[place - 1 : place]
        named = before == "," and self.text[place : place + 1].strip() != ""
        return bool(before.strip()) and not named

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


def _joined(one: Fix, other: Fix) -> str:
    return "; ".join(dict.fromkeys(filter(None, (one.meaning, other.meaning))))
