"""What a recording recorded, or would: one value for whatever records, `detente/recorded@1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple

from typing_extensions import TypedDict

from domain.events import Event
from domain.fact import Fact
from domain.refusal import AnyFix, Run, fix_plain
from projections.effects import Effects, EffectsJson

SCHEMA: Final = "detente/recorded@1"
NO_EFFECTS: Final = Effects()


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event, its line as `.facts` writes it, and its position in the store.

    The line of a fact's first event is that of the fact; `line` is empty for what has none.
    `position` is None where the recording was only tried.
    """

    event: Event
    line: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact as it is after a recording, with its line, and how it was before."""

    before: Fact
    after: Fact
    line: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The command that an undo took back: its number, its words, whose it was, and how much.

    `named` are the first facts that it recorded something of; `events` is how many events it had
    recorded, `facts` of how many facts, 0 where that is not kept. `all_facts` is of how many facts
    something was taken back now.
    """

    number: int
    text: str
    author: str
    recorded_at: datetime
    events: int
    facts: int
    named: tuple[str, ...]
    all_facts: int


@dataclass(frozen=True, slots=True)
class GoneFact:
    """A fact that a file holds no longer, and the command that imported it.

    `elsewhere` are the other files that state it, for which it stays.
    """

    fact: str
    number: int
    text: str
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoneDetail:
    """A detail that a file holds no longer, of a fact that it holds, and what takes it back."""

    fact: str
    line: str
    fix: AnyFix


@dataclass(frozen=True, slots=True)
class Synced:
    """A file beside what its imports recorded: what is gone from it, and what is back in it.

    `written` is whether that was recorded, or was only proposed; `imported` whether any import of
    the file is recorded at all.
    """

    file: str
    written: bool
    imported: bool
    gone: tuple[GoneFact, ...] = ()
    kept: tuple[GoneFact, ...] = ()
    back: tuple[str, ...] = ()
    details: tuple[GoneDetail, ...] = ()


class UnreadRow(NamedTuple):
    """A row that cannot be read: its place in the file, its column, and what is wrong."""

    place: str
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a machine-coded source ended: each is counted once, from `added` to `unread`.

    `again` were taken back or retracted before; `left` differ from what is recorded and were left;
    `repeated` have the key of an earlier row; `joined` say from the other side what another row
    says. `skipped` is by reason, `unread` by column; `unread_rows` are the first of these, and
    `rejects` is the file that holds them all, if there is one. `gone` is how many facts were
    retracted, None where that could not be known; `spared` how many were not, because the file
    holds fewer of the `known` ones. `pairs` are those of most added facts, of `pairs_in_all`.
    """

    file: str
    layer: str
    rules: str
    columns: int
    rows: int
    added: int = 0
    again: int = 0
    corrected: int = 0
    left: int = 0
    there: int = 0
    repeated: int = 0
    joined: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict[str, int])
    unread: Mapping[str, int] = field(default_factory=dict[str, int])
    unread_rows: tuple[UnreadRow, ...] = ()
    rejects: str = ""
    gone: int | None = 0
    spared: int = 0
    known: int = 0
    pairs: tuple[tuple[str, str, int], ...] = ()
    pairs_in_all: int = 0

    @property
    def readable(self) -> bool:
        """Whether any row could be read, or there was none."""
        return not self.rows or sum(self.unread.values()) < self.rows


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, or would be where `dry_run` is set.

    `command` is the number of the command, by which it is taken back; None where nothing was
    recorded. `actors` and `expectations` are how many were described and stated. `taken_back` is
    set by an undo, `synced` by an import that looks for what is gone, and `rows` by the import of
    a machine-coded source, which counts its facts instead of listing them. `not_listed` is how
    many events are only counted. `copied` is set by the copy of a whole timeline: how many of its
    events were here already.
    """

    verb: str
    dry_run: bool
    author: str = ""
    events: tuple[RecordedEvent, ...] = ()
    added: tuple[RecordedFact, ...] = ()
    changed: tuple[RecordedFact, ...] = ()
    unchanged: int = 0
    actors: int = 0
    expectations: int = 0
    command: int | None = None
    effects: Effects = NO_EFFECTS
    taken_back: TakenBack | None = None
    synced: Synced | None = None
    rows: Rows | None = None
    not_listed: int = 0
    copied: int | None = None

    @property
    def positions(self) -> tuple[int, ...]:
        """The positions of its events, in order; none where it was only tried."""
        return tuple(each.position for each in self.events if each.position is not None)

    @property
    def undo(self) -> Run | None:
        """What takes it back; None where nothing was recorded."""
        return None if self.command is None else Run.of("undo", str(self.command))

    @property
    def counted(self) -> int:
        """How many events were recorded, or would be."""
        return len(self.events) + self.not_listed

    def json(self) -> ReceiptJson:
        """As plain values, in a stable order of fields."""
        return {
            "schema": SCHEMA,
            "verb": self.verb,
            "dry_run": self.dry_run,
            "command": self.command,
            "events": [_event(each) for each in self.events],
            "events_counted": self.counted,
            "positions": list(self.positions),
            "added": [_fact(each) for each in self.added],
            "changed": [_fact(each) for each in self.changed],
            "unchanged": self.unchanged,
            "actors": self.actors,
            "expectations": self.expectations,
            "effects": self.effects.json(),
            "taken_back": _taken_back(self.taken_back) if self.taken_back else None,
            "synced": _synced(self.synced) if self.synced else None,
            "rows": _rows(self.rows) if self.rows else None,
            "copied": None if self.copied is None else {"there": self.copied},
            "undo": fix_plain(self.undo) if self.undo else None,
        }


