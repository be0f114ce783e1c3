"""How an index of pairs differs from another that was just built from the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Row,
    Select,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)

from service.store.flow_rules import outdated
from service.store.index import IN_USE, Index
from service.store.tables import EVENTS
from service.store.verification import MOST_LISTED, Differences, Flaw

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
    rules may belong to pairs to which they belong no longer: those are not too many, unless no
    rules could have made them of their events.
    """
    other = outdated(connection)
    ours, theirs = _rows(new, reached, weighed=not other), _rows(IN_USE, reached, weighed=not other)
    missing = _only_in(connection, ours.except_(theirs), unread)
    tied = _rows(IN_USE, reached, weighed=not other, flows=not other)
    surplus = _only_in(connection, tied.except_(ours), unread)
    if other:
        surplus = surplus.and_of(_invented(connection, new, reached, unread))
    return Differences(
        missing.number,
        surplus.number,
        (*_flaws(connection, missing, _missing), *_flaws(connection, surplus, _surplus)),
        other,
    )


_AnyRow = Row[*tuple[Any, ...]]
_ENDS: Final = 4
"""How many columns of a row say where it is: its position, two actors, and their layer."""

_Tied = tuple[object, str | None, str | None, str | None]
"""A position with two actors and their layer, as the index has them."""


class _Rows(NamedTuple):
    number: int
    first: list[_Tied]

    def and_of(self, rows: Sequence[_Tied]) -> _Rows:
        """These and others, the first of all of them."""
        first = sorted([*self.first, *rows], key=lambda row: (isinstance(row[0], str), row))
        return _Rows(self.number + len(rows), first[:MOST_LISTED])


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
    pairs, ties, _, flowing = index
    names = (pairs.c.a, pairs.c.b, pairs.c.layer)
    nothing = [cast(null(), each.type).label(each.name) for each in _kept(index, weighed=weighed)]
    tied = select(ties.c.position, *names, *nothing).select_from(
        ties.outerjoin(pairs, pairs.c.pair == ties.c.pair)
    )
    alone = select(literal(0).label("position"), *names, *nothing).where(
        ~exists().where(ties.c.pair == pairs.c.pair),
        ~exists().where(flowing.c.pair == pairs.c.pair),
    )
    if reached is not None:
        tied = tied.where(ties.c.position <= reached)
    parts = [tied, alone, *([_summed(index, reached, weighed=weighed)] if flows else [])]
    rows = union_all(*parts).subquery()
    return select(*rows.c)


def _kept(index: Index, *, weighed: bool) -> Sequence[Column[Any]]:
    """What the index says of a flow, beside its position and its pair."""
    return (
        *(index.flows.c[name] for name in _OF_FLOW),
        *(index.sorts.c[name] for name in _OF_SORT),
        *((index.flows.c.half_life, index.sorts.c.weight) if weighed else ()),
    )


def _summed(
    index: Index, reached: int | None, *, weighed: bool
) -> Select[*tuple[Any, ...]]:  # as above
    """The flows of an index as rows, in the columns of `_rows`."""
    pairs, _, sorts, flowing = index
    joined = flowing.outerjoin(pairs, pairs.c.pair == flowing.c.pair).outerjoin(
        sorts, sorts.c.sort == flowing.c.sort
    )
    names = (pairs.c.a, pairs.c.b, pairs.c.layer)
    found = select(flowing.c.position, *names, *_kept(index, weighed=weighed)).select_from(joined)
    return found if reached is None else found.where(flowing.c.position <= reached)


# Flows by other rules -----------------------------------------------------------------------------


def _invented(
    connection: Connection, new: Index, reached: int | None, unread: frozenset[int]
) -> list[_Tied]:
    """Flows by other rules that those cannot have made of the events, as rows to be reported.

    Their day, sort and instants are those of the event, and their pairs are among its actors, once
    each: only which of these pairs they belong to is by the rules, and what they weigh.
    """
    other = _summed(IN_USE, reached, weighed=False).except_(_summed(new, reached, weighed=False))
    found = connection.execute(other.order_by("position", "a", "b")).all()
    places = other.subquery()
    today = _rows(new, reached, weighed=False).subquery()
    made: dict[object, list[_AnyRow]] = {}
    for row in connection.execute(
        select(today).where(today.c.position.in_(select(places.c.position)))
    ):
        made.setdefault(row[0], []).append(row)
    invented = [row for row in found if not _by_any_rules(connection, row, made.get(row[0], ()))]
    tied = {(row[0], row[1], row[2], row[3]) for row in (*invented, *_twice(connection, reached))}
    return [row for row in tied if row[0] not in unread]


def _by_any_rules(connection: Connection, row: _AnyRow, made: Sequence[_AnyRow]) -> bool:
    """Whether some rules may have made a flow of its event, of which today's made other rows."""
    position, a, b, layer = row[:_ENDS]
    if not made:
        stream, _ = _event_at(connection, position) if isinstance(position, int) else ("", 0)
        return a is not None and stream.partition("/")[0] == layer
    actors = {actor for each in made for actor in each[1:3]}
    if layer != made[0][3] or not {a, b} <= actors:
        return False
    # Of a fact that is read by itself today the index says no more than whom it ties.
    if any(each[_ENDS] is None for each in made):
        return True
    return _said(row) in map(_said, made) and all((a, b) != (each[1], each[2]) for each in made)


def _said(row: _AnyRow) -> tuple[object, ...]:
    """What a flow says of its event by any rules: all but its pair, and the side of that."""
    toward = _ENDS + _OF_FLOW.index("toward")
    return (*row[_ENDS:toward], *row[toward + 1 :])


def _twice(connection: Connection, reached: int | None) -> Sequence[_AnyRow]:
    """Positions that are flows of one pair more than once."""
    flows = _summed(IN_USE, reached, weighed=True).subquery()
    names = list(flows.c)[:_ENDS]
    return connection.execute(select(*names).group_by(*names).having(func.count() > 1)).all()


# Flaws --------------------------------------------------------------------------------------------


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
