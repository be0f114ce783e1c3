"""Copies are whole at every moment, whoever is killed, and as private as their timeline."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from domain.refusal import Failure, InvalidInput
from service import proof
from service.safety import Unsound, backed_up, last_backup, restored
from service.store import backup
from service.store.interface import StoreError
from tests.console import Console
from tests.contract.timelines import Line, filled, lines, opened, spoil

ROOT: Final = Path(__file__).parent.parent
NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ONE: Final = "2022-03-05  TUR = RUS  talks  One  ^one"
TWO: Final = "2022-03-06  TUR = RUS  talks  Two  ^two"
BESIDE: Final = ("-wal", "-journal", "-shm")


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, ONE)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are verified by this process: to start another takes half a second."""
    monkeypatch.setattr(sys, "executable", "")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != "data"}


def run(console: Console, *words: str) -> str:
    printed, code = console.run(list(words))
    assert code == 0, printed
    return printed


def killed_while_it_wrote(path: Path, statement: str, mode_: str) -> None:
    """Leaves what a writer leaves that is killed: a log, or a journal of what it changed."""
    copied = path.with_name("copied")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA journal_mode = {mode_}")
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(statement)
        if mode_ == "WAL":
            writer.execute("COMMIT")
        copied.mkdir()
        for ending in ("", *BESIDE):
            if Path(f"{path}{ending}").exists():
                shutil.copy(f"{path}{ending}", copied / f"{path.name}{ending}")
    for file in copied.iterdir():
        file.replace(path.with_name(file.name))
    copied.rmdir()


BULKY: Final = "UPDATE detente SET value = value || hex(zeroblob(400000)) WHERE key = 'spoiled'"
SPOILED: Final = "INSERT INTO detente VALUES ('spoiled', hex(zeroblob(200000)))"


