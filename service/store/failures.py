"""What a database's errors mean, in the user's words."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Final
from urllib.parse import quote as percent_encoded

from sqlalchemy.engine import URL

from domain.refusal import Fix, Run
from service.store.errors import RESTORE, CannotWrite, Damaged, StoreError, StoreFailure
from service.store.place import may, without_password
from service.store.tables import INDEX_TABLES, METADATA, PATIENCE_SECONDS
from service.target import LOGS

_PREFIX: Final = re.compile(r".*?(?:FATAL|ERROR): +|connection failed: ", re.DOTALL)
_NO_TEXT: Final = re.compile(r"Could not decode to UTF-8 column '(\w+)'")
_CORRUPT_WORDS: Final = "SQLITE_CORRUPT_VTAB"
"""As FTS5 says it of its own table, which is the only one of its kind in a store."""

_MOVED: Final = "SQLITE_READONLY_DBMOVED"
_FULL: Final = "SQLITE_FULL"
_LEAST_SPACE: Final = 1 << 16
"""Bytes: SQLite's index of a log grows by half of that at once, and its error names no reason."""
_IN_USE: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")
_UNKNOWN_HOST: Final = ("failed to resolve", "could not translate host name")
_UNREACHED: Final = (
    "connection refused",
    "no such file",
    "no route",
    "unreachable",
    "timeout expired",
    "timed out",
)
_LOST: Final = (
    "closed the connection",
    "connection is lost",
    "connection is closed",
    "has been closed",
    "connection reset",
    "broken pipe",
)
_ENDED: Final = ("08", "57P")
"""How the states begin by which a server says that it ends a connection, or has none to give."""
_NO_PASSWORD: Final = ("no password supplied",)
_WRONG_PASSWORD: Final = ("password authentication failed", "authentication failed")
_NO_TICKET: Final = ("gssapi", "sspi")
_OLDEST: Final = 15
"""The version of PostgreSQL from which on everything that is asked of it is known to be there."""

_NO_RIGHT: Final = "42501"
_NO_TABLE: Final = "42P01"
_LOST_TABLE: Final = re.compile(r'relation "(?:\w+\.)?(\w+)" does not exist')
_BUSY: Final = ("55P03", "40P01")
CANNOT_WRITE: Final = frozenset({_NO_RIGHT, "25006", "53100", *_BUSY})
"""States of a server that does not let one write, or not now.

Without the right, on a standby, on a full disk, while others do.
"""


def sqlstate(error: object) -> str:
    """The five characters by which a server names what went wrong; empty where it names nothing."""
    return str(getattr(error, "sqlstate", None) or "")


def failure(url: URL, error: object) -> StoreFailure:
    """What the driver's own error means, without any password, and what would fix it."""
    return (_of_a_server if url.get_backend_name() == "postgresql" else _of_a_file)(url, error)


def damaged(where: str, how: object) -> Damaged:
    """The refusal of a damaged file: how it is damaged, what shows where, what is left to do."""
    return Damaged(
        f"{where} is damaged: {how}.",
        Run.of("verify", meaning="says where"),
        RESTORE,
        code="damaged",
    )


def too_old(url: URL, version: Sequence[int | str] | None) -> StoreFailure | None:
    """The refusal of a server whose version is older than any that detente is made for.

    None for one that is not.
    """
    if url.get_backend_name() != "postgresql" or version is None or int(version[0]) >= _OLDEST:
        return None
    there = ".".join(map(str, version))
    said = (
        f"the server at {_server(url)} is PostgreSQL {there}, and detente needs {_OLDEST} or newer."
    )
    return StoreFailure(
        said,
        Run.of("init", "my.db", meaning="keeps the timeline in a file"),
        code="server-too-old",
        values={"version": there},
    )


def check_ours(url: URL, tables: set[str]) -> None:
    """Raises StoreError where a database without a timeline is somebody else's.

    A file with any table, a server with one of our names.
    """
    taken = tables if url.get_backend_name() == "sqlite" else tables & set(METADATA.tables)
    if taken:
        raise StoreError(
            f"{shown(url)} is a database of something else (it holds {min(taken)}).",
            Run.of("init", "other.db"),
            code="not-ours",
            values={"table": min(taken)},
        )


def shown(url: URL) -> str:
    """Where a store is: its file, or its URL without the password."""
    return (
        str(url.database or "memory")
        if url.get_backend_name() == "sqlite"
        else without_password(url.render_as_string(hide_password=False))
    )


