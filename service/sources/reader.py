"""Rows of a file, one by one, however large it is: plain, .gz, .zip, or an open stream."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from shlex import quote
from typing import BinaryIO, Final, NamedTuple, cast

from domain.refusal import Failure, Fix
from service.sources.outcome import Rejected
from service.sources.rules import Reader

LONGEST: Final = 1_000_000
"""Signs of one line; a longer one is rejected, so that memory stays bounded."""

MOST_LINES: Final = 1_000
"""Lines of one row in quotes; a quote that is open for longer is taken for one that nothing
closes.
"""

SHOWN: Final = 300
"""Signs of a rejected row that are shown."""

STDIN: Final = "standard input"

_BROKEN = re.compile("[\udc80-\udcff\ufffd]")
_NO_TEXT = re.compile("[\0\udc80-\udcff\ufffd]")
_PACKED: Final = {b"\x1f\x8b": "gz", b"PK\x03\x04": "zip"}
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_NAMED: Final = 60
"""Signs of a column's name that is offered instead of another."""

_DAMAGED = (
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


class Rows:
    """The rows of one file, of each file in an archive, or of a stream.

    `bytes_read` says how much of the file, as it lies on the disk, has been read; `bytes_total`
    is its size, None for a stream.
    """

    def __init__(
        self,
        source: Path | BinaryIO,
        reader: Reader,
        wanted: frozenset[str] = frozenset(),
        name: str = "",
    ) -> None:
        self._source = source
        self._reader = reader
        self._wanted = wanted
        self._counting: _Counting | None = None
        self.name = name or (str(source) if isinstance(source, Path) else STDIN)
        self.bytes_total: int | None = None

    @property
    def bytes_read(self) -> int:
        """How far the reading has come."""
        return self._counting.count if self._counting else 0

    def parts(self) -> Iterator[Part]:
        """The file, or each file of an archive in its order; each is to be read before the next.

        Raises Failure.
        """
        with ExitStack() as stack:
            try:
                raw = (
                    stack.enter_context(self._source.open("rb"))
                    if isinstance(self._source, Path)
                    else self._source
                )
            except FileNotFoundError:
                raise Failure(f"there is no file {self.name}.") from None
            except OSError as error:
                raise Failure(f"{self.name} cannot be read: {error.strerror}.") from None
            self.bytes_total = (
                self._source.stat().st_size if isinstance(self._source, Path) else None
            )
            self._counting = _Counting(raw)
            held = False
            try:
                for part in self._opened(self._counting):
                    yield part
                    held = held or part.last > 0
            except _DAMAGED as error:
                raise damaged(self.name, 0, error) from None
            if not held:
                raise Failure(
                    f"{self.name} is empty: no line of text is in it. Fetch it anew, and import"
                    " that."
                )

    def _opened(self, counting: _Counting) -> Iterator[Part]:
        ending = Path(self.name).suffix.lower()
        if ending == ".zip":
            with zipfile.ZipFile(counting) as archive:
                for member in archive.infolist():
                    if not member.is_dir() and not member.filename.startswith("__MACOSX/"):
                        with archive.open(member) as stream:
                            packed = cast(
                                zipfile.ZipExtFile, stream
                            )  # what the library gives where it reads
                            yield Part(
                                packed,
                                self._reader,
                                self._wanted,
                                f"{self.name}/{member.filename}",
                                member.filename,
                            )
        elif ending == ".gz":
            with gzip.GzipFile(fileobj=counting, mode="rb") as stream:
                yield Part(stream, self._reader, self._wanted, self.name)
        else:
            yield Part(io.BufferedReader(counting), self._reader, self._wanted, self.name)

    def __iter__(self) -> Iterator[Row | Rejected]:
        for part in self.parts():
            yield from part


class NoColumn(Failure):
    """A file that lacks a column which its rules name; the fixes are columns that it has."""

    def __init__(
        self,
        name: str,
        column: str,
        there: Sequence[str],
        why: str = "its first row names the columns",
    ) -> None:
        super().__init__(f'{name} has no column "{column}"; {why}.', *map(Fix, there))
        self.name = name
        self.lacking = column
        self.there = tuple(there)

    def named_at(self, place: str) -> NoColumn:
        """The same, with the place at which the rules name the column."""
        return NoColumn(
            self.name,
            self.lacking,
            self.there,
            f"{place} names it, and the columns are those of the first row",
        )


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


def damaged(name: str, last: int, error: Exception) -> Failure:
    """What to say of a file that cannot be read beyond its line `last`.

    Or not at all where that is 0.
    """
    if type(error) is UnicodeError:
        return Failure(f"{name} is no text of the encoding that its rules name.")
    if isinstance(error, EOFError):
        why = "it ends too early"
    elif isinstance(error, gzip.BadGzipFile | zipfile.BadZipFile | zlib.error):
        why = "what is packed there cannot be unpacked"
    else:
        why = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".")
    return Failure(
        f"{name} is damaged after line {last:,}: {why}."
        if last
        else f"{name} is damaged, or no such file: {why}."
    )