class Moments:
    """A folder as it is before each thing that is done to any file in it: what a kill leaves."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folder = folder
        self.kept = kept
        self.number = 0
        self.busy = True
        sys.addaudithook(self.seen)

    def seen(self, event: str, arguments: tuple[object, ...]) -> None:
        """Called before each."""
        del arguments
        if self.busy or event not in {
            "open", "os.rename", "os.link", "os.remove", "os.chmod", "os.chown", "sqlite3.connect",
        }:  # fmt: skip
            return
        self.busy = True
        shutil.copytree(self.folder, self.kept / f"{self.number}")
        self.number += 1
        self.busy = False

    def of(self, action: Callable[[], object]) -> list[Path]:
        """The folder at each moment of an action."""
        self.busy = False
        try:
            action()
        finally:
            self.busy = True
        return [self.kept / str(each) for each in range(self.number)]


def assert_one_of(moment: Path, name: str, wholes: list[list[Line]]) -> None:
    """Opened as anybody would, a file has the rows of one of these, or is not there."""
    file = moment / name
    if file.exists() and file.stat().st_size:
        assert lines(file) in wholes, f"{moment}: {sorted(names(moment))}"
        with closing(sqlite3.connect(file)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("SELECT 1 FROM detente WHERE key = 'spoiled'").fetchall() == []


# At every moment


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("log", ["WAL", "DELETE"])
def test_a_restore_never_leaves_a_stale_log_beside_the_new_file(
    tmp_path: Path, registry: Registry, log: str
) -> None:
    """Where only the file itself was lost, its log was once taken for that of the new one."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path, copy = folder / "my.db", folder / "copy.db"
    filled(path, registry, seed=1)
    with opened(path, registry) as timeline:
        backed_up(timeline, copy, NOW)
    whole = lines(copy)
    killed_while_it_wrote(path, SPOILED, log)
    path.unlink()
    assert any(Path(f"{path}{ending}").exists() for ending in BESIDE)
    moments = Moments(folder, tmp_path / "moments").of(lambda: restored(copy, path, force=True))

    assert len(moments) > 10
    for moment in moments:
        assert_one_of(moment, "my.db", [whole])
    assert lines(path) == whole
    assert_one_of(folder, "my.db", [whole])


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("log", ["WAL", "DELETE"])
def test_a_backup_over_an_older_one_is_one_of_both_at_every_moment(
    tmp_path: Path, registry: Registry, log: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path, copy = folder / "my.db", folder / "copy.db"
    filled(path, registry, seed=1)
    with opened(path, registry) as timeline:
        backed_up(timeline, copy, NOW)
        old = lines(copy)
        timeline.record(timeline.read(ONE, "t.facts"), timeline.moment())
        new = lines(path)
        killed_while_it_wrote(copy, "INSERT INTO detente VALUES ('more', 'x')", log)
        moments = Moments(folder, tmp_path / "moments").of(
            lambda: backed_up(timeline, copy, NOW, force=True)
        )

    assert len(moments) > 10
    for moment in moments:
        assert_one_of(moment, "copy.db", [old, new])
    assert lines(copy) == new
    assert not {f"copy.db{ending}" for ending in BESIDE} & names(folder)


def test_a_log_that_was_put_aside_earlier_is_not_lost(tmp_path: Path) -> None:
    for name in ("my.db-wal", "my.db.before-restore-wal", "new"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    backup.swap(tmp_path / "new", tmp_path / "my.db")

    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {
        "my.db": "new",
        "my.db.before-restore-wal": "my.db.before-restore-wal",
        "my.db.before-restore-2-wal": "my.db-wal",
    }


def test_a_file_that_comes_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("new", encoding="utf-8")
    link = os.link

    def late(one: Path, other: Path) -> None:
        other.write_text("theirs", encoding="utf-8")
        link(one, other)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(StoreError, match="made by somebody else just now"):
        backup.swap(tmp_path / "new", tmp_path / "my.db")

    assert (tmp_path / "my.db").read_text(encoding="utf-8") == "theirs"


# Verified by a new process


def test_a_backup_is_opened_by_a_new_process_before_it_is_said_to_be_verified(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    real = subprocess.run

    def seen(command: list[str], **options: object) -> object:
        commands.append(command)
        assert not (console.folder / "copy.db").exists()
        return real(command, **options)  # type: ignore[call-overload]  # passed on as they come

    monkeypatch.setattr(subprocess, "run", seen)

    assert "and verified there" in run(console, "backup", "copy.db")
    (command,) = commands
    assert command[0] == sys.executable
    assert Path(command[-1]).parent == console.folder


def test_a_copy_that_only_this_process_could_open_is_refused(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(file: Path) -> proof.Proof:
        with file.open("r+b") as copied:
            copied.seek(20)
            copied.write(b"\xff" * 80)
        return proof.proved(file)

    monkeypatch.setattr("service.safety.proved", spoiled)
    printed, code = console.run(["backup", "copy.db"])

    assert (code, "verified" in printed) == (5, False)
    assert printed.startswith("error: the copy is not sound: ")
    assert names(console.folder) == {"desk.db"}


def test_nothing_is_imported_from_the_folder_somebody_is_in(console: Console) -> None:
    for module in ("json", "sqlite3", "service", "sqlalchemy"):
        (console.folder / f"{module}.py").write_text("raise SystemExit(7)", encoding="utf-8")

    assert "and verified there" in run(console, "backup", "copy.db")


@pytest.mark.parametrize(
    ("program", "said"),
    [("false", "it ended with 1"), ("no-such-program", "No such file or directory")],
)
def test_a_process_that_says_nothing_proves_nothing(
    console: Console, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which(program) or f"/nowhere/{program}")
    printed, code = console.run(["backup", "copy.db"])

    assert (code, names(console.folder)) == (1, {"desk.db"})
    assert f"could not be opened by a new process: {said}" in printed


# Modes and links


def test_a_private_timeline_has_private_copies(console: Console) -> None:
    """They were once readable by all."""
    store = console.folder / "desk.db"
    store.chmod(0o600)
    run(console, "backup", "copy.db")
    run(console, "restore", "copy.db")
    run(console, "restore", "copy.db", "--db", "new.db")

    assert {name: mode(console.folder / name) for name in names(console.folder)} == {
        "desk.db": 0o600,
        "copy.db": 0o600,
        "new.db": 0o600,
        "desk.db.before-restore": 0o600,
    }


@pytest.mark.usefixtures("alone")
def test_a_timeline_keeps_its_mode_whatever_that_of_the_backup(console: Console) -> None:
    store, copy = console.folder / "desk.db", console.folder / "copy.db"
    run(console, "backup", "copy.db")
    assert mode(copy) == 0o644
    for wanted in (0o600, 0o660, 0o640):
        store.chmod(wanted)
        copy.chmod(0o644 if wanted == 0o600 else 0o600)
        run(console, "restore", "copy.db", "--force")

        assert mode(store) == wanted


@pytest.mark.usefixtures("alone")
def test_a_backup_over_a_file_that_all_may_read_is_private_too(console: Console) -> None:
    run(console, "backup", "copy.db")
    (console.folder / "desk.db").chmod(0o600)
    run(console, "backup", "copy.db", "--force")

    assert mode(console.folder / "copy.db") == 0o600


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("link", ["link.db", "folder/link.db", "second.db"])
def test_a_restore_over_a_link_restores_what_it_leads_to(console: Console, link: str) -> None:
    """The link once became a file of its own, and the timeline stayed as it was."""
    folder = console.folder
    (folder / "folder").mkdir()
    (folder / "link.db").symlink_to("desk.db")
    (folder / "second.db").symlink_to("link.db")
    (folder / "folder" / "link.db").symlink_to("../desk.db")
    run(console, "backup", "copy.db")
    run(console, "add", TWO)
    printed = run(console, "restore", "copy.db", "--force", "--db", link)

    assert (folder / link).is_symlink()
    assert "Two" not in run(console, "timeline", "tur", "rus")
    assert (folder / "desk.db.before-restore").is_file()
    assert f"The old file is kept: {folder / 'desk.db.before-restore'}\n" in printed


@pytest.mark.usefixtures("alone")
def test_a_backup_over_a_link_is_put_where_it_leads(console: Console) -> None:
    (console.folder / "disk").mkdir()
    (console.folder / "copy.db").symlink_to("disk/copy.db")
    run(console, "backup", "copy.db", "--force")

    assert (console.folder / "copy.db").is_symlink()
    assert lines(console.folder / "disk" / "copy.db") == lines(console.folder / "desk.db")


# Places that are none


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("desk.db", 2, "is the timeline itself"),
        ("link.db", 2, "is the timeline itself"),
        ("desk.db-wal", 1, "is where SQLite keeps what belongs to"),
        ("desk.db-journal", 1, "is where SQLite keeps what belongs to"),
        ("other.db", 2, "is there already"),
        ("pipe", 1, "is a pipe"),
        ("/dev/stdout", 1, "is a stream"),
        ("-", 1, "is a stream"),
        ("none/copy.db", 1, "there is no folder none."),
        ("notes.txt/copy.db", 1, "notes.txt is not a folder"),
        ("x" * 300, 1, "is too long for a file"),
    ],
)
def test_a_backup_harms_nothing(console: Console, place: str, code: int, said: str) -> None:
    folder = console.folder
    (folder / "link.db").symlink_to("desk.db")
    (folder / "notes.txt").write_text("notes", encoding="utf-8")
    os.mkfifo(folder / "pipe")
    run(console, "init", "other.db")
    before = {name: (folder / name).read_bytes() for name in ("desk.db", "other.db", "notes.txt")}
    there = names(folder)
    printed, found = console.run(["backup", place])

    assert (said in printed, found) == (True, code), printed
    assert names(folder) == there
    assert {name: (folder / name).read_bytes() for name in before} == before


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("place", ["pipe", "/dev/stdout", "/dev/full"])
def test_even_by_force_a_backup_is_a_file(console: Console, place: str) -> None:
    os.mkfifo(console.folder / "pipe")
    printed, code = console.run(["backup", place, "--force"])

    assert code == 1
    assert "is a pipe" in printed or "is a stream" in printed or "is a device" in printed


@pytest.mark.usefixtures("alone")
def test_a_backup_into_a_folder_is_named_there(console: Console) -> None:
    (console.folder / "copies").mkdir()
    run(console, "backup", "copies")

    assert names(console.folder / "copies") == {"desk-2026-11-22T120000Z.db"}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("kind", ["pipe", "folder", "text", "empty", "gone"])
def test_a_restore_from_what_is_no_backup_is_a_sentence(console: Console, kind: str) -> None:
    source = console.folder / kind
    makers: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(source),
        "folder": source.mkdir,
        "text": lambda: source.write_text("notes" * 100, encoding="utf-8"),
        "empty": source.touch,
        "gone": lambda: None,
    }
    makers[kind]()
    there = names(console.folder)
    printed, code = console.run(["restore", kind, "--force"])

    assert (code, printed.count("\n") >= 1, "Traceback" in printed) == (1, True, False)
    assert names(console.folder) == there


@pytest.mark.usefixtures("alone")
def test_a_backup_that_somebody_uses_is_not_replaced(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PATIENCE_SECONDS", 0.05)
    run(console, "backup", "copy.db")
    with closing(sqlite3.connect(console.folder / "copy.db", isolation_level=None)) as user:
        user.execute("BEGIN IMMEDIATE")
        printed, code = console.run(["backup", "copy.db", "--force"])

    assert (code, "copy.db is in use" in printed) == (1, True)
    assert names(console.folder) == {"desk.db", "copy.db"}


@pytest.mark.usefixtures("alone")
def test_by_force_a_text_or_another_database_is_replaced(console: Console) -> None:
    with closing(sqlite3.connect(console.folder / "other.db")) as other:
        other.execute("CREATE TABLE words (word TEXT)")
    (console.folder / "notes.txt").write_text("notes", encoding="utf-8")
    for name in ("other.db", "notes.txt"):
        run(console, "backup", name, "--force")

        assert lines(console.folder / name) == lines(console.folder / "desk.db")


# What fails on the way


@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE"])
def test_a_full_disk_is_to_blame_and_not_the_timeline(
    console: Console, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = name

    class Full(sqlite3.Connection):
        def execute(self, *_: object) -> sqlite3.Cursor:
            raise error

    real: Callable[..., sqlite3.Connection] = sqlite3.connect

    def full(file: str | Path, **options: object) -> sqlite3.Connection:
        return real(file, **{"factory": Full, **options})

    monkeypatch.setattr(sqlite3, "connect", full)
    printed, code = console.run(["backup", "copy.db"])

    assert code == 1
    assert ("no space left on the disk" in printed) == (name == "SQLITE_FULL")
    assert "copy.db" in printed
    assert "desk.db cannot" not in printed
    assert names(console.folder) == {"desk.db"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="a shell limits the size of files")
def test_a_backup_that_grows_too_large_leaves_nothing(console: Console) -> None:
    run(console, "add", TWO)
    done = subprocess.run(
        [
            *("bash", "-c", 'ulimit -f 40; exec "$@"', "-"),
            *(sys.executable, "-m", "detente", "--db", "desk.db", "backup", "copy.db"),
        ],
        cwd=console.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "copy.db" in done.stderr
    assert names(console.folder) == {"desk.db"}


@pytest.mark.usefixtures("alone")
def test_whoever_interrupts_a_restore_finds_everything_as_it_was(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(console, "backup", "copy.db")
    run(console, "add", TWO)
    whole = lines(console.folder / "desk.db")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "swap", interrupted)
    _, code = console.run(["restore", "copy.db", "--force"])

    assert code == 130
    assert names(console.folder) == {"desk.db", "copy.db"}
    assert lines(console.folder / "desk.db") == whole
    with closing(sqlite3.connect(console.folder / "desk.db")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.usefixtures("alone")
def test_a_name_that_is_no_text_is_backed_up_to_and_remembered(
    console: Console, registry: Registry
) -> None:
    name = os.fsdecode(b"caf\xe9.db")
    printed, code = console.run(["backup", name])
    with chdir(console.folder), opened(Path("desk.db"), registry) as timeline:
        last = last_backup(timeline)

    assert code == 0, printed
    assert last is not None
    assert last.file == console.folder / name
    assert lines(console.folder / name) == lines(console.folder / "desk.db")


@pytest.mark.usefixtures("alone")
def test_a_copy_is_refused_that_is_not_sound(tmp_path: Path, registry: Registry) -> None:
    path = tmp_path / "my.db"
    filled(path, registry, seed=1)
    spoil(path, "UPDATE events SET state = x'00' WHERE position = 2")
    with opened(path, registry) as timeline, pytest.raises(Unsound):
        backed_up(timeline, tmp_path / "copy.db", NOW)
    with opened(path, registry) as timeline, pytest.raises((InvalidInput, Failure)):
        backed_up(timeline, tmp_path / "my.db-wal", NOW)

    assert names(tmp_path) == {"my.db"}
