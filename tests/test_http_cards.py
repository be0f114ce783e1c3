"""Cards: a small picture of a pair's ties that others put into their pages, and what says how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from cli import __version__
from service.opening import open_sample
from service.timeline import Timeline
from web.app import Served, app_of

TODAY = date(2026, 11, 22)
CARD = "/card/TUR/RUS.svg?on=2022-03-05&known_on=2022-03-05"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def test_a_card_says_what_the_page_says_and_leads_to_it(client: TestClient) -> None:
    found = client.get(CARD)
    picture = ET.fromstring(found.text)
    link = picture.find(f"{SVG}a")
    assert link is not None
    page = client.get(link.attrib["href"], follow_redirects=False)

    assert found.headers["content-type"] == "image/svg+xml"
    assert page.status_code == 200
    assert page.headers["detente-answer"] == found.headers["detente-answer"]
    assert f"answer {found.headers['detente-answer']}" in "".join(picture.itertext())
    assert (link.attrib["target"], link.attrib["rel"]) == ("_blank", "noopener")


def test_a_card_may_be_shown_by_others_and_asks_nothing_of_anybody(client: TestClient) -> None:
    headers = client.get(CARD).headers

    assert "frame-ancestors *" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "allow-scripts" not in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in headers
    assert client.get("/ties/TUR/RUS").headers["cross-origin-resource-policy"] == "same-origin"


def test_a_card_that_stands_still_names_its_record(client: TestClient, sample: Timeline) -> None:
    digest = sample.store.digest_at(900)
    assert digest is not None
    still = client.get(f"{CARD}&at=900:{digest.hex()[:8]}")

    assert "at position 900" in still.text
    assert "position" not in client.get(CARD).text
    assert client.get(f"{CARD}&at=900:{'0' * 8}").status_code == 409


def test_a_page_says_where_its_card_is_and_what_that_needs(client: TestClient) -> None:
    page = "/ties/TUR/RUS?on=2022-03-05&known_on=2022-03-05"
    links = client.get(page).headers["link"]
    where = re.search(r"<([^>]*)>; rel=\"alternate\"; type=\"application/json\+oembed\"", links)
    assert where is not None
    found = client.get(where[1])
    given = found.json()
    picture, way = (
        re.search(r'src="([^"]*)"', given["html"]),
        re.search(r'href="([^"]*)"', given["html"]),
    )
    assert picture is not None
    assert way is not None

    assert found.headers["content-type"] == "application/json"
    assert (given["version"], given["type"]) == ("1.0", "rich")
    assert unescape(way[1]) == f"http://localhost{page}"
    assert client.get(unescape(picture[1])).content == client.get(CARD).content


@pytest.mark.parametrize(
    ("asked", "size"),
    [("", (560, 196)), ("&maxwidth=280", (280, 98)), ("&maxheight=49", (140, 49)),
     ("&maxwidth=9999&format=json", (560, 196)), ("&maxwidth=280&maxheight=49", (140, 49))],
)  # fmt: skip
def test_a_card_is_as_large_as_it_may_be(
    client: TestClient, asked: str, size: tuple[int, int]
) -> None:
    given = client.get(f"{CARD.replace('.svg', '.json')}{asked}").json()

    assert (given["width"], given["height"]) == size


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/card/TUR/RUS.csv", 406), ("/card/TUR/RUS.json?format=xml", 406),
        ("/card/TUR/RUS.json?maxwidth=0", 422), ("/card/TUR/RUS.json?maxwidth=x", 422),
        ("/card/TUR/RUS.json?maxheight=99999999999", 422), ("/card/TUR/RUS.svg?maxwidth=9", 422),
        ("/card/TUR/TUR", 422), ("/card/TUR/Nowhere", 422), ("/card/TUR", 404),
    ],
)  # fmt: skip
def test_what_is_no_card_is_refused(client: TestClient, asked: str, status: int) -> None:
    assert client.get(asked).status_code == status


def test_a_card_is_known_by_its_name_and_of_nothing_where_nothing_is_known(
    client: TestClient,
) -> None:
    tag = client.get(CARD).headers["etag"]

    assert client.get(CARD, headers={"if-none-match": tag}).status_code == 304
    assert "Unknown" in client.get("/card/TUR/FJI?on=2022-03-05").text
    assert client.get("/card/TUR/FJI?on=2022-03-05").headers["etag"] != tag


def test_every_page_of_an_answer_leads_to_it_as_data(client: TestClient) -> None:
    for page in ("/ties/TUR/RUS?on=2022-03-05", "/facts/straits?on=2022-03-05", "/agenda"):
        where = re.match(r"<([^>]*)>; rel=\"alternate\"", client.get(page).headers["link"])
        assert where is not None
        assert client.get(where[1]).headers["content-type"] == "application/json"


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_the_data_of_a_page_are_of_the_position_of_the_page(
    client: TestClient, sample: Timeline, form: str
) -> None:
    """The address of a page with `at` once led to the answer of now."""
    digest = sample.store.digest_at(500)
    assert digest is not None
    at = f"500:{digest.hex()}"
    found = client.get(f"/ties/TUR/RUS.{form}?on=2022-03-05&at={at}")

    assert found.headers["detente-position"] == "500"
    assert at in client.get(f"/ties/TUR/RUS?on=2022-03-05&at={at}").headers["link"]
