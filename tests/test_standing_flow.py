"""What one fact counts for under the lens standing-flow@2, and the range it may count within."""

from __future__ import annotations

import pytest

from domain.edtf import Window
from domain.events import Event
from domain.fact import Fact
from projections.lenses.decay import decayed, half_even, remaining_over
from projections.lenses.flow import is_flow
from projections.lenses.lens import Ledger, Share
from projections.lenses.standing_flow import LENS, weigh
from tests.builders import (
    a_fact,
    a_fact_state,
    day_number,
    ended,
    held,
    resumed,
    suspended,
)

WAR = -10_000_000


def share(fact: Fact, day: str, known: str = "") -> Share:
    return weigh(a_fact_state(fact, known), day_number(day))


def certainly(counted: int) -> Share:
    return Share(counted, counted, counted)


def between(first: str, last: str) -> Window:
    return Window(day_number(first), day_number(last))


def a_war(*later: Event, dated: str = "2020-01-01", known: str = "2020-01-01") -> Fact:
    return a_fact(*later, what="instrument:armed-conflict", dated=dated, known=known)


# Flows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "day", "counted"),
    [
        ("agree", "2022-03-05", 2_500_000),
        ("agree", "2022-05-04", 1_250_000),
        ("agree", "2022-07-03", 625_000),
        ("cooperate", "2022-05-04", 4_750_000),
        ("assault", "2022-05-04", -4_500_000),
        ("accuse", "2022-05-04", -1_500_000),
        ("summon", "2022-05-04", -1_000_000),
        ("request", "2022-03-05", 0),
        ("agree", "2022-03-04", 0),
    ],
)
def test_words_and_deeds_alike_halve_every_60_days(what: str, day: str, counted: int) -> None:
    assert share(a_fact(what=what, dated="2022-03-05"), day) == certainly(counted)


def test_of_the_largest_flow_nothing_is_left_after_1854_days() -> None:
    """2**(-1853 / 60) is 0.5046 billionths, which makes 1; a day more is 0.4988, which makes 0."""
    flow = a_fact(what="agree", dated="2022-03-05", weight=1_000_000_000)
    happened = day_number("2022-03-05")

    assert weigh(a_fact_state(flow), happened + 1853) == certainly(1)
    assert weigh(a_fact_state(flow), happened + 1854) == certainly(0)


@pytest.mark.parametrize(
    ("what", "counted"),
    [
        ("visit", 2_000_000),
        ("summit", 2_000_000),
        ("talks", 1_250_000),
        ("call", 750_000),
        ("third-party", 500_000),
        ("failed-talks", 0),
        ("consult", 1_250_000),
        ("consult:visit", 2_000_000),
        ("consult:multilateral", 2_000_000),
        ("consult:phone", 750_000),
        ("consult:third-party", 500_000),
        ("agree", 2_500_000),
        ("support", 5_000_000),
    ],
)
def test_a_meeting_counts_half_of_its_table_and_nothing_else_does(what: str, counted: int) -> None:
    assert share(a_fact(what=what, dated="2022-03-05"), "2022-03-05") == certainly(counted)


@pytest.mark.parametrize("what", ["visit", "consult:phone"])
@pytest.mark.parametrize("weight", [3_000_000, -1_000_001, 0])
def test_a_meeting_with_a_weight_of_its_own_counts_all_of_it(what: str, weight: int) -> None:
    fact = a_fact(what=what, dated="2022-03-05", weight=weight)

    assert share(fact, "2022-03-05") == certainly(weight)


@pytest.mark.parametrize(
    ("what", "domain", "weight", "ledger"),
    [
        ("retreat", "diplomacy", None, Ledger.RELIEF),
        ("retreat:ceasefire", "diplomacy", None, Ledger.RELIEF),
        ("withdraw-troops", "defence", None, Ledger.RELIEF),
        ("release-prisoners", "justice", None, Ledger.RELIEF),
        ("lift-restriction", "trade", None, Ledger.RELIEF),
        ("concede", "diplomacy", None, Ledger.RELIEF),
        ("aid", "humanitarian", None, Ledger.RELIEF),
        ("aid", "finance", None, Ledger.COOPERATION),
        ("support", "humanitarian", None, Ledger.COOPERATION),
        ("visit", "humanitarian", None, Ledger.COOPERATION),
        ("instrument:ceasefire", "humanitarian", None, Ledger.COOPERATION),
        ("retreat", "diplomacy", -1_000_000, Ledger.FRICTION),
        ("retreat", "diplomacy", 0, Ledger.NONE),
        ("agree", "diplomacy", -1, Ledger.FRICTION),
        ("accuse", "diplomacy", 1, Ledger.COOPERATION),
        ("accuse", "diplomacy", None, Ledger.FRICTION),
        ("request", "diplomacy", None, Ledger.NONE),
        ("stance:neutral", "diplomacy", None, Ledger.NONE),
    ],
)
def test_giving_back_is_relief_and_all_else_goes_by_its_weight(
    what: str, domain: str, weight: int | None, ledger: Ledger
) -> None:
    fact = a_fact(what=what, dated="2022-03-05", domain=domain, weight=weight)

    assert LENS.ledger(a_fact_state(fact)) is ledger


