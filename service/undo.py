"""Taking a command back, by appending the opposite of what it recorded."""

from __future__ import annotations

from collections.abc import Container, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from domain.batch import STREAM as BATCHES
from domain.characters import check_characters
from domain.command import STREAM, CommandRecorded, Request, command_stream
from domain.events import Event, Undone
from domain.fact import DESK, Fact
from domain.limits import check_fields
from domain.refusal import InvalidInput, Run
from projections.effects import Change
from projections.receipt import Receipt, RecordedEvent, TakenBack
from service.moment import Moment
from service.outcomes import effects_of

if TYPE_CHECKING:
    from service.timeline import Timeline

AT_ONCE: Final = 5_000
"""Facts that are looked at at once."""

MOST_NAMED: Final = 5
"""Facts that are named where many are taken back."""

NOTHING_TO_UNDO: Final = "nothing is recorded that could be undone."
NOTHING_TO_REDO: Final = "nothing was undone that could be done again."
LIST: Final = Run.of("undo", list=True)
"""Shows the commands with their numbers."""


class Last(Enum):
    """Which command is taken back, where none is named by its number."""

    DONE = "done"
    """The last one that is not undone, and is not an undo."""
    UNDONE = "undone"
    """The last undo, so that what it took back is done again."""


Which = int | Last | None
"""A command by its number, or one of the last; the last one done where nothing is said."""


@dataclass(frozen=True, slots=True)
class Part:
    """One transaction of a command.

    The last position it took, and whether it was taken back since.
    """

    position: int
    recorded: CommandRecorded
    undone: bool

    @property
    def positions(self) -> range:
        """The positions of the events it recorded."""
        return range(self.position - self.recorded.count, self.position)


@dataclass(frozen=True, slots=True)
class Command:
    """A command as the store keeps it: its number, and its transactions, mostly one."""

    number: int
    parts: tuple[Part, ...]

    @property
    def recorded(self) -> CommandRecorded:
        """How it is kept with the first of its transactions."""
        return self.parts[0].recorded

    @property
    def undone(self) -> bool:
        """Whether all of it was taken back since."""
        return not self.left

    @property
    def left(self) -> list[Part]:
        """The transactions that were not taken back."""
        return [part for part in self.parts if not part.undone]

    @property
    def events(self) -> int:
        """How many events it recorded."""
        return sum(part.recorded.count for part in self.parts)

    @property
    def facts(self) -> int:
        """How many facts it recorded something of; 0 where that is not kept."""
        return sum(part.recorded.facts for part in self.parts)


def numbered(recorded: Iterable[tuple[int, CommandRecorded]]) -> list[Command]:
    """Commands by their first positions, numbered from 1, each with whether it was taken back."""
    gone: set[str] = set()
    parts: list[Part] = []
    for position, command in reversed(list(recorded)):
        undone = command.originator_id in gone
        if command.undoes and not undone:
            gone.add(command.undoes)
        parts.append(Part(position, command, undone))
    batches: dict[str, list[Part]] = {}
    for part in reversed(parts):
        first = part.recorded.batch_of or part.recorded.originator_id
        batches.setdefault(first, []).append(part)
    return [Command(number, tuple(found)) for number, found in enumerate(batches.values(), 1)]


def last_done(commands: Sequence[Command]) -> Command:
    """The last command that is not undone, and is not itself an undo.

    So to undo twice goes two steps back. Raises InvalidInput where there is none.
    """
    done = [each for each in commands if not each.undone and not each.recorded.undoes]
    if not done:
        raise InvalidInput(NOTHING_TO_UNDO, code="nothing-to-undo")
    return max(done, key=_last_position)


def last_undoing(commands: Sequence[Command]) -> Command:
    """The last undo that was not undone in turn: to undo that does again what it took back.

    Raises InvalidInput where there is none.
    """
    undoings = {
        part.recorded.originator_id
        for command in commands
        for part in command.parts
        if part.recorded.undoes
    }
    found = [
        each
        for each in commands
        if not each.undone and each.recorded.undoes and each.recorded.undoes not in undoings
    ]
    if not found:
        raise InvalidInput(NOTHING_TO_REDO, code="nothing-to-redo")
    return max(found, key=_last_position)


