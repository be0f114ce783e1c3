"""The flow table as it is read: a pair's facts of one day, summed by day, direction and sort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, case, func, literal_column, or_, select
from sqlalchemy import bindparam as value

from domain.clocks import AsOf
from domain.kinds import MATERIAL_DAYS, VERBAL_DAYS
from projections.flows import Flows, Group, PairKey, Sort, instant, reach
from service.store.entries import PAIR_ID
from service.store.interface import Layered
from service.store.tables import FLOWS, PAIRS, SORTS

_Asking = Select[*tuple[Any, ...]]

HALF_LIVES: Final = (VERBAL_DAYS, MATERIAL_DAYS)
"""Those that a thing that happened on one day can have."""

_ALONG: Final = (FLOWS.c.day, FLOWS.c.toward, FLOWS.c.sort)
_LATE: Final = func.sum(case((FLOWS.c.known > value("last"), 1), else_=0))
_OF_PAIR: Final = (FLOWS.c.pair == value("pair"), FLOWS.c.half_life == value("half_life"), FLOWS.c.day <= value("last"))
_SUMS: Final = select(*_ALONG, func.count(), _LATE).where(*_OF_PAIR, FLOWS.c.day >= value("first")).group_by(*_ALONG).order_by(*_ALONG)
_FIRST: Final = select(FLOWS.c.day).where(*_OF_PAIR).order_by(FLOWS.c.day).limit(literal_column("1"))
_PAIRS: Final = select(PAIRS.c.a, PAIRS.c.b).where(
    PAIRS.c.layer == value("layer"), or_(PAIRS.c.a == value("actor"), PAIRS.c.b == value("actor"))
)
_SORTS: Final = select(SORTS)


def of_pair(connection: Connection, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None) -> Flows:
    """The facts of one day of a pair of which something is left on the day, or was on any day from `since` to it."""
    number = connection.scalar(PAIR_ID, dict(zip(("a", "b", "layer"), pair, strict=True)))
    return Flows() if number is None else _flows(connection, number, _sorts(connection, domain), as_of, since)


def of_actor(connection: Connection, actor: str, layer: str, as_of: AsOf, domain: str = "") -> Mapping[PairKey, Flows]:
    """The same of every pair of an actor."""
    pairs = connection.execute(_PAIRS, {"layer": layer, "actor": actor}).all()
    return {(a, b): of_pair(connection, (a, b, layer), as_of, domain) for a, b in pairs}


def _sorts(connection: Connection, domain: str) -> dict[int, Sort]:
    """Every sort by its number; only those of one domain, if one is named."""
    rows = ((row[0], Sort(*row[1:])) for row in connection.execute(_SORTS))
    return {number: sort for number, sort in rows if domain in ("", sort.domain)}


def _flows(connection: Connection, pair: int, sorts: Mapping[int, Sort], as_of: AsOf, since: int | None) -> Flows:
    groups: list[Group] = []
    firsts: list[int] = []
    old = False
    start = as_of.day if since is None else since
    for half_life in HALF_LIVES:
        asked = {"pair": pair, "half_life": half_life, "last": as_of.day, "first": start - reach(half_life) + 1, **_clocks(as_of)}
        rows = connection.execute(_then(_SUMS, as_of), asked)
        groups += [Group(*row) for row in rows if row[2] in sorts]
        earliest = _then(_FIRST, as_of).where(FLOWS.c.sort.in_(sorts))
        first = connection.scalar(earliest, asked)
        if first is not None:
            firsts.append(first)
            old = old or first < asked["first"]
    return Flows(groups, sorts, min(firsts, default=None), old)


def _then(statement: _Asking, as_of: AsOf) -> _Asking:
    """A statement about what was known and recorded by then alone."""
    if as_of.known_on is not None:
        statement = statement.where(FLOWS.c.known <= value("known"))
    return statement if as_of.recorded_by is None else statement.where(FLOWS.c.recorded <= value("recorded"))


def _clocks(as_of: AsOf) -> dict[str, int]:
    known = {} if as_of.known_on is None else {"known": as_of.known_day}
    return known if as_of.recorded_by is None else {**known, "recorded": instant(as_of.recorded_by)}
