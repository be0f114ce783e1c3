"""The pieces that lines of `.facts` are made of: words, dates, quoted texts, parts with commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from domain import edtf, typed
from domain.refusal import Fix, InvalidInput, NotADate
from domain.report import Report, read_archived, read_grade, read_sha256

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

_KEYS: Final[Mapping[str, Callable[[str], str]]] = {
    "origin": str.strip,
    "voice": str.strip,
    "grade": read_grade,
    "sha256": read_sha256,
    "by": str.strip,
}
"""The keys of parts `KEY=VALUE`, and how the value of each is read."""

_OPENING: Final = re.compile(r'(?:quote\s+|origin=|voice=)?"')
"""How a part begins in which commas are text, up to the closing quotation mark."""

_CLOSING_QUOTE: Final = re.compile(r'(?:[^"]|"")*"(?=\s*$|,\s)')
_WHOLE: Final = re.compile(r'"(?:[^"]|"")*"')
_CLOSED: Final = re.compile(r"\s*$|,\s")
_OTHER_QUOTES: Final = re.compile(r"“([^”]*)”|‘([^’]*)’|«([^»]*)»|„([^“”]*)[“”]|'([^']*)'")
"""A name between quotation marks of other keyboards, which mean the same as `"`."""
_ADDRESS: Final = ("http://", "https://")


@dataclass
class Parts:
    """The parts of a detail, which have commas and spaces between them.

    `plain` holds dates and names in order; the other parts show by their form what they are.
    `takes_by`: whether the detail may name the actor behind it.
    """

    plain: list[Word] = field(default_factory=list)
    url: str = ""
    quote: str = ""
    archived: str = ""
    keyed: dict[str, str] = field(default_factory=dict)
    because: str = ""
    takes_by: bool = False

    @classmethod
    def of(cls, text: str, column: int, *, takes_by: bool = False) -> Parts:
        """Reads `PUBLISHER, DATE, URL, origin=.., because ..`; an empty text has no parts.

        A name in double quotes may hold commas: `"Ministry, Ankara"`. Raises InvalidInput at the
        part that does not fit.
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
        word, _, rest = part.text.partition(" ")
        if equals and key in _KEYS and (key != "by" or self.takes_by):
            if key in self.keyed:
                raise _given_twice(f'"{key}"', part)
            with _at(part):
                self.keyed[key] = _name(_KEYS[key](value))
        elif part.text.startswith(_ADDRESS):
            if self.url:
                raise _given_twice("an address", part)
            self.url = part.text
        elif word == "quote" and rest.lstrip().startswith('"'):
            self._take_quote(rest.strip(), part)
        elif word == "archived" and rest.lstrip().startswith(_ADDRESS):
            if self.archived:
                raise _given_twice("an archived copy", part)
            with _at(part):
                self.archived = read_archived(rest.strip())
        elif part.text.startswith("www.") and " " not in part.text and not self.url:
            self.url = f"https://{part.text}"
        elif not part.text:
            raise InvalidInput(
                "there is nothing between two commas.", code="empty-part", column=part.column
            )
        elif part.text.startswith('"') and part.text.count('"') == 1:
            first = part.text.split()[0].lstrip('"')
            said = "the double quotes are not closed."
            raise InvalidInput(said, Fix(first), code="open-quotes", column=part.column)
        else:
            self.plain.append(Word(_name(part.text), part.column))

    def _take_quote(self, text: str, part: Word) -> None:
        if self.quote:
            raise _given_twice("a quote", part)
        self.quote = _name(text)
        if self.quote == text or not self.quote:
            said = "a quote ends with a quotation mark, and has something in it."
            fix = Fix(f'quote "{text.strip(chr(34))}"') if text.strip('"') else Fix('quote "TEXT"')
            raise InvalidInput(said, fix, code="quote-open", column=part.column)

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
            quote=self.quote,
            archived=self.archived,
            sha256=self.keyed.get("sha256", ""),
        )


def _given_twice(what: str, part: Word) -> InvalidInput:
    return InvalidInput(f"{what} is given twice.", code="given-twice", column=part.column)


