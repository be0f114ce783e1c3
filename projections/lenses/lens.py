"""What a lens is: a named, versioned way to turn facts into figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


NOTHING: Final = Share(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Lens:
    """How facts count. `shares` and `moved` take the facts that count together, and a day.

    They answer one for one. `weighs` says whether the lens has anything to say of a fact at all:
    what it has not is not counted as 0. `shares` are micro-units at the end of the day; `moved`
    what each fact added in the 30 days up to it. Facts are in scope of the day, neither disputed
    nor muted.
    """

    name: str
    does: str
    weighs: Callable[[FactState], bool]
    shares: Callable[[Sequence[FactState], int], Sequence[Share]]
    moved: Callable[[Sequence[FactState], int], Sequence[int]]

    @classmethod
    def of_each(
        cls,
        name: str,
        does: str,
        weighs: Callable[[FactState], bool],
        weigh: Callable[[FactState, int], Share],
        moved: Callable[[FactState, int], int],
    ) -> Lens:
        """A lens in which no fact's share hangs on another fact."""
        return cls(
            name,
            does,
            weighs,
            lambda fact_states, day: [weigh(fact_state, day) for fact_state in fact_states],
            lambda fact_states, day: [moved(fact_state, day) for fact_state in fact_states],
        )

    def disputed(self, fact_state: FactState, day: int) -> Share:
        """A disputed fact counts for nothing; its range is what it would have alone, and 0."""
        share = self.shares([fact_state], day)[0]
        return Share(0, min(0, share.low), max(0, share.high))
