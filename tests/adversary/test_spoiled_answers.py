"""Answers of a timeline that somebody sent, spoiled: asked again, they make nobody write or call.

Those that are kept as questions, and those of old that are kept as the words of a command.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from tests.adversary.attack import Outcome, Victims
from tests.adversary.scenes import FACT, STATE, STORE, Desk, left_open
from tests.adversary.test_outside import outside
from tests.contract.timelines import lines
from tests.hostile import Row, linked

ENDS: Final = (0, 1, 2, 5)
DEEP: Final = 100_000
ID: Final = "0123456789abcdef"

Json = dict[str, Any]

QUESTIONS: Final[dict[str, Callable[[Json], Json]]] = {
    "another question": lambda kept: asking(kept, question="export"),
    "a question that nobody knows": lambda kept: asking(kept, question="os.system"),
    "a question that is a list": lambda kept: {**kept, "question": ["state"]},
    "a question that is nothing": lambda kept: {**kept, "question": None},
    "a question without a name": lambda kept: {**kept, "question": {}},
    "one more field": lambda kept: asking(kept, output="stolen.md"),
    "a field of an option": lambda kept: asking(kept, o="stolen.md"),
    "a day that is a number": lambda kept: asking(kept, on=20220307),
    "a day that never was": lambda kept: asking(kept, on="2022-02-30"),
    "a day of words": lambda kept: asking(kept, on="-o stolen.md"),
    "an instant of words": lambda kept: asking(kept, recorded_by="stolen.md"),
    "a lens that is a path": lambda kept: asking(kept, lens="../../../tmp/evil"),
    "a lens that is a module": lambda kept: asking(kept, lens="os@1"),
    "a lens that is a list": lambda kept: asking(kept, lens=["standing-flow@2"]),
    "a layer that is a path": lambda kept: asking(kept, layer="../outside"),
    "a layer that is an order": lambda kept: asking(kept, layer="desk'; DROP TABLE events; --"),
    "a layer of thousands": lambda kept: asking(kept, layer=["desk"] * 5_000),
    "an actor that is an order": lambda kept: asking(kept, a="TUR'; DROP TABLE events; --"),
    "an actor that is a file": lambda kept: asking(kept, a="@/etc/passwd"),
    "an actor twice": lambda kept: asking(kept, b="TUR"),
    "an actor that is nobody": lambda kept: asking(kept, a=""),
    "an actor that is a list": lambda kept: asking(kept, a=["TUR"]),
    "a domain that is an object": lambda kept: asking(kept, domain={"a": "b"}),
    "a topic of control characters": lambda kept: asking(kept, topic="\x1b[2J"),
    "a position beyond the end": lambda kept: {**kept, "position": 10**9},
    "a position of thirty digits": lambda kept: {**kept, "position": 10**30},
    "a position below nothing": lambda kept: {**kept, "position": -1},
    "a digest that is none": lambda kept: {**kept, "digest": "../../stolen"},
    "another digest": lambda kept: {**kept, "digest": "0" * 64},
    "another substance": lambda kept: {**kept, "substance": "0" * 64},
    "rules of control characters": lambda kept: {**kept, "rules": "\x1b[2J\x1b]0;owned\x07"},
    "a title of control characters": lambda kept: {**kept, "title": "\x1b[2J\u202e\nerror: x"},
    "a title of ten megabytes": lambda kept: {**kept, "title": "x" * 10**7},
    "a program that is a path": lambda kept: {**kept, "program": "/bin/sh"},
    "a day of citing that never was": lambda kept: {**kept, "cited_on": "2022-02-30"},
    "words, said to be a question": lambda kept: {**kept, "in_words": True},
    "words for a question": lambda kept: {
        **kept,
        "question": {"words": ["state", "turkey", "russia", "-o", "stolen.md"]},
    },
}
"""What is kept of an answer, changed."""

STATES: Final = {
    "no JSON": b"state turkey russia -o stolen.md",
    "nothing": b"",
    "half of it": b'{"question":{"question":"state"',
    "no text": b"\xff\xfe\x00",
    "brackets without an end": b"[" * DEEP,
    "objects in each other": b'{"question":' * DEEP + b"1" + b"}" * DEEP,
    "a number of many digits": b'{"question":{},"position":' + b"9" * 10_000 + b"}",
}
"""What is kept of an answer, whatever it is."""

WORDS: Final = (
    ("state", "turkey", "russia", "-o", "stolen.md"),
    ("state", "turkey", "russia", "-ostolen.md"),
    ("state", "turkey", "russia", "--output", "stolen.md"),
    ("state", "turkey", "russia", "--output=stolen.md"),
    ("state", "turkey", "russia", "--outpu", "stolen.md"),
    ("state", "turkey", "russia", "--format", "md", "-o=stolen.md"),
    ("state", "turkey", "russia", "--db", "stolen.db"),
    ("state", "turkey", "russia", "--db=postgresql+psycopg://127.0.0.1:9/ties"),
    ("--db", "stolen.db", "state", "turkey", "russia"),
    ("state", "--", "turkey", "russia", "-o", "stolen.md"),
    ("state", "turkey", "russia", "--cite"),
    ("state", "turkey", "russia", "--today", "stolen"),
    ("state", "turkey", "russia", "--layer", "../outside"),
    ("state", "@/etc/passwd", "russia"),
    ("export", "-o", "stolen.facts"),
    ("backup", "stolen.db"),
    ("restore", "other.db", "--force"),
    ("init", "stolen.db"),
    ("add", FACT),
    ("import", "new.facts"),
    ("undo",),
    ("rebuild",),
    ("fmt", "untidy.facts"),
    ("trust",),
    ("os:system", "touch stolen"),
    ("", ""),
    (),
    ("state",) * 5_000,
    ("state", "\x1b[2J", "russia"),
    ("ask", "export everything to stolen.facts"),
    ("replay", "turkey", "russia", "--step"),
    ("chart", "turkey", "russia", "-o", "stolen.svg"),
)
"""The words of commands, as answers were once kept."""


def asking(kept: Json, **changes: object) -> Json:
    """The same with another question."""
    return {**kept, "question": {**kept["question"], **changes}}


@pytest.fixture(scope="module")
def template(victims: Victims, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a timeline in which an answer was cited."""
    folder = tmp_path_factory.mktemp("cited") / "desk"
    desk = Desk(victims, folder)
    left_open(desk)
    desk.does(*STATE, "--cite")
    return folder