def _of_a_file(url: URL, error: object) -> StoreFailure:
    where = shown(url)
    text = str(error)
    name = str(getattr(error, "sqlite_errorname", ""))
    no_text = _NO_TEXT.match(text)
    lost = _without_table(where, text.partition("no such table: ")[2])
    if lost is not None:
        return lost
    if name == _CORRUPT_WORDS:
        return Damaged(
            f"the index of words in {where} is damaged.",
            Run.of("rebuild", meaning="the next search rebuilds it"),
            code="words-damaged",
        )
    if no_text:
        return damaged(where, f'a "{no_text[1]}" in it is not text')
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(where, f"SQLite cannot read it ({text})")
    if name.startswith(_IN_USE):
        said = (
            f"{where} is in use: somebody else has been writing in it for {PATIENCE_SECONDS}"
            " seconds. Nothing was written; try again."
        )
        return CannotWrite(said, code="in-use")
    return _not_written(where, name) or StoreFailure(
        f"{where} cannot be used: {error}.", code="unusable"
    )


def _without_table(where: str, table: str) -> Damaged | None:
    """The refusal of a store that has lost a table of ours; None for any other name."""
    if table in INDEX_TABLES:
        return Damaged(
            f"{where} has lost a table of its index ({table}).",
            Run.of("rebuild"),
            code="index-missing",
            values={"table": table},
        )
    return damaged(where, f"it has lost a table ({table})") if table in METADATA.tables else None


def _not_written(where: str, name: str) -> StoreFailure | None:
    """The refusal of a file that cannot be written, by SQLite's name of the error; else None."""
    if name == _MOVED:
        return StoreFailure(
            f"{where} was removed or replaced while it was open: nothing was recorded; try again.",
            Run.of("verify", meaning="says what is there now"),
            code="moved",
        )
    if name == _FULL or (name.startswith("SQLITE_IOERR") and _is_full(where)):
        folder = Path(where).resolve().parent
        return CannotWrite(
            f"there is no space left on the disk of {where}; nothing was written.",
            Fix(f"df -h {quote(str(folder))}", "says how full it is"),
            code="disk-full",
        )
    if name.startswith("SQLITE_IOERR"):
        return StoreFailure(
            f"the disk of {where} cannot be read or written ({name}). What was on its way was"
            " rolled back; look before you try again.",
            Run.of("undo", list=True),
            code="disk-error",
        )
    if name.startswith("SQLITE_READONLY"):
        return _read_only(where)
    if name.startswith("SQLITE_CANTOPEN"):
        return _not_opened(where)
    return None


def _is_full(where: str) -> bool:
    """Whether the disk of a file has no space for what SQLite keeps beside it."""
    if os.name == "nt":
        return False
    disk = os.statvfs(Path(where).resolve().parent)
    return disk.f_bavail * disk.f_frsize < _LEAST_SPACE


def _read_only(where: str) -> CannotWrite:
    """The refusal of a file that can be read only, by what is read-only: it or its folder."""
    path = Path(where).resolve()
    folder = path.parent
    if may(folder, os.W_OK):
        return CannotWrite(
            f"{where} cannot be written: it is read-only.",
            Fix(f"chmod u+w {quote(where)}"),
            code="read-only",
        )
    file = where if not os.path.islink(where) else str(path)
    logs = [f"{file}{ending}" for ending in LOGS if os.path.exists(f"{file}{ending}")]
    if logs:
        return CannotWrite(
            f"the folder {folder} cannot be written, and {logs[0]} there holds what was recorded"
            f" last: without writing beside it nobody can read {where} whole.",
            Fix(f"cp {' '.join(map(quote, (file, *logs)))} ELSEWHERE", "and use it there"),
            code="read-only",
        )
    said = f"the folder {folder} cannot be written, and SQLite writes beside a file that it writes."
    return CannotWrite(
        said, Fix(f"cp {quote(where)} ELSEWHERE", "and use it there"), code="read-only"
    )


def _not_opened(where: str) -> StoreFailure | None:
    """The refusal of a file that SQLite cannot open, where the reason can be seen; else None."""
    path = Path(os.path.realpath(where))
    if not os.path.exists(path.parent):
        return StoreFailure(
            f"there is no folder {path.parent}.",
            Fix(f"mkdir -p {quote(str(path.parent))}"),
            code="no-folder",
        )
    if os.path.isfile(path) and not may(path, os.R_OK):
        return StoreFailure(
            f"{where} cannot be read: you may not.",
            Fix(f"ls -l {quote(where)}"),
            code="no-right",
        )
    if os.path.isdir(path.parent) and not may(path.parent, os.W_OK):
        if os.path.lexists(path):
            return _read_only(where)
        return CannotWrite(
            f"the folder {path.parent} cannot be written.",
            Run.of("init", str(Path("ELSEWHERE") / path.name)),
            code="read-only",
        )
    return None


