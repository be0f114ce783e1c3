"""What was ahead, as announced, and what is past its time."""

from __future__ import annotations

from domain.clocks import AsOf
from domain.fact import Fact
from projections.agenda import AHEAD, OVERDUE, Item, agenda, item_json
from tests.builders import a_day, a_fact, cancelled, denied, held, moved, with_events

CALL = a_fact(handle="call", what="planned:call", dated="2022-03-06", known="2022-03-05")


def on(day: str, *facts: Fact, statuses: tuple[str, ...] = AHEAD) -> tuple[Item, ...]:
    return agenda(facts, AsOf(a_day(day)), statuses)


def test_what_was_announced_is_ahead() -> None:
    assert [(item.fact_state.handle, item.status) for item in on("2022-03-05", CALL)] == [
        ("call", "pending")
    ]


def test_what_was_announced_later_is_not_ahead_even_with_hindsight() -> None:
    assert on("2022-03-04", CALL) == ()


def test_what_was_held_is_not_ahead() -> None:
    assert on("2022-03-06", with_events(CALL, held("2022-03-06"))) == ()


def test_a_plan_that_slipped_tells_of_the_plan_before() -> None:
    slipped = with_events(CALL, moved("2022-03-09", "2022-03-05"))
    (item,) = on("2022-03-05", slipped)

    assert (item.planned, [plan.text for plan in item.slips]) == ("2022-03-09", ["2022-03-06"])


def test_a_plan_that_slips_later_has_not_slipped_yet() -> None:
    (item,) = on("2022-03-05", with_events(CALL, moved("2022-03-09", "2022-03-06")))

    assert (item.planned, item.slips) == ("2022-03-06", ())


def test_a_plan_called_off_and_taken_up_again_tells_both() -> None:
    revived = with_events(CALL, cancelled("2022-03-05"), moved("2022-03-10", "2022-03-05"))
    (item,) = on("2022-03-05", revived)

    assert item_json(item)["slips"] == [
        {"planned": "2022-03-06", "known_on": "2022-03-05"},
        {"planned": None, "known_on": "2022-03-05"},
    ]


def test_what_was_called_off_is_on_no_agenda() -> None:
    off = with_events(CALL, cancelled("2022-03-05"))

    assert on("2022-03-05", off) == on("2022-03-09", off, statuses=OVERDUE) == ()


def test_what_is_past_its_time_without_an_outcome_is_overdue_and_never_held() -> None:
    assert [item.status for item in on("2022-03-07", CALL, statuses=OVERDUE)] == ["unconfirmed"]


def test_what_is_denied_is_not_ahead() -> None:
    assert on("2022-03-05", with_events(CALL, denied("2022-03-05"))) == ()


def test_the_earliest_comes_first() -> None:
    sooner = a_fact(
        handle="zz-sooner", what="planned:visit", dated="2022-03-05", known="2022-03-01"
    )

    assert [item.fact_state.handle for item in on("2022-03-05", CALL, sooner)] == [
        "zz-sooner",
        "call",
    ]
