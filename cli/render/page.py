"""Lines of a page: headings, wrapped text, tables, in letters that the screen can show."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

_STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


@dataclass
class Page:
    """Lines for a screen of some width. `plain` has words for arrows, and no letters beyond what was quoted."""

    width: int = 80
    color: bool = False
    plain: bool = False
    lines: list[str] = field(default_factory=list)

    def style(self, text: str, name: str) -> str:
        """A text in bold, dim or a colour, where the screen has them; never the only sign of anything."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.color and text and name else text

    def letters(self, rich: str, plain: str) -> str:
        """The sign, or the word for it."""
        return plain if self.plain else rich

    def line(self, text: str = "") -> None:
        """One line as it is; never two blank ones together."""
        if text.rstrip() or (self.lines and self.lines[-1]):
            self.lines.append(text.rstrip())

    def text(self, text: str, indent: int = 0, style: str = "") -> None:
        """A paragraph, wrapped."""
        for line in wrapped(text, self.width - indent):
            self.line(" " * indent + self.style(line, style))

    def item(self, label: str, lead: str, text: str, tail: str, columns: tuple[int, int] = (13, 19)) -> None:
        """`LABEL  lead  text ^tail`, the text wrapped in a column of its own."""
        first, second = columns
        room = max(20, self.width - first - second)
        head = self.style(f"{label:{first}}", "bold") if label else " " * first
        rows = wrapped(f"{text} {tail}" if tail else text, room)
        if lead and len(lead) >= second:
            self.line(f"{head}{lead}")
            head, lead = " " * first, ""
        for i, row in enumerate(rows):
            shown = row
            if tail and row.endswith(tail):
                shown = row[: -len(tail)] + self.style(tail, "dim")
            self.line(f"{head}{pad(lead, second)}{shown}" if i == 0 else f"{' ' * (first + second)}{shown}")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """A table with a heading; columns in `right` are aligned right; the last column is wrapped in what room is left."""
        cells = [[*row] for row in rows]
        widths = [max(len(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
        start = sum(widths[:-1]) + 2 * (len(head) - 1)
        self.line(self.style(_row(head, widths, right), "bold"))
        for row in cells:
            last = wrapped(row[-1], max(16, self.width - start)) or [""]
            self.line(_row([*row[:-1], last[0]], widths, right))
            for more in last[1:]:
                self.line(" " * start + more)

    @property
    def whole(self) -> str:
        """The page."""
        return "".join(f"{line}\n" for line in self.lines)


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    return "  ".join(cell.rjust(widths[i]) if i in right else pad(cell, widths[i]) for i, cell in enumerate(cells)).rstrip()


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` letters, broken at blanks."""
    return textwrap.wrap(text, max(width, 16), break_long_words=False, break_on_hyphens=False) or [""]


def pad(text: str, width: int) -> str:
    """A text filled up with blanks, accents not counted twice."""
    shown = sum(not unicodedata.combining(letter) for letter in text)
    return text + " " * max(0, width - shown)
