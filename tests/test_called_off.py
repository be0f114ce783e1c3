"""A plan that was called off is shown when that was, with by whom, wherever facts are listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.console import Console

PLAN: Final = (
    "2022-03-20  TUR = RUS  planned:visit  A visit of the minister  ^visit;"
    " announced 2022-03-01, Kalin"
)
OFF: Final = "settle visit --cancelled --source TASS --known-on 2022-03-05"


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, PLAN)
    console.type(f"detente {OFF} --by russia")
    return console


def test_a_timeline_lists_it_on_the_day_it_was_called_off(desk: Console) -> None:
    """It stood on the day for which it was planned, and nobody was named."""
    line = "timeline turkey russia --from 2022-03-01 --to 2022-03-10 --on 2022-03-25"

    assert (
        "x   5 Mar 2022          called off by Russia: A visit of the minister (TUR =\n"
        "                        RUS, planned:visit, planned for 20 Mar 2022) ^visit\n"
    ) in desk.type(f"detente {line}")
    (entry,) = json.loads(desk.type(f"detente {line} --json"))["entries"]
    assert (entry["change"], entry["called_off_by"]) == ("called off", "RUS")
    assert (entry["first"], entry["last"], entry["dated"]) == (
        "2022-03-05",
        "2022-03-05",
        "2022-03-20",
    )


def test_a_timeline_of_the_day_for_which_it_was_planned_does_not_list_it(desk: Console) -> None:
    line = "timeline turkey russia --from 2022-03-15 --to 2022-03-25 --on 2022-03-25"

    assert "^visit" not in desk.type(f"detente {line}")
    assert "^visit" in desk.type(f"detente {line} --known-on 2022-03-04")


def test_a_search_finds_it_all_the_same(desk: Console) -> None:
    found = desk.type("detente search minister --on 2022-03-25")

    assert "x 5 Mar 2022" in found
    assert "called off by Russia" in found


def test_a_plan_that_nobody_is_known_to_have_called_off_is_listed_too(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, PLAN)
    console.type(f"detente {OFF}")

    printed = console.type("detente timeline turkey russia --on 2022-03-25")
    assert "called off: A visit of the minister" in printed


def test_a_fact_shows_when_by_whom_and_who_says_so(desk: Console) -> None:
    shown = desk.type("detente show visit --on 2022-03-25")

    assert "ON 25 MAR 2022  called off 5 Mar 2022 by Russia, says TASS\n" in shown


def test_a_difference_dates_it_by_the_day_it_was_called_off(desk: Console) -> None:
    printed = desk.type("detente diff turkey russia 2022-03-04 2022-03-25")

    assert "5 Mar 2022" in printed
    assert "20 Mar 2022" not in printed


def test_a_chart_marks_it_on_the_day_it_was_called_off(desk: Console) -> None:
    """It had no mark at all."""
    line = "chart turkey russia --from 2022-03-01 --to 2022-03-25 --json"
    (mark,) = json.loads(desk.type(f"detente {line}"))["marks"]

    assert (mark["first"], mark["last"]) == ("2022-03-05", "2022-03-05")
    assert (mark["planned"], mark["weight"], mark["reason"]) == (False, -2_000_000, None)


def test_a_plan_that_was_held_is_not_called_off_any_more(tmp_path: Path) -> None:
    """It was recorded without a word, and changed nothing."""
    console = Console.begun(tmp_path, PLAN)
    console.type("detente settle visit --held 2022-03-20 --source TASS")
    printed = console.type(f"detente {OFF} --by russia")

    assert "\n         without effect: it was held 20 Mar 2022\n" in printed
    assert "counts as a refusal" not in printed


def test_the_account_of_a_fact_names_who_called_it_off(desk: Console) -> None:
    """It had the code of the actor."""
    printed = desk.type("detente why visit --on 2022-03-25")

    assert "called off by Russia, says TASS" in " ".join(printed.split())
