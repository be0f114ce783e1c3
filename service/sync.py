"""What is gone from a file, and what is back in one: facts whose lines it holds no longer, or again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from domain.content import Content
from domain.fact import DESK, NO_DAY, Asserted, Corrected, Event, Fact, Reinstated, Retracted
from service.edits import named
from service.formats.facts import Block, Detail, Document, Item
from service.timeline import Timeline

IMPORT: Final = "import "
"""How the record of a command begins that imported a file."""

GONE: Final = "gone from "
"""How the reason of a retraction begins that was proposed because a file held the fact no longer."""

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
    retracted = Detail(1, 1, Retracted(known_on=NO_DAY, assumed=True, because=_gone_from(document.name)))
    return replace(document, items=[*document.items, *(Block(1, fact.handle, _as_it_stands(fact), (retracted,)) for fact in facts)])


def back(timeline: Timeline, document: Document) -> list[Fact]:
    """The facts that a file holds, and that are retracted because a file no longer held them, by handle.

    It need not be the same file: a line may have moved. What was retracted by hand stays retracted, and so does what the
    file itself says was retracted.
    """
    there, imports = _there(timeline), _imports(timeline)
    held = {handle: block for handle, block in named(document, there) if handle in there}
    return [there[handle] for handle in sorted(held) if _lost(there[handle], held[handle], imports)]


def reinstating(timeline: Timeline, document: Document, facts: Iterable[Fact]) -> Document:
    """The document with the reinstatement of facts that are back in it, known on the day on which that is recorded."""
    because = f"back in {PurePath(document.name).name}"
    returned = {fact.handle for fact in facts}
    lines = {block.line for handle, block in named(document, _there(timeline)) if handle in returned}

    def again(item: Item) -> Item:
        if not isinstance(item, Block) or item.line not in lines:
            return item
        reinstated = Detail(item.line, 1, Reinstated(known_on=NO_DAY, assumed=True, because=because))
        return replace(item, events=(*item.events, reinstated))

    return replace(document, items=[again(item) for item in document.items])


def _there(timeline: Timeline) -> dict[str, Fact]:
    return {fact.handle: fact for fact in timeline.facts() if fact.there}


def _gone_from(file: str) -> str:
    return GONE + PurePath(file).name


def _lost(fact: Fact, block: Block, imports: Imports) -> bool:
    """Whether an import is why a fact is retracted, and its line does not say so itself."""
    withdrawals = [event for event in fact.stands() if isinstance(event, Retracted | Reinstated)]
    last = max(withdrawals, key=lambda event: (event.known_on, event.originator_version), default=None)
    if not isinstance(last, Retracted):
        return False
    file = imports.get(fact.id, {}).get(last.originator_version)
    return file is not None and last.because == _gone_from(file) and not any(_same(last, detail.event) for detail in block.events)


def _same(one: Retracted, other: Event) -> bool:
    return isinstance(other, Retracted) and (one.known_on, one.because) == (other.known_on, other.because)


def _imports(timeline: Timeline) -> Imports:
    found: Imports = {}
    for done in timeline.commands():
        if done.carried.whole or not done.carried.did.startswith(IMPORT):
            continue
        file = _name(done.carried.did.removeprefix(IMPORT))
        positions = done.parts[0].positions
        for start in positions[::PAGE]:
            stop = min(start + PAGE, positions.stop) - 1
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
