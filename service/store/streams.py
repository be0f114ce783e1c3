"""Statements that read streams: by name, or those of a layer page by page or by position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from eventsourcing.persistence import Notification, StoredEvent
from sqlalchemy import Connection, bindparam, func, select

from service.store import selecting
from service.store.log import layer_bounds
from service.store.tables import EVENTS

MOST_NAMED: Final = 10_000
"""Streams that one statement names: every database takes that many."""

# Built once: to build a statement costs more than to run it.
_LAST_NAME: Final = select(func.max(selecting.NAMES.subquery().c.stream))
_UP_TO: Final = (
    select(*selecting.EVENT)
    .where(EVENTS.c.stream > bindparam("before"), EVENTS.c.stream <= bindparam("last"))
    .order_by(*selecting.BY_STREAM)
)


def numbered(connection: Connection, layer: str, after: int = 0) -> list[Notification]:
    """All events of a layer after a position with theirs, in order of these."""
    # Sorted here: to be asked for that order, a database may read every event there is.
    found = connection.execute(selecting.NUMBERED, {**layer_bounds(layer), "beyond": after})
    rows = sorted(tuple(row) for row in found)
    return [
        Notification(stream, version, topic, state, id=position)
        for position, stream, version, topic, state in rows
    ]


def named(connection: Connection, names: Sequence[str]) -> list[StoredEvent]:
    """All events of some streams, by stream and version."""
    ordered = sorted(names)
    pages = (ordered[start : start + MOST_NAMED] for start in range(0, len(ordered), MOST_NAMED))
    return [
        StoredEvent(*row)
        for page in pages
        for row in connection.execute(selecting.NAMED, {"names": page})
    ]


def following(connection: Connection, layer: str, after: str, limit: int) -> list[StoredEvent]:
    """Events of the streams of a layer after one of them, by stream and version.

    At most `limit` streams.
    """
    bounds = layer_bounds(layer, after)
    last = connection.scalar(_LAST_NAME, bounds | {"number": limit})
    found = connection.execute(_UP_TO, {"before": bounds["before"], "last": last}) if last else ()
    return [StoredEvent(*row) for row in found]
