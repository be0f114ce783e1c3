"""Every page as a browser shows it: nothing leaves the site, nothing keeps anybody out."""

from __future__ import annotations

import gzip
from io import BytesIO
from typing import Final

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.watching import WIDTHS, Watch, barriers, sticks_out
from views.html.actor import ActorPage, ActorsPage
from views.html.agenda import AgendaPage
from views.html.board import BoardPage
from views.html.compare import ComparePage
from views.html.fact import FactPage
from views.html.index import PAGES
from views.html.knew import KnewPage
from views.html.knowledge import KnowledgePage
from views.html.record import RecordPage
from views.html.search import SearchPage
from views.html.site import HtmlPage
from views.html.sources import SourcePage, SourcesPage
from views.html.ties import TiesPage
from views.html.timeline import ActorTimelinePage, PairTimelinePage, TimelinePage

TIES: Final = "/ties/TUR/RUS?on=2022-03-05"
ADDRESSES: Final[dict[type[HtmlPage], str]] = {
    BoardPage: "/?on=2022-03-05",
    TiesPage: f"{TIES}&known_on=2022-02-26",
    KnowledgePage: "/ties/TUR/RUS/knowledge?on=2022-03-05&known_on=2022-03-02",
    ComparePage: "/ties/TUR/RUS/compare?on=2022-02-23&and_on=2022-03-05",
    FactPage: "/facts/f16-request?on=2022-03-05",
    KnewPage: "/knew/straits?on=2022-02-26",
    TimelinePage: "/timeline?q=grain",
    ActorTimelinePage: "/timeline/TUR?on=2022-03-05&from=2022-01-01",
    PairTimelinePage: "/timeline/TUR/RUS?on=2022-03-05&from=2021-09-01",
    AgendaPage: "/agenda?on=2022-03-05",
    SearchPage: "/search?q=grain",
    ActorsPage: "/actors",
    ActorPage: "/actors/TUR?on=2022-03-05",
    SourcesPage: "/sources",
    SourcePage: "/sources/kremlin?on=2022-03-05",
}
"""One address of each page that a timeline which is only read has."""


def test_every_page_is_looked_at() -> None:
    assert {*ADDRESSES, RecordPage} == set(PAGES)


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_a_page_keeps_to_its_site_and_within_its_window(
    page: Page, server: str, address: str
) -> None:
    watch = Watch.over(page, server)
    found = page.goto(address, wait_until="networkidle")

    assert found is not None
    assert found.status == 200
    assert {width: sticks_out(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)
    assert watch.strayed == []
    assert watch.complaints == []


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_no_page_keeps_anybody_out(page: Page, address: str) -> None:
    page.goto(address)

    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, "color-contrast") == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert barriers(page, without=["color-contrast"]) == []


def test_the_page_of_a_pair_travels_quickly(page: Page) -> None:
    found = page.goto(TIES)
    assert found is not None
    html = found.body()

    assert len(html) <= 72 * 1024
    assert len(gzip.compress(html)) <= 20 * 1024


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_the_first_sheet_of_a_pair_is_a_brief(page: Page, sheet: str) -> None:
    """Its chart went to the second sheet of the shorter paper, and left half of the first empty."""
    page.goto(TIES)
    printed = PdfReader(BytesIO(page.pdf(format=sheet)))
    first = printed.pages[0].extract_text()

    assert [
        said
        for said in ("Mixed", "balance +0.29", "As known now", "How it came to this", "In force: 9")
        if said not in first
    ] == []
    assert len(printed.pages) <= 5
