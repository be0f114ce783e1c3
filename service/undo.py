"""Taking a command back, by appending the opposite of what it recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.command import STREAM, Carried
from domain.fact import Event, Fact, Undone
from domain.problem import Mend, Refused

NOTHING_TO_UNDO: Final = "nothing was recorded yet that could be undone."


@dataclass(frozen=True, slots=True)
class Done:
    """A command as the store keeps it: its number, the last position it took, and whether it was taken back since."""

    number: int
    position: int
    carried: Carried
    undone: bool

    @property
    def positions(self) -> range:
        """The positions of the events it recorded."""
        return range(self.position - self.carried.count, self.position)


def numbered(carried: Iterable[tuple[int, Carried]]) -> list[Done]:
    """Commands in order of their positions, numbered from 1, each with whether a later one takes it back."""
    rows = list(carried)
    gone: set[str] = set()
    found: list[Done] = []
    for number in range(len(rows), 0, -1):
        position, command = rows[number - 1]
        undone = command.originator_id in gone
        if command.undoes and not undone:
            gone.add(command.undoes)
        found.append(Done(number, position, command, undone))
    return found[::-1]


def chosen(commands: Sequence[Done], number: int | None) -> Done:
    """The command of that number, or the last. Raises Refused where there is none, or where it is taken back already."""
    if not commands:
        raise Refused(NOTHING_TO_UNDO)
    if number is None:
        return commands[-1]
    if not 1 <= number <= len(commands):
        raise Refused(f"no command has the number {number}.", Mend("detente undo --list"))
    done = commands[number - 1]
    if done.undone:
        raise Refused(f"command {number} ({done.carried.did}) is undone already.", Mend("detente undo --list"))
    return done


def opposites(recorded: Iterable[Event], stream: Callable[[str], Fact], because: str) -> list[Event]:
    """The events that take events back, one for each of their streams, numbered.

    Raises Refused where something recorded later builds on one of them.
    """
    by_stream: dict[str, list[Event]] = {}
    for event in recorded:
        by_stream.setdefault(event.originator_id, []).append(event)
    return [_opposite(stream(name), events, because) for name, events in by_stream.items()]


def _opposite(fact: Fact, events: Sequence[Event], because: str) -> Event:
    versions = tuple(event.originator_version for event in events)
    later = [event for event in fact.stands() if event.originator_version > versions[0] and event.originator_version not in versions]
    if later:
        said = f'"{fact.handle}" has been changed since; undo what came later first.'
        raise Refused(said, Mend(f"detente history {fact.handle}"), Mend("detente undo --list"))
    known_on = min(event.known_on for event in events)
    return Undone(versions=versions, known_on=known_on, because=because).numbered(fact.id, fact.version + 1)


def is_command(stream: str) -> bool:
    """Whether a stream keeps a command instead of a fact."""
    return stream.startswith(f"{STREAM}/")
