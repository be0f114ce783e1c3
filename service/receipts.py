"""A file of receipts: a line for each backup, with position and digest, to be held elsewhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.refusal import Failure, InvalidInput, Run
from service.target import Stream, Target, target_of
from service.writing import ONLY_OWNER, append


def check_receipts(file: Path, in_use: Path | None = None) -> None:
    """Raises Failure where nothing can be appended to a file, before anything is done.

    `in_use` is the file of the timeline.
    """
    _target(file, in_use)


def _target(file: Path, in_use: Path | None = None) -> Target:
    target = target_of(str(file), field="receipts", in_use=in_use)
    if isinstance(target, Stream):
        raise _not_receipts(file, "it is not a file")
    return target


def append_receipt(file: Path, held: str, made: datetime, store: str) -> None:
    """Appends one line and has the disk hold it: position and digest, instant, name of the store.

    Others may append to the same file; no line is mixed with another. Raises Failure where it
    cannot be written.
    """
    name = " ".join("".join(c if c.isprintable() else "?" for c in store).split())
    try:
        append(_target(file), f"{held} {made.isoformat()} {name}\n", ONLY_OWNER)
    except Failure as failure:
        raise Failure(
            f"the backup is made, and its receipt is not in {file}: {failure.said}",
            Run.of("digest", meaning="prints it"),
            code="no-receipt",
        ) from failure


def _not_receipts(file: Path, why: str) -> InvalidInput:
    return InvalidInput(
        f"no receipt can be appended to {file}: {why}.",
        Run.of("backup", receipts="receipts.txt"),
        code="not-receipts",
    )
