"""Questions over HTTP: the same bytes as on a terminal and in Python, headers, refusals."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from cli import __version__
from projections.answer import json_text
from projections.question import Question
from projections.questions.state import StateQuestion
from service.opening import open_sample
from service.timeline import Timeline
from tests.console import Console
from tests.questions import QUESTIONS, named
from views.endpoints import address
from web.app import Served, app_of

TODAY = date(2026, 11, 22)
DAY = date(2022, 3, 5)
STATE = StateQuestion(a="TUR", b="RUS", on=DAY, known_on=DAY)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_program_gets_the_bytes_that_a_terminal_and_python_get(
    question: Question, client: TestClient, sample: Timeline, tmp_path: Path
) -> None:
    found = client.get(address(question))
    typed = shlex.split(unquote(found.headers["detente-command"]))
    printed, _, code = Console(tmp_path).apart([*typed[1:], "--json"])

    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/json"
    assert found.text == json_text(sample.ask(question).json)
    assert found.headers["detente-exit"] == str(code)
    assert found.text == printed


APART = frozenset({"/v1/ask", "/v1/changes", "/v1/health", "/v1/answers/{answer}", "/v1/lenses"})
"""Addresses that no question has for its own: each has tests below, or of its own."""


def test_no_address_is_left_out_of_the_test_above(client: TestClient) -> None:
    """Whoever adds an address adds a question that is asked there, or names it here."""
    paths = client.get("/v1/openapi.json").json()["paths"]
    served = {path for path, methods in paths.items() if "get" in methods}
    asked = {template_of(address(each).partition("?")[0], served) for each in QUESTIONS}

    assert len(asked) > 25
    assert served - asked == APART


def template_of(path: str, templates: Iterable[str]) -> str:
    """The address, as it is described, of a question; the one with the most words of its own."""
    fits = [each for each in templates if re.fullmatch(re.sub(r"\{.*?\}", "[^/]+", each), path)]
    return min(fits, key=lambda each: each.count("{"))


ASKED = (
    "how are things between Turkey and Russia on 5 March 2022",
    "what was in force between Turkey and Russia on 5 March 2022",
    "what did we know about Turkey and Russia on 5 March 2022",
    "what happened between Turkey and Russia in February 2022",
    "who are Turkey's allies on 5 March 2022",
    "Turkey-Fiji on 5 March 2022",
)


@pytest.mark.parametrize("form", ["json", "md"])
@pytest.mark.parametrize("words", ASKED)
def test_plain_words_are_answered_as_on_a_terminal(
    words: str, form: str, client: TestClient, tmp_path: Path
) -> None:
    found = client.get(f"/v1/ask.{form}", params={"q": words})
    printed, said, code = Console(tmp_path).apart(["ask", words, "--format", form])

    assert found.status_code == 200, found.text
    assert found.text == printed
    assert unquote(found.headers["detente-command"]) in said
    assert found.headers["detente-exit"] == str(code)
    assert found.headers["cache-control"] == "no-cache"
    if form == "json":
        assert found.text == client.get(found.headers["content-location"]).text


@pytest.mark.parametrize(
    "asked", ["", "?q=", "?q=blah blah", "?q=state of Turkey&q=x", "?q=Turkey-Russia&on=2022-03-05",
              f"?q={'x' * 5000}", "?q=ties of Turkey and Xyzzy", "?q=%3F"],
)  # fmt: skip
def test_words_that_are_no_question_are_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/v1/ask{asked}").status_code == 422


def test_the_lenses_have_an_address_of_their_own(client: TestClient) -> None:
    found = client.get("/v1/lenses")

    assert found.json()["schema"] == "detente/lenses@1"
    assert found.text == client.get("/v1/kinds/lenses").text
    assert client.get("/v1/lenses.csv").text == client.get("/v1/kinds/lenses.csv").text


# Names of bytes, and how long they are kept ------------------------------------------------------

FIXED = "/v1/state/TUR/RUS?on=2022-03-05&known_on=2022-03-05&lens=standing-flow@2"
RECORDED = "recorded_by=2026-11-22T12:00:00Z"


def test_whoever_has_an_answer_gets_no_bytes_of_it_again(client: TestClient) -> None:
    tag = client.get(FIXED).headers["etag"]
    again = client.get(FIXED, headers={"if-none-match": f'"other", W/{tag}'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_each_form_and_question_has_a_name_of_its_own(client: TestClient) -> None:
    asked = [
        FIXED, f"{FIXED}&{RECORDED}", FIXED.replace("?", ".csv?"), FIXED.replace("?", ".md?"),
        FIXED.replace("RUS", "USA"),
    ]  # fmt: skip

    assert len({client.get(each).headers["etag"] for each in asked}) == len(asked)


@pytest.mark.parametrize(
    ("asked", "for_ever"),
    [
        (f"{FIXED}&{RECORDED}", True),
        (f"{FIXED}&at={'{head}'}", True),
        (FIXED, False),
        (f"{FIXED}&{RECORDED}".replace("on=2022-03-05&", "on=yesterday&"), False),
        (f"{FIXED}&{RECORDED}".replace("&lens=standing-flow@2", ""), False),
        (f"{FIXED}&{RECORDED}".replace("&known_on=2022-03-05", ""), False),
        (f"/v1/facts/straits?on=2022-03-05&known_on=2022-03-05&{RECORDED}", True),
    ],
)
def test_an_answer_is_kept_for_ever_where_every_clock_is_fixed(
    client: TestClient, sample: Timeline, asked: str, for_ever: bool
) -> None:
    head = sample.head()
    found = client.get(asked.format(head=f"{head.position}:{head.digest.hex()[:8]}"))

    assert found.status_code == 200, found.text
    assert ("immutable" in found.headers["cache-control"]) == for_ever


def test_a_position_is_answered_only_by_the_record_that_has_its_digest(
    client: TestClient, sample: Timeline
) -> None:
    digest = sample.store.digest_at(500)
    assert digest is not None
    there = client.get(f"{FIXED}&at=500:{digest.hex()[:8]}")
    elsewhere = client.get(f"{FIXED}&at=500:{'0' * 8}")

    assert there.headers["detente-position"] == "500"
    assert there.text == json_text(sample.at_position(500).ask(STATE).json)
    assert elsewhere.status_code == 409
    assert elsewhere.json()["type"] == "/problems/other-chain"


def test_a_day_of_knowing_is_a_memento(client: TestClient) -> None:
    assert client.get(FIXED).headers["memento-datetime"] == "Sat, 05 Mar 2022 23:59:59 GMT"


# Pages of lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("/v1/timeline/TUR?on=2022-03-05", "entries"),
        ("/v1/search?q=Turkey&on=2022-03-05", "entries"),
        ("/v1/actors?on=2022-03-05", "actors"),
        ("/v1/sources", "sources"),
        ("/v1/board/TUR?on=2022-03-05", "lines"),
        ("/v1/facts/call/history", "events"),
    ],
)
def test_the_pages_of_a_list_are_together_the_list(
    client: TestClient, asked: str, listed: str
) -> None:
    whole = client.get(asked).json()
    size = max(1, len(whole[listed]) // 3)
    address = f"{asked}{'&' if '?' in asked else '?'}limit={size}"
    entries, pages = [], 0
    while address:
        found = client.get(address)
        entries += found.json()[listed]
        address, pages = found.links.get("next", {}).get("url", ""), pages + 1

    assert pages >= 3
    assert entries == whole[listed]


def test_the_rows_of_a_page_are_those_of_its_entries(client: TestClient) -> None:
    asked = "/v1/timeline/TUR.csv?on=2022-03-05"
    whole = client.get(asked).text.splitlines()

    assert client.get(f"{asked}&limit=7").text.splitlines() == whole[:8]


@pytest.mark.parametrize(
    "asked",
    [
        "/v1/timeline?limit=0", "/v1/timeline?limit=1001", "/v1/timeline?limit=x",
        "/v1/timeline?limit=2&cursor=x", "/v1/timeline?cursor=WzEsMl0=",
        "/v1/state/TUR/RUS?limit=2", "/v1/state/TUR/RUS?recorded_by=2999-01-01",
        "/v1/timeline?at=1", "/v1/timeline?at=9999:00000000&recorded_by=2022",
        "/v1/kinds?find=visit&find=talks", "/v1/diff/TUR/RUS?and_on=2022-03-05",
        "/v1/state/TUR/RUS?domain=energy&topic=gas", "/v1/state/TUR/RUS?layer=nowhere",
        "/v1/state/TUR/RUS?domain=nothing", "/v1/timeline?last=x", "/v1/timeline?kind=nothing",
    ],
)  # fmt: skip
def test_what_is_given_wrongly_is_refused(client: TestClient, asked: str) -> None:
    found = client.get(asked)

    assert found.status_code == 422, found.text
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["title"]
