"""Whole archives as they come: folders and lists of files, imported as one command."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cli.bulk import rows_of
from cli.progress import Progress
from cli.settings import Settings
from domain.actors import Registry
from service.archives import importing
from service.opening import open_store
from service.sources import files
from service.sources.archive import Archive, archive_of, natural
from service.sources.files import FilesImport, Source, Step
from service.sources.reading import Wanted
from service.sources.rejects import HEADER, Rejects
from service.sources.rulebook import find_rules, rules_text
from service.store.errors import CannotWrite
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.console import Console

ROOT = Path(__file__).parents[1]
HEAD = "id,date,actor,what,recipient,title,publisher,published,url\n"
CSV = ["--rules", "csv"]
NEW = [*CSV, "--new-only"]


def row(key: int, what: str = "visit", recipient: str = "Russia") -> str:
    return f"{key},2015-11-24,Turkey,{what},{recipient},A title,Reuters,2015-11-24,\n"


def table(*keys: int) -> str:
    return HEAD + "".join(map(row, keys))


def zipped(path: Path, *members: tuple[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A timeline, and beside it a folder of three files, packed and plain."""
    found = Console.begun(tmp_path, db="a.db")
    folder = tmp_path / "acts"
    folder.mkdir()
    (folder / "acts9.csv").write_text(table(1, 2), encoding="utf-8")
    zipped(folder / "acts10.CSV.zip", ("acts10.CSV", table(3, 4)))
    (folder / "acts11.csv.gz").write_bytes(gzip.compress(table(5).encode(), mtime=0))
    return found


def facts(console: Console) -> int:
    """How many facts of the layer there are that are not taken back."""
    with closing(open_store(str(console.folder / "a.db"))) as timeline:
        return sum(fact.exists for fact in timeline.facts("sheet"))


def commands(console: Console) -> list[str]:
    said = console.apart(["undo", "--list"])[0]
    return [] if said.startswith("Nothing") else said.splitlines()


# Which files -------------------------------------------------------------------------------------


def found_in(folder: Path, *, rules: str = "csv") -> Archive:
    return archive_of([folder.name], folder.parent, find_rules(rules).reader, rules)


@pytest.mark.parametrize(
    "name",
    [
        "a.csv", "a.tsv", "a.tab", "a.txt", "A.CSV", "a.csv.gz", "a.tab.GZ", "1979.gz", "1979.zip",
        "20240101.export.CSV.zip", "events.1995.tab.zip",
    ],
)  # fmt: skip
def test_a_table_is_read_by_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_text(table(1), encoding="utf-8")

    assert found_in(folder) == Archive((f"in/{name}",), (), several=True)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".a.csv", "hidden"),
        ("a.csv.rejects", "rejected rows of an import"),
        ("a.facts", "not tables"),
        ("a.tar.gz", "not tables"),
        ("a.json.gz", "not tables"),
        ("a", "not tables"),
        ("README.txt", "not tables"),
    ],
)
def test_what_is_no_table_is_left_out_and_named(tmp_path: Path, name: str, why: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.csv").write_text(table(1), encoding="utf-8")
    (folder / name).write_text("How to read these files\n", encoding="utf-8")
    found = found_in(folder)

    assert found.files == ("in/b.csv",)
    assert found.left_out == ((why, 1, (f"in/{name}",)),)


def test_files_come_in_natural_order_and_links_stay_within_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "old").mkdir(parents=True)
    os.mkfifo(folder / "pipe.csv")
    for name in ("10.csv", "9.csv", "old/8.csv", "../7.csv"):
        (folder / name).write_text(table(1), encoding="utf-8")
    for name, target in (("in.csv", "9.csv"), ("out.csv", "../7.csv"), ("lost.csv", "gone.csv")):
        (folder / name).symlink_to(target)
    found = found_in(folder)

    assert found.files == ("in/9.csv", "in/10.csv", "in/in.csv")
    assert {each.because: each.names for each in found.left_out} == {
        "not files": ("in/lost.csv", "in/pipe.csv"),
        "folders": ("in/old",),
        "links that leave the folder": ("in/out.csv",),
    }


