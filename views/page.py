"""Lines of a page: headings, wrapped text, tables, in characters that the screen can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from typing import Final, NamedTuple

from domain.characters import on_one_line

_STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


class Item(NamedTuple):
    """One item of a list: its lead, its text, its handle, and links by name.

    A link may have no address.
    """

    lead: str
    text: str
    tail: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass
class Page:
    """Lines for a screen of some width.

    `plain` has words for arrows, and only the characters that were quoted beyond ASCII.
    """

    width: int = 80
    color: bool = False
    plain: bool = False
    lines: list[str] = field(default_factory=list)

    def style(self, text: str, name: str) -> str:
        """A text in bold, dim or a colour, where the screen has them.

        The style never is the only mark of anything.
        """
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.color and text and name else text

    def symbol(self, rich: str, plain: str) -> str:
        """The symbol, or the word for it where the screen has no symbols."""
        return plain if self.plain else rich

    def heading(self, text: str, level: int = 1, beside: str = "") -> None:  # noqa: ARG002  # a screen has no levels
        """The subject of the page or a part of it, wrapped; `beside` is small, on the last line."""
        *lines, last = wrapped(self.symbol(text, text.replace("–", "-")), self.width)
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
        """One line as it is; two empty lines are never written together."""
        if text.rstrip() or (self.lines and self.lines[-1]):
            self.lines.append(text.rstrip())

    def text(self, text: str, indent: int = 0, style: str = "") -> None:
        """A paragraph, wrapped."""
        for line in wrapped(text, self.width - indent):
            self.line(" " * indent + self.style(line, style))

    def item(
        self, label: str, lead: str, text: str, tail: str, columns: tuple[int, int] = (13, 19)
    ) -> None:
        """`LABEL  lead  text ^tail`, the text wrapped in a column of its own."""
        first, second = columns
        room = max(20, self.width - first - second)
        head = self.style(pad(label, first), "bold") if label else " " * first
        rows = wrapped(f"{text} {tail}" if tail else text, room)
        if lead and width_of(lead) >= second:
            self.line(f"{head}{lead}")
            head, lead = " " * first, ""
        for i, row in enumerate(rows):
            shown = row
            if tail and row.endswith(tail):
                shown = row[: -len(tail)] + self.style(tail, "dim")
            self.line(
                f"{head}{pad(lead, second)}{shown}"
                if i == 0
                else f"{' ' * (first + second)}{shown}"
            )

    def listed(self, name: str, items: Iterable[Item], columns: tuple[int, int] = (13, 19)) -> None:
        """A named list, the name beside the first item; a screen has no room for links."""
        for i, (lead, text, tail, _) in enumerate(items):
            self.item(name if i == 0 else "", lead, text, tail, columns)

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
    ) -> None:
        """A table with a heading; columns in `right` are aligned right.

        The last column is wrapped in what room is left. Where that does not do, the others that
        are aligned left are wrapped too, the widest first.
        """
        cells = [[*row] for row in rows]
        widths = _fitted([head, *cells], right, self.width)
        for row in (head, *cells):
            others = [
                [cell] if i in right else _lines(cell, widths[i], widths[i], strict=True)
                for i, cell in enumerate(row[:-1])
            ]
            for line in zip_longest(*others, wrapped(row[-1], widths[-1]), fillvalue=""):
                self.line(self.style(_row(line, widths, right), "bold" if row is head else ""))

    def figure(self, lines: Sequence[str]) -> None:
        """Lines whose characters are aligned under each other."""
        for line in lines:
            self.line(line)

    def foot(self, hints: Sequence[str], stamps: Sequence[str]) -> None:
        """What the page ends with: what else can be asked, and what names the answer."""
        self.line()
        line = ""
        for part in (*hints, *stamps):
            if line and width_of(line) + 4 + width_of(part) > self.width:
                self.line(self.style(line, "dim"))
                line = ""
            line = f"{line}    {part}" if line else part
        self.line(self.style(line, "dim"))

    @property
    def whole(self) -> str:
        """The page as text; control characters of quoted text are written out, never obeyed."""
        return "".join(f"{_harmless(line, color=self.color)}\n" for line in self.lines)


_MONTHS: Final = re.compile(
    r"\b(\d+ )(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?=[a-z]* \d)"
)


def _small(text: str) -> str:
    """What a screen shows in capitals, as a document writes it: months keep theirs."""
    return _MONTHS.sub(lambda match: f"{match[1]}{match[2].capitalize()}", text.capitalize())


class MarkdownPage(Page):
    """The same page as a Markdown document: for a memo, or a wiki."""

    def heading(self, text: str, level: int = 1, beside: str = "") -> None:
        """A heading of its level; what a screen shows in capitals is written small."""
        self.line()
        self.line(f"{'#' * level} {escaped(_small(text) if text.isupper() else text)}")
        self.line()
        if beside:
            self.text(beside.strip())

    def strong(self, text: str, color: str = "") -> None:  # noqa: ARG002  # a document has no colours
        """A line in bold."""
        self.line(f"**{escaped(_small(text))}**")
        self.line()

    def text(self, text: str, indent: int = 0, style: str = "") -> None:  # noqa: ARG002  # a document has neither
        """A paragraph."""
        self.line(escaped(text))
        self.line()

    def item(
        self,
        label: str,
        lead: str,
        text: str,
        tail: str,
        columns: tuple[int, int] = (13, 19),  # noqa: ARG002
    ) -> None:
        """A line of a list: what a screen has in columns of its own comes first, in bold."""
        head = " ".join(filter(None, (label.strip(), lead.strip())))
        parts = [f"**{escaped(head)}**" if head else "", escaped(text), f"`{tail}`" if tail else ""]
        self.line(f"- {' '.join(filter(None, parts))}")

    def listed(self, name: str, items: Iterable[Item], columns: tuple[int, int] = (13, 19)) -> None:
        """A heading and a list, each item with its links; nothing where the list is empty."""
        for i, (lead, text, tail, links) in enumerate(items):
            if i == 0 and name:
                self.heading(name, 2)
            self.item("", lead, text, tail, columns)
            if links:
                self.lines[-1] += f" ({'; '.join(_link(*link) for link in links)})"

    def figure(self, lines: Sequence[str]) -> None:
        """The lines in a block of code, fenced by more backticks than any of them has in a row."""
        fence = "`" * max([3, *(len(run) + 1 for line in lines for run in re.findall("`+", line))])
        self.line()
        self.lines += [f"{fence}text", *(line.rstrip() for line in lines), fence]
        self.line()

    def foot(self, hints: Sequence[str], stamps: Sequence[str]) -> None:  # noqa: ARG002  # a document takes no options
        """A last line in italics: what names the answer."""
        self.line()
        self.line(f"*{escaped(' · '.join(stamps))}*")

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
    ) -> None:
        """A table."""
        self.line()
        self.line(f"| {' | '.join(escaped(cell.capitalize()) for cell in head)} |")
        self.line(f"|{'|'.join('---:' if i in right else '---' for i in range(len(head)))}|")
        for row in rows:
            self.line(f"| {' | '.join(escaped(cell) for cell in row)} |")
        self.line()


def _link(name: str, url: str) -> str:
    return (
        f"[{escaped(name)}]({url.replace('(', '%28').replace(')', '%29')})"
        if url
        else escaped(name)
    )


def escaped(text: str) -> str:
    """A text in which nothing is read as Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|" else letter for letter in text)


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    return "  ".join(
        cell.rjust(widths[i]) if i in right else pad(cell, widths[i])
        for i, cell in enumerate(cells)
    ).rstrip()


