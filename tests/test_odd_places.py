"""Odd places: homes, URLs of files, read-only folders, names that are not text."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy.engine import make_url

from domain.refusal import Failure, InvalidInput
from service.opening import open_store
from service.store import failures, file_url
from service.store.interface import StoreError
from service.store.place import expanded, file_at, without_password
from tests.console import Console

ONE = "2022-03-05  TUR = RUS  talks  One  ^one"
TWO = "2022-03-06  TUR = RUS  talks  Two  ^two"
STATE = ["state", "tur", "rus", "--on", "2022-03-05"]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, ONE)


# Homes


def test_a_tilde_is_a_home_wherever_a_place_is_typed(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place was once opened as it was typed, and backed up as it was meant."""
    monkeypatch.setenv("HOME", str(console.folder / "home"))
    (console.folder / "home").mkdir()
    console.environ["DETENTE_DB"] = "~/my.db"
    commands = (
        ["init"],
        ["add", ONE],
        ["backup", "~/copy.db"],
        ["restore", "~/copy.db"],
        [*STATE, "-o", "~/out.md"],
        ["stats", "--db", "sqlite:///~/my.db"],
    )
    for command in commands:
        printed, code = console.run(command)
        assert code == 0, printed

    assert {path.name for path in (console.folder / "home").iterdir()} == {
        "my.db",
        "copy.db",
        "my.db.before-restore",
        "out.md",
    }
    assert not (console.folder / "~").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["init", "~nosuch/my.db"],
        ["stats", "--db", "~nosuch/my.db"],
        ["stats", "--db", "sqlite:///~nosuch/my.db"],
        ["backup", "~nosuch/copy.db"],
        ["restore", "~nosuch/copy.db"],
        [*STATE, "-o", "~nosuch/out.md"],
    ],
    ids=str,
)
def test_a_home_of_nobody_is_a_sentence(console: Console, command: list[str]) -> None:
    """It was once a traceback, or a new folder called `~nosuch`."""
    printed, code = console.run(command)

    assert (code, printed.count("\n")) == (2, 2)
    assert printed.startswith('error: nobody knows the home of a user "nosuch" here.\n  ')
    assert "./~nosuch/" in printed
    assert not (console.folder / "~nosuch").exists()


def test_the_homes_of_others_are_known() -> None:
    pwd = pytest.importorskip("pwd")
    root = pwd.getpwuid(0)

    assert expanded(f"~{root.pw_name}/my.db") == f"{root.pw_dir}/my.db"
    assert expanded("./~nosuch/my.db") == "./~nosuch/my.db"


def test_who_has_no_home_hears_it_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setattr(sys, "platform", "linux")
    console = Console(tmp_path)
    console.environ["XDG_DATA_HOME"] = ""
    printed, code = console.run(["stats"])

    assert (code, printed) == (
        2,
        (
            "error: nobody knows where your home is, so there is no timeline of your own.\n"
            "  export DETENTE_DB=my.db\n"
        ),
    )


# URLs of files


@pytest.mark.parametrize(
    "place",
    [
        "sqlite:///desk.db",
        "sqlite+pysqlite:///desk.db",
        "sqlite:///desk.db?mode=ro",
        "sqlite:///desk.db?mode=rw",
        "sqlite:///desk.db?immutable=1",
        "sqlite:///desk.db?mode=ro&immutable=1",
        "sqlite:///file:desk.db?mode=ro&uri=true",
        "file:desk.db",
        "file:desk.db?mode=ro",
    ],
)
def test_a_file_is_named_by_its_url(console: Console, place: str) -> None:
    printed, code = console.run(["stats", "--db", place, "--json"])

    assert code == 0, printed
    assert '"store": "desk.db"' in printed
    assert file_at(place) == Path("desk.db")


def test_what_is_opened_to_be_read_only_is_not_written(console: Console) -> None:
    for place in (
        "sqlite:///desk.db?mode=ro",
        "file:desk.db?mode=ro",
        "sqlite:///desk.db?immutable=1",
    ):
        printed, code = console.run(["add", TWO, "--db", place])

        assert code == 1
        assert "desk.db cannot be written: it is read-only." in printed


