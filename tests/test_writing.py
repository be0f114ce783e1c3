"""Every file is written by one function, which harms nothing that it does not replace."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from domain.refusal import Failure, Unconfirmed
from service import writing
from service.target import Stream, Target, target_of
from service.writing import EVERYBODY, NewFile, append, limit_of, write
from tests.console import Console

ROOT: Final = Path(__file__).parent.parent
LINE: Final = "2022-03-05  TUR = RUS  talks  One  ^one"
STATE: Final = ["state", "tur", "rus", "--on", "2022-03-05"]
HEAD: Final = "id,date,actor,what,recipient,title,publisher,published,url\n"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
not_as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, LINE)


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def written(path: Path, *parts: str | bytes, limit: int = EVERYBODY) -> str:
    write(path, parts or ("new\n",), limit)
    return path.read_text(encoding="utf-8")


# What is never written over


def test_an_answer_is_never_written_over_the_timeline(console: Console) -> None:
    """`-o` with the name of the store once replaced the store."""
    store = console.folder / "desk.db"
    before = store.read_bytes()
    printed, code = console.run([*STATE, "--format", "md", "-o", "desk.db"])

    assert code == 1
    assert printed.startswith("error: desk.db is the timeline itself.\n")
    assert store.read_bytes() == before


@pytest.mark.parametrize("ending", ["-wal", "-journal", "-shm"])
def test_an_answer_is_never_written_where_sqlite_would_take_it_for_its_own(
    console: Console, ending: str
) -> None:
    printed, code = console.run([*STATE, "--format", "md", "-o", f"desk.db{ending}"])

    assert code == 1
    assert f"desk.db{ending} is where SQLite keeps what belongs to" in printed
    assert names(console.folder) == {"desk.db"}


@pytest.mark.parametrize(
    "command",
    [
        ["export", "--as", "facts", "-o", "other.db"],
        ["export", "--as", "facts", "--rescue", "-o", "other.db"],
        ["export", "--as", "jsonl", "-o", "link.db"],
        ["rules", "show", "icews", "--force", "-o", "other.db"],
        ["chart", "tur", "rus", "--format", "plain", "-o", "./other.db"],
        ["brief", "tur", "rus", "-o", "other.db"],
        ["draft", "article.txt", "--published", "2022-03-01", "-o", "other.db"],
        ["import", "rows.csv", "--rules", "csv", "--rejects", "other.db"],
    ],
    ids=str,
)
def test_no_command_writes_over_a_database(console: Console, command: list[str]) -> None:
    other = console.folder / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE mine (column TEXT)".replace("column", "words"))
    (console.folder / "link.db").symlink_to("other.db")
    (console.folder / "article.txt").write_text(
        "Turkey accused Russia of a raid.\n", encoding="utf-8"
    )
    (console.folder / "rows.csv").write_text(f"{HEAD}x,x,x,x,x,x,x,x,x\n", encoding="utf-8")
    before = other.read_bytes()
    printed, code = console.run(command)

    assert "is a SQLite database, and may be a timeline" in printed
    assert (code, other.read_bytes()) == (1, before)
    assert names(console.folder) == {
        "article.txt", "desk.db", "link.db", "other.db", "rows.csv"
    }  # fmt: skip


def test_a_damaged_timeline_is_not_rescued_into_itself(tmp_path: Path) -> None:
    """Its header may be gone, so that nobody would know it for a database."""
    store, link = tmp_path / "desk.db", tmp_path / "out.facts"
    store.write_bytes(b"damaged" * 100)
    link.symlink_to(store)
    os.link(store, tmp_path / "hard.facts")

    for name in ("desk.db", "out.facts", "hard.facts", "desk.db-wal"):
        with pytest.raises(Failure, match=r"timeline itself|SQLite keeps"):
            target_of(tmp_path / name, in_use=store)


def test_the_place_of_a_database_is_not_taken_while_its_journal_is_there(tmp_path: Path) -> None:
    """SQLite would roll the journal back into whatever is written there."""
    (tmp_path / "my.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    with pytest.raises(Failure, match="is the place of a database"):
        target_of(tmp_path / "my.db")


def test_rejected_rows_are_never_written_over_the_timeline(console: Console) -> None:
    (console.folder / "rows.tab").write_text("a\tb\n", encoding="utf-8")
    printed, code = console.run(
        ["import", "rows.tab", "--rules", "icews", "--rejects", "desk.db-journal"]
    )

    assert code == 1
    assert "is where SQLite keeps what belongs to" in printed


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a socket", "a device"])
def test_only_files_are_written_to(tmp_path: Path, kind: str) -> None:
    """A pipe once made a command wait for ever."""
    place = tmp_path / "place"
    with socket.socket(socket.AF_UNIX) as server:
        if kind == "a folder":
            place.mkdir()
        elif kind == "a pipe":
            os.mkfifo(place)
        elif kind == "a socket":
            server.bind(str(place))
        else:
            place = Path("/dev/full")
        with pytest.raises(Failure, match=f"is {kind}"):
            write(place, ["text"], EVERYBODY)


@pytest.mark.parametrize("name", ["..", ".", "/", "new/"])
def test_a_name_of_a_folder_is_not_a_file(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Failure, match="folder"):
        target_of(name)
    assert not names(tmp_path)


# Streams


@pytest.mark.parametrize("name", ["/dev/stdout", "-", "link"])
def test_a_stream_is_written_to_and_not_replaced(console: Console, name: str) -> None:
    (console.folder / "link").symlink_to("/dev/stdout")
    straight, _, _ = console.apart([*STATE, "--format", "md"])
    out, _, code = console.apart([*STATE, "--format", "md", "-o", name])

    assert (out, code) == (straight, 0)


def test_a_copy_on_a_stream_has_no_file_beside_it(console: Console) -> None:
    console.run([*STATE, "--cite"])
    out, err, code = console.apart(["export", "--as", "jsonl", "-o", "/dev/stdout"])

    assert (code, out.count("\n") > 1) == (0, True)
    assert "Not in this copy: 1 cited answer." in err
    assert not Path("/dev/stdout.citations").exists()


def test_nothing_is_kept_of_what_goes_to_the_null_device(console: Console) -> None:
    _, err, code = console.apart([*STATE, "--format", "md", "-o", os.devnull])

    assert ("Written" in err, code) == (False, 0)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_what_a_shell_passes_as_a_number_is_written_to(tmp_path: Path) -> None:
    file = tmp_path / "whole"
    with file.open("wb") as opened:
        write(f"/dev/fd/{opened.fileno()}", ["one ", b"two"], EVERYBODY)

    assert file.read_text(encoding="utf-8") == "one two"


@pytest.mark.parametrize("name", ["desk.db", "other.db", "desk.db-wal"])
def test_a_number_that_is_open_on_a_database_is_not_written_to(console: Console, name: str) -> None:
    """`-o /dev/fd/7 7>>desk.db` once put an answer at the end of the store."""
    console.run(["init", "other.db"])
    place = console.folder / name
    if name.endswith("-wal"):
        place.touch()
    with place.open("ab") as file:
        before = place.read_bytes()
        printed, code = console.run([*STATE, "-o", f"/dev/fd/{file.fileno()}"])

    assert (code, "is open on a SQLite database" in printed) == (1, True)
    if not name.endswith("-wal"):
        assert place.read_bytes() == before


def test_a_number_that_is_not_open_is_a_sentence() -> None:
    with pytest.raises(Failure, match="/dev/fd/987654 cannot be written: Bad file descriptor"):
        write("/dev/fd/987654", ["text"], EVERYBODY)


# Links


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "real.md").write_text("old", encoding="utf-8")
    (tmp_path / "first.md").symlink_to("second.md")
    (tmp_path / "second.md").symlink_to("inner/real.md")
    write(tmp_path / "first.md", ["new"], EVERYBODY)

    assert (tmp_path / "first.md").is_symlink()
    assert (tmp_path / "second.md").is_symlink()
    assert (inner / "real.md").read_text(encoding="utf-8") == "new"
    assert names(inner) == {"real.md"}


def test_a_link_to_nothing_yet_is_followed_too(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "out.md").symlink_to("inner/real.md")

    assert written(tmp_path / "out.md") == "new\n"
    assert (tmp_path / "out.md").is_symlink()
    assert (tmp_path / "inner" / "real.md").is_file()


def test_a_link_to_itself_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(Failure, match="leads to itself"):
        target_of(tmp_path / "a")


def test_a_planted_name_of_a_temporary_file_is_not_followed(console: Console) -> None:
    """`.out.md.part` was once written through, whatever it led to."""
    precious = console.folder / "precious"
    precious.write_text("mine", encoding="utf-8")
    planted = console.folder / ".out.md.part"
    planted.symlink_to("precious")
    _, code = console.run([*STATE, "-o", "out.md"])

    assert code == 0
    assert precious.read_text(encoding="utf-8") == "mine"
    assert planted.is_symlink()


def test_even_a_name_that_was_guessed_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = iter(["taken", "free"])

    def token(_bytes: int) -> str:
        return next(tokens)

    monkeypatch.setattr(writing, "token_hex", token)
    (tmp_path / "precious").write_text("mine", encoding="utf-8")
    (tmp_path / ".detente-taken.part").symlink_to("precious")

    assert written(tmp_path / "out.md") == "new\n"
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "mine"


@as_root
def test_a_link_of_somebody_else_in_a_shared_folder_is_not_followed(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    link = tmp_path / "out.md"
    link.symlink_to("precious")
    os.chown(link, 65_534, 65_534, follow_symlinks=False)
    with pytest.raises(Failure, match="that somebody else has made"):
        target_of(link)


# Modes and owners


def test_what_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    for wanted in (0o600, 0o640, 0o664, 0o755):
        file = tmp_path / f"{wanted:o}"
        file.write_text("old", encoding="utf-8")
        file.chmod(wanted)
        written(file)

        assert mode(file) == wanted


def test_a_disk_without_modes_takes_files_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A FAT disk refuses every mode but its own."""

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "chmod", refuse)

    assert written(tmp_path / "out.md") == "new\n"


