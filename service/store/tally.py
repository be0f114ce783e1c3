"""The size of a machine-coded layer: facts that are summed are counted in the index, unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple, Protocol

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, case, func, select

from domain.fact import Fact
from projections.flow_sides import PairKey
from projections.stats import Tally, share
from service.store import selecting
from service.store.batches import Batches
from service.store.codec import Codec
from service.store.log import layer_bounds
from service.store.tables import EVENTS, FLOWS, PAIRS

AT_ONCE: Final = 20_000
"""Facts that are read together, where they are read one by one."""

_CODEC: Final = Codec()
_RECORDED: Final = select(
    func.count(), func.coalesce(func.sum(case((EVENTS.c.version == 1, 1), else_=0)), 0)
).where(*selecting.IN_LAYER)
_SEVERAL: Final = (
    select(EVENTS.c.stream, func.min(EVENTS.c.version))
    .where(*selecting.IN_LAYER)
    .group_by(EVENTS.c.stream)
    .having(func.max(EVENTS.c.version) > 1)
)
# By number first, as the rows lie: to group a million by name takes four times as long.
_BY_NUMBER: Final = (
    select(
        FLOWS.c.pair,
        func.count().label("facts"),
        func.min(FLOWS.c.day).label("first"),
        func.max(FLOWS.c.day).label("last"),
    )
    .group_by(FLOWS.c.pair)
    .subquery()
)
_SUMMED: Final = (
    select(PAIRS.c.a, PAIRS.c.b, _BY_NUMBER.c.facts, _BY_NUMBER.c.first, _BY_NUMBER.c.last)
    .select_from(PAIRS)
    .join(_BY_NUMBER, _BY_NUMBER.c.pair == PAIRS.c.pair)
    .where(selecting.OF_LAYER)
)


class Tallied(NamedTuple):
    """What some facts of a layer come to: how many they are, of which pairs, and their days.

    The first and the last of the days are among them. `events` are those that were recorded.
    """

    events: int
    facts: int
    of: Mapping[PairKey, int]
    days: Sequence[int]


class Indexed(NamedTuple):
    """Facts that are counted in the index, and the streams of those that must be read.

    Each with the version of its first event: facts in batches have streams from their second on.
    """

    tallied: Tallied
    others: Mapping[str, int]


class Kept(Protocol):
    """The parts of a store that facts are read from, one by one."""

    @property
    def batches(self) -> Batches:
        """Its batches."""
        ...

    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams, by stream and version."""
        ...


def tally(store: Kept, layer: str, indexed: Indexed) -> Tally:
    """How much one layer holds, of which the index was asked already."""
    in_batches = [name for name, version in indexed.others.items() if version > 1]
    parts = [
        indexed.tallied,
        *_in_batches(store.batches, layer, in_batches),
        *_one_by_one(store, sorted(indexed.others)),
    ]
    of: Counter[PairKey] = Counter()
    for part in parts:
        of.update(part.of)
    recorded = sum(part.events for part in parts), sum(part.facts for part in parts)
    return Tally.of(layer, recorded, of, [day for part in parts for day in part.days])


def indexed(connection: Connection, layer: str) -> Indexed:
    """What the index says of a layer: facts of one day of which nothing was said since."""
    events, firsts = connection.execute(_RECORDED, layer_bounds(layer)).one()
    several = {row[0]: row[1] for row in connection.execute(_SEVERAL, layer_bounds(layer))}
    loose = dict.fromkeys(connection.scalars(selecting.TIED, {"layer": layer}), 1)
    others = loose | several
    summed = connection.execute(_SUMMED, {"layer": layer}).all()
    facts = int(firsts) - sum(version == 1 for version in others.values())
    of = {(row.a, row.b): row.facts for row in summed}
    days = [day for row in summed for day in (row.first, row.last)]
    return Indexed(Tallied(events, facts, of, days), others)


def _in_batches(batches: Batches, layer: str, own: Sequence[str]) -> Iterator[Tallied]:
    """What each batch of a layer comes to, but for the facts that have streams of their own."""
    keys = [name.partition("/")[2] for name in own]
    for batch in batches.of(layer):
        events = batch.recorded.rows * (1 + len(batch.later))
        if not batch.counts():
            yield Tallied(events, 0, {}, ())
            continue
        opened = batches.opened(batch)
        apart = set(opened.places(keys)) if keys else set[int]()
        found = opened.counted(apart)
        yield Tallied(events, batch.recorded.rows - len(apart), found.of, found.days)


def _one_by_one(store: Kept, names: Sequence[str]) -> Iterator[Tallied]:
    """What facts come to that are read; their events are counted already."""
    for start in range(0, len(names), AT_ONCE):
        of: Counter[PairKey] = Counter()
        days: set[int] = set()
        facts = 0
        rows = store.select_streams(names[start : start + AT_ONCE])
        for name, events in groupby(rows, key=lambda row: str(row.originator_id)):
            found = share(Fact(name, tuple(map(_CODEC.to_domain_event, events))))
            if found is not None:
                facts += 1
                of.update(found.pairs)
                days.update(found.days)
        yield Tallied(0, facts, of, tuple(days))
