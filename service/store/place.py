"""Where a store is kept, by path or URL, with or without its password."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_SECRET: Final = re.compile(r"(?<=[?&])(?:ssl)?password=[^&]*&?")


def is_file(name: str | None) -> bool:
    """Whether SQLite's name of a database is that of a file which is there, or is a URL of one."""
    return name is not None and (
        name.startswith("file:") or (name not in ("", ":memory:") and Path(name).exists())
    )


def file_at(place: str) -> Path | None:
    """The file that a place means; None for a place in no file."""
    if "://" not in place:
        return Path(place).expanduser()
    scheme, _, rest = place.partition("://")
    name = rest.partition("?")[0].removeprefix("/").removeprefix("file:")
    return Path(name) if scheme.startswith("sqlite") and name not in ("", ":memory:") else None


def without_password(place: str) -> str:
    """A path as it is; a URL without the password in it.

    >>> without_password("postgresql://me:secret@host/ties?password=secret&sslmode=require")
    'postgresql://me@host/ties?sslmode=require'
    """
    scheme, mark, rest = place.partition("://")
    if not mark or "sqlite" in scheme:
        return place
    who, at, there = rest.rpartition("@")
    user = who.partition(":")[0]
    return f"{scheme}://{user}{at}{_SECRET.sub('', there).rstrip('?&')}"