# As plain values ---------------------------------------------------------------------------------


class EventJson(TypedDict):
    """An event by its stream and version, its stored name, and its line as `.facts` writes it."""

    stream: str
    version: int
    position: int | None
    event: str
    line: str
    known_on: str
    assumed: bool


class FactJson(TypedDict):
    """A fact by its name, with its line."""

    fact: str
    line: str


class TakenBackJson(TypedDict):
    """The command that an undo took back."""

    command: int
    text: str
    author: str
    recorded_at: str
    events: int
    facts: int
    named: list[str]


class GoneFactJson(TypedDict):
    """A fact that a file holds no longer, and the command that imported it."""

    fact: str
    command: int
    elsewhere: list[str]


class GoneDetailJson(TypedDict):
    """A detail that a file holds no longer, and what takes it back."""

    fact: str
    line: str
    fix: dict[str, object]


class SyncedJson(TypedDict):
    """A file beside what its imports recorded."""

    file: str
    written: bool
    imported: bool
    gone: list[GoneFactJson]
    kept: list[GoneFactJson]
    back: list[str]
    details: list[GoneDetailJson]


class PairCountJson(TypedDict):
    """How many of the added facts are of a pair."""

    a: str
    b: str
    facts: int


class UnreadRowJson(TypedDict):
    """A row that cannot be read."""

    place: str
    column: str
    said: str


class RowsJson(TypedDict):
    """How the rows of a machine-coded source ended."""

    file: str
    layer: str
    rules: str
    columns: int
    rows: int
    added: int
    again: int
    corrected: int
    left: int
    there: int
    repeated: int
    joined: int
    skipped: dict[str, int]
    unread: dict[str, int]
    unread_rows: list[UnreadRowJson]
    rejects: str | None
    gone: int | None
    spared: int
    known: int
    pairs: list[PairCountJson]
    pairs_in_all: int


class CopiedJson(TypedDict):
    """How many events of the copy of a whole timeline were here already."""

    there: int


class ReceiptJson(TypedDict):
    """A receipt as plain values."""

    schema: Literal["detente/recorded@1"]
    verb: str
    dry_run: bool
    command: int | None
    events: list[EventJson]
    events_counted: int
    positions: list[int]
    added: list[FactJson]
    changed: list[FactJson]
    unchanged: int
    actors: int
    expectations: int
    effects: EffectsJson
    taken_back: TakenBackJson | None
    synced: SyncedJson | None
    rows: RowsJson | None
    copied: CopiedJson | None
    undo: dict[str, object] | None


def _event(each: RecordedEvent) -> EventJson:
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


def _fact(each: RecordedFact) -> FactJson:
    return {"fact": each.after.name, "line": each.line}


def _taken_back(found: TakenBack) -> TakenBackJson:
    return {
        "command": found.number,
        "text": found.text,
        "author": found.author,
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
            {"fact": each.fact, "line": each.line, "fix": fix_plain(each.fix)}
            for each in found.details
        ],
    }


def _rows(found: Rows) -> RowsJson:
    return {
        "file": found.file,
        "layer": found.layer,
        "rules": found.rules,
        "columns": found.columns,
        "rows": found.rows,
        "added": found.added,
        "again": found.again,
        "corrected": found.corrected,
        "left": found.left,
        "there": found.there,
        "repeated": found.repeated,
        "joined": found.joined,
        "skipped": dict(found.skipped),
        "unread": dict(found.unread),
        "unread_rows": [
            {"place": row.place, "column": row.column, "said": row.said}
            for row in found.unread_rows
        ],
        "rejects": found.rejects or None,
        "gone": found.gone,
        "spared": found.spared,
        "known": found.known,
        "pairs": [{"a": a, "b": b, "facts": facts} for a, b, facts in found.pairs],
        "pairs_in_all": found.pairs_in_all,
    }
