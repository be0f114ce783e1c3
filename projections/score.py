"""Cooperation, friction, and the relief that pays friction off; and what they balance to."""

from __future__ import annotations

from typing import Final, NamedTuple

from domain.content import points
from domain.kinds import POINT
from projections.lenses.decay import half_even

DAMPING: Final = 15 * POINT
"""So that one fact alone makes no strong verdict. Source: docs/scores.md."""

MIXED: Final = 3 * POINT
"""What the lesser ledger of a mixed verdict holds at least, with half of the usual traffic."""

WITHOUT_FIGURES: Final = frozenset({"unknown", "disputed"})
"""Labels of ties of which nothing counts: to show figures beside them would make a 0 of what is
not known.
"""


class Score(NamedTuple):
    """Three ledgers and what they come to.

    `friction` is what relief has left of it, `eased` what relief paid off. `traffic` is what is
    usual between the two. Micro-units; `balance` in millionths of a point of balance.
    """

    cooperation: int
    friction: int
    relief: int
    eased: int
    traffic: int
    low: int
    high: int

    @property
    def net(self) -> int:
        """Cooperation less friction."""
        return self.cooperation - self.friction

    @property
    def uneased(self) -> int:
        """Friction before relief."""
        return self.friction + self.eased

    @property
    def balance_millionths(self) -> int:
        """10 * net / (cooperation + friction before relief + 15 points + traffic), to six places.

        Half to even from the exact ratio.
        """
        weight = self.cooperation + self.uneased + DAMPING + self.traffic
        return half_even(10 * POINT * self.net, weight)

    @property
    def balance(self) -> str:
        """The balance as a decimal of at most six places."""
        return points(self.balance_millionths)

    @property
    def ambivalence(self) -> float:
        """The lesser ledger's share of the greater, to six places; 0 if both are empty."""
        lesser, greater = sorted((self.cooperation, self.friction))
        return half_even(lesser * POINT, greater) / POINT if greater else 0.0

    @property
    def mixed(self) -> bool:
        """Whether there is much for and much against, which is knowledge and not doubt."""
        lesser, greater = sorted((self.cooperation, self.friction))
        return 2 * lesser >= greater and 2 * lesser >= 2 * MIXED + self.traffic


EMPTY: Final = Score(0, 0, 0, 0, 0, 0, 0)
