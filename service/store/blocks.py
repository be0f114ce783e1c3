"""The tables of blocks and of what is summed of them, as they are read and written.

A store that is older than these tables gets them when it first takes a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, or_, select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.schema import CreateIndex, CreateTable

from service.store.pair_sums import Run
from service.store.row_store import NewRun, Sum
from service.store.tables import BLOCKS, RUNS, SUMS, Insertion

if TYPE_CHECKING:
    from projections.flow_sides import PairKey

TABLES: Final = (BLOCKS, RUNS, SUMS)
PAGE: Final = 5_000
"""Sums that are put in at once."""

_BLOCK: Final = select(BLOCKS.c.data).where(BLOCKS.c.block == bindparam("block"))
_RUNS: Final = (
    select(RUNS.c.run, RUNS.c.layer, RUNS.c.head)
    .where(RUNS.c.layer == bindparam("layer"))
    .order_by(RUNS.c.run)
)
_OF_RUNS: Final = SUMS.c.run.in_(bindparam("runs", expanding=True))
_SUMS: Final = select(SUMS.c.run, SUMS.c.data).where(
    SUMS.c.a == bindparam("a"), SUMS.c.b == bindparam("b"), _OF_RUNS
)
_PAIRS: Final = select(SUMS.c.a, SUMS.c.b).where(_OF_RUNS).distinct()
_OF_ACTOR: Final = _PAIRS.where(or_(SUMS.c.a == bindparam("actor"), SUMS.c.b == bindparam("actor")))
_LAST: Final = select(func.coalesce(func.max(RUNS.c.run), 0))


def make(cursor: DBAPICursor, engine: Engine) -> None:
    """Makes the tables where they are not there, in the transaction of a cursor."""
    for table in TABLES:
        cursor.execute(str(CreateTable(table, if_not_exists=True).compile(dialect=engine.dialect)))
        for index in table.indexes:
            made = CreateIndex(index, if_not_exists=True).compile(dialect=engine.dialect)
            cursor.execute(str(made))


def put(cursor: DBAPICursor, engine: Engine, blocks: Mapping[str, bytes]) -> None:
    """Puts blocks in that are not there."""
    make(cursor, engine)
    Insertion(BLOCKS, engine).put(cursor, [*blocks.items()])


def there(connection: Connection) -> bool:
    """Whether the tables are there."""
    return connection.dialect.has_table(connection, SUMS.name)


def block(connection: Connection, digest: str) -> bytes | None:
    """The bytes of a block; None where it is gone."""
    if not connection.dialect.has_table(connection, BLOCKS.name):
        return None
    found: object = connection.scalar(_BLOCK, {"block": digest})
    return found if isinstance(found, bytes) else None


def runs(connection: Connection, layer: str) -> list[Run]:
    """The runs of a layer, by number."""
    if not there(connection):
        return []
    return [(row[0], row[1], row[2]) for row in connection.execute(_RUNS, {"layer": layer})]


def run_sums(connection: Connection, a: str, b: str, of: Sequence[int]) -> dict[int, bytes]:
    """What some runs come to for a pair, by their numbers."""
    if not of:
        return {}
    found = connection.execute(_SUMS, {"a": a, "b": b, "runs": list(of)})
    return {row[0]: row[1] for row in found}


def run_pairs(connection: Connection, of: Sequence[int], actor: str) -> list[PairKey]:
    """The pairs of which some runs have sums, of one actor alone if that is named."""
    if not of:
        return []
    statement = _OF_ACTOR if actor else _PAIRS
    values: dict[str, object] = {"runs": list(of)}
    found = connection.execute(statement, values | ({"actor": actor} if actor else {}))
    return [(row[0], row[1]) for row in found]


def keep_run(connection: Connection, run: NewRun, sums: Iterable[Sum]) -> None:
    """Puts a run in, with what it comes to for each pair, and takes those out that it replaces.

    Nothing where one of them is gone: somebody else put another in their place.
    """
    engine = connection.engine
    for table in TABLES:
        table.create(connection, checkfirst=True)
    old = list(run.instead)
    there = connection.execute(select(RUNS.c.run).where(RUNS.c.run.in_(old))).all()
    if len(there) != len(old):
        return
    number = connection.scalars(_LAST).one() + 1
    connection.execute(delete(SUMS).where(SUMS.c.run.in_(old)))
    connection.execute(delete(RUNS).where(RUNS.c.run.in_(old)))
    connection.execute(insert(RUNS), {"run": number, "layer": run.layer, "head": run.head})
    cursor = connection.connection.cursor()
    insertion = Insertion(SUMS, engine)
    rows = iter(sums)
    while page := [(a, b, number, data) for a, b, data in islice(rows, PAGE)]:
        insertion.put(cursor, page)
    cursor.close()


def drop_runs(connection: Connection, layer: str = "") -> None:
    """Drops every run, or those of a layer: what they say is in the blocks."""
    if not there(connection):
        return
    wanted = select(RUNS.c.run).where(RUNS.c.layer == layer) if layer else select(RUNS.c.run)
    connection.execute(delete(SUMS).where(SUMS.c.run.in_(wanted)))
    connection.execute(delete(RUNS).where(RUNS.c.run.in_(wanted)))
