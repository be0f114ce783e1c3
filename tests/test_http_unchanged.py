"""Nothing has changed: said again before a request is read, and only while it is true."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from cli import __version__
from domain.command import Request
from service.opening import open_sample, open_store
from service.rejected import TYPED
from service.timeline import Timeline
from web.app import Served, app_of
from web.readers import Readers
from web.unchanged import Unchanged

TODAY = date(2026, 11, 22)
ADDRESSES = (
    "/v1/state/TUR/RUS?on=2022-03-05", "/v1/state/TUR/RUS.csv?on=2022-03-05",
    "/v1/timeline/TUR/RUS?limit=5", "/v1/changes.atom?a=TUR&b=RUS", "/v1/agenda.ics",
    "/ties/TUR/RUS?on=2022-03-05", "/facts/straits", "/", "/card/TUR/RUS.svg",
    "/card/TUR/RUS.json", "/style.css", "/v1/state/TUR/RUS?on=2022-03-05&known_on=2022-03-05"
    "&lens=standing-flow@2&recorded_by=2026-11-22T12:00:00Z",
)  # fmt: skip


def record(timeline: Timeline, lines: str) -> None:
    moment = timeline.moment("An Author", TODAY, Request("add", "add it"))
    timeline.record(timeline.read(lines, TYPED), moment)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


@pytest.mark.parametrize("packed", ["identity", "gzip"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_said_again_is_what_was_said(client: TestClient, address: str, packed: str) -> None:
    headers = {"accept-encoding": packed}
    tag = client.get(address, headers=headers).headers["etag"]
    said = [client.get(address, headers={**headers, "if-none-match": tag}) for _ in range(3)]
    named = [{**each.headers, "detente-request": ""} for each in said]

    assert [each.status_code for each in said] == [304] * 3
    assert named[0] == named[1] == named[2]
    assert said[0].headers["etag"] == tag
    assert client.get(address, headers={**headers, "if-none-match": '"other"'}).status_code == 200


def test_what_has_changed_is_not_said_to_be_the_same(tmp_path: Path) -> None:
    place = str(tmp_path / "desk.db")
    timeline = open_store(place, create=True)
    record(timeline, "2026-11-20  TUR > RUS  assault:aerial  A strike  ^strike\n")
    app = app_of(Served(lambda: open_store(place), lambda: TODAY, __version__))
    address = "/v1/state/TUR/RUS"
    with TestClient(app, base_url="http://localhost") as client:
        tag = client.get(address).headers["etag"]
        before = [client.get(address, headers={"if-none-match": tag}) for _ in range(2)]
        record(timeline, "2026-11-21  TUR = RUS  visit  A visit  ^visit\n")
        after = client.get(address, headers={"if-none-match": tag})

    assert [each.status_code for each in before] == [304, 304]
    assert after.status_code == 200
    assert after.headers["etag"] != tag
    assert "A visit" in after.text


# Alone -------------------------------------------------------------------------------------------


class Behind:
    """An application that says of everything that it has not changed, and counts how often."""

    def __init__(self, timeline: Timeline) -> None:
        self.asked = 0
        self.timeline = timeline
        self.lines = ""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked += 1
        if self.lines:
            record(self.timeline, self.lines)
        headers = [(b"etag", b'"x"')]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


class Alone:
    """What stands before it, of a timeline in memory, and a day that may pass."""

    def __init__(self, place: Path) -> None:
        self.timeline = open_store(str(place), create=True)
        self.behind = Behind(self.timeline)
        self.today = TODAY
        self.readers = Readers(lambda: open_store(str(place)))
        self.unchanged = Unchanged(self.behind, self.readers, lambda: self.today)

    def ask(self, path: str = "/x", query: bytes = b"", method: str = "GET", **given: str) -> int:
        """How often the application behind it was asked by then."""
        headers = {"if_none_match": '"x"', **given}
        scope = {
            "type": "http", "method": method, "path": path, "query_string": query,
            "state": {"ending": ""},
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        }  # fmt: skip
        sent = list[Message]()

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self.unchanged(scope, receive, send))
        assert sent[0]["status"] == 304
        sent[0]["headers"].append((b"x-spoiled", b"1"))  # as whoever sends it on may
        return self.behind.asked


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    found = Alone(tmp_path / "desk.db")
    yield found
    found.readers.close()


def test_it_is_said_again_without_asking(alone: Alone) -> None:
    assert [alone.ask(), alone.ask(), alone.ask()] == [1, 1, 1]


def test_another_request_is_asked_for_itself(alone: Alone) -> None:
    alone.ask()
    asked = [
        alone.ask("/y"), alone.ask(query=b"on=2022-03-05"), alone.ask(accept="text/csv"),
        alone.ask(accept_encoding="gzip"), alone.ask(if_none_match='"y"'),
    ]  # fmt: skip

    assert asked == [2, 3, 4, 5, 6]


def test_somebody_who_signed_in_and_whoever_writes_is_always_asked_for(alone: Alone) -> None:
    assert [alone.ask(cookie="detente=1"), alone.ask(cookie="detente=1")] == [1, 2]
    assert [alone.ask(method="POST"), alone.ask(method="POST")] == [3, 4]


def test_another_day_or_another_record_is_asked_for(alone: Alone) -> None:
    alone.ask()
    alone.today = date(2026, 11, 23)
    assert [alone.ask(), alone.ask()] == [2, 2]
    record(alone.timeline, "2026-11-20  TUR > RUS  assault:aerial  A strike  ^strike\n")
    assert [alone.ask(), alone.ask()] == [3, 3]


def test_what_was_said_while_somebody_recorded_is_not_said_again(alone: Alone) -> None:
    """It may have been said of the record before."""
    alone.behind.lines = "2026-11-20  TUR > RUS  assault:aerial  A strike  ^strike\n"
    alone.ask()
    alone.behind.lines = ""

    assert [alone.ask(), alone.ask()] == [2, 2]
