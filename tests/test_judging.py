"""What is recorded and would not be recorded so today: noticed by `verify`, and never broken."""

from __future__ import annotations

import json
from contextlib import chdir
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from cli.main import run
from domain.characters import holds_hidden
from service.store.verification import MOST_LISTED
from tests.console import Console
from tests.held import rewritten

TALKS = "2022-03-10  TUR = RUS  planned:talks  Talks  ^talks; report Reuters, 2022-03-01"
PACT = "2022-01-05  TUR = RUS  instrument:treaty  A pact  ^pact; report Reuters, 2022-01-05"
STATE = "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, TALKS, PACT, db="t.db")
    for argv in (
        ["settle", "talks", "--cancelled", "--known-on", "2022-03-08", "--source", "AFP"],
        ["end", "pact", "--on", "2022-05-01", "--source", "AFP"],
        ["report", "pact", "--source", "AFP", "--known-on", "2022-02-01"],
    ):
        assert console.run(argv)[1] == 0, console.run(argv)[0]
    return console


def verify(console: Console) -> tuple[str, int]:
    printed, code = console.run(["verify"])
    return " ".join(printed.split()), code


def test_nothing_is_noticed_in_what_was_recorded_today(console: Console) -> None:
    printed, code = verify(console)

    assert (code, "Noticed" in printed) == (0, False)
    assert "rules" not in console.run(["doctor"])[0]


def test_a_fact_that_was_undone_and_recorded_again_is_not_noticed(console: Console) -> None:
    for argv in (["undo"], ["undo"], ["undo"], ["undo"], ["add", PACT], ["undo"]):
        assert console.run(argv)[1] == 0, argv

    printed, code = verify(console)

    assert (code, "Noticed" in printed) == (0, False), printed


CHANGES: dict[str, tuple[str, str, str]] = {
    "a bidi character": ("A pact", "A \u202epact", "U+202E"),
    "an escaped one": ("A pact", "A \\u202epact", "U+202E"),
    "an escape sequence": ("A pact", "A \\u001b[31mpact", "U+001B"),
    "a title too long": ("A pact", "A pact " * 200, "a title has 1,000 characters at most"),
    "a score of nothing": (
        '"title":"A pact"',
        '"goldstein":-99000000,"title":"A pact"',
        "is not a Goldstein score",
    ),
    "a plan called off before it": ('"on":"2022-03-08"', '"on":"2022-06-08"', "desk/talks"),
    "an end before the beginning": (
        '"on":"2022-05-01"',
        '"on":"2021-05-01"',
        "cannot have ended before it had begun",
    ),
    "a fact still to come": ('"since":"2022-01-05"', '"since":"2031-01-05"', "still to come"),
    "a plan announced after its day": (
        '"planned":"2022-03-10"',
        '"planned":"2021-03-10"',
        "was not planned for 2021-03-10",
    ),
}


@pytest.mark.parametrize(("old", "new", "words"), CHANGES.values(), ids=CHANGES)
def test_a_chain_that_was_computed_again_holds_what_no_door_takes_and_that_is_noticed(
    console: Console, old: str, new: str, words: str
) -> None:
    """Such a timeline was called Sound without a word."""
    rewritten(console, STATE, old, new)

    printed, code = verify(console)

    assert code == 0, printed
    assert "Noticed:" in printed
    assert words in printed
    assert "would be refused today" in printed
    assert not holds_hidden(printed)
    assert "would not be recorded so today" in " ".join(console.run(["doctor"])[0].split())
    found = json.loads(console.run(["verify", "--json"])[0])
    assert (found["sound"], found["problems"]) == (True, [])
    assert all(notice["position"] > 0 for notice in found["notices"])


def test_an_event_recorded_before_the_one_ahead_of_it_is_noticed_with_its_row(
    console: Console,
) -> None:
    """A later row once said an earlier instant, and nobody saw it."""
    rewritten(console, f"{STATE} WHERE position >= 5", "2026-11-22T12:00:00", "2026-11-21T12:00:00")

    found = json.loads(console.run(["verify", "--json"])[0])

    assert found["sound"]
    assert found["notices"][0]["position"] == 5
    assert "says that it was recorded before it, at 2026-11-21 12:00" in found["notices"][0]["said"]
    assert len(found["notices"]) == found["position"] - 4


def test_people_who_write_at_the_same_time_are_not_noticed(console: Console) -> None:
    rewritten(console, f"{STATE} WHERE position >= 5", "2026-11-22T12:00:00", "2026-11-22T11:50:00")

    assert "Noticed" not in verify(console)[0]


def test_a_held_digest_finds_what_is_only_noticed_without_one(console: Console) -> None:
    digest = console.run(["digest"])[0].strip()
    rewritten(console, STATE, "A pact", "A \u202epact")

    assert console.run(["verify", "--against", digest])[1] == 5


def test_more_than_are_listed_are_counted(console: Console) -> None:
    calls = (f"2022-03-02  TUR = RUS  call  Call A{i}  ^c{i}\n" for i in range(MOST_LISTED + 5))
    (console.folder / "calls.facts").write_text("".join(calls), encoding="utf-8")
    assert console.run(["import", "calls.facts"])[1] == 0
    rewritten(console, STATE, "Call A", "Call \u202e")

    printed, _ = verify(console)
    found = json.loads(console.run(["verify", "--json"])[0])

    assert (len(found["notices"]), found["more_notices"]) == (MOST_LISTED, 5)
    assert "… and 5 more." in printed


def _same(now: datetime) -> datetime:
    return now


def test_facts_of_a_layer_of_which_more_is_said_later_are_not_noticed(tmp_path: Path) -> None:
    """The first event of such a fact is read once more, and had been taken for one out of order."""
    console = Console.begun(tmp_path, db="t.db")
    rows = "".join(f"{i},2018-01-0{i},TUR,accuse,RUS,A,AFP,2018-01-0{i},\n" for i in (1, 2, 3))
    head = "id,date,actor,what,recipient,title,publisher,published,url\n"
    (tmp_path / "rows.csv").write_text(head + rows, encoding="utf-8")
    for hour, argv in enumerate(
        (
            ["import", str(tmp_path / "rows.csv"), "--rules", "csv"],
            ["report", "sheet/2", "--source", "AFP"],
            ["retract", "sheet/1", "--because", "an error"],
            ["retract", "sheet/3", "--because", "an error"],
        )
    ):
        now = datetime(2026, 11, 22, 12 + hour, tzinfo=UTC)
        with chdir(tmp_path):
            assert run(argv, console.environ, partial(_same, now)) == 0, argv

    printed, code = verify(console)

    assert (code, "Noticed" in printed) == (0, False), printed
