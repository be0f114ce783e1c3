"""What is gone from a file, and what is back in one.

Facts whose lines it holds no longer, or again.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from domain.content import OF_DETAILS, Content
from domain.events import NO_DAY, Asserted, Corrected, Event, Reinstated, Retracted
from domain.fact import DESK, Fact, fact_id
from domain.refusal import Fix, InvalidInput
from projections.events import event_line
from service.edits import as_the_line_was, named, said, said_by
from service.formats.document import Block, Detail, Document, Item
from service.timeline import PAGE, Timeline
from service.undo import Done

IMPORT: Final = "import "
"""How the record of a command begins that imported a file."""

SYNC: Final = " --sync"
YES: Final = " --yes"

GONE: Final = "gone from "
"""How the reason of a retraction begins that was proposed because a file held the fact no
longer.
"""

BACK: Final = "back in "
"""How the reason of a reinstatement begins that was proposed because a file held the fact again."""

Imports = dict[str, dict[int, Done]]
"""By stream and version, the import that recorded an event."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A fact that a file holds no longer, the import that brought it.

    And the other files that state it as well.
    """

    fact: Fact
    by: Done
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stays:
    """A detail that a file holds no longer, of a fact that it still holds.

    And what would take it back.
    """

    fact: Fact
    line: str
    fix: Fix


@dataclass(frozen=True, slots=True)
class Compared:
    """A file beside what the imports of its name recorded.

    `imported` is whether there are any, `shares` whether one of them brought anything that the
    file holds. `gone` is proposed for retraction; `kept` is not, for another file states it too;
    `back` is proposed for reinstatement; `stays` are details that are gone, of which nothing is
    proposed.
    """

    imported: bool
    shares: bool
    gone: tuple[Gone, ...]
    kept: tuple[Gone, ...]
    back: tuple[Fact, ...]
    stays: tuple[Stays, ...]


def importing(file: str, *, sync: bool = False, yes: bool = False) -> str:
    """How the import of a file is recorded."""
    return f"{IMPORT}{file}{SYNC * sync}{YES * (sync and yes)}"


def compared(timeline: Timeline, document: Document) -> Compared:
    """What is gone from a file, and what is back in it, by handle.

    A fact is from a file where an import recorded it, and where an import of that name, as it was
    typed, recorded something of it that stands. One that was added by hand is from no file,
    whatever was imported of it later; what was said of it by hand after an import changes
    nothing. An import that found a fact as it was recorded nothing of it. Facts that are
    retracted already are not gone.
    """
    imports = _imports(timeline)
    there = _there(timeline)
    held = {handle: block for handle, block in named(document, there) if handle in there}
    # A line without a handle stands for the facts that were first told by the same line.
    lines = {_line(block.content) for block in document.blocks if not block.handle}
    name = _name(document.name)
    from_it = {handle: fact for handle, fact in there.items() if name in _files(fact, imports)}
    still = {
        handle
        for handle, fact in from_it.items()
        if handle in held or _line(fact.asserted.content) in lines
    }
    missing = [
        _gone(from_it[handle], name, imports)
        for handle in sorted(from_it.keys() - still)
        if not _retracted(from_it[handle])
    ]
    ever = {
        fact.id
        for fact in there.values()
        if any(_file(done) == name for done in imports.get(fact.id, {}).values())
    }
    return Compared(
        imported=any(
            _file(done) == name
            for of_fact in imports.values()
            for done in of_fact.values()
            if not done.undone
        ),
        shares=bool(still) or any(fact_id(handle) in ever for handle in held),
        gone=tuple(gone for gone in missing if not gone.elsewhere),
        kept=tuple(gone for gone in missing if gone.elsewhere),
        back=tuple(
            there[handle] for handle in sorted(held) if _lost(there[handle], held[handle], imports)
        ),
        stays=tuple(
            stays
            for handle in sorted(still & held.keys())
            for stays in _stays(there[handle], held[handle], name, imports)
        ),
    )


def check_same_file(document: Document, found: Compared) -> None:
    """Raises InvalidInput where a file holds nothing of what is from it.

    Then it is rather another file of its name.
    """
    if not found.gone or found.shares or document.problems:
        return
    last = max((gone.by for gone in found.gone), key=lambda done: done.number)
    fixes = (
        Fix(
            shlex.join(["detente", "import", document.name]),
            "adds what it holds, and retracts nothing",
        ),
        Fix(f"detente undo {last.number}", f"takes back {last.carried.did}"),
    )
    said = (
        f"{document.name} holds nothing that was imported under that name (command {last.number});"
        " it may be another file."
    )
    raise InvalidInput(said, *fixes)


def _gone(fact: Fact, name: str, imports: Imports) -> Gone:
    files = _files(fact, imports)
    return Gone(fact, files[name], tuple(sorted(files.keys() - {name})))


def _stays(fact: Fact, block: Block, name: str, imports: Imports) -> Iterator[Stays]:
    """The details of a fact that an import of the file brought.

    And that its block holds no longer.
    """
    brought = imports.get(fact.id, {})
    left, effective_events = said_by(block), fact.effective_events()
    for event in effective_events:
        done = brought.get(event.originator_version)
        detail = as_the_line_was(event)
        if done is None or _file(done) != name or detail is None or _of_sync(event):
            continue
        if left[said(detail)]:
            left[said(detail)] -= 1
            continue
        alone = done != brought.get(effective_events[0].originator_version)
        because = shlex.join(["detente", "retract", fact.handle, "--because", "told otherwise"])
        fix = (
            Fix(f"detente undo {done.number}", f"all of {done.carried.did}")
            if alone
            else Fix(because, "the whole fact")
        )
        yield Stays(fact, event_line(detail), fix)
    base, fact_state = _as_it_stands(fact).content, fact.as_of()
    for field in sorted(OF_DETAILS):
        stands_still = fact_state is not None and fact_state.content.value(field)
        if stands_still and base.value(field) and not block.content.value(field):
            words = [
                "detente",
                "correct",
                fact.handle,
                "--set",
                f"{field}=",
                "--because",
                _gone_from(name),
            ]
            yield Stays(fact, f"{field} {base.value(field)}", Fix(shlex.join(words)))


def _of_sync(event: Event) -> bool:
    return isinstance(event, Retracted | Reinstated) and event.because.startswith((GONE, BACK))


def retracting(document: Document, facts: Iterable[Fact]) -> Document:
    """The document with the retraction of facts that are gone from it.

    Known on the day on which that is recorded.
    """
    retracted = Detail(
        1, 1, Retracted(known_on=NO_DAY, assumed=True, because=_gone_from(document.name))
    )
    return replace(
        document,
        items=[
            *document.items,
            *(Block(1, fact.handle, _as_it_stands(fact), (retracted,)) for fact in facts),
        ],
    )


def reinstating(timeline: Timeline, document: Document, facts: Iterable[Fact]) -> Document:
    """The document with the reinstatement of facts that are back in it.

    Known on the day on which that is recorded.
    """
    because = BACK + PurePath(document.name).name
    returned = {fact.handle for fact in facts}
    lines = {
        block.line for handle, block in named(document, _there(timeline)) if handle in returned
    }

    def again(item: Item) -> Item:
        if not isinstance(item, Block) or item.line not in lines:
            return item
        reinstated = Detail(
            item.line, 1, Reinstated(known_on=NO_DAY, assumed=True, because=because)
        )
        return replace(item, events=(*item.events, reinstated))

    return replace(document, items=[again(item) for item in document.items])


def _there(timeline: Timeline) -> dict[str, Fact]:
    return {fact.handle: fact for fact in timeline.facts() if fact.exists}


def _gone_from(file: str) -> str:
    return GONE + PurePath(file).name


def _lost(fact: Fact, block: Block, imports: Imports) -> bool:
    """Whether an import is why a fact is retracted, and its line does not say so itself."""
    withdrawals = [
        event for event in fact.effective_events() if isinstance(event, Retracted | Reinstated)
    ]
    last = max(
        withdrawals, key=lambda event: (event.known_on, event.originator_version), default=None
    )
    if not isinstance(last, Retracted):
        return False
    done = imports.get(fact.id, {}).get(last.originator_version)
    return (
        done is not None
        and last.because == _gone_from(_file(done))
        and not any(_same(last, detail.event) for detail in block.events)
    )


def _same(one: Retracted, other: Event) -> bool:
    return isinstance(other, Retracted) and (one.known_on, one.because) == (
        other.known_on,
        other.because,
    )


def _imports(timeline: Timeline) -> Imports:
    found: Imports = {}
    for done in timeline.commands():
        if done.carried.whole or not done.carried.did.startswith(IMPORT):
            continue
        positions = done.parts[0].positions
        for start in positions[::PAGE]:
            stop = min(start + PAGE, positions.stop) - 1
            for row in timeline.store.select_notifications(start=start, limit=PAGE, stop=stop):
                stream = str(row.originator_id)
                if stream.startswith(f"{DESK}/"):
                    found.setdefault(stream, {})[row.originator_version] = done
    return found


def _name(file: str) -> str:
    """A file's name as typed, however its folders are written."""
    return PurePath(file).as_posix()


