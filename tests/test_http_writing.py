"""Recording over HTTP: who may, once and only once, and only over what was seen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import Message

from cli import __version__
from service.opening import open_store
from service.timeline import Timeline
from tests.console import NOW, Console
from web.app import Served, app_of
from web.tokens import Tokens, hash_of

TODAY = date(2026, 11, 22)
CALL = (
    "2022-03-06  TUR = RUS  planned:call/diplomacy  Call of Erdogan and Putin  ^call\n"
    "    announced 2022-03-05, Kalin"
)
STRAITS = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits\n"
    "    expires 2022-12-31\n"
    "    report Reuters, 2022-02-28\n"
)
SEEN = {"idempotency_key": "1", "if_match": "1"}
WRITER, READER = "w" * 43, "r" * 43
TOKENS = f"# who may\nAn Author:{hash_of(WRITER)}:read,write\nA Reader:{hash_of(READER)}\n"


@dataclass
class Desk:
    """A timeline that is served, and the client of somebody who may record."""

    client: TestClient
    place: str

    def post(self, path: str, body: object = None, token: str = WRITER, **headers: str) -> Response:
        text = isinstance(body, str)
        sent = {
            "authorization": f"Bearer {token}",
            "content-type": "text/plain" if text else "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        content = body if text else json.dumps(body if body is not None else {})
        return self.client.post(path, content=str(content), headers=sent)

    def add(self, lines: str, key: str = "1", **headers: str) -> Response:
        return self.post("/v1/facts", lines, idempotency_key=key, **headers)

    def opened(self) -> Timeline:
        return open_store(self.place, lambda: NOW)

    @property
    def events(self) -> int:
        timeline = self.opened()
        try:
            return timeline.head().position
        finally:
            timeline.close()


def served(place: str) -> TestClient:
    """Somebody's client of a server that was just started."""
    app = app_of(
        Served(
            lambda: open_store(place, lambda: NOW), lambda: TODAY, __version__,
            tokens=Tokens.read(TOKENS, "tokens"), writes=True,
        )
    )  # fmt: skip
    return TestClient(app, base_url="http://localhost")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    place = str(Path(tmp_path, "desk.db"))
    open_store(place, create=True).close()
    with served(place) as client:
        yield Desk(client, place)


def test_what_is_recorded_over_http_is_what_a_terminal_records(desk: Desk, tmp_path: Path) -> None:
    console = Console(Path(tmp_path, "other"))
    console.folder.mkdir()
    console.environ["DETENTE_DB"] = "desk.db"
    console.run(["init"])
    printed, _, _ = console.apart(["add", "-", "--json", "--author", "An Author"], STRAITS)

    found = desk.add(STRAITS)

    assert (found.status_code, found.headers["location"]) == (201, "/v1/facts/straits")
    assert found.text == printed
    assert desk.client.get("/v1/facts/straits").status_code == 200
    assert desk.opened().fact("straits").events[0].author == "An Author"


def test_what_is_only_tried_says_its_effect_and_records_nothing(desk: Desk) -> None:
    found = desk.post("/v1/facts?dry_run=1", STRAITS)

    assert found.status_code == 200
    assert found.json()["dry_run"] is True
    assert found.json()["effects"]["pairs"]
    assert desk.events == 0


def test_a_request_that_is_sent_again_is_answered_as_the_first_time(desk: Desk) -> None:
    """Byte for byte, after other things were recorded, and by another server."""
    first = desk.add(STRAITS)
    desk.add(CALL, key="2")
    with served(desk.place) as client:
        again = Desk(client, desk.place).add(STRAITS)

    assert again.status_code == first.status_code
    assert again.text == first.text
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert desk.events == 4


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("report", {"source": "AFP", "known_on": "2022-03-01", "grade": "B2"}),
        ("deny", {"source": "Tass", "known_on": "2022-03-01", "by": "Russia"}),
        ("correct", {"set": {"title": "Straits shut", "note": "Montreux"}, "because": "plainer"}),
        ("end", {"on": "2022-04", "source": "Reuters"}),
        ("suspend", {"on": "2022-04-01"}),
        ("renew", {"until": "2023-01-01", "on": "2022-05-01"}),
        ("retract", {"because": "a hoax"}),
    ],
)
def test_each_act_is_recorded_once_over_the_version_that_was_seen(
    desk: Desk, path: str, body: dict[str, Any]
) -> None:
    desk.add(STRAITS)
    before = desk.events
    unseen = desk.post(f"/v1/facts/straits/{path}", body, idempotency_key="2")
    first = desk.post(f"/v1/facts/straits/{path}", body, idempotency_key="2", if_match='"1"')
    after = desk.events
    again = desk.post(f"/v1/facts/straits/{path}", body, idempotency_key="2", if_match='"1"')
    late = desk.post(f"/v1/facts/straits/{path}", body, idempotency_key="3", if_match='"1"')

    assert unseen.status_code == 428
    assert first.status_code == 201, first.text
    assert after > before
    assert (again.status_code, again.text) == (201, first.text)
    assert late.status_code == 412
    assert (late.json()["yours"], late.json()["theirs"]) == (
        1,
        desk.opened().fact("straits").version,
    )
    assert late.json()["since"][0]["version"] == 2
    assert desk.events == after


