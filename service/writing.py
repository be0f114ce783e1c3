"""Every file that is written: beside its target, and put there once it is whole."""

from __future__ import annotations

import errno
import os
import stat
import warnings
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from domain.refusal import Failure, Unconfirmed
from service.store.place import may
from service.target import BESIDE, Stream, Target, failure, target_of

EVERYBODY: Final = 0o777
"""The limit on who may read a file where there is none."""

ONLY_OWNER: Final = stat.S_IRWXU
"""The limit on who may read a file that is nobody else's business."""

_TRIES: Final = 100
_NO_SYNC: Final = (errno.EINVAL, errno.ENOTSUP)
"""What a disk says that has nothing to sync, as some that are reached over a network do."""


def limit_of(source: Path | None) -> int:
    """Who may read what is made from a file: nobody who may not read that.

    As the bits of a mode, with those of the owner always among them, and alone where nobody can
    know who may read the file.
    """
    if source is None:
        return EVERYBODY
    try:
        mode = os.stat(source).st_mode
    except FileNotFoundError:
        return EVERYBODY
    except OSError:
        return stat.S_IRWXU
    group = stat.S_IRWXG if mode & stat.S_IRGRP else 0
    others = stat.S_IRWXO if mode & stat.S_IROTH else 0
    return stat.S_IRWXU | group | others


def write(place: str | Path | Target | Stream, parts: Iterable[str | bytes], limit: int) -> None:
    """Writes a file, which is there once it is whole, or writes to a stream as it comes.

    A link is followed, the mode of what is replaced is kept, and nobody may read it beyond
    `limit`. Raises Failure for what must not be written over, or cannot be written; nothing is left
    of it then.
    """
    with writing(place, limit) as file:
        for part in parts:
            file.write(part)


def append(place: str | Path | Target | Stream, line: str, limit: int) -> None:
    """Adds a line to the end of a file, which others may be adding lines to, or makes the file.

    As `write` does in all else; a last line that was cut short is ended before. Raises Failure.
    """
    target = place if isinstance(place, Target | Stream) else target_of(place)
    if isinstance(target, Stream) or target.check() is None:
        write(target, [line], limit)
        return
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(target.path, flags), "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                line = line if file.read(1) == b"\n" else f"\n{line}"
            whole = _encoded(line)
            # In one call, so that no line of somebody else is within it.
            if file.write(whole) != len(whole):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            with confirming(target.named):
                os.fsync(file.fileno())
    except OSError as error:
        raise failure(error, target) from error


@contextmanager
def folder_of(file: Path) -> Generator[None]:
    """Makes the folders that a file is to be in; they are gone again where it comes to nothing.

    A folder in which anything is stays.
    """
    folder = file.parent
    made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    whole = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
        whole = True
    finally:
        for each in () if whole else made:
            with suppress(OSError):
                each.rmdir()


def remove(path: Path) -> None:
    """Removes a file that was written here and has served; one that is gone already is fine."""
    path.unlink(missing_ok=True)


@contextmanager
def writing(place: str | Path | Target | Stream, limit: int) -> Generator[NewFile | Flow]:
    """A file to be written bit by bit as `write` does; put in its place at the end."""
    file = begun(place, limit)
    try:
        yield file
        file.put()
    finally:
        file.discard()


def begun(place: str | Path | Target | Stream, limit: int) -> NewFile | Flow:
    """A file begun, of which nothing is seen before it is put in its place."""
    target = place if isinstance(place, Target | Stream) else target_of(place)
    if isinstance(target, Stream):
        return Flow(target)
    target.check()
    return NewFile(target, limit)


