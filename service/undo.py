"""Taking a command back, by appending the opposite of what it recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.command import STREAM, Carried
from domain.events import Event, Undone
from domain.fact import Fact
from domain.refusal import Fix, InvalidInput

NOTHING_TO_UNDO: Final = "nothing was recorded yet that could be undone."


@dataclass(frozen=True, slots=True)
class Part:
    """One transaction of a command.

    The last position it took, and whether it was taken back since.
    """

    position: int
    carried: Carried
    undone: bool

    @property
    def positions(self) -> range:
        """The positions of the events it recorded."""
        return range(self.position - self.carried.count, self.position)


@dataclass(frozen=True, slots=True)
class Done:
    """A command as the store keeps it: its number, and its transactions, mostly one."""

    number: int
    parts: tuple[Part, ...]

    @property
    def carried(self) -> Carried:
        """How it is kept with the first of its transactions."""
        return self.parts[0].carried

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
        return sum(part.carried.count for part in self.parts)

    @property
    def facts(self) -> int:
        """How many facts it recorded something of; 0 where that is not kept."""
        return sum(part.carried.facts for part in self.parts)


def numbered(carried: Iterable[tuple[int, Carried]]) -> list[Done]:
    """Commands in order of their first positions, numbered from 1.

    Each with whether a later one takes it back.
    """
    gone: set[str] = set()
    parts: list[Part] = []
    for position, command in reversed(list(carried)):
        undone = command.originator_id in gone
        if command.undoes and not undone:
            gone.add(command.undoes)
        parts.append(Part(position, command, undone))
    wholes: dict[str, list[Part]] = {}
    for part in reversed(parts):
        wholes.setdefault(part.carried.whole or part.carried.originator_id, []).append(part)
    return [Done(number, tuple(found)) for number, found in enumerate(wholes.values(), 1)]


def chosen(commands: Sequence[Done], number: int | None) -> Done:
    """The command of that number, or the last.

    Raises InvalidInput where there is none, or where it is taken back already.
    """
    if not commands:
        raise InvalidInput(NOTHING_TO_UNDO)
    if number is None:
        return max(commands, key=lambda done: done.parts[-1].position)
    if not 1 <= number <= len(commands):
        raise InvalidInput(f"no command has the number {number}.", Fix("detente undo --list"))
    done = commands[number - 1]
    if done.undone:
        raise InvalidInput(
            f"command {number} ({done.carried.did}) is undone already.", Fix("detente undo --list")
        )
    return done


def opposites(
    recorded: Iterable[tuple[str, int]], facts: Mapping[str, Fact], because: str
) -> list[Event]:
    """The events that take events back, given by stream and version.

    One for each of their streams, numbered. Raises InvalidInput where something recorded later builds
    on one of them.
    """
    by_stream: dict[str, list[int]] = {}
    for stream, version in recorded:
        by_stream.setdefault(stream, []).append(version)
    return [
        _opposite(facts[stream], tuple(versions), because) for stream, versions in by_stream.items()
    ]


def _opposite(fact: Fact, versions: tuple[int, ...], because: str) -> Event:
    if fact.version > len(versions):
        later = [
            event
            for event in fact.effective_events()
            if event.originator_version > versions[0] and event.originator_version not in versions
        ]
        if later:
            said = f'"{fact.name}" has been changed since; undo what came later first.'
            raise InvalidInput(
                said, Fix(f"detente history {fact.name}"), Fix("detente undo --list")
            )
    known_on = min(fact.events[version - 1].known_on for version in versions)
    return Undone(
        originator_id=fact.id,
        originator_version=fact.version + 1,
        versions=versions,
        known_on=known_on,
        because=because,
    )


def is_command(stream: str) -> bool:
    """Whether a stream keeps a command instead of a fact."""
    return stream.startswith(f"{STREAM}/")
