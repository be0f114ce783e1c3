"""One file's rows, read line by line: its columns, its quotes, and lines that are not rows."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from domain.folding import composed
from domain.refusal import Failure
from service.formats.cells import have_row_names
from service.sources.damage import failing
from service.sources.heading import SEPARATOR, Row, header, in_quotes, other_width
from service.sources.lines import LONGEST, Block, Lines, Stream, text_of, too_long
from service.sources.outcome import NAMES_AGAIN, Rejected, Skipped
from service.sources.rules import Reader

MOST_LINES: Final = 1_000
"""Lines of one row in quotes; a quote that is open for longer counts as never closed."""

SHOWN: Final = 300
"""Characters of a rejected row that are shown."""

_BROKEN = re.compile("[\udc80-\udcff\ufffd]")
_SEEN: Final = 20
"""Rows that are looked at to see whether they have a cell for each name."""


class Part:
    """One file's rows; `member` names it within an archive.

    `columns` has the index of each column that has a name, `width` is how many columns there are,
    `unnamed` how many of them have no name, `read_as` which names the rules write differently, and
    `delimiter` what separates cells.
    """

    def __init__(
        self, stream: Stream, reader: Reader, wanted: frozenset[str], name: str, member: str = ""
    ) -> None:
        self.name = name
        self.member = member
        self._reader = reader
        self._read = Lines(stream, reader, name, member)
        self._names = reader.columns
        self._widths = frozenset(reader.widths)
        self._begins = 1
        self._lines, self.delimiter = self._first_lines()
        self._rows = self._quoted() if reader.quoted else self._plain()
        self._header: tuple[str, ...] = ()
        self.read_as: tuple[tuple[str, str], ...] = ()
        if not reader.columns:
            heading = header(name, self._rows, reader, wanted, self.delimiter)
            self._header, self.read_as = heading.written, heading.read_as
            self._begins = self.last + 1
            self._names = heading.names if reader.widths else self._as_rows_are(heading.names)
        self._widths = self._widths or frozenset((len(self._names),))
        # A column without a name holds the numbers of rows, as R and pandas write them: rules
        # that leave out a column name it "", too, and must not find that one.
        self.width = len(self._names)
        self.unnamed = sum(not column for column in self._names)
        self.columns: Mapping[str, int] = {
            column: i for i, column in enumerate(self._names) if column
        }

    @property
    def last(self) -> int:
        """The number of the last line that was read, 0 before there was any."""
        return self._read.last

    @property
    def widths(self) -> frozenset[int]:
        """How many columns a row may have."""
        return self._widths

    def may_name(self, text: str, at: int) -> bool:
        """Whether a text is the name of its column, as where the first row is there again."""
        return bool(self._header) and text in (self._names[at], *self._header[at : at + 1])

    @property
    def in_blocks(self) -> bool:
        """Whether `blocks` gives its lines: each is a row, of UTF-8, without quotes."""
        return self._read.plain and not self._reader.quoted

    def blocks(self, size: int) -> Iterator[Block]:
        """Its lines below the names of the columns as bytes, about `size` of them at a time.

        Whoever takes one says how many lines it has, by `pass_by`. They end before a line that may
        be too long: rows are those of the lines that follow. Raises Failure.
        """
        for block in self._read.blocks(size):
            above = min(self._begins - block.first, block.data.count(b"\n"))
            if above <= 0:
                yield block
                continue
            self._read.pass_by(above)
            data = block.data.split(b"\n", above)[above]
            if data:
                yield Block(block.first + above, data)
        self._lines = (line for line in self._read.numbered() if line[0] >= self._begins)
        self._rows = self._plain()

    def pass_by(self, lines: int) -> None:
        """So many more lines have been read."""
        self._read.pass_by(lines)

    def row(self, number: int, line: bytes) -> Row | Rejected | Skipped | None:
        """What the line of a block is, as the loop over rows has it; None for an empty one."""
        text = text_of(line)
        return self._checked(self._row(number, text)) if text else None

    def _first_lines(self) -> tuple[Iterator[tuple[int, str]], str]:
        """The lines of the table, and what separates its cells.

        Left out are a first line that says so, and the lines that the rules say come before.
        """
        lines, delimiter = self._read.numbered(), self._reader.delimiter
        first = next(lines, None)
        if first is None:
            return iter(()), delimiter
        said = SEPARATOR.fullmatch(first[1].rstrip("\r\n"))
        if not said or first[0] > 1:
            lines = chain([first], lines)
        else:
            delimiter, self._begins = said[1], 2
        before = self._reader.lines_before
        self._begins = max(self._begins, before + 1)
        return (line for line in lines if line[0] > before) if before else lines, delimiter

    def _as_rows_are(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the columns, as the first rows show which they are of.

        Rows may begin with numbers that have no name, and names may end with empty ones of which
        rows have no cell. Raises Failure where no row has as many cells as there are names.
        """
        seen = self._lines_ahead()
        if not self._reader.quoted and self._fit_in_quotes(seen, len(names)):
            raise in_quotes(self.name)
        rows = [self._trimmed(row, len(names) + 1) for row in self._rows_of(seen)]
        if have_row_names(len(names), rows):
            return ("", *names)
        named = len(names)
        while named and not names[named - 1]:
            named -= 1
        self._widths = frozenset(range(named, len(names) + 1))
        widths = {len(self._trimmed(row, len(names))) for row in rows}
        if len(rows) > 1 and len(widths) == 1 and not widths & self._widths:
            raise other_width(self.name, names, widths.pop())
        return names

    def _fit_in_quotes(self, lines: Iterable[tuple[int, str]], width: int) -> bool:
        """Whether some lines have not a cell for each name, but all of these have in quotes."""
        others = [
            line
            for _, line in lines
            if '"' in line and line.rstrip("\r\n").count(self.delimiter) >= width
        ]
        return bool(others) and all(len(self._unquoted(line, strict=True)) == width for line in others)

    def _unquoted(self, line: str, *, strict: bool) -> list[str]:
        """The cells of a line that may be in double quotes; none where no quote closes."""
        try:
            return next(csv.reader([line], delimiter=self.delimiter, strict=strict), [])
        except csv.Error:
            return []

    def _lines_ahead(self) -> list[tuple[int, str]]:
        """The next lines, which are read again as rows; damage below them is reported then."""
        seen: list[tuple[int, str]] = []
        rest = self._lines
        try:
            for line in islice(rest, _SEEN):
                seen.append(line)  # noqa: PERF402  # those before the damage are kept
        except Failure as error:
            rest = failing(error)
        self._lines = chain(seen, rest)
        if not self._reader.quoted:
            self._rows = self._plain()
        return seen

    def _rows_of(self, lines: Iterable[tuple[int, str]]) -> Iterator[list[str]]:
        """The cells of lines that are a row by themselves, but for names of columns."""
        within = False
        for _, line in lines:
            begins = within
            within ^= self._reader.quoted and line.count('"') % 2 == 1
            cells = [] if begins or within else self._split(line)
            if cells and not self._names_again(cells):
                yield cells

    def _split(self, line: str) -> list[str]:
        if not self._reader.quoted:
            return line.rstrip("\r\n").split(self.delimiter)
        return self._unquoted(line, strict=False)

    def _plain(self) -> Iterator[Row | Rejected]:
        for number, line in self._lines:
            yield self._row(number, line)

    def _row(self, number: int, line: str) -> Row | Rejected:
        if too_long(line):
            return Rejected(number, "", _LONG, shown(line))
        return Row(number, line.rstrip("\r\n").split(self.delimiter))

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
                if too_long(found[1]):
                    raise csv.Error(_LONG)
                # The library refuses a NUL as a whole; here the row is to be refused with its
                # column.
                yield composed(found[1].replace("\0", "\ufffd"))

        rows = csv.reader(lines(), delimiter=self.delimiter, strict=True)
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
                rows = csv.reader(lines(), delimiter=self.delimiter, strict=True)
            else:
                yield Row(held[0][0], cells)
            held.clear()

    def _of_lines(self, cells: list[str], held: Sequence[tuple[int, str]]) -> str:
        """What is wrong with a row of several lines that has not the columns of one.

        A quote opens or closes at the wrong place.
        """
        if len(held) == 1 or not self._widths or self._fits(cells):
            return ""
        (first, _), (last, _) = held[0], held[-1]
        row = f"lines {first:,} to {last:,} make a row of {self._width_of(cells)}"
        return (
            f"{row}; a quote is not closed at the end of a cell; only line {first:,} is rejected."
        )

    def _fits(self, cells: Sequence[str]) -> bool:
        return len(self._trimmed(cells, len(self._names))) in self._widths

    def texts(self, at: int) -> Iterator[tuple[int, str]]:
        """The text of one column with its line, of each row that has as many columns as it may.

        Reads the file as a loop over its rows does, in half the time.
        """
        self._read.read_on()
        return (found for found in self._texts(at) if not self.may_name(found[1], at))

    def _texts(self, at: int) -> Iterator[tuple[int, str]]:
        if self._reader.quoted:
            for row in self._rows:
                if isinstance(row, Row) and self._fits(row.cells):
                    yield row.line, row.cells[at]
            return
        for number, line in self._lines:
            text = self._text_at(line, at)
            if text is not None:
                yield number, text

    def text_in(self, line: bytes, at: int) -> str | None:
        """The text of one column in a line of a block, as `texts` has it; None where it has not."""
        text = text_of(line)
        found = self._text_at(text, at) if text else None
        return None if found is None or self.may_name(found, at) else found

    def _text_at(self, line: str, at: int) -> str | None:
        delimiter = self.delimiter
        if line.count(delimiter) + 1 in self._widths or self._fits(self._split(line)):
            return line.split(delimiter, at + 1)[at].rstrip("\r\n")
        return None

    def __iter__(self) -> Iterator[Row | Rejected | Skipped]:
        self._read.read_on()
        return map(self._checked, self._rows)

    def _checked(self, found: Row | Rejected) -> Row | Rejected | Skipped:
        """A row with a cell for every column, and why it cannot be read or is left out."""
        row = found
        if isinstance(row, Row):
            if self._header and self._names_again(row.cells):
                return Skipped(row.line, NAMES_AGAIN)
            if len(row.cells) != self.width or self.width not in self._widths:
                row = self._fitted(row)
        return row if isinstance(row, Rejected) else self._readable(row)

    def _names_again(self, cells: Sequence[str]) -> bool:
        """Whether a row is the first one of another file that was joined to this one."""
        first = self._header[:1] == (cells[0].strip(),)
        return first and tuple(cell.strip() for cell in cells) == self._header

    def _fitted(self, row: Row) -> Row | Rejected:
        """The row with a cell for every column; empty ones past the last are dropped.

        Only if its width is allowed.
        """
        cells = self._trimmed(row.cells, len(self._names))
        if len(cells) in self._widths:
            return Row(row.line, [*cells, *[""] * (len(self._names) - len(cells))])
        return Rejected(
            row.line, "", f"the row has {self._width_of(row.cells)}.", self._shown(row.cells)
        )

    @staticmethod
    def _trimmed(cells: Sequence[str], width: int) -> list[str]:
        """Cells without empty ones past the last column."""
        found = list(cells)
        while len(found) > width and not found[-1]:
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
        return shown(self.delimiter.join(cells))


_LONG: Final = f"a line is longer than {LONGEST:,} characters."


def _no_row(error: str, held: Sequence[tuple[int, str]]) -> str:
    """Why no row begins with the first of these lines."""
    (first, line), (last, _) = held[0], held[-1]
    if too_long(line):
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
