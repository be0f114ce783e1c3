"""What is gone from a file: facts that were imported from it, and whose lines it holds no longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from domain.content import Content
from domain.fact import DESK, NO_DAY, Asserted, Corrected, Fact, Retracted
from service.formats.facts import Block, Detail, Document
from service.timeline import Timeline

IMPORT: Final = "import "
"""How the record of a command begins that imported a file."""

PAGE: Final = 5_000
"""How many events are read at once."""

Imports = dict[str, dict[int, str]]
"""By stream and version, the file whose import recorded an event."""


def gone(timeline: Timeline, document: Document) -> list[Fact]:
    """The facts that a file of this name was the last to bring, and that it holds no longer, by handle.

    A fact is from a file where an import recorded it, and where the last import to record anything of it read a file of
    this name, as it was typed. One that was added by hand is from no file, whatever was imported of it later; what was
    said of it by hand after an import changes nothing. An import that found a fact as it was recorded nothing of it, and
    leaves it to the file before. Facts that are retracted already are not among them.
    """
    imports = _imports(timeline)
    handles = {block.handle for block in document.blocks}
    # A line without a handle stands for the facts that were first told by the same line.
    lines = {_line(block.content) for block in document.blocks if not block.handle}
    from_it = [fact for fact in timeline.facts() if fact.there and _file(fact, imports) == _name(document.name)]
    missing = [fact for fact in from_it if fact.handle not in handles and _line(fact.asserted.content) not in lines]
    return [fact for fact in missing if not _retracted(fact)]


def retracting(document: Document, facts: Iterable[Fact]) -> Document:
    """The document with the retraction of facts that are gone from it, known on the day on which that is recorded."""
    because = f"gone from {PurePath(document.name).name}"
    retracted = Detail(1, 1, Retracted(known_on=NO_DAY, assumed=True, because=because))
    return replace(document, items=[*document.items, *(Block(1, fact.handle, _as_it_stands(fact), (retracted,)) for fact in facts)])


def _imports(timeline: Timeline) -> Imports:
    found: Imports = {}
    for done in timeline.commands():
        if not done.carried.did.startswith(IMPORT):
            continue
        file = _name(done.carried.did.removeprefix(IMPORT))
        for start in done.positions[::PAGE]:
            stop = min(start + PAGE, done.positions.stop) - 1
            for row in timeline.store.select_notifications(start=start, limit=PAGE, stop=stop):
                stream = str(row.originator_id)
                if stream.startswith(f"{DESK}/"):
                    found.setdefault(stream, {})[row.originator_version] = file
    return found


def _name(file: str) -> str:
    """A file's name as typed, however its folders are written."""
    return PurePath(file).as_posix()


def _file(fact: Fact, imports: Imports) -> str:
    """The file that a fact is from; empty for none."""
    files = imports.get(fact.id, {})
    first, *later = [event.originator_version for event in fact.stands()]
    return files[max(version for version in (first, *later) if version in files)] if first in files else ""


def _line(content: Content) -> tuple[str, ...]:
    """What tells one line from another that has no handle either."""
    return content.kind, content.what, content.parties, content.dated, content.title


def _retracted(fact: Fact) -> bool:
    reading = fact.read()
    return reading is not None and reading.retracted


def _as_it_stands(fact: Fact) -> Asserted:
    """What a file says of a fact that holds all its edits, so that nothing of it is new."""
    content = fact.asserted.content
    for event in fact.stands():
        if isinstance(event, Corrected) and event.edited:
            content = content.corrected(event.field, event.value)
    return fact.asserted.model_copy(update={"content": content, "report": None})
