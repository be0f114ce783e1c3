"""Pages over HTTP: one spelling of each address, refusals as pages, files by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cli import __version__
from projections.questions.state import StateQuestion
from service.opening import open_sample, open_store
from views.html.index import PAGES
from web.app import Served, app_of

TODAY = date(2026, 11, 22)
TIES = "/ties/TUR/RUS?on=2022-03-05"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as found:
        yield found


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("/ties/turkey/russia?on=5 March 2022", TIES),
        ("/ties/TUR/RUS?on=2022-03-05&known_on=", TIES),
        (
            "/ties/TUR/RUS?known_on=2022-02-26&on=2022-03-05",
            "/ties/TUR/RUS?on=2022-03-05&known_on=2022-02-26",
        ),
        ("/ties/TUR/RUS?on=2022-03-05&lens=standing-flow@2", TIES),
        ("/ask?a=turkey&b=russia&on=5 Mar 2022", TIES),
        ("/ask?a=turkey&b=russia&on=2022-03-05&scope=%23Straits", f"{TIES}&topic=straits"),
        ("/ask?a=turkey&b=russia&on=2022-03-05&scope=energy", f"{TIES}&domain=energy"),
        ("/ask?q=state of Turkey–Russia ties on 5 March 2022", TIES),
        ("/ask?q=what is ahead for Turkey", "/v1/agenda/TUR?on=2026-11-22"),
        ("/ties/TUR/RUS.csv?on=2022-03-05", "/v1/state/TUR/RUS.csv?on=2022-03-05"),
    ],
)
def test_every_other_spelling_of_an_address_leads_to_the_one(
    client: TestClient, typed: str, canonical: str
) -> None:
    found = client.get(typed)

    assert (found.status_code, found.headers["location"]) == (303, canonical)
    assert client.get(canonical).status_code == 200


def test_a_page_has_the_headers_that_keep_it_to_itself(client: TestClient) -> None:
    found = client.get(TIES)

    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in found.headers["content-security-policy"]
    assert found.headers["referrer-policy"] == "same-origin"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r" style=|<style|<script(?! src=)| on[a-z]+=", found.text)


def test_a_browser_that_has_a_page_gets_no_bytes_of_it_again(client: TestClient) -> None:
    tag = client.get(TIES).headers["etag"]
    again = client.get(TIES, headers={"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("page", [TIES, "/ties/FRA/BRA", "/", "/agenda", "/timeline/TUR/RUS"])
def test_what_a_page_shows_can_be_followed(client: TestClient, page: str) -> None:
    said = client.get(page).text
    every = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)"', said)
    followed = re.findall(r'<a href="([^"]*)">what (?:is|turns)', said)
    kinds = [client.get(unescape(to)).headers["content-type"] for to in (*every, *followed)]

    assert kinds == [
        "application/atom+xml", "application/atom+xml", "application/atom+xml",
        "text/calendar; charset=utf-8",
    ]  # fmt: skip
    assert every[0] == followed[0]
    assert ("a=" in every[0]) == ("/TUR/" in page or "/FRA/" in page)


def test_a_refused_page_says_what_would_do_as_links(client: TestClient) -> None:
    found = client.get("/ties/TUR/RUS?on=3/4/2022&known_on=2022-05-01")

    assert found.status_code == 422
    assert "can mean two dates" in found.text
    assert 'href="/ties/TUR/RUS?known_on=2022-05-01&amp;on=2022-04-03"' in found.text


@pytest.mark.parametrize(
    ("address", "filled", "sought"),
    [
        (
            "/ties/TUR/Narnia?on=2022-03-05",
            {"a": "TUR", "b": "Narnia", "on": "2022-03-05"},
            "Narnia",
        ),
        (
            "/ask?a=narnia&b=turkey&on=2022-03-05",
            {"a": "narnia", "b": "turkey", "on": "2022-03-05"},
            "narnia",
        ),
        (
            "/ties/TUR/RUS?on=1 Foo&topic=straits",
            {"a": "TUR", "on": "1 Foo", "scope": "#straits"},
            "",
        ),
        ("/timeline/TUR/Narnia", {"a": "TUR", "b": "Narnia"}, "Narnia"),
        ("/actors/Narnia", {"a": ""}, "Narnia"),
        ("/facts/f16-reqest", {"a": ""}, "f16-reqest"),
        ("/knew/f16-reqest?on=2022-03-05", {"on": "2022-03-05"}, "f16-reqest"),
    ],
)
def test_a_refused_page_has_its_fields_filled_in_and_offers_to_search(
    client: TestClient, address: str, filled: dict[str, str], sought: str
) -> None:
    found = client.get(address)

    assert found.status_code in (404, 422)
    for name, value in {**filled, "q": sought}.items():
        (field,) = re.findall(rf'<input name="{name}"[^>]*>', found.text)
        assert f'value="{value}"' in field
    assert (f'<a href="/search?q={sought}">Search for “{sought}”</a>' in found.text) == bool(sought)


def test_an_actor_whom_nobody_knows_leads_to_those_who_are_known(client: TestClient) -> None:
    assert 'href="/actors"' in client.get("/ties/TUR/Narnia").text
    assert "838:abcdd63c is" in client.get("/ties/TUR/RUS?at=411").text
    assert "at=838" not in client.get("/ties/TUR/RUS?at=411").text


@pytest.mark.parametrize(
    "address",
    [
        "/ties/TUR/<script>alert(1)</script>",
        "/ties/TUR/RUS?on=<script>alert(1)</script>",
        "/ties/TUR/RUS?<script>alert(1)</script>=1",
        "/<script>alert(1)</script>",
        "/ask?q=<script>alert(1)</script>",
        '/ties/TUR/"><script>alert(1)</script>',
    ],
)
def test_what_an_address_holds_is_text_on_the_page_that_refuses_it(
    client: TestClient, address: str
) -> None:
    found = client.get(address)

    assert found.status_code in (404, 422)
    assert "<script>alert" not in found.text


def test_files_are_kept_for_a_year_under_the_name_of_their_bytes(client: TestClient) -> None:
    names = re.findall(
        r'(?:href|src)="(/[a-z]+\.(?:css|js|svg)\?v=[0-9a-f]+)"', client.get(TIES).text
    )
    found = {name: client.get(name) for name in names}

    assert len(found) == 3
    for each in found.values():
        assert each.status_code == 200
        assert "immutable" in each.headers["cache-control"]
    assert client.get("/style.css").headers["cache-control"] == "no-cache"


def test_every_page_is_served_at_its_path(client: TestClient) -> None:
    for page in PAGES:
        words = {"a": "TUR", "b": "RUS", "actor": "TUR", "fact": "straits", "name": "reuters"}
        path = page.path.format(**words, answer="0" * 16)

        # What a timeline that is only read does not show is forbidden, and says so.
        assert client.get(path).status_code in (200, 303, 403, 404), path


def test_an_answer_that_was_cited_is_asked_again_on_a_page(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with closing(open_store(str(path), create=True)) as timeline:
        lines = "2022-03-01  TUR > RUS  action:accuse  A  ^a\n    report Press, 2022-03-01\n"
        timeline.record(timeline.read(lines, "typed"), timeline.moment("desk", TODAY))
        answer = timeline.ask(StateQuestion(a="TUR", b="RUS", on=TODAY))
        timeline.cite(answer, "Ties of <b>two</b>", TODAY, __version__)
    app = app_of(Served(lambda: open_store(str(path)), lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as client:
        found = client.get(f"/answers/{answer.id}")
        missing = client.get("/answers/0000000000000000")

    assert found.status_code == 200
    assert found.text.count('<span class="state big">same</span>') == 2
    assert "<b>two</b>" not in found.text
    assert 400 <= missing.status_code < 500
    assert 'role="alert"' in missing.text
