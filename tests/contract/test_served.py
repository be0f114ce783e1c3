"""A timeline that is served while others record in it, from a file and from a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from random import Random
from typing import Final

import pytest
from starlette.testclient import TestClient

from domain.actors import Registry
from domain.command import Request
from projections.answer import json_text
from projections.question import Question
from projections.questions.actors import ActorsQuestion
from projections.questions.board import BoardQuestion
from projections.questions.history import HistoryQuestion
from projections.questions.state import StateQuestion
from projections.questions.timeline import TimelineQuestion
from service.opening import open_store
from service.timeline import Timeline
from tests.contract.timelines import a_line, filled, opened
from tests.places import Place
from views.endpoints import address
from web.app import Served, app_of

TODAY: Final = date(2022, 12, 31)
ASKED: Final[tuple[Question, ...]] = (
    StateQuestion(a="TUR", b="RUS", on=TODAY),
    StateQuestion(a="USA", b="UKR", on=date(2021, 6, 1)),
    TimelineQuestion(on=TODAY, actors=("TUR",)),
    BoardQuestion(actor="RUS", on=TODAY),
    HistoryQuestion(fact="desk/fact-0"),
    ActorsQuestion(on=TODAY, actor="TUR"),
)


@pytest.fixture
def client(place: Place, registry: Registry) -> Iterator[TestClient]:
    filled(place, registry, seed=3)
    app = app_of(Served(lambda: open_store(place.where), lambda: TODAY, "test", readers=2))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def change(timeline: Timeline, random: Random, number: int) -> None:
    """Records something at random: a fact, who an actor is, or that the last is taken back."""
    line, actor = a_line(random, f"more-{number}"), f"@actor my-{number % 2}  Name {number}\n"
    text = random.choice((line, f"{actor}2022-05-01  my-{number % 2} > TUR  visit  A visit\n", ""))
    moment = timeline.moment("", TODAY, Request("add", text))
    if text:
        timeline.record(timeline.read(text, "t.facts"), moment)
    else:
        timeline.undo(moment)


def bytes_of(place: Place, question: Question, position: int = 0) -> bytes:
    """What somebody who just opened the timeline is answered, of all of it or of its beginning."""
    with closing(open_store(place.where)) as fresh:
        asked = fresh.at_position(position) if position else fresh
        return json_text(asked.ask(question).json).encode()


def test_each_answer_is_that_of_the_record_as_it_is(
    client: TestClient, place: Place, registry: Registry
) -> None:
    """Asked three times, so that what is kept is asked for too, and what a client has."""
    random = Random(11)
    with opened(place, registry) as writer:
        add(writer, "@actor my-0  Somebody\n")
        for number in range(8):
            change(writer, random, number)
            for question in ASKED:
                right = bytes_of(place, question)
                tags = set[str]()
                for _ in range(2):
                    found = client.get(address(question))
                    tags.add(found.headers["etag"])
                    assert found.content == right
                known = client.get(address(question), headers={"if-none-match": tags.pop()})
                assert (known.status_code, known.content, tags) == (304, b"", set())


def test_a_tag_of_an_answer_that_has_changed_is_no_longer_its_tag(
    client: TestClient, place: Place, registry: Registry
) -> None:
    """Also where what was recorded is taken back: the answer then names another position."""
    question = ASKED[0]
    seen = {client.get(address(question)).headers["etag"]}
    with opened(place, registry) as writer:
        add(writer, "2022-05-01  TUR = RUS  visit  A visit  ^visit\n")
        seen.add(client.get(address(question)).headers["etag"])
        writer.undo(writer.moment("", TODAY, Request("undo", "undo")))
    given = {"if-none-match": ", ".join(seen)}
    found = client.get(address(question), headers=given)

    assert (found.status_code, len(seen)) == (200, 2)
    assert found.content == bytes_of(place, question)


def test_an_address_with_a_position_is_answered_the_same_for_ever(
    client: TestClient, place: Place, registry: Registry
) -> None:
    head = client.get("/v1/health").json()["position"]
    with closing(open_store(place.where)) as fresh:
        digest = fresh.head().digest.hex()[:8]
    pinned = [f"{address(each)}&at={head}:{digest}" for each in ASKED[:4]]
    first = [client.get(each) for each in pinned]
    with opened(place, registry) as writer:
        for number in range(3):
            add(writer, f"2022-05-01  TUR = RUS  visit  A visit  ^visit-{number}\n")
            again = [client.get(each) for each in pinned]
            assert [each.content for each in again] == [each.content for each in first]

    assert [each.content for each in first] == [bytes_of(place, each, head) for each in ASKED[:4]]


def test_pages_are_those_of_the_record_as_it_is(
    client: TestClient, place: Place, registry: Registry
) -> None:
    with opened(place, registry) as writer:
        for number in range(3):
            title = f"A visit of number {number}"
            add(writer, f"2022-12-01  TUR = RUS  visit  {title}  ^visit-{number}\n")
            for path in ("/ties/TUR/RUS", "/timeline/TUR/RUS", f"/facts/visit-{number}"):
                assert title in client.get(path).text
                assert title in client.get(path).text


def add(timeline: Timeline, text: str) -> None:
    moment = timeline.moment("", TODAY, Request("add", text))
    timeline.record(timeline.read(text, "t.facts"), moment)
