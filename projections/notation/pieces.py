"""The pieces that lines of `.facts` are made of: words, dates, quoted texts, parts with commas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from domain import edtf, typed
from domain.refusal import Fix, InvalidInput, NotADate
from domain.report import Report, read_grade

_WORD: Final = re.compile(r"\S+")
_COMMA: Final = re.compile(r",\s+")
_MONTH_DAY: Final = re.compile(
    rf"(?:{'|'.join(typed.MONTH_NUMBERS)})\.? [0-9]{{1,2}}(?:st|nd|rd|th)?$", re.IGNORECASE
)
_YEAR: Final = re.compile(r"[0-9]{4}(?=,|\s*$)")


class Word(NamedTuple):
    """A word and the column, from 1, at which it begins."""

    text: str
    column: int


def words(line: str) -> list[Word]:
    """The words of a line, separated by spaces or tabs."""
    return [Word(match.group(), match.start() + 1) for match in _WORD.finditer(line)]


# Dates -------------------------------------------------------------------------------------------


class Known(NamedTuple):
    """The day from which something was known, and whether that day is assumed."""

    day: date
    assumed: bool = False


def read_known(text: str) -> Known:
    """A known date; a partial one means its last day, and `?` after it marks an assumed one."""
    bare = text.removesuffix("?")
    return Known(last_day(bare), assumed=bare != text)


def written_known(day: date, *, assumed: bool) -> str:
    """A known date as `read_known` reads it."""
    return f"{day}{'?' if assumed else ''}"


def last_day(text: str) -> date:
    """The last day that a date may mean. Raises NotADate where it has none."""
    window = edtf.window(typed.instant(text))
    if window.hi == edtf.NO_LAST:
        raise NotADate(
            f'"{text}" has no last day, so it does not say from when something was known.',
            Fix("DATE"),
            code="no-last-day",
        )
    return date.fromordinal(window.hi)


def is_date(text: str) -> bool:
    """Whether a text is a date of the closed grammar, with or without `?` after it."""
    try:
        typed.instant(text.removesuffix("?"))
    except NotADate:
        return False
    return True


def read_date(word: Word, *, days: bool = False) -> str:
    """The date that a word is, in EDTF; with `days` also a first and a last day.

    Raises InvalidInput at its column.
    """
    try:
        written = typed.days(word.text) if days else typed.instant(word.text)
        edtf.days(written)
    except InvalidInput as refused:
        raise refused.at(word.column) from None
    return written


# Parts -------------------------------------------------------------------------------------------

_KEYS: Final = ("origin", "voice", "grade", "by")
_ADDRESS: Final = ("http://", "https://")


@dataclass
class Parts:
    """The parts of a detail, which have commas and spaces between them.

    `plain` holds dates and names in order; the other parts show by their form what they are.
    `takes_by`: whether the detail may name the actor behind it.
    """

    plain: list[Word] = field(default_factory=list)
    url: str = ""
    keyed: dict[str, str] = field(default_factory=dict)
    because: str = ""
    takes_by: bool = False

    @classmethod
    def of(cls, text: str, column: int, *, takes_by: bool = False) -> Parts:
        """Reads `PUBLISHER, DATE, URL, origin=.., because ..`; an empty text has no parts.

        Raises InvalidInput at the part that does not fit.
        """
        found = cls(takes_by=takes_by)
        for part in _split(text, column) if text else ():
            if part.text.startswith("because ") and not found.because:
                found.because = text[part.column - column :].removeprefix("because ").strip()
                break
            found._take(part)
        return found

    def _take(self, part: Word) -> None:
        key, equals, value = part.text.partition("=")
        if equals and key in self.keyed:
            raise _given_twice(f'"{key}"', part)
        if self.url and part.text.startswith(_ADDRESS):
            raise _given_twice("an address", part)
        if equals and key in _KEYS and (key != "by" or self.takes_by):
            try:
                self.keyed[key] = read_grade(value) if key == "grade" else value.strip()
            except InvalidInput as refused:
                raise refused.at(part.column) from None
        elif part.text.startswith(_ADDRESS):
            self.url = part.text
        elif part.text.startswith("www.") and " " not in part.text and not self.url:
            self.url = f"https://{part.text}"
        elif not part.text:
            raise InvalidInput(
                "there is nothing between two commas.", code="empty-part", column=part.column
            )
        else:
            self.plain.append(part)

    @property
    def by(self) -> str:
        """The actor behind it, as written; empty where none is named."""
        return self.keyed.get("by", "")

    def report(self, publisher: str, published: str) -> Report:
        """The report that these parts describe."""
        return Report(
            publisher=publisher,
            published=published,
            url=self.url,
            origin=self.keyed.get("origin", ""),
            voice=self.keyed.get("voice", ""),
            grade=self.keyed.get("grade", ""),
        )


def _given_twice(what: str, part: Word) -> InvalidInput:
    return InvalidInput(f"{what} is given twice.", code="given-twice", column=part.column)


def _split(text: str, column: int) -> Iterator[Word]:
    start = 0
    for match in _COMMA.finditer(text):
        if _MONTH_DAY.search(text, start, match.start()) and _YEAR.match(text, match.end()):
            continue  # the comma of `Aug 24, 2023`
        yield Word(text[start : match.start()].strip(), column + start)
        start = match.end()
    yield Word(text[start:].strip(), column + start)


def too_many(word: str, form: str, rest: str, column: int, extra: Sequence[Word]) -> InvalidInput:
    """The refusal of parts that a detail does not take; its fix is the line without them.

    `form` shows the parts that it takes, `rest` is its text after `word`, from `column` on.
    """
    kept = rest
    for part in reversed(extra):
        start = part.column - column
        kept = kept[:start].rstrip().removesuffix(",") + kept[start + len(part.text) :]
    return InvalidInput(
        f'"{extra[0].text}" is one part too many; the form of this line is: {word} {form}.',
        Fix(f"{word} {kept}", "without it"),
        code="too-many-parts",
        column=extra[0].column,
    )


# Quotes ------------------------------------------------------------------------------------------


def unquoted(text: str) -> str:
    """A text without the double quotes around it, in which two stand for one."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def quoted(text: str) -> str:
    """A text in double quotes."""
    return '"' + text.replace('"', '""') + '"'
