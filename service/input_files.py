"""Files that are read: which kinds of them are, so that nothing is read without an end."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

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
