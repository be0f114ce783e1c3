"""How an index of pairs differs from another that was just built from the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    cast,
    exists,
    literal,
    null,
    select,
    union_all,
)

from service.store.flow_rules import outdated
from service.store.index import IN_USE, Index
from service.store.tables import EVENTS
from service.store.verification import Differences, Flaw
from service.store.words import MOST_LISTED

_OF_FLOW: Final = ("day", "toward", "known", "recorded")
_OF_SORT: Final = ("kind", "what", "domain")
"""What a flow is by any rules; what it weighs and how it fades is by those of one version."""


def differences(
    connection: Connection,
    new: Index,
    reached: int | None = None,
    unread: frozenset[int] = frozenset(),
) -> Differences:
    """How the index in use differs from a new one: up to a position, or all of it.

    Rows that are `unread` are left out, for nobody knows which pairs they belong to. Flows of other
    rules may belong to pairs to which they belong no longer: those are not too many.
    """
    other = outdated(connection)
    ours, theirs = _rows(new, reached, weighed=not other), _rows(IN_USE, reached, weighed=not other)
    missing = _only_in(connection, ours.except_(theirs), unread)
    tied = _rows(IN_USE, reached, weighed=not other, flows=not other)
    surplus = _only_in(connection, tied.except_(ours), unread)
    return Differences(
        missing.number,
        surplus.number,
        (*_flaws(connection, missing, _missing), *_flaws(connection, surplus, _surplus)),
        other,
    )


class _Rows(NamedTuple):
    number: int
    first: list[tuple[object, str | None, str | None, str | None]]


def _only_in(
    connection: Connection,
    only: CompoundSelect[*tuple[Any, ...]],
    unread: frozenset[int],
) -> _Rows:
    """Rows of an index that another has not: how many, and the first."""
    found = connection.execute(only.order_by("position", "a", "b"))
    rows = ((row[0], row[1], row[2], row[3]) for row in found if row[0] not in unread)
    first = [*islice(rows, MOST_LISTED)]
    return _Rows(len(first) + sum(1 for _ in rows), first)


def _rows(
    index: Index, reached: int | None, *, weighed: bool, flows: bool = True
) -> Select[*tuple[Any, ...]]:  # EXCEPT wants no types
    """An index as rows: position, two actors and layer, and what a flow is, if it is one.

    Position 0 for a pair without facts, no actors for a pair that is missing, no sort for one that
    is missing. Flows with what they weigh and how they fade if `weighed`; ties alone unless
    `flows`.
    """
    pairs, ties, sorts, flowing = index
    names = (pairs.c.a, pairs.c.b, pairs.c.layer)
    kept = (
        *(flowing.c[name] for name in _OF_FLOW),
        *(sorts.c[name] for name in _OF_SORT),
        *((flowing.c.half_life, sorts.c.weight) if weighed else ()),
    )
    nothing = [cast(null(), column.type).label(column.name) for column in kept]
    tied = select(ties.c.position, *names, *nothing).select_from(
        ties.outerjoin(pairs, pairs.c.pair == ties.c.pair)
    )
    joined = flowing.outerjoin(pairs, pairs.c.pair == flowing.c.pair).outerjoin(
        sorts, sorts.c.sort == flowing.c.sort
    )
    summed = select(flowing.c.position, *names, *kept).select_from(joined)
    alone = select(literal(0).label("position"), *names, *nothing).where(
        ~exists().where(ties.c.pair == pairs.c.pair),
        ~exists().where(flowing.c.pair == pairs.c.pair),
    )
    if reached is not None:
        tied = tied.where(ties.c.position <= reached)
        summed = summed.where(flowing.c.position <= reached)
    parts = [tied, alone, *([summed] if flows else [])]
    rows = union_all(*parts).subquery()
    return select(*rows.c)


def _flaws(connection: Connection, rows: _Rows, said: Callable[[str, str], str]) -> Iterable[Flaw]:
    for position, a, b, layer in rows.first:
        pair = "a pair that is not there" if a is None else f"{a} and {b}"
        if not isinstance(position, int):
            # SQLite takes a text in a column of numbers.
            shown = str(position).encode(errors="replace").decode()
            yield Flaw("index", f'the index ties "{shown}" to {pair}, which is not a row.')
            continue
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
