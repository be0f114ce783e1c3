"""Files that were taken whole: remembered by their content, beside the record."""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.batch import STREAM as BATCHES
from domain.command import RULES
from service.input_files import Look, opened
from service.store.remembered import TAKEN_KEY

if TYPE_CHECKING:
    from service.timeline import Timeline

_AT_ONCE: Final = 1 << 20
_RULES_SHOWN: Final = 16
"""How many digits of the digest of rules a key has."""


class Content(NamedTuple):
    """What a file holds, by its sha256, and the file as it was while that was read."""

    look: Look
    digest: str


def digesting(path: Path, listed: Look | None = None) -> Iterator[tuple[int, Content | None]]:
    """Reads a file for what it holds: how many bytes each time, and at its end what that was.

    None of a file that was written meanwhile. Raises OSError, and Failure as `opened` does.
    """
    found = hashlib.sha256()
    with opened(path, listed) as file:
        look = Look.of(os.fstat(file.fileno()))
        while chunk := file.read(_AT_ONCE):
            found.update(chunk)
            yield len(chunk), None
        same = look is not None and look == Look.of(os.fstat(file.fileno()))
    yield 0, Content(look, found.hexdigest()) if look and same else None


class Span(NamedTuple):
    """The positions that a file was recorded between: after the first, up to the last.

    `alone` is whether all its facts were recorded then, and none was here before.
    """

    first: int
    last: int
    alone: bool


class Taken:
    """Which files were imported whole into a layer by some rules.

    The store remembers that beside the record. Where it is lost, or wrong about a file that was
    imported, files are read again, which adds nothing.
    """

    def __init__(self, timeline: Timeline, layer: str, rules: str, *, correct: bool) -> None:
        self._timeline = timeline
        self._layer = layer
        by = hashlib.sha256(rules.encode(errors="surrogateescape")).hexdigest()[:_RULES_SHOWN]
        how = "correct" if correct else "ignore"
        self._key = f"{TAKEN_KEY} {layer} {how} {by}"

    def holds(self, digest: str) -> bool:
        """Whether a file of that content was imported whole, and nothing of it was undone since."""
        kept = self._timeline.store.remembered(f"{self._key} {digest}")
        span = span_of(kept) if kept is not None else None
        return span is not None and not self._undone(span)

    def remember(self, digest: str, name: str, span: Span) -> None:
        """Has the store remember that a file was imported whole."""
        kept = json.dumps({"file": name, **span._asdict()})
        self._timeline.store.remember(f"{self._key} {digest}", kept)

    def _undone(self, span: Span) -> bool:
        """Whether something that the facts of a file rest on was undone after it was imported."""
        undone, last = self._undoing
        within = bisect_right(undone, span.last) > bisect_right(undone, span.first)
        return within or (not span.alone and last > span.last)

    @cached_property
    def _undoing(self) -> tuple[list[int], int]:
        """The positions of imports that are undone, and that of the last undo or redo of one."""
        undone: list[int] = []
        last = 0
        for part in (part for command in self._timeline.commands() for part in command.parts):
            if part.undone and part.recorded.mode == RULES:
                undone.append(part.position)
            if _layer_of(part.recorded.undoes) == self._layer:
                last = max(last, part.position)
        return sorted(undone), last


def _layer_of(command: str) -> str:
    """The layer of what a command recorded first, by the command's stream; empty for none."""
    parts = command.split("/")[1:]
    return "".join(parts[1:2] if parts[:1] == [BATCHES] else parts[:1])


def span_of(kept: str) -> Span | None:
    """What was remembered of a file; None where that cannot be read any more."""
    try:
        found = json.loads(kept)
        return Span(int(found["first"]), int(found["last"]), found["alone"] is True)
    except (ValueError, KeyError, TypeError):
        return None
