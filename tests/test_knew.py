"""Whether anybody could know of a fact on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.events import Event
from domain.fact import Fact
from domain.report import Report
from projections.knew import Acquaintance, Knew, knew, sentence
from projections.knew_json import knew_json
from tests.builders import (
    a_day,
    a_fact,
    confirmed,
    corrected,
    denied,
    held,
    moved,
    reinstated,
    reported,
    retracted,
)
from tests.strategies import FIRST_RECORDED, one_fact

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))
INSTANTS = st.sampled_from([None, FIRST_RECORDED + timedelta(hours=2)])


def asked(fact: Fact, on: str = "2022-03-10") -> Acquaintance:
    return knew(fact, AsOf(a_day(on), a_day(on)))


def said(*later: Event, on: str = "2022-03-10", **fields: object) -> str:
    return sentence(asked(a_fact(*later, **{"title": "Turkey objects", **fields}), on))  # type: ignore[arg-type]  # any field


@given(one_fact, DAYS, INSTANTS)
def test_it_was_known_as_far_as_the_fact_could_be_read_that_day(
    fact: Fact, on: date, recorded_by: object
) -> None:
    as_of = AsOf(on, on, recorded_by)  # type: ignore[arg-type]  # an instant or none
    found = knew(fact, as_of)
    then = fact.as_of(on.toordinal(), as_of.recorded_instant)
    last = fact.as_of(recorded_by=as_of.recorded_instant)

    assert (found.then, found.now) == (then, last)
    assert (found.knew is Knew.NOT_YET) == (then is None and last is not None)
    if last is not None and found.known_day is not None:
        assert (found.known_day <= on.toordinal()) == (then is not None)
    if then is not None and not then.retracted:
        assert found.knew is (Knew.DISPUTED if then.disputed else Knew.YES)
    assert all(event.known_on > on for event in found.since)


@given(one_fact, DAYS)
def test_a_sentence_begins_with_the_answer(fact: Fact, on: date) -> None:
    found = knew(fact, AsOf(on, on))

    answer = sentence(found).partition(":")[0]
    assert answer.lower().replace(" ", "-") == found.knew
    assert knew_json(found)["sentence"] == sentence(found)


def test_what_was_reported_by_then_was_known() -> None:
    assert said(reported("2022-03-05", "AFP", "B2")) == (
        "Yes: “Turkey objects” was known from 5 March 2022, when Reuters and AFP (grade B2)"
        " reported it. Its date, as known then: 5 Mar 2022."
    )


def test_what_was_reported_later_was_not_known_yet() -> None:
    assert said(on="2022-03-04") == (
        "Not yet: “Turkey objects” became known 1 day later, on 5 March 2022, when Reuters reported"
        " it. Its date, as known now: 5 Mar 2022."
    )


def test_what_one_source_said_and_another_denied_was_disputed() -> None:
    assert said(denied("2022-03-06")) == (
        "Disputed: “Turkey objects” was a claim, known from 5 March 2022, when Reuters reported it."
        " It was denied by Ministry on 6 March 2022. Its date, as known then: 5 Mar 2022."
    )


def test_a_denial_that_was_not_known_by_then_changes_nothing() -> None:
    assert said(denied("2022-03-11")).startswith("Yes: ")


def test_what_was_denied_and_confirmed_was_known() -> None:
    found = said(denied("2022-03-06"), confirmed("2022-03-07"))

    assert found.startswith("Yes: ")
    assert "It was denied by Ministry on 6 March 2022, and confirmed since." in found


def test_what_the_accused_denied_was_known_and_contested() -> None:
    found = said(denied("2022-03-06", by="RUS"))

    assert found.startswith("Yes: ")
    assert (
        "It was denied by RUS on 6 March 2022 (Ministry), and counts all the same: it is contested."
        in found
    )


def test_what_was_retracted_by_then_was_not_known_any_more() -> None:
    assert said(retracted("2022-03-08")) == (
        "No: “Turkey objects” was known from 5 March 2022, when Reuters reported it, and retracted"
        " on 8 March 2022. Its date, as known then: 5 Mar 2022."
    )
    assert said(retracted("2022-03-08"), reinstated("2022-03-09")).startswith("Yes: ")
    assert said(retracted("2022-03-11")).startswith("Yes: ")


def test_of_what_was_not_recorded_by_then_nothing_was_known() -> None:
    early = FIRST_RECORDED - timedelta(days=30)
    found = knew(a_fact(title="Turkey objects"), AsOf(a_day("2022-03-10"), None, early))

    assert (found.knew, found.known_day) == (Knew.NO, None)
    assert sentence(found) == (
        "No: nothing was recorded of “Turkey objects” by 2022-05-02 00:00 UTC."
    )


def test_without_a_source_it_was_known_when_it_was_recorded() -> None:
    found = said(report=None)

    assert "known from 5 March 2022, when it was recorded, without a source." in found


def test_a_date_is_the_one_that_was_known_then() -> None:
    found = said(corrected("on", "2022-03-01", "2022-03-12"), dated="2022-02~", known="2022-03-03")

    assert found.endswith("Its date, as known then: about Feb 2022; as known now: 1 Mar 2022.")


@pytest.mark.parametrize(
    ("on", "ending"),
    [
        ("2022-03-05", "Its date, as planned then: 9 Mar 2022."),
        ("2022-03-07", "Its date, as planned then: 12 Mar 2022."),
        ("2022-03-14", "Its date, as known then: 13 Mar 2022."),
    ],
)
def test_the_date_of_a_plan_is_the_one_that_was_planned_then(on: str, ending: str) -> None:
    later = moved("2022-03-12", "2022-03-07"), held("2022-03-13")
    found = said(*later, on=on, what="planned:call", parties="TUR = RUS", dated="2022-03-09")

    assert found.endswith(ending)


def test_doubtful_reports_are_named_as_such() -> None:
    doubtful = Report(publisher="Rumour", grade="E5")

    assert "What was known of it by then is graded as doubtful." in said(report=doubtful)


def test_how_late_it_became_known_is_counted_from_its_last_day() -> None:
    assert asked(a_fact(dated="2022-02", known="2022-03-03")).late_days == 3
    assert asked(a_fact(what="instrument:sanctions", dated="2022-03-20")).late_days == -15
    assert asked(a_fact(dated="[2022-03-01..]")).late_days is None
