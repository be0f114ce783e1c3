"""A receipt as plain values, `detente/recorded@1`."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from domain.actors import Described
from domain.events import EVENTS
from domain.expectation import Expected
from projections.effects import EffectsJson
from projections.fixes import RunJson, run_json
from projections.plain import (
    ActorId,
    Count,
    Handle,
    Instant,
    IsoDay,
    Positive,
    Text,
    Unique,
    one_of,
)
from projections.receipt import (
    GoneFact,
    Matched,
    Receipt,
    RecordedEvent,
    RecordedFact,
    Synced,
    TakenBack,
)
from projections.rows_json import FilesJson, RowsJson, files_json, rows_json

SCHEMA: Final = "detente/recorded@1"

VERBS: Final = (
    "add", "schedule", "import", "merge", "settle", "report", "deny", "confirm", "correct", "end",
    "suspend", "resume", "renew", "retract", "reinstate", "undo", "redo",
)  # fmt: skip
"""What can be recorded, by its verb."""

RECORDED: Final = (*(event.stored_as for event in EVENTS), Described.stored_as, Expected.stored_as)
"""The stored names of events that a receipt lists."""

Verb = TypeAliasType(
    "Verb",
    Annotated[str, Field(description="What was done.", json_schema_extra=one_of(*VERBS))],
)
StoredName = TypeAliasType(
    "StoredName",
    Annotated[
        str,
        Field(
            description="The name under which an event is stored.",
            json_schema_extra=one_of(*RECORDED),
        ),
    ],
)
Stream: TypeAlias = Annotated[str, Field(pattern="^[^/]+/.+$")]


class RecordedEventJson(TypedDict):
    """One event that was recorded, or would be."""

    stream: Stream
    """What it is recorded of: a fact as layer/handle, an actor, an expectation."""
    version: Positive
    """Its number within the stream, from 1."""
    position: Positive | None
    """Its number within the whole timeline; null: nothing was written."""
    event: StoredName
    line: str
    """As .facts writes it; empty for what has no line of its own."""
    known_on: IsoDay
    """From which day it is known."""
    assumed: bool
    """Whether that is the day of recording, for want of another."""


class RecordedFactJson(TypedDict):
    """A fact as it is after the recording."""

    fact: Handle
    """By its handle; outside of the desk by layer/handle."""
    line: str
    """Its line as .facts writes it, without its details; empty where nothing of it is left."""
    how: Annotated[str, Field(json_schema_extra=one_of("disputed", "contested"))] | None
    """Whether it is denied, with all that is known now: disputed ones do not count, contested ones
    do; null: nobody denies it, or it was confirmed since.
    """
    denied_by: Unique[ActorId]
    """The actors whose own denials stand, by id."""
    called_off_by: ActorId | None
    """The actor who called off what was planned, by id: that counts as a refusal to meet; null: it
    is not called off, or no source says by whom.
    """
    held: Text | None
    """When a plan took place, as an EDTF date: calling it off then has no effect; null: it did not
    take place, or was not planned.
    """


class TakenBackJson(TypedDict):
    """The command that an undo took back."""

    command: Positive
    """Its number."""
    text: Text
    """What it was, in short."""
    author: Text | None
    """Who recorded it; null: nobody was named."""
    recorded_at: Instant
    """When it was recorded, in UTC."""
    events: Count
    """How many events it had recorded."""
    facts: Count
    """Of how many facts something was taken back."""
    named: Unique[Stream]
    """The first of these facts, as layer/handle."""


class GoneFactJson(TypedDict):
    """A fact that a file holds no longer."""

    fact: Handle
    """By its handle."""
    command: Positive
    """The number of the command that imported it."""
    elsewhere: Unique[Text]
    """The other files that state it, for which it stays."""


class GoneDetailJson(TypedDict):
    """A detail that a file holds no longer, of a fact that it holds."""

    fact: Handle
    """By its handle."""
    line: Text
    """The detail as .facts writes it."""
    fix: RunJson
    """What takes it back."""


class SyncedJson(TypedDict):
    """A file beside what its earlier imports recorded."""

    file: Text
    """The file as it was named."""
    written: bool
    """Whether what is gone was retracted and what is back reinstated; else that is proposed."""
    imported: bool
    """Whether any import of that file is recorded."""
    gone: list[GoneFactJson]
    """Facts that are retracted, or would be."""
    kept: list[GoneFactJson]
    """Facts that are gone from this file, and stay because another one states them."""
    back: Unique[Handle]
    """Facts that are reinstated, or would be: the file holds them again."""
    details: list[GoneDetailJson]
    """Details that are gone; nothing is recorded of these."""


class RenamedJson(TypedDict):
    """A fact that was recorded under another handle than its file gives it."""

    wanted: Handle
    """The handle in the file, which is that of another fact here."""
    fact: Handle
    """Its handle here."""


class MatchedJson(TypedDict):
    """How the lines of a file were found among the facts here, where handles do not say it."""

    file: Text
    """The file as it was named."""
    renamed: list[RenamedJson]
    """Facts under another handle than the file gives them."""
    recognised: Unique[Handle]
    """Facts of which a line without a handle was edited, found by the rest of that line."""
    left_out: Unique[Handle]
    """Facts that the file contradicts, and that stay as they are: somebody chose that."""
    gone: Count
    """Facts that an earlier import of the file brought, and that no line of it means now."""
    unnamed: Count
    """Columns of row numbers that have no name, and are left out."""
    layers: Unique[Text]
    """Layers of a merged timeline, which are not merged: their rows are imported again."""
    layer_events: Count
    """How many events of these layers the merged timeline holds beyond this one."""
    actors: Unique[ActorId]
    """Actors that both timelines describe, each in its own way; the description here stays."""
    citations: Count
    """Answers that were cited from a merged timeline, and stay there."""


class CopiedJson(TypedDict):
    """The copy of a whole timeline."""

    there: Count
    """How many of its events were here already."""


class ReceiptJson(TypedDict):
    """What was recorded, or would be, what that does, and how it is taken back."""

    schema: Literal["detente/recorded@1"]
    verb: Verb
    dry_run: bool
    """Whether it was only tried; nothing was written."""
    command: Positive | None
    """The number by which it is taken back; null: nothing was recorded, or a whole copy was."""
    events: list[RecordedEventJson]
    """In the order of recording; empty where they are too many, and only counted."""
    events_counted: Count
    """How many there are in all."""
    added: list[RecordedFactJson]
    """Facts that are new."""
    changed: list[RecordedFactJson]
    """Facts of which more is known now."""
    unchanged: Count
    """Facts of which nothing was new."""
    actors: Count
    """How many actors were described."""
    expectations: Count
    """How many expectations were stated."""
    effects: EffectsJson
    taken_back: TakenBackJson | None
    """What an undo took back; null: it is none."""
    synced: SyncedJson | None
    """What is gone from the file, and what is back in it; null: nobody asked."""
    matched: MatchedJson | None
    """How its lines were found; null: each by its handle or by its line."""
    rows: RowsJson | None
    """How the rows of a machine-coded source ended; null: there were none."""
    files: FilesJson | None
    """The files whose rows these are, all added up; null: there was one."""
    copied: CopiedJson | None
    """What is known of a copied timeline; null: none was copied."""
    undo: RunJson | None
    """What takes it back; null: nothing was recorded, or a whole copy was."""


def receipt_json(receipt: Receipt) -> ReceiptJson:
    """A receipt as plain values, in a stable order of fields."""
    copied = receipt.copied
    return {
        "schema": SCHEMA,
        "verb": receipt.verb,
        "dry_run": receipt.dry_run,
        "command": receipt.command,
        "events": [_event(each) for each in receipt.events],
        "events_counted": receipt.counted,
        "added": [_fact(each) for each in receipt.added],
        "changed": [_fact(each) for each in receipt.changed],
        "unchanged": receipt.unchanged,
        "actors": receipt.actors,
        "expectations": receipt.expectations,
        "effects": receipt.effects.json(),
        "taken_back": _taken_back(receipt.taken_back) if receipt.taken_back else None,
        "synced": _synced(receipt.synced) if receipt.synced else None,
        "matched": _matched(receipt.matched) if receipt.matched else None,
        "rows": rows_json(receipt.rows) if receipt.rows else None,
        "files": files_json(receipt.files) if receipt.files else None,
        "copied": None if copied is None else {"there": copied},
        "undo": run_json(receipt.undo) if receipt.undo else None,
    }


def _event(each: RecordedEvent) -> RecordedEventJson:
    event = each.event
    return {
        "stream": event.originator_id,
        "version": event.originator_version,
        "position": each.position,
        "event": event.stored_as,
        "line": each.line,
        "known_on": event.known_on.isoformat(),
        "assumed": event.assumed,
    }


def _fact(each: RecordedFact) -> RecordedFactJson:
    return {
        "fact": each.after.name,
        "line": each.line,
        "how": each.how or None,
        "denied_by": list(each.denied_by),
        "called_off_by": each.called_off_by or None,
        "held": each.held or None,
    }


def _taken_back(found: TakenBack) -> TakenBackJson:
    return {
        "command": found.number,
        "text": found.text,
        "author": found.author or None,
        "recorded_at": found.recorded_at.isoformat(),
        "events": found.events,
        "facts": found.all_facts,
        "named": list(found.named),
    }


def _gone(found: GoneFact) -> GoneFactJson:
    return {"fact": found.fact, "command": found.number, "elsewhere": list(found.elsewhere)}


def _synced(found: Synced) -> SyncedJson:
    return {
        "file": found.file,
        "written": found.written,
        "imported": found.imported,
        "gone": [_gone(each) for each in found.gone],
        "kept": [_gone(each) for each in found.kept],
        "back": list(found.back),
        "details": [
            {"fact": each.fact, "line": each.line, "fix": run_json(each.fix)}
            for each in found.details
        ],
    }


def _matched(found: Matched) -> MatchedJson:
    return {
        "file": found.file,
        "renamed": [{"wanted": each.wanted, "fact": each.handle} for each in found.renamed],
        "recognised": list(found.recognised),
        "left_out": list(found.left_out),
        "gone": found.gone,
        "unnamed": found.unnamed,
        "layers": [layer for layer, _ in found.layers],
        "layer_events": sum(events for _, events in found.layers),
        "actors": list(found.actors),
        "citations": found.citations,
    }
