"""The first rows of a table that nobody has described yet: its delimiter, columns and cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from domain.refusal import Failure
from service.formats.cells import have_row_names
from service.input_files import check_readable
from service.sources.dates import formats_of
from service.sources.heading import MOST_BEFORE, SEPARATOR, UNNAMED
from service.sources.rules import DELIMITERS

SAMPLED: Final = 200
"""Rows that are looked at; of each line 100 times as many characters at most."""

_NOTHING: Final = {
    *("na", "n/a", "#n/a", "<na>", "none", "null", "(null)", "nan", "nat", "nil", "\\n"),
    *("-", "--", ".", "..", "?"),
}
"""Texts that tables hold where nothing is known, in lower case."""

_CODE: Final = re.compile("[A-Z]{2,3}|[a-z]{2,3}")
"""What a code of a state or an organisation looks like."""

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_NO_NUMBER: Final = re.compile(r"-(9+|8+)(\.0+)?", re.ASCII)
"""Numbers below all others of their column that say that none is known, such as -9 and -99."""

_SCORES: Final = -10
"""The least of the usual scores: a column of scores may have it below the first rows."""


class Sample(NamedTuple):
    """The first rows of a table; without a header its columns have numbers for names.

    `lines` are those of the file on which its rows begin, and `above` is how many lines stand above
    a table without a header.
    """

    delimiter: str
    header: bool
    columns: list[str]
    rows: list[list[str]]
    lines: list[int]
    above: int = 0

    def values(self, column: str) -> list[str]:
        """The cells of a column that are not empty."""
        at = self.columns.index(column)
        return [row[at] for row in self.rows if at < len(row) and row[at]]

    def known(self, column: str) -> list[str]:
        """The cells of a column without those that say that nothing is known."""
        values = [text for text in self.values(column) if not says_nothing(text)]
        numbers = _no_numbers(values)
        return [text for text in values if text not in numbers]

    def missing(self) -> set[str]:
        """The texts that say that nothing is known: a word, or a number below all others.

        A number is left out that is, or could be, a number of another column.
        """
        columns = [self.values(column) for column in self.columns if column]
        parts = {part.strip() for values in columns for text in values for part in text.split(";")}
        found = {text for text in parts if text and says_nothing(text)}
        numbers = {text for values in columns for text in _no_numbers(values)}
        for values in columns:
            numbers -= set(values) - _no_numbers(values)
            lowest = min(map(float, filter(_NUMBER.fullmatch, values)), default=0.0)
            if lowest < 0 and not _no_numbers(values):
                numbers = {text for text in numbers if float(text) < min(2 * lowest, _SCORES)}
        return (found | numbers) - self.perhaps_codes()

    def perhaps_codes(self) -> set[str]:
        """Texts such as NA that could be codes of actors: they look as the rest of a column does.

        `NA` is Namibia among two-letter codes, and `NAT` is NATO among three-letter ones.
        """
        columns = [self.values(column) for column in self.columns if column]
        lists = [
            [part.strip() for text in values for part in text.split(";")] for values in columns
        ]
        return {text for parts in lists for text in _alike(parts)}


def _alike(parts: Sequence[str]) -> set[str]:
    """Of texts that say nothing those that are written as most others are."""
    others = {text for text in parts if text and not says_nothing(text)}
    found = {text for text in parts if text and says_nothing(text) and _CODE.fullmatch(text)}
    return {
        text
        for text in found
        if 2 * sum(_shape(other) == _shape(text) for other in others) > len(others)
    }


def _shape(text: str) -> tuple[int, bool, bool]:
    return (len(text), text.isupper(), text.isalpha())


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or has a word such as NA or None."""
    return not text or text.lower() in _NOTHING


def _no_numbers(values: Sequence[str]) -> set[str]:
    """Numbers such as -9 in a column of numbers that has no others below 0."""
    said = [text for text in values if not says_nothing(text)]
    below = {text for text in said if text.startswith("-")}
    whole = all(_NUMBER.fullmatch(text) for text in said)
    return below if whole and all(_NO_NUMBER.fullmatch(text) for text in below) else set()


def plain(name: str) -> str:
    """A column's name in lower case, without spaces and punctuation."""
    return "".join(filter(str.isalnum, name.lower()))


def first_rows(path: Path, named: Iterable[str], encoding: str = "utf-8") -> Sample:
    """The first rows of a file; a first row with one of the names `named` is its header.

    Raises Failure for a file that cannot be read as text or has no columns.
    """
    text = _beginning(path, encoding)
    by, text, before = _separator(text)
    named = frozenset(named)
    above = _lines_above(text, by, named)
    text, before = "\n".join(text.split("\n")[above:]), before + above
    first = text.partition("\n")[0]
    delimiter = by or _delimiter(first)
    if not first.count(delimiter):
        raise Failure(
            f"the first line of {path} has one column only; columns are separated by"
            f" {', '.join(DELIMITERS)}.",
            code="one-column",
        )
    lines, rows = _rows(text, delimiter, path, before)
    names = ["" if UNNAMED.fullmatch(cell.strip()) else cell.strip() for cell in rows[0]]
    if have_row_names(len(names), rows[1:]):
        names.insert(0, "")
    below = Sample(delimiter, header=True, columns=names, rows=rows[1:], lines=lines[1:])
    if _is_header(below, named):
        return below
    numbered = [f"column {i}" for i in range(1, len(names) + 1)]
    return Sample(
        delimiter,
        header=False,
        columns=numbered,
        rows=rows,
        lines=lines,
        above=before if above else 0,
    )


