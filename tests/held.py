"""A timeline that was changed by somebody who knows how its chain is made."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from eventsourcing.persistence import StoredEvent

from service.store.digest import GENESIS, link
from tests.console import Console


def rewritten(console: Console, statement: str, *values: object) -> None:
    """Changes events, and computes the chain, its end and the index of what it is again.

    As somebody would who knows how a store is made.
    """
    with closing(sqlite3.connect(console.folder / "t.db")) as connection, connection:
        connection.execute(statement, values)
        rows = connection.execute(
            "SELECT position, stream, version, topic, state FROM events ORDER BY position"
        ).fetchall()
        reached = GENESIS
        for position, stream, version, topic, state in rows:
            reached = link(reached, StoredEvent(stream, version, topic, state))
            connection.execute(
                "UPDATE events SET digest = ? WHERE position = ?", (reached, position)
            )
        position, stream, version, *_ = rows[-1]
        connection.execute(
            "UPDATE detente SET value = ? WHERE key = 'head'",
            (f"{position} {reached.hex()} {version} {stream}",),
        )
