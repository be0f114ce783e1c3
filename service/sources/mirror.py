"""Mirrors: a source that has a mutual act twice, once from each side."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from service.sources.outcome import Coded, Joined, Outcome
from service.sources.templates import content_of


class Mirrored(NamedTuple):
    """What a row is, and what its mirror would be: the sentence, the code and the two actors."""

    own: tuple[str, ...]
    other: tuple[str, ...]


class _Slot:
    """An outcome that waits for its mirror until the window has passed."""

    __slots__ = ("mirrored", "outcome")

    def __init__(self, outcome: Outcome, mirrored: Mirrored | None) -> None:
        self.outcome = outcome
        self.mirrored = mirrored


class Collapse:
    """Makes two rows that mirror each other one mutual fact.

    That of the lesser key becomes mutual, and the other joins it. Each outcome waits until
    `window` further rows have come, in the order of the rows. A code alone does not say that an
    act was mutual: where a source gives one side only, one side only has been seen to act, and
    the fact stays directed.
    """

    def __init__(self, window: int) -> None:
        self._window = window
        self._waiting: deque[_Slot] = deque()
        self._open: dict[tuple[str, ...], deque[_Slot]] = {}

    def joined(self, outcomes: Iterable[tuple[Outcome, Mirrored | None]]) -> Iterator[Outcome]:
        """The same outcomes in the same order, with mirrors joined."""
        waiting, window = self._waiting, self._window
        for outcome, mirrored in outcomes:
            slot = _Slot(outcome, mirrored)
            if mirrored is not None:
                self._meet(slot, mirrored)
            waiting.append(slot)
            if len(waiting) > window:
                yield self._leaving()
        while waiting:
            yield self._leaving()

    def _meet(self, slot: _Slot, mirrored: Mirrored) -> None:
        there = self._open.get(mirrored.other)
        if not there:
            self._open.setdefault(mirrored.own, deque()).append(slot)
            return
        first = there.popleft()
        if not there:
            del self._open[mirrored.other]
        assert isinstance(first.outcome, Coded)
        assert isinstance(slot.outcome, Coded)
        first.mirrored = slot.mirrored = None
        # By their keys, so that the same rows in another order are the same fact.
        kept, other = sorted((first.outcome, slot.outcome), key=lambda row: row.key)
        first.outcome = kept._replace(
            content=content_of(dict(kept.content) | {"relation": "mutual"})
        )
        slot.outcome = Joined(other.line, other.key, kept.key)

    def _leaving(self) -> Outcome:
        slot = self._waiting.popleft()
        if slot.mirrored is not None:
            there = self._open[slot.mirrored.own]
            left = there.popleft()
            assert left is slot
            if not there:
                del self._open[slot.mirrored.own]
        return slot.outcome
