"""Which fact here is the same as one of another timeline, whatever handle each of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from domain.events import Event
from domain.fact import Fact
from service.differences import said
from service.file_imports import lines_of
from service.identity import is_made, is_numbered, made_of
from service.timeline import Timeline


class Recorded(NamedTuple):
    """What an event says, who recorded it, and when they did so first, wherever that was."""

    said: str
    author: str
    instant: datetime


def recorded(event: Event) -> Recorded:
    """An event by what no merge changes of it."""
    instant = event.first_recorded or event.recorded_at
    return Recorded(said(event), event.author, instant)


def is_one(mine: Fact, theirs: Fact) -> bool:
    """Whether two facts were once recorded as one, in one timeline or the other."""
    return recorded(mine.asserted) == recorded(theirs.asserted)


def in_common(mine: Fact, theirs: Fact) -> int:
    """How many events two facts share."""
    return sum((_events(mine) & _events(theirs)).values())


def _events(fact: Fact) -> Counter[Recorded]:
    return Counter(recorded(event) for event in fact.effective_events())


def beginning(mine: Fact, theirs: Fact) -> Fact:
    """The events with which both facts begin, as a fact."""
    length = 0
    for one, other in zip(mine.events, theirs.events, strict=False):
        if recorded(one) != recorded(other):
            break
        length += 1
    return Fact(mine.id, mine.events[:length])


class Counterparts:
    """The facts of two timelines, each with its counterpart under another handle.

    They are read when one is first asked for.
    """

    def __init__(self, here: Timeline, there: Timeline) -> None:
        self._here = here
        self._there = there

    def once_recorded(self, theirs: Fact, taken: Collection[str]) -> Fact | None:
        """The fact here, under another handle, that was once recorded as one with theirs.

        Of several it is the one that shares most with it; none that shares more with another fact
        of theirs.
        """
        origin = recorded(theirs.asserted)
        others = [fact for fact in self._theirs.get(origin, ()) if fact.handle != theirs.handle]
        found = [
            fact
            for fact in self._mine.get(origin, ())
            if fact.handle != theirs.handle
            and fact.handle not in taken
            and all(_nearness(fact, theirs) > _nearness(fact, other) for other in others)
        ]
        return max(found, key=lambda fact: in_common(fact, theirs), default=None)

    def of_its_line(self, theirs: Fact, taken: Collection[str]) -> Fact | None:
        """The fact here that says the same under another number of its handle.

        None that is the same as another fact of theirs.
        """
        title = theirs.asserted.content.title
        stem = made_of(title) if is_made(theirs.handle, title) else theirs.handle
        return next(
            (
                fact
                for line in lines_of(theirs)
                for fact in self._by_line.get(line, ())
                if fact.handle not in (theirs.handle, *taken)
                and is_numbered(fact.handle, stem)
                and not self._is_another(fact, theirs)
            ),
            None,
        )

    def _is_another(self, fact: Fact, theirs: Fact) -> bool:
        if any(each.handle != theirs.handle for each in self._theirs.get(_origin(fact), ())):
            return True
        namesake = self._named_there.get(fact.handle)
        return namesake is not None and not lines_of(fact).isdisjoint(lines_of(namesake))

    @cached_property
    def _mine(self) -> dict[Recorded, list[Fact]]:
        return _by_origin(self._facts_here)

    @cached_property
    def _theirs(self) -> dict[Recorded, list[Fact]]:
        return _by_origin(self._named_there.values())

    @cached_property
    def _facts_here(self) -> list[Fact]:
        return [fact for fact in self._here.facts() if fact.exists]

    @cached_property
    def _named_there(self) -> dict[str, Fact]:
        return {fact.handle: fact for fact in self._there.facts() if fact.exists}

    @cached_property
    def _by_line(self) -> dict[tuple[str, ...], list[Fact]]:
        found: dict[tuple[str, ...], list[Fact]] = {}
        for fact in self._facts_here:
            for line in lines_of(fact):
                found.setdefault(line, []).append(fact)
        return found


def _origin(fact: Fact) -> Recorded:
    return recorded(fact.asserted)


def _nearness(fact: Fact, other: Fact) -> tuple[int, bool]:
    """How much of a fact another one has; of two that have as much, its namesake is nearer."""
    return in_common(fact, other), fact.handle == other.handle


def _by_origin(facts: Collection[Fact]) -> dict[Recorded, list[Fact]]:
    found: dict[Recorded, list[Fact]] = {}
    for fact in facts:
        found.setdefault(_origin(fact), []).append(fact)
    return found
