"""The vocabulary and the actors as plain values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.actors import Registry
from domain.kinds import KINDS
from projections.actors import actor_json, actors_json
from projections.lenses.named import LENSES
from projections.question import Question
from projections.questions.kinds import KindsQuestion
from projections.vocabulary import kinds_json, lenses_json
from tests.console import Console
from tests.documented import read
from views.command import command
from views.outcome import UNKNOWN

ACTORS = Registry.parse(
    "@actor SUN Soviet Union | USSR {abbreviation, 1922-12-30/1991-12-26}  type=state iso3=SUN\n"
    "@actor georgia-us Georgia (US)  type=elsewhere\n"
)

FREE_SLUG = {kind.name for kind in KINDS.values() if kind.whats is None}


def test_every_kind_is_listed_and_those_that_take_any_word_come_last() -> None:
    found = kinds_json()["kinds"]
    free = [what for what in found if what["half_life_days"] is None]

    assert {what["kind"] for what in found} == set(KINDS)
    assert [what["kind"] for what in found[-len(free) :]] == sorted(FREE_SLUG)
    assert len(found) == sum(len(kind.whats or {}) for kind in KINDS.values()) + len(FREE_SLUG)


def test_one_kind_is_listed_alone() -> None:
    assert {what["kind"] for what in kinds_json("contact")["kinds"]} == {"contact"}
    (free,) = kinds_json("assessment")["kinds"]
    assert (free["written"], free["weight"], free["half_life_days"]) == ("assessment:SLUG", 0, None)


def test_one_what_says_what_it_means_and_what_it_is_scored_as() -> None:
    (found,) = kinds_json(what="summon")["kinds"]

    assert found["kind"] == "action"
    assert found["definition"].startswith("calls the other's ambassador in")
    assert "call in" in found["synonyms"]
    assert found["example"]
    assert found["scored_as"] == "accuse:disapprove"
    assert found["domain"] == "diplomacy"


def test_a_text_is_looked_for_in_all_kinds_or_in_one() -> None:
    everywhere = [what["written"] for what in kinds_json(find="closed border")["kinds"]]
    among_links = [what["written"] for what in kinds_json("link", find="close")["kinds"]]

    assert everywhere[0] == "instrument:border-closed"
    assert among_links[0] == "link:close"
    assert all(written.startswith("link:") for written in among_links)


def test_the_default_lens_comes_first() -> None:
    assert [lens["lens"] for lens in lenses_json()["lenses"]] == [lens.name for lens in LENSES]


def test_a_name_says_from_when_until_when_it_was_in_use() -> None:
    found = ACTORS.get("SUN")
    assert found is not None
    plain = actor_json(found)

    assert [(name["from"], name["until"]) for name in plain["names"]] == [
        (None, None),
        ("1922-12-30", "1991-12-26"),
    ]
    assert plain["attributes"]["iso3"] == "SUN"


def test_namesakes_that_are_no_actors_are_not_listed() -> None:
    found = actors_json(ACTORS, date(1950, 1, 1))

    assert (found["on"], [actor["id"] for actor in found["actors"]]) == ("1950-01-01", ["SUN"])


# The question -------------------------------------------------------------------------------------


def asked(*words: str) -> tuple[str, int]:
    return Console(Path(), {"COLUMNS": "100"}).run(["kinds", *words])


def test_a_word_of_the_news_shows_what_it_means() -> None:
    printed, code = asked("denounced")

    assert code == 0
    assert "\ncondemn\nCondemns what the other has done.\n" in printed
    assert "COUNTS       -2, as accuse:disapprove\n" in printed
    assert "HALF-LIFE    60 days, from its day\n" in printed
    assert "WRITE        DATE  ACTOR > ACTOR  condemn  TITLE\n" in printed
    assert "denunciation" in printed


def test_a_type_shows_its_modes_and_a_word_of_ones_own_that_it_never_counts() -> None:
    assert "accuse:allege" in asked("accuse")[0].partition("MODES")[2]
    assert "never counted" in asked("assessment:strained")[0]
    assert "ACTOR = ACTOR" in asked("talks")[0]


def test_a_word_that_means_several_things_is_refused_with_commands_to_paste() -> None:
    printed, code = asked("withdraw")

    assert code == 2
    assert 'error: "withdraw" can mean 2 things.' in printed
    assert "  detente kinds retreat:withdraw    # pulls forces back" in printed
    assert "  detente kinds sanction:withdraw   # leaves a pact" in printed


def test_a_kind_is_named_as_a_line_writes_it_and_found_where_it_is_misspelt() -> None:
    assert asked("planned") == asked("engagement")
    assert "  detente kinds instrument\n" in asked("instrment")[0]


def test_a_text_is_looked_for_and_the_likeliest_comes_first() -> None:
    printed, code = asked("--find", "recalled")
    rows = [line.split()[0] for line in printed.partition("WRITE ")[2].splitlines()[1:] if line]

    assert code == 0
    assert rows[0] == "instrument:ambassador-recalled"


def test_a_text_that_nothing_means_is_unknown() -> None:
    assert asked("--find", "zzz")[1] == UNKNOWN


def test_a_text_without_a_word_or_in_what_is_no_kind_is_refused() -> None:
    for words, said in (
        (("--find", "the"), "say which word of the news to look for."),
        (("summon", "--find", "called"), '"summon" is not a kind to look in.'),
        (("lenses", "--find", "called"), '"lenses" is not a kind to look in.'),
    ):
        printed, code = asked(*words)
        assert said in printed
        assert code == 2


@pytest.mark.parametrize(
    "line",
    [
        "detente kinds",
        "detente kinds stance",
        "detente kinds lenses",
        "detente kinds summon",
        "detente kinds instrument:embargo",
        "detente kinds --find recalled",
        "detente kinds instrument --find 'free trade'",
    ],
)
def test_a_question_is_written_as_the_command_that_asks_it(line: str) -> None:
    question = read(line.removeprefix("detente "))

    assert command(question) == line
    assert Question.from_plain(question.to_plain()) == question


def test_a_question_that_was_kept_before_there_was_more_to_ask_is_still_one() -> None:
    kept = Question.from_plain({"question": "kinds", "kind": "stance"})

    assert kept == KindsQuestion(kind="stance")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ceasefire violation", "assault"),
        ("cancel debt", "aid"),
        ("close embassy", "sanction:withdraw"),
        ("restore relations", "support"),
        ("resume ties", "support"),
        ("de-escalate", "retreat"),
        ("open border", "lift-restriction"),
        ("unban", "lift-restriction"),
        ("disengage", "retreat:withdraw"),
    ],
)
def test_what_the_news_says_is_found_without_its_opposite(text: str, first: str) -> None:
    found = kinds_json(find=text)["kinds"]

    assert found[0]["written"] == first
    assert len({each["weight"] > 0 for each in found}) == 1


@pytest.mark.parametrize("text", ["end embargo", "end boycott", "earthquake"])
def test_what_is_not_in_the_vocabulary_is_not_answered_with_its_opposite(text: str) -> None:
    assert kinds_json(find=text)["kinds"] == []
