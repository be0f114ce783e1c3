"""A pair's ties day by day: on which days they may change, and through which facts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from domain.clocks import AsOf
from domain.edtf import NO_LAST
from domain.fact import Fact
from projections.diff import Moved, moves
from projections.flows import Flows, Part, Sums
from projections.lenses.lens import Lens
from projections.pair_fact import PairFact
from projections.pairs import Pair
from projections.phases import By, FactPhases
from projections.scope import Scope
from projections.state import Glance, State, fold, state_of
from projections.units import Unit, may_happen, units_of

__all__ = ["By", "PairHistory"]


class PairHistory:
    """The days of a pair's ties, and what its facts are on each.

    What is known of a fact is read once, and its status once for every phase. `flows` are a
    layer's facts of one day beside `facts`, as it sums them.
    """

    def __init__(  # noqa: PLR0913  # what is asked has six parts
        self,
        facts: Iterable[Fact],
        pair: Pair,
        as_of: AsOf,
        scope: Scope,
        lens: Lens,
        *,
        by: By = By.HAPPENED,
        flows: Flows | None = None,
    ) -> None:
        self.facts: Final = list(facts)
        self._by_handle: Final = {fact.handle: fact for fact in self.facts}
        self.pair: Final = pair
        self.as_of: Final = as_of
        self.scope: Final = scope.within(pair)
        self.lens: Final = lens
        self.by: Final = by
        self.flows: Final = flows or Flows()
        phases = [FactPhases.of(fact, pair, as_of, lens, by) for fact in self.facts]
        self.units: Final = units_of(phases, lens)
        self._vague: Final = [unit for unit in self.units if unit.vague]
        self._episodes: Final = [unit for unit in self.units if unit.together]
        self._by_day: Final[dict[int, list[Unit]]] = {}
        for unit in self.units:
            for day in set(unit.turning):
                self._by_day.setdefault(day, []).append(unit)
        flow_days = (day for column in self.flows.columns.values() for day in column.days)
        self._turning: Final = sorted({*self._by_day, *flow_days})

    def fact(self, handle: str) -> Fact:
        """The fact of that handle."""
        return self._by_handle[handle]

    def as_of_day(self, day: int) -> AsOf:
        """The point on the clocks at which a day of the walk is seen."""
        at = replace(self.as_of, on=date.fromordinal(day))
        return (
            at
            if self.by is By.HAPPENED
            else replace(at, known_on=date.fromordinal(min(day, self.as_of.known_day)))
        )

    def asked(self, pair_fact: PairFact) -> bool:
        """Whether a fact of the pair is within what is asked about."""
        return not self.scope.written or self.scope.holds(pair_fact.content)

    def glance(self, day: int) -> Glance:
        """The label, the figures and the facts at the end of a day; exactly those of `state_of`."""
        units = self.units if day >= 1 else ()
        found = (pair_fact for unit in units for pair_fact in unit.weighed(day))
        everything = sorted(found, key=lambda pair_fact: pair_fact.handle)
        return Glance.of(everything, self.scope, self.lens, day)

    @property
    def first_day(self) -> int:
        """The first day on which anything that is asked about may have happened, or was known.

        NO_LAST where there is none.
        """
        flows = [] if self.flows.first is None else [self.flows.first]
        firsts = (unit.first_day(self.asked) for unit in self.units)
        return min([*flows, *firsts], default=NO_LAST)

    def state(self, day: int) -> State:
        """The whole answer of a day."""
        at = self.as_of_day(day)
        return state_of(fold(self.facts, at), self.pair, at, self.scope, self.lens)

    def turning_days(self, first: int, last: int) -> list[int]:
        """The days of a span on which the status of any fact may differ from the day before."""
        return self._turning[bisect_left(self._turning, first) : bisect_right(self._turning, last)]

    def moves(self, day: int, *, flips: bool = True) -> tuple[Moved, ...]:
        """Each part in the difference to the day before of facts whose status may have changed.

        With `flips` also of flows of an episode of which another has become the largest by fading.
        """
        units = self.changing(day)
        if flips:
            fading = (unit for unit in self._episodes if unit.flips(day) and unit not in units)
            units = [*units, *fading]
        eve, now = (self._weighed(units, each) for each in (day - 1, day))
        return moves(eve, now, self.lens, self.lens)

    def moved_by_passing(self, day: int) -> list[Moved]:
        """Each part in the difference to the day before of facts that may have happened on a day.

        Only of those whose status is the same on both: they weigh more, or less, with each day.
        """
        units = [unit for unit in self._vague if not unit.rests(day)]
        eve, now = (self._weighed(units, each) for each in (day - 1, day))
        lenses = self.lens, self.lens
        return [
            move
            for move in moves(eve, now, *lenses)
            if not move.changed and may_happen(move.pair_fact, day)
        ]

    def _weighed(self, units: Iterable[Unit], day: int) -> list[PairFact]:
        """The facts of some units that are asked about; none before the first day."""
        if day < 1:
            return []
        return [t for unit in units for t in unit.weighed(day) if self.asked(t)]

    def happened(self, day: int) -> list[Part]:
        """A layer's summed facts of a day, by direction and sort."""
        columns = self.flows.columns.items()
        return Sums(Flows({key: column.within(day, day) for key, column in columns})).at(day)

    def changing(self, day: int) -> Sequence[Unit]:
        """The facts of which a status may differ from the day before."""
        return self._by_day.get(day, [])
