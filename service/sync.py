"""Facts that are gone from a file, and facts that are back in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from domain.content import OF_DETAILS
from domain.events import (
    NO_DAY,
    Asserted,
    Cancelled,
    Corrected,
    Denied,
    Event,
    Reinstated,
    Retracted,
)
from domain.fact import Fact, fact_id
from domain.refusal import InvalidInput, Run
from projections.events import event_line
from projections.receipt import GoneDetail, GoneFact, Receipt, RecordedFact, Synced
from service.differences import as_the_line_was, said, said_by
from service.file_imports import (
    EarlierImports,
    Imports,
    file_of,
    files_of,
    imports_of,
    line_key,
    name_of,
    of_sync,
)
from service.formats.document import Block, Detail, Document, Item
from service.identity import identify
from service.moment import Moment
from service.recording import record
from service.timeline import Timeline
from service.undo import Command


@dataclass(frozen=True, slots=True)
class Gone:
    """A fact that a file holds no longer, its import, and the other files that state it."""

    fact: Fact
    by: Command
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A file compared with what the imports of its name recorded.

    `imported` is whether there are any, `shares` whether one of them brought anything that the file
    holds. `gone` is proposed for retraction; `kept` is not, because another file states it too;
    `back` is proposed for reinstatement; `details` are details that are gone, for which nothing is
    proposed.
    """

    imported: bool
    shares: bool
    gone: tuple[Gone, ...]
    kept: tuple[Gone, ...]
    back: tuple[Fact, ...]
    details: tuple[GoneDetail, ...]


def compared(timeline: Timeline, document: Document) -> Compared:
    """What is gone from a file, and what is back in it, by handle.

    A fact is from a file where an import recorded it, and where an import of that name, as it was
    typed, recorded something of it that is effective. One that was added by hand is from no file,
    whatever was imported of it later; what was recorded about it by hand after an import changes
    nothing.
    An import that found a fact unchanged recorded nothing of it. Facts that are retracted already
    are not gone.
    """
    imports = imports_of(timeline)
    there = _there(timeline)
    earlier = EarlierImports(timeline, document)
    found = identify(document, there, earlier).named
    held = {each.handle: each.block for each in found if each.handle in there}
    # A line without a handle means the facts that were first recorded by the same line.
    lines = {line_key(block.content) for block in document.blocks if not block.handle}
    name = name_of(document.name)
    from_it = {handle: fact for handle, fact in there.items() if name in files_of(fact, imports)}
    still = {
        handle
        for handle, fact in from_it.items()
        if handle in held or line_key(fact.asserted.content) in lines
    }
    missing = [
        _gone(from_it[handle], name, imports)
        for handle in sorted(from_it.keys() - still)
        if not _retracted(from_it[handle])
    ]
    ever = {
        fact.id
        for fact in there.values()
        if any(file_of(each) == name for each in imports.get(fact.id, {}).values())
    }
    return Compared(
        imported=any(
            file_of(each) == name
            for of_fact in imports.values()
            for each in of_fact.values()
            if not each.undone
        ),
        shares=bool(still) or any(fact_id(handle) in ever for handle in held),
        gone=tuple(gone for gone in missing if not gone.elsewhere),
        kept=tuple(gone for gone in missing if gone.elsewhere),
        back=tuple(
            there[handle] for handle in sorted(held) if _lost(there[handle], held[handle], imports)
        ),
        details=tuple(
            detail
            for handle in sorted(still & held.keys())
            for detail in _gone_details(there[handle], held[handle], name, imports)
        ),
    )


def sync(
    timeline: Timeline,
    document: Document,
    moment: Moment,
    *,
    yes: bool = False,
    dry_run: bool = False,
) -> Receipt:
    """Records a document, and proposes or records what is gone from it and what is back in it.

    Raises InvalidInput where the file is rather another one of its name.
    """
    found = compared(timeline, document)
    _check_same_file(document, found)
    missing = [gone.fact for gone in found.gone]
    whole = retracting(reinstating(timeline, document, found.back), missing) if yes else document
    synced = Synced(
        file=document.name,
        written=yes and not dry_run,
        imported=found.imported,
        gone=tuple(map(_gone_fact, found.gone)),
        kept=tuple(map(_gone_fact, found.kept)),
        back=tuple(fact.name for fact in found.back),
        details=found.details,
    )
    receipt = record(timeline, whole, moment, dry_run=dry_run, synced=synced)
    return _without(receipt, [*missing, *found.back]) if yes else receipt


def _gone_fact(gone: Gone) -> GoneFact:
    return GoneFact(gone.fact.name, gone.by.number, gone.by.recorded.text, gone.elsewhere)


