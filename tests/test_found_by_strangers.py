"""What strangers found when they tried to harm somebody, or to be lied to."""

from __future__ import annotations

import os
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from domain.refusal import Failure
from service import target
from service.safety import place_for
from tests.console import NOW, Console

FACT = "2022-02-28  TUR > RUS  condemn  Ankara condemns  ^condemns; report Reuters, 2022-02-28"

DROPS = "CREATE TRIGGER a BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END"
HANGS = (
    "ALTER TABLE detente RENAME TO d2; CREATE VIEW detente AS"
    " WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
    " SELECT key, value FROM d2 WHERE (SELECT count(*) FROM c) > 0"
)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, FACT)


@pytest.mark.parametrize("script", [DROPS, HANGS, "CREATE VIEW v AS SELECT 1"])
@pytest.mark.parametrize(
    "argv",
    [
        ["verify"],
        ["doctor"],
        ["state", "turkey", "russia"],
        ["add", "2022-03-01  TUR > RUS  condemn  More"],
        ["backup", "copy.db"],
    ],
    ids=lambda argv: argv[0],
)
def test_a_file_with_triggers_or_views_is_damaged(
    console: Console, script: str, argv: list[str]
) -> None:
    """A trigger once dropped a fact that was acknowledged, and every check said Sound."""
    with closing(sqlite3.connect(console.folder / "desk.db")) as database:
        database.executescript(script)

    printed, code = console.run(argv)

    assert code == 5
    assert "which detente did not make" in printed
    assert "Sound" not in printed
    assert not (console.folder / "copy.db").exists()


def test_a_file_with_triggers_is_not_restored(console: Console) -> None:
    console.run(["backup", "copy.db"])
    with closing(sqlite3.connect(console.folder / "copy.db")) as database:
        database.executescript(DROPS)
    before = (console.folder / "desk.db").read_bytes()

    assert console.run(["restore", "copy.db", "--force"])[1] == 5
    assert (console.folder / "desk.db").read_bytes() == before


# Exit codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["verify"], 5),
        (["verify", "--json"], 5),
        (["doctor"], 5),
        (["state", "france", "peru"], 3),
    ],
    ids=str,
)
@pytest.mark.parametrize("where", ["/dev/full", "closed"])
def test_what_was_found_is_the_exit_code_though_nobody_reads_it(
    console: Console, argv: list[str], code: int, where: str
) -> None:
    """A broken timeline once exited with 0 where its page could not be printed."""
    with closing(sqlite3.connect(console.folder / "desk.db")) as database, database:
        if code == 5:
            database.execute("UPDATE events SET digest = zeroblob(32) WHERE position = 1")
    shell = ">&-" if where == "closed" else f">{where}"
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m detente "$@" {shell}', "sh", *argv],
        cwd=console.folder,
        env=os.environ | console.environ,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("argv", [["add"], ["import", "-"]], ids=str)
def test_a_closed_input_is_an_empty_one(console: Console, argv: list[str]) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m detente "$@" <&-', "sh", *argv],
        cwd=console.folder,
        env=os.environ | console.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)


