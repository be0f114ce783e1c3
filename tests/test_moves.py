"""What changed in the world, and the trend that follows from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.events import Event
from domain.fact import Fact
from domain.kinds import POINT
from projections.lenses.standing_flow import weight
from projections.moves import NO_MOVES, Movement, Moves, moved, now, total, year_before
from tests.builders import (
    a_fact,
    a_fact_state,
    an_answer,
    cancelled,
    day_number,
    denied,
    ended,
    held,
    reported,
    resumed,
    suspended,
)

ON = "2022-03-05"


def up(points: float) -> Moves:
    return Moves(round(points * POINT), 0)


def down(points: float) -> Moves:
    return Moves(0, round(points * POINT))


def month(fact: Fact, day: str) -> Moves:
    """What a fact moved in the 30 days up to a day."""
    fact_state = a_fact_state(fact)
    return moved(fact_state, weight(fact_state), now(day_number(day)))


def year(fact: Fact, day: str) -> Moves:
    """What it moved in the 365 days before those."""
    fact_state = a_fact_state(fact)
    return moved(fact_state, weight(fact_state), year_before(day_number(day)))


def ago(days: int) -> str:
    """So many days before the day asked about."""
    return (date.fromisoformat(ON) - timedelta(days=days)).isoformat()


# What one fact moves ------------------------------------------------------------------------------


def test_a_month_is_thirty_days_and_the_year_is_those_before_them() -> None:
    day = day_number(ON)

    assert now(day) == (day - 29, day)
    assert year_before(day) == (day - 394, day - 30)


@pytest.mark.parametrize(
    ("days", "in_month", "in_year"),
    [
        (0, up(2.5), NO_MOVES),
        (29, up(2.5), NO_MOVES),
        (30, NO_MOVES, up(2.5)),
        (394, NO_MOVES, up(2.5)),
        (395, NO_MOVES, NO_MOVES),
    ],
)
def test_a_flow_moves_its_whole_weight_for_thirty_days_and_never_back(
    days: int, in_month: Moves, in_year: Moves
) -> None:
    agreement = a_fact(what="agree", dated=ago(days))

    assert month(agreement, ON) == in_month
    assert year(agreement, ON) == in_year


def test_a_meeting_moves_half_of_its_table() -> None:
    assert month(a_fact(what="visit", dated=ON), ON) == up(2)


@pytest.mark.parametrize(
    ("dated", "moves"),
    [
        ("[2022-03-01..2022-03-10]", up(1.25)),  # five days of ten
        (f"[{ago(31)}..{ago(28)}]", up(1.25)),  # two days of four
        (f"{ago(31)}/{ago(28)}", NO_MOVES),  # what lasts moves on its first day
        (f"{ago(29)}/2022-03-20", up(2.5)),
        ("[..2022-03-05]", NO_MOVES),
        ("[2022-03-05..]", NO_MOVES),
    ],
)
def test_a_vague_flow_moves_by_its_share_and_one_without_bounds_nothing(
    dated: str, moves: Moves
) -> None:
    assert month(a_fact(what="agree", dated=dated, known="2022-03-20"), ON) == moves


def test_a_held_engagement_moves_on_the_day_it_was_held() -> None:
    call = a_fact(held(ago(29)), what="planned:call", dated=ON, known=ago(60))

    assert month(call, ON) == up(0.75)
    assert month(call, "2022-03-06") == NO_MOVES


def a_war(*later: Event, dated: str = "2020-01-01", weight: int | None = None) -> Fact:
    return a_fact(
        *later, what="instrument:armed-conflict", dated=dated, known="2020-01-01", weight=weight
    )


@pytest.mark.parametrize(
    ("day", "moves"),
    [
        ("2019-12-31", NO_MOVES),
        ("2020-01-01", down(10)),
        ("2020-01-30", down(10)),
        ("2020-01-31", NO_MOVES),
        ("2020-06-01", up(10)),
        ("2020-06-30", up(10)),
        ("2020-07-01", NO_MOVES),
        ("2021-01-01", down(10)),
    ],
)
def test_a_beginning_moves_one_way_and_an_ending_the_other(day: str, moves: Moves) -> None:
    assert month(a_war(suspended("2020-06-01"), resumed("2021-01-01")), day) == moves


def test_a_war_of_ten_days_moved_down_and_up() -> None:
    assert month(a_war(dated="2020-01-01/2020-01-11"), "2020-01-15") == Moves(
        10 * POINT, 10 * POINT
    )


def test_an_alliance_that_ends_moves_down() -> None:
    alliance = a_fact(ended(ON), what="instrument:alliance", dated="2020-01-01", known="2020-01-01")

    assert month(alliance, ON) == down(6)


def test_an_ending_moves_within_its_tightened_window() -> None:
    """Suspended within June and resumed on the 21st: on one of the first twenty days."""
    war = a_war(suspended("2020-06"), resumed("2020-06-21"))

    assert month(war, "2020-06-10") == up(5)
    assert month(war, "2020-06-20") == up(10)
    assert month(war, "2020-06-21") == Moves(10 * POINT, 10 * POINT)


@pytest.mark.parametrize("dated", ["..", "[..2020-01-01]", "../", "[..2019]/[2020-01-01..]"])
def test_evidence_that_arrives_is_not_the_world_that_changes(dated: str) -> None:
    treaty = a_fact(what="instrument:treaty", dated=dated, known="2020-01-01")

    assert month(treaty, "2020-01-01") == NO_MOVES


def test_an_ending_of_what_was_stale_moves_nothing() -> None:
    """Its expiry was planned when it was known, and 365 days passed without another report."""

    def a_stance(*later: Event) -> Fact:
        day = "2020-01-01"
        return a_fact(*later, what="stance:critical", dated=day, known=day, expires="2022-03-01")

    forgotten, remembered = a_stance(), a_stance(reported("2021-06-01"))

    assert month(forgotten, ON) == NO_MOVES
    assert month(remembered, ON) == up(1)


def test_what_is_only_described_moves_nothing() -> None:
    assert month(a_fact(what="assessment:strained", dated=ON), ON) == NO_MOVES


def test_each_fact_is_rounded_once_each_way() -> None:
    """Of one micro-unit in January, 15 days of 31 are 0.48 and 16 are 0.52."""
    treaty = a_fact(what="instrument:treaty", dated="2022-01", known="2022-02-01", weight=1)

    assert month(treaty, "2022-01-15") == NO_MOVES
    assert month(treaty, "2022-01-16") == Moves(1, 0)


def test_parts_of_one_fact_are_rounded_together() -> None:
    """A third of the first suspension and a third of the second: 2 of 3, and neither alone is 1."""
    treaty = a_fact(
        suspended("[2022-02-03..2022-02-05]"),
        resumed("2022-02-20"),
        suspended("[2022-03-05..2022-03-07]"),
        what="instrument:treaty",
        dated="2020-01-01",
        known="2020-01-01",
        weight=-1,
    )

    assert month(treaty, ON) == Moves(1, 1)
    assert month(treaty, "2022-02-03") == NO_MOVES


def test_moves_are_added_up_each_way() -> None:
    assert total([up(2), down(3), up(1)]) == Moves(3 * POINT, 3 * POINT)
    assert total([]) == NO_MOVES


# The trend ----------------------------------------------------------------------------------------


def a_movement(
    rises: float = 0, falls: float = 0, *, usual_up: float = 0, usual_down: float = 0
) -> Movement:
    figures = [round(each * POINT) for each in (rises, falls, usual_up, usual_down)]
    return Movement(Moves(*figures[:2]), Moves(*figures[2:]))


def test_the_usual_month_is_thirty_days_of_365() -> None:
    """36.5 up and 73 down in a year: 3 and 6 in a month; half a micro-unit goes to the even one."""
    found = Movement.of(NO_MOVES, Moves(36_500_000, 73_000_000))

    assert found.usual == Moves(3_000_000, 6_000_000)
    assert Movement.of(NO_MOVES, Moves(365 // 5, 365 // 5 + 1)).usual == Moves(6, 6)


@pytest.mark.parametrize(
    ("movement", "trend"),
    [
        (a_movement(), "quiet"),
        (a_movement(usual_up=5, usual_down=5), "quiet"),
        (a_movement(0.000001), "steady"),
        (a_movement(1.999999), "steady"),
        (a_movement(2), "improving"),
        (a_movement(falls=1.999999), "steady"),
        (a_movement(falls=2), "worsening"),
        (a_movement(4, 2), "improving"),
        (a_movement(3.999999, 2), "volatile"),
        (a_movement(2, 3.999999), "volatile"),
        (a_movement(2, 4), "worsening"),
        (a_movement(2, 2), "volatile"),
        (a_movement(1.999999, 2), "steady"),
        (a_movement(2, 1.999999), "steady"),
    ],
)
def test_two_points_beyond_what_is_usual_are_a_trend(movement: Movement, trend: str) -> None:
    assert movement.trend() == trend


@pytest.mark.parametrize(
    ("movement", "bar", "momentum", "trend"),
    [
        (a_movement(5, usual_up=1), 2, 4, "improving"),
        (a_movement(2.999999, usual_up=1), 2, 1.999999, "steady"),
        (a_movement(6, usual_up=3), 3, 3, "improving"),
        (a_movement(5.999999, usual_up=3), 3, 2.999999, "steady"),
        (a_movement(8, usual_up=2, usual_down=4), 6, 6, "improving"),
        (a_movement(7.999999, usual_up=2, usual_down=4), 6, 5.999999, "steady"),
        (a_movement(falls=10, usual_up=2, usual_down=4), 6, -6, "worsening"),
        (a_movement(1, 2, usual_up=5, usual_down=5), 10, 0, "steady"),
        (a_movement(0, 12, usual_up=5, usual_down=0), 5, -12, "worsening"),
        (a_movement(15, 15, usual_up=5, usual_down=5), 10, 0, "volatile"),
        (a_movement(14.999999, 15, usual_up=5, usual_down=5), 10, -0.000001, "steady"),
    ],
)
def test_the_bar_is_the_usual_month_and_a_quiet_month_is_no_quarrel(
    movement: Movement, bar: float, momentum: float, trend: str
) -> None:
    """A month with less than is usual moves nothing: it never counts for the other side."""
    assert movement.bar == round(bar * POINT)
    assert movement.momentum == round(momentum * POINT)
    assert movement.trend() == trend


def test_what_may_not_improve_is_steady() -> None:
    assert a_movement(9).trend(may_improve=False) == "steady"
    assert a_movement(9, 4).trend(may_improve=False) == "steady"
    assert a_movement(0, 9).trend(may_improve=False) == "worsening"
    assert a_movement(3, 3).trend(may_improve=False) == "volatile"


# From facts ---------------------------------------------------------------------------------------


def test_a_good_deed_does_not_turn_bad_after_thirty_days() -> None:
    aid = a_fact(what="aid", dated="2022-03-05")
    trends = [an_answer(aid, on=day).trend for day in ("2022-04-03", "2022-04-04", "2022-12-31")]

    assert trends == ["improving", "quiet", "quiet"]


def test_what_is_usual_is_no_news() -> None:
    """Two points each month for a year are 24 * 30 / 365 = 1.972603 in the usual month."""
    visits = [
        a_fact(what="visit", dated=f"{year}-{month:02}-04", handle=f"v-{year}-{month}")
        for year, month in [(2021, month) for month in range(2, 13)] + [(2022, 1)]
    ]
    again = a_fact(what="visit", dated="2022-03-04", handle="again")
    answer = an_answer(*visits, again)

    assert answer.movement.usual == Moves(1_972_603, 0)
    assert answer.movement.momentum == 2_000_000 - 1_972_603
    assert answer.trend == "steady"
    assert an_answer(again).trend == "improving"


def test_only_what_counts_moves() -> None:
    """What is contested does, and no denied fact, no muted one and no plan."""
    facts = [
        a_fact(denied(ON), what="aid", handle="denied"),
        a_fact(what="agree", episode="round", handle="muted"),
        a_fact(what="support", episode="round", handle="larger"),
        a_fact(what="planned:visit", dated=ON, handle="planned"),
        a_fact(reported(ON, "AFP"), denied(ON), what="assault", handle="contested"),
    ]
    answer = an_answer(*facts)

    assert {handle: moves.now for handle, moves in answer.moves.items()} == {
        "larger": up(5),
        "contested": down(9),
    }
    assert answer.movement.now == Moves(5 * POINT, 9 * POINT)


def test_a_plan_that_is_called_off_moves_as_a_refusal_to_meet() -> None:
    """In the window of the cancellation's date, down by 2; of a doubtful week five days of ten."""

    def a_summit(*later: Event) -> Fact:
        return a_fact(*later, what="planned:summit", dated="2022-04-01", known="2022-01-01")

    off = a_summit(cancelled(ago(29), by="TUR"))
    vague = a_summit(cancelled("[2022-03-01..2022-03-10]", ON, by="TUR"))

    assert an_answer(off).movement.now == down(2)
    assert an_answer(off, on="2022-03-06").movement.now == NO_MOVES
    assert an_answer(vague).movement.now == down(1)


def test_a_domain_has_its_own_trend() -> None:
    answer = an_answer(
        a_fact(what="aid", domain="trade", handle="a"),
        a_fact(what="accuse", domain="energy", handle="b"),
    )

    assert {name: row.trend for name, row in answer.domains.items()} == {
        "trade": "improving",
        "energy": "worsening",
    }
    assert answer.domains["energy"].movement.momentum == -3_000_000
    assert answer.trend == "improving"