@as_root
def test_what_is_replaced_keeps_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    file.write_text("old", encoding="utf-8")
    os.chown(file, 65_534, 65_534)
    written(file)

    assert (file.stat().st_uid, file.stat().st_gid) == (65_534, 65_534)


def test_a_new_file_is_as_the_mask_says(tmp_path: Path) -> None:
    os.umask(0o027)
    written(tmp_path / "out.md")

    assert mode(tmp_path / "out.md") == 0o640
    assert os.umask(0o027) == 0o027


@pytest.mark.parametrize(
    "command",
    [
        [*STATE, "-o", "out"],
        ["export", "--as", "facts", "-o", "out"],
        ["export", "--as", "csv", "-o", "out"],
        ["export", "--rescue", "-o", "out"],
        [*STATE, "--format", "bibtex", "--cite", "-o", "out"],
    ],
    ids=str,
)
def test_what_comes_from_a_private_timeline_is_private(
    console: Console, command: list[str]
) -> None:
    """It was once readable by all."""
    (console.folder / "desk.db").chmod(0o600)
    (console.folder / "old").write_text("old", encoding="utf-8")
    for name in ("out", "old"):
        _, code = console.run([name if word == "out" else word for word in command])

        assert (code, mode(console.folder / name)) == (0, 0o600)


