"""Refusals as pages: fixes are links where a page exists, and nothing of others is obeyed."""

from __future__ import annotations

from datetime import date

import pytest

from domain.refusal import Fix, InvalidInput, Run, SetField
from tests.drawing import SITE, check_form
from views.html.address import Address
from views.html.problem import HINTS, Refusal, Way, asked_of, problem_page, refused_page
from views.html.run_page import page_of
from web.problem_page import page_of as served
from web.problems import Problem

HERE = Address(("ties", "turkey", "atlantis"), {"on": "3/4/2022"})


@pytest.mark.parametrize("status", sorted(HINTS))
def test_a_problem_of_every_status_is_a_whole_page(status: int) -> None:
    drawn = problem_page(Refusal(status, "no actor is called x."), SITE)

    check_form(drawn.html)
    assert drawn.status == status
    assert '<h1 id="h1">No actor is called x.</h1>' in drawn.html
    assert 'role="alert"' in drawn.html


def test_fixes_are_links_to_the_address_with_what_would_do() -> None:
    refused = InvalidInput(
        "two readings.",
        SetField("on", "2022-03-04", "4 March 2022"),
        SetField("known_on", "DATE"),
        Fix("Austria"),
        Run.of("state", "turkey", "russia"),
        Run.of("chart", "turkey"),
        values={"name": "atlantis"},
    )
    links = check_form(refused_page(refused, 422, HERE, SITE).html).links

    assert "/ties/turkey/atlantis?on=2022-03-04" in links
    assert "/ties/turkey/Austria?on=3/4/2022" in links
    assert "/ties/turkey/russia" in links
    assert not [link for link in links if "DATE" in link]


@pytest.mark.parametrize(
    ("run", "address"),
    [
        (Run.of("state", "TUR", "RUS", on="2022-03-05"), "/ties/TUR/RUS?on=2022-03-05"),
        (Run.of("diff", "TUR", "RUS"), "/ties/TUR/RUS/compare"),
        (Run.of("why", "^straits"), "/facts/straits#counts"),
        (Run.of("show", "straits"), "/facts/straits"),
        (Run.of("settle", "call", held="DATE"), "/record?fact=call"),
        (Run.of("search", "TEXT"), "/search"),
        (Run.of("search", '"black sea" grain'), "/search?q=%22black%20sea%22%20grain"),
        (Run.of("timeline", "TUR"), "/timeline/TUR"),
        (Run.of("actors"), "/actors"),
        (Run.of("sources", "afp"), "/sources/afp"),
        (Run.of("show", "HANDLE"), None),
        (Run.of("verify"), None),
    ],
)
def test_a_command_leads_to_the_page_that_shows_what_it_does(run: Run, address: str | None) -> None:
    found = page_of(run)

    assert (found.text if found else None) == address


def test_two_versions_stand_side_by_side_where_somebody_was_faster() -> None:
    sides = [("You", "called off, says Kalin"), ("desk-2", "held 6 Mar 2022")]
    html = problem_page(Refusal(412, "^call is at version 4, not 3.", sides=sides), SITE).html

    check_form(html)
    assert html.index("called off, says Kalin") < html.index("held 6 Mar 2022")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, ""), (1, "Try again in 1 second."), (30, "in 30 seconds"), (600, "in 10 minutes")],
)
def test_when_to_try_again_is_said_in_words(seconds: int, said: str) -> None:
    html = problem_page(Refusal(429, "too many requests.", wait=seconds), SITE).html

    assert said in html
    assert ("Try again" in html) == bool(seconds)


def test_the_question_is_filled_in_as_it_was_asked() -> None:
    given = {"a": 'turkey" onfocus="x', "b": "<b>atlantis", "on": "3/4/2022", "q": "ignored"}
    html = problem_page(Refusal(422, "x."), SITE, asked=asked_of(given)).html

    assert not check_form(html).inline
    assert 'value="turkey&#34; onfocus=&#34;x"' in html
    assert 'value="&lt;b&gt;atlantis"' in html


def test_a_served_problem_has_its_fixes_and_what_the_log_calls_it() -> None:
    fixes = [{"try": "on=2022-03-04", "means": "<4 March>", "href": "/ties/TUR/RUS?on=2022-03-04"}]
    problem = Problem(503, title="slow", headers={"retry-after": "5"}, beside={"fixes": fixes})
    html = served(problem, "r-17", {"q": "grain"})

    check_form(html)
    assert "&lt;4 March&gt;" in html
    assert "Try again in 5 seconds." in html
    assert "request <code>r-17</code>" in html
    assert 'value="grain"' in html
    assert str(date.min) not in html


def test_hostile_text_in_a_way_stays_text() -> None:
    way = Way("<script>x</script>", "</a><img src=x>", "/x?q=%22")
    html = problem_page(Refusal(404, "<i>no</i>", [way]), SITE).html

    check_form(html)
    assert "<script>x" not in html
    assert "<img" not in html
    assert "<i>no" not in html