@pytest.mark.parametrize(
    "arguments",
    [
        "cache=shared",
        "nolock=1",
        "vfs=memdb",
        "mode=memory",
        "mode=rwc",
        "immutable=yes",
        "timeout=0",
        "check_same_thread=false",
        "mode=ro&password=hidden",
        "key=hidden",
        "mode=hidden",
    ],
)
@pytest.mark.parametrize("command", [["stats"], ["init"], ["add", TWO], ["backup"], ["doctor"]])
def test_other_arguments_are_refused_and_not_shown(
    console: Console, command: list[str], arguments: str
) -> None:
    """`cache` and `nolock` once went to SQLite, and others ended in a warning or a traceback."""
    console.environ["DETENTE_DB"] = f"sqlite:///desk.db?{arguments}"
    printed, code = console.run(command)

    assert code != 0
    assert "takes mode=ro, mode=rw and immutable=1, and not" in " ".join(printed.split())
    assert "hidden" not in printed
    assert {path.name for path in console.folder.iterdir()} == {"desk.db"}


@pytest.mark.parametrize(
    ("place", "fix"),
    [
        ("sqlite://desk.db", "sqlite:///desk.db"),
        ("sqlite://folder/desk.db", "sqlite:///folder/desk.db"),
        ("sqlite://me:hidden@desk.db", "sqlite:///desk.db"),
        ("sqlite://:hidden@/desk.db", "sqlite:///desk.db"),
    ],
)
def test_two_slashes_are_one_too_few(console: Console, place: str, fix: str) -> None:
    """It was once a traceback, with the password in it."""
    printed, code = console.run(["stats", "--db", place])

    assert (code, printed.splitlines()[1].strip()) == (1, fix)
    assert 'has three "/" before its path' in printed
    assert "hidden" not in printed


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("sqlite:///my.db?key=hidden", "sqlite:///my.db"),
        ("sqlite:///my.db?mode=ro&key=hidden", "sqlite:///my.db?mode=ro"),
        ("sqlite:///my.db?mode=hidden", "sqlite:///my.db"),
        ("sqlite+pysqlcipher://:hidden@/my.db?cipher=aes", "sqlite+pysqlcipher:///my.db"),
        ("sqlite://me:hidden@host/my.db", "sqlite://host/my.db"),
        ("sqlite:////var/me@home/my.db", "sqlite:////var/me@home/my.db"),
        ("my@home.db", "my@home.db"),
    ],
)
def test_no_secret_of_a_file_s_url_is_shown(place: str, shown: str) -> None:
    assert without_password(place) == shown


@pytest.mark.parametrize("command", [["stats"], ["backup"], ["restore", "copy.db"], ["init"]])
def test_a_password_of_another_kind_of_file_is_not_shown(
    console: Console, command: list[str]
) -> None:
    printed, code = console.run(
        [*command, "--db", "sqlite+pysqlcipher://:hidden@/my.db?cipher=aes"]
    )

    assert code in (1, 2)
    assert "hidden" not in printed
    assert "Traceback" not in printed


# Read-only folders


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that others can read: those of the tests are closed to all but their owner."""
    folder = Path(mkdtemp(prefix="shelf-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def nobody() -> Generator[None]:
    """Whoever runs the tests may write no folder that was closed: root becomes nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


class Reader(Console):
    """A console as of somebody who may only read in its folder."""

    def run(self, argv: list[str], standard_input: str = "") -> tuple[str, int]:
        """The same, after root has run it in a copy: nobody may read the modules of this Python."""
        copied = Path(mkdtemp(prefix="copied-"))
        try:
            shutil.copytree(self.folder, copied / "shelf", symlinks=True)
            (copied / "shelf").chmod(0o755)
            Console(copied / "shelf", dict(self.environ)).run(argv, standard_input)
        finally:
            shutil.rmtree(copied)
        with nobody():
            return super().run(argv, standard_input)


def closed(shelf: Path) -> Reader:
    """A timeline in a folder that cannot be written."""
    begun = Console.begun(shelf, ONE)
    assert [path.name for path in shelf.iterdir()] == ["desk.db"]
    (shelf / "desk.db").chmod(0o644)
    shelf.chmod(0o555)
    return Reader(shelf, begun.environ)


