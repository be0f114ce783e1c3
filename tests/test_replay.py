"""History day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.pair_history import By
from projections.replay import Replay, replay, replay_json
from projections.state import state
from projections.state_json import state_json
from tests.builders import (
    PAIR,
    a_day,
    a_fact,
    cancelled,
    confirmed,
    corrected,
    denied,
    ended,
    held,
    moved,
    reinstated,
    retracted,
)
from tests.strategies import histories

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))


def march(
    *facts: Fact,
    by: By = By.HAPPENED,
    first: str = "2022-03-01",
    last: str = "2022-03-31",
    known_on: str = "",
) -> Replay:
    return replay(
        facts, PAIR, (a_day(first), AsOf(a_day(last), a_day(known_on) if known_on else None)), by=by
    )


def told(found: Replay) -> list[tuple[str, str, str]]:
    """Day, mark and words of each line."""
    days = [
        (date.fromordinal(day.day).strftime("%d"), line) for day in found.days for line in day.lines
    ]
    return [(day, line.mark, "; ".join(line.said)) for day, line in days]


# Laws ---------------------------------------------------------------------------------------------


@given(histories(), DAYS, st.integers(0, 500), st.sampled_from(By))
def test_a_replay_ends_in_the_state_of_its_last_day_and_its_lines_add_up(
    facts: list[Fact], first: date, days: int, by: By
) -> None:
    last = first + timedelta(days=days)
    found = replay(facts, PAIR, (first, AsOf(last)), by=by)
    known_on = last if by is By.KNOWN else None

    assert state_json(found.last) == state_json(state(facts, PAIR, AsOf(last, known_on)))
    told = sum(line.moved for day in found.days for line in day.lines) + sum(
        day.fading for day in found.days
    )
    assert found.before.score.net + told + found.fading == found.last.score.net


@given(histories(), DAYS, st.integers(1, 300), st.integers(0, 300), st.sampled_from(By))
def test_a_replay_in_two_parts_tells_the_same_days(
    facts: list[Fact], first: date, days: int, more: int, by: By
) -> None:
    middle, last = first + timedelta(days=days), first + timedelta(days=days + more)
    known_on = last if by is By.HAPPENED else None
    whole = replay(facts, PAIR, (first, AsOf(last, known_on)), by=by)
    parts = [
        replay(facts, PAIR, (first, AsOf(middle, known_on)), by=by),
        replay(facts, PAIR, (middle + timedelta(days=1), AsOf(last, known_on)), by=by),
    ]

    assert [(day.day, day.lines) for day in whole.days] == [
        (day.day, day.lines) for part in parts for day in part.days
    ]


# Examples -----------------------------------------------------------------------------------------


def test_what_happens_is_told_on_its_day_with_what_it_moved() -> None:
    found = march(a_fact(what="call", dated="2022-03-06", known="2022-03-06"))

    assert told(found) == [("06", "·", "happened")]
    assert found.days[0].lines[0].moved == 750_000


def test_a_vague_date_is_told_on_its_first_day_as_vague() -> None:
    assert told(march(a_fact(what="call", dated="[2022-03-06..2022-03-08]"))) == [
        ("06", "·", "happened between 6 and 8 Mar 2022")
    ]


def test_an_engagement_is_announced_and_held() -> None:
    call = a_fact(held("2022-03-06"), what="planned:call", dated="2022-03-06", known="2022-03-05")

    assert told(march(call)) == [("05", ">", "announced for 6 Mar 2022"), ("06", "·", "held")]


def test_a_plan_slips_is_called_off_or_passes_without_an_outcome() -> None:
    talks = a_fact(
        moved("2022-03-20", "2022-03-08"),
        what="planned:talks",
        dated="2022-03-10",
        known="2022-03-05",
        handle="talks",
    )
    visit = a_fact(
        cancelled("2022-03-09"),
        what="planned:visit",
        dated="2022-03-25",
        known="2022-03-05",
        handle="visit",
    )

    assert told(march(talks, visit)) == [
        ("05", ">", "announced for 10 Mar 2022"),
        ("05", ">", "announced for 25 Mar 2022"),
        ("08", ">", "now planned for 20 Mar 2022"),
        ("09", "~", "called off"),
        ("20", ">", "due"),
        ("21", "?", "its time is past, and no outcome is known"),
    ]


def test_a_claim_denied_the_same_day_is_one_line() -> None:
    claim = a_fact(
        denied("2022-03-05"), what="instrument:transit-ban", dated="2022-03-05", known="2022-03-05"
    )

    assert told(march(claim)) == [("05", "?", "claimed; denied by Ministry")]
    assert told(march(claim, by=By.KNOWN)) == [("05", "?", "claimed; denied by Ministry")]
    assert march(claim).days[0].lines[0].moved == 0


def test_a_later_denial_is_told_on_its_day_and_by_known_takes_the_figures_back() -> None:
    claim = a_fact(denied("2022-03-12"), what="accuse", dated="2022-03-05", known="2022-03-05")
    by_known = march(claim, by=By.KNOWN)

    assert told(march(claim)) == [("05", "?", "claimed"), ("12", "?", "denied by Ministry")]
    assert told(by_known) == [("05", "·", "happened"), ("12", "?", "denied by Ministry")]
    assert march(claim).days[1].lines[0].moved == 0
    assert by_known.days[1].lines[0].moved > 2_000_000


def test_confirmed_retracted_and_reinstated_are_told() -> None:
    fact = a_fact(
        denied("2022-03-06"),
        confirmed("2022-03-08"),
        retracted("2022-03-10"),
        reinstated("2022-03-12"),
    )

    assert told(march(fact, by=By.KNOWN)) == [
        ("05", "·", "happened"),
        ("06", "?", "denied by Ministry"),
        ("08", "?", "confirmed"),
        ("10", "~", "retracted"),
        ("12", "~", "reinstated"),
    ]
    assert [line[1] for line in told(march(fact))] == ["·", "?", "?", "~", "~"]


def test_what_is_learned_late_became_known_that_day_and_happened_when_it_did() -> None:
    late = a_fact(what="call", dated="2022-03-05", known="2022-03-20")

    assert told(march(late)) == [("05", "·", "happened"), ("20", "?", "became known")]
    assert told(march(late, by=By.KNOWN)) == [("20", "?", "became known: happened")]


def test_a_correction_is_told_on_its_day() -> None:
    fact = a_fact(corrected("weight", "-5", "2022-03-15"))

    assert told(march(fact)) == [
        ("05", "·", "happened"),
        ("15", "~", "weight corrected to -5, because a better source"),
    ]
    assert told(march(fact, by=By.KNOWN)) == [
        ("05", "·", "happened"),
        ("15", "~", "corrected: weight"),
    ]


def test_what_holds_begins_and_ends() -> None:
    fact = a_fact(ended("2022-03-20"), what="instrument:sanctions", dated="2022-03-05")

    assert told(march(fact)) == [("05", "·", "holds"), ("20", "·", "ended")]


def test_what_is_known_after_the_answers_own_knowledge_is_not_told() -> None:
    fact = a_fact(denied("2022-03-12"), what="accuse")

    assert told(march(fact, known_on="2022-03-11")) == [("05", "·", "happened")]


def test_a_span_in_which_nothing_happens_has_no_days() -> None:
    found = march(a_fact(), first="2022-03-06", last="2022-03-31")

    assert found.days == ()
    assert replay_json(found)["fading"] == found.last.score.net - found.before.score.net != 0
