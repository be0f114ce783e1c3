"""The size of a machine-coded layer, counted in the index without reading an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, case, func, select

from projections.flow_sides import PairKey
from projections.stats import Tally
from service.store import selecting
from service.store.batches import Batches
from service.store.log import layer_bounds
from service.store.tables import EVENTS, FLOWS, PAIRS, TIES

_RECORDED: Final = select(
    func.count(), func.coalesce(func.sum(case((EVENTS.c.version == 1, 1), else_=0)), 0)
).where(*selecting.IN_LAYER)
_TIED: Final = (
    select(PAIRS.c.a, PAIRS.c.b, func.count(EVENTS.c.stream.distinct()))
    .select_from(TIES)
    .join(PAIRS, PAIRS.c.pair == TIES.c.pair)
    .join(EVENTS, EVENTS.c.position == TIES.c.position)
    .where(selecting.OF_LAYER)
    .group_by(PAIRS.c.a, PAIRS.c.b)
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


class RowTally(NamedTuple):
    """What the facts of batches come to: events, facts, and facts by pair, and their days.

    Without the pairs and days of those that have rows of their own.
    """

    events: int
    facts: int
    of: Counter[PairKey]
    days: tuple[int, ...]


def tally_rows(batches: Batches, layer: str, own: Sequence[str]) -> RowTally:
    """What the facts of a layer's batches come to; `own` are the streams with rows of their own."""
    events = facts = 0
    of: Counter[PairKey] = Counter()
    days: set[int] = set()
    keys = [name.partition("/")[2] for name in own]
    for batch in batches.of(layer):
        opened = batches.opened(batch)
        apart = set(opened.places(keys)) if keys else set[int]()
        events += batch.recorded.rows * (1 + len(batch.later))
        facts += batch.recorded.rows
        found = opened.counted(apart)
        of.update(found.of)
        days.update(found.days)
    return RowTally(events, facts, of, tuple(days))


def tally(connection: Connection, layer: str, rows: RowTally) -> Tally:
    """How much one layer holds, with its batches."""
    events, facts = connection.execute(_RECORDED, layer_bounds(layer)).one()
    of: Counter[PairKey] = Counter(
        {(row.a, row.b): row[2] for row in connection.execute(_TIED, {"layer": layer})}
    )
    summed = connection.execute(_SUMMED, {"layer": layer}).all()
    of.update({(row.a, row.b): row.facts for row in summed})
    of.update(rows.of)
    days = [*rows.days, *(day for row in summed for day in (row.first, row.last))]
    return Tally.of(layer, (events + rows.events, int(facts) + rows.facts), of, days)
