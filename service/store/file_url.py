"""URLs of SQLite files: their few arguments, and files in folders that cannot be written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from sqlalchemy.engine import URL

from domain.refusal import Fix
from service.store.errors import StoreError
from service.store.place import expanded, may
from service.target import check_links

ARGUMENTS: Final = {"mode": ("ro", "rw"), "immutable": ("0", "1")}
"""What may follow the "?" of a URL: https://www.sqlite.org/uri.html, section 3.3, has the others,
with which two programs could write one file without seeing each other.
"""

_SPELLED: Final = "mode=ro, mode=rw and immutable=1"
_URI: Final = "file:"
_MEMORY: Final = (None, "", ":memory:")
_LOGS_AHEAD: Final = b"\x02\x02"
"""Bytes 18 and 19 of a file whose changes go to a log first."""


def plain(url: URL) -> URL:
    """The URL of a file by its path, with those arguments that a timeline takes.

    Raises StoreError for any other argument, and for the name of a host.
    """
    if url.get_backend_name() != "sqlite":
        return url
    if url.host or url.username or url.password or url.port:
        raise StoreError(
            'the URL of a file has three "/" before its path, and four where that begins at the'
            " root.",
            Fix(f"sqlite:///{'/'.join(filter(None, (url.host, url.database))) or 'my.db'}"),
            code="host-of-a-file",
        )
    query = {name: value for name, value in url.query.items() if name != "uri"}
    path = url.database
    if path not in _MEMORY:
        path = expanded(_path_in(path) if path.startswith(_URI) else path)
    for name, value in query.items():
        if value not in ARGUMENTS.get(name, ()):
            raise StoreError(
                f'the URL of a file takes {_SPELLED}, and not "{name}" or another value of it.',
                Fix(f"sqlite:///{path or 'my.db'}?mode=ro", "reads only"),
                Fix(f"sqlite:///{path or 'my.db'}"),
                code="unknown-argument",
                values={"argument": name},
            )
    return URL.create(url.drivername, database=path, query=query)


def opened_as(url: URL) -> URL:
    """The URL by which a file is opened.

    A file in a folder that cannot be written is read as one that does not change, unless a log
    lies beside it: SQLite would write there even to read. Raises Failure where somebody else's link
    leads there.
    """
    if url.get_backend_name() != "sqlite" or url.database in _MEMORY:
        return url
    check_links(Path(url.database))
    path = Path(os.path.realpath(url.database))
    query = dict(url.query)
    if not query and _is_still(path):
        query = {"immutable": "1"}
    if not query:
        return url
    return URL.create(
        url.drivername, database=f"{_URI}{quote(os.fsencode(path))}", query={**query, "uri": "true"}
    )


def _is_still(path: Path) -> bool:
    """Whether a file has all that it holds in itself, and SQLite cannot write beside it."""
    if not path.is_file() or may(path.parent, os.W_OK):
        return False
    try:
        with path.open("rb") as file:
            ahead = file.read(20)[18:] == _LOGS_AHEAD
    except OSError:
        return False
    return ahead and not has_log(path)


def has_log(path: Path) -> bool:
    """Whether a log with something in it lies beside a file."""
    try:
        return os.stat(f"{path}-wal").st_size > 0
    except OSError:
        return False


def _path_in(uri: str) -> str:
    """The path in what SQLite itself calls a URI: `file:my.db?mode=ro`, `file:///var/my.db`."""
    path = os.fsdecode(unquote_to_bytes(uri.removeprefix(_URI).partition("?")[0]))
    return path.removeprefix("//") if path.startswith("///") else path
