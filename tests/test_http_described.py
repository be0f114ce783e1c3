"""The description of the API is true: whatever is sent, nothing undocumented comes back."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import HOST
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from cli import __version__
from projections.question import Question
from service.opening import open_sample, open_store
from tests.console import NOW
from tests.effort import examples
from tests.questions import QUESTIONS, named
from views.endpoints import address, endpoint_of
from web import openapi, reference
from web.app import Served, app_of
from web.openapi import answers
from web.tokens import Tokens, hash_of

TODAY = date(2026, 11, 22)
TOKEN = "t" * 43

READING = app_of(Served(open_sample, lambda: TODAY, __version__))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(READING, base_url="http://localhost") as found:
        yield found


@pytest.fixture(scope="module")
def description(client: TestClient) -> Any:
    return client.get("/v1/openapi.json").json()


def test_the_description_is_openapi(description: Any) -> None:
    assert description["openapi"].startswith("3.1")
    assert "/v1/state/{a}/{b}" in description["paths"]


def test_each_address_says_in_a_line_of_its_own_what_it_answers(description: Any) -> None:
    """Three lists were described by one line, and what was learned by that of hindsight."""
    said = {
        path: each["get"]["summary"] for path, each in description["paths"].items() if "get" in each
    }
    beginnings = (
        "actors",
        "kinds",
        "sources",
        "hindsight/{a}/{b}",
        "learned/{a}/{b}",
        "facts/{fact}",
    )

    assert len({said[f"/v1/{path}"] for path in (*beginnings, "facts/{fact}/history")}) == 7
    assert all(each and "\n" not in each for each in said.values())


def test_the_page_of_the_api_shows_every_address_and_a_true_example(
    client: TestClient, description: Any
) -> None:
    page = client.get("/v1/").text

    for path in description["paths"]:
        assert f" {path}</code>" in page
    for shown in re.findall(r"GET (/v1/[^<\n]*)\n(\{[^<]*)", page):
        address, begins = (html.unescape(part) for part in shown)
        lines = begins.rstrip().removesuffix("…").rstrip().splitlines()
        assert client.get(address).text.splitlines()[: len(lines)] == lines
    assert not re.search(r"<script(?! src=\"/page\.js)|https?://", page)


def test_the_description_is_made_ahead_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It took whoever asked first some seconds."""
    made = list[int]()
    describe = openapi.described

    def counted(app: FastAPI) -> Any:
        made.append(1)
        return describe(app)

    monkeypatch.setattr(reference, "described", counted)
    app = app_of(Served(open_sample, lambda: TODAY, __version__, ahead=True))
    with TestClient(app, base_url="http://localhost") as client:
        for thread in threading.enumerate():
            if thread.name == "reference":
                thread.join()
        assert made == [1]
        assert client.get("/v1/openapi.json").status_code == 200
        assert client.get("/v1/").status_code == 200

    assert made == [1]


def test_every_refusal_has_a_page(client: TestClient) -> None:
    kind = client.get("/v1/state/TUR/RUS?on=3/4/2022").json()["type"]

    assert "two ways" in client.get(kind).text
    assert client.get("/problems/anything-else").status_code == 200
    assert client.get("/problems/<script>").status_code == 404


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_every_answer_is_of_a_schema_that_is_described(
    question: Question, client: TestClient, description: Any
) -> None:
    found = client.get(address(question)).json()
    name = found["schema"].removeprefix("detente/")
    schema = {
        "$ref": f"#/components/schemas/{name.replace('@', '.')}",
        "components": description["components"],
    }

    assert name in answers(endpoint_of(question))
    jsonschema.Draft202012Validator(schema).validate(found)


# Whatever is sent --------------------------------------------------------------------------------

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
WHATEVER = settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)

asked = schemathesis.openapi.from_asgi(
    "/v1/openapi.json",
    app_of(Served(open_sample, lambda: TODAY, __version__, hosts=frozenset({HOST}))),
).include(method="GET")


@asked.parametrize()
@WHATEVER
def test_no_question_is_answered_in_a_way_that_is_not_described(case: Any) -> None:
    case.call_and_validate(checks=CHECKS)


FOLDER = TemporaryDirectory()
"""Where the timeline is that is written; it goes with the run."""


def _writable() -> Any:
    place = str(Path(FOLDER.name, "desk.db"))
    open_store(place, create=True).close()
    served = Served(
        lambda: open_store(place, lambda: NOW), lambda: TODAY, __version__,
        hosts=frozenset({HOST}), tokens=Tokens.read(f"A:{hash_of(TOKEN)}:read,write", "-"),
        writes=True,
    )  # fmt: skip
    return app_of(served)


recorded = schemathesis.openapi.from_asgi("/v1/openapi.json", _writable()).include(method="POST")


@recorded.parametrize()
@WHATEVER
def test_no_recording_is_answered_in_a_way_that_is_not_described(case: Any) -> None:
    case.call_and_validate(
        headers={"authorization": f"Bearer {TOKEN}"},
        checks=[check for check in CHECKS if check is not negative_data_rejection],
    )
