"""Many lines of a file at once as columns of texts, and those among them that are read one by one.

A line goes into the columns only if it is plainly a row. Whatever else it may be, it is given back
as it is, and the loop over rows says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from service.archives.columns import Ints, Places, Texts
from service.sources.lines import Block
from service.sources.part import Part

_ODD: Final = re.compile(rb"\0|\xef\xbf\xbd|\n\xef\xbb\xbf|\r(?!\n)|\r\r")
"""What no plain line holds: NUL, a mark in place of a character, a byte order mark at the beginning
of a line, and a carriage return that is not part of the line's end.
"""

_MARK: Final = b"\xef\xbb\xbf"
_LINE_FEED: Final = 10


class Column:
    """A column of texts, each different one kept once: the place of each row's among them."""

    def __init__(self, found: Any) -> None:  # a `DictionaryArray`, which has no types
        self.at: Places = found.indices.to_numpy()
        self.texts: Texts = found.dictionary

    @cached_property
    def values(self) -> list[str]:
        """The different texts."""
        found: list[str] = self.texts.to_pylist()
        return found


class Table:
    """The plain lines of a block in columns.

    `lines` has the place of each among all its lines, of which there are `count`; `first` is the
    number of the first one.
    """

    def __init__(self, block: Block, ends: Ints, lines: Ints, columns: dict[int, Any]) -> None:
        self._block = block
        self._ends = ends
        self._columns = columns
        self._few: dict[int, Column] = {}
        self.first = block.first
        self.lines = lines
        self.count = len(ends)

    def few(self, at: int) -> Column:
        """A column in which texts come again and again."""
        if at not in self._few:
            found = self._columns[at]
            self._few[at] = Column(
                found if isinstance(found, pa.DictionaryArray) else found.dictionary_encode()
            )
        return self._few[at]

    def texts(self, at: int, rows: Ints) -> Texts:
        """The texts of a column in some rows."""
        found = self._columns[at]
        if isinstance(found, pa.DictionaryArray):
            return found.dictionary.take(found.indices.take(pa.array(rows)))
        return found if len(rows) == len(found) else found.take(pa.array(rows))

    def dictionary(self, at: int, rows: Ints) -> Any:  # a `DictionaryArray`
        """A column in some rows, with its different texts."""
        few = self.few(at)
        return pa.DictionaryArray.from_arrays(few.at[rows], few.texts)

    def line(self, place: int) -> tuple[int, bytes]:
        """A line of the block with its number."""
        begins = int(self._ends[place - 1]) if place else 0
        return self._block.first + place, self._block.data[begins : self._ends[place]]


def in_tables(part: Part) -> bool:
    """Whether lines of a file may be put into tables: one byte separates their cells."""
    delimiter = part.delimiter
    plain = delimiter == "\t" or (delimiter.isascii() and delimiter.isprintable())
    return part.in_blocks and plain


class Tables:
    """Makes tables of blocks; of `columns`, those among `many` hold few texts twice."""

    def __init__(self, part: Part, columns: Iterable[int], many: Iterable[int]) -> None:
        self._widths = frozenset(width for width in part.widths if width <= part.width) or {0}
        self._delimiter = part.delimiter.encode()
        self._columns = sorted(columns)
        self._many = frozenset(many)

    def table(self, block: Block) -> Table:
        """The columns of those lines of a block that are plainly rows."""
        ends = _ends(block.data)
        odd = _odd_lines(block.data, ends)
        data = b"".join(_between(block.data, ends, odd)) if len(odd) else block.data
        width = data[: data.find(b"\n") + 1 or None].count(self._delimiter) + 1
        width = width if width in self._widths else max(self._widths)
        skipped: list[int] = []
        columns = self._read(data, width, skipped) if data else self._nothing()
        lines = np.delete(np.arange(len(ends)), odd)
        return Table(block, ends, np.delete(lines, np.array(skipped, np.int64) - 1), columns)

    def _read(self, data: bytes, width: int, skipped: list[int]) -> dict[int, Any]:
        """The columns of rows that have so many; the numbers of others, from 1, are `skipped`."""

        def other_width(row: Any) -> str:  # a `csv.InvalidRow`
            skipped.append(row.number)
            return "skip"

        there = [at for at in self._columns if at < width]
        if not there:
            skipped += range(1, data.count(b"\n") + 1 + (not data.endswith(b"\n")))
            return self._nothing()
        read = csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(
                use_threads=False,
                block_size=len(data) + 1,
                column_names=[str(at) for at in range(width)],
            ),
            csv.ParseOptions(
                delimiter=self._delimiter.decode(),
                quote_char=False,
                double_quote=False,
                ignore_empty_lines=False,
                invalid_row_handler=other_width,
            ),
            csv.ConvertOptions(
                check_utf8=False,
                include_columns=[str(at) for at in there],
                column_types={str(at): self._type(at) for at in there},
                strings_can_be_null=False,
                null_values=[],
            ),
        )
        columns = {at: _whole(read.column(str(at))) for at in there}
        absent = [at for at in self._columns if at >= width]
        return columns | {at: _empty(read.num_rows) for at in absent}

    def _nothing(self) -> dict[int, Any]:
        return {at: _empty(0) for at in self._columns}

    def _type(self, at: int) -> Any:  # a type of `pyarrow`
        return pa.string() if at in self._many else pa.dictionary(pa.int32(), pa.string())


def _whole(column: Any) -> Any:  # both are of `pyarrow`
    """A column that was read at once."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _empty(rows: int) -> Any:  # a `DictionaryArray`
    return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([""]))


def _odd_lines(data: bytes, ends: Ints) -> Ints:
    """The places of lines that hold anything odd, what is not UTF-8, or next to nothing."""
    empty = np.flatnonzero(np.diff(ends, prepend=0) <= len(b"\r\n"))
    odd = np.append(empty, np.searchsorted(ends, np.fromiter(_odd_bytes(data), np.int64), "right"))
    if data.isascii() or _is_utf8(data):
        return np.unique(odd)
    starts = [0, *ends.tolist()]
    lines = (data[begin:end] for begin, end in pairwise(starts))
    broken = [place for place, line in enumerate(lines) if not _is_utf8(line)]
    return np.unique(np.append(odd, np.array(broken, np.int64)))


def _between(data: bytes, ends: Ints, odd: Ints) -> Iterator[bytes]:
    """What is left of lines without some of them."""
    begin = 0
    for place in odd.tolist():
        yield data[begin : ends[place - 1] if place else 0]
        begin = int(ends[place])
    yield data[begin:]


def _odd_bytes(data: bytes) -> Iterator[int]:
    """The places of what no plain line holds."""
    if data.startswith(_MARK):
        yield 0
    # Each of these is found ten times as fast as the expression.
    returns = data.count(b"\r") != data.count(b"\r\n") if b"\r" in data else False
    if returns or b"\0" in data or b"\xef" in data:
        for found in _ODD.finditer(data):
            yield found.end() - 1


def _is_utf8(data: bytes) -> bool:
    text = pa.StringArray.from_buffers(
        1, pa.py_buffer(np.array([0, len(data)], np.int32)), pa.py_buffer(data)
    )
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _ends(data: bytes) -> Ints:
    """Where each line ends."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _LINE_FEED) + 1
    return ends if data.endswith(b"\n") else np.append(ends, len(data))
