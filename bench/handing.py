"""Every pair of a layer on twelve dates: by Spark, by polars, and as panels and boards have them.

`python -m bench.handing STORE` exports the layer of a store, folds it with both engines, and holds
both against each other and against the panel of all pairs, and boards of some actors too.
`python -m bench.handing` makes a store of a million generated rows for that, and
`python -m bench.handing 20000` one of fewer; what was measured of these is put into
`bench/RESULTS.md`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from bench import generator, report
from domain.clocks import AsOf
from projections.board import layer_board
from projections.layer_panel import layer_panel
from projections.panel import Every
from projections.scope import EVERYTHING, Whose
from service.asking import evidence_of
from service.handoff import cluster, local
from service.handoff import folder as files
from service.handoff.export import export
from service.handoff.fold import Answered, days_of
from service.opening import bundled_registry, open_store
from service.timeline import Timeline

LAYER: Final = "icews"
DAYS: Final = days_of("month", "2018-01-01", "2018-12-31")
HEADINGS: Final = ("WHAT", "PROCESSOR", "CLOCK", "MOST MEMORY", "RESULT")
BOARDS: Final = 24
"""How many boards are asked: of an actor and a day each."""


def main(store: str = "1_000_000") -> None:
    measured = Measured()
    rows = int(store) if store.replace("_", "").isdigit() else 0
    with TemporaryDirectory() as there:
        folder = Path(there)
        with closing(open_store(made(rows, folder, measured) if rows else store)) as timeline:
            prove(timeline, folder / "flows", measured)
    if rows:
        report.write_table(f"{rows:,} rows handed to polars and to Spark", HEADINGS, measured.rows)


class Measured:
    """What was measured, as rows of a table."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    @contextmanager
    def timed(self, what: str, result: Callable[[], str]) -> Generator[None]:
        """Measures something, of which `result` gives at the end what came of it.

        By the clock, in seconds of the processor of this process and all that it started, and the
        most memory that this process has held so far.
        """
        began, cpu = perf_counter(), processor()
        yield
        memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
        clock, used = perf_counter() - began, processor() - cpu
        row = (what, f"{used:,.1f} s", f"{clock:,.1f} s", f"{memory:,} MB", result())
        self.rows.append(row)
        print("  ".join(row), flush=True)


def made(rows: int, folder: Path, measured: Measured) -> str:
    """A store of so many generated rows."""
    file, store = folder / "rows.tab", str(folder / "rows.db")
    generator.write(file, rows, bundled_registry())
    detente = [sys.executable, "-m", "detente"]
    subprocess.run([*detente, "init", store], check=True, stdout=subprocess.DEVNULL)
    with measured.timed("import", lambda: f"{rows:,} rows"):
        order = ["--db", store, "import", str(file), "--rules", LAYER]
        subprocess.run([*detente, *order], check=True, stdout=subprocess.DEVNULL)
    return store


def prove(timeline: Timeline, folder: Path, measured: Measured) -> None:
    """Exports, folds twice, and compares. Raises AssertionError where anything differs."""
    here: list[Answered] = []
    rows: list[Any] = []
    lines = 0
    with measured.timed("export", lambda: _exported(folder)):
        export(timeline, LAYER, str(folder), 0o700)
    with measured.timed("polars", lambda: f"{len(here):,} answers"):
        here += sorted(local.states(folder, DAYS), key=lambda each: each[:3])
    with measured.timed("Spark, from its start on", lambda: f"{len(rows):,} answers"):
        # Else the workers are whatever Python the path has.
        os.environ["PYSPARK_PYTHON"] = sys.executable
        sql: Any = import_module("pyspark.sql")
        spark = sql.SparkSession.builder.master("local[2]").appName("detente").getOrCreate()
        rows += cluster.states(spark, str(folder), DAYS).collect()
    with measured.timed("Spark, once more", lambda: "the same"):
        cluster.states(spark, str(folder), DAYS).collect()
    spark.stop()
    there = sorted((Answered(*row) for row in rows), key=lambda each: each[:3])
    assert there == here, "Spark and polars differ"
    print(f"{len(here):,} answers are the same of both")
    with measured.timed("panel of all pairs", lambda: f"{lines:,} rows, the same"):
        lines = compared_with_panel(timeline, here)
    with measured.timed(f"{BOARDS} boards", lambda: f"{lines:,} lines, the same"):
        lines = compared(timeline, here)


def _exported(folder: Path) -> str:
    """What an export wrote."""
    found = files.handed(folder)
    assert found is not None
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return f"{found.rows:,} rows of {size / found.rows:.1f} bytes each"


def compared_with_panel(timeline: Timeline, found: Sequence[Answered]) -> int:
    """How many rows the panel of all pairs has. Raises AssertionError where one differs."""
    by_key = {each[:3]: each for each in found}
    whose, span = Whose("", layers=(LAYER,)), (date(2018, 1, 1), AsOf(date(2018, 12, 31)))
    evidence = evidence_of(timeline, LAYER)
    rows = layer_panel(evidence, whose, span, Every.MONTH, directed=False).rows
    for row in rows:
        score, verdict = row.score, row.verdict
        answer = by_key.pop((date.fromordinal(row.day), row.pair.a, row.pair.b), None)
        if answer is None:
            assert (verdict.label, row.facts) == ("unknown", 0), row
            continue
        assert answer[3:19] == (
            verdict.label, verdict.mixed, verdict.thin, row.trending, row.momentum,
            score.balance_millionths, score.cooperation, score.friction, score.relief,
            score.eased, score.traffic, score.net, score.low, score.high, row.facts, row.counted,
        )  # fmt: skip
    assert not by_key, "the panel lacks pairs"
    return len(rows)


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


def processor() -> float:
    """Seconds of the processor that this process used, and all those that it started."""
    stats = [path.read_text().rpartition(")")[2].split() for path in _processes()]
    return sum(int(ticks) for each in stats for ticks in each[11:15]) / os.sysconf("SC_CLK_TCK")


def _processes() -> list[Path]:
    """The files of the system that say how this process, and all those below it, are."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(path.parent.name))
    found = [os.getpid()]
    for each in found:
        found += parents.get(each, [])
    return [path for each in found if (path := Path(f"/proc/{each}/stat")).exists()]


if __name__ == "__main__":
    main(*sys.argv[1:])
