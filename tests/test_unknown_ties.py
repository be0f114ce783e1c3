"""Ties without figures on their page: unknown, all of it denied, and what became known later."""

from __future__ import annotations

from contextlib import closing

from service.opening import timeline_of
from service.timeline import Timeline
from tests.drawing import check_form, drawn
from views.html.ties import TiesPage

DENIED = """
2022-03-01  TUR > ARM  action:threaten  Turkey threatens Armenia  ^threat
    report Press, 2022-03-01
    denied Ministry, 2022-03-04
"""


def test_where_nothing_is_known_the_scale_is_hatched_and_no_zero_is_shown(
    sample: Timeline,
) -> None:
    html = drawn(TiesPage, sample, "chad", "peru", given={"on": "2022-03-05"}).html

    page = check_form(html)
    assert 'class="ruler void"' in html
    assert "nothing is known; that is not “neutral”" in html
    assert ">0.0</b>" not in html
    assert 'id="ev"' not in html
    assert "/actors/TCD?on=2022-03-05" in page.links


def test_what_became_known_later_is_a_link_to_the_same_day(sample: Timeline) -> None:
    given = {"on": "2014-03-18", "known_on": "1990-01-01"}
    html = drawn(TiesPage, sample, "turkey", "russia", given=given).html

    page = check_form(html)
    assert "became known later: " in html
    assert "/ties/TUR/RUS?on=2014-03-18" in page.links


def test_where_all_is_denied_there_are_no_figures_and_the_doubt_is_said() -> None:
    with closing(timeline_of(DENIED, "denied")) as timeline:
        html = drawn(TiesPage, timeline, "turkey", "armenia", given={"on": "2022-03-05"}).html

    check_form(html)
    assert 'class="state s-disputed big"' in html
    assert "No figures: nothing that counts is known. The net may be −" in html
    assert "balance <b>" not in html


def test_ties_with_figures_have_none_of_this(sample: Timeline) -> None:
    html = drawn(TiesPage, sample, "turkey", "russia", given={"on": "2022-03-05"}).html

    assert 'class="ruler void"' not in html
    assert "Known of each" not in html


def test_few_facts_are_said_to_be_few_before_the_figures() -> None:
    text = "2022-03-01  TUR > ARM  action:threaten  A  ^a\n    report Press, 2022-03-01\n"
    with closing(timeline_of(text, "thin")) as timeline:
        html = drawn(TiesPage, timeline, "turkey", "armenia", given={"on": "2022-03-05"}).html

    assert html.index("Thin: 1 fact counted.") < html.index("balance <b>")
