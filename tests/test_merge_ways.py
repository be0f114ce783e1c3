"""Where two timelines contradict: what differs is shown, and what is chosen is what then holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.console import Console

LASTING: Final = "2022-02-28  TUR > RUS  instrument:transit-restriction  Straits closed  ^straits"
PLAN: Final = "2022-03-20  TUR = RUS  planned:call  A call  ^call; announced 2022-03-10, Kremlin"
TALKS: Final = "2022-03-05  TUR = RUS  talks  Talks  ^talks; report AFP, 2022-03-05"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, db="a.db")
    for line in (f"{LASTING}; report AFP, 2022-02-28", PLAN, TALKS):
        assert console.run(["add", line])[1] == 0
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    return console


def record(console: Console, *words: str) -> None:
    """Ada records the first of two acts in a.db, Bob the other one in b.db."""
    printed, code = console.run([*words])
    assert code == 0, printed


def contradicting(console: Console, mine: str, theirs: str) -> str:
    for db, said in (("a.db", mine), ("b.db", theirs)):
        record(console, "--db", db, *said.split())
    printed, code = console.run(["merge", "b.db"])
    assert code == 1, printed
    return printed


END: Final = "end straits --source {} --on {} --known-on 2023-03-01"
MOVE: Final = "settle call --moved {} --source AP --known-on {}"


@pytest.mark.parametrize(
    ("mine", "theirs"), [("2023-01-01", "2023-02-01"), ("2023-02-01", "2023-01-01")]
)
def test_an_ending_that_is_taken_from_them_is_the_ending(
    console: Console, mine: str, theirs: str
) -> None:
    """Theirs was recorded beside mine, and mine went on to count."""
    printed = contradicting(console, END.format("AFP", mine), END.format("TASS", theirs))
    assert f"ended {mine}, AFP" in printed
    assert f"ended {theirs}, TASS" in printed

    record(console, "merge", "b.db", "--theirs", "straits")
    for day, held in (("2023-01-15", theirs > "2023-01-15"), ("2023-02-15", False)):
        state = json.loads(console.run(["state", "tur", "rus", "--on", day, "--json"])[0])
        assert bool(state["in_force"]) == held, day


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [(("22", "12"), ("23", "13")), (("22", "13"), ("23", "12")), (("24", "12"), ("23", "12"))],
)
def test_a_day_that_is_taken_from_them_is_the_day(
    console: Console, mine: tuple[str, str], theirs: tuple[str, str]
) -> None:
    """Of two new days of a plan, the one that was known later counted, whatever was chosen."""
    acts = [MOVE.format(f"2022-03-{day}", f"2022-03-{known}") for day, known in (mine, theirs)]
    contradicting(console, *acts)
    record(console, "merge", "b.db", "--theirs", "call")

    assert "WHEN 23 Mar 2022" in " ".join(console.run(["show", "call"])[0].split())


@pytest.mark.parametrize("swapped", [False, True])
def test_held_and_cancelled_contradict(console: Console, swapped: bool) -> None:
    """One says that it took place, the other that it did not: recorded without a word."""
    acts = [
        "settle call --held 2022-03-20 --source AFP",
        "settle call --cancelled --known-on 2022-03-20 --source TASS",
    ]
    printed = contradicting(console, *(reversed(acts) if swapped else acts))

    assert "something else: held or cancelled." in printed
    assert "held 2022-03-20, AFP" in printed
    assert "cancelled 2022-03-20, TASS" in printed
    assert ("--theirs" in printed) == swapped, "what was held cannot be corrected to cancelled"


def test_what_no_correction_can_make_is_no_way_out(console: Console) -> None:
    acts = [f"suspend straits --on 2022-0{month}-01 --source AFP" for month in (5, 6)]
    printed = contradicting(console, *acts)

    assert "suspended 2022-05-01" in printed
    assert "suspended 2022-06-01" in printed
    assert "--theirs" not in printed
    assert "--both" in printed


@pytest.mark.parametrize(
    ("field", "mine", "theirs"),
    [("note", "long", "short"), ("place", "Ankara", "Antalya"), ("weight", "2", "3")],
)
def test_two_versions_show_the_details_in_which_they_differ(
    console: Console, field: str, mine: str, theirs: str
) -> None:
    """Both versions were the same line, for what differed stands below it."""
    acts = [f"correct talks --because so --set {field}={value}" for value in (mine, theirs)]
    printed = contradicting(console, *acts)

    yours, others = printed.split("theirs", 1)
    assert f"{field} {mine}" in yours
    assert f"{field} {theirs}" in others