def _of_a_server(url: URL, error: object) -> StoreFailure:
    text = str(error)
    state = sqlstate(error)
    if state in _BUSY:
        return CannotWrite(
            f"{shown(url)} is in use: somebody else is writing in it for long. Nothing was written;"
            " try again.",
            code="in-use",
        )
    lost = _LOST_TABLE.search(text) if state == _NO_TABLE else None
    if lost is not None and (damage := _without_table(shown(url), lost[1])) is not None:
        return damage
    if state == _NO_RIGHT:
        said = f'"{url.username}" may not do that in {shown(url)}: {_reason(url, text)}.'
        return CannotWrite(
            said,
            *(
                _granted(url, right)
                for right in ("USAGE, CREATE ON SCHEMA", "ALL ON ALL TABLES IN SCHEMA")
            ),
            code="no-right",
        )
    if state.startswith(_ENDED) or _any_of(_LOST, text):
        said = (
            f"the connection to the server at {_server(url)} was lost; what was not reported as"
            " done may not be. Try again."
        )
        return StoreFailure(
            said, Fix(f"pg_isready{_options(url, 'host', 'port')}"), code="connection-lost"
        )
    if state:
        return StoreFailure(f"{shown(url)} cannot be used: {_reason(url, text)}.", code="unusable")
    return _unreached(url, text) or _not_let_in(url, text)


def _any_of(words: Sequence[str], text: str) -> bool:
    return any(word in text.lower() for word in words)


def _unreached(url: URL, text: str) -> StoreFailure | None:
    """The refusal where no server answers; None where one does."""
    if _any_of(_UNKNOWN_HOST, text):
        return StoreFailure(
            f'no machine called "{url.host}" can be found.',
            Fix(f"getent hosts {quote(url.host or '')}"),
            code="unknown-host",
        )
    if _any_of(_UNREACHED, text):
        return StoreFailure(
            f"no PostgreSQL server answers at {_server(url)}.",
            Fix(f"pg_isready{_options(url, 'host', 'port')}"),
            code="no-server",
        )
    return None


def _not_let_in(url: URL, text: str) -> StoreFailure:
    """What a server means that answers, and gives no connection."""
    server, low = _server(url), text.lower()
    if _any_of(_NO_PASSWORD, text):
        return StoreFailure(
            f'the server at {server} wants the password of "{url.username}".',
            Fix("export PGPASSWORD=..."),
            code="no-password",
        )
    if _any_of(_WRONG_PASSWORD, text):
        said = f'the server at {server} does not accept the password of "{url.username}".'
        return StoreFailure(said, Fix(f"psql{_options(url)}", "asks for it"), code="wrong-password")
    if _any_of(_NO_TICKET, low):
        said = f"the server at {server} wants a Kerberos ticket, and none was given."
        return StoreFailure(said, Fix("kinit", "gets one"), code="no-ticket")
    if "database" in low and "does not exist" in low:
        return StoreFailure(
            f'the server at {server} has no database "{url.database}".',
            Fix(f"createdb{_options(url)}"),
            code="no-database",
        )
    if "role" in low and "does not exist" in low:
        said = f'the server at {server} knows nobody called "{url.username}".'
        return StoreFailure(
            said,
            Fix(f"createuser{_options(url, 'host', 'port')} {quote(url.username or '')}"),
            code="unknown-user",
        )
    return StoreFailure(
        f"{shown(url)} cannot be used: {_reason(url, text)}.",
        Fix(f"psql{_options(url)}"),
        code="unusable",
    )


def _server(url: URL) -> str:
    return f"{url.host or 'this machine'}:{url.port or 5432}"


def _granted(url: URL, right: str) -> Fix:
    statement = f'GRANT {right} public TO "{url.username}"'
    return Fix(
        f"psql{_options(url, 'host', 'port')} {quote(url.database or '')} -c {quote(statement)}",
        "as the owner of the database",
    )


def _options(url: URL, *names: str) -> str:
    """The options by which PostgreSQL's own programs reach a database, each after a space."""
    found = {"host": url.host, "port": url.port, "username": url.username}
    options = "".join(
        f" --{name}={quote(str(value))}"
        for name, value in found.items()
        if value and name in (names or found)
    )
    return options if names else f"{options} {quote(url.database or '')}"


def _reason(url: URL, text: str) -> str:
    """A server's message in one line, without its prefix, details and any password."""
    lines: Sequence[str] = _PREFIX.sub("", text, count=1).strip().splitlines() or [
        "it does not say why"
    ]
    said = lines[0].strip().rstrip(".")
    given = (url.password, url.query.get("password"), os.environ.get("PGPASSWORD"))
    for secret in filter(None, map(str, filter(None, given))):
        for spelled in (secret, percent_encoded(secret, safe="")):
            said = said.replace(spelled, "…")
    return said