def _last_position(command: Command) -> int:
    return command.parts[-1].position


def of_number(commands: Sequence[Command], number: int) -> Command:
    """The command of that number. Raises InvalidInput where there is none, or it is undone."""
    if not 1 <= number <= len(commands):
        raise InvalidInput(
            f"no command has the number {number}.",
            LIST,
            code="unknown-command",
            values={"number": str(number)},
        )
    command = commands[number - 1]
    if command.undone:
        raise InvalidInput(
            f"command {number} ({command.recorded.text}) is undone already.",
            LIST,
            code="undone-already",
            values={"number": str(number)},
        )
    return command


def opposites(
    recorded: Iterable[tuple[str, int]],
    facts: Mapping[str, Fact],
    because: str,
    before: Container[datetime] = (),
) -> list[Event]:
    """The events that take events back, given by stream and version.

    One for each of their streams, numbered. Raises InvalidInput where something recorded later
    builds on one of them, unless that was recorded at an instant of `before`: that is taken back
    before.
    """
    by_stream: dict[str, list[int]] = {}
    for stream, version in recorded:
        by_stream.setdefault(stream, []).append(version)
    return [
        _opposite(facts[stream], tuple(versions), because, before)
        for stream, versions in by_stream.items()
    ]


def _opposite(
    fact: Fact, versions: tuple[int, ...], because: str, before: Container[datetime]
) -> Event:
    if fact.version > len(versions):
        later = [
            event
            for event in fact.effective_events()
            if event.originator_version > versions[0]
            and event.originator_version not in versions
            and event.recorded_at not in before
        ]
        if later:
            said = f'"{fact.name}" has been changed since; undo what came later first.'
            raise InvalidInput(
                said,
                Run.of("history", fact.name),
                LIST,
                code="changed-since",
                values={"fact": fact.name},
            )
    known_on = min(fact.events[version - 1].known_on for version in versions)
    return Undone(
        originator_id=fact.id,
        originator_version=fact.version + 1,
        versions=versions,
        known_on=known_on,
        because=because,
    )


# Taking back ------------------------------------------------------------------------------------


def undoing(
    timeline: Timeline,
    moment: Moment,
    which: int | Last = Last.DONE,
    *,
    because: str = "",
    dry_run: bool = False,
) -> Generator[Receipt]:
    """Takes back a command, transaction by transaction from the last, and says after each how far.

    One by its number, the last one that is not undone, or the last undo.

    Whoever stops in between has taken back what the last receipt says; the same number continues
    with the rest. Raises InvalidInput where that cannot be, before anything is written.
    """
    check_characters(because, "a reason")
    check_fields({"because": because})
    commands = timeline.commands()
    command = _chosen(commands, which)
    parts = command.left[::-1]
    instants = frozenset(part.recorded.recorded_at for part in parts)
    if len(parts) > 1 and not dry_run:
        for part in parts:
            _opposites(timeline, part, moment, because, instants)
    tried = instants if dry_run else frozenset[datetime]()
    taking = _Taking(timeline, command, len(commands) + 1, because, dry_run, tried)
    for part in parts:
        moment = timeline.onward(moment)
        yield taking.back(part, moment, several=len(parts) > 1)


def _chosen(commands: Sequence[Command], which: int | Last) -> Command:
    match which:
        case Last.DONE:
            return last_done(commands)
        case Last.UNDONE:
            return last_undoing(commands)
        case int():
            return of_number(commands, which)