def asked_again(desk: Desk, name: str) -> Outcome:
    """Asks for a cited answer again, and sees that nothing is written and nobody called."""
    before = lines(desk.folder / STORE), names(desk.folder)
    outcome, calls = desk.victims.calls(desk.folder, ["verify", name], desk.environ)
    printed = outcome.out + outcome.err
    found = outside(calls, desk.folder)

    assert outcome.code in ENDS, outcome
    assert "Traceback" not in printed
    assert printed.strip()
    assert [letter for letter in printed if not (letter.isprintable() or letter == "\n")] == []
    assert found == []
    assert (lines(desk.folder / STORE), names(desk.folder)) == before
    return outcome


def names(folder: Path) -> set[str]:
    """The files of a folder, without what SQLite keeps beside its own."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return {name for name in found if not name.startswith(f"{STORE}-")}


def with_answer(template: Path, folder: Path, spoil: Callable[[bytes], bytes]) -> str:
    """Spoils the answer of a copy, and returns its name."""
    shutil.copytree(template, folder)
    with closing(sqlite3.connect(folder / STORE)) as connection, connection:
        name, state = connection.execute("SELECT answer, state FROM citations").fetchone()
        connection.execute("UPDATE citations SET state = ?", [spoil(state)])
    return str(name)


@pytest.mark.parametrize("spoiled", QUESTIONS)
def test_a_spoiled_question_writes_nothing_and_calls_nobody(
    spoiled: str, victims: Victims, template: Path, tmp_path: Path
) -> None:
    def spoil(state: bytes) -> bytes:
        return json.dumps(QUESTIONS[spoiled](json.loads(state))).encode()

    name = with_answer(template, tmp_path / "desk", spoil)
    asked_again(Desk(victims, tmp_path / "desk"), name)


@pytest.mark.parametrize("spoiled", STATES)
def test_what_is_not_a_question_is_damaged(
    spoiled: str, victims: Victims, template: Path, tmp_path: Path
) -> None:
    name = with_answer(template, tmp_path / "desk", lambda _: STATES[spoiled])
    outcome = asked_again(Desk(victims, tmp_path / "desk"), name)

    assert outcome.code == 5, outcome


def test_an_answer_that_nobody_spoiled_is_asked_again(
    victims: Victims, template: Path, tmp_path: Path
) -> None:
    name = with_answer(template, tmp_path / "desk", lambda state: state)

    assert asked_again(Desk(victims, tmp_path / "desk"), name).code == 0


@pytest.mark.parametrize("words", WORDS, ids=lambda words: " ".join(words)[:40])
def test_words_that_were_received_write_nothing_and_call_nobody(
    words: tuple[str, ...], victims: Victims, template: Path, tmp_path: Path
) -> None:
    """An answer whose words were `-o FILE` once wrote that file when it was verified."""
    shutil.copytree(template, tmp_path / "desk")
    desk = Desk(victims, tmp_path / "desk")
    desk.does("export", "-o", "{}/copy.jsonl")
    rows: list[Row] = [
        (stream, version, topic, state.decode())
        for _, stream, version, topic, state, _ in lines(desk.folder / STORE)
    ]
    said = {
        "known_on": "2022-06-01",
        "recorded_at": "2022-06-01T12:00:00Z",
        "words": words,
        "today": "2022-06-01",
        "position": 1,
        "title": "State of ties",
    }
    rows.append((f"answers/{ID}", 1, "answer.cited/1", json.dumps(said)))
    (desk.folder / "copy.jsonl").write_bytes(linked(rows))
    imported = desk.run("import", "{}/copy.jsonl")

    assert imported.code in ENDS, imported
    assert "Traceback" not in imported.err
    if imported.code == 0:
        asked_again(desk, ID)
    else:
        assert imported.err.startswith("error: "), imported
