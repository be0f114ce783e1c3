"""Notes beside the events, which no digest covers: believed as far as the chain shows them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from bench import generator
from domain.actors import Registry
from service.archives import moving
from service.sources import files
from service.store.remembered import MOVED_KEY
from tests.console import Console
from tests.test_archives import NEW, table

DESK: Final = "2022-03-05  TUR = RUS  talks  One  ^one"
SECOND: Final = "2022-03-06  TUR = RUS  talks  Two  ^two"


def cited(console: Console) -> str:
    said = console.run(["state", "turkey", "russia", "--on", "2022-03-07", "--cite"])[0]
    found = re.search(r"answer\s+([0-9a-f]{16})", said)
    assert found
    return found[1]


def plant(file: Path, key: str, note: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT OR REPLACE INTO detente VALUES (?, ?)", (key, note))
        connection.commit()


def citations_of(file: Path) -> tuple[list[tuple[str, bytes]], list[tuple[str, str]]]:
    with closing(sqlite3.connect(file)) as connection:
        citations = connection.execute("SELECT answer, state FROM citations").fetchall()
        tally = connection.execute("SELECT * FROM detente WHERE key = 'citations'").fetchall()
    return citations, tally


def with_citations_of(file: Path, other: Path) -> None:
    """Puts the citations of one timeline beside another record."""
    citations, tally = citations_of(other)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS citations (answer TEXT, state BLOB)")
        connection.executemany("INSERT INTO citations VALUES (?, ?)", citations)
        connection.executemany("INSERT OR REPLACE INTO detente VALUES (?, ?)", tally)
        connection.commit()


@pytest.fixture
def forged(tmp_path: Path) -> tuple[Console, str]:
    """A timeline with an answer that was cited from another record."""
    true = Console.begun(tmp_path, DESK, SECOND, db="true.db")
    answer = cited(true)
    console = Console.begun(tmp_path, DESK, SECOND.replace("talks", "visit"), db="my.db")
    cited(console)
    with_citations_of(tmp_path / "my.db", tmp_path / "true.db")
    return console, answer


def test_a_note_does_not_hide_a_citation_that_no_longer_fits(forged: tuple[Console, str]) -> None:
    """A planted note had verify say Sound, and exit with 1 where the answer was asked again."""
    console, answer = forged
    plant(console.folder / "my.db", MOVED_KEY, json.dumps({"same": 0, "answers": [answer]}))
    printed, code = console.run(["verify"])

    assert (code, "names another digest at position" in " ".join(printed.split())) == (5, True)
    assert console.run(["verify", answer])[1] == 5
    assert console.run(["doctor"])[1] == 5


@pytest.fixture
def together(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> tuple[Console, str]:
    """A timeline whose rows were put together, and an answer that was cited before that."""
    console = Console.begun(tmp_path, DESK, db="my.db")
    generator.write(tmp_path / "rows.tab", 30, registry)
    with monkeypatch.context() as patched:
        patched.setattr(files, "has_extra", lambda: False)
        console.run(["import", "rows.tab", "--rules", "icews"])
    answer = cited(console)
    monkeypatch.setattr(moving, "LEAST", 3)
    assert console.run(["rebuild", "--columns"])[1] == 0
    return console, answer


def test_with_the_old_file_an_answer_of_before_is_sound(together: tuple[Console, str]) -> None:
    console, answer = together

    assert console.run(["verify"])[0].startswith("Sound: ")
    printed, code = console.run(["verify", answer])
    assert (code, "my.db.before-columns" in printed) == (1, True)


def test_without_it_what_a_note_alone_says_is_noticed(together: tuple[Console, str]) -> None:
    console, answer = together
    (console.folder / "my.db.before-columns").rename(console.folder / "elsewhere.db")
    printed, code = console.run(["verify"])

    assert code == 0
    assert printed.startswith("Sound, but for 1 cited answer: ")
    assert f'answer "{answer}" does not fit the record here' in " ".join(printed.split())
    found = json.loads(console.apart(["verify", "--json"])[0])
    assert [each["stream"] for each in found["notices"]] == [f"answers/{answer}"]
    printed, code = console.run(["verify", answer])
    assert (code, "as a note beside the events says" in " ".join(printed.split())) == (5, True)
    assert answer in console.run(["doctor"])[0]


def test_an_old_file_of_another_record_shows_nothing(together: tuple[Console, str]) -> None:
    console, answer = together
    (console.folder / "my.db.before-columns").unlink()
    other = Console.begun(console.folder, SECOND, db="other.db")
    (other.folder / "other.db").rename(console.folder / "my.db.before-columns")

    assert console.run(["verify"])[0].startswith("Sound, but for 1 cited answer: ")
    assert console.run(["verify", answer])[1] == 5


@pytest.mark.parametrize(
    "note",
    [
        '{"same": 1e400, "answers": []}',
        '{"same": 1.5, "answers": []}',
        '{"same": -1, "answers": []}',
        '{"same": true, "answers": []}',
        '{"same": 0, "answers": "all"}',
        '{"same": 0, "answers": [1]}',
        '{"same": 0, "answers": ["\\u001b[31m"]}',
        '{"answers": []}',
        "[" * 100_000,
        "[]",
        "5",
    ],
    ids=lambda note: note[:30],
)
def test_a_note_that_cannot_be_read_is_damage_which_a_rebuild_forgets(
    tmp_path: Path, note: str
) -> None:
    """The largest number ended every verification in an OverflowError."""
    console = Console.begun(tmp_path, DESK, db="my.db")
    answer = cited(console)
    plant(tmp_path / "my.db", MOVED_KEY, note)
    printed, code = console.run(["verify"])

    assert code == 5
    assert "remembers of rows that were put together cannot be read" in " ".join(printed.split())
    assert console.run(["verify", answer])[1] == 0
    assert console.run(["rebuild"])[1] == 0
    assert console.run(["verify"])[1] == 0


def taken(console: Console) -> tuple[str, dict[str, object]]:
    with closing(sqlite3.connect(console.folder / "a.db")) as connection:
        key, value = connection.execute(
            "SELECT key, value FROM detente WHERE key LIKE 'taken %'"
        ).fetchone()
    return key, json.loads(value)


@pytest.mark.parametrize(
    "changed",
    [
        {"first": 0, "last": 0},
        {"first": 0, "last": 1},
        {"first": 0, "last": 10**40},
        {"first": 1e400},
        {"first": 10**6, "last": 10**6 + 1},
        {"file": "other.csv"},
        {"file": 5},
    ],
    ids=str,
)
def test_a_note_of_an_import_that_the_record_does_not_have_is_not_believed(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    """A planted note had a file passed over that nobody had imported, with exit 0."""
    console = Console.begun(tmp_path, DESK, db="a.db")
    (tmp_path / "one.csv").write_text(table(1), encoding="utf-8")
    (tmp_path / "two.csv").write_text(table(2), encoding="utf-8")
    console.run(["import", "one.csv", "--rules", "csv"])
    assert "passed over" in console.run(["import", "one.csv", *NEW])[0]
    key, note = taken(console)
    digest = sha256(table(2).encode()).hexdigest()
    plant(tmp_path / "a.db", f"{key.rpartition(' ')[0]} {digest}", json.dumps(note | changed))

    assert "1 added  two.csv" in console.run(["import", "two.csv", *NEW])[0]
