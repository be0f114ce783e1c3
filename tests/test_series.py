"""How figures went: each point is the state of its day, and what was in force has its stretches."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.fact import Fact
from domain.status import Course, Kleene
from projections.series import MOST_POINTS, Series, Stretch, series, series_json, stretches
from projections.state import state
from tests import strategies
from tests.builders import (
    PAIR,
    a_day,
    a_fact,
    a_fact_state,
    corrected,
    day_number,
    denied,
    ended,
    held,
    moved,
    resumed,
    retracted,
    suspended,
)
from tests.effort import examples

SANCTIONS = "instrument:sanctions"


def a_series(
    *facts: Fact, first: str = "2022-01-01", last: str = "2022-03-31", known_on: str = ""
) -> Series:
    return series(
        facts, PAIR, (a_day(first), AsOf(a_day(last), a_day(known_on) if known_on else None))
    )


def a_window(first: str, last: str) -> Window:
    return Window(day_number(first) if first else NO_FIRST, day_number(last) if last else NO_LAST)


# Points -------------------------------------------------------------------------------------------


@settings(max_examples=examples(60), deadline=None)
@given(strategies.histories(), strategies.days, st.integers(0, 500), st.none() | strategies.days)
def test_each_point_is_the_state_of_its_day(
    facts: list[Fact], first: date, longer: int, known_on: date | None
) -> None:
    as_of = AsOf(first + timedelta(days=longer), known_on)
    found = series(facts, PAIR, (first, as_of))
    for point in found.points[:: max(1, len(found.points) // 4)]:
        answer = state(facts, PAIR, AsOf(date.fromordinal(point.day), known_on))

        assert (point.verdict, point.score, list(point.directions)) == (
            answer.verdict,
            answer.score,
            list(answer.directions.values()),
        )


@given(st.integers(0, 6000))
def test_points_run_from_the_first_day_to_the_last_in_even_steps(longer: int) -> None:
    last = a_day("2022-03-31")
    found = series([], PAIR, (last - timedelta(days=longer), AsOf(last)))
    days = [point.day for point in found.points]

    assert (days[0], days[-1]) == (found.first, found.last)
    assert len(days) <= MOST_POINTS + 1
    assert {later - day for day, later in pairwise(days[1:])} <= {found.step}
    assert found.step == 1 or found.step % 7 == 0


def test_a_point_is_the_end_of_its_day() -> None:
    found = a_series(
        a_fact(dated="2022-02-01", known="2022-02-01"), first="2022-01-31", last="2022-02-01"
    )

    assert [point.score.friction for point in found.points] == [0, 3_000_000]
    assert [point.label for point in found.points] == ["unknown", "strained"]


def test_what_was_known_later_is_in_every_point_unless_asked_otherwise() -> None:
    late = a_fact(dated="2022-02-01", known="2022-06-01")

    assert a_series(late).points[-1].label != "unknown"
    assert a_series(late, known_on="2022-03-31").points[-1].label == "unknown"


# Stretches ----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(strategies.one_fact, st.none() | strategies.days, strategies.days)
def test_stretches_say_what_the_status_of_each_day_says(
    fact: Fact, known_on: date | None, day: date
) -> None:
    fact_state = fact.as_of() if known_on is None else fact.as_of(known_on.toordinal())
    if fact_state is None or not fact_state.content.standing:
        return
    found = stretches(fact_state)
    sure = any(stretch.sure.lo <= day.toordinal() <= stretch.sure.hi for stretch in found)
    may = any(stretch.may.lo <= day.toordinal() <= stretch.may.hi for stretch in found)

    assert Course.of(fact_state).holds(day.toordinal()) == (
        Kleene.YES if sure else Kleene.POSSIBLE if may else Kleene.NO
    )


def test_a_fact_that_began_and_ended_on_days_is_certain_between_them() -> None:
    fact_state = a_fact_state(a_fact(what=SANCTIONS, dated="2022-01-10/2022-02-01"))
    span = a_window("2022-01-10", "2022-01-31")

    assert stretches(fact_state) == [Stretch(span, span)]


def test_a_fact_without_an_end_is_open() -> None:
    span = a_window("2022-01-10", "")

    assert stretches(a_fact_state(a_fact(what=SANCTIONS, dated="2022-01-10"))) == [
        Stretch(span, span)
    ]


def test_a_vague_beginning_and_a_vague_end_are_possible_only() -> None:
    (stretch,) = stretches(a_fact_state(a_fact(what=SANCTIONS, dated="2022-01/2022-03")))

    assert stretch == Stretch(
        a_window("2022-01-01", "2022-03-30"), a_window("2022-01-31", "2022-02-28")
    )


def test_a_fact_whose_windows_meet_is_certain_on_no_day() -> None:
    (stretch,) = stretches(a_fact_state(a_fact(what=SANCTIONS, dated="2022-01/2022-01")))

    assert stretch.sure.lo > stretch.sure.hi


def test_a_fact_suspended_and_resumed_has_a_pause() -> None:
    fact = a_fact(
        suspended("2022-02-01"),
        resumed("2022-02-10"),
        ended("2022-03-01"),
        what=SANCTIONS,
        dated="2022-01-10",
    )
    spans = a_window("2022-01-10", "2022-01-31"), a_window("2022-02-10", "2022-02-28")

    assert stretches(a_fact_state(fact)) == [Stretch(span, span) for span in spans]


def test_a_fact_that_always_was_is_open_to_the_past_and_certain_from_when_it_was_known() -> None:
    (stretch,) = stretches(a_fact_state(a_fact(what=SANCTIONS, dated="..", known="2022-01-10")))

    assert stretch.may == a_window("", "")
    assert stretch.sure.hi == NO_LAST


# Marks and bars -----------------------------------------------------------------------------------


def names_of(found: Series) -> tuple[list[str], list[str]]:
    return [mark.pair_fact.handle for mark in found.marks], [
        bar.pair_fact.handle for bar in found.bars
    ]


def test_what_happened_before_the_span_has_no_mark() -> None:
    facts = [
        a_fact(handle=name, dated=day, known="2022-01-05")
        for name, day in (("before", "2021-12-31"), ("on", "2022-01-01"))
    ]

    assert names_of(a_series(*facts)) == (["on"], [])


def test_a_vague_day_that_may_lie_in_the_span_has_a_mark() -> None:
    found = a_series(a_fact(dated="[2021-12-20..2022-01-02]", known="2022-01-05"))

    assert found.marks[0].window == a_window("2021-12-20", "2022-01-02")


def test_what_ended_before_the_span_or_began_after_it_has_no_bar() -> None:
    dates = {
        "before": "2021-10-01/2022-01-01",
        "over": "2021-10-01/2022-01-02",
        "after": "2022-04-01",
        "on": "2022-03-31",
    }
    found = a_series(
        *(
            a_fact(handle=name, what=SANCTIONS, dated=dated, known="2022-01-05")
            for name, dated in dates.items()
        )
    )

    assert names_of(found) == ([], ["over", "on"])


def test_a_mark_lies_where_an_engagement_was_planned_at_last_until_it_is_held() -> None:
    meeting = a_fact(
        moved("2022-02-20", "2022-02-05"),
        what="planned:talks",
        dated="2022-02-10",
        known="2022-02-01",
    )
    met = a_fact(
        moved("2022-02-20", "2022-02-05"),
        held("2022-02-21"),
        what="planned:talks",
        dated="2022-02-10",
        known="2022-02-01",
    )
    (planned,), (done,) = a_series(meeting).marks, a_series(met).marks

    assert (planned.planned, planned.window, planned.pair_fact.reason) == (
        True,
        a_window("2022-02-20", "2022-02-20"),
        "unconfirmed",
    )
    assert (done.planned, done.window, done.pair_fact.reason) == (
        False,
        a_window("2022-02-21", "2022-02-21"),
        "",
    )


def test_what_does_not_count_has_its_mark_and_the_reason() -> None:
    facts = [
        a_fact(denied("2022-03-06"), handle="denied"),
        a_fact(retracted("2022-03-06"), handle="gone"),
    ]

    assert {mark.pair_fact.handle: mark.pair_fact.reason for mark in a_series(*facts).marks} == {
        "denied": "disputed",
        "gone": "retracted",
    }


def test_stances_and_links_are_neither_marks_nor_bars() -> None:
    assert names_of(a_series(a_fact(what="stance:opposes", dated="2022-01-05"))) == ([], [])


# JSON ---------------------------------------------------------------------------------------------


def test_json_writes_days_and_leaves_out_what_is_unbounded() -> None:
    facts = [
        a_fact(what=SANCTIONS, dated="2022-01/2022-01", handle="brief"),
        a_fact(what=SANCTIONS, dated="..", known="2022-01-10"),
    ]
    plain = json.loads(
        json.dumps(series_json(a_series(*facts, a_fact(corrected("weight", "-4"), handle="act"))))
    )
    bars = {bar["fact"]: bar["in_force"] for bar in plain["bars"]}

    assert (plain["schema"], plain["from"], plain["to"], plain["step_days"]) == (
        "detente/series@1",
        "2022-01-01",
        "2022-03-31",
        1,
    )
    assert bars["brief"] == [{"may": {"first": "2022-01-01", "last": "2022-01-30"}, "sure": None}]
    assert bars["fact"][0]["may"] == {"first": None, "last": None}
    assert (plain["marks"][0]["fact"], plain["marks"][0]["weight"], plain["marks"][0]["first"]) == (
        "act",
        -4_000_000,
        "2022-03-05",
    )
    assert plain["points"][-1]["directions"].keys() == {"RUS>TUR", "TUR>RUS"}
