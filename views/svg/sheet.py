"""A sheet of SVG: words escaped, wrapped and clipped by width; styles for day, night, print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

WIDTH: Final = 800
MARGIN: Final = 16
SMALL: Final = 11
"""The size of most words, in pixels of a sheet as wide as that."""

LEADING: Final = 1.45
"""The distance between lines of a paragraph, by their size."""


_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_THIN, _BROAD = frozenset("iljtfrI.,:;'|!()[] -"), frozenset("mwMW@%—→▲▼◆")
BOLDER: Final = 1.14
"""How much wider bold characters are."""


_LIGHT: Final = {
    "paper": "#ffffff",
    "ink": "#1f2328",
    "soft": "#57606a",
    "grid": "#e6e9ed",
    "there": "#0a58a8",
    "back": "#b3430b",
}
_DARK: Final = {
    "paper": "#13171c",
    "ink": "#e8ebee",
    "soft": "#a3adb8",
    "grid": "#2a3038",
    "there": "#73b7ff",
    "back": "#ffa066",
}
_PRINT: Final = {
    "paper": "#ffffff",
    "ink": "#000000",
    "soft": "#000000",
    "grid": "#dddddd",
    "there": "#000000",
    "back": "#000000",
}


@dataclass
class Sheet:
    """Elements drawn so far, and how far down they reach.

    `name` keeps ids apart where a page holds several sheets.
    """

    name: str
    parts: list[str] = field(default_factory=list)
    y: float = 6

    def add(self, element: str) -> None:
        """An element as it is."""
        self.parts.append(element)

    def text(
        self,
        place: tuple[float, float],
        text: str,
        look: str = "ink",
        size: int = SMALL,
        anchor: str = "",
    ) -> None:
        """A line of words at a place.

        `look` is how it is coloured, `anchor` which part of it is at the place, if not its start.
        """
        self.add(text_at(place, text, look, size, anchor))

    def paragraph(self, text: str, size: int, look: str = "ink", left: float = MARGIN) -> None:
        """Words across the sheet, wrapped; nothing where there are none."""
        for line in lines_of(text, WIDTH - left - MARGIN, size, bold="bold" in look):
            self.y += size * LEADING
            self.text((left, self.y), line, look, size)

    def whole(self, title: str, desc: str) -> str:
        """The sheet as a document of its own, with a title and description for screen readers."""
        height = number(self.y + 12)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="detente" viewBox="0 0 {WIDTH}'
            f' {height}" role="img" aria-labelledby="{self.name}-title {self.name}-desc">'
        )
        opening = [
            head,
            f'<title id="{self.name}-title">{escaped(title)}</title>',
            f'<desc id="{self.name}-desc">{escaped(desc)}</desc>',
            f"<style>{_looks()}</style>",
            f"<defs>{''.join(self._hatches())}</defs>",
            f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        ]
        return "".join(f"{line}\n" for line in (*opening, *self.parts, "</svg>"))

    def hatched(self, look: str) -> str:
        """The fill of an area hatched in that look."""
        return f'fill="url(#{self.name}-{look})"'

    def _hatches(self) -> list[str]:
        """Hatches that lean one way each, so that crossing ones can be distinguished."""
        turned = {"ink": 45, "there": 45, "back": -45}
        return [
            f'<pattern id="{self.name}-{look}" width="5" height="5" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate({turn})"><path class="{look}-line hatch" d="M0'
            ' 0V5"/></pattern>'
            for look, turn in turned.items()
        ]


def _looks() -> str:
    """The rules of style: what no theme changes, then light, dark and print."""
    still = {
        "text": "font-family:system-ui,sans-serif",
        ".bold": "font-weight:600",
        ".band": "stroke-width:.6;stroke-opacity:.6;fill-opacity:.1",
        ".hatched": "fill-opacity:.5",
        ".hatch": "stroke-width:.8",
        ".grid-line,.axis": "stroke-width:1;fill:none",
        ".line": "stroke-width:2;fill:none;stroke-linejoin:round",
        ".mark": "stroke-width:1.1;stroke-linejoin:round",
        ".dashed": "stroke-dasharray:6 3",
        ".dotted": "stroke-dasharray:2 2",
    }
    rules = "".join(f"{_scoped(name)}{{{rule}}}" for name, rule in still.items())
    dark = f"@media (prefers-color-scheme:dark){{{_theme(_DARK)}}}"
    return f"{rules}{_theme(_LIGHT)}{dark}@media print{{{_theme(_PRINT)}}}"


def _theme(colors: Mapping[str, str]) -> str:
    rules = [
        f"{_scoped(f'.{look}')}{{fill:{color}}}{_scoped(f'.{look}-line')}{{stroke:{color}}}"
        for look, color in colors.items()
    ]
    return "".join(rules)


def _scoped(names: str) -> str:
    return ",".join(f".detente {name}" for name in names.split(","))


# Words --------------------------------------------------------------------------------------------


def text_at(
    place: tuple[float, float], text: str, look: str = "ink", size: int = SMALL, anchor: str = ""
) -> str:
    """A line of words as an element."""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text class="{look}" x="{number(place[0])}" y="{number(place[1])}"'
        f' font-size="{size}"{anchored}>{escaped(text)}</text>'
    )


def escaped(text: str) -> str:
    """A text as XML takes it, in an element or an attribute.

    What XML cannot hold is shown as U+FFFD.
    """
    plain = _UNPRINTABLE.sub("\ufffd", " ".join(text.split()))
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(letter, entity)
    return plain


def number(value: float) -> str:
    """A length to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def wide(text: str, size: int, *, bold: bool = False) -> float:
    """About how wide a text is, rather too much than too little: fonts differ."""
    return size * (BOLDER if bold else 1) * sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.05
    if letter in _BROAD:
        return 0.95
    return 0.36 if letter in _THIN else 0.72 if letter.isupper() else 0.62


def clipped(text: str, room: float, size: int) -> str:
    """A text cut to the room there is."""
    if wide(text, size) <= room:
        return text
    kept = text
    while kept and wide(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines_of(text: str, room: float, size: int, *, bold: bool = False) -> Sequence[str]:
    """A text in lines that fit the room, broken at spaces.

    A word too long for a line is clipped.
    """
    narrower = room / BOLDER if bold else room
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, size) <= narrower:
            lines[-1] = longer
        else:
            lines.append(clipped(word, narrower, size))
    return lines