def test_rejected_rows_of_a_private_timeline_are_private(console: Console) -> None:
    (console.folder / "desk.db").chmod(0o600)
    (console.folder / "rows.csv").write_text(
        "id,date,actor,what,recipient,title,publisher,published,url\n"
        "2,2015-11-24,Turkey,assault,Atlantis,A jet,Reuters,2015-11-24,\n",
        encoding="utf-8",
    )
    printed, _ = console.run(["import", "rows.csv", "--rules", "csv", "--rejects", "bad.rejects"])
    console.run(["rules", "show", "csv", "-o", "csv.toml"])

    assert (console.folder / "bad.rejects").is_file(), printed
    assert mode(console.folder / "bad.rejects") == 0o600
    assert mode(console.folder / "csv.toml") == 0o644


def test_the_limit_is_who_may_read_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.touch()
    limits = {0o600: 0o700, 0o640: 0o770, 0o644: 0o777, 0o604: 0o707, 0o620: 0o700}
    for given, limit in limits.items():
        source.chmod(given)

        assert limit_of(source) == limit
    assert limit_of(None) == EVERYBODY


def test_form_changes_no_mode(console: Console) -> None:
    file = console.folder / "one.facts"
    (console.folder / "desk.db").chmod(0o600)
    file.write_text("2022-03-05 TUR = RUS talks/diplomacy One ^one\n", encoding="utf-8")
    file.chmod(0o644)
    _, code = console.run(["fmt", "one.facts"])

    assert (code, mode(file)) == (0, 0o644)
    assert file.read_text(encoding="utf-8") == (
        "2022-03-05  TUR = RUS  talks/diplomacy  One  ^one\n"
    )


# At the end of a file


def test_a_line_is_added_to_a_file_that_is_there_or_begins_one(tmp_path: Path) -> None:
    file = tmp_path / "receipts"
    append(file, "one\n", limit_of(None) & 0o700)
    append(file, "two\n", EVERYBODY)
    file.write_bytes(file.read_bytes() + b"cut sho")
    append(file, "three\n", EVERYBODY)

    assert file.read_text(encoding="utf-8") == "one\ntwo\ncut sho\nthree\n"
    assert mode(file) == 0o600