class NewFile:
    """A file while it is written, under a name that nobody can know before."""

    def __init__(self, target: Target, limit: int = EVERYBODY) -> None:
        self.target = target
        self._limit = limit
        with self.failing():
            self.path, self._file = _beside(target.path.parent)

    def write(self, part: str | bytes) -> None:
        """Writes some more; text as UTF-8. Raises Failure where it cannot."""
        with self.failing():
            self._file.write(_encoded(part))

    def put(self) -> None:
        """Puts it in the place of its target, once the disk has it."""
        with self.failing():
            self._file.flush()
        self.finish(self.target.check())
        with self.failing():
            os.replace(self.path, self.target.path)
        with confirming(self.target.named):
            sync(self.target.path.parent)

    def finish(self, there: os.stat_result | None) -> None:
        """Has the disk hold it, with the owner and mode of what it replaces."""
        with self.failing():
            self._file.flush()
            self._take_over(there)
            os.fsync(self._file.fileno())
            self._file.close()

    def discard(self) -> None:
        """Removes it, unless it was put in its place."""
        # What is still to be written is not wanted, and cannot be where the disk is full; a folder
        # that is gone or read-only by now keeps what is in it.
        with suppress(OSError):
            self._file.close()
        for ending in ("", *BESIDE):
            with suppress(OSError):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)

    def _take_over(self, there: os.stat_result | None) -> None:
        """Gives it the owner and mode of what it replaces, or those of a new file."""
        number = self._file.fileno()
        if there is None:
            self._allow(0o666 & ~umask() & self._limit)
            return
        new = os.fstat(number)
        if os.name != "nt" and (new.st_uid, new.st_gid) != (there.st_uid, there.st_gid):
            # Only root gives files away, and others to groups of their own.
            with suppress(PermissionError):
                os.fchown(number, there.st_uid, there.st_gid)
        self._allow(stat.S_IMODE(there.st_mode) & EVERYBODY & self._limit)

    def _allow(self, mode: int) -> None:
        try:
            os.chmod(self._file.fileno() if os.chmod in os.supports_fd else self.path, mode)
        except OSError as error:
            # A disk without modes, as a FAT one, refuses those that it cannot have.
            if error.errno != errno.EPERM:
                raise

    @contextmanager
    def failing(self) -> Generator[None]:
        """Says in a sentence what the system refuses."""
        try:
            yield
        except OSError as error:
            raise failure(error, self.target) from error


class Flow:
    """A stream or the null device, written to as it comes."""

    def __init__(self, stream: Stream) -> None:
        self._name = stream.name
        with self._failing():
            number = (
                os.open(stream.name, os.O_WRONLY)
                if stream.number is None
                else os.dup(stream.number)
            )
            self._file = os.fdopen(number, "wb")

    def write(self, part: str | bytes) -> None:
        """Writes some more; text as UTF-8. Raises Failure where it cannot."""
        with self._failing():
            self._file.write(_encoded(part))

    def put(self) -> None:
        """Has the stream hold what was written."""
        with self._failing():
            self._file.close()

    def discard(self) -> None:
        """Lets go of the stream."""
        with suppress(OSError):
            self._file.close()

    @contextmanager
    def _failing(self) -> Generator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            said = f"{self._name} cannot be written: {error.strerror}."
            raise Failure(said, code="cannot-write") from error


@contextmanager
def confirming(named: str) -> Generator[None]:
    """Warns where the disk does not confirm what is written: it is there nevertheless."""
    try:
        yield
    except OSError as error:
        said = f"{named} is written, but the disk does not confirm that it keeps it"
        warnings.warn(f"{said}: {error.strerror or error}.", Unconfirmed, stacklevel=3)


def sync(path: Path) -> None:
    """Has the disk hold a file, or the names in a folder. Raises OSError."""
    if path.is_dir():
        if os.name == "nt" or not may(path, os.R_OK):
            # A folder cannot be opened there, nor one that may be written and not read.
            return
        number = os.open(path, os.O_RDONLY)
    else:
        number = os.open(path, os.O_RDWR)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(number)


def _beside(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file in a folder, which nobody but its owner may read."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    for _ in range(_TRIES):
        path = folder / f".detente-{token_hex(8)}.part"
        try:
            number = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            continue
        return path, os.fdopen(number, "wb")
    raise FileExistsError(errno.EEXIST, "names of temporary files are all taken", str(folder))


def _encoded(part: str | bytes) -> bytes:
    """Text as UTF-8; a byte of a name that is not text is written as its escape."""
    return part.encode(errors="backslashreplace") if isinstance(part, str) else part


def umask() -> int:
    """What the mode of a new file has not, as the process is set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