def test_numbers_are_sorted_as_numbers_beside_words_and_nothing() -> None:
    names = ["b", "a10", "a9", "9", "10", "a", "a9b", "a09"]

    assert sorted(names, key=natural) == ["9", "10", "a", "a09", "a9", "a9b", "a10", "b"]


def test_a_folder_without_a_table_is_refused_with_the_folders_that_are_in_it(
    console: Console,
) -> None:
    (console.folder / "empty").mkdir()
    (console.folder / "years" / "1995").mkdir(parents=True)

    _, err, code = console.apart(["import", "empty", *CSV])
    assert (code, err.startswith("error: empty is a folder without a table: tables end")) == (
        1,
        True,
    )
    _, err, code = console.apart(["import", "years", *CSV])
    assert (code, err.splitlines()[1]) == (1, "  detente import years/1995 --rules csv")


def test_a_folder_is_no_file_of_facts(console: Console) -> None:
    _, err, code = console.apart(["import", "acts"])

    assert code == 1
    assert err.splitlines() == [
        "error: acts is a folder, and a file is expected.",
        "  detente import acts/*.facts        # its files of facts, one after the other",
        "  detente import acts --rules NAME   # its tables, by the rules of their source",
    ]


# One account, one command ------------------------------------------------------------------------


def test_a_folder_is_imported_as_one_command_with_one_account(console: Console) -> None:
    (console.folder / "acts" / "acts11b.csv").write_text(
        HEAD + row(6, recipient="Atlantis") + row(7), encoding="utf-8"
    )
    (console.folder / "acts" / "notes.md").write_text("notes")
    said, err, code = console.apart(["import", "acts", *CSV])

    assert (code, err) == (0, "")
    assert said == (
        "          2 rows           2 added  acts/acts9.csv\n"
        "          2 rows           2 added  acts/acts10.CSV.zip\n"
        "          1 row            1 added  acts/acts11.csv.gz\n"
        "          2 rows           1 added  acts/acts11b.csv\n"
        "4 files, 9 columns, 7 rows, rules csv\n"
        "  added                      6 facts   (RUS–TUR 6)\n"
        "  skipped                    0 rows\n"
        "  cannot read                1 row   (1 recipient)\n"
        'acts/acts11b.csv:2: recipient: no actor is known as "Atlantis" in registry.\n'
        "Rows that cannot be read are in acts.rejects.\n"
        "Left out: not tables (acts/notes.md).\n"
        "Undo:    detente undo\n"
    )
    assert (
        (console.folder / "acts.rejects")
        .read_text(encoding="utf-8")
        .startswith(f"{HEADER}acts/acts11b.csv:2\trecipient\t")
    )
    assert [line.split("  ")[-1] for line in commands(console)] == ["import acts --rules csv"]
    assert facts(console) == 6
    assert console.run(["undo"])[1] == 0
    assert facts(console) == 0


def test_a_row_in_an_archive_of_the_folder_is_named_with_its_archive(console: Console) -> None:
    bad = HEAD + row(8, recipient="Atlantis")
    zipped(console.folder / "acts" / "two.zip", ("one.csv", table(7)), ("more/two.csv", bad))
    said = console.apart(["import", "acts", *CSV])[0]

    assert "acts/two.zip/more/two.csv:2: recipient: " in said
    assert "          2 rows           1 added  acts/two.zip\n" in said


def test_files_that_are_named_are_one_command_too(console: Console) -> None:
    said = console.apart(["import", "acts/acts9.csv", "acts/acts11.csv.gz", *CSV])[0]

    joined = " ".join(line.strip() for line in commands(console))
    assert "2 files, 9 columns, 3 rows, rules csv\n" in said
    assert "import acts/acts9.csv and 1 more name --rules csv" in joined


