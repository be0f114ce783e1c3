"""Lines as somebody types them who has not read the format: each comes back as one that works."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.console import Console

REPORT = "; report Reuters, 2022-03-05"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, db="my.db")


def offered(printed: str) -> list[str]:
    """The commands that a refusal offers for the one that was typed."""
    lines = (line.partition("   #")[0].strip() for line in printed.splitlines())
    return [line for line in lines if line.startswith("detente add '")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5 March 2022 turkey > russia summoned the ambassador",
            "5 March 2022 turkey > russia  summon  summoned the ambassador"),
        ("2022-03-05 turkey > United Kingdom slapped tariffs on steel",
            "2022-03-05 turkey > United Kingdom  instrument:trade-restriction"
            "  slapped tariffs on steel"),
        ("2022-03-05 turkey > russia condemned the attack ^x #war",
            "2022-03-05 turkey > russia  condemn  condemned the attack ^x #war"),
        ("2022-03-05 turkey = russia met",
            "2022-03-05 turkey = russia  talks  met"),
        ("2022-03-05 United Kingdom russia visit A visit",
            "2022-03-05 United Kingdom > russia  visit A visit"),
        ("2022-03-05 United Kingdom russia visit A visit",
            "2022-03-05 United Kingdom = russia  visit A visit"),
    ],
)  # fmt: skip
def test_a_line_in_plain_words_comes_back_as_a_command_that_records_it(
    console: Console, typed: str, meant: str
) -> None:
    commands = offered(console.type(f"detente add {shlex.quote(typed + REPORT)}"))
    wanted = f"detente add {shlex.quote(meant + REPORT)}"

    assert wanted in commands
    assert "1 fact added" in console.type(wanted)


@pytest.mark.parametrize(
    "typed",
    [
        "2022-03-05 TUR > RUS visit A visit{} report Reuters, 2022-03-05",
        "2022-03-05 TUR > RUS visit A visit ^v{} report Reuters, 2022-03-05, origin=ap",
        "2022-03-06 TUR = RUS planned:call A call ^call{} announced 2022-03-05, Reuters",
    ],
)
def test_a_detail_without_its_semicolon_gets_one(console: Console, typed: str) -> None:
    """The report was once a part of the title, or `#report` was offered for it."""
    printed = console.type(f"detente add '{typed.format('')}'")
    wanted = f"detente add '{typed.format(';')}'"

    assert "begins a detail, and wants a semicolon before it." in printed
    assert offered(printed)[0] == wanted
    assert "1 fact added" in console.type(wanted)


@pytest.mark.parametrize(
    "line",
    [
        "2022-03-05 TUR > RUS visit Leaders report progress on grain",
        '2022-03-05 TUR > RUS visit "A visit report Reuters, 2022-03-05"',
        "2022-03-05 TUR > RUS visit A visit; report Reuters, 2022-03-05",
    ],
)
def test_a_title_may_hold_the_words_of_details(console: Console, line: str) -> None:
    assert "1 fact added" in console.type(f"detente add '{line}'")


def test_a_word_set_apart_is_looked_up_alone(console: Console) -> None:
    printed = console.type("detente add '2022-03-05  TUR > RUS  expel  Turkey expels three'")

    assert 'unknown kind "expel"' in printed
    meant = "2022-03-05  TUR > RUS  expel-diplomats  Turkey expels three"
    assert f"  detente add '{meant}'   # sends diplomats of the other home\n" in printed


def test_what_is_missing_is_said_with_the_actors_that_were_typed(console: Console) -> None:
    printed = console.type("detente add '2022-03-05 turkey > russia'")

    wanted = "  detente add '2022-03-05 turkey > russia  call  TITLE'   # for example\n"
    assert wanted in printed


def test_a_person_who_is_nobody_here_can_be_described_and_named(console: Console) -> None:
    line = "2022-03-05 Peng Liyuan > russia visit A visit"
    printed = console.type(f"detente add '{line}'")
    described = 'detente add "@actor peng-liyuan  Peng Liyuan  type=person"'

    assert f"  {described}   # if it is a person; then try again\n" in printed
    assert "1 actor described" in console.type(described)
    assert "1 fact added" in console.type(f"detente add '{line}'")


def test_a_question_names_an_actor_as_it_was_typed(console: Console) -> None:
    printed = console.type("detente ask 'how are things between Brussels and Moscow'")

    assert '"Brussels" is not an actor here. Did you mean one of these?' in printed
    assert "  detente ask 'how are things between EU and Moscow'" in printed
