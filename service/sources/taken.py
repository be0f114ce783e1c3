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
from domain.characters import visible
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

    The store remembers that beside the record, by a note that no digest covers. It is believed
    where the record has the import that it names; else the file is read again, which adds nothing
    that is there. The record does not say what a file held.
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
        note = note_of(kept) if kept is not None else None
        return note is not None and self._is_recorded(*note) and not self._undone(note[1])

    def remember(self, digest: str, name: str, span: Span) -> None:
        """Has the store remember that a file was imported whole."""
        kept = json.dumps({"file": name, **span._asdict()})
        self._timeline.store.remember(f"{self._key} {digest}", kept)

    def _is_recorded(self, file: str, span: Span) -> bool:
        """Whether the record has the import of a file, or one that left nothing of it to add."""
        if span.last > self._timeline.head().position:
            return False
        if span.first == span.last:
            return any(position <= span.last for position, _ in self._imports)
        return any(
            span.first < position <= span.last and name == file for position, name in self._imports
        )

    @cached_property
    def _imports(self) -> list[tuple[int, str]]:
        """The positions of the imports of the layer by rules, each with the name of its file."""
        return [
            (part.position, part.recorded.file)
            for command in self._timeline.commands()
            for part in command.parts
            if part.recorded.mode == RULES and _layer_of(part.recorded.originator_id) == self._layer
        ]

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


def note_of(kept: str) -> tuple[str, Span] | None:
    """What was remembered of a file, with its name; None where that cannot be read any more."""
    try:
        found = json.loads(kept)
        file, first, last = visible(str(found["file"])), found["first"], found["last"]
        alone = found["alone"] is True
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if type(first) is not int or type(last) is not int or not 0 <= first <= last:
        return None
    return file, Span(first, last, alone)