@dataclass
class _Taking:
    """An undo while it runs; `tried` are the instants of what is only said to be taken back."""

    timeline: Timeline
    command: Command
    number: int
    because: str
    dry_run: bool
    tried: Container[datetime] = ()
    batch_of: str = ""
    facts: int = 0
    named: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()

    def back(self, part: Part, moment: Moment, *, several: bool) -> Receipt:
        """Takes one transaction back; the receipt is for all so far."""
        before, events = _opposites(self.timeline, part, moment, self.because, self.tried)
        if several:
            self.batch_of = self.batch_of or command_stream(events[0])
        facts, named = _facts(self.timeline, events)
        positions: Sequence[int | None] = [None] * len(events)
        if not self.dry_run:
            positions = self._recorded(part, events, moment, facts)
        self.facts += facts
        self.named = (*self.named, *named)[:MOST_NAMED]
        self.changed += tuple(
            Change(before[event.originator_id], before[event.originator_id].and_then(event))
            for event in events
            if before[event.originator_id].layer == DESK
        )
        listed = zip(events, positions, strict=True) if not several else ()
        return Receipt(
            verb=_verb(self.command),
            dry_run=self.dry_run,
            author=moment.author,
            events=tuple(RecordedEvent(event, "", position) for event, position in listed),
            not_listed=self.facts if several else 0,
            command=None if self.dry_run else self.number,
            effects=effects_of(self.timeline, self.changed, moment.today),
            taken_back=self._taken_back(),
        )

    def _recorded(
        self, part: Part, events: Sequence[Event], moment: Moment, facts: int
    ) -> Sequence[int]:
        verb = _verb(self.command)
        text = f"{verb} {self.command.number}: {self.command.recorded.text}"
        key = moment.request.key if moment.request else ""
        return self.timeline.record_command(
            events,
            replace(moment, request=Request(verb, text, key=key)),
            undoes=part.recorded.originator_id,
            batch_of=self.batch_of,
            facts=facts if part.recorded.facts else 0,
        )

    def _taken_back(self) -> TakenBack:
        recorded = self.command.recorded
        return TakenBack(
            number=self.command.number,
            text=recorded.text,
            author=recorded.author,
            recorded_at=recorded.recorded_at,
            events=self.command.events,
            facts=self.command.facts,
            named=self.named,
            all_facts=self.facts,
            undoing=bool(recorded.undoes),
        )


def _opposites(
    timeline: Timeline,
    part: Part,
    moment: Moment,
    because: str,
    before: Container[datetime] = (),
) -> tuple[dict[str, Fact], list[Event]]:
    """The facts that a transaction recorded something of, and what takes that back."""
    rows = timeline.store.select_notifications(
        start=part.positions.start, limit=part.recorded.count
    )
    recorded = [
        (event.originator_id, event.originator_version) for event in map(timeline.event, rows)
    ]
    recorded += [
        (stream, version)
        for batch, version in recorded
        if batch.startswith(f"{BATCHES}/")
        for stream in _on_their_own(timeline, batch, version)
    ]
    facts = timeline.facts_of({stream for stream, _ in recorded})
    return facts, [moment.stamp(event) for event in opposites(recorded, facts, because, before)]


def _on_their_own(timeline: Timeline, batch: str, version: int) -> list[str]:
    """The facts of a batch that have rows of their own, of which it says this version."""
    layer, store = batch.split("/")[1], timeline.store
    own = store.own_names(f"{layer}/", f"{layer}0")
    found: list[str] = []
    for start in range(0, len(own), AT_ONCE):
        rows = store.select_own(own[start : start + AT_ONCE])
        firsts = {str(row.originator_id): row.originator_version for row in reversed(rows)}
        keys = [name.partition("/")[2] for name, first in firsts.items() if first > version]
        for each, places in store.batches.places(layer, keys) if keys else ():
            if each.stream == batch:
                found += store.batches.names(each, places)
    return found


def _facts(timeline: Timeline, events: Sequence[Event]) -> tuple[int, list[str]]:
    """How many facts events take back or bring again, and the first of them.

    Of a batch those that have rows of their own are among the events themselves.
    """
    number, named = 0, list[str]()
    for event in events:
        if not event.originator_id.startswith(f"{BATCHES}/"):
            number += 1
            named += [event.originator_id] * (len(named) < MOST_NAMED)
            continue
        layer, batches = event.originator_id.split("/")[1], timeline.store.batches
        batch = next(each for each in batches.of(layer) if each.stream == event.originator_id)
        own = len(_on_their_own(timeline, batch.stream, 0))
        number += batch.recorded.rows - own
        named += batches.names(batch, range(min(MOST_NAMED, batch.recorded.rows)))
    return number, named[:MOST_NAMED]


def _verb(command: Command) -> str:
    """What it is called to take a command back: of an undo, to do again what that took back."""
    return "redo" if command.recorded.verb == "undo" else "undo"


def is_command(stream: str) -> bool:
    """Whether a stream keeps a command instead of a fact."""
    return stream.startswith(f"{STREAM}/")
