"""A `detente.toml` that an enemy has left in a folder, or above it.

Whatever it says, commands run in that folder write nothing outside of it, read no timeline there,
and call nobody; what they say of it can be read, and holds no password.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.adversary.attack import Victims
from tests.adversary.scenes import STATE, STORE, VISIT, Desk, one_fact
from tests.adversary.test_outside import outside

PASSWORD: Final = "hunter2"
ADD: Final = ("add", VISIT)
ENDS: Final = (0, 1, 2, 3)
OURS: Final = "ours.db"
"""A timeline in the folder."""

LARGE: Final = 10 * 1024 * 1024

PLACES: Final = {
    "an absolute path": "{outside}/my.db",
    "a path that climbs": "../outside/my.db",
    "a path that climbs later": "sub/../../outside/my.db",
    "a path that climbs with strokes": "sub//..//..//outside//my.db",
    "a link": "link.db",
    "a folder that is a link": "linked/my.db",
    "a second name": "second.db",
    "a link to a second name": "sub/link.db",
    "the home of the user": "~/my.db",
    "the home of another": "~root/my.db",
    "a variable": "$HOME/my.db",
    "a URL of a file": "sqlite:///{outside}/my.db",
    "a URL of a file, twice": "sqlite:////{outside}/my.db",
    "a URL of a file that climbs": "sqlite:///../outside/my.db",
    "a URL of a URL": "sqlite:///file:{outside}/my.db?uri=true&mode=rwc",
    "a URL of a driver": "sqlite+pysqlite:///{outside}/my.db",
    "a URL as SQLite has it": "file:{outside}/my.db?mode=rwc",
    "a URL of a file that is to be run": "file:///{outside}/my.db",
    "a server": "postgresql+psycopg://127.0.0.1:9/ties",
    "a server, with the user's password": "postgresql+psycopg://me@127.0.0.1:9/ties",
    "a server, with a password": f"postgresql+psycopg://me:{PASSWORD}@127.0.0.1:9/ties",
    "a server, by an option": "postgresql+psycopg:///ties?host=127.0.0.1&port=9",
    "a server, by a file": "postgresql+psycopg:///ties?host={outside}",
    "a service": "postgresql+psycopg:///ties?service=evil",
    "another server": "mysql+pymysql://me@127.0.0.1:9/ties",
    "a scheme that nobody knows": "evil://127.0.0.1:9/ties",
    "a zero character": "a\\u0000b.db",
    "an escape sequence": "\\u001b[2J\\u001b]0;owned\\u0007.db",
    "text from right to left": "\\u202ebd.sevas",
    "a line feed": "a\\nerror: all is well\\n.db",
    "half a character": "\\\\ud800.db",
    "a path without an end": "x" * 100_000,
    "folders without an end": "a/" * 10_000 + "my.db",
    "the folder": ".",
    "the folder above": "..",
    "the root": "/",
    "the file of settings": "detente.toml",
    "a device": "/dev/zero",
    "the null device": "/dev/null",
    "the terminal": "/dev/tty",
    "what this process has open": "/proc/self/fd/1",
    "this process": "/proc/self/mem",
    "no path": "",
    "a space": " ",
}
"""What is written for "db", with the folder that is not to be found."""

TEXTS: Final = {
    "a list": b'db = ["my.db"]',
    "a number": b"db = 1",
    "a table": b'[db]\npath = "my.db"',
    "two places": b'db = "ours.db"\ndb = "../outside/my.db"',
    "no TOML": b"\x00\x01\x02",
    "no text": b'db = "\xff\xfe.db"',
    "UTF-16": 'db = "ours.db"'.encode("utf-16"),
    "nothing": b"",
    "ten megabytes of a comment": b"#" * LARGE,
    "ten megabytes of brackets": b"db = " + b"[" * LARGE,
    "brackets in each other": b"db = " + b"[" * 5_000 + b"]" * 5_000,
    "a key of many parts": b"a" + b".a" * 20_000 + b" = 1",
    "a number of many digits": b"db = " + b"9" * 20_000,
    "an escape sequence where it is broken": b"db = \x1b[2J",
}
"""What is written for the whole file."""


def a_pipe(file: Path, _outside: Path) -> None:
    os.mkfifo(file)


def a_folder(file: Path, _outside: Path) -> None:
    file.mkdir()


def a_link_to_itself(file: Path, _outside: Path) -> None:
    file.symlink_to(file)


def a_link_to_zeros(file: Path, _outside: Path) -> None:
    file.symlink_to("/dev/zero")


def a_link_to_a_secret(file: Path, outside_of_it: Path) -> None:
    file.symlink_to(outside_of_it / "secret")


KINDS: Final = (a_pipe, a_folder, a_link_to_itself, a_link_to_zeros, a_link_to_a_secret)


def by_place(place: str) -> Callable[[Path, Path], None]:
    def write(file: Path, beyond: Path) -> None:
        file.write_text(f'db = "{place.replace("{outside}", str(beyond))}"\n', encoding="utf-8")

    return write


def by_text(text: bytes) -> Callable[[Path, Path], None]:
    def write(file: Path, _outside: Path) -> None:
        file.write_bytes(text)

    return write


SETTINGS: Final = {
    **{name: by_place(place) for name, place in PLACES.items()},
    **{name: by_text(text) for name, text in TEXTS.items()},
    **{kind.__name__.replace("_", " "): kind for kind in KINDS},
}


@pytest.fixture(scope="module")
def template(victims: Victims, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a timeline, and beside it one with another, and with a secret."""
    both = tmp_path_factory.mktemp("both")
    desk, beyond = Desk(victims, both / "desk"), Desk(victims, both / "outside")
    one_fact(desk)
    (desk.folder / STORE).replace(desk.folder / OURS)
    one_fact(beyond)
    (beyond.folder / "secret").write_text(f"password = {PASSWORD}\n")
    (desk.folder / "sub").mkdir()
    (desk.folder / "home").mkdir()
    shutil.copytree(beyond.folder, desk.folder / "home" / "beyond")
    return both


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def laid(template: Path, folder: Path, name: str, victims: Victims) -> Desk:
    """The folder with a file of settings in it."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    desk, beyond = folder / "desk", folder / "outside"
    (desk / "link.db").symlink_to(beyond / STORE)
    (desk / "linked").symlink_to(beyond)
    (desk / "second.db").hardlink_to(beyond / STORE)
    (desk / "sub" / "link.db").symlink_to(desk / "second.db")
    SETTINGS[name](desk / "detente.toml", beyond)
    return Desk(victims, desk)


@pytest.mark.parametrize("argv", [ADD, STATE], ids=["add", "state"])
@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_were_found_lead_nowhere_outside(
    name: str, argv: tuple[str, ...], victims: Victims, template: Path, tmp_path: Path
) -> None:
    desk = laid(template, tmp_path, name, victims)
    environ = {key: value for key, value in desk.environ.items() if key != "DETENTE_DB"}
    before = content(tmp_path / "outside")
    outcome, calls = victims.calls(
        desk.folder, argv, {**environ, "PGPASSWORD": PASSWORD, "PGCONNECT_TIMEOUT": "2"}
    )
    printed = outcome.out + outcome.err
    found = outside(calls, desk.folder)

    assert outcome.code in ENDS, outcome
    assert "Traceback" not in printed
    assert [letter for letter in printed if not (letter.isprintable() or letter == "\n")] == []
    assert PASSWORD not in printed
    assert found == []
    assert content(tmp_path / "outside") == before
    assert outcome.code or argv != ADD, "nothing of ours is named, and something was recorded"


def test_settings_that_name_a_timeline_in_their_folder_are_used(
    victims: Victims, template: Path, tmp_path: Path
) -> None:
    desk = laid(template, tmp_path, "no path", victims)
    (desk.folder / "detente.toml").write_text(f'db = "{OURS}"\n')
    environ = {key: value for key, value in desk.environ.items() if key != "DETENTE_DB"}
    outcome = victims.run(desk.folder / "sub", ["add", VISIT], environ)

    assert outcome.code == 0, outcome
    assert OURS in outcome.out + outcome.err
