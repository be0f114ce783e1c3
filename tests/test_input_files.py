"""What is read and from where: kinds of files, widths of screens, passwords in URLs."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.engine import make_url

from cli.settings import read
from service.input_files import check_readable
from service.store.failures import failure
from service.store.place import without_password
from tests.console import Console

ROOT: Final = Path(__file__).parents[1]
ROOMS: Final = ("cli", "service", "web", "detente")
LINE: Final = "2022-03-05  TUR = RUS  talks/diplomacy  Talks  ^talks"
READERS: Final = (
    "import {}",
    "import {} --as csv",
    "import {} --as jsonl",
    "import {} --rules csv",
    "fmt {}",
    "init {}",
    "rules new {}",
    "verify --against {}",
)

OPENED: Final = {
    "cli/admin.py:_is_store": "`check_readable` is asked before it",
    "cli/exchange.py:_keep_citations": "nothing but a file is taken for one of citations",
    "service/extras.py:_origin": "the installer's note",
    "service/folders.py:file": "a new one",
    "service/handoff/aside.py:sorted": "ours",
    "service/opening.py:bundled_registry": "ours",
    "service/opening.py:sample_text": "ours",
    "service/opening.py:open_sample": "ours",
    "service/opening.py:text": "ours",
    "service/sources/rejects.py:_is_ours": "a target was checked before it",
    "service/sources/reader.py:_opened": "a part of an archive",
    "service/store/watched.py:_names_another": "its kind was looked at before",
    "web/pages.py:_bytes": "ours",
}
"""Functions that open a file whose kind they do not ask for, and why they may."""

READING: Final = (".open", ".read_text", ".read_bytes")
ASKING: Final = ("check_readable", "S_ISREG", "is_file()")
OURS: Final = ("common.", "webbrowser.", "os.", "self._database.")


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, LINE)


@pytest.mark.parametrize("line", READERS)
def test_what_is_not_a_file_is_refused_by_its_kind_and_never_waited_for(
    console: Console, line: str
) -> None:
    """`init` once waited for ever for somebody to write into a pipe."""
    os.mkfifo(console.folder / "pipe")
    (console.folder / "folder").mkdir()
    (console.folder / "link").symlink_to("pipe")
    (console.folder / "zero").symlink_to("/dev/zero")
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(os.path.relpath(console.folder / "socket"))
        for name, kind in (
            ("pipe", "a pipe"), ("link", "a pipe"), ("/dev/zero", "a device"),
            ("zero", "a device"), ("socket", "a socket"), ("folder", "a folder"),
        ):  # fmt: skip
            printed, code = console.type(f"detente {line.format(name)}"), 1
            assert f"(exit {code})" in printed, (name, printed)
            assert f"is {kind}" in printed, (name, printed)


def opening() -> set[str]:
    """Functions that open a file and do not ask for its kind."""
    found: set[str] = set()
    for path in sorted(each for room in ROOMS for each in (ROOT / room).rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            names = {
                ast.unparse(call.func) for call in ast.walk(function) if isinstance(call, ast.Call)
            }
            opens = "open" in names or any(
                name.endswith(READING) and not name.startswith(OURS) for name in names
            )
            if opens and not any(asks in ast.unparse(function) for asks in ASKING):
                found.add(f"{path.relative_to(ROOT).as_posix()}:{function.name}")
    return found


def test_whoever_opens_a_file_asks_for_its_kind_first() -> None:
    """A pipe is waited for without an end, and a device is read without one."""
    found = opening()

    assert found - set(OPENED) == set(), "ask `check_readable` before a file is opened"
    assert set(OPENED) - found == set(), "these open nothing any more: take them out of OPENED"


@pytest.mark.parametrize("name", ["pipe", "socket", "zero"])
@pytest.mark.parametrize("verb", ["stats", "verify", "doctor", "digest", "backup"])
def test_a_timeline_that_is_no_file_is_refused_by_its_kind(
    console: Console, name: str, verb: str
) -> None:
    """A pipe was once called a disk that cannot be read."""
    os.mkfifo(console.folder / "pipe")
    (console.folder / "zero").symlink_to("/dev/zero")
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(os.path.relpath(console.folder / "socket"))
        printed, code = console.run(["--db", name, verb])

    assert code == 1
    kind = {"zero": "device"}.get(name, name)
    assert f"{name} is a {kind}, and a timeline is a file." in " ".join(printed.split())


def test_what_the_user_trusts_is_read_from_files_alone(console: Console) -> None:
    """`trust --list` once waited for ever where a trusted file had become a pipe."""
    settings = console.folder / "detente.toml"
    settings.write_text('db = "/x.db"\n')
    assert console.run(["trust"])[1] == 0
    settings.unlink()
    os.mkfifo(settings)

    assert console.run(["trust", "--list"]) == (f"{settings}  changed since\n", 0)
    kept = console.folder / "config" / "detente" / "trusted.json"
    kept.unlink()
    os.mkfifo(kept)
    printed, code = console.run(["trust", "--list"])
    assert (code, "trusted.json is a pipe, and a file is expected." in printed) == (1, True)


def test_a_backup_that_has_become_something_else_is_gone(console: Console) -> None:
    console.run(["backup", "b.db"])
    (console.folder / "b.db").unlink()
    os.mkfifo(console.folder / "b.db")

    assert "b.db, which is gone" in " ".join(console.run(["doctor"])[0].split())


def test_rules_are_read_from_a_file_alone(console: Console) -> None:
    (console.folder / "endless.toml").symlink_to("/dev/zero")
    printed = console.type("detente rules show endless.toml")

    assert "endless.toml is a device, and a file is expected." in printed


def test_a_pipe_that_a_shell_hands_over_is_read(tmp_path: Path) -> None:
    environ = {**os.environ, "DETENTE_DB": "a.db", "XDG_DATA_HOME": str(tmp_path)}
    detente = f"{sys.executable} -m detente"
    script = (
        f"{detente} init a.db && {detente} import <(echo '{LINE}') &&"
        f" echo '{LINE.replace('^talks', '^more')}' | {detente} import /dev/stdin &&"
        f" echo '{LINE.replace('^talks', '^most')}' | {detente} import -"
    )
    done = subprocess.run(
        ["/bin/bash", "-c", script], cwd=tmp_path, env=environ, capture_output=True, check=False
    )

    assert (done.returncode, done.stdout.count(b"1 fact added")) == (0, 3), done.stderr


def test_what_is_not_there_is_left_to_whoever_opens_it(tmp_path: Path) -> None:
    check_readable(tmp_path / "nothing")
    check_readable("a\x00b")


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("", 80), ("²", 80), ("٨٠", 80), ("-5", 80), ("1e9", 80), (" 80 ", 80), ("80\n", 80),
        ("9" * 5_000, 80), ("0", 40), ("7", 40), ("120", 120), ("999999999", 10_000),
        ("\udcff", 80), ("\x1b[2J", 80),
    ],
)  # fmt: skip
def test_a_width_is_a_number_of_columns_or_the_usual_one(columns: str, width: int) -> None:
    """A superscript two once counted as a digit, and ended in a traceback."""
    assert read(["stats"], {"COLUMNS": columns})[0].width == width


SECRETS: Final = (
    "postgresql://me:s3cr3t@host/ties",
    "postgresql://me:s3cr3t@host:5432/ties?sslmode=require",
    "postgresql+psycopg://me:a%40s3cr3t@host/ties",
    "postgresql://me:with@s3cr3t@host/ties",
    "postgresql://host/ties?password=s3cr3t",
    "postgresql://host/ties?sslmode=require&PASSWORD=s3cr3t",
    "postgresql://host/ties?p%61ssword=s3cr3t",
    "postgresql://host/ties?user=me;password=s3cr3t",
    "postgresql://host/ties?sslpassword=s3cr3t&sslkey=s3cr3t&passfile=s3cr3t",
    "mysql://me:s3cr3t@host/ties",
    "sqlite:///my.db?key=s3cr3t",
    "host=db user=me password=s3cr3t",
    "host=db password='a s3cr3t'",
    "password = s3cr3t host=db",
    "postgresql:/me:s3cr3t@host/ties",
    "postgresql:me:s3cr3t@host/ties",
    "postgresql//me:s3cr3t@host/ties",
    "postgresql+psycopg:/me:s3/cr3t@s3cr3t@host/ties",
    "//me:s3cr3t@host/ties",
    "me:s3cr3t@host/ties",
    ":s3cr3t@host",
)


@pytest.mark.parametrize("place", SECRETS)
def test_no_password_is_shown_wherever_in_a_url_it_stands(console: Console, place: str) -> None:
    assert "s3cr3t" not in without_password(place)
    for words in (["--db", place, "stats"], ["init", place], [f"--db={place}", "doctor"]):
        assert "s3cr3t" not in console.run(words)[0], words
    console.environ["DETENTE_DB"] = place
    assert "s3cr3t" not in console.run(["stats"])[0]


def test_what_is_no_secret_is_shown() -> None:
    for place in (
        "a/b.db",
        "postgresql://me@host/ties?sslmode=require&application_name=desk",
        "./me:you@host.db",
        "/home/me:you@host.db",
        "../a:b@c",
        "C:\\me@host.db",
        "me@host.db",
        "file:me:you@host.db",
    ):
        assert without_password(place) == place


@pytest.mark.parametrize("spelled", ["s3/cr3t", "s3%2Fcr3t"])
def test_a_password_in_what_the_driver_says_is_masked(spelled: str) -> None:
    url = make_url("postgresql+psycopg://me:s3%2Fcr3t@host/ties")
    found = failure(url, Exception(f"invalid value in connection string: {spelled}"))

    assert "cr3t" not in found.said
