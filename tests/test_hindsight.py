"""What is known now of a day and was not then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.clocks import AsOf
from domain.events import Event, Reported
from domain.fact import Fact
from domain.report import Report
from projections.hindsight import Hindsight, hindsight, hindsight_json
from projections.lenses import plover_net
from tests.builders import (
    PAIR,
    RECORDED,
    a_day,
    a_fact,
    confirmed,
    corrected,
    denied,
    handles,
    reinstated,
    reported,
    retracted,
    with_events,
)

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


@pytest.mark.parametrize(
    ("field", "value", "change"),
    [
        ("title", "Another title", "title was accuse"),
        ("what", "threaten", "what was accuse"),
        ("parties", "TUR = RUS", "parties was TUR > RUS"),
        ("domain", "trade", "domain was "),
        ("weight", "-1", "weight was "),
        ("grade", "B2", "grade was "),
    ],
)
def test_a_corrected_field_is_listed_with_what_it_was(field: str, value: str, change: str) -> None:
    found = looking_back(with_events(THEN, corrected(field, value, "2022-03-09")))
    (revised,) = found.revised

    assert [said.startswith(change) for said in revised.changes] == [True]
    assert (revised.then, revised.now) == (found.then.pair_facts[0], found.now.pair_facts[0])


def test_a_denial_or_a_retraction_that_was_taken_back_since_is_listed() -> None:
    contested = with_events(THEN, denied("2022-03-03"), confirmed("2022-03-09"))
    withdrawn = with_events(THEN, retracted("2022-03-03"), reinstated("2022-03-09"))

    assert [revised.changes for revised in looking_back(contested).revised] == [
        ("confirmed since",)
    ]
    assert [revised.changes for revised in looking_back(withdrawn).revised] == [
        ("reinstated since",)
    ]


def test_a_stance_that_somebody_attested_since_was_stale_then() -> None:
    stance = a_fact(what="stance:critical", dated="2015-01-01", known="2015-01-01")
    attested = looking_back(with_events(stance, a_report_of("2022-03-04", "2022-03-09")))

    assert [revised.changes for revised in attested.revised] == [("stale then, attested since",)]


def test_a_denial_of_what_still_counts_is_a_revision_too() -> None:
    """It was once left out, because the fact counts as before: its range is what changed."""
    contested = with_events(THEN, denied("2022-03-09", by="RUS"))
    found = looking_back(contested)

    assert [revised.changes for revised in found.revised] == [("denied since",)]
    assert (found.now.score.net, found.now.score.high) == (found.then.score.net, 0)


def test_a_second_origin_makes_what_was_disputed_contested() -> None:
    disputed = with_events(THEN, denied("2022-03-03"), reported("2022-03-09", "AFP"))

    assert [revised.changes for revised in looking_back(disputed).revised] == [
        ("disputed then, contested now",)
    ]


def a_report_of(published: str, known: str) -> Event:
    """A report published on a day, which became known on a later one."""
    report = Report(publisher="AFP", published=published)
    return Reported(report=report, known_on=a_day(known), recorded_at=RECORDED)


def test_both_answers_are_of_the_lens_and_the_record_that_were_asked_for() -> None:
    before = RECORDED - timedelta(days=1)
    found = hindsight([THEN], PAIR, AsOf(a_day("2022-03-05"), None, before), lens=plover_net.LENS)

    assert (found.then.lens, found.now.lens) == (plover_net.LENS, plover_net.LENS)
    assert (found.then.pair_facts, found.now.pair_facts) == ((), ())


def test_the_json_has_both_verdicts_what_was_learned_and_what_was_revised() -> None:
    """After four days 2**(-4 / 60) = 0.954841604 is left of 3 and of 9.5 points.

    -28.64525 / (2.864525 + 15 + 3 * 87 / 1095) = -1.582359, and
    90.70995 / (9.070995 + 15 + 9.5 * 87 / 1095) = 3.65386.
    """
    late = a_fact(handle="late", what="cooperate", dated="2022-03-01", known="2022-04-01")
    found: dict[str, object] = {
        **hindsight_json(looking_back(with_events(THEN, denied("2022-03-09")), late))
    }
    parts = ("then", "now", "verdict_changed", "learned", "revised")

    assert found["schema"] == "detente/hindsight@1"
    assert {name: found[name] for name in parts} == {
        "then": {
            "label": "strained",
            "trend": "worsening",
            "balance": "-1.582359",
            "net": -2_864_525,
        },
        "now": {
            "label": "warm",
            "trend": "improving",
            "balance": "3.65386",
            "net": 9_070_995,
        },
        "verdict_changed": True,
        "learned": [
            {
                "fact": "late",
                "title": "cooperate",
                "known_on": "2022-04-01",
                "counted": 9_070_995,
                "reason": None,
            }
        ],
        "revised": [
            {
                "fact": "then",
                "title": "accuse",
                "changes": ["denied since"],
                "counted_then": -2_864_525,
                "counted_now": 0,
            }
        ],
    }


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
