"""What a database's errors mean, in the user's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from shlex import quote
from typing import Final

from sqlalchemy.engine import URL

from domain.problem import Mend
from service.store.interface import Damaged, StoreFailure
from service.store.place import told
from service.store.tables import INDEX_TABLES

_PREFIX: Final = re.compile(r".*?(?:FATAL|ERROR): +|connection failed: ", re.DOTALL)
_UNKNOWN_HOST: Final = ("failed to resolve", "could not translate host name")
_UNREACHED: Final = ("connection refused", "no such file", "no route", "unreachable", "timeout expired", "timed out")
_LOST: Final = ("closed the connection", "connection is lost", "connection is closed", "has been closed", "connection reset", "broken pipe")
_ENDED: Final = ("08", "57P")
"""How the states begin by which a server says that it ends a connection, or has none to give."""
_NO_PASSWORD: Final = ("no password supplied",)
_WRONG_PASSWORD: Final = ("password authentication failed", "authentication failed")
_OLDEST: Final = 15
"""The version of PostgreSQL from which on everything that is asked of it is known to be there."""

_NO_RIGHT: Final = "42501"
_BUSY: Final = ("55P03", "40P01")
CANNOT_WRITE: Final = frozenset({_NO_RIGHT, "25006", "53100", *_BUSY})
"""Where a server does not let one write, or not now: without the right, on a standby, on a full disk, while others do."""


def sqlstate(error: object) -> str:
    """The five letters by which a server names what went wrong; empty where it names nothing."""
    return str(getattr(error, "sqlstate", None) or "")


def failure(url: URL, error: object) -> StoreFailure:
    """What the driver's own error means, in a sentence without any password, and what would mend it."""
    if url.get_backend_name() == "postgresql":
        return _of_a_server(url, error)
    lost = str(error).partition("no such table: ")[2]
    if lost in INDEX_TABLES:
        return Damaged(f"{shown(url)} has lost a table of its index ({lost}).", Mend("detente rebuild"))
    damaged = str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT")
    return (Damaged if damaged else StoreFailure)(f"{shown(url)} cannot be used: {error}.")


def too_old(url: URL, version: Sequence[int | str] | None) -> StoreFailure | None:
    """The refusal of a server whose version is older than any that detente is made for; None for one that is not."""
    if url.get_backend_name() != "postgresql" or version is None or int(version[0]) >= _OLDEST:
        return None
    there = ".".join(map(str, version))
    said = f"the server at {_server(url)} is PostgreSQL {there}, and detente needs {_OLDEST} or newer."
    return StoreFailure(said, Mend("detente init my.db", "keeps the timeline in a file"))


def shown(url: URL) -> str:
    """Where a store is: its file, or its URL without the password."""
    return str(url.database or "memory") if url.get_backend_name() == "sqlite" else told(url.render_as_string(hide_password=False))


def _of_a_server(url: URL, error: object) -> StoreFailure:
    text = str(error)
    low = text.lower()
    server = _server(url)
    state = sqlstate(error)
    if state in _BUSY:
        return StoreFailure(f"{shown(url)} is in use: somebody else is writing in it for long. Try again.")
    if state == _NO_RIGHT:
        said = f'"{url.username}" may not do that in {shown(url)}: {_reason(url, text)}.'
        return StoreFailure(said, *(_granted(url, right) for right in ("USAGE, CREATE ON SCHEMA", "ALL ON ALL TABLES IN SCHEMA")))
    if state.startswith(_ENDED) or any(word in low for word in _LOST):
        said = f"the connection to the server at {server} was lost; what was not told as done may not be. Try again."
        return StoreFailure(said, Mend(f"pg_isready{_options(url, 'host', 'port')}"))
    if state:
        return StoreFailure(f"{shown(url)} cannot be used: {_reason(url, text)}.")
    if any(word in low for word in _UNKNOWN_HOST):
        return StoreFailure(f'no machine called "{url.host}" can be found.', Mend(f"getent hosts {quote(url.host or '')}"))
    if any(word in low for word in _UNREACHED):
        return StoreFailure(f"no PostgreSQL server answers at {server}.", Mend(f"pg_isready{_options(url, 'host', 'port')}"))
    if any(word in low for word in _NO_PASSWORD):
        return StoreFailure(f'the server at {server} wants the password of "{url.username}".', Mend("export PGPASSWORD=..."))
    if any(word in low for word in _WRONG_PASSWORD):
        said = f'the server at {server} does not accept the password of "{url.username}".'
        return StoreFailure(said, Mend(f"psql{_options(url)}", "asks for it"))
    if "database" in low and "does not exist" in low:
        return StoreFailure(f'the server at {server} has no database "{url.database}".', Mend(f"createdb{_options(url)}"))
    if "role" in low and "does not exist" in low:
        said = f'the server at {server} knows nobody called "{url.username}".'
        return StoreFailure(said, Mend(f"createuser{_options(url, 'host', 'port')} {quote(url.username or '')}"))
    return StoreFailure(f"{shown(url)} cannot be used: {_reason(url, text)}.", Mend(f"psql{_options(url)}"))


def _server(url: URL) -> str:
    return f"{url.host or 'this machine'}:{url.port or 5432}"


def _granted(url: URL, right: str) -> Mend:
    statement = f'GRANT {right} public TO "{url.username}"'
    return Mend(f"psql{_options(url, 'host', 'port')} {quote(url.database or '')} -c {quote(statement)}", "as the owner of the database")


def _options(url: URL, *names: str) -> str:
    """The options by which PostgreSQL's own programs reach a database, each after a blank."""
    found = {"host": url.host, "port": url.port, "username": url.username}
    options = "".join(f" --{name}={quote(str(value))}" for name, value in found.items() if value and name in (names or found))
    return options if names else f"{options} {quote(url.database or '')}"


def _reason(url: URL, text: str) -> str:
    """What a server says, in one line: without what comes before, the details after, and any password in it."""
    lines: Sequence[str] = _PREFIX.sub("", text, count=1).strip().splitlines() or ["it does not say why"]
    said = lines[0].strip().rstrip(".")
    return said.replace(str(url.password), "…") if url.password else said
