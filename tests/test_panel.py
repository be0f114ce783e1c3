"""A panel tells of each pair and day what `state` tells, to the integer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.refusal import InvalidInput, SetField
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.pair_fact import in_force
from projections.pair_history import By
from projections.pairs import MUTUAL, Pair
from projections.panel import (
    Every,
    PanelRow,
    facts_by_pair,
    pair_rows,
    period_ends,
    read_every,
)
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from service.opening import open_sample
from tests.builders import a_day, a_fact, corrected

SAMPLE = open_sample()
BY_PAIR = facts_by_pair(SAMPLE.facts())


def row_of(answer: State) -> PanelRow:
    there, back = answer.directions.values()
    sides = answer.pair.directions
    return PanelRow(
        answer.pair,
        answer.as_of.day,
        answer.verdict,
        answer.movement,
        answer.trend,
        answer.score,
        (there, back),
        len(answer.pair_facts),
        len(answer.counted),
        len(in_force(answer.pair_facts)),
        (
            sum(each.view in (sides[0], MUTUAL) for each in answer.counted),
            sum(each.view in (sides[1], MUTUAL) for each in answer.counted),
        ),
    )


@given(
    key=st.sampled_from(sorted(BY_PAIR)),
    first=st.dates(date(2014, 1, 1), date(2024, 1, 1)),
    lens=st.sampled_from(LENSES),
    by=st.sampled_from(By),
    scope=st.sampled_from([EVERYTHING, Scope(domain="energy"), Scope(topic="straits")]),
)
def test_a_row_is_the_state_of_its_day(
    key: tuple[str, str], first: date, lens: Lens, by: By, scope: Scope
) -> None:
    days = [first, first + timedelta(days=1), first + timedelta(days=90)]
    as_of = AsOf(days[-1], known_on=a_day("2023-01-01"))
    pair = Pair.of(*key)
    found = pair_rows(BY_PAIR[key], pair, (days, as_of), scope, lens, by=by)

    for row, day in zip(found, days, strict=True):
        known = min(day, a_day("2023-01-01")) if by is By.KNOWN else as_of.known_on
        asked = replace(as_of, on=day, known_on=known)
        assert row == row_of(state(SAMPLE.pair_facts(pair), pair, asked, scope, lens))


def test_periods_end_within_the_span() -> None:
    first, last = date(2023, 12, 31), date(2024, 3, 30)

    assert period_ends(Every.MONTH, first, last) == [
        date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29),
    ]  # fmt: skip
    assert period_ends(Every.YEAR, first, last) == [date(2023, 12, 31)]
    assert period_ends(Every.WEEK, first, date(2024, 1, 8)) == [
        date(2023, 12, 31), date(2024, 1, 7),
    ]  # fmt: skip
    assert period_ends(Every.DAY, last, last) == [last]
    assert period_ends(Every.MONTH, date(9999, 12, 1), date.max) == [date.max]


def test_a_week_ends_on_sunday_from_the_first_to_the_last() -> None:
    weeks = period_ends(Every.WEEK, date.min, date(1, 2, 1))

    assert weeks[0] == date(1, 1, 7)
    assert {day.isoweekday() for day in weeks} == {7}


def test_an_unknown_period_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidInput) as raised:
        read_every("quarter")

    assert raised.value.fixes == tuple(SetField("every", each) for each in Every)


def test_facts_are_found_under_the_pairs_that_a_correction_gave_them() -> None:
    fact = a_fact(corrected("parties", "TUR > SYR"), parties="TUR > RUS")

    assert list(facts_by_pair([fact])) == [("RUS", "TUR"), ("SYR", "TUR")]


def test_the_facts_of_a_pair_are_those_that_the_store_finds() -> None:
    for key, facts in BY_PAIR.items():
        assert sorted(fact.id for fact in facts) == [
            fact.id for fact in SAMPLE.pair_facts(Pair.of(*key))
        ]
