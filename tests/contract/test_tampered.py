"""A row whose columns hold what nobody wrote.

`verify` names it, and every other command says one sentence.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

import pytest

from tests.console import Console
from tests.contract.timelines import spoil

COMMANDS: Final[tuple[str, ...]] = (
    "state turkey russia",
    "timeline",
    "show straits",
    "history straits",
    "export",
    "export --as csv",
    "export --as jsonl",
    "undo 2",
)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A timeline of one fact, of which the first report is row 1 and another row 3."""
    straits = (
        "2022-02  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
        " report Reuters, 2022-02-28"
    )
    console = Console.begun(tmp_path, straits, db="t.db")
    console.run(["report", "straits", "--source", "AFP", "--known-on", "2022-03-01"])
    return console


@pytest.mark.parametrize("position", [1, 3])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "CAST(state AS TEXT)"),
        ("state", "7"),
        ("topic", "CAST(topic AS BLOB)"),
        ("stream", "CAST(stream AS BLOB)"),
        ("stream", "'desk/other'"),
        ("version", "'one'"),
        ("version", "1.5"),
    ],
)
def test_a_column_that_holds_another_type_is_told_in_a_sentence(
    console: Console, column: str, value: str, position: int
) -> None:
    """Text in the place of bytes, as an editor of databases leaves it.

    Was once an error of Python's own.
    """
    spoil(
        console.folder / "t.db",
        f"UPDATE events SET {column} = {value} WHERE position = ?",
        position,
    )

    verified, code = console.run(["verify"])
    assert (code, f"row {position} " in verified) == (5, True)
    for command in COMMANDS:
        printed, code = console.run(shlex.split(command))
        lines = printed.splitlines()
        wrong = [line for line in lines if line.startswith("error: ")]
        assert code == 0 or (code in (1, 2, 3, 5) and len(wrong) == (code != 3)), (command, printed)


def test_a_fact_whose_first_row_is_gone_is_not_read_as_if_it_were_whole(console: Console) -> None:
    spoil(console.folder / "t.db", "DELETE FROM events WHERE position = ?", 1)

    commands: list[str] = ["show straits", "export", "end straits --on 2022-05-01", "undo 2"]
    for command in commands:
        printed, code = console.run(shlex.split(command))
        assert (
            code,
            "of the 2 events of desk/straits 1 are left" in printed,
            "detente verify" in printed,
        ) == (5, True, True), command


@pytest.mark.parametrize("column", ["stream", "topic"])
def test_a_name_that_is_no_text_ends_every_command_with_what_is_left_to_do(
    console: Console, column: str
) -> None:
    """One flipped byte was once told in the driver's own words, with nothing to do about it."""
    spoil(
        console.folder / "t.db",
        f"UPDATE events SET {column} = CAST({column} || x'ff' AS TEXT) WHERE position = 3",
    )
    said = (
        f'error: t.db is damaged: a "{column}" in it is not text.\n'
        "  detente verify           # says where\n  detente restore BACKUP\n"
    )

    for command in ("timeline", "export", "stats", "check", "export --as jsonl"):
        assert console.apart(shlex.split(command))[1:] == (said, 5), command
    assert console.run(["verify"])[1] == 5
