"""What one fact counts for under the lens standing-flow@1, and the range it may count within."""

from __future__ import annotations

import pytest

from domain.edtf import Window
from domain.events import Event
from domain.fact import Fact
from projections.lenses.decay import decayed, half_even, remaining_over
from projections.lenses.flow import is_flow
from projections.lenses.lens import Share
from projections.lenses.standing_flow import LENS, momentum, weigh
from tests.builders import (
    a_fact,
    a_fact_state,
    day_number,
    ended,
    held,
    reported,
    resumed,
    suspended,
)

WAR = -10_000_000


def share(fact: Fact, day: str, known: str = "") -> Share:
    return weigh(a_fact_state(fact, known), day_number(day))


def moved(fact: Fact, day: str) -> int:
    return momentum(a_fact_state(fact), day_number(day))


def between(first: str, last: str) -> Window:
    return Window(day_number(first), day_number(last))


def a_war(*later: Event, dated: str = "2020-01-01") -> Fact:
    return a_fact(*later, what="instrument:armed-conflict", dated=dated, known="2020-01-01")


# Flows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "day", "counted"),
    [
        ("visit", "2022-03-05", 4_000_000),
        ("visit", "2022-04-04", 2_000_000),
        ("visit", "2022-05-04", 1_000_000),
        ("cooperate", "2022-09-01", 4_750_000),
        ("accuse", "2022-04-04", -1_500_000),
        ("request", "2022-03-05", 0),
        ("visit", "2022-03-04", 0),
        ("visit", "2024-12-31", 0),
    ],
)
def test_a_dated_flow_halves_with_each_half_life(what: str, day: str, counted: int) -> None:
    assert share(a_fact(what=what, dated="2022-03-05"), day) == Share(counted, counted, counted)


def test_a_vague_flow_is_the_mean_over_its_days() -> None:
    counted = half_even(
        4_000_000
        * remaining_over(between("2022-03-01", "2022-03-31"), day_number("2022-04-15"), 30),
        31 * 10**9,
    )

    assert share(a_fact(what="visit", dated="2022-03"), "2022-04-15") == Share(
        counted, decayed(4_000_000, 45, 30), decayed(4_000_000, 15, 30)
    )


@pytest.mark.parametrize(("day", "may_be_nothing"), [("2022-03-04", True), ("2022-03-05", False)])
def test_a_vague_flow_has_happened_at_the_end_of_its_last_day(
    day: str, may_be_nothing: bool
) -> None:
    visit = a_fact(what="visit", dated="[2022-03-01..2022-03-05]")

    assert (share(visit, day).low == 0) == may_be_nothing


def test_a_flow_that_may_not_have_happened_yet_may_count_nothing() -> None:
    found = share(a_fact(what="visit", dated="2022-03"), "2022-03-10")

    assert (found.low, found.high) == (0, 4_000_000)
    assert found.counted == half_even(
        4_000_000
        * remaining_over(between("2022-03-01", "2022-03-10"), day_number("2022-03-10"), 30),
        31 * 10**9,
    )


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        ("[..2022-03-05]", Share(0, 0, 2_000_000)),
        ("[2022-03-05..]", Share(0, 0, 4_000_000)),
        ("[..2022-05]", Share(0, 0, 4_000_000)),
        ("[2022-05..]", Share(0, 0, 0)),
    ],
)
def test_an_unbounded_flow_counts_nothing_but_keeps_its_range(dated: str, expected: Share) -> None:
    assert share(a_fact(what="visit", dated=dated), "2022-04-04") == expected


def test_an_unfriendly_flow_has_its_range_below_zero() -> None:
    assert share(a_fact(what="accuse", dated="[..2022-03-05]"), "2022-04-04") == Share(
        0, -1_500_000, 0
    )


def test_a_held_engagement_counts_as_the_contact_of_its_mode() -> None:
    fact = a_fact(held("2022-03-06"), what="planned:call", dated="2022-03-10")

    assert share(fact, "2022-03-06") == Share(1_500_000, 1_500_000, 1_500_000)
    assert share(
        a_fact(held("2022-03-06"), what="planned:vote", dated="2022-03-10"), "2022-03-06"
    ) == Share(0, 0, 0)


@pytest.mark.parametrize(
    ("what", "flow"),
    [
        ("visit", True),
        ("agree", True),
        ("planned:call", True),
        ("stance:critical", False),
        ("assessment:strained", False),
    ],
)
def test_what_happens_on_a_day_is_a_flow(what: str, flow: bool) -> None:
    assert is_flow(a_fact_state(a_fact(what=what))) is flow


# Standing facts -----------------------------------------------------------------------------------


def test_a_standing_fact_counts_in_full_while_it_holds() -> None:
    assert share(a_war(), "2020-01-01") == share(a_war(), "2030-01-01") == Share(WAR, WAR, WAR)


def test_before_it_begins_it_counts_nothing() -> None:
    assert share(a_war(dated="2020-01-01/2021-01-01"), "2019-12-31") == Share(0, 0, 0)


@pytest.mark.parametrize(
    ("what", "days", "half"),
    [
        ("instrument:armed-conflict", 720, -5_000_000),
        ("instrument:alliance", 180, 3_000_000),
        ("link:close", 180, 1_500_000),
        ("stance:opposes", 30, -1_000_000),
    ],
)
def test_what_has_ended_fades_from_that_day(what: str, days: int, half: int) -> None:
    fact = a_fact(what=what, dated="2019-01-01/2020-01-01", known="2019-01-01")
    day = day_number("2020-01-01") + days

    assert weigh(a_fact_state(fact), day) == Share(half, half, half)


