"""The flow table as it is read: a pair's facts of one day, summed by day, direction and sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Row, Select, case, func, literal_column, select
from sqlalchemy import bindparam as value

from domain.clocks import AsOf
from domain.edtf import NO_LAST
from domain.kinds import FLOW_HALF_LIVES
from projections.flow_sides import PairKey
from projections.flows import Column, FlowKey, Flows, OtherDay, instant, reach
from service.store import selecting
from service.store.entries import PAIR_ID
from service.store.pair_index import Layered
from service.store.tables import FLOWS, PAIRS, SORTS

_Asking = Select[*tuple[Any, ...]]

MOST_KEPT: Final = 16
"""Pairs whose sums are kept: a busy one of twenty million facts takes some megabytes."""

_OF_PAIR: Final = (
    FLOWS.c.pair == value("pair"),
    FLOWS.c.half_life == value("half_life"),
    FLOWS.c.day <= value("last"),
)
_SINCE: Final = (*_OF_PAIR, FLOWS.c.day >= value("first"))
_ALONG: Final = (FLOWS.c.day, FLOWS.c.toward, FLOWS.c.sort)
_OTHER_DAY: Final = FLOWS.c.known != FLOWS.c.day
_ANY_OTHER: Final = func.max(case((_OTHER_DAY, 1), else_=0))
_SUMS: Final = (
    select(FLOWS.c.toward, FLOWS.c.sort, FLOWS.c.day, func.count(), _ANY_OTHER)
    .where(*_SINCE)
    .group_by(*_ALONG)
    .order_by(*_ALONG)
)
_OTHER_ALONG: Final = (FLOWS.c.toward, FLOWS.c.sort, FLOWS.c.day, FLOWS.c.known)
_OTHER_DAYS: Final = (
    select(*_OTHER_ALONG, func.count())
    .where(*_SINCE, _OTHER_DAY)
    .group_by(*_OTHER_ALONG)
    .order_by(*_OTHER_ALONG)
)
_FIRST: Final = (
    select(FLOWS.c.day).where(*_OF_PAIR).order_by(FLOWS.c.day).limit(literal_column("1"))
)
_OF_EVERY: Final = (
    selecting.OF_LAYER,
    FLOWS.c.half_life == value("half_life"),
    FLOWS.c.day <= value("last"),
)
_BOTH: Final = (PAIRS.c.a, PAIRS.c.b)
_FLOWING: Final = PAIRS.join(FLOWS, FLOWS.c.pair == PAIRS.c.pair)
_FIRSTS: Final = (
    select(*_BOTH, func.min(FLOWS.c.day)).select_from(_FLOWING).where(*_OF_EVERY).group_by(*_BOTH)
)
_EVERY: Final = (
    select(*_BOTH, FLOWS.c.toward, FLOWS.c.sort, FLOWS.c.day, func.count(), _ANY_OTHER)
    .select_from(_FLOWING)
    .where(*_OF_EVERY, FLOWS.c.day >= value("first"))
    .group_by(*_BOTH, *_ALONG)
    .order_by(*_BOTH, *_ALONG),
    select(*_BOTH, *_OTHER_ALONG, func.count())
    .select_from(_FLOWING)
    .where(*_OF_EVERY, FLOWS.c.day >= value("first"), _OTHER_DAY)
    .group_by(*_BOTH, *_OTHER_ALONG)
    .order_by(*_BOTH, *_OTHER_ALONG),
)
"""The statements of one pair, of all pairs of a layer."""

_ALL_PAIRS: Final = select(PAIRS.c.a, PAIRS.c.b).where(selecting.OF_LAYER)
_PAIRS: Final = select(PAIRS.c.a, PAIRS.c.b).where(selecting.OF_LAYER, selecting.OF_ACTOR)
_SORTS: Final = select(SORTS)


Beside = Callable[["Asked"], "Summed | None"]
"""Sums of a pair's facts that are kept elsewhere; None where there are none."""


class Asked(NamedTuple):
    """What is asked of a pair: as of when, in which domain, on which days; all are included."""

    pair: Layered
    as_of: AsOf
    domain: str
    since: int
    last: int


def asked(pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None) -> Asked:
    """What is asked of a pair on a day, or on every day from `since` to it."""
    return Asked(pair, as_of, domain, as_of.day if since is None else since, as_of.day)


def of_pair(connection: Connection, beside: Beside, wanted: Asked) -> Flows:
    """The facts of one day of a pair of which something is left on some day that is asked for."""
    return _all(connection, beside, wanted).at(wanted.as_of.day)


