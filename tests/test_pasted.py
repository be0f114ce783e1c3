"""Lines to paste: they name the timeline that was asked.

And what they mean stands where a shell passes over it.
"""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.settings import Settings
from tests.console import Console

PLAN = "2022-03-06  TUR = RUS  planned:call/diplomacy  Phone call of the presidents  ^call"
OTHER = "other desk.db"


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    """A timeline that the environment names, and another beside it."""
    console = Console.begun(
        tmp_path, "2022-02-28  TUR > RUS  accuse/diplomacy  In the first  ^in-first"
    )
    console.type(f"detente init '{OTHER}'")
    console.run(["--db", OTHER, "add", PLAN])
    return console


def pasted(printed: str) -> list[str]:
    """Every line to paste that begins with our own name."""
    return re.findall(
        r"(?:^|: +|  |→ |`)(detente [a-z-].*?)(?=   #|    |`|$)", printed, re.MULTILINE
    )


@pytest.mark.parametrize(
    "command",
    [
        "add '2022-03-01  TUR > RUS  accuse  In the other  ^in-other'",
        "schedule '2022-03-09  TUR = RUS  planned:visit/diplomacy  A visit  ^visit'",
        "settle call --held 2022-03-06",
        "undo",
        "undo 99",
        "import lines.facts",
        "check",
        "check --format md",
        "doctor",
        "backup copy.db",
        "restore older.db --force",
        "show gone",
        "nosuch turkey russia",
        "ask what is ahead for turkey",
        "ask 'latest on TUR and RUS'",
        "board",
        "state turkey russa",
        "undo 1",
    ],
)
@pytest.mark.parametrize(
    "placed", ["detente --db '{other}' {command}", "detente {command} '--db={other}'"]
)
def test_a_line_to_paste_names_the_timeline_that_the_option_chose(
    desk: Console, command: str, placed: str
) -> None:
    """With one timeline in DETENTE_DB.

    And another by --db, `Undo: detente undo` took back what was done in the first.
    """
    (desk.folder / "older.db").write_bytes((desk.folder / OTHER).read_bytes())
    desk.run(["--db", OTHER, "add", "2022-02-01  TUR > RUS  accuse  Undone  ^gone"])
    desk.run(["--db", OTHER, "undo"])
    (desk.folder / "lines.facts").write_text(
        "2022-03-02  TUR > RUS  accuse  From a file  ^of-file\n", encoding="utf-8"
    )
    printed = desk.type(placed.format(other=OTHER, command=command))
    lines = [shlex.split(line) for line in pasted(printed) if not line.endswith("--help")]

    assert lines, printed
    assert [line.count("--db") + line.count(f"--db={OTHER}") for line in lines] == [1] * len(
        lines
    ), printed


def test_the_account_of_a_layer_is_offered_of_the_same_timeline(desk: Console) -> None:
    rows = (
        "id,date,actor,what,recipient,title,publisher,published,url\n1,2015-11-24,Turkey,assault,Russia,A"
        " jet,Reuters,2015-11-24,\n"
    )
    (desk.folder / "a.csv").write_text(rows, encoding="utf-8")
    undo = desk.type(f"detente import a.csv --rules csv --db '{OTHER}'")
    printed = desk.type(f"detente --db '{OTHER}' state turkey russia --layer sheet --on 2015-12-01")

    assert f"Undo:    detente --db '{OTHER}' undo\n" in undo
    assert f"Why: detente --db '{OTHER}' why TUR RUS --layer sheet --on 2015-12-01\n" in printed


def test_what_is_pasted_acts_on_the_timeline_it_was_said_of(desk: Console) -> None:
    printed = desk.type(
        f"detente --db '{OTHER}' add '2022-03-01  TUR > RUS  accuse  In the other  ^in-other'"
    )
    (undo,) = [line for line in pasted(printed) if line.endswith("undo")]

    assert "Undone   2: add" in desk.type(undo)
    assert "In the first" in desk.type("detente timeline")


def test_a_timeline_that_the_surroundings_name_is_not_named_again(desk: Console) -> None:
    printed = desk.type("detente add '2022-03-01  TUR > RUS  accuse  More  ^more'")

    assert "Undo:    detente undo\n" in printed


def test_what_mends_a_broken_index_names_the_timeline(desk: Console) -> None:
    with closing(sqlite3.connect(desk.folder / OTHER)) as store, store:
        (table,) = store.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%pairs%' AND type = 'table'"
        ).fetchone()
        store.execute(f"DELETE FROM {table}")

    for command in ("verify", "doctor", "rebuild --shadow"):
        assert f"detente --db '{OTHER}' rebuild" in desk.type(f"detente {command} --db '{OTHER}'")


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("detente undo", "detente --db b.db undo"),
        ("detente export > rescued.facts", "detente --db b.db export > rescued.facts"),
        ("detente import x.jsonl --db other.db", "detente import x.jsonl --db other.db"),
        ("detente state TUR RUS --db=b.db", "detente state TUR RUS --db=b.db"),
        ("detente init other.db", "detente init other.db"),
        ("detente add --help", "detente add --help"),
        ("detente kinds contact", "detente kinds contact"),
        ("export DETENTE_DB=my.db", "export DETENTE_DB=my.db"),
        ("--on 2022-03-05", "--on 2022-03-05"),
    ],
)
def test_a_command_names_a_timeline_once_and_where_it_needs_one(line: str, whole: str) -> None:
    assert Settings(db="b.db").command(line) == whole
    assert Settings().command(line) == line


def test_no_password_is_shown_in_a_line_to_paste() -> None:
    line = Settings(db="postgresql+psycopg://me:secret@host/ties").command("detente undo")

    assert line == "detente --db postgresql+psycopg://me@host/ties undo"


def test_a_long_name_of_a_timeline_does_not_break_the_line_to_paste(desk: Console) -> None:
    place = f"{'a-folder-with-a-long-name/' * 3}desk.db"
    (desk.folder / place).parent.mkdir(parents=True)
    desk.type(f"detente init {place}")
    printed = desk.run(["--db", place, "add", PLAN])[0]

    assert f"Undo:    detente --db {place} undo\n" in printed


def test_what_a_line_would_mean_is_a_remark_where_a_shell_reads_it(desk: Console) -> None:
    """`detente undo 3   brings it back`, pasted whole, was refused for one word too many."""
    desk.type("detente undo")

    assert "\n  detente undo 2   # brings it back\n" in desk.type("detente show in-first")
    assert "  --on 2022-03-05   # 5 March 2022\n" in desk.type(
        "detente state turkey russia --on 05/03/2022"
    )


def test_what_a_line_of_a_file_would_mean_stands_beside_it_alone(desk: Console) -> None:
    (desk.folder / "notes.facts").write_text("05/03/2022  TUR > RUS  accuse  A title\n")
    printed = desk.type("detente import notes.facts")

    assert "  2022-03-05  TUR > RUS  accuse  A title   5 March 2022\n" in printed
