"""What can still be read of a store whose file or rows are damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, column, func, select, table
from sqlalchemy.exc import DatabaseError

from service.store.chain import Ending, Row
from service.store.remembered import HEAD_KEY
from service.store.tables import EVENTS, remembered, snapshot

PAGE: Final = 4_096
"""How many rows are read at once; of those that cannot be, each half is tried by itself."""

# Without types, so that a column comes as it is whatever somebody put there.
_RAW: Final = table(EVENTS.name, *(column(name) for name in Row._fields))
_BETWEEN: Final = (
    select(_RAW)
    .where(_RAW.c.position.between(bindparam("first"), bindparam("last")))
    .order_by(_RAW.c.position)
)
_LAST: Final = select(func.max(_RAW.c.position))


def rows(engine: Engine) -> Iterator[Row | range]:
    """Every row that can be read, in order of position, and the positions of the others."""
    with snapshot(engine) as connection:
        last = max(_last(connection), _remembered(connection))
        lost = range(0)
        for first in range(1, last + 1, PAGE):
            for found in _between(connection, first, min(first + PAGE - 1, last)):
                if isinstance(found, range):
                    lost = range(lost.start if lost else found.start, found.stop)
                    continue
                if lost:
                    yield lost
                    lost = range(0)
                yield found
        if lost:
            yield lost


def _between(connection: Connection, first: int, last: int) -> Iterator[Row | range]:
    try:
        found: Sequence[Row] = [
            Row(*row) for row in connection.execute(_BETWEEN, {"first": first, "last": last})
        ]
    except DatabaseError:
        if first == last:
            yield range(first, last + 1)
            return
        middle = (first + last) // 2
        yield from _between(connection, first, middle)
        yield from _between(connection, middle + 1, last)
    else:
        after = first
        for row in found:
            if row.position > after:
                yield range(after, row.position)
            yield row
            after = row.position + 1
        if after <= last:
            yield range(after, last + 1)


def _last(connection: Connection) -> int:
    try:
        return connection.scalar(_LAST) or 0
    except DatabaseError:
        return 0


def _remembered(connection: Connection) -> int:
    try:
        ending = Ending.parse(remembered(connection, HEAD_KEY) or "")
    except DatabaseError:
        return 0
    return ending.head.position if ending else 0
