"""A question is a value: the terminal, a program and a citation ask the same, and hear the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.refusal import InvalidInput
from projections.answer import json_text
from projections.question import Question
from projections.questions.index import QUESTIONS as LISTED
from service.timeline import Timeline
from tests.console import Console
from tests.documented import on_pages_besides, read
from tests.indexes import INDEXES
from tests.questions import QUESTIONS, named
from views.command import command


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_the_terminal_says_what_the_timeline_answers(
    question: Question, sample: Timeline, tmp_path: Path
) -> None:
    words = command(question).removeprefix("detente ")
    printed = Console(tmp_path).type(f"detente {words} --json").partition("\n")

    assert printed[0].startswith("Answers come from the bundled sample")
    body = printed[2].rpartition("(exit")[0] if "(exit" in printed[2] else printed[2]
    assert body == json_text(sample.ask(question).json)


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_question_goes_to_plain_json_and_back_without_loss(question: Question) -> None:
    plain = json.loads(json.dumps(question.to_plain()))

    assert Question.from_plain(plain) == question
    assert Question.from_plain(plain).to_plain() == plain


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_an_answer_is_named_after_its_question_and_substance_alone(
    question: Question, sample: Timeline
) -> None:
    answer, again = sample.ask(question), sample.ask(question)

    assert answer.id == again.id
    assert (answer.substance, answer.json) == (again.substance, again.json)


@pytest.mark.parametrize("line", on_pages_besides({"layers"}))
def test_what_a_page_asks_is_a_question_that_is_asked_so_again(line: str) -> None:
    question = read(line)

    assert read(command(question).removeprefix("detente ")) == question


def test_every_question_has_an_example_here() -> None:
    with_examples = {question.name for question in QUESTIONS}

    assert {listed.name for listed in LISTED} - {"layers", "layer-day"} <= with_examples


def test_no_two_questions_share_a_name() -> None:
    answers = [question.to_plain() for question in QUESTIONS]

    assert len({json.dumps(plain, sort_keys=True) for plain in answers}) == len(QUESTIONS)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"question": "nosuch"},
        {"question": "state", "a": "TUR"},
        {"question": "state", "a": "TUR", "b": "RUS", "on": "yesterday"},
        {"question": "state", "a": "TUR", "b": "RUS", "on": "2022-03-05", "what": "else"},
    ],
)
def test_what_is_no_question_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Question.from_plain(plain)


@pytest.mark.parametrize("path", INDEXES, ids=lambda path: path.parent.name)
def test_the_indexes_list_what_the_modules_hold(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == INDEXES[path](), "run `make accept`"