# Links -------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a link away")
@pytest.mark.parametrize("mode", [0o777, 0o1777])
def test_a_link_of_somebody_else_in_an_open_folder_is_not_followed(
    tmp_path: Path, mode: int
) -> None:
    """It was once followed where the folder was not sticky, and an unnamed file overwritten."""
    private = tmp_path / "private"
    private.mkdir()
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(mode)
    for name in ("out.md", "sub"):
        (shared / name).symlink_to(private)
        os.chown(shared / name, 65534, 65534, follow_symlinks=False)

    for place in (shared / "out.md", shared / "sub" / "out.md"):
        with pytest.raises(Failure, match="somebody else has made"):
            target.target_of(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a link away")
@pytest.mark.parametrize("there", [True, False], ids=["over a file", "to nothing yet"])
@pytest.mark.parametrize("mode", [0o777, 0o1777])
def test_a_link_under_the_name_that_a_backup_will_have_is_not_followed(
    tmp_path: Path, mode: int, there: bool
) -> None:
    """The name of a backup that nobody names is known before: timeline and instant."""
    victim = tmp_path / "victim.txt"
    if there:
        victim.write_text("mine")
    shared = tmp_path / "shared"
    shared.mkdir()
    console = Console.begun(shared, FACT)
    shared.chmod(mode)
    link = place_for(None, shared / "desk.db", NOW)
    link.symlink_to(victim)
    os.chown(link, 65534, 65534, follow_symlinks=False)

    for argv in (["backup"], ["backup", "--force"]):
        printed, code = console.run(argv)

        assert code in (1, 2), printed
        assert "Backed up" not in printed
        assert (victim.read_text() if there else victim.exists()) == ("mine" if there else False)


# Another file beside a log that is in use ---------------------------------------------------------


@pytest.mark.parametrize(
    "argv",
    [
        ["verify"],
        ["state", "turkey", "russia"],
        ["add", "2022-03-05  TUR = RUS  call  Later"],
        ["backup", "copy.db"],
        ["rebuild"],
        ["doctor"],
    ],
    ids=lambda argv: argv[0],
)
def test_a_file_that_was_moved_beside_the_log_of_another_is_not_overwritten(
    console: Console, argv: list[str]
) -> None:
    """SQLite took the log for its newest part, wrote it over the file, and verify said Sound."""
    folder = console.folder
    other = Console.begun(
        folder, FACT.replace("Ankara", "Moscow"), "2022-02-27  TUR = RUS  call  B", db="o.db"
    )
    assert other.run(["digest"])[0].startswith("4:")
    with closing(sqlite3.connect(folder / "desk.db")) as reader:
        reader.execute("SELECT * FROM detente").fetchall()
        console.run(["add", "2022-03-01  TUR = RUS  visit  A visit"])
        assert (folder / "desk.db-wal").stat().st_size
        (folder / "o.db").replace(folder / "desk.db")
        before = (folder / "desk.db").read_bytes()

        printed, code = console.run(argv)

        assert code == 1, printed
        assert "written beside another file" in " ".join(printed.split())
        assert "Sound" not in printed
        assert (folder / "desk.db").read_bytes() == before

    (folder / "desk.db-wal").rename(folder / "desk.db-wal.old")
    assert console.run(["digest"])[0].startswith("4:")
    assert console.run(["verify"])[1] == 0


def test_a_log_of_its_own_is_read_whether_or_not_somebody_has_it_open(console: Console) -> None:
    with closing(sqlite3.connect(console.folder / "desk.db")) as reader:
        reader.execute("SELECT * FROM detente").fetchall()
        for day in (1, 2, 3):
            line = f"2022-03-0{day}  TUR = RUS  visit  Visit {day}"
            assert console.run(["add", line])[1] == 0

        assert console.run(["verify"])[1] == 0


# Lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "correction",
    [
        "corrected title Better, 2022-03-05, because x",
        "corrected place Ankara, 2022-03-05, because x",
        "corrected on 2022-03-02, 2022-03-05, because x",
        "corrected title Better, 2022-03-05, because x\n"
        "    corrected title Best, 2022-03-06, because y",
    ],
)
@pytest.mark.parametrize("known", ["", "    report AFP, 2022-05-01\n", "    known 2022-04-01\n"])
def test_a_new_fact_may_be_corrected_from_a_day_before_anybody_knew_of_it(
    console: Console, correction: str, known: str
) -> None:
    """Where nobody knew of the fact by then, the correction was said to say nothing new."""
    text = f"2022-03-01  TUR = RUS  call  A call  ^phone\n{known}    {correction}\n"
    (console.folder / "new.facts").write_text(text, encoding="utf-8")

    printed, code = console.run(["import", "new.facts"])
    assert code == 0, printed
    assert "1 fact added" in printed

    assert "0 facts added, 0 changed, 1 unchanged" in console.run(["import", "new.facts"])[0]


def test_a_correction_that_says_what_is_there_is_still_refused(console: Console) -> None:
    line = "2022-03-01  TUR = RUS  call  A call  ^phone; corrected title A call, 2022-03-05"

    printed, code = console.run(["add", f"{line}, because x"])

    assert code == 2
    assert '"phone" already says so: title is "A call".' in printed


# Rows where no question looks for them, or no check -----------------------------------------------


@pytest.mark.parametrize("position", [-(2**63), -1, 0])
def test_an_event_before_the_first_is_damage(console: Console, position: int) -> None:
    """It was counted in every answer, and verify, which began above it, said Sound."""
    with closing(sqlite3.connect(console.folder / "desk.db")) as database, database:
        database.execute(
            "INSERT INTO events SELECT ?, stream || '-2', version, topic, state, digest"
            " FROM events WHERE position = (SELECT max(position) FROM events)",
            [position],
        )

    printed, code = console.run(["verify"])

    assert code == 5
    assert f"row {position} " in printed
    assert "Sound" not in printed


