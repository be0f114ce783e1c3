"""Rows of a file, one by one, however large it is: plain, .gz, .zip, or an open stream."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, Final, NamedTuple, cast

from domain.problem import Failure, Mend
from service.sources.outcome import Rejected
from service.sources.rules import Reader

LONGEST: Final = 1_000_000
"""Signs of one line; a longer one is rejected, so that memory stays bounded."""

SHOWN: Final = 300
"""Signs of a rejected row that are shown."""

_BROKEN = re.compile("[\udc80-\udcff\ufffd]")
_DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, UnicodeError, NotImplementedError, RuntimeError, OSError)


class Row(NamedTuple):
    """A row of a file; `line` counts from 1, and the cells are as many as the columns."""

    line: int
    cells: Sequence[str]


class Rows:
    """The rows of one file, of each file in an archive, or of a stream.

    `bytes_read` says how much of the file, as it lies on the disk, has been read; `bytes_total` is its size, None for a stream.
    """

    def __init__(self, source: Path | BinaryIO, reader: Reader, wanted: frozenset[str] = frozenset(), name: str = "") -> None:
        self._source = source
        self._reader = reader
        self._wanted = wanted
        self._counting: _Counting | None = None
        self.name = name or (str(source) if isinstance(source, Path) else "standard input")
        self.bytes_total: int | None = None

    @property
    def bytes_read(self) -> int:
        """How far the reading has come."""
        return self._counting.count if self._counting else 0

    def parts(self) -> Iterator[Part]:
        """The file, or each file of an archive in its order; each is to be read before the next. Raises Failure."""
        with ExitStack() as stack:
            try:
                raw = stack.enter_context(self._source.open("rb")) if isinstance(self._source, Path) else self._source
            except FileNotFoundError:
                raise Failure(f"there is no file {self.name}.") from None
            except OSError as error:
                raise Failure(f"{self.name} cannot be read: {error.strerror}.") from None
            self.bytes_total = self._source.stat().st_size if isinstance(self._source, Path) else None
            self._counting = _Counting(raw)
            try:
                yield from self._opened(self._counting)
            except _DAMAGED as error:
                raise Failure(f"{self.name} is damaged, or no such file: {str(error).rstrip('.')}.") from None

    def _opened(self, counting: _Counting) -> Iterator[Part]:
        ending = Path(self.name).suffix.lower()
        if ending == ".zip":
            with zipfile.ZipFile(counting) as archive:
                for member in archive.infolist():
                    if not member.is_dir() and not member.filename.startswith("__MACOSX/"):
                        with archive.open(member) as stream:
                            yield Part(stream, self._reader, self._wanted, f"{self.name}/{member.filename}", member.filename)
        elif ending == ".gz":
            with gzip.GzipFile(fileobj=counting, mode="rb") as stream:
                yield Part(stream, self._reader, self._wanted, self.name)
        else:
            yield Part(io.BufferedReader(counting), self._reader, self._wanted, self.name)

    def __iter__(self) -> Iterator[Row | Rejected]:
        for part in self.parts():
            yield from part


class _Counting(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """Only if what it reads from is."""
        return self._raw.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place; an archive's directory stands at its end."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """Where it is."""
        return self._raw.tell()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the library's type is wider than any caller
        """Reads, and counts."""
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class Part:
    """One file's rows; `member` names it within an archive, `columns` says at which place each column stands, once reading has begun."""

    def __init__(self, stream: IO[bytes] | io.BufferedIOBase, reader: Reader, wanted: frozenset[str], name: str, member: str = "") -> None:
        self.name = name
        self.member = member
        self._reader = reader
        self._wanted = wanted
        lossless = "replace" if reader.encoding == "utf-16" else "surrogateescape"
        encoding = "utf-8-sig" if reader.encoding == "utf-8" else reader.encoding
        self._text = io.TextIOWrapper(cast(BinaryIO, stream), encoding, errors=lossless, newline="" if reader.quoted else "\n")
        self._lines = self._numbered()
        self._rows = self._quoted() if reader.quoted else self._plain()
        names = reader.columns or self._header()
        self.columns: Mapping[str, int] = {column: i for i, column in enumerate(names)}
        self._names = names
        self._widths = frozenset(reader.widths or (len(names),))

    def _header(self) -> tuple[str, ...]:
        first = next(self._rows, None)
        if first is None:
            return tuple(self._wanted)
        if isinstance(first, Rejected):
            raise Failure(f"{self.name}:{first.line}: {first.said}")
        names = tuple(cell.strip() for cell in first.cells)
        lost = sorted(self._wanted - set(names))
        if lost:
            near = get_close_matches(lost[0], names, n=3, cutoff=0.5) or [*names[:5]]
            raise Failure(f'{self.name} has no column "{lost[0]}"; its first row names the columns.', *map(Mend, near))
        twice = [name for name, count in Counter(names).items() if count > 1 and name in self._wanted]
        if twice:
            raise Failure(f'{self.name} has two columns called "{twice[0]}".')
        return names

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers, without those that are blank; one that is too long ends in no line's end."""
        for number, line in enumerate(iter(partial(self._text.readline, LONGEST), ""), 1):
            long = line
            while len(long) == LONGEST and long[-1] != "\n":
                long = self._text.readline(LONGEST)
            if line not in ("\n", "\r\n"):
                yield number, line

    def _plain(self) -> Iterator[Row | Rejected]:
        delimiter = self._reader.delimiter
        for number, line in self._lines:
            if len(line) == LONGEST and line[-1] != "\n":
                yield Rejected(number, "", f"a line is longer than {LONGEST:,} signs.", line[:SHOWN])
            else:
                yield Row(number, line.rstrip("\r\n").split(delimiter))

    def _quoted(self) -> Iterator[Row | Rejected]:
        """Rows whose cells may stand in double quotes, and then hold lines' ends."""
        at = [1]

        def lines() -> Iterator[str]:
            for number, line in self._lines:
                at[0] = number
                # The library refuses a NUL as a whole; here the row is to be refused with its column.
                yield line.replace("\0", "\ufffd")

        rows = csv.reader(lines(), delimiter=self._reader.delimiter, strict=True)
        last = 0
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Rejected(last + 1, "", f"this is no row: {error}.", "")
            else:
                yield Row(last + 1, cells)
            last = at[0]

    def __iter__(self) -> Iterator[Row | Rejected]:
        full = len(self._names)
        exactly = self._widths == frozenset({full})
        for found in self._rows:
            row = found
            if isinstance(row, Row) and not (exactly and len(row.cells) == full):
                row = self._fitted(row)
            yield row if isinstance(row, Rejected) else self._readable(row)

    def _fitted(self, row: Row) -> Row | Rejected:
        """The row with a cell for every column, and without empty ones past the last, if its width is allowed."""
        cells = list(row.cells)
        while len(cells) > len(self._names) and not cells[-1]:
            cells.pop()
        if len(cells) in self._widths:
            return Row(row.line, [*cells, *[""] * (len(self._names) - len(cells))])
        allowed = " or ".join(map(str, sorted(self._widths)))
        return Rejected(row.line, "", f"the row has {len(row.cells)} columns, and {allowed} are expected.", self._shown(row.cells))

    def _readable(self, row: Row) -> Row | Rejected:
        whole = "".join(row.cells)
        if whole.isascii() and "\0" not in whole:
            return row
        for name, cell in zip(self._names, row.cells, strict=True):
            if "\0" in cell or _BROKEN.search(cell):
                said = "holds a NUL byte" if "\0" in cell else f"is not {self._reader.encoding} text"
                return Rejected(row.line, name, f"this cell {said}.", self._shown(row.cells))
        return row

    def _shown(self, cells: Sequence[str]) -> str:
        return shown(self._reader.delimiter.join(cells))


def shown(text: str) -> str:
    """The text of a rejected row: cut short, and with a mark in place of what cannot be written."""
    return _BROKEN.sub("\ufffd", text).replace("\0", "\ufffd")[:SHOWN]
