"""Calendars as another program reads them: the library icalendar gets back what the agenda says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from starlette.testclient import TestClient

from domain.characters import visible
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from service.opening import open_sample
from service.timeline import Timeline
from tests.console import Console
from tests.effort import examples
from views.calendar import calendar
from web.app import Served, app_of

ON = date(2022, 2, 26)
STAMP = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: date(2026, 11, 22), "1"))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def parsed(text: str) -> Any:  # of whatever types the library gives its properties
    return Calendar.from_ical(text)


def events(text: str) -> list[Any]:  # likewise
    return list(parsed(text).walk("VEVENT"))


def agenda(timeline: Timeline, on: date = ON) -> FoundAgenda:
    found = timeline.ask(AgendaQuestion(on=on)).found
    assert isinstance(found, FoundAgenda)
    return found


@pytest.mark.parametrize("on", [ON, date(2016, 7, 20), date(2021, 9, 1), date(1950, 1, 1)])
def test_each_item_is_an_event_of_the_days_that_it_may_be(
    client: TestClient, sample: Timeline, on: date
) -> None:
    text = client.get(f"/v1/agenda.ics?on={on}").text
    items = agenda(sample, on).items
    found = events(text)

    assert len(found) == len(items)
    for event, item in zip(found, items, strict=True):
        content, window = item.fact_state.content, item.window
        assert event["UID"] == f"{item.fact_state.handle}@detente"
        assert event["SUMMARY"] == content.title
        assert event["SEQUENCE"] == len(item.slips)
        assert event.decoded("DTSTART") == date.fromordinal(window.lo)
        assert event.decoded("DTEND") - timedelta(days=1) == date.fromordinal(window.hi)
        assert event["TRANSP"] == "TRANSPARENT"
        assert event.decoded("DTSTAMP").tzinfo is not None
        assert str(content.parties) in event["DESCRIPTION"]


def test_a_calendar_says_what_it_is(client: TestClient) -> None:
    found = parsed(client.get("/v1/agenda.ics?on=2022-02-26").text)

    assert found["VERSION"] == "2.0"
    assert found["PRODID"]
    assert "agenda" in found["X-WR-CALNAME"].lower() or "ahead" in found["X-WR-CALNAME"].lower()
    assert not found.errors


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=200)
HOSTILE = ("a;b,c\\n", "END:VEVENT", "\\", 'x":y', "é" * 90, " leading", "trailing ", "a\nb")


@given(st.one_of(TEXT, st.sampled_from(HOSTILE)), st.one_of(TEXT, st.sampled_from(HOSTILE)))
@settings(max_examples=examples(50), deadline=None)
def test_whatever_is_written_is_read_back(title: str, place: str) -> None:
    found = agenda(open_sample())
    item = found.items[0]
    content = item.fact_state.content.model_copy(update={"title": title, "place": place})
    changed = replace(item, fact_state=replace(item.fact_state, content=content))
    (event,) = events(calendar(replace(found, items=(changed,)), title, STAMP))

    assert event["SUMMARY"] == shown(title)
    assert event.get("LOCATION", "") == shown(place)


def shown(text: str) -> str:
    """A text without the characters that nobody sees, each written out."""
    return "\n".join(visible(line) for line in text.split("\n"))


def test_a_plan_that_is_put_off_keeps_its_name_and_counts_on(sample: Timeline) -> None:
    moved = next(item for item in agenda(sample).items if item.slips)
    eve = date.fromordinal(moved.plans[-1].known_day - 1)
    before, after = (
        {event["UID"]: event for event in events(calendar(agenda(sample, on), "", STAMP))}
        for on in (eve, ON)
    )
    uid = f"{moved.fact_state.handle}@detente"

    assert before[uid]["SEQUENCE"] < after[uid]["SEQUENCE"]
    assert before[uid].decoded("DTSTART") != after[uid].decoded("DTSTART")


def test_a_plan_that_was_moved_says_for_when_it_was_announced(tmp_path: Path) -> None:
    """It had said of a plan of the 8th, moved to the 10th, that it was announced for the 10th."""
    console = Console.begun(
        tmp_path,
        "2022-03-08  TUR = RUS  planned:visit  A visit  ^visit; report AFP, 2022-03-01",
    )
    for argv in (
        ["settle", "visit", "--moved", "2022-03-10", "--known-on", "2022-03-05"],
        ["settle", "visit", "--moved", "2022-03-12", "--known-on", "2022-03-06"],
    ):
        said, code = console.run([*argv, "--source", "AFP"])
        assert code == 0, said
    assert console.run(["export", "--as", "ics", "--on", "2022-03-07", "-o", "a.ics"])[1] == 0
    said = (tmp_path / "a.ics").read_text(encoding="utf-8").replace("\n ", "")

    assert "Announced 2022-03-01: 2022-03-08. Moved 2022-03-05: 2022-03-10. Moved" in said
    printed = " ".join(console.run(["agenda", "--on", "2022-03-07"])[0].split())
    assert printed.count("first planned") == printed.count("then planned") == 1
