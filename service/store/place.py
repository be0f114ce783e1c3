"""Where a store is kept, by path or URL, with or without its password."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from domain.refusal import Fix, InvalidInput

_SECRET: Final = re.compile("password|passwd|passfile|secret|token|key", re.IGNORECASE)
"""What the name of an argument holds whose value nobody is to see."""

_OF_WORDS: Final = re.compile(r"(\bpass\w*\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)", re.IGNORECASE)
"""A password as a connection string of words has it: `host=db password='a b'`."""
_KEPT: Final = re.compile(r"(?:mode|immutable)=\w{1,2}")
"""The arguments of a file's URL that are shown; all others are refused, and may be secret."""


_KEYWORDS: Final = re.compile(r"(?:^|\s)(?:host|hostaddr|dbname|user|password|service)\s*=")


_MISTYPED: Final = re.compile(
    r"^(?!file:|[A-Za-z]:\\)((?:[a-z][a-z0-9+.-]*:/*(?=[^@]*:)|(?:[a-z][a-z0-9+.-]*)?//)?"
    r"[^:@/\s]*):[^\s].*@",
    re.IGNORECASE,
)
"""A user and a password before an `@`, where `://` is missing: `postgresql:/me:secret@host`."""


def is_of_words(place: str) -> bool:
    """Whether a place is a connection string of words, as `host=db user=me`, or a mistyped URL.

    A path of either form begins with `./`.
    """
    return "://" not in place and (_KEYWORDS.search(place) is not None or is_mistyped(place))


def is_mistyped(place: str) -> bool:
    """Whether a place is a URL with a user and a password, and without `://`."""
    return "://" not in place and _MISTYPED.match(place) is not None


def is_file(name: str | None) -> bool:
    """Whether SQLite's name of a database is that of a file which is there."""
    return name not in (None, "", ":memory:") and os.path.exists(name or "")


def expanded(place: str) -> str:
    """A path in which `~` is the home of the user, and `~name` that of another.

    Raises InvalidInput where there is no such user; `./~name` is a file of that name.
    """
    if not place.startswith("~"):
        return place
    found = os.path.expanduser(place)
    if found.startswith("~"):
        name = place.partition("/")[0].removeprefix("~")
        raise InvalidInput(
            f'nobody knows the home of a user "{name}" here.' if name else "~ is nobody's home.",
            Fix(f"./{place}", "a file of that name"),
            code="unknown-user",
        )
    return found


def may(path: str | Path, mode: int) -> bool:
    """Whether this process may read or write something, as `os.access` asks it."""
    effective = os.access in os.supports_effective_ids
    return os.access(path, mode, effective_ids=effective)


def file_at(place: str) -> Path | None:
    """The file that a place means; None for a place in no file. Raises as `expanded` does."""
    if "://" not in place and not place.startswith("file:"):
        return Path(expanded(place))
    if "://" not in place:
        place = f"sqlite:///{place}"
    scheme, _, rest = place.partition("://")
    name = rest.partition("?")[0]
    if not scheme.startswith("sqlite") or not name.startswith("/"):
        return None
    path = name[1:].removeprefix("file:")
    return Path(expanded(path)) if path not in ("", ":memory:") else None


def without_password(place: str) -> str:
    """A path as it is; a URL without the password in it.

    >>> without_password("postgresql://me:secret@host/ties?password=secret&sslmode=require")
    'postgresql://me@host/ties?sslmode=require'
    >>> without_password("sqlite:///my.db?key=secret&mode=ro")
    'sqlite:///my.db?mode=ro'
    >>> without_password("postgresql:/me:secret@host/ties")
    'postgresql:/me:…@host/ties'
    """
    scheme, mark, rest = place.partition("://")
    if not mark:
        return _MISTYPED.sub(r"\1:…@", _OF_WORDS.sub(r"\1…", place), count=1)
    if "sqlite" in scheme:
        return f"{scheme}://{_file_without_secrets(rest)}"
    who, at, there = rest.rpartition("@")
    user = who.partition(":")[0]
    there, _, arguments = there.partition("?")
    shown = "&".join(
        each
        for each in re.split("[&;]", arguments)
        if each and not _SECRET.search(unquote(each.partition("=")[0]))
    )
    return f"{scheme}://{user}{at}{there}{'?' if shown else ''}{shown}"


def _file_without_secrets(rest: str) -> str:
    """What follows the "://" of a file's URL, without a user, and with known arguments alone."""
    path, _, arguments = rest.partition("?")
    host, slash, inner = path.partition("/")
    shown = "&".join(each for each in arguments.split("&") if _KEPT.fullmatch(each))
    return f"{host.rpartition('@')[2]}{slash}{inner}{'?' if shown else ''}{shown}"