def _all(connection: Connection, beside: Beside, wanted: Asked) -> Summed:
    number = _number(connection, wanted.pair)
    more = beside(wanted)
    if number is None:
        return more or Summed(Flows(), {}, wanted.since)
    sorts = _sorts(connection, wanted.domain)
    found = _kept(connection, number, sorts, wanted.as_of, (wanted.since, wanted.last))
    return found.plus(more) if more else found


class AtEnd:
    """What was read of pairs when a store had come to some end: their sums, and other facts.

    `flows` are these sums as of days that were asked about, `rules` those by which its flows are
    indexed.
    """

    def __init__(self, end: Row[Any] | None) -> None:
        self.end = end
        self.rules: object = end[-1] if end else None
        self.sums: dict[Layered, Summed] = {}
        self.flows: dict[tuple[Layered, int], Flows] = {}
        self.tied: dict[Layered, Sequence[StoredEvent]] = {}

    @staticmethod
    def make_room(kept: dict[Any, Any]) -> None:
        """Drops what was read longest ago."""
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)


class FlowCache:
    """Sums of pairs that were asked for, kept until something is recorded.

    The same question again reads no rows.
    """

    def __init__(self, end: Select[*tuple[Any, ...]], beside: Beside) -> None:
        self._end = end
        self._beside = beside
        self._kept = AtEnd(None)

    def at_end(self, connection: Connection) -> AtEnd:
        """What is kept of the store as it is now."""
        end = connection.execute(self._end).first()
        # One who reads rows of an older store puts them with that, never with what somebody else
        # has read meanwhile.
        kept = self._kept
        if kept.end is None or kept.end != end:
            kept = self._kept = AtEnd(end)
        return kept

    def of_pair(  # noqa: PLR0913, PLR0917  # a question has four parts
        self,
        connection: Connection,
        now: AtEnd,
        pair: Layered,
        as_of: AsOf,
        domain: str = "",
        since: int | None = None,
    ) -> Flows:
        """The facts of one day of a pair as the store has them now, summed."""
        if (
            domain
            or since is not None
            or as_of.known_on is not None
            or as_of.recorded_by is not None
        ):
            return of_pair(connection, self._beside, asked(pair, as_of, domain, since))
        flows = now.flows.get((pair, as_of.day))
        if flows is None:
            found = now.sums.get(pair)
            if found is None or as_of.day < found.since:
                now.make_room(now.sums)
                always = Asked(pair, as_of, "", as_of.day, NO_LAST)
                found = now.sums[pair] = _all(connection, self._beside, always)
            now.make_room(now.flows)
            flows = now.flows[pair, as_of.day] = found.at(as_of.day)
        return flows


class Summed(NamedTuple):
    """Sums that hold for every day from `since` on.

    `firsts` is the first day of all by how they fade.
    """

    flows: Flows
    firsts: Mapping[int, int]
    since: int

    def plus(self, other: Summed) -> Summed:
        """With the sums of other facts, for the same days."""
        columns = {**self.flows.columns}
        for key, column in other.flows.columns.items():
            columns[key] = columns[key].and_of(column) if key in columns else column
        firsts = {**self.firsts}
        for half_life, first in other.firsts.items():
            firsts[half_life] = min(first, firsts.get(half_life, first))
        others = [*self.flows.other_days, *other.flows.other_days]
        return Summed(Flows(columns, others), firsts, self.since)

    def at(self, day: int) -> Flows:
        """Those as asked for on a day."""
        past = {half_life: first for half_life, first in self.firsts.items() if first <= day}
        old = any(day - first >= reach(half_life) for half_life, first in past.items())
        return replace(self.flows, first=min(past.values(), default=None), old=old)


class AskedOfActor(NamedTuple):
    """What is asked of all pairs of an actor in a layer: as of when, in which domain."""

    actor: str
    layer: str
    as_of: AsOf
    domain: str


class AskedOfLayer(NamedTuple):
    """What is asked of all pairs of a layer: as of when, in which domain, on days from a first."""

    layer: str
    as_of: AsOf
    domain: str
    since: int


def of_actor(
    connection: Connection, beside: Beside, wanted: AskedOfActor, others: Iterable[PairKey]
) -> Mapping[PairKey, Flows]:
    """The facts of one day of every pair of an actor, and of `others`, summed, by pair."""
    actor, layer, as_of, domain = wanted
    known = connection.execute(_PAIRS, {"layer": layer, "actor": actor}).all()
    pairs = sorted({*((a, b) for a, b in known), *others})
    return {
        (a, b): of_pair(connection, beside, asked((a, b, layer), as_of, domain)) for a, b in pairs
    }


