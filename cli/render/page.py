"""Lines of a page: headings, wrapped text, tables, in letters that the screen can show."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


class Item(NamedTuple):
    """One item of a list: what leads it, what it says, its handle, and links by name, which may have no address."""

    lead: str
    text: str
    tail: str = ""
    links: tuple[tuple[str, str], ...] = ()


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

    def heading(self, text: str, level: int = 1, beside: str = "") -> None:  # noqa: ARG002  # a screen has no levels
        """What the page, or a part of it, is about, wrapped, and what stands beside its last line in small."""
        *lines, last = wrapped(self.letters(text, text.replace("–", "-")), self.width)
        for line in lines:
            self.line(self.style(line, "bold"))
        self.line(self.style(last, "bold") + self.style(beside, "dim"))

    def opening(self, title: str, said: Sequence[str] = ()) -> None:
        """What the page is about, and how the question was read."""
        self.heading(title)
        for line in said:
            self.text(line, style="dim")
        self.line()

    def strong(self, text: str, color: str = "") -> None:
        """A line that matters, coloured where the screen has colours."""
        self.line(self.style(self.style(text, "bold"), color))

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

    def listed(self, name: str, items: Iterable[Item], columns: tuple[int, int] = (13, 19)) -> None:
        """A named list, the name beside the first item; a screen has no room for links."""
        for i, (lead, text, tail, _) in enumerate(items):
            self.item(name if i == 0 else "", lead, text, tail, columns)

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

    def figure(self, lines: Sequence[str]) -> None:
        """Lines whose letters stand under each other."""
        for line in lines:
            self.line(line)

    def foot(self, hints: Sequence[str], stamps: Sequence[str]) -> None:
        """What the page ends with: what else can be asked, and what names the answer."""
        self.line()
        self.text("    ".join((*hints, *stamps)), style="dim")

    @property
    def whole(self) -> str:
        """The page; what was quoted of others is shown with control characters written out, never obeyed."""
        return "".join(f"{_harmless(line, color=self.color)}\n" for line in self.lines)


class MarkdownPage(Page):
    """The same page as a Markdown document: for a memo, or a wiki."""

    def heading(self, text: str, level: int = 1, beside: str = "") -> None:
        """A heading of its level; what a screen shows in capitals is written small."""
        self.line()
        self.line(f"{'#' * level} {escaped(text.capitalize() if text.isupper() else text)}")
        self.line()
        if beside:
            self.text(beside.strip())

    def strong(self, text: str, color: str = "") -> None:  # noqa: ARG002  # a document has no colours
        """A line in bold."""
        self.line(f"**{escaped(text.capitalize())}**")
        self.line()

    def text(self, text: str, indent: int = 0, style: str = "") -> None:  # noqa: ARG002  # a document has neither
        """A paragraph."""
        self.line(escaped(text))
        self.line()

    def item(self, label: str, lead: str, text: str, tail: str, columns: tuple[int, int] = (13, 19)) -> None:  # noqa: ARG002
        """A line of a list: what a screen has in columns of its own comes first, in bold."""
        head = " ".join(filter(None, (label.strip(), lead.strip())))
        told = [f"**{escaped(head)}**" if head else "", escaped(text), f"`{tail}`" if tail else ""]
        self.line(f"- {' '.join(filter(None, told))}")

    def listed(self, name: str, items: Iterable[Item], columns: tuple[int, int] = (13, 19)) -> None:
        """A heading and a list, each item with its links; nothing where the list is empty."""
        for i, (lead, text, tail, links) in enumerate(items):
            if i == 0 and name:
                self.heading(name, 2)
            self.item("", lead, text, tail, columns)
            if links:
                self.lines[-1] += f" ({'; '.join(_link(*link) for link in links)})"

    def figure(self, lines: Sequence[str]) -> None:
        """The same lines in a block of code, fenced by more backticks than stand together in any of them."""
        fence = "`" * max([3, *(len(run) + 1 for line in lines for run in re.findall("`+", line))])
        self.line()
        self.lines += [f"{fence}text", *(line.rstrip() for line in lines), fence]
        self.line()

    def foot(self, hints: Sequence[str], stamps: Sequence[str]) -> None:  # noqa: ARG002  # a document takes no options
        """A last line in italics: what names the answer."""
        self.line()
        self.line(f"*{escaped(' · '.join(stamps))}*")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """A table."""
        self.line()
        self.line(f"| {' | '.join(escaped(cell.capitalize()) for cell in head)} |")
        self.line(f"|{'|'.join('---:' if i in right else '---' for i in range(len(head)))}|")
        for row in rows:
            self.line(f"| {' | '.join(escaped(cell) for cell in row)} |")
        self.line()


def _link(name: str, url: str) -> str:
    return f"[{escaped(name)}]({url.replace('(', '%28').replace(')', '%29')})" if url else escaped(name)


def escaped(text: str) -> str:
    """A text in which nothing is read as Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|" else letter for letter in text)


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    return "  ".join(cell.rjust(widths[i]) if i in right else pad(cell, widths[i]) for i, cell in enumerate(cells)).rstrip()


_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OURS: Final = re.compile(rf"(\x1b\[(?:0|{'|'.join(_STYLES.values())})m)")


def _harmless(line: str, *, color: bool) -> str:
    """A line without letters that a terminal obeys, but for the styles that pages have."""
    if not _CONTROL.search(line):
        return line
    parts = _OURS.split(line) if color else [line]
    return "".join(part if i % 2 else _CONTROL.sub(lambda found: ascii(found[0])[1:-1], part) for i, part in enumerate(parts))


def harmless(text: str) -> str:
    """Lines in which control characters are written out, so that no terminal obeys what a file holds."""
    return "\n".join(_harmless(line, color=False) for line in text.split("\n"))


def folded(text: str, width: int, indent: int) -> str:
    """Lines that are too wide for a screen, continued below an indent; what can be pasted stays on one line."""
    lines = harmless(text.removesuffix("\n")).split("\n")
    return "".join(f"{line}\n" if len(line) <= width or _to_paste(line) else _folded(line, width, " " * indent) for line in lines)


def _folded(line: str, width: int, hanging: str) -> str:
    return (
        textwrap.fill(line, max(width, len(hanging) + 16), subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) + "\n"
    )


def _to_paste(line: str) -> bool:
    return line.startswith("  detente ") or ": detente " in line


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` letters, broken at blanks."""
    return textwrap.wrap(text, max(width, 16), break_long_words=False, break_on_hyphens=False) or [""]


def pad(text: str, width: int) -> str:
    """A text filled up with blanks, accents not counted twice."""
    shown = sum(not unicodedata.combining(letter) for letter in text)
    return text + " " * max(0, width - shown)
