"""The engine that reaches a database by its URL."""

from __future__ import annotations

import os
from typing import Final

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from domain.refusal import Fix
from service.extras import installs
from service.store import failures
from service.store.errors import StoreError
from service.store.file_url import opened_as
from service.store.watched import WatchedConnection

CONNECT_SECONDS: Final = 10
"""How long to wait for a server that does not answer."""

_DRIVERS: Final = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")


_NOWHERE: Final = f"{os.devnull}/nowhere"
"""Where no file can be. An empty name would mean the usual one in the user's home."""

_NOT_LENT: Final = {
    "passfile": _NOWHERE,
    "sslcert": _NOWHERE,
    "sslkey": _NOWHERE,
    "gssencmode": "disable",
    "krbsrvname": "none",
    "require_auth": "!gss,!sspi",
}
"""What keeps the driver from the user's passwords, certificates and tickets.

A server may ask for a ticket whatever the encryption is. A driver that cannot refuse that, as those
before version 16, looks for a ticket to a service that nobody offers.
Source: https://www.postgresql.org/docs/current/libpq-connect.html, section 32.1.2.
"""


def _not_lent() -> dict[str, str]:
    """Those options of `_NOT_LENT` that the driver knows: it refuses all others."""
    from psycopg import pq  # noqa: PLC0415  # of servers only

    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    return {name: value for name, value in _NOT_LENT.items() if name in known}


def engine(url: URL, *, lends: bool = True) -> Engine:
    """That of a file, of memory, or of a server.

    Unless it `lends`, a server gets nothing that the user keeps for all servers: the variables of
    the driver are taken out of this process, and its files are not read. Raises StoreError for any
    other database, and where the driver is missing.
    """
    if url.drivername not in _DRIVERS:
        server = (
            (Fix(failures.shown(url.set(drivername="postgresql+psycopg"))),)
            if url.drivername.startswith("postgres")
            else ()
        )
        raise StoreError(
            f"a timeline is a SQLite file or a PostgreSQL database, not {url.drivername}.",
            *server,
            Fix("sqlite:///my.db"),
            code="unknown-database",
            values={"database": url.drivername},
        )
    try:
        if url.get_backend_name() == "postgresql":
            given: dict[str, object] = (
                {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
            )
            if not lends:
                given |= _not_lent()
                for name in [name for name in os.environ if name.startswith("PG")]:
                    del os.environ[name]
            return create_engine(url, use_native_hstore=False, connect_args=given)
    except ImportError as error:
        said = "a timeline on PostgreSQL needs psycopg, which is not installed with this detente."
        raise StoreError(
            said,
            *installs("postgres"),
            code="driver-missing",
        ) from error
    if url.database in (None, "", ":memory:"):
        return create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    return create_engine(opened_as(url), connect_args={"factory": WatchedConnection})
