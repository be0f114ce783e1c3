"""Streams as they are read by many: those of some names, those of a layer page by page, or with their positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from eventsourcing.persistence import Notification, StoredEvent
from sqlalchemy import Connection, bindparam, func, select

from service.store.tables import EVENTS

MOST_NAMED: Final = 10_000
"""Streams that one statement names: every database takes that many."""

_EVENT: Final = (EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
_BY_STREAM: Final = (EVENTS.c.stream, EVENTS.c.version)
_AFTER: Final = EVENTS.c.stream > bindparam("before")
_OF_LAYER: Final = (_AFTER, EVENTS.c.stream < bindparam("end"))

# Built once: to build a statement costs more than to run it.
_NUMBERED: Final = select(EVENTS.c.position, *_EVENT).where(*_OF_LAYER)
_NAMED: Final = select(*_EVENT).where(EVENTS.c.stream.in_(bindparam("names", expanding=True))).order_by(*_BY_STREAM)
_NAMES: Final = select(EVENTS.c.stream).where(*_OF_LAYER).distinct().order_by(EVENTS.c.stream).limit(bindparam("number"))
_LAST_NAME: Final = select(func.max(_NAMES.subquery().c.stream))
_UP_TO: Final = select(*_EVENT).where(_AFTER, EVENTS.c.stream <= bindparam("last")).order_by(*_BY_STREAM)


def numbered(connection: Connection, layer: str) -> list[Notification]:
    """All events of a layer with their positions, in order of these."""
    # Sorted here: to be asked for that order, a database may read every event there is.
    rows = sorted(tuple(row) for row in connection.execute(_NUMBERED, _bounds(layer)))
    return [Notification(stream, version, topic, state, id=position) for position, stream, version, topic, state in rows]


def named(connection: Connection, names: Sequence[str]) -> list[StoredEvent]:
    """All events of some streams, by stream and version."""
    ordered = sorted(names)
    pages = (ordered[start : start + MOST_NAMED] for start in range(0, len(ordered), MOST_NAMED))
    return [StoredEvent(*row) for page in pages for row in connection.execute(_NAMED, {"names": page})]


def following(connection: Connection, layer: str, after: str, limit: int) -> list[StoredEvent]:
    """All events of the streams of a layer that come after one, `limit` streams at most, by stream and version."""
    bounds = _bounds(layer, after)
    last = connection.scalar(_LAST_NAME, bounds | {"number": limit})
    found = connection.execute(_UP_TO, {"before": bounds["before"], "last": last}) if last else ()
    return [StoredEvent(*row) for row in found]


def _bounds(layer: str, after: str = "") -> dict[str, object]:
    """Between which names the streams of a layer lie, from after one of them; `0` is what comes after `/`."""
    return {"before": max(after, f"{layer}/"), "end": f"{layer}0"}
