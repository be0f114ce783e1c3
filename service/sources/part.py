"""One file's rows, read line by line: its columns, its quotes, and lines that are not rows."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from shlex import quote
from typing import BinaryIO, Final, NamedTuple, cast

from domain.folding import composed
from domain.refusal import AnyFix, Failure, Fix
from service.sources.outcome import Rejected
from service.sources.rules import Reader

LONGEST: Final = 1_000_000
"""Characters of one line; a longer one is rejected, so that memory stays bounded."""

MOST_LINES: Final = 1_000
"""Lines of one row in quotes; a quote that is open for longer counts as never closed."""

SHOWN: Final = 300
"""Characters of a rejected row that are shown."""

STDIN: Final = "standard input"

_BROKEN = re.compile("[\udc80-\udcff\ufffd]")
_NO_TEXT = re.compile("[\0\udc80-\udcff\ufffd]")
_PACKED: Final = {b"\x1f\x8b": "gz", b"PK\x03\x04": "zip"}
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_NAMED: Final = 60
"""Characters of a column's name that is offered instead of another."""

DAMAGED = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    UnicodeError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


class Row(NamedTuple):
    """A row of a file; `line` counts from 1, and the cells are as many as the columns."""

    line: int
    cells: Sequence[str]


class NoColumn(Failure):
    """A file that lacks a column which its rules name; the fixes are columns that it has."""

    def __init__(
        self,
        name: str,
        column: str,
        there: Sequence[str],
        why: str = "its first row names the columns",
    ) -> None:
        super().__init__(
            f'{name} has no column "{column}"; {why}.',
            *map(Fix, there),
            code="missing-column",
            values={"file": name, "column": column},
        )
        self.name = name
        self.lacking = column
        self.there = tuple(there)
        self.why = why

    def with_fixes(self, *fixes: AnyFix, column: int | None = None) -> NoColumn:  # noqa: ARG002  # a file's first row has no column of its own
        """The same refusal with other fixes; columns that are texts to write."""
        there = [fix.paste for fix in fixes if isinstance(fix, Fix)]
        return NoColumn(self.name, self.lacking, there, self.why)

    def named_at(self, place: str) -> NoColumn:
        """The same, with the place at which the rules name the column."""
        return NoColumn(
            self.name,
            self.lacking,
            self.there,
            f"{place} names it, and the columns are those of the first row",
        )


def damaged(name: str, last: int, error: Exception) -> Failure:
    """The message for a file that cannot be read beyond its line `last`; at 0, for all of it."""
    if type(error) is UnicodeError:
        said = f"{name} is not text in the encoding that its rules name."
        return Failure(said, code="not-text")
    if isinstance(error, EOFError):
        why = "it ends too early"
    elif isinstance(error, gzip.BadGzipFile | zipfile.BadZipFile | zlib.error):
        why = "what is packed there cannot be unpacked"
    else:
        why = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".")
    said = (
        f"{name} is damaged after line {last:,}: {why}."
        if last
        else f"{name} is damaged, or not what its name says: {why}."
    )
    return Failure(said, code="damaged-file", values={"file": name})


_Stream = io.BufferedReader | gzip.GzipFile | zipfile.ZipExtFile