_Stream = io.BufferedReader | gzip.GzipFile | zipfile.ZipExtFile


class Part:
    """One file's rows; `member` names it within an archive.

    `columns` says at which place each column stands, once reading has begun. `last` is the number
    of the last line that was read, 0 before there was any.
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
        """Raises Failure for what is no text of the encoding, though its name does not say so."""
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
            )
        if self._reader.encoding != "utf-16" and beginning.startswith(_UTF_16):
            fix = Fix('encoding = "utf-16"', "in [reader] of a rules file")
            raise Failure(
                f"{self.name} is utf-16 text, and its rules read {self._reader.encoding}; save it"
                " as UTF-8.",
                fix,
            )

    def _header(self) -> tuple[str, ...]:
        first = next(self._rows, None)
        if first is None:
            return tuple(self._wanted)
        if isinstance(first, Rejected):
            raise Failure(f"{self.name}:{first.line}: {first.said}")
        names = tuple(cell.strip() for cell in first.cells)
        lost = sorted(self._wanted - set(names))
        if lost and _NO_TEXT.search("".join(names)):
            raise Failure(
                f"{self.name} is not {self._reader.encoding} text; unpack it, or save it as UTF-8."
            )
        if lost:
            short = [name for name in names if name and len(name) <= _NAMED]
            near = get_close_matches(lost[0], short, n=3, cutoff=0.5) or short[:5]
            raise NoColumn(self.name, lost[0], near)
        twice = [
            name for name, count in Counter(names).items() if count > 1 and name in self._wanted
        ]
        if twice:
            raise Failure(f'{self.name} has two columns called "{twice[0]}".')
        return names

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers, without those that are blank.

        One that is too long ends in no line's end. Raises Failure.
        """
        try:
            for number, line in enumerate(iter(partial(self._text.readline, LONGEST), ""), 1):
                long = line
                while _too_long(long):
                    long = self._text.readline(LONGEST)
                self.last = number
                if line not in _BLANK:
                    yield number, line
        except _DAMAGED as error:
            raise damaged(self.name, self.last, error) from None

    def _plain(self) -> Iterator[Row | Rejected]:
        delimiter = self._reader.delimiter
        for number, line in self._lines:
            if _too_long(line):
                yield Rejected(number, "", _LONG, shown(line))
            else:
                yield Row(number, line.rstrip("\r\n").split(delimiter))

    def _quoted(self) -> Iterator[Row | Rejected]:
        """Rows whose cells may stand in double quotes, and then hold lines' ends.

        Where no row comes of a line, it alone is rejected, and the next one begins a row: a quote
        that nothing closes costs its own line, and not all that follow.
        """
        held: list[tuple[int, str]] = []
        again: deque[tuple[int, str]] = deque()

        def lines() -> Iterator[str]:
            signs = 0
            while len(held) < MOST_LINES and signs <= LONGEST:
                found = again.popleft() if again else next(self._lines, None)
                if found is None:
                    return
                signs = signs + len(found[1]) if held else len(found[1])
                held.append(found)
                if _too_long(found[1]):
                    raise csv.Error(_LONG)
                # The library refuses a NUL as a whole; here the row is to be refused with its
                # column.
                yield found[1].replace("\0", "\ufffd")

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
        parted = f"lines {first:,} to {last:,} make a row of {self._width_of(cells)}"
        return (
            f"{parted}; a quote is not closed as a cell's is, and line {first:,} alone is rejected."
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
        """The row with a cell for every column.

        And without empty ones past the last, if its width is allowed.
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


_BLANK: Final = frozenset({"\n", "\r\n", "\r"})
_LONG: Final = f"a line is longer than {LONGEST:,} signs."


def _too_long(line: str) -> bool:
    return len(line) == LONGEST and line[-1] not in "\r\n"


def _newline(beginning: bytes, reader: Reader) -> str:
    """What ends a line: in a file without quotes a lone carriage return is a sign like others.

    Unless nothing else ends lines.
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
            f"a quote that opens on line {first:,} is not closed as a cell's is, up to line"
            f" {last:,}; line {first:,} alone is rejected."
        )
    if "field limit" in error:
        return f"a cell is longer than {csv.field_size_limit():,} signs."
    return (
        "a quote opens here that nothing closes."
        if "end of data" in error
        else "a quote within a cell in quotes is not written twice."
    )


def shown(text: str) -> str:
    """The text of a rejected row: cut short, and with a mark in place of what cannot be written."""
    return _BROKEN.sub("\ufffd", text).replace("\0", "\ufffd")[:SHOWN]
