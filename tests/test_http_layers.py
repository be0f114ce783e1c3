"""Questions of a layer over HTTP: the bytes that a terminal and Python give, or their refusal."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from domain.events import Asserted
from projections.answer import json_text
from projections.question import Question
from projections.questions.layers import LayersQuestion
from service.opening import open_store
from service.timeline import Timeline
from tests.builders import a_content, an_assertion
from tests.console import NOW, Console
from tests.questions import DAY, QUESTIONS, named
from views.command import command
from views.endpoints import address
from web.app import Served, app_of

LAYER: Final = "icews"
FACTS: Final = (
    "2022-03-04  TUR > RUS  accuse/diplomacy  Turkey accuses Russia  ^accused",
    "2022-03-05  TUR = RUS  call/diplomacy  They speak  ^call",
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits",
)


LAYERED: Final = [
    question
    for question in QUESTIONS
    if "layer" in type(question).model_fields and question.name not in ("why-fact", "panel")
]
"""Questions that may be asked of a layer; that of one fact has its own, and a panel the desk's."""

TWO: Final = {type(question): question for question in LAYERED}.values()


def of_layers(question: Question, *layers: str) -> Question:
    """The same question of a layer, or of several."""
    parts = tuple(question.model_copy(update={"layer": layer}) for layer in layers)
    return parts[0] if len(parts) == 1 else LayersQuestion(parts=parts)


@dataclass
class Everywhere:
    """One timeline, asked in three ways."""

    client: TestClient
    console: Console
    timeline: Timeline


def a_row(number: int, what: str, dated: str, domain: str = "diplomacy") -> Asserted:
    content = a_content(what=what, dated=dated, domain=domain)
    return an_assertion(content, dated).numbered(f"{LAYER}/{number}", 1)


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    folder: Path = tmp_path_factory.mktemp("layers")
    place = str(folder / "own.db")
    console = Console.begun(folder, *FACTS, db=place)
    with closing(open_store(place, lambda: NOW)) as timeline:
        timeline.append(
            [
                a_row(1, "accuse", "2022-03-04"),
                a_row(2, "accuse", "2022-03-04"),
                a_row(3, "aid", "2022-03-05", "humanitarian"),
                a_row(4, "instrument:sanctions", "2022-02-20"),
                a_row(5, "consult:visit", "2021-11-11"),
            ]
        )
        served = Served(lambda: open_store(place, lambda: NOW), lambda: DAY, "1")
        with TestClient(app_of(served), base_url="http://localhost") as client:
            yield Everywhere(client, console, timeline)


def asked_everywhere(everywhere: Everywhere, question: Question, *layers: str) -> bool:
    """Asks a question of layers, and says whether it was answered; a refusal is the same too."""
    of = "".join(f"&layer={layer}" for layer in layers)
    found = everywhere.client.get(f"{address(question)}{of}")
    typed = [*shlex.split(command(question))[1:], "--layer", ",".join(layers), "--json"]
    printed, error, code = everywhere.console.apart(typed)
    if code in (2, 4):
        assert found.status_code == 422
        assert found.json()["title"] in error
        return False
    named_there = shlex.split(unquote(found.headers["detente-command"]))

    assert found.status_code == 200, found.text
    assert found.text == printed
    assert found.text == json_text(everywhere.timeline.ask(of_layers(question, *layers)).json)
    assert found.text == everywhere.console.apart([*named_there[1:], "--json"])[0]
    assert found.text == everywhere.client.get(found.headers["content-location"]).text
    assert found.headers["detente-exit"] == str(code)
    return True


def is_of_people(question: Question) -> bool:
    """Whether a question is one of people's facts alone, and refused of a layer."""
    asked = question.model_dump()
    more = asked.get("label") == "warm" or asked.get("besides")
    return question.name in ("board-pairs", "spread") or bool(more)


@pytest.mark.parametrize("question", LAYERED, ids=named)
def test_a_layer_is_answered_by_the_same_bytes_everywhere(
    question: Question, everywhere: Everywhere
) -> None:
    assert asked_everywhere(everywhere, question, LAYER) != is_of_people(question)


@pytest.mark.parametrize("question", TWO, ids=named)
def test_two_layers_are_answered_by_the_same_bytes_everywhere(
    question: Question, everywhere: Everywhere
) -> None:
    assert asked_everywhere(everywhere, question, "desk", LAYER) != is_of_people(question)


def test_an_unknown_layer_is_refused_in_the_same_words(everywhere: Everywhere) -> None:
    assert not asked_everywhere(everywhere, LAYERED[0], "nowhere")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("q=visit&layer=nowhere", ["q=visit&layer=desk", f"q=visit&layer={LAYER}"]),
        ("q=nowhere&layer=nowhere", ["q=nowhere&layer=desk", f"q=nowhere&layer={LAYER}"]),
        ("q=visit&layer=nowhere,desk", ["q=visit&layer=desk", f"q=visit&layer={LAYER},desk"]),
        (
            "q=visit&layer=nowhere&layer=desk",
            ["q=visit&layer=desk", f"q=visit&layer={LAYER}&layer=desk"],
        ),
        ("q=visit&layer=", ["q=visit&layer=desk", f"q=visit&layer={LAYER}"]),
    ],
)
def test_addresses_that_are_offered_for_a_layer_are_answered(
    everywhere: Everywhere, asked: str, offered: list[str]
) -> None:
    """The address for a list was left out, and that for an empty name led nowhere."""
    found = everywhere.client.get(f"/v1/search?{asked}")
    links = [fix["href"] for fix in found.json()["fixes"]]

    assert found.status_code == 422
    assert links == [f"/v1/search?{each}" for each in offered]
    assert all(everywhere.client.get(link).status_code == 200 for link in links)


def test_the_page_of_a_search_refuses_a_layer_and_says_what_searches_one(
    everywhere: Everywhere,
) -> None:
    refused = everywhere.client.get("/search?q=visit&layer=icews")
    found = everywhere.client.get("/search?q=nosuchword")

    assert (refused.status_code, "takes no" in refused.text) == (422, True)
    assert re.search(rf"<code>detente search nosuchword --on \S+ --layer {LAYER}<", found.text)