def test_a_vague_flow_is_the_mean_over_its_days() -> None:
    counted = half_even(
        2_500_000
        * remaining_over(between("2022-03-01", "2022-03-31"), day_number("2022-04-15"), 60),
        31 * 10**9,
    )

    assert share(a_fact(what="agree", dated="2022-03"), "2022-04-15") == Share(
        counted, decayed(2_500_000, 45, 60), decayed(2_500_000, 15, 60)
    )


@pytest.mark.parametrize(("day", "may_be_nothing"), [("2022-03-04", True), ("2022-03-05", False)])
def test_a_vague_flow_has_happened_at_the_end_of_its_last_day(
    day: str, may_be_nothing: bool
) -> None:
    agreement = a_fact(what="agree", dated="[2022-03-01..2022-03-05]")

    assert (share(agreement, day).low == 0) == may_be_nothing


def test_a_flow_that_may_not_have_happened_yet_may_count_nothing() -> None:
    found = share(a_fact(what="agree", dated="2022-03"), "2022-03-10")

    assert (found.low, found.high) == (0, 2_500_000)
    assert found.counted == half_even(
        2_500_000
        * remaining_over(between("2022-03-01", "2022-03-10"), day_number("2022-03-10"), 60),
        31 * 10**9,
    )


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        ("2023-07-10", 0),
        ("2023-07-11", 2_500_000),
        ("2023-07-12", 2_500_000),
        ("2023-07-13", 2_500_000),
        ("2023-07-14", 2_471_285),
        ("2023-09-11", 1_250_000),
    ],
)
def test_what_lasts_for_days_begins_on_its_first_and_fades_from_its_last(
    day: str, counted: int
) -> None:
    """A day after the last, 2_500_000 * 0.988514020 is left: 2_471_285.05."""
    conference = a_fact(what="agree", dated="2023-07-11/2023-07-13")

    assert share(conference, day) == certainly(counted)


def test_a_vague_day_within_a_span_is_a_doubt_and_a_span_is_none() -> None:
    vague = share(a_fact(what="agree", dated="[2023-07-11..2023-07-13]"), "2023-07-12")

    assert (vague.low, vague.high) == (0, 2_500_000)
    assert 0 < vague.counted < 2_500_000


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        ("[..2022-03-05]", Share(0, 0, 1_250_000)),
        ("[2022-03-05..]", Share(0, 0, 2_500_000)),
        ("[..2022-06]", Share(0, 0, 2_500_000)),
        ("[2022-06..]", Share(0, 0, 0)),
    ],
)
def test_an_unbounded_flow_counts_nothing_but_keeps_its_range(dated: str, expected: Share) -> None:
    assert share(a_fact(what="agree", dated=dated), "2022-05-04") == expected


def test_an_unfriendly_flow_has_its_range_below_zero() -> None:
    assert share(a_fact(what="accuse", dated="[..2022-03-05]"), "2022-05-04") == Share(
        0, -1_500_000, 0
    )


def test_a_held_engagement_counts_as_the_meeting_of_its_mode() -> None:
    call = a_fact(held("2022-03-06"), what="planned:call", dated="2022-03-10")
    vote = a_fact(held("2022-03-06"), what="planned:vote", dated="2022-03-10")

    assert share(call, "2022-03-06") == certainly(750_000)
    assert share(vote, "2022-03-06") == certainly(0)


def test_an_engagement_held_for_days_fades_from_the_last_of_them() -> None:
    summit = a_fact(held("2022-03-06/2022-03-08"), what="planned:summit", dated="2022-03-06")

    assert share(summit, "2022-03-06") == share(summit, "2022-03-08") == certainly(2_000_000)
    assert share(summit, "2022-05-07") == certainly(1_000_000)


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
    war = a_war(dated="2020-01", known="2020-02-01")

    assert share(war, "2020-01-10") == Share(half_even(WAR * 10, 31), WAR, 0)


def test_a_report_attests_that_it_has_begun() -> None:
    """A war "in January" that was reported on the 10th had begun by the 10th: 5 of 10 days."""
    war = a_war(dated="2020-01", known="2020-01-10")

    assert share(war, "2020-01-05") == Share(half_even(WAR * 5, 10), WAR, 0)
    assert share(war, "2020-01-10") == certainly(WAR)


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


@pytest.mark.parametrize(
    ("dated", "known"),
    [("[2020..]", "2019-12-31"), ("[..2020]/2020", "2021-01-01"), ("2020/", "2021-01-01")],
)
def test_what_may_hold_counts_nothing_if_there_is_no_mean(dated: str, known: str) -> None:
    fact = a_fact(what="instrument:alliance", dated=dated, known=known)

    assert share(fact, "2020-06-01") == Share(0, 0, 6_000_000)


def test_two_uncertain_changes_count_nothing() -> None:
    war = a_war(dated="2020/2020", known="2021-01-01")

    assert share(war, "2020-06-01") == Share(0, WAR, 0)


@pytest.mark.parametrize("what", ["assessment:strained", "geography:maritime-border"])
def test_what_is_only_described_weighs_nothing(what: str) -> None:
    assert share(a_fact(what=what, dated="2020"), "2022-03-05") == Share(0, 0, 0)
