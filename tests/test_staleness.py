"""How fresh the evidence of a stance or a link is, and what that does to its figures."""

from __future__ import annotations

import pytest

from domain.events import Event
from domain.fact import Fact
from projections.lenses.decay import decayed
from projections.lenses.lens import Share
from projections.lenses.standing_flow import weigh
from tests.builders import (
    a_fact,
    a_fact_state,
    day_number,
    ended,
    renewed,
    reported,
    resumed,
    suspended,
)


def share(fact: Fact, day: str, known: str = "") -> Share:
    return weigh(a_fact_state(fact, known), day_number(day))


def certainly(counted: int) -> Share:
    return Share(counted, counted, counted)


@pytest.mark.parametrize(
    ("what", "weight", "fresh", "stale"),
    [
        ("stance:opposes", -2_000_000, "2022-03-05", "2022-03-06"),
        ("link:close", 3_000_000, "2024-03-04", "2024-03-05"),
    ],
)
def test_what_is_stale_counts_nothing_and_keeps_its_range(
    what: str, weight: int, fresh: str, stale: str
) -> None:
    fact = a_fact(what=what, dated="2020-01-01", known="2021-03-05")

    assert share(fact, fresh) == Share(weight, weight, weight)
    assert share(fact, stale) == Share(0, min(0, weight), max(0, weight))


def test_what_has_ended_does_not_go_stale() -> None:
    fact = a_fact(ended("2020-06-01"), what="link:close", dated="2010-01-01", known="2010-01-01")

    assert share(fact, "2020-11-28") == Share(1_500_000, 1_500_000, 1_500_000)


def test_a_new_report_makes_it_fresh_again() -> None:
    fact = a_fact(
        reported("2023-01-01"), what="stance:opposes", dated="2020-01-01", known="2021-03-05"
    )

    assert share(fact, "2023-06-01").counted == -2_000_000


# What is known of its course is evidence too ------------------------------------------------------


def an_objection(*later: Event, expires: str = "") -> Fact:
    """A critical stance, known and last reported on 1 January 2020: stale from 1 January 2021."""
    day = "2020-01-01"
    return a_fact(*later, what="stance:critical", dated=day, known=day, expires=expires)


def test_what_is_known_to_have_lasted_until_july_is_not_stale_in_june() -> None:
    """1 January 2020 and 365 days is 31 December 2020, the last day on which it counts."""
    dropped = an_objection(ended("2022-07-01"))

    assert share(an_objection(), "2020-12-31") == certainly(-1_000_000)
    assert share(an_objection(), "2021-01-01") == Share(0, -1_000_000, 0)
    assert share(dropped, "2022-06-30") == certainly(-1_000_000)
    assert share(dropped, "2022-07-01") == certainly(-1_000_000)
    assert share(dropped, "2022-07-31") == certainly(-500_000)


def test_an_ending_that_nobody_had_heard_of_attests_nothing_yet() -> None:
    dropped = an_objection(ended("2022-07-01"))

    assert share(dropped, "2022-06-30", known="2022-06-30") == Share(0, -1_000_000, 0)


def test_a_planned_expiry_attests_nothing_of_the_years_to_come() -> None:
    """Known on 1 January 2020, it attests that day; on 30 June 2022 the stance had been stale."""
    planned = an_objection(expires="2022-07-01")

    assert share(planned, "2021-01-01") == Share(0, -1_000_000, 0)
    assert share(planned, "2022-07-01") == Share(0, 0, 0)


def test_an_expiry_that_comes_while_it_is_fresh_is_news() -> None:
    planned = an_objection(expires="2020-07-01")

    assert share(planned, "2020-07-31") == certainly(-500_000)


def test_a_renewal_attests_it_on_the_day_it_was_known() -> None:
    """Known on 1 February 2021, and 365 days later is 1 February 2022."""
    fact = an_objection(renewed("2030-01-01", "2021-02-01"), expires="2021-03-01")

    assert share(fact, "2021-01-15") == certainly(-1_000_000)
    assert share(fact, "2022-02-01") == certainly(-1_000_000)
    assert share(fact, "2022-02-02") == Share(0, -1_000_000, 0)


def test_a_resumption_attests_it_on_the_day_it_was_known() -> None:
    """Known on 10 June 2021: it holds from the 1st, and is fresh for 365 days from the 10th."""
    fact = an_objection(suspended("2021-02-01"), resumed("2021-06-01", "2021-06-10"))

    assert share(fact, "2022-06-10") == certainly(-1_000_000)
    assert share(fact, "2022-06-11") == Share(0, -1_000_000, 0)


@pytest.mark.parametrize(
    ("suspension", "expected"),
    [
        ("2020-06-01", Share(0, -1_000_000, 0)),
        ("2020-06-02", certainly(-1_000_000)),
    ],
)
def test_a_suspension_attests_it_up_to_the_day_before(suspension: str, expected: Share) -> None:
    """365 days after 31 May 2020 is 31 May 2021; that it would resume had been planned in May."""
    fact = an_objection(suspended(suspension, "2020-06-10"), resumed("2021-06-01", "2020-05-01"))

    assert share(fact, "2021-06-01") == expected


def test_what_resumes_had_not_been_stale_before() -> None:
    """The resumption of 2025 is evidence: the expiry of 2024 was news, and fades for 14 days."""
    fact = an_objection(resumed("2025-01-05"), expires="2024-01-01")

    assert share(fact, "2024-01-15", known="2024-01-15") == Share(0, 0, 0)
    assert share(fact, "2024-01-15") == certainly(decayed(-1_000_000, 14, 30))


def test_an_instrument_never_goes_stale() -> None:
    treaty = a_fact(what="instrument:treaty", dated="1950-01-01", known="1950-01-01")

    assert share(treaty, "2022-03-05") == certainly(1_000_000)
