"""Answers keep to their published schema."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.console import Console

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"
STATE = Draft202012Validator(json.loads((SCHEMAS / "state@1.json").read_text(encoding="utf-8")))

QUESTIONS = [
    ["turkey", "russia", "--on", "2022-03-05"],
    ["turkey", "russia", "--on", "2022-03-05", "--known-on", "2022-03-05", "--recorded-by", "2026-11-22"],
    ["turkey", "russia", "energy", "--on", "2022-03-05"],
    ["turkey", "usa", "#s-400", "--on", "2020-12-31"],
    ["russia", "ukraine", "--on", "2022-03-05"],
    ["turkey", "fiji", "--on", "2022-03-05"],
    ["turkey", "russia", "--on", "2022-02-26", "--known-on", "2022-02-26"],
    ["nato", "russia", "--on", "1950"],
]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_state_keeps_to_its_schema(question: list[str], tmp_path: Path) -> None:
    out, _, _ = Console(tmp_path).apart(["state", *question, "--json"])

    assert [error.message for error in STATE.iter_errors(json.loads(out))] == []


def test_the_schema_refuses_what_is_no_state(tmp_path: Path) -> None:
    out, _, _ = Console(tmp_path).apart(["state", *QUESTIONS[0], "--json"])
    answer = json.loads(out)

    assert not STATE.is_valid({**answer, "verdict": {**answer["verdict"], "label": "chummy"}})
    assert not STATE.is_valid({key: value for key, value in answer.items() if key != "coverage"})


def test_every_figure_is_a_whole_number(tmp_path: Path) -> None:
    out, _, _ = Console(tmp_path).apart(["state", *QUESTIONS[0], "--json"])
    answer = json.loads(out)

    assert all(isinstance(row[key], int) for row in answer["contributions"] for key in ("counted", "low", "high"))
    assert date.fromisoformat(answer["on"]) == date(2022, 3, 5)
