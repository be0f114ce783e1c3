"""What a recording recorded, or would: one value for whatever records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from domain.events import Event
from domain.fact import Fact
from domain.refusal import Run
from projections.effects import Effects

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
    """A fact as it is after a recording, with its line, and how it was before.

    `how` is `disputed` or `contested` where somebody denies it, `denied_by` the actors whose own
    denials stand, `called_off_by` the actor who called off what was planned. `held` is when a plan
    took place.
    """

    before: Fact
    after: Fact
    line: str
    how: str = ""
    denied_by: tuple[str, ...] = ()
    called_off_by: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The command that an undo took back: its number, its words, whose it was, and how much.

    `named` are the first facts that it recorded something of; `events` is how many events it had
    recorded, `facts` of how many facts, 0 where that is not kept. `all_facts` is of how many facts
    something was taken back now. `undoing` is whether it was an undo or a redo itself.
    """

    number: int
    text: str
    author: str
    recorded_at: datetime
    events: int
    facts: int
    named: tuple[str, ...]
    all_facts: int
    undoing: bool


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
    fix: Run


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


class Renamed(NamedTuple):
    """A fact that was recorded under another handle than its file gives it.

    `other` is the fact that has that handle here.
    """

    wanted: str
    handle: str
    other: Fact


@dataclass(frozen=True, slots=True)
class Matched:
    """How the lines of a file were found among the facts here, where that wants saying.

    `renamed` are under another handle than in the file; `recognised` are the facts of which a line
    without a handle was edited; `left_out` stay as they are, by choice; `gone` is how many facts an
    earlier import of the file brought that no line of it means now, and `unnamed` how many columns
    without a name were left out. Of a merge, `layers` are those of the other timeline that are not
    merged, each with how many events it holds beyond this one, `actors` those that both describe,
    each in its own way, and `citations` how many answers were cited from the other.
    """

    file: str
    renamed: tuple[Renamed, ...] = ()
    recognised: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    gone: int = 0
    unnamed: int = 0
    layers: tuple[tuple[str, int], ...] = ()
    actors: tuple[str, ...] = ()
    citations: int = 0


class UnreadRow(NamedTuple):
    """A row that cannot be read: its place in the file, its column, and what is wrong."""

    place: str
    column: str
    said: str


class OnHold(NamedTuple):
    """Rows that are put aside because their codes may have lost a zero, as others have.

    How many rows, how many codes have certainly lost one, and the first of these with its line,
    and its file where there are several.
    """

    rows: int
    lost: int
    example: str
    line: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a machine-coded source ended: each is counted once, from `added` to `unread`.

    `again` were taken back or retracted before; `left` differ from what is recorded and were left;
    `repeated` have the key of an earlier row; `joined` say from the other side what another row
    says. `unnamed` is how many of the columns have no name, and are left out; `read_as` are
    those that the rules call differently. `skipped` is by
    reason, `unread` by column; `unread_rows` are the first of these, and `rejects` is the file that
    holds them all, if there is one. `on_hold` is set where some of them wait for a word on their
    codes. `gone` is how many facts were retracted, None where that could not be known; `spared` how
    many were not, because the file holds fewer of the `known` ones. `pairs` are those of most added
    facts, of `pairs_in_all`.
    """

    file: str
    layer: str
    rules: str
    columns: int
    rows: int
    unnamed: int = 0
    read_as: tuple[tuple[str, str], ...] = ()
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
    on_hold: OnHold | None = None
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


class LeftOut(NamedTuple):
    """Names in a folder that are not read for one reason: how many, and the first of them."""

    because: str
    number: int
    names: tuple[str, ...]


class FileRows(NamedTuple):
    """How many rows a file of several has, how many became facts, and how many are unread."""

    file: str
    rows: int
    added: int
    unread: int


class BadFile(NamedTuple):
    """A file of several that could not be read, or none of its rows, and why in a sentence."""

    file: str
    said: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an import of several: `number` were read, `taken` were imported whole before.

    `each` has the rows of each file where these are few, and `bad` the first of the `bad_in_all`
    files that could not be read. `left_out` is what folders hold besides. `not_compared` is in how
    many files nothing was taken for gone though that was asked for.
    """

    number: int
    taken: int = 0
    each: tuple[FileRows, ...] = ()
    bad: tuple[BadFile, ...] = ()
    bad_in_all: int = 0
    left_out: tuple[LeftOut, ...] = ()
    not_compared: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, or would be where `dry_run` is set.

    `command` is the number of the command, by which it is taken back; None where nothing was
    recorded. `actors` and `expectations` are how many were described and stated. `taken_back` is
    set by an undo, `synced` by an import that looks for what is gone, and `rows` by the import of
    a machine-coded source, which counts its facts instead of listing them; then `files` is set
    where there were several, whose rows are added up. `not_listed` is how
    many events are only counted. `copied` is set by the copy of a whole timeline: how many of its
    events were here already. `names` are those of the actors who deny something or call it off.
    `matched` is set where handles alone do not say which facts the lines of a file are.
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
    files: Files | None = None
    not_listed: int = 0
    copied: int | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    matched: Matched | None = None

    def named(self, actor: str) -> str:
        """What an actor is called, by its id."""
        return self.names.get(actor, actor)

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