@pytest.fixture
def reader(shelf: Path) -> Reader:
    """A console in such a folder, of somebody who can only read there."""
    return closed(shelf)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that all can write."""
    folder = Path(mkdtemp(prefix="elsewhere-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "command",
    [
        STATE,
        ["timeline", "tur", "rus"],
        ["search", "one"],
        ["why", "tur", "rus"],
        ["stats"],
        ["verify"],
        ["doctor"],
        ["export"],
        ["rebuild", "--shadow"],
    ],
    ids=str,
)
def test_questions_are_answered_in_a_folder_that_cannot_be_written(
    reader: Reader, command: list[str]
) -> None:
    """They once ended with "unable to open database file"."""
    printed, code = reader.run(command)

    assert code == 0, printed
    assert "error" not in printed
    assert [path.name for path in reader.folder.iterdir()] == ["desk.db"]


@pytest.mark.parametrize("command", [["add", TWO], ["undo"], ["rebuild"]], ids=str)
def test_what_would_be_recorded_there_says_why_it_is_not(
    reader: Reader, command: list[str]
) -> None:
    printed, code = reader.run(command)

    assert code == 1
    assert f"the folder {reader.folder.resolve()} cannot be written" in printed
    assert "  cp desk.db ELSEWHERE" in printed


def test_a_log_that_lies_beside_a_timeline_is_said(shelf: Path) -> None:
    """What it holds would be missing from every answer."""
    console = closed(shelf)
    shelf.chmod(0o755)
    with closing(sqlite3.connect(shelf / "desk.db", isolation_level=None)) as writer:
        writer.execute("INSERT INTO detente VALUES ('more', 'x')")
        log = (shelf / "desk.db-wal").read_bytes()
    (shelf / "desk.db-wal").write_bytes(log)
    shelf.chmod(0o555)
    printed, code = console.run(STATE)

    assert code == 1
    assert "desk.db-wal there holds what was recorded last" in printed
    assert "  cp desk.db desk.db-wal ELSEWHERE" in printed


def test_a_backup_of_a_timeline_that_can_only_be_read_is_made_elsewhere(
    reader: Reader, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody else than root may not run the Python of these tests.
    monkeypatch.setattr(sys, "executable", "")
    there, code = reader.run(["backup"])
    assert code == 1
    assert "cannot be written: Permission denied" in there
    assert "  detente backup ELSEWHERE/desk-" in there

    with nobody():
        printed, code = Console.run(reader, ["backup", str(elsewhere / "copy.db")])
    assert code == 0, printed


def test_what_changes_while_it_is_read_as_if_it_could_not_is_noticed(shelf: Path) -> None:
    Console.begun(shelf, ONE)
    timeline = open_store(f"sqlite:///{shelf}/desk.db?immutable=1")
    assert timeline.head().position == 2
    with closing(sqlite3.connect(shelf / "desk.db", isolation_level=None)) as writer:
        writer.execute("INSERT INTO detente VALUES ('more', 'x')")
        with pytest.raises(Failure, match="was written while it was read; ask again"):
            timeline.head()
    timeline.close()


def test_a_folder_that_can_be_written_is_read_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "my.db"
    open_store(str(path), create=True).close()
    url = make_url(f"sqlite:///{path}")

    assert file_url.opened_as(url) == url


def test_an_answer_is_not_written_into_a_folder_that_cannot_be_written(reader: Reader) -> None:
    printed, code = reader.run([*STATE, "--cite", "-o", "out.bib"])

    assert code == 1
    assert "cannot be written: Permission denied.\n  -o ELSEWHERE/out.bib" in printed


def test_no_timeline_is_begun_there(reader: Reader) -> None:
    printed, code = reader.run(["init", "new.db"])

    assert (code, "cannot be written.\n  detente init ELSEWHERE/new.db" in printed) == (1, True)


def test_a_timeline_that_nobody_else_may_read_says_so(shelf: Path) -> None:
    console = closed(shelf)
    (shelf / "desk.db").chmod(0o000)
    printed, code = console.run(["stats"])

    assert (code, printed.splitlines()[0]) == (1, "error: desk.db cannot be read: you may not.")


def test_rows_are_imported_from_a_folder_that_cannot_be_written(
    reader: Reader, elsewhere: Path
) -> None:
    """Nothing is to be written there before a row is rejected."""
    (elsewhere / "a.csv").write_text(
        "id,date,actor,what,recipient,title,publisher,published,url\n"
        "1,2015-11-24,Turkey,assault,Russia,A jet,Reuters,2015-11-24,\n",
        encoding="utf-8",
    )
    reader.environ["DETENTE_DB"] = str(elsewhere / "my.db")
    assert reader.run(["init"])[1] == 0
    command = ["import", str(elsewhere / "a.csv"), "--rules", "csv"]
    printed, code = reader.run(command)
    assert code == 0, printed

    with (elsewhere / "a.csv").open("a", encoding="utf-8") as rows:
        rows.write("2,2015-11-24,Turkey,assault,Atlantis,A jet,Reuters,2015-11-24,\n")
    printed, code = reader.run(command)
    assert code == 1
    assert "cannot be written: Permission denied.\n  --rejects ELSEWHERE/a.csv.rejects" in printed


def test_the_folder_of_what_a_link_leads_to_is_the_one_that_counts(
    shelf: Path, elsewhere: Path
) -> None:
    closed(shelf)
    (elsewhere / "link.db").symlink_to(shelf / "desk.db")
    console = Reader(elsewhere)
    console.environ["DETENTE_DB"] = "link.db"
    printed, code = console.run(STATE)

    assert code == 0, printed


@pytest.mark.parametrize("free", [0, 1 << 30])
def test_a_disk_error_is_said_of_a_full_disk_where_it_is_full(
    console: Console, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    """SQLite says of a full disk "disk I/O error" where it makes what it keeps beside a file."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    disk = os.statvfs(console.folder)

    class Disk:
        f_bavail, f_frsize, f_flag = free // disk.f_frsize, disk.f_frsize, disk.f_flag

    def measured(_folder: Path) -> type[Disk]:
        return Disk

    monkeypatch.setattr(os, "statvfs", measured)
    said = failures.failure(make_url(f"sqlite:///{console.folder}/desk.db"), error).said

    assert ("there is no space left on the disk" in said) == (free == 0)