def test_a_plan_is_settled_and_that_taken_back_and_done_again(desk: Desk) -> None:
    desk.add(CALL)
    settled = desk.post(
        "/v1/facts/call/settle", {"held": "2022-03-06"}, idempotency_key="2", if_match='"1"'
    )
    undone = desk.post("/v1/undo", idempotency_key="3")
    redone = desk.post("/v1/redo", idempotency_key="4")
    third = desk.post("/v1/undo/2", {"because": "a mistake"}, idempotency_key="5")
    sent_again = desk.post("/v1/undo", idempotency_key="3")

    assert [each.status_code for each in (settled, undone, redone, third)] == [201, 201, 201, 201]
    assert undone.json()["taken_back"]["command"] == 2
    assert sent_again.text == undone.text
    assert desk.opened().fact("call").version == 5


@pytest.mark.parametrize("because", ["a \x1b[2J", "a \u202e", "a\nb", "a \ud800", "a" * 20_001])
@pytest.mark.parametrize("path", ["/v1/undo", "/v1/undo/1", "/v1/redo"])
def test_the_reason_of_an_undo_is_checked_as_any_reason_is(
    desk: Desk, because: str, path: str
) -> None:
    """It was once recorded whatever it held, and half a character was a mistake of ours."""
    desk.add(STRAITS)
    if path == "/v1/redo":
        desk.post("/v1/undo", idempotency_key="2")
    before = desk.events
    found = desk.post(path, {"because": because}, idempotency_key="3")

    assert found.status_code == 422, found.text
    assert desk.events == before


def test_a_key_is_of_one_request(desk: Desk) -> None:
    desk.add(STRAITS)
    before = desk.events
    other = desk.add(CALL)

    assert other.status_code == 422
    assert other.json()["type"] == "/problems/key-of-another-request"
    assert desk.events == before


def test_keys_of_two_authors_are_two(desk: Desk) -> None:
    desk.add(STRAITS)
    timeline = desk.opened()
    keys = [command.recorded.key for command in timeline.commands()]

    assert len(keys) == 1
    assert WRITER not in keys[0]
    assert keys[0].partition(":")[0] != hash_of("1")


@pytest.mark.parametrize("broken", [WRITER[:-1], f"{WRITER}w", f"{WRITER[:-1]}x", "", "é", " "])
def test_a_token_that_is_off_by_one_is_nobodys(desk: Desk, broken: str) -> None:
    sent = {b"authorization": f"Bearer {broken}".encode(), b"idempotency-key": b"1"}
    found = desk.client.post("/v1/facts", content=STRAITS, headers=sent)
    none = desk.client.post("/v1/facts", content=STRAITS, headers={"idempotency-key": "1"})

    assert found.status_code == none.status_code == 401
    assert found.json()["title"] == none.json()["title"]
    assert found.headers["www-authenticate"] == "Bearer"
    assert desk.events == 0


def test_whoever_may_read_may_not_record(desk: Desk) -> None:
    found = desk.post("/v1/facts", STRAITS, token=READER, idempotency_key="1")

    assert found.status_code == 403
    assert desk.events == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "http://localhost:81"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"host": "evil.example"},
    ],
)
def test_a_page_from_elsewhere_records_nothing(desk: Desk, headers: dict[str, str]) -> None:
    found = desk.add(STRAITS, **headers)

    assert found.status_code in (403, 421)
    assert desk.events == 0


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/v1/facts", STRAITS, {}, 400),
        ("/v1/facts", STRAITS, {"idempotency_key": ""}, 400),
        ("/v1/facts", STRAITS, {"idempotency_key": "k" * 201}, 400),
        ("/v1/facts", "", {"idempotency_key": "1"}, 422),
        ("/v1/facts", "nothing of this is a fact", {"idempotency_key": "1"}, 422),
        ("/v1/facts", "x" * 300_000, {"idempotency_key": "1"}, 413),
        ("/v1/facts", {"lines": 1}, {"idempotency_key": "1"}, 422),
        ("/v1/facts", {"line": STRAITS}, {"idempotency_key": "1"}, 422),
        ("/v1/facts", [1], {"idempotency_key": "1"}, 422),
        ("/v1/facts", STRAITS, {"idempotency_key": "1", "content_type": "text/html"}, 415),
        ("/v1/facts?x=1", STRAITS, {"idempotency_key": "1"}, 422),
        ("/v1/facts?dry_run=1&dry_run=1", STRAITS, {}, 422),
        (
            "/v1/facts/nothing/report",
            {"source": "A"},
            {"idempotency_key": "1", "if_match": "1"},
            404,
        ),
        ("/v1/facts/straits/eat", {}, {"idempotency_key": "1", "if_match": "1"}, 404),
        ("/v1/undo", {}, {"idempotency_key": "1"}, 422),
        ("/v1/undo/0", {}, {"idempotency_key": "1"}, 422),
        ("/v1/undo/x", {}, {"idempotency_key": "1"}, 404),
        ("/v1/undo/99999999999999999999", {}, {"idempotency_key": "1"}, 404),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence(
    desk: Desk, path: str, body: object, headers: dict[str, str], status: int
) -> None:
    found = desk.post(path, body, **headers)

    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["title"]
    assert str(desk.place) not in found.text
    assert desk.events == 0


