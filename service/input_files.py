"""Files that are read: which kinds of them are, so that nothing is read without an end."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from domain.refusal import Failure, Fix

_STREAM: Final = re.compile(r"/dev/(?:stdin|fd/\d+)|/proc/(?:self|\d+)/fd/\d+")
"""How a shell names what it hands over already open, as with `<(..)`."""

_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISFIFO, "a pipe"),
)


def kind_of(mode: int) -> str:
    """What a mode is of that is not a file: a folder, device, socket or pipe; else empty."""
    return next((said for holds, said in _KINDS if holds(mode)), "")


class Look(NamedTuple):
    """What a file looks like from outside: which it is, its size, and when it was written last.

    `changed` is when anything about it changed last, which nobody can set back as `written`.
    """

    device: int
    number: int
    size: int
    written: int
    changed: int

    @classmethod
    def at(cls, path: Path) -> Look | None:
        """That of a path; None for what is not a file."""
        try:
            return cls.of(path.stat())
        except OSError:
            return None

    @classmethod
    def of(cls, found: os.stat_result) -> Look | None:
        """That of what the system found; None for what is not a file."""
        if not stat.S_ISREG(found.st_mode):
            return None
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def is_same_file(self, other: Look | None) -> bool:
        """Whether another look is at the same file, whatever was written to it meanwhile."""
        return other is not None and (self.device, self.number) == (other.device, other.number)


def opened(path: Path, listed: Look | None = None, name: str = "") -> BinaryIO:
    """A file opened to be read; where it was listed before, that one and no other.

    `name` is what it is called. Raises Failure for what is not a file, or in the place of the file
    that was listed, before anything of it is read; and OSError.
    """
    if listed is None:
        check_readable(path)
        return path.open("rb")
    # A pipe that was put there would wait for whoever writes to it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if not listed.is_same_file(Look.of(os.fstat(file.fileno()))):
        file.close()
        shown = name or str(path)
        raise Failure(
            f"{shown} was replaced after its folder was looked at, so it is not read; import it"
            " again.",
            code="replaced-meanwhile",
            values={"file": shown},
        )
    return file


def is_folder(path: Path) -> bool:
    """Whether a folder is there; not where nobody can see that."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def check_readable(name: str | Path) -> None:
    """Raises Failure for what is there and is not a file: a folder, device, socket or named pipe.

    A pipe that a shell hands over already open, as `/dev/stdin` or `/dev/fd/63`, is read. What is
    not there is left to whoever opens it.
    """
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):
        return
    kind = kind_of(mode)
    if kind == "a pipe" and _STREAM.fullmatch(str(name)):
        return
    if kind:
        fixes = (Fix("-", "reads standard input"),) if kind == "a pipe" else ()
        raise Failure(
            f"{name} is {kind}, and a file is expected.",
            *fixes,
            code="not-a-file",
            values={"file": str(name)},
        )
