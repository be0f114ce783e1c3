"""Every link of every page leads to a page of ours that takes it, in the one spelling."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from projections.typed_question import Typed
from service.timeline import Timeline
from tests.drawing import SITE, TODAY, Reader
from views.html.index import PAGES
from views.html.site import HtmlPage

STARTS = (
    "/?on=2022-03-05",
    "/",
    "/ties/TUR/RUS?on=2022-03-05&known_on=2022-02-26",
    "/ties/TUR/RUS?on=2022-03-05&lens=plover-net@1",
    "/ties/TUR/RUS/knowledge?on=2022-03-05&known_on=2022-03-02",
    "/ties/TUR/RUS/compare?on=2022-02-23&and_on=2022-03-05",
    "/ties/TUR/RUS/compare?on=2022-03-05&and_lens=plover-net@1",
    "/facts/f16-request?on=2022-03-05",
    "/facts/straits?on=2022-03-05&known_on=2022-02-20",
    "/knew/straits?on=2022-02-26",
    "/timeline?q=grain",
    "/timeline/TUR?on=2022-03-05&recorded_by=2026-11-23T00:00:00Z",
    "/timeline/TUR/RUS?on=2022-03-05&known_on=2022-03-02&from=2021-09-01&kind=action",
    "/agenda?on=2022-03-05",
    "/search?q=grain",
    "/actors/TUR?on=2022-03-05&lens=plover-net@1",
    "/actors",
    "/sources",
    "/sources/kremlin?on=2022-03-05",
    "/record?fact=call",
)
"""One page of each sort, with clocks set where it takes them."""

ELSEWHERE = ("/v1/", "https://", "http://", "#")
"""Where links lead besides: to data, to sources, within a page."""


def page_at(sample: Timeline, link: str) -> HtmlPage:
    """The page that an address is of, read from it. Raises AssertionError where none is."""
    found = urlsplit(link)
    given = dict(parse_qsl(found.query, keep_blank_values=True))
    for page in PAGES:
        pattern = re.sub(
            r"\{\w+\}", "([^/]+)", re.escape(page.path).replace(r"\{", "{").replace(r"\}", "}")
        )
        words = re.fullmatch(pattern, found.path)
        if words is not None:
            beyond = given.keys() - set(page.options)
            assert not beyond, f"{link} gives {beyond}, which {page.__name__} does not take"
            return page.read(Typed(tuple(map(unquote, words.groups())), given, sample, TODAY))
    raise AssertionError(f"no page is at {link}")


@pytest.mark.parametrize("start", STARTS)
def test_every_link_leads_to_a_page_in_its_one_spelling(sample: Timeline, start: str) -> None:
    html = page_at(sample, start).draw(sample.ask, SITE).html
    links = {link for link in Reader(html).links if not link.startswith(ELSEWHERE)}
    wrong = {
        link: address
        for link in links
        if (address := page_at(sample, link).address.text) != link.partition("#")[0]
    }

    assert len(links) > 3
    assert wrong == {}


def test_every_page_is_among_those_whose_links_are_followed(sample: Timeline) -> None:
    assert {type(page_at(sample, start)) for start in STARTS} == set(PAGES)
