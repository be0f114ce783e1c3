"""What is known now of a day and was not then."""

from __future__ import annotations

from domain.clocks import AsOf
from domain.fact import Fact
from projections.hindsight import Hindsight, hindsight, hindsight_json
from tests.builders import PAIR, a_day, a_fact, corrected, denied, handles, retracted, with_events

THEN = a_fact(handle="then", what="accuse", dated="2022-03-01", known="2022-03-02")


def looking_back(*facts: Fact, on: str = "2022-03-05", known_on: str = "") -> Hindsight:
    return hindsight(facts, PAIR, AsOf(a_day(on), a_day(known_on) if known_on else None))


def test_what_was_known_that_day_is_no_hindsight() -> None:
    found = looking_back(THEN)

    assert (found.learned, found.revised, found.verdict_changed) == ((), (), False)


def test_what_became_known_later_is_learned() -> None:
    late = a_fact(handle="late", what="cooperate", dated="2022-03-01", known="2022-04-01")
    found = looking_back(THEN, late)

    assert [pair_fact.handle for pair_fact in found.learned] == ["late"]
    assert found.verdict_changed


def test_what_happened_later_is_not_of_that_day() -> None:
    later = a_fact(handle="later", what="cooperate", dated="2022-03-06", known="2022-03-06")

    assert looking_back(THEN, later).learned == ()


def test_what_was_believed_and_is_denied_today_is_revised() -> None:
    found = looking_back(with_events(THEN, denied("2022-03-09")))

    assert [revised.changes for revised in found.revised] == [("denied since",)]
    assert found.now.label == "disputed"


def test_a_correction_says_what_was_told_then() -> None:
    found = looking_back(with_events(THEN, corrected("on", "2022-02-28", "2022-03-09")))

    assert [revised.changes for revised in found.revised] == [
        ("dated 2022-03-01 then, 2022-02-28 now",)
    ]


def test_a_retraction_is_told() -> None:
    found = looking_back(with_events(THEN, retracted("2022-03-09")))

    assert [revised.changes for revised in found.revised] == [("retracted since",)]


def test_knowledge_may_be_cut_off_at_a_day() -> None:
    found = looking_back(with_events(THEN, denied("2022-03-09")), known_on="2022-03-08")

    assert found.revised == ()


def test_knowledge_that_ends_before_the_day_ends_for_both_answers() -> None:
    """Otherwise the answer of the day would know more than the answer that it is compared with."""
    between = a_fact(handle="between", what="cooperate", dated="2022-03-01", known="2022-03-04")
    found = looking_back(THEN, between, known_on="2022-03-03")

    assert handles(found.then.pair_facts) == ["then"]
    assert found.then == found.now
    assert (found.learned, found.revised) == ((), ())


def test_the_numbers_learned_are_those_that_the_answer_counts_as_hindsight() -> None:
    late = a_fact(handle="late", what="cooperate", dated="2022-03-01", known="2022-04-01")
    found = looking_back(THEN, late)

    assert len(found.learned) == found.now.hindsight
    assert hindsight_json(found)["verdict_changed"] is True
