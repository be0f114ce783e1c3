"""One line of `.facts` as words with their columns, and the small notations that lines share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from domain import edtf, typed
from domain.refusal import Fix, InvalidInput, NotADate
from domain.report import Report, read_grade

_WORD = re.compile(r"\S+")
_PARTS = re.compile(r",\s+")


class Word(NamedTuple):
    """A word and the column, from 1, at which it begins."""

    text: str
    column: int


def words(line: str) -> list[Word]:
    """The words of a line, parted by blanks."""
    return [Word(match.group(), match.start() + 1) for match in _WORD.finditer(line)]


_INVISIBLE: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_letters(line: str) -> None:
    """Refuses letters that would run riot on a screen.

    Controls, and those that turn the direction of writing.
    """
    for column, letter in enumerate(line, 1):
        if letter in _INVISIBLE or (letter != "\t" and unicodedata.category(letter) == "Cc"):
            raise InvalidInput(
                f"a line holds no control characters (U+{ord(letter):04X} is one).", column=column
            )


class Known(NamedTuple):
    """From when something was known, and whether that day is merely assumed."""

    day: date
    assumed: bool = False


def read_known(text: str) -> Known:
    """A known date; a partial one means its last day, and `?` after it marks an assumed one."""
    bare = text.removesuffix("?")
    return Known(last_day(bare), assumed=bare != text)


def last_day(text: str) -> date:
    """The last day that a date may mean. Raises NotADate where there is none."""
    window = edtf.window(typed.instant(text))
    if window.hi == edtf.NO_LAST:
        raise NotADate(
            f'"{text}" has no last day, so nobody can say from when it was known.',
            Fix("2022-03-05"),
        )
    return date.fromordinal(window.hi)


def is_date(text: str) -> bool:
    """Whether a text is a date of the closed grammar."""
    try:
        typed.instant(text.removesuffix("?"))
    except NotADate:
        return False
    return True


_KEYS = ("origin", "voice", "grade")


@dataclass
class Parts:
    """The comma-parted pieces of a detail.

    Dates and names in order, and the rest by what each is.
    """

    plain: list[Word] = field(default_factory=list)
    url: str = ""
    keyed: dict[str, str] = field(default_factory=dict)
    because: str = ""

    @classmethod
    def of(cls, text: str, column: int) -> Parts:
        """Reads `PUBLISHER, DATE, URL, origin=.., because ..`.

        Raises InvalidInput at the piece that does not fit.
        """
        found = cls()
        for piece in _pieces(text, column):
            if piece.text.startswith("because ") and not found.because:
                found.because = text[piece.column - column :].removeprefix("because ").strip()
                break
            found._take(piece)
        return found

    def _take(self, piece: Word) -> None:
        key, equals, value = piece.text.partition("=")
        if (equals and key in self.keyed) or (
            self.url and piece.text.startswith(("http://", "https://"))
        ):
            raise InvalidInput(
                f"{key if equals and key in _KEYS else 'an address'} is said twice.",
                column=piece.column,
            )
        if equals and key in _KEYS:
            try:
                self.keyed[key] = read_grade(value) if key == "grade" else value.strip()
            except InvalidInput as refused:
                raise refused.at(piece.column) from None
        elif piece.text.startswith(("http://", "https://")):
            self.url = piece.text
        elif not piece.text:
            raise InvalidInput("there is nothing between two commas.", column=piece.column)
        else:
            self.plain.append(piece)

    def report(self, publisher: str, published: str) -> Report:
        """The report that these pieces describe."""
        return Report(
            publisher=publisher,
            published=published,
            url=self.url,
            origin=self.keyed.get("origin", ""),
            voice=self.keyed.get("voice", ""),
            grade=self.keyed.get("grade", ""),
        )


def _pieces(text: str, column: int) -> Iterator[Word]:
    start = 0
    for match in _PARTS.finditer(text):
        yield Word(text[start : match.start()].strip(), column + start)
        start = match.end()
    yield Word(text[start:].strip(), column + start)


def unquoted(text: str) -> str:
    """A text without the double quotes around it, in which two stand for one."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def quoted(text: str) -> str:
    """A text in double quotes."""
    return '"' + text.replace('"', '""') + '"'
