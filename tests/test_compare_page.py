"""The page of two answers: what moved the net adds up as printed, and a side without says why."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusal import InvalidInput
from projections.questions.diff import DiffQuestion, FoundDiff
from projections.typed_question import Typed
from service.opening import timeline_of
from service.timeline import Timeline
from tests.drawing import SITE, TODAY, check_form, drawn
from views.html.compare import ComparePage, Fall

DENIED = """
2022-03-01  TUR > ARM  action:threaten  Turkey threatens Armenia  ^threat
    report Press, 2022-03-01
    denied Ministry, 2022-03-04
"""


def compared(sample: Timeline, **given_: str) -> str:
    return drawn(ComparePage, sample, "turkey", "russia", given=given_).html


def numbers(points: list[str]) -> list[int]:
    return [round(float(text.replace("−", "-")) * 10) for text in points]


def test_the_points_add_up_to_the_printed_digit(sample: Timeline) -> None:
    html = compared(sample, on="2022-02-23", and_on="2022-03-05")
    points = re.findall(r'<tr class="(?:tot|pro|con|fade)"><td class="n">([^<]+)</td>', html)
    first, *moves, last = numbers(points)
    nets = re.findall(r"net ([+−]?[\d.]+)</p>", html)

    check_form(html)
    assert len(moves) > 4
    assert first + sum(moves) == last
    assert [first, last] == numbers(nets)
    assert "fading" in html


@given(
    pair=st.sampled_from([("TUR", "RUS"), ("TUR", "USA"), ("RUS", "UKR"), ("TUR", "UKR")]),
    first=st.dates(date(2014, 1, 1), date(2023, 12, 31)),
    days=st.integers(0, 2_000),
)
def test_whatever_is_compared_adds_up_and_fading_is_always_shown(
    sample: Timeline, pair: tuple[str, str], first: date, days: int
) -> None:
    asked = DiffQuestion(a=pair[0], b=pair[1], before_on=first, on=first + timedelta(days))
    found = sample.ask(asked).found
    assert isinstance(found, FoundDiff)
    steps = Fall.of(found.diff, {}).steps
    before, *moves, after = numbers([step.points for step in steps])

    assert before + sum(moves) == after
    assert steps[-2].name.startswith("fading")
    assert all(0 <= step.left <= 100 and step.left + step.width <= 100.01 for step in steps)


def test_what_was_learned_since_is_compared_with_all_that_is_known_now(sample: Timeline) -> None:
    html = compared(sample, on="2022-03-05", known_on="2022-02-26")

    assert "two days of knowing" in html
    assert ">As known on 26 Feb 2022<" in html
    assert ">With all that is known now<" in html
    assert 'href="/ties/TUR/RUS?on=2022-03-05&amp;known_on=2022-02-26"' in html


def test_two_days_are_as_known_on_the_day_that_is_fixed(sample: Timeline) -> None:
    html = compared(sample, on="2022-02-23", and_on="2022-03-05", known_on="2022-03-02")
    inside = check_form(html).inside("/facts", "/timeline")

    assert "as known on 2 Mar 2022" in html
    assert inside
    assert [each for each in inside if "known_on=2022-03-02" not in each] == []


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ({"on": "5 Mar 2022"}, "on=2022-02-03&and_on=2022-03-05"),
        ({"on": "2022-03-05", "known_on": "26 Feb 2022"}, "on=2022-03-05&known_on=2022-02-26"),
        (
            {"on": "2022-03-05", "known_on": "2022-02-26", "and_known_on": "2022-03-02"},
            "on=2022-03-05&known_on=2022-02-26&and_known_on=2022-03-02",
        ),
        (
            {"on": "2022-03-01", "and_on": "2022-03-05", "known_on": "2022-03-02"},
            "on=2022-03-01&and_on=2022-03-05&known_on=2022-03-02",
        ),
        ({"on": "2022-03-05", "and_lens": "plover-net"}, "on=2022-03-05&and_lens=plover-net@1"),
    ],
)
def test_an_address_reads_back_as_the_same_comparison(
    sample: Timeline, options: dict[str, str], address: str
) -> None:
    page = ComparePage.read(Typed(("TUR", "RUS"), options, sample, TODAY))
    again = dict(part.split("=") for part in page.address.query.split("&"))

    assert page.address.query == address
    assert ComparePage.read(Typed(("TUR", "RUS"), again, sample, TODAY)) == page


def test_a_side_without_figures_says_why_and_no_points_are_summed() -> None:
    with closing(timeline_of(DENIED, "denied")) as timeline:
        options = {"on": "2022-03-02", "known_on": "2022-03-02"}
        page = ComparePage.read(Typed(("TUR", "ARM"), options, timeline, TODAY))
        html = page.draw(timeline.ask, SITE).html

    check_form(html)
    assert html.count('class="ruler"') == 1
    assert "No figures: " in html
    assert 'id="wf"' not in html
    assert "Turkey threatens Armenia" in html


def test_a_second_day_of_knowing_needs_a_first(sample: Timeline) -> None:
    with pytest.raises(InvalidInput):
        compared(sample, and_known_on="2022-03-02")


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (
            {"on": "2022-02-23", "and_on": "2022-03-05"},
            "net moved by −2.3, because of 5 facts, relief and fading; 4 more facts differ.",
        ),
        ({"on": "2026-10-23", "and_on": "2026-11-22"}, "Still mixed; the net did not move."),
        (
            {"on": "2022-03-05", "known_on": "2022-03-02", "and_known_on": "2023-01-01"},
            "net moved by +1.0, because of 1 fact; 1 more fact differs.",
        ),
        ({"on": "2022-03-06", "and_on": "2022-03-06"}, "The same: mixed."),
    ],
)
def test_the_sentence_counts_what_moved_the_net_and_names_what_only_differs(
    sample: Timeline, given_: dict[str, str], said: str
) -> None:
    html = compared(sample, **given_)
    moved = re.search(r"because of (\d+) fact", said)
    differ = re.search(r"; (\d+) more", said)

    assert said in html
    assert not moved or f'What moved the net <span class="c">{moved[1]} fact' in html
    assert not differ or f'moves nothing by itself <span class="c">{differ[1]}</span>' in html