@pytest.mark.parametrize("name", ["pipe", "my.db", "my.db-journal", "/dev/full"])
def test_a_line_is_added_to_files_alone(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "my.db").write_bytes(b"SQLite format 3\0" + bytes(84))
    before = (tmp_path / "my.db").read_bytes()
    with pytest.raises(Failure):
        append(tmp_path / name, "line\n", EVERYBODY)

    assert (tmp_path / "my.db").read_bytes() == before
    assert names(tmp_path) == {"pipe", "my.db"}


# Nothing is left of what failed


def test_what_fails_halfway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    (tmp_path / "out.md").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "out.md", parts(), EVERYBODY)

    assert names(tmp_path) == {"out.md"}
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "there is no space left on the disk of"),
        (errno.EDQUOT, "there is no space left on the disk of"),
        (errno.EROFS, "is on a disk that is mounted read-only"),
        (errno.EACCES, "cannot be written: Permission denied"),
        (errno.EIO, "out.md cannot be written: Input/output error"),
        (errno.EFBIG, "larger than the system lets a file be"),
    ],
)
def test_each_failing_call_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, said: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "out.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Failure, match=said):
        write(tmp_path / "out.md", ["new"], EVERYBODY)

    assert names(tmp_path) == {"out.md"}
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_what_a_disk_does_not_confirm_is_written_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """It ended once as if the file were not there."""

    def fail(_: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing, "sync", fail)
    said = rf"out\.md is written, but the disk does not confirm .*: {os.strerror(number)}\."
    with pytest.warns(Unconfirmed, match=said):
        write(tmp_path / "out.md", ["new"], EVERYBODY)

    assert names(tmp_path) == {"out.md"}
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "new"


def test_a_line_that_a_disk_does_not_confirm_is_there_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    (tmp_path / "receipts").write_text("first\n", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.warns(Unconfirmed, match="receipts is written"):
        append(tmp_path / "receipts", "second\n", EVERYBODY)

    assert (tmp_path / "receipts").read_text(encoding="utf-8") == "first\nsecond\n"


def test_a_name_that_is_too_long_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="is too long for a file"):
        write(tmp_path / ("x" * 300), ["new"], EVERYBODY)


def test_the_longest_name_that_a_file_can_have_is_written(tmp_path: Path) -> None:
    """The temporary name was once longer than that of the file, and too long."""
    assert written(tmp_path / ("x" * 255)) == "new\n"


def test_a_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(Failure, match=r"notes\.txt is not a folder"):
        target_of(tmp_path / "notes.txt" / "out.md")


@not_as_root
def test_a_file_that_is_write_protected_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o400)
    with pytest.raises(Failure, match="is write-protected"):
        write(file, ["new"], EVERYBODY)


def test_a_database_that_comes_while_a_file_is_written_is_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "out.md"
    new = NewFile(Target(place, "out.md"))
    new.write("text")
    place.write_bytes(b"SQLite format 3\0" + bytes(84))
    with pytest.raises(Failure, match="is a SQLite database"):
        new.put()
    new.discard()

    assert names(tmp_path) == {"out.md"}
    assert place.read_bytes().startswith(b"SQLite")


def test_nobody_else_may_read_a_file_while_it_is_written(tmp_path: Path) -> None:
    os.umask(0)
    new = NewFile(Target(tmp_path / "out.md", "out.md"))

    assert mode(new.path) == 0o600
    new.discard()
    assert not names(tmp_path)


def test_a_byte_of_a_name_that_is_no_text_is_written_as_its_escape(tmp_path: Path) -> None:
    assert written(tmp_path / "out.md", "caf\udce9.db\n") == "caf\\udce9.db\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="a shell limits the size of files")
def test_a_file_larger_than_allowed_leaves_nothing(tmp_path: Path) -> None:
    program = (
        "from service.writing import write; from domain.refusal import Failure\n"
        "try: write('out.md', ['x' * 5_000_000], 0o777)\n"
        "except Failure as error: print(error.said)"
    )
    found = subprocess.run(
        ["bash", "-c", 'ulimit -f 1024; exec "$@"', "-", sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "out.md would be larger than the system lets a file be" in found.stdout
    assert not names(tmp_path)


def test_a_stream_has_a_name_and_a_number() -> None:
    assert target_of("-") == Stream("-", 1)
    assert target_of("/dev/stderr") == Stream("/dev/stderr", 2)
    assert target_of("/proc/self/fd/7") == Stream("/proc/self/fd/7", 7)
    assert target_of("/dev/null") == Stream("/dev/null", None)
