"""The index rows of events, written in the transaction that records them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    Engine,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.engine.interfaces import DBAPICursor

from projections.flow_sides import PairKey
from projections.flows import FlowKey, Sided
from service.store.pair_index import Index, Layered, NoLongerFlow
from service.store.tables import EVENTS, FLOWS, PAIRS, SORTS, TIES, Insertion, Prepared

PAIR_ID: Final = select(PAIRS.c.pair).where(
    *(PAIRS.c[name] == bindparam(name) for name in ("a", "b", "layer"))
)
"""The number of a pair in a layer."""

_SORT_ID: Final = select(SORTS.c.sort).where(
    *(SORTS.c[name] == bindparam(name) for name in FlowKey._fields)
)
_FIRST_AT: Final = select(EVENTS.c.position).where(
    EVENTS.c.stream == bindparam("stream"), EVENTS.c.version == literal_column("1")
)
_FLOW_KEY: Final = ("pair", "half_life", "day", "toward", "sort", "position")
_LEAVE: Final = delete(FLOWS).where(
    *(FLOWS.c[name] == bindparam(f"of_{name}") for name in _FLOW_KEY)
)


class Numbers(NamedTuple):
    """The numbers of pairs and sorts in the index."""

    pairs: dict[Layered, int]
    sorts: dict[FlowKey, int]

    @classmethod
    def none(cls) -> Numbers:
        """None yet."""
        return cls({}, {})


class Numbering:
    """The numbers of names in a table."""

    def __init__(
        self, table: Table, ask: Select[Any], names: tuple[str, ...], engine: Engine
    ) -> None:
        number = table.name.removesuffix("s")
        self._names = names
        self._ask = Prepared(ask, engine)
        self._last = Prepared(select(func.max(table.c[number])), engine)
        self._insert = Prepared(insert(table), engine)
        self._number = number

    def of(self, cursor: DBAPICursor, key: Sequence[object]) -> int:
        """The number of a name; the next one, and a new row, where it has none."""
        values = dict(zip(self._names, key, strict=True))
        self._ask.run(cursor, values)
        known = cursor.fetchone()
        if known is not None:
            return int(known[0])
        self._last.run(cursor, {})
        last = cursor.fetchone()
        number = ((last and last[0]) or 0) + 1
        self._insert.run(cursor, {self._number: number, **values})
        return number


class Entries:
    """Writes index rows, and keeps in mind the numbers that are known to be in the store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert_tie = Insertion(TIES, engine)
        self._insert_flow = Insertion(FLOWS, engine)
        self._known = Numbers.none()
        self._rebuilt: str | None = None

    # Built where they are needed first: most who record leave no flows.

    @cached_property
    def _first_at(self) -> Prepared:
        return Prepared(_FIRST_AT, self._engine)

    @cached_property
    def _pairs(self) -> Numbering:
        return Numbering(PAIRS, PAIR_ID, ("a", "b", "layer"), self._engine)

    @cached_property
    def _sorts(self) -> Numbering:
        return Numbering(SORTS, _SORT_ID, FlowKey._fields, self._engine)

    @cached_property
    def _leave_flow(self) -> Prepared:
        return Prepared(_LEAVE, self._engine)

    def hold(self, rebuilt: str | None) -> None:
        """Forgets every number where the index was rebuilt since."""
        if rebuilt != self._rebuilt:
            self._rebuilt, self._known = rebuilt, Numbers.none()

    def learn(self, new: Numbers) -> None:
        """Keeps in mind what was written, once it is committed."""
        self._known.pairs.update(new.pairs)
        self._known.sorts.update(new.sorts)

    def write(
        self,
        cursor: DBAPICursor,
        position: int,
        events: Sequence[StoredEvent],
        index: Index,
    ) -> Numbers:
        """Writes what is to be kept of events that come after a position.

        Returns the numbers that were not known.
        """
        new = Numbers.none()
        pairs = index.get("pairs", ())
        flows = index.get("flows") or [()] * len(pairs)
        if pairs:
            self._add(cursor, position, zip(events, pairs, flows, strict=True), new)
        for leaving in index.get("left", ()):
            self._leave(cursor, leaving, new)
        return new

    def _add(
        self,
        cursor: DBAPICursor,
        position: int,
        rows: Iterable[tuple[StoredEvent, Sequence[PairKey], Sequence[Sided]]],
        new: Numbers,
    ) -> None:
        ties: list[tuple[object, ...]] = []
        flowing: list[tuple[object, ...]] = []
        for event, entry, sided in rows:
            position += 1
            layer = str(event.originator_id).partition("/")[0]
            for pair, (toward, sort, day, known, recorded) in sided:
                number, kind = (
                    self._pair_number(cursor, (*pair, layer), new),
                    self._sort_number(cursor, sort, new),
                )
                flowing.append(
                    (number, sort.half_life, day, toward, kind, position, known, recorded)
                )
            if not sided:
                ties += [
                    (self._pair_number(cursor, (*pair, layer), new), position) for pair in entry
                ]
        if ties:
            self._insert_tie.put(cursor, ties)
        if flowing:
            # In the order in which they are kept, so that many go to the same place of the file.
            self._insert_flow.put(cursor, sorted(flowing))

    def _leave(self, cursor: DBAPICursor, left: NoLongerFlow, new: Numbers) -> None:
        """Ties a fact to its pairs that was kept as flows until now."""
        self._first_at.run(cursor, {"stream": left.stream})
        row = cursor.fetchone()
        position = row[0] if row else None
        layer = left.stream.partition("/")[0]
        for pair, (toward, sort, day, _, _) in left.entry.flows:
            number, kind = (
                self._pair_number(cursor, (*pair, layer), new),
                self._sort_number(cursor, sort, new),
            )
            key = (number, sort.half_life, day, toward, kind, position)
            self._leave_flow.run(
                cursor, {f"of_{name}": part for name, part in zip(_FLOW_KEY, key, strict=True)}
            )
        ties: list[tuple[object, ...]] = [
            (self._pair_number(cursor, (*pair, layer), new), position) for pair in left.entry.pairs
        ]
        self._insert_tie.put(cursor, ties)

    def _pair_number(self, cursor: DBAPICursor, key: Layered, new: Numbers) -> int:
        number = self._known.pairs.get(key) or new.pairs.get(key)
        if number is None:
            number = new.pairs[key] = self._pairs.of(cursor, key)
        return number

    def _sort_number(self, cursor: DBAPICursor, sort: FlowKey, new: Numbers) -> int:
        number = self._known.sorts.get(sort) or new.sorts.get(sort)
        if number is None:
            number = new.sorts[sort] = self._sorts.of(cursor, sort)
        return number