def _without(receipt: Receipt, withdrawn: Iterable[Fact]) -> Receipt:
    """A receipt whose changed facts are those of which more changed than `synced` says."""
    versions = {fact.id: fact.version + 1 for fact in withdrawn}

    def more(fact: RecordedFact) -> bool:
        return fact.after.version != versions.get(fact.after.id)

    return replace(receipt, changed=tuple(filter(more, receipt.changed)))


def _check_same_file(document: Document, found: Compared) -> None:
    """Raises InvalidInput where a file holds nothing of what is from it: it is another file."""
    if not found.gone or found.shares or document.problems:
        return
    last = max((gone.by for gone in found.gone), key=lambda command: command.number)
    raise InvalidInput(
        f"{document.name} holds nothing that was imported under that name (command {last.number});"
        " it may be another file.",
        Run.of("import", document.name, meaning="adds what it holds, and retracts nothing"),
        Run.of("undo", str(last.number), meaning=f"takes back {last.recorded.text}"),
        code="another-file",
        values={"file": document.name},
    )


def _gone(fact: Fact, name: str, imports: Imports) -> Gone:
    files = files_of(fact, imports)
    return Gone(fact, files[name], tuple(sorted(files.keys() - {name})))


def _gone_details(fact: Fact, block: Block, name: str, imports: Imports) -> Iterator[GoneDetail]:
    """The details of a fact that an import of the file recorded and its block holds no longer."""
    brought = imports.get(fact.id, {})
    left, effective_events = said_by(block), fact.effective_events()
    for event in effective_events:
        command = brought.get(event.originator_version)
        detail = as_the_line_was(event)
        if command is None or file_of(command) != name or detail is None or of_sync(event, command):
            continue
        held = next((line for line in _lines_of(detail) if left[line]), None)
        if held is not None:
            left[held] -= 1
            continue
        alone = command != brought.get(effective_events[0].originator_version)
        fix = (
            Run.of("undo", str(command.number), meaning=f"all of {command.recorded.text}")
            if alone
            else Run.of("retract", fact.handle, meaning="the whole fact", because="REASON")
        )
        yield GoneDetail(fact.handle, event_line(detail), fix)
    base, fact_state = _as_recorded(fact).content, fact.as_of()
    for field in sorted(OF_DETAILS):
        still = fact_state is not None and fact_state.content.value(field)
        if still and base.value(field) and not block.content.value(field):
            fix = Run.of("correct", fact.handle, field=field, value="", because=_gone_from(name))
            yield GoneDetail(fact.handle, f"{field} {base.value(field)}", fix)


def _lines_of(detail: Event) -> list[str]:
    """What a line says that stands for a detail: the same, or the same without its actor."""
    lines = [said(detail)]
    if isinstance(detail, Denied | Cancelled) and detail.by:
        lines.append(said(detail.model_copy(update={"by": ""})))
    return lines


def retracting(document: Document, facts: Iterable[Fact]) -> Document:
    """The document with the retraction of facts that are gone from it, known from that day."""
    retracted = Detail(
        1, 1, Retracted(known_on=NO_DAY, assumed=True, because=_gone_from(document.name))
    )
    return replace(
        document,
        items=[
            *document.items,
            *(Block(1, fact.handle, _as_recorded(fact), (retracted,)) for fact in facts),
        ],
    )


def reinstating(timeline: Timeline, document: Document, facts: Iterable[Fact]) -> Document:
    """The document with the reinstatement of facts that are back in it, known from that day."""
    because = f"back in {PurePath(document.name).name}"
    returned = {fact.handle for fact in facts}
    there = _there(timeline)
    lines = {
        each.block.line
        for each in identify(document, there, EarlierImports(timeline, document)).named
        if each.handle in returned
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
    return f"gone from {PurePath(file).name}"


def _lost(fact: Fact, block: Block, imports: Imports) -> bool:
    """Whether an import retracted the fact as gone from its file, and its line does not say so."""
    withdrawals = [
        event for event in fact.effective_events() if isinstance(event, Retracted | Reinstated)
    ]
    last = max(
        withdrawals, key=lambda event: (event.known_on, event.originator_version), default=None
    )
    if not isinstance(last, Retracted):
        return False
    command = imports.get(fact.id, {}).get(last.originator_version)
    return (
        command is not None
        and of_sync(last, command)
        and not any(_same(last, detail.event) for detail in block.events)
    )


def _same(one: Retracted, other: Event) -> bool:
    return isinstance(other, Retracted) and (one.known_on, one.because) == (
        other.known_on,
        other.because,
    )


def _retracted(fact: Fact) -> bool:
    fact_state = fact.as_of()
    return fact_state is not None and fact_state.retracted


def _as_recorded(fact: Fact) -> Asserted:
    """What a file says of a fact that holds all its edits, so that nothing of it is new."""
    content = fact.asserted.content
    for event in fact.effective_events():
        if isinstance(event, Corrected) and event.edited:
            content = content.corrected(event.field, event.value)
    return fact.asserted.model_copy(update={"content": content, "report": None})
