"""Timelines of some kinds, of what an actor did, and of what was done to one."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from detente import Timeline
from domain.refusal import InvalidInput

LINES = """
2022-01-01  TUR > RUS  condemn  Ankara condemns  ^condemns
    report Reuters, 2022-01-01
2022-01-02  RUS > TUR  sanction:expel  Moscow sends people home  ^expels
    report Reuters, 2022-01-02
2022-01-03  TUR = RUS  visit  A visit  ^visit
    report Reuters, 2022-01-03
2022-01-04  TUR = RUS,SYR  talks  Talks of three  ^talks
    report Reuters, 2022-01-04
2022-01-05  TUR = RUS  planned:call  A call is announced  ^call
    announced 2022-01-04, Reuters
    held 2022-01-05, Reuters
2022-01-07  TUR = RUS  planned:call  A call that is called off  ^off
    announced 2022-01-05, Reuters
    cancelled 2022-01-06, Reuters
"""


@pytest.fixture
def timeline(tmp_path: Path) -> Timeline:
    opened = detente.open(tmp_path / "my.db", create=True, today="2022-02-01")
    opened.add(LINES)
    return opened


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kinds": "condemn"}, ["condemns"]),
        ({"kinds": "sanction"}, []),
        ({"kinds": "sanction*"}, ["expels"]),
        ({"kinds": "visit, talks"}, ["visit", "talks"]),
        ({"by": "turkey", "kinds": "condemn,sanction*"}, ["condemns"]),
        ({"toward": "turkey", "kinds": "condemn,sanction*"}, ["expels"]),
        ({"by": "turkey", "toward": "russia"}, ["condemns", "visit", "talks", "call", "off"]),
        ({"by": "russia", "toward": "syria"}, []),
        ({"by": "syria", "toward": "turkey"}, ["talks"]),
        ({"kinds": "call"}, ["call"]),
        ({"kinds": "planned:call"}, ["call", "off"]),
    ],
)
def test_a_timeline_has_what_was_picked_and_nothing_else(
    timeline: Timeline, wanted: dict[str, str], found: list[str]
) -> None:
    assert [entry.fact_state.name for entry in timeline.timeline(**wanted)] == found


@pytest.mark.parametrize("kind", ["visist", "assault:*bombs", "instrument:pact"])
def test_a_kind_that_nothing_fits_is_refused_with_one_that_does(
    timeline: Timeline, kind: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        timeline.timeline(kinds=kind)

    assert refused.value.fixes


def test_a_timeline_that_is_limited_by_nothing_is_the_question_that_it_was(
    timeline: Timeline,
) -> None:
    plain = timeline.read("latest on turkey and russia").to_plain()

    assert "kinds_written" not in plain
