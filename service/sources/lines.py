"""The lines of a file: with their numbers as text, or many at once as bytes."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from functools import partial
from shlex import quote
from typing import BinaryIO, Final, NamedTuple, cast

from domain.refusal import Failure, Fix
from service.sources.damage import DAMAGED, damaged
from service.sources.rules import Reader

LONGEST: Final = 1_000_000
"""Characters of one line; a longer one is rejected, so that memory stays bounded."""

STDIN: Final = "standard input"

_PACKED: Final = {b"\x1f\x8b": "gz", b"PK\x03\x04": "zip"}
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_EMPTY_LINE: Final = frozenset({"\n", "\r\n", "\r"})
_PIECE: Final = 1 << 13
"""Bytes that are unpacked at once, as for `io.TextIOWrapper`: damage is found after the same line.
"""

_PLAIN_PIECE: Final = 1 << 20

Stream = io.BufferedReader | gzip.GzipFile | zipfile.ZipExtFile


class Block(NamedTuple):
    """Whole lines of a file as bytes; `first` is the number of the first one."""

    first: int
    data: bytes


class Lines:
    """The lines of one file; `last` is the number of the last one read, 0 before there was any."""

    def __init__(self, stream: Stream, reader: Reader, name: str, member: str) -> None:
        self.last = 0
        self._name = name
        beginning = stream.peek(1 << 13)
        _refuse_packed(beginning, reader, name, member)
        self._errors = "replace" if reader.encoding == "utf-16" else "surrogateescape"
        self._encoding = "utf-8-sig" if reader.encoding == "utf-8" else reader.encoding
        self._newline = _newline(beginning, reader)
        self._stream = _Kept(stream)
        self._piece = _PLAIN_PIECE if isinstance(stream, io.BufferedReader) else _PIECE
        self._text = self._as_text(self._stream)

    @property
    def plain(self) -> bool:
        """Whether they are UTF-8, and only line feeds end them."""
        return self._encoding == "utf-8-sig" and self._newline == "\n"

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers; empty lines are left out.

        A line that is too long has no line end. Raises Failure.
        """
        start = self.last + 1
        try:
            for number, line in enumerate(iter(partial(self._text.readline, LONGEST), ""), start):
                long, begun = line, self._stream.pieces
                while too_long(long):
                    long = self._text.readline(LONGEST)
                    self._stream.forget(begun)
                self.last = number
                text = _without_mark(line)
                if text and text not in _EMPTY_LINE:
                    yield number, text
        except DAMAGED as error:
            raise damaged(self._name, self.last, error) from None

    def read_on(self) -> None:
        """What was read so far is not asked for again."""
        self._stream.kept = None

    def blocks(self, size: int) -> Iterator[Block]:
        """The lines of a file from its first one, about `size` bytes at a time.

        Whoever takes one says how many lines it has, by `pass_by`. They end before a line that may
        be too long: `numbered` has all that follow. Raises Failure.
        """
        found, self.last = b"".join(self._stream.kept or ()), 0
        self.read_on()
        broken: Exception | None = None
        ended = False
        while not ended:
            pieces, length = [found], len(found)
            wanted = max(size, length + 1)
            try:
                while length < wanted and not ended:
                    pieces.append(self._stream.read1(self._piece))
                    length += len(pieces[-1])
                    ended = not pieces[-1]
            except DAMAGED as error:
                broken, ended = error, True
            found = b"".join(pieces)
            end = len(found) if ended and not broken else found.rfind(b"\n") + 1
            if _holds_long(found):
                self._go_on(_Rest(found, self._stream, broken))
                return
            if end:
                block = Block(self.last + 1, found[:end])
                found = found[end:]
                yield block
        if broken:
            raise damaged(self._name, self.last, broken) from None
        self._go_on(self._stream)

    def pass_by(self, lines: int) -> None:
        """So many more lines have been read."""
        self.last += lines

    def _go_on(self, stream: io.BufferedIOBase) -> None:
        """Has `numbered` read the lines that are left."""
        self._text.detach()
        self._text = self._as_text(stream)

    def _as_text(self, stream: io.BufferedIOBase) -> io.TextIOWrapper:
        return io.TextIOWrapper(
            cast(BinaryIO, stream), self._encoding, errors=self._errors, newline=self._newline
        )


def text_of(line: bytes) -> str:
    """The text of a line of UTF-8, as `numbered` has it; empty for an empty line."""
    text = _without_mark(line.decode("utf-8", "surrogateescape"))
    return "" if text in _EMPTY_LINE else text


def too_long(line: str) -> bool:
    """Whether a line is cut short, because it is too long."""
    return len(line) == LONGEST and line[-1] not in "\r\n"


def _without_mark(line: str) -> str:
    # Joined files have a mark of their own in their midst.
    return line.lstrip("\ufeff") if line[:1] == "\ufeff" else line


def _holds_long(data: bytes) -> bool:
    """Whether a line may have LONGEST bytes: no line ends in the half of that."""
    half = LONGEST // 2
    return any(
        data.find(b"\n", start, start + half) < 0 for start in range(0, len(data) - half + 1, half)
    )


class _Kept(io.BufferedIOBase):
    """A stream that keeps what is read from it, until that is let go; broken once, it stays so."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._broken: Exception | None = None
        self.kept: list[bytes] | None = []

    @property
    def pieces(self) -> int:
        """How many pieces are kept."""
        return len(self.kept or ())

    def forget(self, after: int) -> None:
        """Lets go of what was read after so many pieces, but for the last of them.

        Of a line that is too long its beginning is enough, however much follows.
        """
        if self.kept is not None:
            del self.kept[after:-1]

    def readable(self) -> bool:
        """It is."""
        return True

    def read1(self, size: int = -1) -> bytes:
        """Some of the next bytes; none at the end."""
        if self._broken is not None:
            raise self._broken
        try:
            found = self._stream.read1(size)
        except DAMAGED as error:
            self._broken = error
            raise
        if self.kept is not None:
            self.kept.append(found)
        return found


class _Rest(io.BufferedIOBase):
    """What was read of a stream and is to be read again, then the stream, or what broke it."""

    def __init__(self, begun: bytes, stream: _Kept, broken: Exception | None) -> None:
        self._begun = io.BytesIO(begun)
        self._stream = stream
        self._broken = broken

    def readable(self) -> bool:
        """It is."""
        return True

    def read1(self, size: int = -1) -> bytes:
        """Some of the next bytes; none at the end."""
        found = self._begun.read1(size)
        if found or self._broken is None:
            return found or self._stream.read1(size)
        raise self._broken


def _refuse_packed(beginning: bytes, reader: Reader, name: str, member: str) -> None:
    """Raises Failure for a file that is not text in the encoding, whatever its name says."""
    ending = next((ending for magic, ending in _PACKED.items() if beginning.startswith(magic)), "")
    if ending:
        fixes = (
            ()
            if member or name == STDIN
            else (Fix(f"mv {quote(name)} {quote(f'{name}.{ending}')}"),)
        )
        raise Failure(
            f"{name} is a packed file, and its name does not end in .{ending}; rename it,"
            " or unpack it first.",
            *fixes,
            code="packed-file",
            values={"file": name},
        )
    if reader.encoding != "utf-16" and beginning.startswith(_UTF_16):
        fix = Fix('encoding = "utf-16"', "in [reader] of a rules file")
        raise Failure(
            f"{name} is utf-16 text, and its rules read {reader.encoding}; save it as UTF-8.",
            fix,
            code="not-text",
        )


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
