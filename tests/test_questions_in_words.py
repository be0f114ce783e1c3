"""Questions as people ask them: each is read as one command, or refused with one filled in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import Mock

import pytest

import detente
from detente import Timeline
from domain.refusal import InvalidInput
from projections.english.parts import parts_of
from projections.english.reading import read
from projections.questions.diff import DiffQuestion
from projections.typed_question import Typed
from service.opening import bundled_registry, open_sample
from service.store.memory import MemoryRecorder
from service.timeline import Timeline as Store
from views.command import command
from views.spelling import command as spelled

TODAY: Final = date(2023, 12, 1)
FOLDER: Final = Path(__file__).parent / "words"


class Asked(NamedTuple):
    """A question, and the command that it is read as, or the first one that its refusal shows."""

    question: str
    command: str
    refused: bool

    def __str__(self) -> str:
        return self.question


def asked() -> Iterator[Asked]:
    """Every question of the folder: below it `=` and its command, or `!` and the closest one."""
    for path in sorted(FOLDER.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for question, answer in zip(lines[::2], lines[1::2], strict=True):
            sign, _, words = answer.strip().partition(" ")
            assert sign in ("=", "!"), f"{path.name}: {answer}"
            yield Asked(question, f"detente {words}", sign == "!")


QUESTIONS: Final = tuple(asked())


@pytest.fixture(scope="module")
def sample() -> Timeline:
    return detente.open(today=TODAY)


@pytest.mark.parametrize("one", [one for one in QUESTIONS if not one.refused], ids=str)
def test_a_question_is_read_as_one_command(sample: Timeline, one: Asked) -> None:
    assert command(sample.read(one.question)) == one.command


@pytest.mark.parametrize("one", [one for one in QUESTIONS if one.refused], ids=str)
def test_what_no_command_answers_is_refused_with_the_closest_filled_in(
    sample: Timeline, one: Asked
) -> None:
    """A wrong reading is worse than a refusal."""
    with pytest.raises(InvalidInput) as refused:
        sample.read(one.question)

    assert spelled(refused.value.fixes[0]).paste == one.command


@pytest.mark.parametrize(
    "one", [one for one in QUESTIONS if "search" in one.command or "#" in one.command], ids=str
)
def test_what_is_looked_for_in_the_facts_is_there(sample: Timeline, one: Asked) -> None:
    """A search was read whose words no fact holds together."""
    if one.refused or one.question in NEVER_HAPPENED:
        return

    assert sample.ask(one.question).found.known


NEVER_HAPPENED: Final = {
    "Did Obama call Erdogan after the coup?",
    "mentions of Wagner",
    "What did the AP report about Brunson?",
}


def test_no_question_stands_twice() -> None:
    assert len({one.question for one in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How are things between Turkey and Absurdistan?", "absurdistan"),
        ("Absurdistan and Turkey", "absurdistan"),
        ("latest on Turkey and the Republic of Nowhere", "the republic of nowhere"),
        ("What happened between Nowhereland and Russia in 2022?", "nowhereland"),
    ],
)
def test_a_name_that_is_nobodys_is_said(question: str, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(question, bundled_registry(), TODAY, tuple)

    assert refused.value.values["name"].lower() == name


@pytest.mark.parametrize(
    "question",
    ["How are us and them?", "Are they at war?", "WHO IS IN?", "is it on?", "how are we and you"],
)
def test_short_words_of_english_are_not_codes_of_states(sample: Timeline, question: str) -> None:
    with pytest.raises(InvalidInput):
        sample.read(question)


@pytest.mark.parametrize("question", ["?", "...", "!?", " , "])
def test_a_question_of_no_words_is_refused(question: str) -> None:
    """A question mark alone once ended in a mistake of the program."""
    with closing(open_sample()) as sample, pytest.raises(InvalidInput):
        read(question, sample.registry, date(2026, 11, 22), sample.facts)


@pytest.mark.parametrize(
    "question", ["Did Turkey buy the S-400 zorp?", "Was the F-16 deal with Turkey frobnicated?"]
)
def test_facts_are_read_once_for_a_question(question: str) -> None:
    """A question that was not read once had all facts read six times."""
    with closing(open_sample()) as sample:
        facts = Mock(wraps=sample.facts)
        with pytest.raises(InvalidInput):
            read(question, sample.registry, TODAY, facts)

    facts.assert_called_once()


def test_days_that_are_named_twice_are_refused() -> None:
    question = "How were Turkey and Russia on 5 March 2022 in 2021?"

    with pytest.raises(InvalidInput, match="days twice"):
        read(question, bundled_registry(), TODAY, tuple)


@pytest.mark.parametrize(
    ("one", "word"),
    [
        *zip(
            [one for one in QUESTIONS if not one.refused][:80],
            cycle(["frobnicated", "zorp", "unquestionably", "Xanadu"]),
            strict=False,
        )
    ],
    ids=str,
)
def test_no_word_of_a_question_is_passed_over(sample: Timeline, one: Asked, word: str) -> None:
    """A word more that nothing knows: no command is read as if it were not there."""
    if one.command.startswith("detente search"):
        return
    with pytest.raises(InvalidInput):
        sample.read(f"{one.question.rstrip('? ')} {word}?")


def test_a_slip_of_the_pen_is_read_as_the_word_that_was_meant() -> None:
    meant, slipped = (parts_of(text).names for text in ("what happened", "what happend"))

    assert meant == slipped


def test_a_day_in_words_is_one_of_two_days_that_are_compared() -> None:
    """`diff TUR RUS 2023-10-01 "last month"` once named only one day."""
    words = ("TUR", "RUS", "2023-10-01", "last month")
    store = Store(MemoryRecorder(), bundled_registry())
    asked = DiffQuestion.read(Typed(words, {}, store, TODAY))

    assert command(asked) == "detente diff TUR RUS 2023-10-01 2023-11-30 --lens standing-flow@2"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Biden", 'detente search "Joe Biden"'),
        ("Macron", "detente state FRA USA --on 2023-12-01"),
    ],
)
def test_a_person_of_whose_own_nothing_is_recorded_has_no_ties(
    sample: Timeline, name: str, first: str
) -> None:
    """`nothing known` was once said of the president of a state with many ties."""
    with pytest.raises(InvalidInput, match="ties are those of states") as refused:
        sample.state(name, "USA", on=TODAY)

    assert spelled(refused.value.fixes[0]).paste == first
