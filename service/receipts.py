"""A file of receipts: a line for each backup, with position and digest, to be held elsewhere."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.refusal import Failure, InvalidInput, Run
from service.target import Stream, Target, target_of

_FLAGS: Final = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


def check_receipts(file: Path, in_use: Path | None = None) -> None:
    """Raises Failure where nothing can be appended to a file, before anything is done.

    `in_use` is the file of the timeline.
    """
    _target(file, in_use)


def _target(file: Path, in_use: Path | None = None) -> Target:
    target = target_of(str(file), field="receipts", in_use=in_use)
    if isinstance(target, Stream):
        raise _not_receipts(file, "it is not a file")
    target.check()
    return target


def append_receipt(file: Path, held: str, made: datetime, store: str) -> None:
    """Appends one line and has the disk hold it: position and digest, instant, name of the store.

    Others may append to the same file; no line is mixed with another. Raises Failure where it
    cannot be written.
    """
    name = " ".join("".join(c if c.isprintable() else "?" for c in store).split())
    path = _target(file).path
    line = f"{held} {made.isoformat()} {name}\n".encode()
    try:
        number = os.open(path, _FLAGS, 0o600)
        try:
            status = os.fstat(number)
            if not stat.S_ISREG(status.st_mode):
                raise _not_receipts(file, "it is not a file")
            if status.st_size and os.pread(number, 1, status.st_size - 1) != b"\n":
                line = b"\n" + line
            written = os.write(number, line)
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        raise _unwritten(file, error.strerror or "it cannot be written") from error
    if written != len(line):
        raise _unwritten(file, "only a part of the line was written")


def _not_receipts(file: Path, why: str) -> InvalidInput:
    return InvalidInput(
        f"no receipt can be appended to {file}: {why}.",
        Run.of("backup", receipts="receipts.txt"),
        code="not-receipts",
    )


def _unwritten(file: Path, why: str) -> Failure:
    return Failure(
        f"the backup is made, and its receipt is not in {file}: {why}.",
        Run.of("digest", meaning="prints it"),
        code="no-receipt",
    )
