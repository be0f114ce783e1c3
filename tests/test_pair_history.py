"""A pair's ties day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact, FactState
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.pair_history import By, PairHistory
from projections.scope import EVERYTHING
from projections.state import Glance, state
from tests.builders import PAIR
from tests.strategies import histories

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))


@given(histories(), DAYS, st.integers(0, 60), st.sampled_from(By), st.sampled_from(LENSES))
def test_each_day_of_a_walk_is_the_state_of_that_day(
    facts: list[Fact], first: date, days: int, by: By, lens: Lens
) -> None:
    last = first + timedelta(days=days)
    walk = PairHistory(facts, PAIR, AsOf(last), EVERYTHING, lens, by=by)
    for day in (first + timedelta(days=i) for i in range(days + 1)):
        answer = state(facts, PAIR, AsOf(day, day if by is By.KNOWN else None), lens=lens)

        assert walk.glance(day.toordinal()) == Glance(
            answer.verdict, answer.score, answer.pair_facts
        )


@given(histories(), DAYS, st.integers(0, 400), st.sampled_from(By))
def test_between_turning_days_every_fact_stands_alike(
    facts: list[Fact], first: date, days: int, by: By
) -> None:
    walk = PairHistory(
        facts, PAIR, AsOf(first + timedelta(days=days)), EVERYTHING, LENSES[0], by=by
    )
    turning = set(walk.turning_days(first.toordinal(), first.toordinal() + days))
    before: list[tuple[str, str, str, str, FactState]] | None = None
    for day in range(first.toordinal() - 1, first.toordinal() + days + 1):
        answer = walk.state(day)
        effective_events = [
            (t.handle, f"{t.status} {t.stale}", t.excluded, t.view, t.fact_state)
            for t in answer.pair_facts
        ]

        assert before is None or effective_events == before or day in turning
        before = effective_events
