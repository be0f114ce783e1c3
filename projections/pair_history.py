"""A pair's ties day by day, in one walk forward through time.

Each day has its label, figures and facts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST
from domain.fact import Fact, FactState
from domain.status import Course, attested
from projections.lenses.lens import Lens
from projections.pair_fact import PairFact, classify, score_facts
from projections.pairs import Pair
from projections.scope import Scope
from projections.state import Glance, State, fold, state_of


class By(StrEnum):
    """The order in which history is walked.

    HAPPENED has one knowledge throughout, KNOWN shows each day as a reader of that day knew it.
    """

    HAPPENED = "happened"
    KNOWN = "known"


class PairHistory:
    """The days of a pair's ties.

    Between turning days only weights are recomputed; statuses are reused.
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
    ) -> None:
        self.facts: Final = list(facts)
        self._by_handle: Final = {fact.handle: fact for fact in self.facts}
        self.pair: Final = pair
        self.as_of: Final = as_of
        self.scope: Final = scope.within(pair)
        self.lens: Final = lens
        self.by: Final = by
        self._turning = self._turning_days()
        self._stretch = -1
        self._readings: Sequence[FactState] = fold(self.facts, as_of)
        self._pair_facts: Sequence[PairFact] = ()

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

    def glance(self, day: int) -> Glance:
        """The label, the figures and the facts at the end of a day; exactly those of `state_of`."""
        stretch = bisect_right(self._turning, day)
        if stretch != self._stretch:
            self._stretch = stretch
            if self.by is By.KNOWN:
                self._readings = fold(self.facts, self.as_of_day(day))
            self._pair_facts = classify(self._readings, self.pair, day, self.lens)
        found = score_facts(self._pair_facts, day, self.lens)
        return Glance.of(found, self.scope, self.lens, day)

    @property
    def nothing(self) -> Glance:
        """The day before the first of the calendar, of which nothing is known."""
        return Glance.of((), self.scope, self.lens, 0)

    def state(self, day: int) -> State:
        """The whole answer of a day."""
        at = self.as_of_day(day)
        return state_of(fold(self.facts, at), self.pair, at, self.scope, self.lens)

    def turning_days(self, first: int, last: int) -> list[int]:
        """The days of a span on which the status of any fact may differ from the day before."""
        return self._turning[
            bisect_right(self._turning, first - 1) : bisect_right(self._turning, last)
        ]

    def _turning_days(self) -> list[int]:
        days = {
            event.known_day
            for fact in self.facts
            for event in fact.effective_events(self.as_of.recorded_instant)
            if event.known_day <= self.as_of.known_day
        }
        if self.by is By.HAPPENED:
            days |= {
                day
                for fact_state in fold(self.facts, self.as_of)
                for day in turning_days(fact_state)
            }
        else:
            # Each reading that there ever was, so that no day is missed on which one of them
            # turned.
            for known in sorted(days):
                seen = fold(
                    self.facts,
                    replace(
                        self.as_of, known_on=date.fromordinal(min(known, self.as_of.known_day))
                    ),
                )
                days |= {day for fact_state in seen for day in turning_days(fact_state)}
        return sorted(day for day in days if NO_FIRST < day < NO_LAST)


def turning_days(fact_state: FactState) -> Iterator[int]:
    """Every day on which a fact's status may differ from the day before, at one knowledge of it."""
    yield fact_state.known_day
    yield fact_state.window.lo
    for plan in fact_state.plans:
        yield plan.known_day
        if plan.window is not None:
            yield from (plan.window.lo, plan.window.hi + 1)
    if fact_state.held:
        yield edtf.days(fact_state.held).lo
    stale_days = fact_state.content.of_kind.stale_days
    if stale_days is not None:
        yield attested(fact_state) + stale_days + 1
    if fact_state.content.standing:
        for change in Course.of(fact_state).changes:
            yield from change.window