def of_layer(connection: Connection, wanted: AskedOfLayer) -> Mapping[PairKey, Summed]:
    """The facts of one day of every pair that has rows of its own, summed."""
    layer, as_of, domain, since = wanted
    sorts = _sorts(connection, domain)
    found: dict[PairKey, Summed] = {}
    for half_life in FLOW_HALF_LIVES:
        asked = {
            "layer": layer,
            "half_life": half_life,
            "last": as_of.day,
            "first": since - reach(half_life) + 1,
            **_clocks(as_of),
        }
        firsts = connection.execute(_then(_FIRSTS, as_of).where(FLOWS.c.sort.in_(sorts)), asked)
        sums, others = (_by_pair(connection.execute(_then(each, as_of), asked)) for each in _EVERY)
        for a, b, first in firsts:
            columns = {
                (toward, sorts[sort]): column
                for (toward, sort), column in _columns(sums.get((a, b), ())).items()
                if sort in sorts
            }
            other_days = [
                OtherDay(side, sorts[sort], *rest)
                for side, sort, *rest in others.get((a, b), ())
                if sort in sorts
            ]
            mine = Summed(Flows(columns, other_days), {half_life: first}, since)
            found[a, b] = found[a, b].plus(mine) if (a, b) in found else mine
    return found


def _by_pair(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[PairKey, list[Any]]:
    """Rows that begin with a pair, by pair."""
    found: dict[PairKey, list[Any]] = {}
    for a, b, *rest in rows:
        found.setdefault((a, b), []).append(rest)
    return found


def pairs(connection: Connection, layer: str) -> Iterable[PairKey]:
    """Every pair that a layer has rows of its own about, or had."""
    return [(row[0], row[1]) for row in connection.execute(_ALL_PAIRS, {"layer": layer})]


def _sorts(connection: Connection, domain: str) -> dict[int, FlowKey]:
    """Every sort by its number; only those of one domain, if one is named."""
    rows = ((row[0], FlowKey(*row[1:])) for row in connection.execute(_SORTS))
    return {number: sort for number, sort in rows if domain in ("", sort.domain)}


def _number(connection: Connection, pair: Layered) -> int | None:
    return connection.scalar(PAIR_ID, dict(zip(("a", "b", "layer"), pair, strict=True)))


def _kept(
    connection: Connection,
    pair: int,
    sorts: Mapping[int, FlowKey],
    as_of: AsOf,
    days: tuple[int, int],
) -> Summed:
    """The sums of which something is left on any day from a first to a last."""
    since, last = days
    found: dict[tuple[int, FlowKey], Column] = {}
    other_days: list[OtherDay] = []
    firsts: dict[int, int] = {}
    for half_life in FLOW_HALF_LIVES:
        asked = {
            "pair": pair,
            "half_life": half_life,
            "last": last,
            "first": since - reach(half_life) + 1,
            **_clocks(as_of),
        }
        rows = connection.execute(_then(_SUMS, as_of), asked).all()
        found |= {
            (toward, sorts[sort]): column
            for (toward, sort), column in _columns(rows).items()
            if sort in sorts
        }
        if any(row[4] for row in rows):
            others = connection.execute(_then(_OTHER_DAYS, as_of), asked)
            other_days += [
                OtherDay(side, sorts[sort], *rest) for side, sort, *rest in others if sort in sorts
            ]
        first = connection.scalar(_then(_FIRST, as_of).where(FLOWS.c.sort.in_(sorts)), asked)
        if first is not None:
            firsts[half_life] = first
    return Summed(Flows(found, other_days), firsts, since)


def _columns(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[tuple[int, int], Column]:
    """Rows that come by day, by side and number of sort."""
    found: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for toward, sort, day, facts, _ in rows:
        days, numbers = found.setdefault((toward, sort), ([], []))
        days.append(day)
        numbers.append(facts)
    return {key: Column(*lists) for key, lists in found.items()}


def _then(statement: _Asking, as_of: AsOf) -> _Asking:
    """A statement about what was known and recorded by then alone."""
    if as_of.known_on is not None:
        statement = statement.where(FLOWS.c.known <= value("known"))
    return (
        statement
        if as_of.recorded_by is None
        else statement.where(FLOWS.c.recorded <= value("recorded"))
    )


def _clocks(as_of: AsOf) -> dict[str, int]:
    known = {} if as_of.known_on is None else {"known": as_of.known_day}
    return known if as_of.recorded_by is None else {**known, "recorded": instant(as_of.recorded_by)}