class Part:
    """One file's rows; `member` names it within an archive.

    `columns` has the index of each column, once reading has begun. `last` is the number of the last
    line that was read, 0 before there was any.
    """

    def __init__(
        self, stream: _Stream, reader: Reader, wanted: frozenset[str], name: str, member: str = ""
    ) -> None:
        self.name = name
        self.member = member
        self.last = 0
        self._reader = reader
        self._wanted = wanted
        beginning = stream.peek(1 << 13)
        self._refuse_packed(beginning)
        lossless = "replace" if reader.encoding == "utf-16" else "surrogateescape"
        encoding = "utf-8-sig" if reader.encoding == "utf-8" else reader.encoding
        self._text = io.TextIOWrapper(
            cast(BinaryIO, stream), encoding, errors=lossless, newline=_newline(beginning, reader)
        )
        self._names = reader.columns
        self._widths = frozenset(reader.widths)
        self._lines = self._numbered()
        self._rows = self._quoted() if reader.quoted else self._plain()
        self._names = reader.columns or self._header()
        self._widths = frozenset(reader.widths or (len(self._names),))
        self.columns: Mapping[str, int] = {column: i for i, column in enumerate(self._names)}

    def _refuse_packed(self, beginning: bytes) -> None:
        """Raises Failure for a file that is not text in the encoding, whatever its name says."""
        ending = next(
            (ending for magic, ending in _PACKED.items() if beginning.startswith(magic)), ""
        )
        if ending:
            fixes = (
                ()
                if self.member or self.name == STDIN
                else (Fix(f"mv {quote(self.name)} {quote(f'{self.name}.{ending}')}"),)
            )
            raise Failure(
                f"{self.name} is a packed file, and its name does not end in .{ending}; rename it,"
                " or unpack it first.",
                *fixes,
                code="packed-file",
                values={"file": self.name},
            )
        if self._reader.encoding != "utf-16" and beginning.startswith(_UTF_16):
            fix = Fix('encoding = "utf-16"', "in [reader] of a rules file")
            raise Failure(
                f"{self.name} is utf-16 text, and its rules read {self._reader.encoding}; save it"
                " as UTF-8.",
                fix,
                code="not-text",
            )

    def _header(self) -> tuple[str, ...]:
        first = next(self._rows, None)
        if first is None:
            return tuple(self._wanted)
        if isinstance(first, Rejected):
            raise Failure(f"{self.name}:{first.line}: {first.said}", code="unreadable-header")
        names = tuple(cell.strip() for cell in first.cells)
        lost = sorted(self._wanted - set(names))
        if lost and _NO_TEXT.search("".join(names)):
            raise Failure(
                f"{self.name} is not {self._reader.encoding} text; unpack it, or save it as UTF-8.",
                code="not-text",
            )
        if lost:
            short = [name for name in names if name and len(name) <= _NAMED]
            near = get_close_matches(lost[0], short, n=3, cutoff=0.5) or short[:5]
            raise NoColumn(self.name, lost[0], near)
        twice = [
            name for name, count in Counter(names).items() if count > 1 and name in self._wanted
        ]
        if twice:
            said = f'{self.name} has two columns called "{twice[0]}".'
            raise Failure(said, code="two-columns", values={"column": twice[0]})
        return names

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers; empty lines are left out.

        A line that is too long has no line end. Raises Failure.
        """
        try:
            for number, line in enumerate(iter(partial(self._text.readline, LONGEST), ""), 1):
                long = line
                while _too_long(long):
                    long = self._text.readline(LONGEST)
                self.last = number
                if line not in _EMPTY_LINE:
                    yield number, line
        except DAMAGED as error:
            raise damaged(self.name, self.last, error) from None

    def _plain(self) -> Iterator[Row | Rejected]:
        delimiter = self._reader.delimiter
        for number, line in self._lines:
            if _too_long(line):
                yield Rejected(number, "", _LONG, shown(line))
            else:
                yield Row(number, line.rstrip("\r\n").split(delimiter))

    def _quoted(self) -> Iterator[Row | Rejected]:
        """Rows whose cells may be in double quotes and then contain line ends.

        A line that gives no row is rejected alone, and the next one begins a row: a quote that
        nothing closes costs its own line, and not all that follow.
        """
        held: list[tuple[int, str]] = []
        again: deque[tuple[int, str]] = deque()

        def lines() -> Iterator[str]:
            characters = 0
            while len(held) < MOST_LINES and characters <= LONGEST:
                found = again.popleft() if again else next(self._lines, None)
                if found is None:
                    return
                characters = characters + len(found[1]) if held else len(found[1])
                held.append(found)
                if _too_long(found[1]):
                    raise csv.Error(_LONG)
                # The library refuses a NUL as a whole; here the row is to be refused with its
                # column.
                yield composed(found[1].replace("\0", "\ufffd"))

        rows = csv.reader(lines(), delimiter=self._reader.delimiter, strict=True)
        while True:
            cells: list[str] = []
            try:
                cells = next(rows)
                wrong = self._of_lines(cells, held)
            except StopIteration:
                return
            except csv.Error as error:
                wrong = _no_row(str(error), held)
            if wrong:
                number, line = held[0]
                yield Rejected(number, "", wrong, shown(line.rstrip("\r\n")))
                again.extendleft(reversed(held[1:]))
                rows = csv.reader(lines(), delimiter=self._reader.delimiter, strict=True)
            else:
                yield Row(held[0][0], cells)
            held.clear()

    def _of_lines(self, cells: list[str], held: Sequence[tuple[int, str]]) -> str:
        """What is wrong with a row of several lines that has not the columns of one.

        A quote opens or closes at the wrong place.
        """
        if len(held) == 1 or not self._widths or len(self._trimmed(cells)) in self._widths:
            return ""
        (first, _), (last, _) = held[0], held[-1]
        row = f"lines {first:,} to {last:,} make a row of {self._width_of(cells)}"
        return (
            f"{row}; a quote is not closed at the end of a cell; only line {first:,} is rejected."
        )

    def __iter__(self) -> Iterator[Row | Rejected]:
        full = len(self._names)
        exactly = self._widths == frozenset({full})
        for found in self._rows:
            row = found
            if isinstance(row, Row) and not (exactly and len(row.cells) == full):
                row = self._fitted(row)
            yield row if isinstance(row, Rejected) else self._readable(row)

    def _fitted(self, row: Row) -> Row | Rejected:
        """The row with a cell for every column; empty ones past the last are dropped.

        Only if its width is allowed.
        """
        cells = self._trimmed(row.cells)
        if len(cells) in self._widths:
            return Row(row.line, [*cells, *[""] * (len(self._names) - len(cells))])
        return Rejected(
            row.line, "", f"the row has {self._width_of(row.cells)}.", self._shown(row.cells)
        )

    def _trimmed(self, cells: Sequence[str]) -> list[str]:
        """Cells without empty ones past the last column."""
        found = list(cells)
        while len(found) > len(self._names) and not found[-1]:
            found.pop()
        return found

    def _width_of(self, cells: Sequence[str]) -> str:
        """How many columns there are, and are expected."""
        number = len(cells)
        return (
            f"{number} column{'' if number == 1 else 's'}, and"
            f" {' or '.join(map(str, sorted(self._widths)))} are expected"
        )

    def _readable(self, row: Row) -> Row | Rejected:
        whole = "".join(row.cells)
        if whole.isascii() and "\0" not in whole:
            return row
        for name, cell in zip(self._names, row.cells, strict=True):
            if "\0" in cell or _BROKEN.search(cell):
                said = (
                    "holds a NUL byte" if "\0" in cell else f"is not {self._reader.encoding} text"
                )
                return Rejected(row.line, name, f"this cell {said}.", self._shown(row.cells))
        return row

    def _shown(self, cells: Sequence[str]) -> str:
        return shown(self._reader.delimiter.join(cells))


_EMPTY_LINE: Final = frozenset({"\n", "\r\n", "\r"})
_LONG: Final = f"a line is longer than {LONGEST:,} characters."


def _too_long(line: str) -> bool:
    return len(line) == LONGEST and line[-1] not in "\r\n"


def _newline(beginning: bytes, reader: Reader) -> str:
    """The end of a line.

    In a file without quotes a lone carriage return is a character like others, unless nothing else
    ends lines.
    """
    if reader.quoted:
        return ""
    return (
        "\r"
        if b"\r" in beginning and b"\n" not in beginning and reader.encoding != "utf-16"
        else "\n"
    )


def _no_row(error: str, held: Sequence[tuple[int, str]]) -> str:
    """Why no row begins with the first of these lines."""
    (first, line), (last, _) = held[0], held[-1]
    if _too_long(line):
        return _LONG
    if last > first:
        return (
            f"a quote that opens on line {first:,} is not closed at the end of a cell up to line"
            f" {last:,}; only line {first:,} is rejected."
        )
    if "field limit" in error:
        return f"a cell is longer than {csv.field_size_limit():,} characters."
    return (
        "a quote opens here and is never closed."
        if "end of data" in error
        else "a quote inside a quoted cell must be written twice."
    )


def shown(text: str) -> str:
    """The text of a rejected row: cut short, and with a mark in place of what cannot be written."""
    return _BROKEN.sub("\ufffd", text).replace("\0", "\ufffd")[:SHOWN]