@pytest.mark.parametrize("position", [2**62 + 1, 2**63 - 1, -(2**63), "x", b"\xff"])
@pytest.mark.parametrize("table", ["flows", "ties"])
def test_an_index_is_compared_wherever_its_rows_are(
    console: Console, table: str, position: object
) -> None:
    """Flows above a bound, or at a text, were counted in every answer and never compared."""
    values = {"flows": "1, 0, 8088, 0, 1, ?, 8088, 1", "ties": "1, ?"}[table]
    with closing(sqlite3.connect(console.folder / "desk.db")) as database, database:
        database.execute(f"INSERT INTO {table} VALUES ({values})", [position])

    for command in ("verify", "doctor"):
        printed, code = console.run([command])
        assert code == 5, printed
        assert "the index ties" in " ".join(printed.split())

    assert console.run(["rebuild"])[1] == 0
    assert console.run(["verify"])[1] == 0


# A journal that names a file ----------------------------------------------------------------------


def journal_naming(file: Path) -> bytes:
    """A journal that SQLite finishes by removing a file of any name, which it takes for its own."""
    magic, name = bytes.fromhex("d9d505f920a163d7"), os.fsencode(file)
    header = magic + struct.pack(">IIIII", 0, 0, 2, 512, 4096)
    end = struct.pack(">II", len(name), sum(name) & 0xFFFFFFFF) + magic
    return header.ljust(512, b"\0") + struct.pack(">I", 0x40000000 // 4096 + 1) + name + end


@pytest.mark.parametrize(
    "argv",
    [
        ["verify", "--db", "other.db"],
        ["state", "turkey", "russia", "--db", "other.db"],
        ["add", "2022-03-01  TUR > RUS  condemn  More", "--db", "other.db"],
        ["backup", "copy.db", "--db", "other.db"],
        ["restore", "other.db"],
        ["restore", "desk.db", "--db", "other.db"],
    ],
    ids=" ".join,
)
def test_a_journal_removes_no_file_that_it_names(console: Console, argv: list[str]) -> None:
    """SQLite removed any file at all, of whoever opened a database that came with a journal."""
    assert console.run(["backup", "other.db"])[1] == 0
    victim = console.folder / "victim"
    victim.write_text("mine", encoding="utf-8")
    journal = console.folder / "other.db-journal"
    journal.write_bytes(journal_naming(victim))

    printed, code = console.run(argv)

    assert code in (1, 2, 5), printed
    assert "names another file" in " ".join(printed.split())
    assert (victim.exists(), journal.exists()) == (True, True)


# A schema that is not ours ------------------------------------------------------------------------

HIDES = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET "
REPLACES = (
    "PRAGMA writable_schema = ON; UPDATE sqlite_master"
    " SET sql = replace(sql, 'UNIQUE (stream, version)', 'UNIQUE (stream, version) ON CONFLICT {}')"
    " WHERE name = 'events'"
)


@pytest.mark.parametrize(
    "script",
    [
        f"{DROPS}; {HIDES}" + "type = 'TRIGGER' WHERE name = 'a'",
        f"CREATE VIEW a AS SELECT 1; {HIDES}" + "type = 'View' WHERE name = 'a'",
        REPLACES.format("IGNORE"),
        REPLACES.format("REPLACE"),
        "ALTER TABLE events ADD COLUMN extra INTEGER DEFAULT 0",
        "CREATE UNIQUE INDEX topics ON tracking (position)",
    ],
)
@pytest.mark.parametrize(
    "argv", [["verify"], ["add", "2022-03-01  TUR > RUS  condemn  More"]], ids=lambda argv: argv[0]
)
def test_a_schema_that_detente_did_not_make_is_damage(
    console: Console, script: str, argv: list[str]
) -> None:
    """Named TRIGGER, or as a rule of a table, it dropped what was acknowledged: verify: Sound."""
    with closing(sqlite3.connect(console.folder / "desk.db")) as database:
        database.executescript(script)

    printed, code = console.run(argv)

    assert code == 5, printed
    assert "which detente did not make" in " ".join(printed.split())


def test_a_table_of_somebody_else_beside_ours_does_no_harm(console: Console) -> None:
    assert console.run(["rebuild"])[1] == 0
    with closing(sqlite3.connect(console.folder / "desk.db")) as database:
        database.executescript('CREATE TABLE "my notes" (note TEXT); ANALYZE')

    assert console.run(["verify"])[1] == 0
