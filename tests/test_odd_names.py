"""Names of files and folders that a terminal obeys, or that begin another line.

Whoever sends a folder chooses its names.
"""

from __future__ import annotations

import ast
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from domain.characters import on_one_line
from tests.console import Console

ROOT: Final = Path(__file__).parents[1]
FORGED: Final = "forged: all is well"
ODD: Final = f"a\x1b[2J\u202eb\n{FORGED}"
DB: Final = f"{ODD}.db"
VISIT: Final = "2022-03-05  TUR > RUS  visit  A visit  ^visit; report AFP, 2022-03-05"
CALL: Final = "2022-03-06  TUR > RUS  call  A call  ^call\n    report AFP, 2022-03-06\n"
ROWS: Final = "date,actor,target,code,id\n2022-03-07,TUR,XXXX,190,1\n2022-03-08,TUR,RUS,190,2\n"
PAIR: Final = ["turkey", "russia"]


def files(*endings: str) -> list[str]:
    return [f"{name}{ODD}.{ending}" for name in ("good", "bad", "none") for ending in endings]


RECORDING: Final = [
    ["init", DB], ["init", DB], ["init", f"{ODD}/x.db"], ["add", VISIT],
    *([verb, name] for name in files("facts", "csv", "jsonl") for verb in ("import", "fmt")),
    *(["fmt", "--check", name] for name in files("facts")),
    ["import", f"good{ODD}.facts", "--sync"],
    *(["import", name, "--rules", "csv"] for name in files("csv")),
    ["import", f"good{ODD}.csv", "--rules", f"none{ODD}.toml"],
    *(["rules", "new", name] for name in files("csv")),
    ["rules", "new", f"good{ODD}.csv", "-o", f"new{ODD}.toml"], ["rules", "show", f"new{ODD}.toml"],
    *(["draft", name, "--published", "2022-03-05"] for name in files("txt")),
    ["undo", "--list"], ["undo"], ["redo"], ["undo", "99"],
]  # fmt: skip

ASKING: Final = [
    ["state", *PAIR], ["stats"], ["check"], ["search", "visit"], ["show", "visit"], ["doctor"],
    ["why", *PAIR], ["sources"], ["rebuild"], ["rebuild", "--shadow"], ["digest"], ["verify"],
    *(["state", *PAIR, "--cite", "--format", form] for form in ("plain", "md", "bibtex")),
    *(["state", *PAIR, "-o", f"{where}.txt"] for where in (ODD, f"{ODD}/x", f"none{ODD}/x")),
    *(["export", "-o", f"{ODD}.{form}"] for form in ("facts", "csv", "jsonl", "zzz", "db")),
    ["export", "--rescue", "-o", f"rescued{ODD}.facts"], ["chart", *PAIR, "-o", f"{ODD}.svg"],
    ["brief", *PAIR, "-o", f"{ODD}.html"],
    ["publish", f"pages{ODD}"], ["publish", f"pages{ODD}"], ["publish", f"good{ODD}.txt"],
    *(["verify", "--against", name] for name in files("txt")),
]  # fmt: skip

