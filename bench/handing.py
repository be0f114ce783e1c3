"""Every pair of a layer on twelve dates: by Spark, by polars, and as its boards have them.

`python -m bench.handing STORE` exports the layer of a store, folds it with both engines, and holds
both against each other, and boards of a sample of actors against them. `python -m bench.handing`
makes a store of a million generated rows for that.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, Final

from bench import generator
from domain.clocks import AsOf
from projections.board import layer_board
from projections.scope import EVERYTHING
from service.asking import evidence_of
from service.handoff import cluster, local
from service.handoff.export import export
from service.handoff.fold import Answered, days_of
from service.opening import bundled_registry, open_store
from service.timeline import Timeline

LAYER: Final = "icews"
DAYS: Final = days_of("month", "2018-01-01", "2018-12-31")
BOARDS: Final = 24
"""How many boards are asked: of an actor and a day each."""


def main(store: str = "") -> None:
    with TemporaryDirectory() as there:
        folder = Path(there)
        with closing(open_store(store or made(1_000_000, folder))) as timeline:
            prove(timeline, folder / "flows")


def made(rows: int, folder: Path) -> str:
    """A store of so many generated rows."""
    file, store = folder / "rows.tab", str(folder / "rows.db")
    generator.write(file, rows, bundled_registry())
    detente = [sys.executable, "-m", "detente"]
    subprocess.run([*detente, "init", store], check=True, stdout=subprocess.DEVNULL)
    with timed("import"):
        order = ["--db", store, "import", str(file), "--rules", LAYER]
        subprocess.run([*detente, *order], check=True, stdout=subprocess.DEVNULL)
    return store


def prove(timeline: Timeline, folder: Path) -> None:
    """Exports, folds twice, and compares. Raises AssertionError where anything differs."""
    with timed("export"):
        handed = export(timeline, LAYER, str(folder), 0o700)
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    print(f"{handed.rows:,} rows, {size / handed.rows:.1f} bytes each")
    with timed("polars"):
        here = sorted(local.states(folder, DAYS), key=lambda each: each[:3])
    with timed("Spark, from its start on"):
        # Else the workers are whatever Python the path has.
        os.environ["PYSPARK_PYTHON"] = sys.executable
        sql: Any = import_module("pyspark.sql")
        spark = sql.SparkSession.builder.master("local[2]").appName("detente").getOrCreate()
        rows = cluster.states(spark, str(folder), DAYS).collect()
    with timed("Spark, once more"):
        cluster.states(spark, str(folder), DAYS).collect()
    spark.stop()
    there = sorted((Answered(*row) for row in rows), key=lambda each: each[:3])
    assert there == here, "Spark and polars differ"
    print(f"{len(here):,} answers are the same of both")
    with timed(f"{BOARDS} boards"):
        lines = compared(timeline, here)
    print(f"{lines:,} lines of {BOARDS} boards are the same too")


def compared(timeline: Timeline, found: Sequence[Answered]) -> int:
    """How many lines of boards there are. Raises AssertionError where one differs."""
    by_key = {each[:3]: each for each in found}
    actors = sorted({each.a for each in found} | {each.b for each in found})
    random, lines = Random(1), 0
    for _ in range(BOARDS):
        actor, day = random.choice(actors), date.fromordinal(random.choice(DAYS))
        as_of = AsOf(day)
        sums = evidence_of(timeline, LAYER).sums_of_actor(actor, as_of, EVERYTHING)
        board = layer_board(sums, actor, as_of)
        assert len(board) == sum(key[0] == day and actor in key[1:] for key in by_key)
        for line in board:
            a, b = sorted((actor, line.other))
            one, score = by_key[day, a, b], line.answer.score
            assert (one.label, one.trend, one.facts) == (
                line.answer.label, line.answer.trend, line.facts,
            )  # fmt: skip
            assert (one.balance, one.cooperation, one.friction, one.low, one.high) == (
                score.balance_millionths, score.cooperation, score.friction, score.low, score.high,
            )  # fmt: skip
            lines += 1
    return lines


@contextmanager
def timed(what: str) -> Generator[None]:
    """Prints how long something takes, and the most memory that this process held so far."""
    began, cpu = perf_counter(), process_time()
    yield
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    took = f"{perf_counter() - began:.1f} s, {process_time() - cpu:.1f} s of this process"
    print(f"{what}: {took}; {memory:,} MB", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
