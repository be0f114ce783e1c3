"""Lines of facts as people write them in notes, turned into lines of `.facts`.

Bullets, arrows, `TUR>RUS` in one word, and a colon after the date have one meaning each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from domain import typed
from domain.actors import ALWAYS
from domain.refusal import InvalidInput, NotADate
from projections.notation.pieces import words
from projections.notation.publishers import MEANT, MOST_WORDS
from service.formats.names import Names

_BULLET: Final = re.compile(r"(?:[-*•‣◦·–—]|[0-9]{1,3}\))\s+(?=\S)")
_AROUND: Final = "\"'()"
_BEHIND: Final = re.compile(r"\s+[-–—|:•·*](?=\s)")
_SIGN: Final = re.compile(r"\s*(?:(<-+>|<=+>|↔|⇔|⟷|=(?!>))|-+>|=+>|→|⇒|➔|➜|⟶|»|>)\s*")
_USUAL: Final = re.compile(r"\s[>=]\s")
_PLAIN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\s+[^\s>=|:•·*–—-][^>=]*\s[>=]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `.facts`, and for each of its characters the column where it was written."""

    text: str
    columns: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Line:
        """A line as it was written."""
        return cls(text, tuple(range(1, len(text) + 2)))

    def replaced(self, start: int, end: int, text: str) -> Line:
        """The line with another text in the place of some of its characters."""
        columns = (self.columns[start],) * len(text)
        return Line(
            f"{self.text[:start]}{text}{self.text[end:]}",
            (*self.columns[:start], *columns, *self.columns[end:]),
        )

    def column(self, column: int) -> int:
        """The column where a character was written, by its column in this line."""
        return self.columns[min(column, len(self.columns)) - 1]


def familiar(text: str, names: Names) -> Line:
    """The line of `.facts` that a line of notes is; any other line as it is.

    `- 8 Nov 2022: Turkey -> Sweden` is `8 Nov 2022 Turkey > Sweden`.
    """
    line = Line.of(text)
    if _PLAIN.match(text):
        return line
    bullet = _BULLET.match(text)
    if bullet and end_of_date(text[bullet.end() :]):
        line = line.replaced(0, bullet.end(), "")
    end = end_of_date(line.text)
    if not end:
        return line
    bare = line.text[:end] if are_days(line.text[:end]) else _bare(line.text[:end])
    behind = _BEHIND.match(line.text, end)
    line = line.replaced(0, behind.end() if behind else end, bare)
    return line if _USUAL.search(line.text) else _with_sign(line, len(bare), names)


def end_of_date(text: str) -> int:
    """Where the date that begins a line ends, with a colon, comma or quotes; 0 where none does."""
    found = words(text)[:MOST_WORDS]
    for word in reversed(found):
        end = word.column - 1 + len(word.text)
        if are_days(text[:end]) or are_days(_bare(text[:end])):
            return end
    return 0


def _bare(text: str) -> str:
    return text.rstrip(":,;").strip(_AROUND)


def are_days(text: str) -> bool:
    """Whether a text is a date, two dates with a slash between them, or is meant as a date."""
    try:
        for part in text.split("/") if text.count("/") == 1 else [text]:
            typed.instant(part)
    except NotADate as refused:
        if refused.code == "season":
            return re.fullmatch(r"[^\W\d]+ [0-9]{4}", text) is not None
        return refused.code in MEANT
    return True


def _with_sign(line: Line, start: int, names: Names) -> Line:
    """The line with a sign as `.facts` writes it, where one follows the names of actors."""
    match = _SIGN.search(line.text, start)
    before = words(line.text[start : match.start()]) if match else []
    if match is None or not before:
        return line
    try:
        names.actors(before, ALWAYS)
    except InvalidInput:
        return line
    return line.replaced(match.start(), match.end(), " = " if match[1] else " > ")
