"""The example that docs/scores.md computes by hand comes out as it says, to the micro-unit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.console import Console

PAGE = Path(__file__).parent.parent / "docs" / "scores.md"
QUESTION = ["state", "TUR", "RUS", "--on", "2022-02-19", "--json"]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON of the example's state."""
    written = PAGE.read_text(encoding="utf-8")
    example = re.search(r"^```facts example\.facts\n(.*?)^```$", written, re.MULTILINE | re.DOTALL)
    assert example
    console = Console.begun(tmp_path_factory.mktemp("scores"))
    (console.folder / "example.facts").write_text(example[1], encoding="utf-8")
    printed, code = console.run(["import", "example.facts"])
    assert code == 0, printed
    found: dict[str, Any] = json.loads(console.apart(QUESTION)[0])
    return found


def test_each_fact_counts_what_the_page_says(answer: dict[str, Any]) -> None:
    assert {one["fact"]: one["counted"] for one in answer["contributions"]} == {
        "visit": 2_000_000,
        "treaty": 1_000_000,
        "criticism": -1_000_000,
        "peppers": 3_250_000,
        "crimea": -2_000_000,
    }


def test_the_figures_are_what_the_page_computes(answer: dict[str, Any]) -> None:
    score = answer["score"]

    assert (score["cooperation"], score["friction"]) == (3_000_000, 2_000_000)
    assert (score["relief"], score["eased"], score["net"]) == (3_250_000, 1_000_000, 1_000_000)
    assert score["traffic"] == 834_247
    assert score["balance"] == f"{10 / (3 + 2 + 1 + 15 + 0.834247):.6f}"
    assert answer["verdict"]["label"] == "neutral"


def test_the_trend_is_what_the_page_computes(answer: dict[str, Any]) -> None:
    verdict, usual = answer["verdict"], answer["usual"]

    assert {one["fact"]: (one["p"], one["q"]) for one in answer["moves"]} == {
        "visit": (2_000_000, 0),
        "treaty": (354_839, 0),
    }
    assert (usual["up"], usual["down"]) == (587_274, 164_384)
    assert verdict["momentum"] == 2_354_839 - usual["up"]
    assert verdict["trend"] == "steady"