KEEPING: Final = [
    ["backup"], ["backup", f"b{ODD}.db"], ["backup", f"b{ODD}.db"], ["backup", DB],
    ["backup", f"none{ODD}/b.db"], ["backup", f"c{ODD}.db", "--receipts", f"receipts{ODD}"],
    ["backup", f"d{ODD}.db", "--receipts", DB], ["verify", "--against", f"receipts{ODD}"],
    ["restore", f"b{ODD}.db", "--dry-run"], ["restore", f"b{ODD}.db"], ["restore", DB],
    ["restore", f"none{ODD}.db"], ["restore", f"good{ODD}.txt"], ["restore", "."],
    ["--db", f"new{ODD}.db", "restore", f"b{ODD}.db"],
    ["trust"], ["trust", "--list"], ["trust", "--remove"], ["trust", f"none{ODD}"],
    *(
        ["--db", place, *verb]
        for place in (
            f"none{ODD}.db", f"good{ODD}.txt", f"{DB}/x", f"sqlite:///n{ODD}.db",
            f"postgresql://me@127.0.0.1:1/{ODD}", f"mysql://{ODD}",
        )
        for verb in (["stats"], ["doctor"], ["backup"], ["restore", "x"], ["add", VISIT])
    ),
]  # fmt: skip


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in a folder of an odd name, with files of odd names."""
    folder = tmp_path / ODD
    folder.mkdir()
    console = Console(folder)
    console.environ |= {"COLUMNS": "300", "DETENTE_DB": DB}
    texts = {
        "facts": CALL,
        "csv": ROWS,
        "jsonl": "{}\n",
        "txt": "Ankara. Turkey condemned Russia.\n",
    }
    for ending, text in texts.items():
        (folder / f"good{ODD}.{ending}").write_text(text, "utf-8")
        (folder / f"bad{ODD}.{ending}").write_text(f"\x1b[2J\n{text}", "utf-8")
    (folder / "detente.toml").write_text('db = "/x.db"\n')
    return console


def wrong(console: Console, argv: list[str]) -> list[str]:
    """Lines of what a command prints that a name has begun, or that a terminal obeys."""
    out, err, _ = console.apart(argv)
    return [
        f"{argv[:3]}: {line!r}"
        for line in (out + err).split("\n")
        if line.startswith(FORGED) or on_one_line(line) != line
    ]


def test_no_name_begins_a_line_of_what_a_command_prints(console: Console) -> None:
    """A line feed in a name once began a line of its own in most messages."""
    found = [each for argv in (*RECORDING, *ASKING, *KEEPING) for each in wrong(console, argv)]

    assert found == []
    receipts = (console.folder / f"receipts{ODD}").read_text("utf-8")
    assert receipts.count("\n") == 1
    assert FORGED in receipts


def test_no_name_begins_a_line_of_what_is_said_of_a_damaged_timeline(console: Console) -> None:
    for argv in (["init", DB], ["add", VISIT], ["backup", f"b{ODD}.db"]):
        assert console.run(argv)[1] == 0
    with closing(sqlite3.connect(console.folder / DB)) as connection, connection:
        connection.execute("UPDATE events SET state = x'00' WHERE position = 1")
    spoiled = [
        ["stats"], ["doctor"], ["verify"], ["rebuild"], ["backup", f"c{ODD}.db"],
        ["restore", f"b{ODD}.db"], ["--db", f"n{ODD}.db", "restore", DB], ["export", "--rescue"],
    ]  # fmt: skip

    assert [each for argv in spoiled for each in wrong(console, argv)] == []


def test_no_name_begins_a_line_where_a_found_file_names_the_timeline(console: Console) -> None:
    del console.environ["DETENTE_DB"]
    settings = console.folder / "detente.toml"
    commands = [["stats"], ["init"], ["add", VISIT], ["undo"], ["backup"], ["state", *PAIR]]
    for name in ("/x.db", "m.db", ODD.replace("\x1b", "").replace("\u202e", "").replace("\n", "/")):
        settings.write_text(f'db = "{name}"\n')
        assert [each for argv in commands for each in wrong(console, argv)] == []
    settings.write_text("nothing\n")
    assert [each for argv in commands for each in wrong(console, argv)] == []


def test_what_names_a_file_is_printed_as_sentences() -> None:
    """`say` writes out what a name holds; `deliver` is for pages, which do so themselves."""
    found = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "cli").glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("deliver")
        and any(isinstance(part, ast.JoinedStr) for part in ast.walk(call.args[1]))
        and not any(name in ast.unparse(call) for name in ("json_text", "on_one_line"))
    ]

    assert found == [], f"print these with `say`, a sentence each: {', '.join(found)}"
