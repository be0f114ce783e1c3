"""The two sides of a row: who acts, and towards whom, by the columns that rules name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from domain.source_actors import MISSING, REASONS, Party, SourceActors
from service.sources.dates import Dating
from service.sources.heading import Row
from service.sources.outcome import Skipped
from service.sources.rules import Rules
from service.sources.templates import TwoSides

TWICE: Final = "same actor twice"
NO_TWO: Final = "no two actors"
NOT_OF_THE_STATE: Final = "sectors that do not speak for the state"

_READ_INSTEAD: Final = frozenset({"missing", "unknown", "not-then"})
"""Why a side has no actor, where the column that is read instead may have one."""


class Unknown(NamedTuple):
    """An actor that nobody knows: its column, and what is wrong in a sentence."""

    column: str
    said: str


class Side(NamedTuple):
    """The column of a side, and the one that is read where it says nobody; None without one."""

    column: str
    at: int
    instead: int | None


class Who(NamedTuple):
    """The actors of a side on a day, or why there are none: to skip the row, or to reject it.

    `empty` is whether the row is skipped whoever is on its other side.
    """

    actors: tuple[str, ...]
    why: str | Unknown = ""
    empty: bool = False


_NOBODY: Final = Who((), NO_TWO)
_EMPTY: Final = Who((), NO_TWO, empty=True)


class Sides:
    """Finds the actors of rows with these columns.

    `source` and `target` are the two sides, and `sector_columns` are empty where sectors make no
    difference.
    """

    def __init__(self, rules: Rules, columns: Mapping[str, int], actors: SourceActors) -> None:
        asked = rules.actors
        self._missing = rules.reader.missing
        self._values, self._separator = asked.values, asked.parted
        self._system, self._other = asked.system, asked.or_system
        self._unknown, self._sectors = asked.unknown, asked.sectors
        self._actors = actors
        self._state_of = actors.state_of
        self.source = Side(asked.source, columns[asked.source], columns.get(asked.source_or))
        self.target = Side(asked.target, columns[asked.target], columns.get(asked.target_or))
        named = (asked.source_sectors, asked.target_sectors) if asked.sectors else ()
        self.sector_columns = tuple(columns[name] for name in named if name)
        has_instead = (self.source.instead, self.target.instead) != (None, None)
        self._plain = not (self._separator or self._values or has_instead)

    def of(self, row: Row, day: Dating) -> TwoSides | Skipped | Unknown:
        """The actors of both sides on a day, or why there are none."""
        cells = row.cells
        found = self.both(self.who(cells, self.source, day), self.who(cells, self.target, day))
        if isinstance(found, Unknown):
            return found
        if isinstance(found, str):
            return Skipped(row.line, found)
        return found if self.speak(cells) else Skipped(row.line, NOT_OF_THE_STATE)

    def who(self, cells: Sequence[str], side: Side, day: Dating) -> Who:
        """The actors of a side on a day."""
        if not self._plain:
            return self._several(cells, side, day)
        text = cells[side.at]
        if text in self._missing:
            return _EMPTY
        party = self._state(text, self._system, day)
        return Who((party.actor,)) if party.actor else self._no_state(side.column, text, party)

    @staticmethod
    def both(one: Who, other: Who) -> TwoSides | str | Unknown:
        """The actors of both sides, or why there are none: a reason to skip the row, or Unknown."""
        if one.empty or other.empty:
            return NO_TWO
        if one.why or other.why:
            return one.why or other.why
        return (one.actors, other.actors) if set(one.actors).isdisjoint(other.actors) else TWICE

    def speak(self, cells: Sequence[str]) -> bool:
        """Whether those of both sides speak for their states."""
        return all(self._speaks(cells[at]) for at in self.sector_columns)

    def span(self, day: Dating) -> tuple[int, ...]:
        """The span of days within which every text means the same, but for those that `vary`."""
        systems = (self._system, self._other) if self._other else (self._system,)
        days = (day.number,) if day.first == day.day else (day.number, day.first.toordinal())
        return tuple(self._actors.turn(on, system) for system in systems for on in days)

    def vary(self, cells: Sequence[str], side: Side, day: Dating) -> bool:
        """Whether the actors of a side depend on the day itself: those who hold an office."""
        days = day.number, day.first.toordinal()
        names = [(name, self._system) for name in self._names(cells[side.at])]
        if side.instead is not None:
            names += [(name, self._other) for name in self._parts(cells[side.instead])]
        return any(self._actors.varies(*each, on) for each in names for on in days)

    def _state(self, text: str, system: str, day: Dating) -> Party:
        """Whom a text means on a day; of a month or a year its last day, or else its first."""
        found = self._state_of(text, system, day.number)
        if found.reason == "not-then" and day.first != day.day:
            return self._state_of(text, system, day.first.toordinal())
        return found

    def _several(self, cells: Sequence[str], side: Side, day: Dating) -> Who:
        """The same where a side may hold several actors, by ids or in another column."""
        named = self._parties(cells, side, day)
        known = [(name, party) for name, party in named if party.reason != "missing"]
        for name, party in known:
            if party.reason:
                return self._no_state(side.column, name, party)
        actors = tuple(dict.fromkeys(party.actor for _, party in known))
        return Who(actors) if actors else _NOBODY

    def _parties(self, cells: Sequence[str], side: Side, day: Dating) -> list[tuple[str, Party]]:
        """Every name of a side with whom it means, by its own column or the one read instead."""
        found = [(name, self._one(name, day)) for name in self._names(cells[side.at])]
        if side.instead is None or all(party.reason not in _READ_INSTEAD for _, party in found):
            return found
        others = [
            (name, self._state(name, self._other, day) if name not in self._missing else MISSING)
            for name in self._parts(cells[side.instead])
        ]
        if len(others) == len(found):
            return [
                other if party.reason in _READ_INSTEAD and not other[1].reason else (name, party)
                for (name, party), other in zip(found, others, strict=True)
            ]
        return found if any(party.actor for _, party in found) else others

    def _names(self, text: str) -> list[str]:
        """The names of a cell, with what they stand for by the rules' own table of values."""
        return [self._values.get(name, name) for name in self._parts(text)]

    def _parts(self, text: str) -> list[str]:
        return [name.strip() for name in text.split(self._separator)] if self._separator else [text]

    def _one(self, name: str, day: Dating) -> Party:
        return MISSING if name in self._missing else self._state(name, self._system, day)

    def _speaks(self, text: str) -> bool:
        return text in self._missing or not self._sectors.isdisjoint(
            part.strip() for part in text.split(",")
        )

    def _no_state(self, column: str, name: str, party: Party) -> Who:
        if party.reason == "unknown" and self._unknown == "reject":
            return Who((), Unknown(column, f'no actor is known as "{name}" in {self._system}.'))
        return _NOBODY if party.reason == "missing" else Who((), REASONS[party.reason])