def test_what_would_be_added_is_not_said_to_be(console: Console) -> None:
    said = console.apart(["import", "acts", *CSV, "--dry-run"])[0]

    assert "          2 rows           2 to add  acts/acts9.csv\n" in said
    assert said.endswith("  cannot read                0 rows\nNothing written.\n")
    assert commands(console) == []


def test_the_name_of_a_file_may_be_no_text(console: Console) -> None:
    name = os.fsdecode(b"\xff\xe2\x80\x8b.csv")
    (console.folder / "acts" / name).write_text(table(6), encoding="utf-8")
    said, err, code = console.apart(["import", "acts", *CSV])

    assert (code, err) == (0, "")
    assert "acts/\\udcff\\u200b.csv\n4 files, " in said
    assert "No new file" in console.apart(["import", "acts", *NEW])[0]


def test_of_many_files_only_the_sum_is_shown(console: Console) -> None:
    for number in range(12, 30):
        path = console.folder / "acts" / f"{number}.csv"
        path.write_text(table(number), encoding="utf-8")
    said = console.apart(["import", "acts", *CSV])[0]
    found = json.loads(console.apart(["import", "acts", *CSV, "--json"])[0])

    assert said.startswith("21 files, 9 columns, 23 rows, rules csv\n")
    assert (found["rows"]["rows"], found["rows"]["there"], found["rows"]["file"]) == (
        23,
        23,
        "acts",
    )
    assert (found["files"]["number"], found["files"]["each"]) == (21, [])


def test_a_later_file_corrects_an_earlier_one_and_both_are_taken_back_at_once(
    console: Console,
) -> None:
    """Half of a command once seemed to be changed since, and so none of it was taken back."""
    (console.folder / "acts" / "acts12.csv").write_text(HEAD + row(1, "talks"), encoding="utf-8")
    said = console.apart(["import", "acts", *CSV])[0]
    assert "  corrected                  1 fact that the file states differently now\n" in said

    assert console.run(["undo", "--dry-run"])[1] == 0
    assert console.run(["undo"])[1] == 0
    assert facts(console) == 0
    assert console.run(["redo"])[1] == 0
    assert facts(console) == 5
    assert "talks" in console.apart(["show", "sheet/1"])[0]


def test_what_others_built_on_an_import_of_several_files_keeps_all_of_it(console: Console) -> None:
    console.apart(["import", "acts", *CSV])
    console.apart(["retract", "sheet/5", "--because", "a slip"])
    said, code = console.run(["undo", "1"])

    assert (code, facts(console)) == (2, 5)
    assert "has been changed since" in said


# Again, and only what is new ---------------------------------------------------------------------


def test_what_was_taken_whole_is_passed_over_and_what_changed_is_read(console: Console) -> None:
    console.apart(["import", "acts", *CSV])
    again, _, code = console.apart(["import", "acts", *NEW])
    assert (again, code) == (
        "No new file, rules csv.\n3 files were imported before, as noted, and passed over.\n",
        0,
    )

    (console.folder / "acts" / "acts9.csv").write_text(table(1, 6), encoding="utf-8")
    said = console.apart(["import", "acts", *NEW])[0]
    assert "          2 rows           1 added  acts/acts9.csv\n1 file, " in said
    assert "2 files were imported before, as noted, and passed over.\n" in said


def test_a_file_is_known_by_its_content_whatever_it_is_called(console: Console) -> None:
    console.apart(["import", "acts/acts9.csv", *CSV])
    (console.folder / "acts" / "acts9.csv").rename(console.folder / "acts" / "first.csv")
    found = json.loads(console.apart(["import", "acts", *NEW, "--json"])[0])["files"]

    assert (found["taken_before"], [each["file"] for each in found["each"]]) == (
        1,
        ["acts/acts10.CSV.zip", "acts/acts11.csv.gz"],
    )


