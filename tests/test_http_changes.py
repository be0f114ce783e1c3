"""What was recorded, over HTTP: after a position, as it comes, as a feed and as a calendar."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from cli import __version__
from domain.clocks import AsOf
from domain.command import Request
from domain.fact import Fact
from projections.pairs import Pair
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.state import glance
from service.changes import Latest, Watched
from service.opening import open_sample, open_store
from service.rejected import TYPED
from service.timeline import Timeline
from tests.console import NOW
from tests.effort import examples
from views.atom import Entry, Feed, atom
from views.calendar import calendar
from web.api import Desk
from web.app import Served, app_of
from web.changes import Batch, Streams, Wanted, _events
from web.readers import Readers

TODAY = date(2026, 11, 22)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def record(timeline: Timeline, lines: str) -> None:
    moment = timeline.moment("An Author", TODAY, Request("add", "add it"))
    timeline.record(timeline.read(lines, TYPED), moment)


def test_every_event_of_a_fact_comes_once_in_its_order(client: TestClient) -> None:
    address, lines = "/v1/changes?limit=400", list[str]()
    while address:
        found = client.get(address)
        lines += found.text.splitlines()
        address = found.links.get("next", {}).get("url", "")
    changes = [json.loads(line) for line in lines]
    positions = [each["position"] for each in changes]
    sample = open_sample()
    facts = {fact.handle: fact for fact in sample.facts()}

    assert positions == sorted(set(positions))
    assert len(changes) == sum(len(fact.events) for fact in facts.values())
    for each in changes[:50]:
        digest = sample.store.digest_at(each["position"])
        assert digest is not None
        assert each["digest"] == digest.hex()


def test_changes_of_two_actors_are_those_of_their_facts(client: TestClient) -> None:
    found = client.get("/v1/changes?a=turkey&b=FJI")
    some = client.get("/v1/changes?a=TUR&b=RUS&limit=5").text.splitlines()

    assert (found.status_code, found.text) == (200, "")
    assert len(some) == 5


def test_what_is_recorded_comes_as_it_is_recorded(tmp_path: Path) -> None:
    place = str(tmp_path / "desk.db")
    timeline = open_store(place, lambda: NOW, create=True)
    readers = Readers(lambda: open_store(place, lambda: NOW))
    desk, streams = Desk(readers, lambda: TODAY, __version__), Streams()

    async def listened() -> list[str]:
        found = list[str]()
        async for sent in _events(desk, streams, Wanted(), Batch((), 0)):
            found.append(sent)
            if len(found) == 1:
                record(timeline, "2026-11-20  TUR > RUS  assault:aerial  A strike  ^strike\n")
            if len(found) == 3:
                streams.stopping.set()
        return found

    retry, fact, turn = asyncio.run(listened())
    readers.close()

    assert retry == "retry: 3000\n\n"
    assert fact.startswith("id: 1\nevent: fact\ndata: {")
    assert json.loads(fact.splitlines()[2].removeprefix("data: "))["fact"] == "strike"
    assert turn.startswith("id: 1\nevent: turn\n")
    turned = json.loads(turn.splitlines()[2].removeprefix("data: "))
    assert (turned["a"], turned["b"], turned["from"], turned["because"]) == (
        "RUS", "TUR", "unknown", ["strike"],
    )  # fmt: skip
    assert streams.open == 0


def test_a_stream_goes_on_where_it_was_cut_off(client: TestClient) -> None:
    bad = client.get("/v1/changes", headers={"accept": "text/event-stream", "last-event-id": "x"})

    assert bad.status_code == 400


def test_a_feed_can_be_read_and_its_entries_have_names_for_ever(client: TestClient) -> None:
    first = client.get("/v1/changes.atom?a=TUR&b=RUS")
    again = client.get("/v1/changes?a=TUR&b=RUS", headers={"accept": "application/atom+xml"})
    feed = ET.fromstring(first.content)
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]

    assert first.headers["content-type"] == "application/atom+xml"
    assert len(entries) == 50
    assert len(set(ids)) == len(ids)
    assert [
        each.findtext(f"{ATOM}id") for each in ET.fromstring(again.content).findall(f"{ATOM}entry")
    ] == ids
    assert client.get(
        "/v1/changes.atom?a=TUR&b=RUS", headers={"if-none-match": first.headers["etag"]}
    ).status_code == 304  # fmt: skip


def test_a_feed_of_turns_has_only_what_turned_ties(tmp_path: Path) -> None:
    place = str(tmp_path / "desk.db")
    timeline = open_store(place, create=True)  # by a clock that goes on
    record(timeline, "2026-11-20  TUR > RUS  assault:aerial  A strike  ^strike\n")
    record(timeline, "2026-11-20  TUR > RUS  assault:aerial  Another  ^other\n")
    record(timeline, "2026-11-21  GRC = TUR  visit  A visit  ^visit\n")
    strike = "2026-11-20  TUR > RUS  assault:aerial  A strike  ^strike"
    record(timeline, f"{strike}\n    report AFP, 2026-11-21\n")
    app = app_of(Served(lambda: open_store(place), lambda: TODAY, __version__))
    with TestClient(app, base_url="http://localhost") as client:
        turns = client.get("/v1/changes.atom?a=TUR&b=RUS&only=turns").text
        every = client.get("/v1/changes.atom?a=TUR&b=RUS").text

    assert every.count("<entry>") == 3
    assert turns.count("<entry>") == 2
    assert "unknown →" in turns


def test_a_feed_of_turns_goes_back_until_it_has_some(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/v1/changes.atom?a=TUR&b=RUS&only=turns").content)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]
    every = ET.fromstring(client.get("/v1/changes.atom?only=turns").content)
    others = [entry.findtext(f"{ATOM}title") or "" for entry in every.findall(f"{ATOM}entry")]

    assert len(titles) >= 3
    assert all(" → " in title for title in (*titles, *others))
    # A feed of every fact says of each whose ties turned.
    assert all(" – " in title for title in others)


def test_a_turn_is_what_the_same_record_without_the_event_says() -> None:
    sample = open_sample()
    latest = Latest(sample, Watched(("TUR", "RUS")), TODAY)
    pair = Pair.of("TUR", "RUS")
    recorded = latest.recorded(40)
    as_of = AsOf(TODAY, recorded_by=recorded[0].event.recorded_at)
    for each in recorded[::8]:
        (turn,) = latest.turns(each)
        others = [fact for fact in sample.pair_facts(pair) if fact.id != each.fact]
        fact = latest.facts[each.fact]
        without = Fact(fact.id, fact.events[: each.event.originator_version - 1])
        with_it = Fact(fact.id, fact.events[: each.event.originator_version])

        assert turn.after == glance([*others, with_it], pair, as_of)
        assert turn.before == glance([*others, *([without] if without.events else [])], pair, as_of)


TEXT = st.text(st.characters(codec="utf-8"), max_size=200)


@given(TEXT, TEXT)
@settings(max_examples=examples(100))
def test_whatever_a_title_holds_is_text_in_a_feed(title: str, said: str) -> None:
    instant = datetime(2026, 11, 22, tzinfo=UTC)
    entry = Entry(1, "ab" * 32, title, said, "http://localhost/facts/x", instant)
    text = atom(Feed(title, "http://localhost/", "http://localhost/", instant), [entry])
    feed = ET.fromstring(text.encode())

    assert len(feed.findall(f"{ATOM}entry")) == 1
    assert {child.tag.removeprefix(ATOM) for child in feed} == {
        "title", "id", "link", "updated", "author", "entry",
    }  # fmt: skip


# Calendars ---------------------------------------------------------------------------------------


def unfolded(text: str) -> list[str]:
    """The lines of a calendar as RFC 5545, section 3.1, has them read."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def events(text: str) -> list[dict[str, str]]:
    found = list[dict[str, str]]()
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name != "END":
            assert name not in found[-1], f"{name} is there twice"
            found[-1][name] = value
    return found


def test_the_agenda_is_a_calendar_of_whole_days(client: TestClient) -> None:
    found = client.get("/v1/agenda.ics?on=2022-02-26")
    (visit,) = events(found.text)

    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert visit["UID"] == "putin-visit@detente"
    assert visit["SEQUENCE"] == "1"
    assert (visit["DTSTART;VALUE=DATE"], visit["DTEND;VALUE=DATE"]) == ("20220215", "20220301")
    assert visit["TRANSP"] == "TRANSPARENT"
    assert visit["STATUS"] == "TENTATIVE"


def test_a_calendar_is_of_the_agenda_alone(client: TestClient) -> None:
    assert client.get("/v1/state/TUR/RUS.ics").status_code == 406


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"]), min_size=1))
@settings(max_examples=examples(50))
def test_whatever_a_title_holds_is_text_in_a_calendar(name: str) -> None:
    sample = open_sample()
    found = sample.ask(AgendaQuestion(on=date(2022, 2, 26))).found
    assert isinstance(found, FoundAgenda)
    text = calendar(found, f"{name};,\\\nEND:VCALENDAR", NOW)

    assert unfolded(text).count("END:VCALENDAR") == 1
    assert len(events(text)) == 1