@pytest.mark.parametrize(
    ("version", "status"), [("1", 201), ('"1"', 201), ('"2"', 412), ("*", 412), ("W/1", 412)]
)
def test_only_the_version_there_is_may_be_acted_on(desk: Desk, version: str, status: int) -> None:
    desk.add(STRAITS)
    body = {"source": "AFP", "known_on": "2022-03-01"}
    found = desk.post("/v1/facts/straits/report", body, idempotency_key="2", if_match=version)

    assert found.status_code == status, found.text


def test_a_line_with_a_problem_is_named_with_its_place_and_fixes(desk: Desk) -> None:
    lines = f"{STRAITS}\n2022-03-01  TUR = RUSS  visit  A visit\n"
    found = desk.add(lines)

    assert found.status_code == 422
    (problem,) = found.json()["problems"]
    assert problem["at"]["line"] == 5
    assert problem["fixes"]
    assert desk.events == 0


def test_a_timeline_that_is_served_for_reading_takes_nothing(tmp_path: Path) -> None:
    place = str(Path(tmp_path, "desk.db"))
    open_store(place, create=True).close()
    app = app_of(
        Served(
            lambda: open_store(place), lambda: TODAY, __version__,
            tokens=Tokens.read(TOKENS, "tokens"),
        )
    )  # fmt: skip
    with TestClient(app, base_url="http://localhost") as client:
        found = Desk(client, place).add(STRAITS)

        assert found.status_code == 403
        assert Desk(client, place).events == 0


def test_whoever_is_too_quick_waits(desk: Desk) -> None:
    place, clock = desk.place, [0.0]
    app = app_of(
        Served(
            lambda: open_store(place), lambda: TODAY, __version__,
            tokens=Tokens.read(TOKENS, "tokens"), writes=True, rate=20,
            seconds_now=lambda: clock[0],
        )
    )  # fmt: skip
    with TestClient(app, base_url="http://localhost") as client:
        found = [Desk(client, place).post("/v1/facts?dry_run=1", STRAITS) for _ in range(11)]
        clock[0] += 1
        later = Desk(client, place).post("/v1/facts?dry_run=1", STRAITS)

    assert [each.status_code for each in found] == [200] * 10 + [429]
    assert int(found[-1].headers["retry-after"]) >= 1
    assert later.status_code == 200


def test_reading_takes_a_token_where_the_timeline_is_private(tmp_path: Path) -> None:
    place = str(Path(tmp_path, "desk.db"))
    open_store(place, create=True).close()
    app = app_of(
        Served(
            lambda: open_store(place), lambda: TODAY, __version__,
            tokens=Tokens.read(TOKENS, "tokens"), private=True,
        )
    )  # fmt: skip
    with TestClient(app, base_url="http://localhost") as client:
        without = client.get("/v1/stats")
        with_one = client.get("/v1/stats", headers={"authorization": f"bearer {READER}"})

        assert (without.status_code, with_one.status_code) == (401, 200)
        assert client.get("/style.css").status_code == 200


@pytest.mark.parametrize("path", ["/v1/facts", "/v1/undo", "/record", "/sign-in"])
def test_a_body_that_never_arrives_is_given_up(
    desk: Desk, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for no longer than for any: here, not at all."""
    monkeypatch.setattr("web.requests.BODY_SECONDS", 0)
    sent = list[Message]()

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def keep(message: Message) -> None:
        sent.append(message)

    form = b"application/x-www-form-urlencoded"
    headers = {
        b"host": b"localhost", b"authorization": f"Bearer {WRITER}".encode(),
        b"content-type": b"text/plain" if path.startswith("/v1") else form,
        b"content-length": b"5", b"idempotency-key": b"1",
    }  # fmt: skip
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": path, "root_path": "",
        "scheme": "http", "query_string": b"", "headers": list(headers.items()),
        "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip

    async def asked() -> None:
        await desk.client.app(scope, never, keep)

    asyncio.run(asked())

    assert sent[0]["status"] == 408
    assert desk.events == 0


@pytest.mark.parametrize("path", ["/record", "/sign-in"])
def test_a_form_that_is_too_large_is_refused(desk: Desk, path: str) -> None:
    found = desk.client.post(path, data={"lines": "x" * 300_000})

    assert found.status_code == 413
    assert desk.events == 0
