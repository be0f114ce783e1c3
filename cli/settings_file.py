"""A `detente.toml` that was found: what it says, and whether it may be followed without trust."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shlex import quote
from typing import Final

from domain.characters import check_characters, lines_of
from domain.limits import check_length, check_line
from domain.refusal import Failure, Fix, InvalidInput, Problem
from service.input_files import check_readable

NAME: Final = "detente.toml"
LARGEST: Final = 65_536
"""Bytes of such a file; a larger one is something else."""

LONGEST_PLACE: Final = 4_000
_EXAMPLE: Final = Fix('db = "my.db"')
_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_IN_A_URL: Final = frozenset(
    {"application_name", "connect_timeout", "host", "options", "port", "sslmode"}
)
"""What a URL in such a file may say after `?`: nothing that names a file or a password of ours."""


class Untrusted(Failure):
    """A file that may not be followed, for nobody has trusted it as it is."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file of settings as it was read once: where it lies, its bytes, and the place it names.

    `place` is as it is written; empty where it names none.
    """

    path: Path
    content: bytes
    place: str

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.content).hexdigest()

    @property
    def is_url(self) -> bool:
        """Whether it names a database by its URL."""
        return "://" in self.place

    @property
    def target(self) -> str:
        """The place that it names, with every link of a path followed."""
        if self.is_url:
            return self.place
        # The methods of a path raise for circles of links, and for users that are nobody.
        written = os.path.expanduser(self.place)
        return os.path.realpath(self.path.parent / written)

    @property
    def doubt(self) -> str:
        """Why it may not be followed without trust; empty where it may."""
        if self.is_url:
            return f"names a database by its URL, {without_secrets(self.place)}"
        if Path(self.place).is_absolute() or self.place.startswith("~"):
            return f"names {self.place}, which leads out of its own folder"
        tree, real = os.path.realpath(self.path.parent), os.path.realpath(self.path)
        if not Path(self.target).is_relative_to(tree):
            return f"names {self.place}, which is {self.target}, outside of its own folder"
        if not Path(real).is_relative_to(tree):
            return f"is a link to {real}, outside of its own folder"
        if _has_second_name(self.target):
            return f"names {self.place}, a file with a second name, which may be elsewhere"
        return _of_others(self.path)


def without_secrets(place: str) -> str:
    """A place without a password in it."""
    from service.store.place import without_password

    return without_password(place)


def _has_second_name(place: str) -> bool:
    """Whether a file has another name somewhere: no path says where, and what is written is there.

    A folder has as many names as it has folders in it.
    """
    try:
        found = os.stat(place)
    except (OSError, ValueError):  # the store says what is wrong with it
        return False
    return stat.S_ISREG(found.st_mode) and found.st_nlink > 1


def _of_others(path: Path) -> str:
    """Why somebody else may have written a file; empty where nobody could."""
    if os.name == "nt":
        return ""
    found = path.stat()
    if found.st_uid not in (os.geteuid(), 0):
        return "belongs to another user"
    return "can be written by everybody" if found.st_mode & stat.S_IWOTH else ""


def shown(path: Path) -> str:
    """A file as it is named to people: by its name alone where it lies in this folder."""
    return path.name if path.parent == Path.cwd() else str(path)


def found_from(folder: Path) -> Path | None:
    """The file in a folder, or in the nearest one above that has it; None where none has."""
    for parent in (folder, *folder.parents):
        file = parent / NAME
        if file.is_file():
            return file
    return None


def read(path: Path) -> SettingsFile:
    """A file of settings. Raises InvalidInput, at its line, for what it cannot say."""
    import tomllib

    content = _content(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad(path, 1, f"it is not UTF-8 text (byte {error.start}).") from None
    lines = lines_of(text)
    for number, line in enumerate(lines, 1):
        try:
            check_line(line)
        except InvalidInput as refused:
            raise bad(path, number, refused.said, refused.column or 1) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        end = max(1, len(lines)), 1
        number, column = (int(at[1]), int(at[2])) if at and at[1] else end
        said = _AT.sub("", str(error)).rstrip(".")
        said = f"this is not TOML: {said[:1].lower()}{said[1:]}."
        raise bad(path, number, said, column) from None
    except RecursionError:
        raise bad(path, 1, "lists are nested too deeply.") from None
    except ValueError:  # Python's own limit, of which the parser says no line
        raise bad(path, 1, "a number has more digits than can be read.") from None
    for key in data:
        if key != "db":
            said = f'nothing is called "{key}" here; only "db" is.'
            raise bad(path, _line_of(lines, key), said)
    return SettingsFile(path, content, _place(path, lines, data.get("db", "")))


def _content(path: Path) -> bytes:
    check_readable(path)
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise bad(path, 1, f"it is longer than {LARGEST:,} bytes.")
    return content


def _place(path: Path, lines: list[str], place: object) -> str:
    """The place that the key `db` names. Raises InvalidInput for what is none."""
    line = _line_of(lines, "db")
    if not isinstance(place, str):
        raise bad(path, line, '"db" is a path or a database URL in quotes.')
    try:
        check_length(place, "a place", LONGEST_PLACE)
        check_characters(place, "a place")
    except InvalidInput as refused:
        raise bad(path, line, refused.said) from None
    if "://" in place and not place.startswith("sqlite"):
        _, _, query = place.partition("?")
        for key in re.split(r"[&;]", query) if query else ():
            if key.partition("=")[0] not in _IN_A_URL:
                named = key.partition("=")[0]
                allowed = ", ".join(sorted(_IN_A_URL))
                said = f'a URL here says no "{named}" after "?", only {allowed}.'
                raise bad(path, line, said)
    return place


def _line_of(lines: list[str], key: str) -> int:
    """The line that begins with a key or a table of that name."""
    begins = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}\b""")
    return next((number for number, line in enumerate(lines, 1) if begins.match(line)), 1)


def bad(path: Path, line: int, said: str, column: int = 1) -> InvalidInput:
    """The refusal of a file of settings, with the place in it."""
    problem = Problem(shown(path), line, column, said)
    return InvalidInput(f"{problem.place}: {said}", _EXAMPLE, code="bad-settings")


def untrusted(file: SettingsFile, *, changed: bool) -> Untrusted:
    """The refusal of a file that nobody has trusted as it is."""
    then = "it has changed since you trusted it" if changed else "you have not trusted it"
    return Untrusted(
        f"{shown(file.path)} {file.doubt}, and {then}.",
        Fix(f"detente trust {quote(shown(file.path))}", "after you have read it"),
        Fix("--db my.db", "uses another timeline"),
        code="untrusted-settings",
        values={"file": str(file.path)},
    )
