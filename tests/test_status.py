"""Whether a standing fact holds on a day, and how an engagement stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import edtf
from domain.changes import Change
from domain.edtf import Window
from domain.events import Event
from domain.fact import Fact
from domain.kind import Kind
from domain.kinds import KINDS, What
from domain.status import (
    Course,
    Kleene,
    any_of,
    engagement,
    engagement_date,
    in_scope,
    no_news,
    standing_plan,
    status,
    support,
)
from tests.builders import (
    a_fact,
    a_fact_state,
    cancelled,
    corrected,
    day_number,
    ended,
    held,
    moved,
    renewed,
    reported,
    resumed,
    suspended,
    with_events,
)


def holds(fact: Fact, day: str, known: str = "") -> str:
    return Course.of(a_fact_state(fact, known)).holds(day_number(day))


def course(fact: Fact, known: str = "") -> list[tuple[str, Window]]:
    return [(change.name, change.window) for change in Course.of(a_fact_state(fact, known)).changes]


# Standing facts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status"),
    [("2019-12-31", "no"), ("2020-01-01", "yes"), ("2021-05-31", "yes"), ("2021-06-01", "no")],
)
def test_the_day_of_the_start_is_included_and_that_of_the_end_is_not(day: str, status: str) -> None:
    assert holds(a_fact(what="instrument:treaty", dated="2020-01-01/2021-06-01"), day) == status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2019-12-31", "no"),
        ("2020-01-01", "possible"),
        ("2020-01-30", "possible"),
        ("2020-01-31", "yes"),
        ("2020-05-31", "yes"),
        ("2020-06-01", "possible"),
        ("2020-06-29", "possible"),
        ("2020-06-30", "no"),
    ],
)
def test_between_the_first_and_the_last_day_it_may_hold(day: str, status: str) -> None:
    assert holds(a_fact(what="instrument:treaty", dated="2020-01/2020-06"), day) == status


def test_a_report_attests_from_its_day_and_before_that_it_may_have_begun() -> None:
    fact = a_fact(what="instrument:treaty", dated="[..2022-03-05]")

    assert [holds(fact, day) for day in ("2022-03-04", "2022-03-05", "1900-01-01")] == [
        "possible",
        "yes",
        "possible",
    ]


def test_an_end_that_nobody_knows_may_have_been_any_day_after_the_start() -> None:
    fact = a_fact(what="instrument:treaty", dated="1999/", known="2006-08-14")

    assert [
        holds(fact, day) for day in ("1998-12-31", "2001-01-01", "2006-08-13", "2006-08-14")
    ] == ["no", "possible", "possible", "no"]


def test_a_suspension_interrupts_and_a_resumption_goes_on() -> None:
    fact = a_fact(
        suspended("2021-03-01"),
        resumed("2021-06-01"),
        ended("2022-01-01"),
        what="instrument:treaty",
        dated="2020-01-01",
    )

    assert [
        holds(fact, day) for day in ("2021-02-28", "2021-03-01", "2021-06-01", "2022-01-01")
    ] == ["yes", "no", "yes", "no"]


def test_changes_follow_each_other_in_order_of_their_windows_not_of_recording() -> None:
    fact = a_fact(
        resumed("2021-06-01", "2022-02-02"),
        suspended("2021-03-01", "2022-02-01"),
        what="instrument:treaty",
        dated="2020-01-01",
    )

    assert [name for name, _ in course(fact)] == ["since", "suspended", "resumed"]


@pytest.mark.parametrize(
    ("paused", "again", "order"),
    [
        # the middle of 2021 is 2 July: what resumed before it was not suspended yet
        ("2021", "2021-06-10", ["since", "suspended"]),
        ("2021", "2021-07-10", ["since", "suspended", "resumed"]),
        ("2021-06", "2021-06-20", ["since", "suspended", "resumed"]),
        ("2021-06", "2021-06", ["since", "suspended", "resumed"]),
        # of a window that is open at one end the known end counts twice
        ("[..2021-06-10]", "2021-06-11", ["since", "suspended", "resumed"]),
        ("[..2021-06-10]", "2021-06-09", ["since", "suspended"]),
        ("2021-06-10", "[2021-06-11..]", ["since", "suspended", "resumed"]),
    ],
)
def test_changes_are_ordered_by_the_middle_of_their_windows(
    paused: str, again: str, order: list[str]
) -> None:
    fact = a_fact(what="instrument:treaty", dated="2020-01-01")
    changed = replace(
        a_fact_state(fact),
        changes=(
            *a_fact_state(fact).changes,
            Change("suspended", edtf.window(paused)),
            Change("resumed", edtf.window(again)),
        ),
    )

    assert [change.name for change in Course.of(changed).changes] == order


def test_a_change_that_changes_nothing_is_dropped() -> None:
    fact = a_fact(
        suspended("2021-03-01"), ended("2021-06-01"), what="instrument:treaty", dated="2020-01-01"
    )

    assert [name for name, _ in course(fact)] == ["since", "suspended"]


def test_of_two_endings_on_one_day_the_earlier_kind_stands() -> None:
    fact = a_fact(ended("2021"), what="instrument:treaty", dated="2020-01-01/2021", expires="2021")

    assert [name for name, _ in course(fact)] == ["since", "until"]


def test_each_change_lies_after_the_one_before() -> None:
    fact = a_fact(ended("2020-06"), what="instrument:treaty", dated="2020-06")

    assert course(fact) == [
        ("since", Window(day_number("2020-06-01"), day_number("2020-06-29"))),
        ("ended", Window(day_number("2020-06-02"), day_number("2020-06-30"))),
    ]


def test_two_uncertain_changes_may_leave_it_as_it_was() -> None:
    fact = a_fact(suspended("2021"), resumed("2021"), what="instrument:treaty", dated="2020-01-01")

    assert [
        holds(fact, day) for day in ("2020-12-31", "2021-01-01", "2021-06-01", "2021-12-31")
    ] == ["yes", "possible", "possible", "yes"]


def test_at_an_earlier_knowledge_a_change_that_leaves_no_day_is_dropped() -> None:
    moved_back = corrected("since", "2020-01-01", "2022-01-01")
    fact = a_fact(
        moved_back,
        ended("2020-06-01", "2021-06-01"),
        what="instrument:treaty",
        dated="2021-01-01",
        known="2021-01-01",
    )

    assert [name for name, _ in course(fact, "2021-12-31")] == ["since"]
    assert [name for name, _ in course(fact)] == ["since", "ended"]


def test_a_planned_expiry_is_an_ending_on_its_day() -> None:
    fact = a_fact(what="instrument:sanctions", dated="2020-01-01", expires="2021-01-01")

    assert [holds(fact, day) for day in ("2020-12-31", "2021-01-01")] == ["yes", "no"]


@pytest.mark.parametrize(
    ("what", "day", "freshness"),
    [
        ("stance:critical", "2020-01-01", "presumed"),
        ("stance:critical", "2021-01-01", "confirmed"),
        ("stance:critical", "2021-06-01", "confirmed"),
        ("stance:critical", "2021-06-02", "presumed"),
        ("stance:critical", "2022-06-01", "presumed"),
        ("stance:critical", "2022-06-02", "stale"),
        ("link:close", "2024-05-31", "presumed"),
        ("link:close", "2024-06-01", "stale"),
        ("instrument:treaty", "2099-01-01", "presumed"),
    ],
)
def test_support_goes_stale_a_year_or_three_after_the_last_report(
    what: str, day: str, freshness: str
) -> None:
    fact_state = a_fact_state(
        a_fact(reported("2021-06-01"), what=what, dated="2020-01-01", known="2021-01-01")
    )

    assert support(fact_state, day_number(day)) == freshness


def test_a_report_after_the_day_asked_keeps_it_fresh() -> None:
    fact = a_fact(
        reported("2025-01-01"), what="stance:critical", dated="2020-01-01", known="2021-01-01"
    )

    assert support(a_fact_state(fact), day_number("2023-01-01")) == "confirmed"
    assert support(a_fact_state(fact, "2024-01-01"), day_number("2023-01-01")) == "stale"


def fresh(fact: Fact, day: str, known: str = "") -> str:
    return support(a_fact_state(fact, known), day_number(day))


def a_stance(*later: Event, **fields: str) -> Fact:
    return a_fact(*later, what="stance:critical", dated="2020-01-01", known="2020-01-01", **fields)  # type: ignore[arg-type]  # texts alone


def test_an_ending_attests_it_up_to_the_day_before() -> None:
    """Ties once grew worse when an objection was dropped, for it had been stale until then."""
    fact = a_stance(ended("2022-07-01", "2022-07-03"))

    assert [fresh(fact, day) for day in ("2021-06-01", "2022-06-30", "2022-07-01")] == [
        "confirmed",
        "confirmed",
        "presumed",
    ]
    assert fresh(fact, "2022-06-01", known="2022-07-02") == "stale"


def test_an_ending_known_beforehand_attests_it_no_longer_than_it_was_known() -> None:
    fact = a_stance(ended("2024-01-01", "2020-06-01"))

    assert [fresh(fact, day) for day in ("2020-06-01", "2021-06-01", "2021-06-02")] == [
        "confirmed",
        "presumed",
        "stale",
    ]


def test_an_expiry_attests_nothing_of_the_years_to_come() -> None:
    assert fresh(a_stance(expires="2024-01-01"), "2021-01-01") == "stale"


def test_a_resumption_and_a_renewal_attest_it_on_the_day_they_were_known() -> None:
    paused = a_stance(suspended("2020-03-01"), resumed("2020-05-01", "2022-05-03"))
    extended = a_stance(renewed("2026-01-01", "2022-05-03"), expires="2024-01-01")

    assert fresh(paused, "2022-05-03") == fresh(extended, "2022-05-03") == "confirmed"
    assert fresh(paused, "2023-05-03") == fresh(extended, "2023-05-03") == "presumed"
    assert fresh(paused, "2023-05-04") == fresh(extended, "2023-05-04") == "stale"


def test_a_vague_ending_attests_it_up_to_the_day_before_its_first() -> None:
    fact = a_stance(ended("2022-07", "2022-09-01"))

    assert [fresh(fact, day) for day in ("2022-06-30", "2022-07-01")] == ["confirmed", "presumed"]


def test_an_end_that_nobody_knows_is_no_news_of_what_was_stale() -> None:
    fact_state = a_fact_state(a_stance(ended("2022-07-01", "2022-07-03")))
    known_late = a_fact_state(a_stance(ended("2022-07-01", "2020-02-01")))

    assert not no_news(fact_state, fact_state.changes[-1])
    assert no_news(known_late, known_late.changes[-1])
    assert not no_news(known_late, known_late.changes[0])


# Engagements --------------------------------------------------------------------------------------


def a_call(*later: Event) -> Fact:
    return a_fact(*later, what="planned:call", dated="[2022-03-10..2022-03-12]", known="2022-03-05")


def effective_events(fact: Fact, day: str, known: str = "") -> str:
    return engagement(a_fact_state(fact, known), day_number(day))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2022-03-05", "pending"),
        ("2022-03-09", "pending"),
        ("2022-03-10", "due"),
        ("2022-03-12", "due"),
        ("2022-03-13", "unconfirmed"),
    ],
)
def test_an_engagement_is_pending_then_due_and_never_silently_held(day: str, status: str) -> None:
    assert effective_events(a_call(), day) == status


@pytest.mark.parametrize(
    ("day", "status"), [("2022-02-28", "pending"), ("2022-03-01", "held"), ("2022-05-01", "held")]
)
def test_an_engagement_is_held_from_the_first_day_that_it_may_have_been(
    day: str, status: str
) -> None:
    assert effective_events(a_call(held("2022-03", "2022-04-02")), day) == status


def test_an_outcome_is_not_known_before_it_was() -> None:
    assert (
        effective_events(a_call(held("2022-03-11", "2022-03-20")), "2022-03-15", known="2022-03-19")
        == "unconfirmed"
    )


@pytest.mark.parametrize(
    ("day", "status"),
    [("2022-03-07", "pending"), ("2022-03-08", "cancelled"), ("2022-03-11", "cancelled")],
)
def test_an_engagement_is_cancelled_from_the_day_that_was_known(day: str, status: str) -> None:
    assert effective_events(a_call(cancelled("2022-03-11", "2022-03-08")), day) == status


def test_it_is_called_off_by_whom_the_last_cancellation_names() -> None:
    fact_state = a_fact_state(
        a_call(
            cancelled("2022-03-07", by="RUS"),
            cancelled("2022-03-08", by="TUR"),
            cancelled("2022-03-09"),
        )
    )

    assert [
        standing_plan(fact_state, day_number(f"2022-03-0{day}")).by for day in (6, 7, 8, 9)
    ] == [
        "",
        "RUS",
        "TUR",
        "",
    ]


def test_held_beats_cancelled() -> None:
    fact = a_call(held("2022-03-11"), cancelled("2022-03-11", "2022-03-12"))

    assert effective_events(fact, "2022-03-12") == "held"


def test_a_later_plan_revives_what_was_cancelled() -> None:
    fact = a_call(cancelled("2022-03-08"), moved("2022-04-01", "2022-03-20"))

    assert [
        effective_events(fact, day)
        for day in ("2022-03-19", "2022-03-20", "2022-04-01", "2022-04-02")
    ] == [
        "cancelled",
        "pending",
        "due",
        "unconfirmed",
    ]


def test_an_earlier_day_still_has_the_plan_of_that_day() -> None:
    fact_state = a_fact_state(a_call(moved("2022-04-01", "2022-03-08")))

    before, after = (standing_plan(fact_state, day_number(f"2022-03-0{day}")) for day in (7, 8))

    assert (before.text, after.text) == ("[2022-03-10..2022-03-12]", "2022-04-01")
    assert (before.window, after.window) == (
        edtf.window("[2022-03-10..2022-03-12]"),
        edtf.window("2022-04-01"),
    )


def test_before_it_was_announced_the_first_plan_stands() -> None:
    assert (
        standing_plan(a_fact_state(a_call()), day_number("2022-01-01")).text
        == "[2022-03-10..2022-03-12]"
    )


# What lasts for days ------------------------------------------------------------------------------


def test_what_lasted_for_days_begins_on_its_first() -> None:
    fact_state = a_fact_state(a_fact(what="summit", dated="2023-07-11/2023-07-13"))

    assert fact_state.lasted
    assert fact_state.window == edtf.window("[2023-07-11..2023-07-13]")
    assert fact_state.begun == edtf.window("2023-07-11")
    assert [in_scope(fact_state, day_number(f"2023-07-{day}")) for day in (10, 11)] == [False, True]


@pytest.mark.parametrize(
    ("day", "latest"), [("11", "11"), ("12", "12"), ("13", "13"), ("14", "13"), ("10", "11")]
)
def test_it_is_dated_on_the_latest_of_its_days(day: str, latest: str) -> None:
    fact_state = a_fact_state(a_fact(what="summit", dated="2023-07-11/2023-07-13"))

    assert fact_state.latest(day_number(f"2023-07-{day}")) == edtf.window(f"2023-07-{latest}")


def test_a_vague_day_is_no_span_of_days() -> None:
    fact_state = a_fact_state(a_fact(what="summit", dated="[2023-07-11..2023-07-13]"))

    assert not fact_state.lasted
    assert fact_state.begun == fact_state.latest(day_number("2023-07-12")) == fact_state.window


def test_an_engagement_may_be_held_for_days() -> None:
    fact = a_call(held("2022-03-10/2022-03-12", "2022-03-12"))

    assert [effective_events(fact, f"2022-03-{day}") for day in ("09", "10", "13")] == [
        "pending",
        "held",
        "held",
    ]
    assert a_fact_state(fact).begun == edtf.window("2022-03-10")


# Scope --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "dated", "day", "expected"),
    [
        ("accuse", "2022-03", "2022-02-28", False),
        ("accuse", "2022-03", "2022-03-01", True),
        ("accuse", "[..2022-03-05]", "1900-01-01", True),
        ("instrument:treaty", "2022-03", "2022-02-28", False),
        ("instrument:treaty", "2022-03", "2022-03-01", True),
        ("geography:maritime-border", "..", "1900-01-01", True),
        ("planned:call", "2022-06", "2022-03-04", False),
        ("planned:call", "2022-06", "2022-03-05", True),
    ],
)
def test_a_fact_is_in_scope_once_it_may_have_begun_or_was_announced(
    what: str, dated: str, day: str, expected: bool
) -> None:
    assert in_scope(a_fact_state(a_fact(what=what, dated=dated)), day_number(day)) is expected


def test_an_engagement_that_was_held_before_it_was_announced_is_in_scope() -> None:
    fact_state = a_fact_state(
        a_fact(
            held("2022-03-01", "2022-03-06"),
            what="planned:call",
            dated="2022-03-01",
            known="2022-03-06",
        )
    )

    assert in_scope(fact_state, day_number("2022-03-01"))
    assert not in_scope(fact_state, day_number("2022-02-28"))


def test_any_of_none_is_no() -> None:
    assert any_of(()) is Kleene.NO
    assert any_of((Kleene.NO, Kleene.POSSIBLE, Kleene.YES)) is Kleene.YES


def test_a_flow_has_happened() -> None:
    assert status(a_fact_state(a_fact(what="accuse")), day_number("2022-03-05")) == "happened"


MOVED_CALL = a_fact(moved("2022-02-20", "2022-03-07"), what="planned:call", dated="2022-03-10")


def test_before_anything_was_announced_the_first_plan_stands() -> None:
    assert standing_plan(a_fact_state(MOVED_CALL), day_number("2022-03-01")).text == "2022-03-10"


@pytest.mark.parametrize(
    ("events", "day", "date"),
    [
        ((), "2022-03-01", "2022-03-10"),
        ((), "2022-03-06", "2022-03-10"),
        ((), "2022-03-07", "2022-02-20"),
        ((cancelled("2022-03-08", "2022-03-08"),), "2022-03-09", "2022-02-20"),
        ((held("2022-03-09", "2022-03-09"),), "2022-03-08", "2022-02-20"),
        ((held("2022-03-09", "2022-03-09"),), "2022-03-09", "2022-03-09"),
    ],
)
def test_an_engagement_is_dated_by_when_it_was_held_or_by_the_last_plan_known(
    events: tuple[Event, ...], day: str, date: str
) -> None:
    fact_state = a_fact_state(with_events(MOVED_CALL, *events))

    assert engagement_date(fact_state, day_number(day)) == date


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_fact_has_a_status_of_its_kind_on_every_day(kind: Kind) -> None:
    what = What(kind.name, next(iter(kind.whats or [kind.example]))).written
    fact_state = a_fact_state(a_fact(what=what, dated="2022-03-05"))

    found = [
        status(fact_state, day_number(day)) for day in ("2022-03-04", "2022-03-05", "2023-01-01")
    ]

    assert set(found) <= set(kind.statuses)
