"""Every answer of the golden files.

They were computed by a program that shares no code with this one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from projections.pairs import Pair
from projections.state_json import state_json
from service.opening import timeline_of
from service.timeline import Timeline
from tests.console import Console
from tests.contract.timelines import opened
from tests.evidence import state_of
from tests.places import Place

GOLDEN: Final = Path(__file__).parent / "golden"
NAMES: Final = ("seed", "edge", "edge-more", "random-1", "random-2", "random-3")
Json = Mapping[str, object]


def _expected(name: str) -> list[Json]:
    text = (GOLDEN / f"{name}.expected.json").read_text(encoding="utf-8")
    return cast("list[Json]", json.loads(text)["answers"])  # the files' own shape


ANSWERS: Final = [(name, answer) for name in NAMES for answer in _expected(name)]


def _called(name: str, answer: Json) -> str:
    known = f"-known-{answer['known_on']}" if answer["known_on"] else ""
    return f"{name}-{answer['a']}-{answer['b']}-{answer['on']}{known}"


@lru_cache
def timeline(name: str) -> Timeline:
    return timeline_of((GOLDEN / f"{name}.facts").read_text(encoding="utf-8"), name)


def differences(expected: object, found: object, path: str = "") -> Iterator[str]:
    """Where an answer is not what is expected; it may hold more fields."""
    if isinstance(expected, dict) and isinstance(found, dict):
        theirs, ours = (
            cast("Json", expected),
            cast("Json", found),
        )  # JSON objects have text for keys
        for key, value in theirs.items():
            yield from differences(value, ours.get(key, "missing"), f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for i, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from differences(one, other, f"{path}/{i}")
    elif expected != found:
        yield f"{path}: expected {expected}, found {found}"


def answered(timeline: Timeline, expected: Json) -> object:
    """What a timeline answers to the question of a golden answer."""
    pair = Pair.of(str(expected["a"]), str(expected["b"]))
    known_on = expected["known_on"]
    as_of = AsOf(
        date.fromisoformat(str(expected["on"])),
        date.fromisoformat(str(known_on)) if known_on else None,
    )
    return json.loads(json.dumps(state_json(state_of(timeline, pair, as_of))))


@pytest.mark.parametrize(
    ("name", "expected"), ANSWERS, ids=[_called(name, answer) for name, answer in ANSWERS]
)
def test_an_answer_is_the_golden_one(name: str, expected: Json) -> None:
    assert list(differences(expected, answered(timeline(name), expected))) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_place_gives_the_golden_answers(
    name: str, place: Place, registry: Registry, tmp_path: Path
) -> None:
    console = Console(
        tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22", "DETENTE_DB": place.where}
    )
    imported = [
        console.run(["init", place.where])[1],
        console.run(["import", str(GOLDEN / f"{name}.facts")])[1],
    ]
    last = _expected(name)[-1]
    known = ["--known-on", str(last["known_on"])] if last["known_on"] else []
    told, _, _ = console.apart(
        ["state", str(last["a"]), str(last["b"]), "--on", str(last["on"]), *known, "--json"]
    )
    with opened(place, registry) as stored:
        found = [
            said
            for expected in _expected(name)
            for said in differences(expected, answered(stored, expected))
        ]

    assert (imported, found) == ([0, 0], [])
    assert list(differences(last, json.loads(told))) == []


def test_there_are_as_many_golden_answers_as_were_computed() -> None:
    assert len(ANSWERS) == 306


def test_a_golden_difference_would_be_seen() -> None:
    expected = {"score": {"net": 1}, "ahead": [{"fact": "call"}], "disputed": []}
    found = {"score": {"net": 2, "more": 3}, "ahead": [{"fact": "vote"}], "disputed": ["call"]}

    assert len(list(differences(expected, found))) == 3