_LAST: Final = 16
"""How narrow the last column of a table may become."""

_NARROW: Final = 12
"""How narrow any other column may become, whatever words it holds."""


def _fitted(rows: Sequence[Sequence[str]], right: Sequence[int], room: int) -> list[int]:
    """The width of each column: its widest cell where there is room, never below its minimum."""
    columns = [[row[i] for row in rows] for i in range(len(rows[0]))]
    widths = [max(map(width_of, column)) for column in columns]
    over = sum(widths) + 2 * (len(widths) - 1) - room
    spared = min(max(over, 0), max(0, widths[-1] - _LAST))
    widths[-1] -= spared
    left = [i for i in range(len(widths) - 1) if i not in right]
    _narrow(widths, {i: _longest(columns[i]) for i in left}, over - spared)
    _narrow(widths, dict.fromkeys(left, _NARROW), sum(widths) + 2 * (len(widths) - 1) - room)
    return widths


def _narrow(widths: list[int], least: Mapping[int, int], over: int) -> None:
    """Takes what is over from the columns that may become narrower, from the widest first."""
    for _ in range(over):
        able = [i for i, width in least.items() if widths[i] > width]
        if not able:
            return
        widths[max(able, key=widths.__getitem__)] -= 1


def _longest(cells: Iterable[str]) -> int:
    return max(width_of(part) for cell in cells for part in _parts(cell, strict=True))


