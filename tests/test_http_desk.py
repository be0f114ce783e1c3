"""Recording with a browser: nobody without a token, nothing from another site, once and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.opening import open_store
from tests.test_http_writing import CALL, READER, STRAITS, WRITER, Desk, served


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    place = str(tmp_path / "desk.db")
    open_store(place, create=True).close()
    with served(place) as client:
        found = Desk(client, place)
        assert found.add(CALL).status_code == 201
        yield found


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def sign_in(client: TestClient, token: str = WRITER, **other: str) -> Response:
    page = client.get("/sign-in?fact=call").text
    form = {"form_token": field(page, "form_token"), "token": token, "fact": "call", **other}
    return client.post("/sign-in", data=form, follow_redirects=False)


def form_of(client: TestClient, **given: str) -> dict[str, str]:
    page = client.get("/record?fact=call").text
    return {"token": field(page, "token"), "key": field(page, "key"), "fact": "call", **given}


HELD = {"act": "settle", "version": "1", "outcome": "held", "held": "2022-03-06"}


def test_a_plan_is_settled_with_a_browser_by_whom_the_token_names(desk: Desk) -> None:
    client = desk.client
    asked = client.get("/record?fact=call")
    entered = sign_in(client)
    cookie = entered.headers["set-cookie"]
    form = form_of(client, **HELD)
    before = desk.events
    preview = client.post("/record", data={**form, "do": "preview"})
    only_tried = desk.events
    recorded = client.post("/record", data={**form, "do": "record"})
    once = desk.events
    again = client.post("/record", data={**form, "do": "record"})

    assert asked.status_code == 401
    assert (entered.status_code, entered.headers["location"]) == (303, "/record?fact=call")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert WRITER not in cookie
    assert "Would record" in preview.text
    assert only_tried == before
    assert "Recorded as command 2" in recorded.text
    assert once == desk.events == before + 2
    assert "Recorded as command 2" in again.text
    assert desk.opened().fact("call").events[1].author == "An Author"


def test_whoever_was_slower_sees_what_was_recorded_since(desk: Desk) -> None:
    sign_in(desk.client)
    form = form_of(desk.client, **HELD)
    desk.post(
        "/v1/facts/call/report", {"source": "AFP", "known_on": "2022-03-05"},
        idempotency_key="9", if_match="1",
    )  # fmt: skip
    before = desk.events
    late = desk.client.post("/record", data={**form, "do": "record"})

    assert late.status_code == 412
    assert "version 2" in late.text
    assert desk.events == before


@pytest.mark.parametrize(
    "given",
    [
        {**HELD, "held": "some day"},
        {**HELD, "outcome": "eaten"},
        {"act": "act", "verb": "eat", "version": "1"},
        {"act": "add", "lines": "nothing of this is a fact"},
        {"act": "undo", "command": "99"},
        {"act": "nothing"},
    ],
)
def test_what_is_wrong_in_a_form_is_said_on_its_page(desk: Desk, given: dict[str, str]) -> None:
    sign_in(desk.client)
    before = desk.events
    found = desk.client.post("/record", data={**form_of(desk.client), **given, "do": "record"})

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert desk.events == before


def test_lines_are_added_and_taken_back_with_a_browser(desk: Desk) -> None:
    sign_in(desk.client)
    lines = STRAITS.replace("\n", "\r\n")
    added = desk.client.post(
        "/record", data={**form_of(desk.client), "act": "add", "lines": lines, "do": "record"}
    )
    undone = desk.client.post(
        "/record", data={**form_of(desk.client), "act": "undo", "command": "2", "do": "record"}
    )

    assert (added.status_code, undone.status_code) == (200, 200)
    assert not desk.opened().fact("straits").exists


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "application/json"}, 415),
    ],
)
def test_a_form_of_another_site_records_nothing(
    desk: Desk, headers: dict[str, str], status: int
) -> None:
    sign_in(desk.client)
    form = form_of(desk.client, **HELD)
    before = desk.events
    found = desk.client.post("/record", data={**form, "do": "record"}, headers=headers)

    assert found.status_code == status
    assert desk.events == before


def test_a_form_without_its_own_token_records_nothing(desk: Desk) -> None:
    sign_in(desk.client)
    before = desk.events
    form = {**form_of(desk.client, **HELD), "do": "record", "token": "x" * 43}

    assert desk.client.post("/record", data=form).status_code == 403
    assert sign_in(desk.client, form_token="x").status_code == 403
    assert desk.events == before


def test_nobody_signs_in_with_a_token_that_is_nobodys(desk: Desk) -> None:
    found = sign_in(desk.client, WRITER[:-1])

    assert found.status_code == 401
    assert "set-cookie" not in found.headers
    desk.client.cookies.set("detente", "x" * 43)
    assert desk.client.get("/record").status_code == 401


def test_whoever_may_only_read_sees_no_form(desk: Desk) -> None:
    sign_in(desk.client, READER)

    assert desk.client.get("/record").status_code == 403
