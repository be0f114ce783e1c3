"""How an index of pairs differs from another that was just built from the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    cast,
    exists,
    literal,
    null,
    select,
    union_all,
)

from projections.flows import FlowKey
from service.store.index import IN_USE, Index
from service.store.tables import EVENTS
from service.store.verification import Differences, Flaw
from service.store.words import MOST_LISTED

EVERYWHERE: Final = 2**62
"""A position beyond all."""

_OF_FLOW: Final = ("half_life", "day", "toward", "known", "recorded")


def differences(
    connection: Connection,
    new: Index,
    reached: int = EVERYWHERE,
    unread: frozenset[int] = frozenset(),
) -> Differences:
    """How the index in use differs from a new one up to a position.

    Rows that are `unread` are left out, for nobody knows which pairs they belong to.
    """
    missing = _only_in(connection, new, IN_USE, reached, unread)
    surplus = _only_in(connection, IN_USE, new, reached, unread)
    return Differences(
        missing.number,
        surplus.number,
        (*_flaws(connection, missing, _missing), *_flaws(connection, surplus, _surplus)),
    )


class _Rows(NamedTuple):
    number: int
    first: list[tuple[int, str | None, str | None, str | None]]


def _only_in(
    connection: Connection, index: Index, other: Index, reached: int, unread: frozenset[int]
) -> _Rows:
    """Rows of an index that another has not: how many, and the first."""
    found = connection.execute(
        _rows(index).except_(_rows(other)).order_by("position", "a", "b"), {"reached": reached}
    )
    rows = ((row[0], row[1], row[2], row[3]) for row in found if row[0] not in unread)
    first = [*islice(rows, MOST_LISTED)]
    return _Rows(len(first) + sum(1 for _ in rows), first)


def _rows(index: Index) -> Select[*tuple[Any, ...]]:  # EXCEPT wants no types
    """An index as rows: position, two actors and layer, and what a flow is, if it is one.

    Position 0 for a pair without facts, no actors for a pair that is missing, no sort for one that
    is missing.
    """
    pairs, ties, sorts, flows = index
    names = (pairs.c.a, pairs.c.b, pairs.c.layer)
    kept = (*(flows.c[name] for name in _OF_FLOW), *(sorts.c[name] for name in FlowKey._fields))
    nothing = [cast(null(), column.type).label(column.name) for column in kept]
    tied = select(ties.c.position, *names, *nothing).select_from(
        ties.outerjoin(pairs, pairs.c.pair == ties.c.pair)
    )
    joined = flows.outerjoin(pairs, pairs.c.pair == flows.c.pair).outerjoin(
        sorts, sorts.c.sort == flows.c.sort
    )
    flowing = select(flows.c.position, *names, *kept).select_from(joined)
    alone = select(literal(0).label("position"), *names, *nothing).where(
        ~exists().where(ties.c.pair == pairs.c.pair), ~exists().where(flows.c.pair == pairs.c.pair)
    )
    upto: BindParameter[int] = bindparam("reached")
    rows = union_all(
        tied.where(ties.c.position <= upto), flowing.where(flows.c.position <= upto), alone
    ).subquery()
    return select(*rows.c)


def _flaws(connection: Connection, rows: _Rows, said: Callable[[str, str], str]) -> Iterable[Flaw]:
    for position, a, b, layer in rows.first:
        pair = "a pair that is not there" if a is None else f"{a} and {b}"
        stream, version = _event_at(connection, position)
        if not position:
            yield Flaw("index", f"the index holds {a} and {b} of layer {layer}, whom no row ties.")
        else:
            yield Flaw(
                "index",
                said(f"row {position} ({stream}, version {version})", pair),
                position,
                stream,
                version,
            )


def _missing(row: str, pair: str) -> str:
    return f"the index does not tie {row} to {pair}."


def _surplus(row: str, pair: str) -> str:
    return f"the index ties {row} to {pair}, and the row does not."


def _event_at(connection: Connection, position: int) -> tuple[str, int]:
    found = connection.execute(
        select(EVENTS.c.stream, EVENTS.c.version).where(EVENTS.c.position == position)
    ).first()
    return (str(found[0]), found[1]) if found else ("not there", 0)