@contextmanager
def _at(part: Word) -> Generator[None]:
    """Says of a refusal at which part it is."""
    try:
        yield
    except InvalidInput as refused:
        raise refused.at(part.column) from None


def _split(text: str, column: int) -> Iterator[Word]:
    """The parts between commas; what stands in double quotes is one, whatever it holds."""
    start = 0
    while True:
        comma = _next_comma(text, start)
        end = comma.start() if comma else len(text)
        yield Word(text[start:end].strip(), column + start)
        if comma is None:
            return
        start = comma.end()


def _next_comma(text: str, start: int) -> re.Match[str] | None:
    """The comma that ends the part which begins at a place: not one of `Aug 24, 2023`."""
    for comma in _COMMA.finditer(text, _behind_quotes(text, start)):
        if not (_MONTH_DAY.search(text, start, comma.start()) and _YEAR.match(text, comma.end())):
            return comma
    return None


def _behind_quotes(text: str, start: int) -> int:
    """Where the quotation marks close with which a part begins; its start where there are none."""
    opening = _OPENING.match(text, start)
    if opening is None:
        other = _OTHER_QUOTES.match(text, start)
        return other.end() if other and _CLOSED.match(text, other.end()) else start
    closing = _CLOSING_QUOTE.match(text, opening.end())
    return closing.end() if closing else start


def too_many(word: str, form: str, rest: str, column: int, extra: Sequence[Word]) -> InvalidInput:
    """The refusal of parts that a detail does not take; its fix is the line without them.

    `form` shows the parts that it takes, `rest` is its text after `word`, from `column` on.
    """
    kept = rest
    for part in reversed(extra):
        start = part.column - column
        written = as_written(part, rest, column)
        kept = kept[:start].rstrip().removesuffix(",") + kept[start + len(written) :]
    return InvalidInput(
        f'"{extra[0].text}" is one part too many; the form of this line is: {word} {form}.',
        *(_a_report_each(word, form, rest, column) or [Fix(f"{word} {kept}", "without it")]),
        code="too-many-parts",
        column=extra[0].column,
    )


def _a_report_each(word: str, form: str, rest: str, column: int) -> list[Fix]:
    """A line for each of several publishers before one date: `report Reuters, AP, 2022-03-05`."""
    if form != "PUBLISHER, DATE":
        return []
    *names, day = [as_written(part, rest, column) for part in Parts.of(rest, column).plain]
    if not is_date(day) or any(map(is_date, names)):
        return []
    more = rest.partition(day)[2]
    each = "\n    ".join(
        f"{word} {name}, {day}{more if i == 0 else ''}" for i, name in enumerate(names)
    )
    whole = quoted(", ".join(map(unquoted, names)))
    return [Fix(each, "a report of each"), Fix(f"{word} {whole}, {day}{more}", "if it is one name")]


# Quotes ------------------------------------------------------------------------------------------


def unquoted(text: str) -> str:
    """A text without the double quotes around it, in which two stand for one."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def quoted(text: str) -> str:
    """A text in double quotes."""
    return '"' + text.replace('"', '""') + '"'


def _name(text: str) -> str:
    """A text without quotation marks that are around all of it, and not around its parts."""
    if other := _OTHER_QUOTES.fullmatch(text):
        return next((inside for inside in other.groups() if inside), text)
    return unquoted(text) if _WHOLE.fullmatch(text) else text


def as_written(part: Word, rest: str, column: int) -> str:
    """A part as it stands in a text that begins at a column: with its quotes, if it has any."""
    there = rest[part.column - column :]
    return quoted(part.text) if there.startswith('"') and part.text[:1] != '"' else part.text


def written_name(name: str) -> str:
    """A name as a part: in double quotes where it would be read as anything but one name."""
    try:
        plain = Parts.of(name, 1, takes_by=True) == Parts(plain=[Word(name, 1)], takes_by=True)
    except InvalidInput:
        plain = False
    return name if plain and not name.startswith("because ") else quoted(name)


def written_value(value: str) -> str:
    """The value of a key: in double quotes where it holds a comma, or begins with a quote."""
    return quoted(value) if _COMMA.search(value) or value.startswith('"') else value
