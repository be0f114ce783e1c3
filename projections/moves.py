"""What changed in the world, and which way: the moves of facts in the last 30 days and the year.

Nothing fades here: a month without meetings is not a month of quarrels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from domain.edtf import Window
from domain.fact import FactState
from domain.kinds import POINT
from domain.status import Course, no_news
from projections.lenses.decay import half_even
from projections.lenses.flow import is_flow

MOVE_DAYS: Final = 30
YEAR_DAYS: Final = 365
BAR: Final = 2 * POINT
"""The least that a trend takes."""

TRENDS: Final = ("improving", "steady", "worsening", "volatile", "quiet")
"""Every trend that a state can have."""


class Moves(NamedTuple):
    """What moved ties up and down, in micro-units, both without their sign."""

    up: int
    down: int


NO_MOVES: Final = Moves(0, 0)


class Movement(NamedTuple):
    """The moves of 30 days, and the usual month: that of the year before them."""

    now: Moves
    usual: Moves

    @classmethod
    def of(cls, now: Moves, year: Moves) -> Movement:
        """From the sums of 30 days, and of the 365 days before."""
        usual = (half_even(MOVE_DAYS * each, YEAR_DAYS) for each in year)
        return cls(now, Moves(*usual))

    @property
    def beyond(self) -> Moves:
        """What was more than usual."""
        return Moves(max(0, self.now.up - self.usual.up), max(0, self.now.down - self.usual.down))

    @property
    def momentum(self) -> int:
        """What moved ties for the better beyond what is usual, less what moved them for the worse.

        In micro-units.
        """
        return self.beyond.up - self.beyond.down

    @property
    def bar(self) -> int:
        """What a trend takes: more than the usual month, and 2 points at least."""
        return max(BAR, self.usual.up + self.usual.down)

    def trend(self, *, may_improve: bool = True) -> str:
        """quiet, improving, worsening, volatile or steady.

        At war ties improve only by a ceasefire, a peace treaty or the end of a war: then
        `may_improve` is false without one. Source: docs/scores.md.
        """
        if self.now == NO_MOVES:
            return "quiet"
        up, down = self.beyond
        if up - down >= self.bar:
            return "improving" if may_improve else "steady"
        if up - down <= -self.bar:
            return "worsening"
        return "volatile" if up >= self.bar and down >= self.bar else "steady"


NO_MOVEMENT: Final = Movement(NO_MOVES, NO_MOVES)


def now(day: int) -> tuple[int, int]:
    """The first and the last of the 30 days up to a day."""
    return day - MOVE_DAYS + 1, day


def year_before(day: int) -> tuple[int, int]:
    """The first and the last of the 365 days before those."""
    return day - MOVE_DAYS - YEAR_DAYS + 1, day - MOVE_DAYS


def _steps(fact_state: FactState, weight: int) -> Iterator[tuple[int, Window]]:
    """What a fact of a weight moves, and over which days."""
    if is_flow(fact_state):
        yield weight, fact_state.begun
    elif fact_state.content.standing:
        for change in Course.of(fact_state).changes:
            if not no_news(fact_state, change):
                yield weight if change.holds else -weight, change.window


def moved(fact_state: FactState, weight: int, span: tuple[int, int]) -> Moves:
    """What a fact of a weight moved between two days, both included.

    A flow moves its weight over its window; a standing fact over that of each beginning, and the
    other way over that of each ending. Evidence that arrives is not the world that changes:
    windows without an end move nothing.
    """
    first, last = span
    up: int | Fraction = 0
    down: int | Fraction = 0
    for move, window in _steps(fact_state, weight):
        inside = window.overlap(first, last)
        if inside and window.bounded:
            # Most windows lie inside as a whole, and whole numbers are added up much faster.
            part = abs(move) if inside == window.days else _part_of(abs(move), inside, window)
            if move > 0:
                up += part
            else:
                down += part
    if not (up or down):
        return NO_MOVES
    return Moves(
        half_even(up.numerator, up.denominator), half_even(down.numerator, down.denominator)
    )


def _part_of(weight: int, days: int, window: Window) -> Fraction:
    return Fraction(weight * days, window.days)


def total(moves: Iterable[Moves]) -> Moves:
    """Their sum."""
    up = down = 0
    for each in moves:
        up += each.up
        down += each.down
    return Moves(up, down)