def _delimiter(line: str) -> str:
    """What separates the cells of a line."""
    # Names hold spaces, too: these separate columns only where nothing else does.
    found = max(DELIMITERS.values(), key=lambda each: (each != " ", line.count(each)))
    return found if line.count(found) else " "


def _lines_above(text: str, by: str, named: frozenset[str]) -> int:
    """How many lines stand above a table, such as its title; 0 where no table shows itself.

    Its first line has as many cells as most lines below it, and far more than those above it.
    """
    lines = text.split("\n")
    ragged: list[int] = []
    for at, line in enumerate(lines[: MOST_BEFORE + 1]):
        delimiter = by or _delimiter(line)
        table = _table_of(lines[at:], delimiter)
        if table and _are_short(lines[:at], delimiter, len(table.columns)):
            if all(table.columns) or _is_header(table, named):
                return at
            ragged.append(at)
    return next(iter(ragged), 0)


def _table_of(lines: Sequence[str], delimiter: str) -> Sample | None:
    """A table that begins with the first of some lines; None where most others have other cells."""
    others = [each for each in DELIMITERS.values() if each != " "]
    apart = sum(any(map(line.count, others)) for line in lines[1:])
    if not lines[0].count(delimiter) or (delimiter == " " and 2 * apart > len(lines)):
        return None
    try:
        read = csv.reader(
            lines,
            delimiter=delimiter,
            quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL,
        )
        first, *rest = filter(None, read)
    except (csv.Error, ValueError):
        return None
    names = [cell.strip() for cell in first]
    if have_row_names(len(names), rest):
        names.insert(0, "")
    alike = [row for row in rest if len(row) >= len(names) and not any(row[len(names) :])]
    enough = 2 * len(alike) > len(rest) and any(alike)
    return Sample(delimiter, header=True, columns=names, rows=rest, lines=[]) if enough else None


def _are_short(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether lines have cells for little more than half of some columns."""
    filled = (len(list(filter(str.strip, line.split(delimiter)))) for line in lines)
    return all(5 * cells <= 3 * width for cells in filled)


def _beginning(path: Path, encoding: str) -> str:
    check_readable(path)
    try:
        with path.open("rb") as file:
            data = b"".join(islice(iter(lambda: file.readline(100 * SAMPLED), b""), SAMPLED + 1))
    except FileNotFoundError:
        raise Failure(f"there is no file {path}.", code="no-file") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.", code="unreadable-file") from None
    try:
        # The last line may end in the midst of a character: it is cut after so many bytes.
        decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
        text = decoder.decode(data)
    except UnicodeDecodeError as error:
        raise Failure(
            f"{path} is not {encoding} text (byte {error.start}); unpack it, or save it as UTF-8.",
            code="not-text",
        ) from None
    if "\0" in text:
        raise Failure(f"{path} is not text: it holds NUL bytes; unpack it first.", code="not-text")
    return text


def _separator(text: str) -> tuple[str, str, int]:
    """What a first line such as `sep=;` says, or nothing, the text below it, and lines before."""
    first, _, rest = text.partition("\n")
    found = SEPARATOR.fullmatch(first.strip().lstrip("\ufeff"))
    return (found[1], rest, 1) if found and found[1] in DELIMITERS.values() else ("", text, 0)


def _rows(
    text: str, delimiter: str, path: Path, before: int = 0
) -> tuple[list[int], list[list[str]]]:
    """The lines on which rows begin, and the rows, of a text below so many other lines."""
    lines: list[int] = []
    rows: list[list[str]] = []
    try:
        read = csv.reader(
            io.StringIO(text),
            delimiter=delimiter,
            quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL,
        )
        begins = before + 1
        for row in read:
            if row:
                lines.append(begins)
                rows.append(row)
            begins = before + read.line_num + 1
    except csv.Error as error:
        said = f"the lines of {path} cannot be split into columns: {error}."
        raise Failure(said, code="not-rows") from None
    return lines, rows


def _is_header(below: Sample, wanted: Iterable[str]) -> bool:
    """Whether the names are of columns, and not the first of the rows below."""
    names = below.columns
    # R and pandas leave the first name empty, above the numbers of rows.
    first_named = next((i for i, name in enumerate(names) if name), 0)
    named = names[first_named:] if len(names) > 2 else names
    return (
        all(name and not name[0].isdigit() for name in named)
        and len(set(named)) == len(named)
        and not any(formats_of([name]) for name in named)
        and (not set(map(plain, names)).isdisjoint(wanted) or _differs(below))
    )


def _differs(below: Sample) -> bool:
    """Whether a row is names of columns: words before a column of only numbers or days."""
    columns = ([row[i] for row in below.rows if i < len(row)] for i in range(len(below.columns)))
    said = ([text for text in values if not says_nothing(text)] for values in columns)
    return any(
        values and (all(value.isdigit() for value in values) or formats_of(values))
        for values in said
    )