def test_what_is_suspended_fades_and_counts_again_when_resumed() -> None:
    fact = a_war(suspended("2020-06-01"), resumed("2022-05-22"))

    assert share(fact, "2020-06-01").counted == WAR
    assert share(fact, "2022-05-21").counted == decayed(WAR, 719, 720)
    assert share(fact, "2022-05-22").counted == WAR


def test_what_ended_within_a_month_fades_like_a_flow_of_that_month() -> None:
    counted = half_even(
        WAR * remaining_over(between("2021-01-01", "2021-01-31"), day_number("2021-06-01"), 720),
        31 * 10**9,
    )

    assert share(a_war(ended("2021-01")), "2021-06-01") == Share(
        counted, decayed(WAR, 121, 720), decayed(WAR, 151, 720)
    )


@pytest.mark.parametrize("dated", ["../", "[..2020-06]/"])
def test_what_ended_nobody_knows_when_keeps_its_range(dated: str) -> None:
    found = share(a_fact(what="instrument:alliance", dated=dated, known="2021-01-01"), "2021-06-30")

    assert (found.low, found.high) == (0, 3_000_000)


def test_a_start_within_a_month_counts_for_the_days_gone_by() -> None:
    assert share(a_war(dated="2020-01"), "2020-01-10") == Share(half_even(WAR * 10, 31), WAR, 0)


def test_an_end_within_a_month_counts_in_full_for_later_days_and_faded_for_earlier_ones() -> None:
    faded = WAR * remaining_over(between("2021-01-01", "2021-01-10"), day_number("2021-01-10"), 720)

    assert share(a_war(ended("2021-01")), "2021-01-10") == Share(
        half_even(21 * WAR * 10**9 + faded, 31 * 10**9), WAR, 0
    )


def test_a_resumption_within_a_month_counts_the_fading_suspension_until_then() -> None:
    fact = a_war(suspended("2020-06-01"), resumed("2021-01"))
    before = (
        21
        * WAR
        * remaining_over(between("2020-06-01", "2020-06-01"), day_number("2021-01-10"), 720)
    )

    assert share(fact, "2021-01-10") == Share(
        half_even(10 * WAR * 10**9 + before, 31 * 10**9), WAR, 0
    )


@pytest.mark.parametrize("dated", ["[2020..]", "[..2020]/2020", "2020/"])
def test_what_may_hold_counts_nothing_if_no_mean_can_be_told(dated: str) -> None:
    fact = a_fact(what="instrument:alliance", dated=dated, known="2021-01-01")

    assert share(fact, "2020-06-01") == Share(0, 0, 6_000_000)


def test_two_uncertain_changes_count_nothing() -> None:
    assert share(a_war(dated="2020/2020"), "2020-06-01") == Share(0, WAR, 0)


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


@pytest.mark.parametrize("what", ["assessment:strained", "geography:maritime-border"])
def test_what_is_only_described_weighs_nothing(what: str) -> None:
    assert share(a_fact(what=what, dated="2020"), "2022-03-05") == Share(0, 0, 0)


def test_a_disputed_fact_counts_nothing_and_keeps_its_range_with_nothing_in_it() -> None:
    for what, sign in (("visit", 1), ("accuse", -1)):
        fact_state = a_fact_state(a_fact(what=what, dated="2022-03-XX", known="2022-03-31"))
        counted, low, high = share(
            a_fact(what=what, dated="2022-03-XX", known="2022-03-31"), "2022-04-05"
        )
        disputed = LENS.disputed(fact_state, day_number("2022-04-05"))

        assert (
            0 < sign * low < sign * counted < sign * high
            or 0 < sign * high < sign * counted < sign * low
        )
        assert disputed == (Share(0, 0, high) if sign > 0 else Share(0, low, 0))


# Momentum -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-03-04", 0),
        ("2022-03-05", 4_000_000),
        ("2022-04-03", 4_000_000),
        ("2022-04-04", -4_000_000),
        ("2022-05-03", -4_000_000),
        ("2022-05-04", 0),
    ],
)
def test_a_flow_moves_for_thirty_days_and_back_for_thirty(day: str, expected: int) -> None:
    assert moved(a_fact(what="visit", dated="2022-03-05"), day) == expected


def test_a_vague_flow_moves_by_its_share() -> None:
    assert moved(a_fact(what="visit", dated="2022-03"), "2022-03-10") == half_even(
        4_000_000 * 10, 31
    )


@pytest.mark.parametrize("dated", ["[..2022-03-05]", "[2022-03-05..]"])
@pytest.mark.parametrize("what", ["visit", "stance:supports"])
def test_evidence_that_arrives_is_not_the_world_that_changes(what: str, dated: str) -> None:
    assert moved(a_fact(what=what, dated=dated), "2022-03-05") == 0


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-01-01", WAR),
        ("2020-01-30", WAR),
        ("2020-01-31", 0),
        ("2020-06-01", -WAR),
        ("2020-06-30", -WAR),
        ("2020-07-01", 0),
        ("2021-01-01", WAR),
    ],
)
def test_beginnings_move_one_way_and_endings_the_other(day: str, expected: int) -> None:
    assert moved(a_war(suspended("2020-06-01"), resumed("2021-01-01")), day) == expected


def test_a_war_that_begins_and_ends_within_the_month_moves_nothing() -> None:
    assert moved(a_war(dated="2020-01-01/2020-01-10"), "2020-01-15") == 0


def test_each_fact_is_rounded_once() -> None:
    fact = a_fact(what="instrument:treaty", dated="2022-01", known="2022-01-01", weight=1)

    assert moved(fact, "2022-01-15") == 0
    assert moved(fact, "2022-01-17") == 1
