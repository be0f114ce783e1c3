"""The two sides of a row: who acts, and towards whom, by the columns that rules name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from domain.source_actors import MISSING, REASONS, Party, SourceActors
from service.sources.dates import Dating
from service.sources.heading import Row
from service.sources.outcome import Skipped
from service.sources.rules import Rules

TWICE: Final = "same actor twice"
NO_TWO: Final = "no two actors"
NOT_OF_THE_STATE: Final = "sectors that do not speak for the state"

TwoSides = tuple[tuple[str, ...], tuple[str, ...]]

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


class Sides:
    """Finds the actors of rows with these columns."""

    def __init__(self, rules: Rules, columns: dict[str, int], actors: SourceActors) -> None:
        asked = rules.actors
        self._missing = rules.reader.missing
        self._values, self._separator = asked.values, asked.parted
        self._system, self._other = asked.system, asked.or_system
        self._unknown, self._sectors = asked.unknown, asked.sectors
        self._state_of = actors.state_of
        self._source = Side(asked.source, columns[asked.source], columns.get(asked.source_or))
        self._target = Side(asked.target, columns[asked.target], columns.get(asked.target_or))
        self._sector_columns = [
            columns[name] for name in (asked.source_sectors, asked.target_sectors) if name
        ]
        has_instead = (self._source.instead, self._target.instead) != (None, None)
        self._plain = not (self._separator or self._values or has_instead)

    def of(self, row: Row, day: Dating) -> TwoSides | Skipped | Unknown:
        """The actors of both sides on a day, or why there are none."""
        if not self._plain:
            return self._several(row, day)
        one_text, other_text = row.cells[self._source.at], row.cells[self._target.at]
        if one_text in self._missing or other_text in self._missing:
            return Skipped(row.line, NO_TWO)
        one = self._state(one_text, self._system, day)
        if not one.actor:
            return self._no_state(row, self._source.column, one_text, one)
        other = self._state(other_text, self._system, day)
        if not other.actor:
            return self._no_state(row, self._target.column, other_text, other)
        return (
            self._two(row, (one.actor,), (other.actor,))
            if one is not other
            else Skipped(row.line, TWICE)
        )

    def _state(self, text: str, system: str, day: Dating) -> Party:
        """Whom a text means on a day; of a month or a year its last day, or else its first."""
        found = self._state_of(text, system, day.number)
        if found.reason == "not-then" and day.first != day.day:
            return self._state_of(text, system, day.first.toordinal())
        return found

    def _several(self, row: Row, day: Dating) -> TwoSides | Skipped | Unknown:
        """The same where a side may hold several actors, by ids or in another column."""
        sides: list[tuple[str, ...]] = []
        for side in (self._source, self._target):
            named = self._parties(row.cells, side, day)
            known = [(name, party) for name, party in named if party.reason != "missing"]
            if not known:
                return Skipped(row.line, NO_TWO)
            for name, party in known:
                if party.reason:
                    return self._no_state(row, side.column, name, party)
            sides.append(tuple(dict.fromkeys(party.actor for _, party in known)))
        return self._two(row, sides[0], sides[1])

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

    def _two(self, row: Row, one: tuple[str, ...], other: tuple[str, ...]) -> TwoSides | Skipped:
        if not set(one).isdisjoint(other):
            return Skipped(row.line, TWICE)
        if self._sectors and not all(self._speaks(row.cells[at]) for at in self._sector_columns):
            return Skipped(row.line, NOT_OF_THE_STATE)
        return one, other

    def _speaks(self, text: str) -> bool:
        return text in self._missing or not self._sectors.isdisjoint(
            part.strip() for part in text.split(",")
        )

    def _no_state(self, row: Row, column: str, name: str, party: Party) -> Skipped | Unknown:
        if party.reason == "unknown" and self._unknown == "reject":
            return Unknown(column, f'no actor is known as "{name}" in {self._system}.')
        return Skipped(row.line, NO_TWO if party.reason == "missing" else REASONS[party.reason])
