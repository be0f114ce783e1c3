"""The tables of blocks and of what is summed of them, as they are read and written.

A store that is older than these tables gets them when it first takes a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, and_, bindparam, delete, func, insert, or_, select, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.schema import CreateIndex, CreateTable

from service.store.pair_index import Layered
from service.store.pair_sums import Run, RunHead, RunSum
from service.store.row_store import NewRun, Sum
from service.store.tables import BLOCKS, RUNS, SUMS, Insertion, Prepared

if TYPE_CHECKING:
    from projections.flow_sides import PairKey

TABLES: Final = (BLOCKS, RUNS, SUMS)
PAGE: Final = 5_000
"""Sums that are put in at once."""

# Written again where it is there: should its bytes have been spoiled, they are whole again.
_PUT: Final = text(
    "INSERT INTO blocks (block, data) VALUES (:block, :data)"
    " ON CONFLICT (block) DO UPDATE SET data = excluded.data"
)
_BLOCK: Final = select(BLOCKS.c.data).where(BLOCKS.c.block == bindparam("block"))
_RUNS: Final = (
    select(RUNS.c.run, RUNS.c.layer, RUNS.c.head)
    .where(RUNS.c.layer == bindparam("layer"))
    .order_by(RUNS.c.run)
)
_OF_RUNS: Final = SUMS.c.run.in_(bindparam("runs", expanding=True))
_ALL_SUMS: Final = select(SUMS.c.a, SUMS.c.b, SUMS.c.data).where(SUMS.c.run == bindparam("run"))
# One statement, so that nobody makes one run of others between their heads and their sums.
_SUMS: Final = (
    select(RUNS.c.run, RUNS.c.head, SUMS.c.data)
    .outerjoin(
        SUMS,
        and_(SUMS.c.run == RUNS.c.run, SUMS.c.a == bindparam("a"), SUMS.c.b == bindparam("b")),
    )
    .where(RUNS.c.layer == bindparam("layer"))
    .order_by(RUNS.c.run)
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
    """Puts blocks in: one that is there, as of another layer, is the same under the same name."""
    make(cursor, engine)
    putting = Prepared(_PUT, engine)
    for digest, data in blocks.items():
        putting.run(cursor, {"block": digest, "data": data})


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


def sums_of(connection: Connection, pair: Layered) -> list[RunSum]:
    """What every run of a layer comes to for a pair, in one view of them."""
    if not there(connection):
        return []
    found = connection.execute(_SUMS, dict(zip(("a", "b", "layer"), pair, strict=True)))
    return [RunSum(row[0], row[1], row[2]) for row in found]


def all_sums(connection: Connection, run: int) -> list[Sum]:
    """What a run comes to for each pair."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_ALL_SUMS, {"run": run})]


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

    Nothing where one of them is gone, or another sums one of its batches: somebody was faster, and
    a batch is in one run at most.
    """
    engine = connection.engine
    for table in TABLES:
        table.create(connection, checkfirst=True)
    old = list(run.instead)
    there = {number: RunHead.read(head) for number, _, head in runs(connection, run.layer)}
    others = [head for number, head in there.items() if number not in old]
    summed = set[int]().union(*(head.batches for head in others))
    if not there.keys() >= {*old} or not summed.isdisjoint(RunHead.read(run.head).batches):
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


def drop_runs(connection: Connection, numbers: Sequence[int]) -> None:
    """Drops runs: what they say is in the blocks."""
    connection.execute(delete(SUMS).where(SUMS.c.run.in_(list(numbers))))
    connection.execute(delete(RUNS).where(RUNS.c.run.in_(list(numbers))))