def _file(done: Done) -> str:
    """The file that a command imported."""
    return _name(done.carried.did.removeprefix(IMPORT).removesuffix(YES).removesuffix(SYNC))


def _files(fact: Fact, imports: Imports) -> dict[str, Done]:
    """The files that state a fact, each with the first of its imports that did.

    None for one added by hand.
    """
    brought, effective_events = imports.get(fact.id, {}), fact.effective_events()
    files: dict[str, Done] = {}
    if effective_events[0].originator_version not in brought:
        return files
    for event in effective_events:
        done = brought.get(event.originator_version)
        if done is None:
            continue
        if isinstance(event, Retracted) and _of_sync(event):
            files.pop(_file(done), None)
        else:
            files.setdefault(_file(done), done)
    return files


def _line(content: Content) -> tuple[str, ...]:
    """What tells one line from another that has no handle either."""
    return content.kind, content.what, content.parties, content.dated, content.title


def _retracted(fact: Fact) -> bool:
    fact_state = fact.as_of()
    return fact_state is not None and fact_state.retracted


def _as_it_stands(fact: Fact) -> Asserted:
    """What a file says of a fact that holds all its edits, so that nothing of it is new."""
    content = fact.asserted.content
    for event in fact.effective_events():
        if isinstance(event, Corrected) and event.edited:
            content = content.corrected(event.field, event.value)
    return fact.asserted.model_copy(update={"content": content, "report": None})