@pytest.mark.parametrize(
    "words", [["--limit", "1"], ["--dry-run"], ["--show"]], ids=["limit", "tried", "shown"]
)
def test_what_was_not_taken_whole_is_not_passed_over(console: Console, words: list[str]) -> None:
    console.apart(["import", "acts", *CSV, *words])

    assert "3 files, " in console.apart(["import", "acts", *NEW])[0]


@pytest.mark.parametrize("how", ["layer", "rules", "changed"])
def test_a_file_read_in_another_way_is_read_again(console: Console, how: str) -> None:
    (console.folder / "mine.toml").write_text(rules_text("csv") + "\n# mine\n", encoding="utf-8")
    other = {
        "layer": [*NEW, "--layer", "mine"],
        "rules": ["--rules", "mine.toml", "--new-only"],
        "changed": [*NEW, "--changed", "ignore"],
    }
    console.apart(["import", "acts", *CSV])

    assert "3 files, " in console.apart(["import", "acts", *other[how]])[0]
    assert "No new file, " in console.apart(["import", "acts", *other[how]])[0]


def test_an_import_that_was_undone_is_not_taken(console: Console) -> None:
    console.apart(["import", "acts/acts9.csv", *CSV])
    console.apart(["import", "acts", *NEW])
    console.apart(["undo"])
    said = console.apart(["import", "acts", *NEW])[0]

    assert "2 files, 9 columns, 3 rows" in said
    assert "  brought back               3 facts" in said
    assert "1 file was imported before" in said


