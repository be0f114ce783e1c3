"""How an answer is cited."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from projections.answer import Stamp, digest_of
from projections.citation import Citation
from tests.console import Console

STAMP = Stamp("desk.db", 1074, "ab" * 32, "f6d162d7fe84e070")
QUESTIONS = [
    "state turkey russia --on 2022-03-05",
    "state turkey russia --on 2022-03-05 --lens all",
    "why turkey russia --on 2022-03-05",
    "why straits --on 2022-03-05",
    "diff turkey russia 2022-02-23 2022-03-05",
    "hindsight turkey russia --on 2022-02-26",
    "agenda --on 2022-03-05",
    "replay turkey russia --from 2022-02-24 --to 2022-03-10",
    "turns turkey russia --from 2022-01-01 --to 2022-03-10",
    "board turkey --on 2022-03-05",
    "search S-400",
    "timeline turkey russia -p 2022-03",
    "show straits --on 2022-03-05",
    "history straits",
]


def a_citation(title: str = "State of ties", known_on: date | None = None) -> Citation:
    return Citation(
        title, "mixed", known_on, "standing-flow@1", "desk", STAMP, date(2026, 11, 22), "1.2"
    )


def test_an_id_is_of_what_is_said_and_not_of_the_order_in_which_it_is_said() -> None:
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1, "b": [2]}) != digest_of({"a": 1, "b": [3]})
    assert re.fullmatch("[0-9a-f]{64}", digest_of({}))


def test_a_sentence_names_what_was_fixed_and_where_it_can_be_verified() -> None:
    sentence = a_citation("State of ties, as known on 26 Feb 2022", date(2022, 2, 26)).sentence

    assert (
        sentence
        == "State of ties, as known on 26 Feb 2022: mixed. Détente 1.2, lens standing-flow@1, layer"
        f" desk; desk.db timeline at position 1,074 (1074:{'ab' * 32}); answer f6d162d7fe84e070;"
        " asked on 22 November 2026."
    )


def test_where_no_knowledge_was_fixed_the_day_of_asking_says_so() -> None:
    assert "as known to the store on 22 November 2026" in a_citation().sentence


def test_bibtex_escapes_what_it_would_read() -> None:
    entry = a_citation("S-400s & {more}, 50% #1_2 $ ^x ~ \\").bibtex

    assert (
        r"title = {S-400s \& \{more\}, 50\% \#1\_2 \$ \textasciicircum{}x \textasciitilde{}"
        r" \textbackslash{}}," in entry
    )
    assert entry.startswith("@misc{detente-f6d162d7fe84e070,\n")
    assert entry.endswith("}\n")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_can_be_cited_and_bears_the_id_that_its_citation_names(
    question: str, tmp_path: Path
) -> None:
    console = Console(tmp_path)
    answer = json.loads(console.apart([*question.split(), "--json"])[0])
    sentence, _, code = console.apart([*question.split(), "--cite"])
    (item,) = json.loads(console.apart([*question.split(), "--cite", "--format", "csl-json"])[0])
    bibtex = console.apart([*question.split(), "--cite", "--format", "bibtex"])[0]
    page = console.apart(question.split())[0]
    named = answer["stamp"]["answer"]

    assert code == 0
    assert all(named in text for text in (sentence, item["number"], bibtex, page))
    assert f"{answer['stamp']['position']:,}" in sentence.replace("\n", " ")


def test_a_file_ending_in_bib_is_bibtex(tmp_path: Path) -> None:
    Console(tmp_path).apart([*QUESTIONS[0].split(), "--cite", "-o", "refs.bib"])

    assert (tmp_path / "refs.bib").read_text(encoding="utf-8").startswith("@misc{detente-")


def test_an_answer_that_is_not_cited_has_no_bibtex(tmp_path: Path) -> None:
    _, err, code = Console(tmp_path).apart([*QUESTIONS[0].split(), "--format", "bibtex"])

    assert (code, '"bibtex" is not a format of this answer' in err) == (2, True)
