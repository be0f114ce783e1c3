"""A fact answers a question that it is of, and not one that it only has words of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

import detente
from detente import Timeline
from domain.refusal import InvalidInput
from tests.console import Console
from views.command import command

TODAY: Final = date(2023, 12, 1)


@pytest.fixture(scope="module")
def sample() -> Timeline:
    return detente.open(today=TODAY)


def read(sample: Timeline, question: str) -> str:
    return command(sample.read(question)).replace(f" --on {TODAY}", "")


def facts_of(sample: Timeline, question: str) -> set[str]:
    entries = sample.ask(sample.read(question)).json["entries"]
    assert isinstance(entries, list)
    return {entry["fact"] for entry in entries}


@pytest.mark.parametrize(
    "question",
    [
        "Did Ukraine shoot down MH17?",
        "Did the US sell F-16s to Turkey?",
        "Was Gulen extradited?",
    ],
)
def test_what_somebody_only_says_or_wants_is_no_deed(sample: Timeline, question: str) -> None:
    """`did Ukraine shoot down MH17` once showed that Ukraine says that Russia did."""
    assert " show " not in read(sample, question)


def test_a_thing_is_that_of_the_one_who_is_named(sample: Timeline) -> None:
    assert read(sample, "who shot down a Turkish drone") == "detente show drone-downed"
    assert "drone-downed" not in read(sample, "who shot down a US drone")
    with pytest.raises(InvalidInput):
        sample.read("Did Russia shoot down a Turkish jet?")


@pytest.mark.parametrize(
    ("question", "handles"),
    [
        ("Which Russian aircraft violated Turkish airspace?", {"hatay-breach", "su-34"}),
        ("How many times has Russia violated Turkish airspace?", {"hatay-breach", "su-34"}),
        ("Which Turkish soldiers were killed by Russia?", {"al-bab"}),
        ("Who sent rescuers to Turkey in February 2023?", {"quake-ukr", "quake-rus"}),
        ("what happened between the US and Turkey over the F-35", {"pence-warning", "f35-removal"}),
    ],
)
def test_a_question_of_several_facts_lists_them_all(
    sample: Timeline, question: str, handles: set[str]
) -> None:
    """One aircraft of two was shown, for `violates` and `enters` are two words."""
    assert handles <= facts_of(sample, question)


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("Did Biden apologise to Erdogan?", "--by USA"),
        ("Did Erdogan apologise to Biden?", "--by TUR"),
        ("Was Erdogan condemned by Biden?", "--by USA"),
    ],
)
def test_what_one_person_did_to_another_is_not_the_reverse(
    sample: Timeline, question: str, side: str
) -> None:
    """Both questions once listed the apology of Biden."""
    assert read(sample, question).endswith(side)


def test_a_person_is_found_by_another_of_its_names(sample: Timeline) -> None:
    """`nothing found` was once the answer: the fact has `Erdogan` in its title only."""
    assert facts_of(sample, "Did Biden apologise to Erdogan?") == {"biden-apology"}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("what did Reuters report on the S-400", "detente search reuters s-400"),
        ("Which facts come from Sputnik?", "detente search sputnik"),
        ("according to TASS, what happened in 2015?", "--from 2015-01-01 --to 2015-12-31"),
    ],
)
def test_a_publisher_is_looked_for_among_the_sources(
    sample: Timeline, question: str, asked: str
) -> None:
    assert asked in read(sample, question)


@pytest.mark.parametrize("question", ["When does New START expire", "is new start in force"])
def test_a_handle_is_a_name_though_its_words_are_those_of_questions(
    sample: Timeline, question: str
) -> None:
    assert read(sample, question) == "detente show new-start"


@pytest.mark.parametrize(
    "question",
    [
        "the worst month between Turkey and Russia",
        "which year was the worst for Turkey and Russia?",
        "the most hostile act of Russia against Turkey",
        "Did the Idlib strike happen before the Moscow summit?",
        "was the Moscow protocol signed after the Idlib strike?",
        "How many times did Erdogan visit Moscow?",
    ],
)
def test_what_nothing_picks_out_or_compares_is_refused(sample: Timeline, question: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sample.read(question)

    assert refused.value.code == "unknown-shape"
    assert len(refused.value.fixes) > 1


def test_a_list_that_has_more_than_was_asked_says_so(tmp_path: Path) -> None:

    typed = Console(tmp_path).type('detente --db sample ask "Who shot down MH17?"')

    assert "No fact is just what was asked; this lists all around it." in typed
