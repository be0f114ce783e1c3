"""The page of a timeline: its filters are its address, its facets add up, its orders are orders."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import edtf
from domain.edtf import Window
from domain.refusal import InvalidInput
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.timeline import Entry
from projections.typed_question import Typed
from service.timeline import Timeline
from tests.drawing import TODAY, check_form, drawn
from views.html.journal import KNOWN, NEWEST, OLDEST, heading_of, ordered
from views.html.timeline import ActorTimelinePage, PairTimelinePage, TimelinePage


def pair(sample: Timeline, **given_: str) -> str:
    return drawn(PairTimelinePage, sample, "turkey", "russia", given=given_).html


def entries(sample: Timeline) -> tuple[Entry, ...]:
    found = sample.ask(TimelineQuestion(on=TODAY)).found
    assert isinstance(found, FoundTimeline)
    return found.entries


def number(html: str) -> int:
    found = re.search(r"([\d,]+) facts?</small>", html)
    assert found is not None
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("order", [NEWEST, OLDEST, KNOWN])
def test_a_timeline_is_a_whole_page_in_every_order(sample: Timeline, order: str) -> None:
    check_form(pair(sample, order=order))


def test_every_facet_leads_to_as_many_lines_as_it_says(sample: Timeline) -> None:
    html = pair(sample, **{"from": "2021-09", "to": "2022-08"})
    facets = re.findall(r'<a href="(/timeline/TUR/RUS\?[^"]+)">[^<]+ <span>(\d+)</span></a>', html)

    assert len(facets) > 20
    for link, said in facets:
        options = dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query))
        shown = pair(sample, **options)
        assert shown.count('<span class="sg"') == int(said), link


def test_a_limit_in_words_can_be_taken_away(sample: Timeline) -> None:
    html = pair(sample, kind="action", topic="#grain", counted="yes")

    assert 'href="/timeline/TUR/RUS?topic=grain&amp;counted=yes">only action ' in html
    assert 'href="/timeline/TUR/RUS?kind=action&amp;counted=yes">about #grain ' in html
    assert 'href="/timeline/TUR/RUS?kind=action&amp;topic=grain">only what counts ' in html


def test_words_are_found_as_a_search_finds_them(sample: Timeline) -> None:
    html = pair(sample, q="grain corridor")

    assert 0 < number(html) < number(pair(sample))
    assert "Grain corridor agreement signed by Turkey, UN and Russia" in html


def test_what_is_denied_does_not_count(sample: Timeline) -> None:
    denied = "Zelenskyy says Turkey bans Russian warships"

    assert denied in pair(sample)
    assert denied not in pair(sample, counted="yes")


def test_as_it_became_known_each_fact_stands_once_the_latest_known_first(
    sample: Timeline,
) -> None:
    known = ordered(entries(sample), KNOWN)
    days = [entry.fact_state.known_day for entry in known]

    assert days == sorted(days, reverse=True)
    assert len({entry.fact_state.id for entry in known}) == len(known)


@pytest.mark.parametrize("order", [NEWEST, OLDEST])
def test_a_heading_stands_once(sample: Timeline, order: str) -> None:
    headings = [heading_of(entry.window) for entry in ordered(entries(sample), order)]
    changes = [two for one, two in pairwise(headings) if one != two]

    assert len(changes) == len(set(changes))


@given(st.integers(700_000, 740_000), st.integers(0, 2_000))
def test_a_heading_names_the_last_year_of_a_window(first: int, days: int) -> None:
    window = Window(first, first + days)
    heading = heading_of(window)

    assert heading.year == date.fromordinal(first + days).year
    assert str(heading.year) in heading.words
    assert heading.vague == (days >= 31)


def test_what_has_no_bounds_has_no_month() -> None:
    assert heading_of(Window(edtf.NO_FIRST, 738_000)).words == "on no known day"


def test_a_vague_date_stands_before_the_months_of_its_year_and_not_at_its_end(
    sample: Timeline,
) -> None:
    html = pair(sample, **{"from": "2021-09", "to": "2022-08"})

    assert html.index(">some day in 2022<") < html.index(">August 2022<")
    assert html.index(">August 2022<") < html.index(">March 2022<")


def test_a_long_timeline_has_pages_that_hold_every_line_once(sample: Timeline) -> None:
    first = drawn(TimelinePage, sample).html
    others = re.findall(r'<a href="/timeline\?page=(\d+)">', first)
    pages = [first, *(drawn(TimelinePage, sample, given={"page": page}).html for page in others)]

    assert len(pages) > 1
    assert sum(html.count('<span class="sg"') for html in pages) == len(entries(sample))


def test_links_keep_the_clocks_and_not_the_filters(sample: Timeline) -> None:
    html = pair(sample, on="2022-03-05", known_on="2022-03-02", kind="action")
    page = check_form(html)
    facts = page.inside("/facts")

    assert facts
    assert {each.partition("?")[2] for each in facts} == {"on=2022-03-05&known_on=2022-03-02"}
    assert html.index('class="past"') < html.index("<h1")
    assert "/timeline/TUR/RUS?on=2022-03-05&kind=action" in page.links


def test_the_address_is_the_filter_in_one_spelling(sample: Timeline) -> None:
    options = {
        "order": "newest", "topic": "#Grain", "from": "Sep 2021", "to": "Aug 2022",
        "counted": "on", "page": "1", "q": "  black   sea ",
    }  # fmt: skip
    page = PairTimelinePage.read(Typed(("turkey", "rus"), options, sample, TODAY))

    assert page.address.text == (
        "/timeline/TUR/RUS?from=2021-09-01&to=2022-08-31&q=black%20sea&topic=grain&counted=yes"
    )


@pytest.mark.parametrize(
    "wrong", [{"kind": "deed"}, {"order": "best"}, {"page": "0"}, {"page": "x"}, {"page": "²"}]
)
def test_a_filter_that_does_not_exist_is_refused(sample: Timeline, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        drawn(TimelinePage, sample, given=wrong)


def test_the_timeline_of_one_actor_is_of_that_actor(sample: Timeline) -> None:
    html = drawn(ActorTimelinePage, sample, "ukraine").html
    parties = re.findall(r'<p class="meta">([^·]+) · ', html)

    assert '<h1 id="h1">Ukraine, fact by fact' in html
    assert parties
    assert all("Ukraine" in each for each in parties)


def test_an_empty_span_is_not_nothing_happened(sample: Timeline) -> None:
    options = {"from": "1850-01-01", "to": "1850-12-31"}
    html = drawn(PairTimelinePage, sample, "chad", "peru", given=options).html

    check_form(html)
    assert "That is not “nothing happened”." in html
    assert 'href="/timeline/TCD/PER">All that is known</a>' in html