@pytest.mark.parametrize("together", [False, True])
def test_a_file_whose_facts_another_brought_is_read_again_once_that_is_undone(
    console: Console, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of rows that were recorded together the undo was once not known as one of their layer."""
    if together:
        defaults = importing.imported.__kwdefaults__
        assert defaults is not None
        monkeypatch.setitem(defaults, "least", 1)
        monkeypatch.setattr(files, "SMALL", 0)
    (console.folder / "same.csv").write_text(table(2, 1), encoding="utf-8")
    console.apart(["import", "acts/acts9.csv", *CSV])
    console.apart(["import", "same.csv", *CSV])
    assert "No new file" in console.apart(["import", "same.csv", *NEW])[0]
    console.apart(["undo"])

    assert "  brought back               2 facts" in console.apart(["import", "same.csv", *NEW])[0]


def test_a_file_that_is_imported_again_stays_as_certainly_taken_as_before(console: Console) -> None:
    """Its facts were here by then, and so it was read again after any undo of another file."""
    console.apart(["import", "acts/acts9.csv", *CSV])
    console.apart(["import", "acts/acts9.csv", *CSV])
    console.apart(["import", "acts/acts11.csv.gz", *CSV])
    console.apart(["undo"])

    assert "No new file" in console.apart(["import", "acts/acts9.csv", *NEW])[0]


def test_a_file_that_is_written_while_it_is_read_is_not_taken(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, record = console.folder / "acts" / "acts9.csv", Timeline.record_command

    def and_written(*args: Any, **beside: Any) -> list[int]:
        path.write_text(table(1, 2, 6), encoding="utf-8")
        return record(*args, **beside)

    with monkeypatch.context() as patched:
        patched.setattr(Timeline, "record_command", and_written)
        console.apart(["import", "acts/acts9.csv", *CSV])

    assert "1 added  acts/acts9.csv" in console.apart(["import", "acts/acts9.csv", *NEW])[0]


def test_where_the_store_forgot_its_files_they_are_read_again_and_add_nothing(
    console: Console,
) -> None:
    console.apart(["import", "acts", *CSV])
    console.apart(["export", "-o", "copy.jsonl"])
    console.environ["DETENTE_DB"] = "b.db"
    console.apart(["init", "b.db"])
    assert console.run(["import", "copy.jsonl"])[1] == 0
    said = console.apart(["import", "acts", *NEW])[0]

    assert "  added                      0 facts\n  already here               5 facts\n" in said


# Stopped -----------------------------------------------------------------------------------------


def test_an_archive_that_was_interrupted_goes_on_where_it_was(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Timeline.record_command
    calls = iter([record, record])

    def interrupted(*args: Any, **beside: Any) -> list[int]:
        call = next(calls, None)
        if call is None:
            raise KeyboardInterrupt
        return call(*args, **beside)

    with monkeypatch.context() as patched:
        patched.setattr(Timeline, "record_command", interrupted)
        out, err, code = console.apart(["import", "acts", *NEW])

    assert (out, code) == ("", 130)
    assert err == (
        "error: interrupted; 4 facts of acts recorded, the rest is not.\n"
        "  detente import acts --rules csv --new-only   # finishes it\n"
    )
    said = console.apart(["import", "acts", *NEW])[0]
    assert said.startswith("          1 row            1 added  acts/acts11.csv.gz\n1 file, ")
    assert "2 files were imported before, as noted, and passed over.\n" in said


_KILLED = """
import os, signal, sys
from service.sources import taken
from service.store.errors import CannotWrite
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from cli.main import run
of, name = {"record": (Timeline, "record_command"), "remember": (taken.Taken, "remember")}[
    sys.argv[1]
]
done, left = getattr(of, name), [int(sys.argv[2])]
def killed(*args, **beside):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(*args, **beside)
setattr(of, name, killed)
run(sys.argv[3:], dict(os.environ))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
@pytest.mark.parametrize(("where", "passed_over", "there"), [("record", 1, 0), ("remember", 1, 2)])
def test_an_archive_that_was_killed_goes_on_where_it_was(
    console: Console, where: str, passed_over: int, there: int
) -> None:
    """Killed before its second file is recorded, and before that file is remembered."""
    words = [sys.executable, "-c", _KILLED, where, "1", "import", "acts", *CSV]
    environ = {**os.environ, **console.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=console.folder, env=environ, capture_output=True, check=False)
    found = json.loads(console.apart(["import", "acts", *NEW, "--json"])[0])

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert found["files"]["taken_before"] == passed_over
    assert (found["rows"]["there"], found["rows"]["added"]) == (there, 3 - there)
    assert (facts(console), console.run(["verify"])[1]) == (5, 0)


def test_at_a_bad_file_an_archive_stops_and_says_what_is_recorded(console: Console) -> None:
    (console.folder / "acts" / "acts10.CSV.zip").write_bytes(b"PK\x03\x04 cut short")
    out, err, code = console.apart(["import", "acts", *CSV])

    assert code == 6
    assert out.startswith("          2 rows           2 added  acts/acts9.csv\n1 file, ")
    assert out.endswith("Undo:    detente undo\n")
    assert err == (
        "error: acts/acts10.CSV.zip is damaged, or not what its name says: what is packed there"
        " cannot be unpacked; 2 facts of acts are recorded, the rest is not.\n"
        "  detente import acts --rules csv   # finishes it, once that is put right\n"
    )
    _, err, code = console.apart(["import", "acts", *NEW])
    assert (code, "recorded" in err) == (1, False)

    zipped(console.folder / "acts" / "acts10.CSV.zip", ("acts10.CSV", table(3, 4)))
    assert "2 files, 9 columns, 3 rows" in console.apart(["import", "acts", *NEW])[0]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"", "acts/acts10.csv is empty"),
        (b"name,place\nA,B\n", 'acts/acts10.csv has no column "'),
        (b"\x1f\x8b\x08\x00", "acts/acts10.csv is a packed file"),
        ((HEAD + row(9, recipient="Atlantis")).encode(), "no row of acts/acts10.csv can be read."),
    ],
    ids=["empty", "column", "packed", "no-row"],
)
def test_with_keep_going_one_bad_file_does_not_lose_the_rest(
    console: Console, bad: bytes, said: str
) -> None:
    (console.folder / "acts" / "acts10.csv").write_bytes(bad)
    words = ["import", "acts", *NEW, "--keep-going"]
    out, _, code = console.apart(words)

    assert (code, facts(console)) == (6, 5)
    assert said in out
    out, _, code = console.apart(words)
    assert (code, said in out, "3 files were imported before" in out) == (1, True, True)
    (console.folder / "acts" / "acts10.csv").unlink()
    assert console.apart(words)[2] == 0


