"""A timeline that moves between a file and a server as JSON lines.

The same bytes, the same answers, under the same ids.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from domain.actors import Registry
from service.safety import differences, verified
from tests.builders import a_content, an_assertion
from tests.console import Console
from tests.contract.timelines import filled, opened, retraction
from tests.places import Place, a_place

OWN: Final = """\
@actor ruritania  Ruritania | Ру́рия  type=state
@assert 2022-03-05  TUR RUS  mixed
2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed to warships, “ü” 文  \
^straits  #straits
    report Reuters, 2022-02-28
2022-03-06  TUR = RUS  planned:call/diplomacy  Phone call of the presidents  ^call
    announced 2022-03-05, Kalin
    held 2022-03-06, Al Arabiya
"""
QUESTIONS: Final = (
    "state turkey russia --on 2022-03-05",
    "state turkey russia --on 2022-03-05 --lens all",
    "state turkey russia --on 2022-03-06 --layer icews",
    "why turkey russia --on 2022-03-06 --layer icews",
    "why turkey russia --on 2022-03-05 --known-on 2022-03-01",
    "diff turkey russia 2022-02-23 2022-03-06",
    "turns turkey russia --from 2020-01-01 --to 2022-03-10",
    "agenda --on 2022-03-05",
    "board turkey --on 2022-03-05",
    "search çay",
    "timeline turkey russia",
    "history straits",
)


def fill(place: Place, console: Console, registry: Registry) -> None:
    """Facts of the desk and what was said of them, a layer of which one row was said more.

    An import undone and done again.
    """
    (console.folder / "own.facts").write_text(OWN, encoding="utf-8")
    filled(place, registry, seed=3, facts=12)
    for command in ("import own.facts", "undo", "import own.facts"):
        asked(console, place, command)
    with opened(place, registry) as timeline:
        timeline.append(
            [
                an_assertion(a_content(dated="2022-03-05", what="accuse")).numbered(f"icews/{i}", 1)
                for i in range(3)
            ]
        )
        timeline.append([timeline.moment().stamp(retraction()).numbered("icews/1", 2)])


def asked(console: Console, place: Place, command: str) -> str:
    said, err, code = console.apart(["--db", place.where, *command.split()])

    assert code == 0, err
    return said


def answers(console: Console, place: Place) -> list[dict[str, object]]:
    """Every answer with its id; without where its store is, which alone may differ."""
    found = [json.loads(asked(console, place, f"{question} --json")) for question in QUESTIONS]
    for answer in found:
        del answer["stamp"]["store"]
    return found


def test_a_timeline_goes_to_a_server_and_back_and_is_the_same(
    registry: Registry, tmp_path: Path
) -> None:
    console = Console(tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22"})
    there = a_place("postgresql", tmp_path)
    file, back = a_place("sqlite", tmp_path), a_place("sqlite", tmp_path)
    try:
        fill(file, console, registry)
        cited = json.loads(asked(console, file, f"{QUESTIONS[0]} --json"))["stamp"]["answer"]
        asked(console, file, f"{QUESTIONS[0]} --cite")
        for source, target, name in ((file, there, "there.jsonl"), (there, back, "back.jsonl")):
            asked(console, source, f"export -o {name}")
            asked(console, target, f"init {target.where}")
            asked(console, target, f"import {name}")
        expected = answers(console, file)

        assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "back.jsonl").read_bytes()
        for place in (there, back):
            assert answers(console, place) == expected
            assert "the same answer" in asked(console, place, f"verify {cited}")
            with opened(place, registry) as timeline:
                assert verified(timeline).sound
                assert differences(timeline).rows == 0
    finally:
        there.gone()
