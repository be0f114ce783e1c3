"""Rows of a file, one by one, however large it is: plain, .gz, .zip, or an open stream."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from domain.refusal import Failure
from service.input_files import Look, opened
from service.sources.damage import DAMAGED, damaged
from service.sources.heading import Row
from service.sources.lines import STDIN
from service.sources.outcome import Rejected, Skipped
from service.sources.part import Part
from service.sources.rules import Reader


class Rows:
    """The rows of one file, of each file in an archive, or of a stream.

    `bytes_read` says how much of the file, as it lies on the disk, has been read; `bytes_total`
    is its size, None for a stream. `looks` has the files that were opened, as they were then: one
    where the file was always the same. Where it was `listed` before, no other is read.
    """

    def __init__(
        self,
        source: Path | BinaryIO,
        reader: Reader,
        wanted: frozenset[str] = frozenset(),
        name: str = "",
        listed: Look | None = None,
    ) -> None:
        self._source = source
        self._listed = listed
        self.looks: set[Look | None] = set()
        self._reader = reader
        self._wanted = wanted
        self._counting: _Counting | None = None
        self.name = name or (str(source) if isinstance(source, Path) else STDIN)
        self.bytes_total: int | None = None
        self._begin: int | None = None

    @property
    def bytes_read(self) -> int:
        """How far the reading has come."""
        return self._counting.count if self._counting else 0

    @contextmanager
    def twice(self) -> Generator[None]:
        """Lets the rows be read more than once: a stream is kept in a temporary file meanwhile."""
        source = self._source
        if isinstance(source, Path):
            yield
            return
        with ExitStack() as stack:
            if not source.seekable():
                kept = stack.enter_context(TemporaryFile())
                copyfileobj(source, kept)
                kept.seek(0)
                source = cast(BinaryIO, kept)
            self._source, self._begin = source, source.tell()
            yield

    def parts(self) -> Iterator[Part]:
        """The file, or each file of an archive in its order; each is to be read before the next.

        Raises Failure.
        """
        with ExitStack() as stack:
            raw = self._source
            if isinstance(raw, Path):
                raw = stack.enter_context(self._of_file(raw))
            if self._begin is not None:
                raw.seek(self._begin)
            self._counting = _Counting(raw)
            held = False
            try:
                for part in self._opened(self._counting):
                    yield part
                    held = held or part.last > 0
            except DAMAGED as error:
                raise damaged(self.name, 0, error) from None
            if not held:
                raise Failure(
                    f"{self.name} is empty: it has no line of text. Download it again, and import"
                    " that.",
                    code="empty-file",
                    values={"file": self.name},
                )

    def _of_file(self, path: Path) -> BinaryIO:
        """The file, opened. Raises Failure."""
        try:
            file = opened(path, self._listed, self.name)
            found = os.fstat(file.fileno())
        except FileNotFoundError:
            said = f"there is no file {self.name}."
            raise Failure(said, code="no-file", values={"file": self.name}) from None
        except OSError as error:
            said = f"{self.name} cannot be read: {error.strerror}."
            raise Failure(said, code="unreadable-file", values={"file": self.name}) from None
        self.looks.add(Look.of(found))
        self.bytes_total = found.st_size
        return file

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

    def __iter__(self) -> Iterator[Row | Rejected | Skipped]:
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
        """Goes to a place; an archive's directory is at its end.

        Raises BadZipFile where an archive says that something in it is before its beginning.
        """
        if offset < 0 and whence == io.SEEK_SET:
            raise zipfile.BadZipFile
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
