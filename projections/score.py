"""Cooperation beside friction, what they balance to, and the label that follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from domain.content import points
from domain.kinds import POINT
from projections.lenses.decay import half_even
from projections.lenses.lens import Share

DAMPING: Final = 15 * POINT
"""So that one fact alone makes no strong verdict. Source: docs/scores.md."""

_LADDER: Final = (
    (-5 * POINT, "hostile"),
    (-POINT * 5 // 2, "tense"),
    (-POINT * 3 // 4, "strained"),
)
_UPPER_LADDER: Final = ((5 * POINT, "close"), (POINT * 5 // 2, "warm"), (POINT * 3 // 4, "cordial"))

TABLES: Final = (DAMPING, _LADDER, _UPPER_LADDER)
"""What the label follows from, besides the rules in code."""


WITHOUT_FIGURES: Final = frozenset({"unknown", "disputed"})
"""Labels of ties of which nothing counts: to show figures beside them would make a 0 of what is
not known.
"""


class Score(NamedTuple):
    """Two ledgers and what they come to.

    Micro-units, `balance` in millionths of a point of balance.
    """

    cooperation: int
    friction: int
    low: int
    high: int

    @classmethod
    def of(cls, shares: Iterable[Share]) -> Score:
        """The sum of many shares."""
        cooperation = friction = low = high = 0
        for share in shares:
            cooperation += max(0, share.counted)
            friction -= min(0, share.counted)
            low += share.low
            high += share.high
        return cls(cooperation, friction, low, high)

    @property
    def net(self) -> int:
        """Cooperation less friction."""
        return self.cooperation - self.friction

    @property
    def balance_millionths(self) -> int:
        """10 * net / (cooperation + friction + 15 points), to six places.

        Half to even from the exact ratio.
        """
        return half_even(10 * POINT * self.net, self.cooperation + self.friction + DAMPING)

    @property
    def balance(self) -> str:
        """The balance as a decimal of at most six places."""
        return points(self.balance_millionths)

    @property
    def ambivalence(self) -> float:
        """The lesser ledger's share of the greater, to six places; 0 if both are empty."""
        greater = max(self.cooperation, self.friction)
        lesser = min(self.cooperation, self.friction)
        return half_even(lesser * POINT, greater) / POINT if greater else 0.0

    @property
    def _mixed(self) -> bool:
        lesser, greater = sorted((self.cooperation, self.friction))
        return 2 * lesser >= greater and lesser >= 3 * POINT

    @property
    def _not_assessable(self) -> bool:
        """Whether the evidence leaves open if ties are friendly or hostile."""
        wide = (
            self.high - self.low > max(4 * POINT, abs(self.net))
            and self.low < -POINT
            and self.high > POINT
        )
        return wide or (self.cooperation == self.friction == 0 and self.low < self.high)

    @property
    def label(self) -> str:
        """What the figures alone say, from `hostile` to `close`."""
        if self._mixed:
            return "mixed"
        if self._not_assessable:
            return "not-assessable"
        balance = self.balance_millionths
        for limit, label in _LADDER:
            if balance <= limit:
                return label
        return next((label for limit, label in _UPPER_LADDER if balance >= limit), "neutral")


def trend(momentum: int) -> str:
    """Which way ties moved in 30 days, from momentum in micro-units."""
    if momentum >= 2 * POINT:
        return "improving"
    return "worsening" if momentum <= -2 * POINT else "steady"