_OURS: Final = re.compile(rf"(\x1b\[(?:0|{'|'.join(_STYLES.values())})m)")


def _harmless(line: str, *, color: bool) -> str:
    """A line without characters that a terminal obeys, except for the styles that pages have."""
    parts = _OURS.split(line) if color else [line]
    return "".join(part if i % 2 else on_one_line(part) for i, part in enumerate(parts))


def harmless(text: str) -> str:
    """Lines with control characters written out, so that no terminal obeys a file's content."""
    return "\n".join(_harmless(line, color=False) for line in text.split("\n"))


def folded(text: str, width: int, indent: int) -> str:
    """Lines that are too wide for a screen, continued below an indent.

    What can be pasted stays on one line.
    """
    lines = harmless(text.removesuffix("\n")).split("\n")
    return "".join(
        (
            f"{line}\n"
            if width_of(line) <= width or _TO_PASTE.match(line)
            else _folded(line, width, indent)
        )
        for line in lines
    )


_TO_PASTE: Final = re.compile(r"(  |[A-Z][a-z ]*: +)detente ")


def _folded(line: str, width: int, indent: int) -> str:
    first, *rest = _lines(line, max(width, indent + 16), max(width - indent, 16))
    return "".join(f"{each}\n" for each in (first, *(f"{' ' * indent}{more}" for more in rest)))


# Lines --------------------------------------------------------------------------------------------


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, broken at spaces or between wide characters.

    A wide character takes two columns.
    """
    return _lines(text, max(width, 16), max(width, 16))


def _lines(text: str, first: int, others: int, *, strict: bool = False) -> list[str]:
    """A text in lines, the first and all others of some width.

    `strict` breaks at hyphens too, and words that fit nowhere.
    """
    if text.isascii() and text.isprintable() and len(text) <= first:
        return [text.rstrip(" ")]
    lines, line, used = list[str](), "", 0
    for part in _parts(text, strict=strict):
        wide, room = width_of(part), others if lines else first
        if used + wide > room and (line.strip(" ") or lines):
            lines += [line.rstrip(" ")] if line.strip(" ") else []
            line, used, room = "", 0, others
        if lines and not line and part.isspace():
            continue
        left = part
        while strict and width_of(left) > room:
            lines.append(fitting(left, room))
            left, room = left[len(lines[-1]) :], others
        line, used = line + left, used + width_of(left)
    return [*lines, line.rstrip(" ")] if line.strip(" ") or not lines else lines


_SPACES: Final = str.maketrans(dict.fromkeys("\t\n\v\f\r", " "))
_RUN: Final = re.compile(r" +|[^ ]+")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d]-)(?=[^\W\d])(?!\S*[@\d])")


def _parts(text: str, *, strict: bool = False) -> Iterator[str]:
    """The pieces a text can be broken into: words, the spaces between them, wide characters."""
    for run in _RUN.findall(text.expandtabs().translate(_SPACES)):
        for part in _HYPHEN.split(run) if strict else [run]:
            yield from [part] if part.isascii() else _between_wide(part)


def _between_wide(word: str) -> Iterator[str]:
    start = 0
    for i in range(1, len(word)):
        if _columns(word[i - 1]) == 2 == _columns(word[i]) and not (
            unicodedata.category(word[i - 1]) in _OPENING
            or unicodedata.category(word[i]) in _CLOSING
        ):
            yield word[start:i]
            start = i
    yield word[start:]


_OPENING: Final = ("Ps", "Pi")
_CLOSING: Final = ("Pe", "Pf", "Po")


def fitting(text: str, room: int) -> str:
    """The beginning of a text that fits into some columns, at least one character."""
    used = 0
    for i, character in enumerate(text):
        used += _columns(character)
        if i and used > room:
            return text[:i]
    return text


def width_of(text: str) -> int:
    """The columns of a screen that a text takes.

    Two for a character of Chinese or Japanese, none for an accent of its own.
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """A text padded with spaces to a number of columns of a screen."""
    return text + " " * max(0, width - width_of(text))