def test_with_keep_going_a_store_that_cannot_be_written_still_stops_it(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> list[int]:
        raise CannotWrite("the disk is full.", code="disk-full")

    monkeypatch.setattr(Timeline, "record_command", refused)
    out, err, code = console.apart(["import", "acts", *CSV, "--keep-going"])

    assert (out, code, "the disk is full" in err) == ("", 1, True)


def test_in_files_that_are_compared_with_nothing_nothing_is_taken_for_gone(
    console: Console,
) -> None:
    (console.folder / "acts" / "acts9.csv").write_text(
        HEAD + row(1) + row(9, recipient="Atlantis"), encoding="utf-8"
    )
    said = console.apart(["import", "acts", *CSV, "--gone", "retract"])[0]

    assert "nothing is taken for gone; import one alone to see why.\n" in said


# How far it has come -----------------------------------------------------------------------------


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def timeline(registry: Registry) -> Timeline:
    return Timeline(MemoryRecorder(), registry)


def running(console: Console, timeline: Timeline, **wanted: Any) -> FilesImport:
    """An import of the folder into a timeline in memory."""
    settings = Settings(folder=console.folder)
    rules = find_rules("csv")
    source = Source(
        "acts",
        "import acts",
        archive_of(["acts"], console.folder, rules.reader, "csv"),
        lambda name: console.folder / name,
        lambda name: rows_of(settings, name, rules),
        str,
    )
    rejects = Rejects(console.folder / "acts.rejects")
    return FilesImport(timeline, Wanted("csv", **wanted), source, rejects, date(2026, 11, 22))


def test_how_far_it_is_goes_by_the_bytes_of_all_files_however_they_are_packed(
    console: Console, timeline: Timeline
) -> None:
    sizes = [(console.folder / "acts" / name).stat().st_size for name in
             ("acts9.csv", "acts10.CSV.zip", "acts11.csv.gz")]  # fmt: skip
    steps = list(running(console, timeline).steps())
    ends = {step.file: step.share for step in steps}

    assert ends == {n: pytest.approx(sum(sizes[:n]) / sum(sizes)) for n in (1, 2, 3)}
    assert [step.share for step in steps] == sorted(step.share or 0 for step in steps)
    assert (steps[-1].rows, steps[-1].files) == (5, 3)


def test_a_terminal_shows_file_rows_rate_and_time_left() -> None:
    seconds = iter([0.0, 10.0, 20.0])
    terminal = Terminal()
    progress = Progress(Settings(err=terminal), "rows", lambda: next(seconds))
    progress.at(20_000, 0.25, "file 3 of 4,012")
    progress.at(50_000, 0.5, "file 2,000 of 4,012")

    said = terminal.getvalue()
    assert "██████░░░░░░░░░░░░░░░░░░ file 3 of 4,012  25%  20,000 rows  2,000/s  0:30 left" in said
    assert "file 2,000 of 4,012  50%  50,000 rows  2,500/s  0:20 left" in said
    assert "\n" not in said


def test_looking_for_files_that_were_taken_says_how_far_it_is(
    console: Console, timeline: Timeline
) -> None:
    first = running(console, timeline)
    list(first.steps())
    second = running(console, timeline, new_only=True)
    looked: list[Step] = list(second.looked())

    assert [step.file for step in looked] == sorted(step.file for step in looked)
    assert (looked[-1].share, second.passed_over) == (1, 3)
    assert nothing_left(second.steps())


def nothing_left(steps: Iterator[Step]) -> bool:
    return next(steps, None) is None


def test_options_of_files_want_rules(console: Console) -> None:
    for option in ("--new-only", "--keep-going"):
        _, err, code = console.apart(["import", "acts/acts9.csv", option])
        assert (code, f"{option} says how the rows of a source are read" in err) == (2, True)