# Names that are no text


def test_a_store_whose_name_is_no_text_answers(tmp_path: Path) -> None:
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = os.fsdecode(b"caf\xe9.db")
    commands = (
        ["init"],
        ["add", ONE],
        STATE,
        [*STATE, "--json"],
        [*STATE, "--json", "-o", "out.json"],
        [*STATE, "--cite"],
        ["verify"],
        ["backup", "copy.db"],
        ["doctor"],
        ["stats", "--db", f"{os.fsdecode(b'sqlite:///caf' + bytes([0xE9]))}.db?mode=ro"],
    )
    for command in commands:
        printed, code = console.run(command)

        assert (code, "Traceback" in printed) == (0, False), printed
    assert (tmp_path / os.fsdecode(b"caf\xe9.db")).is_file()


@pytest.mark.parametrize("store", [b"caf\xe9.db", b"it's \xe9\\.db", b"desk.db"])
def test_what_is_published_of_and_into_names_that_are_no_text(tmp_path: Path, store: bytes) -> None:
    """Nothing was published of such a store, and the line of a refusal named another folder."""
    console = Console.begun(tmp_path, ONE, db=os.fsdecode(store))
    folder = tmp_path / os.fsdecode(b"p\xe9ges")
    folder.mkdir()
    (folder / "other").touch()
    refused, code = console.run(["--db", os.fsdecode(store), "publish", folder.name])
    pasted = refused.splitlines()[1].strip()
    said = f"printf '%s\\0' {pasted}"
    words = subprocess.run(["bash", "-c", said], capture_output=True, check=True).stdout

    assert code == 1
    assert words.split(b"\0")[:-1] == [b"detente", b"--db", store, b"publish", b"p\xe9ges/ties"]
    printed, code = console.run(["publish", os.fsdecode(b"p\xe9ges/ties")])
    assert code == 0, printed
    card = next(folder.glob("ties/ties/*/card-stands-still.svg")).read_text(encoding="utf-8")
    assert "answer" in card


@pytest.mark.parametrize("place", ["~nosuch", "~"])
def test_what_is_wrong_with_a_home_is_input(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_typed(path: str) -> str:
        return path

    monkeypatch.setattr(os.path, "expanduser", as_typed)
    with pytest.raises(InvalidInput, match="home"):
        expanded(place)


def test_a_url_of_a_file_has_a_code_for_programs() -> None:
    with pytest.raises(StoreError) as refused:
        open_store("sqlite:///my.db?cache=shared")

    assert (refused.value.code, refused.value.values) == ("unknown-argument", {"argument": "cache"})
