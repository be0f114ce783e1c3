"""What a lens is: a named, versioned way to turn facts into figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from domain.fact import FactState


class Share(NamedTuple):
    """What one fact counts for, and the least and the most it may count for, in micro-units."""

    counted: int
    low: int
    high: int

    @classmethod
    def hull(cls, counted: int, *others: int) -> Share:
        """A share whose range spans what is counted and what else it may be."""
        return cls(counted, min(counted, *others), max(counted, *others))

    def or_nothing(self) -> Share:
        """The same with 0 in its range: what somebody denies may be nothing."""
        return Share(self.counted, min(0, self.low), max(0, self.high))


NOTHING: Final = Share(0, 0, 0)


class Ledger(IntEnum):
    """Where a fact's share is added up."""

    COOPERATION = 0
    RELIEF = 1
    FRICTION = 2
    NONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """How facts count.

    `weighs` says whether the lens has anything to say of a fact at all: what it has not is not
    counted as 0. `weight` is what a fact weighs before it fades, in micro-units. `shares` takes
    the facts that count together, and a day, and answers one for one: micro-units at the end of
    the day. Facts are in scope of the day, neither disputed nor muted.

    `left` is what is left of a weight with a half-life, by how many days ago it happened, while
    anything is, and `alone` what a fact counts for; None for a lens in which a fact's share hangs
    on other facts.

    `eases` says whether giving back and standing down pay off friction instead of making friends,
    and whether the usual traffic of a pair damps its balance.
    """

    name: str
    does: str
    weighs: Callable[[FactState], bool]
    weight: Callable[[FactState], int]
    shares: Callable[[Sequence[FactState], int], Sequence[Share]]
    left: Callable[[int, int], Sequence[int]] | None = None
    alone: Callable[[FactState, int], Share] | None = None
    relieves: Callable[[FactState], bool] = lambda _: False
    eases: bool = False

    @classmethod
    def of_each(  # noqa: PLR0913  # a lens has these parts
        cls,
        *,
        name: str,
        does: str,
        weighs: Callable[[FactState], bool],
        weight: Callable[[FactState], int],
        weigh: Callable[[FactState, int], Share],
        left: Callable[[int, int], Sequence[int]],
        relieves: Callable[[FactState], bool] = lambda _: False,
        eases: bool = False,
    ) -> Lens:
        """A lens in which no fact's share hangs on another fact."""
        return cls(
            name=name,
            does=does,
            weighs=weighs,
            weight=weight,
            shares=lambda fact_states, day: [weigh(each, day) for each in fact_states],
            left=left,
            alone=weigh,
            relieves=relieves,
            eases=eases,
        )

    def share(self, fact_state: FactState, day: int) -> Share:
        """What a fact would count for alone."""
        return self.alone(fact_state, day) if self.alone else self.shares([fact_state], day)[0]

    def ledger(self, fact_state: FactState) -> Ledger:
        """Where a fact's share is added up: by its weight, for no share has the other sign."""
        weight = self.weight(fact_state)
        if weight == 0:
            return Ledger.NONE
        if weight < 0:
            return Ledger.FRICTION
        return Ledger.RELIEF if self.relieves(fact_state) else Ledger.COOPERATION
