"""The states of all pairs on many days from a folder, on a cluster: with PySpark.

`spark-submit cluster.py FOLDER OUT month 2018-01 2018-12` writes them as Parquet. The table
of fading goes to every machine, and of rows only their sums go anywhere. The machines have detente
installed, for facts that are not rows are added by it, and labels follow from its rules.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib import import_module
from typing import Any, Final

import pyarrow as pa

from service.handoff import folder as files
from service.handoff.fold import (
    MEASURES,
    SUMMED,
    Answered,
    Handoff,
    days_of,
    not_handed_off,
)
from service.handoff.program import run

_EPOCH: Final = date(1970, 1, 1).toordinal()
_ROWS: Final = (
    "a", "b", "bigint(weight) AS weight", "half_life", "ledger", "meets", "counts",
    f"bigint(datediff(day, DATE '1970-01-01') + {_EPOCH}) AS day",
)  # fmt: skip
_KEY: Final = ("a", "b", "asked")
WRITTEN: Final = (
    "day date, a string, b string, label string, mixed boolean, thin boolean, trend string,"
    " momentum bigint, balance bigint, cooperation bigint, friction bigint, relief bigint,"
    " eased bigint, traffic bigint, net bigint, low bigint, high bigint, facts bigint,"
    " counted bigint, last_day date"
)


def read(spark: Any, folder: str) -> Handoff:
    """What was handed off in a folder, wherever Spark reads it. Raises Failure."""
    (text,) = spark.read.text(f"{folder}/{files.LIST}", wholetext=True).first()
    found = files.read_list(text)
    if found is None:
        raise not_handed_off(folder)
    rows = spark.read.parquet(f"{folder}/{files.OTHERS}").orderBy("stream", "version").collect()
    return Handoff.read(found, ((r.stream, r.version, r.topic, bytes(r.state)) for r in rows))


def states(spark: Any, folder: str, days: Sequence[int]) -> Any:
    """The states of all pairs on some days, as a data frame."""
    handoff = read(spark, folder)
    found = sums(spark, folder, handoff, days)
    return found.mapInArrow(_answering(handoff), WRITTEN)


def sums(spark: Any, folder: str, handoff: Handoff, days: Sequence[int]) -> Any:
    """The sums of the rows of every pair on every day, with the columns of SUMMED."""
    f: Any = import_module("pyspark.sql.functions")

    rows = spark.read.parquet(f"{folder}/{files.FLOWS}").selectExpr(*_ROWS)
    asked = f.broadcast(spark.createDataFrame([(day,) for day in days], "asked bigint"))
    fading = spark.read.parquet(f"{folder}/{files.FADING}").selectExpr(
        "bigint(weight) AS weight", "half_life", "bigint(age) AS age", "bigint(counted) AS counted"
    )
    kinds = fading.groupBy("weight", "half_life").agg(f.expr("max(age) + 1").alias("reach"))
    whole, silent = rows.filter("counts"), rows.filter("NOT counts")
    dated = whole.join(f.broadcast(kinds), ["weight", "half_life"])
    live = dated.join(asked, f.expr("day <= asked AND asked - day < reach"))
    live = live.withColumn("age", f.expr("asked - day"))
    counted = live.join(f.broadcast(fading), ["weight", "half_life", "age"])
    summed = counted.groupBy(*_KEY).agg(*(f.expr(t).alias(n) for n, t in MEASURES.items()))
    without = dated.groupBy("a", "b").agg(f.expr("min(day + reach)").alias("first"))
    parts = [
        summed.withColumn("facts", f.col("weighed")),
        without.join(asked, f.expr("first <= asked")).selectExpr(*_KEY, "bigint(1) AS gone"),
        silent.join(asked, f.expr("day <= asked"))
        .groupBy(*_KEY)
        .agg(f.expr("count(*)").alias("facts"), f.expr("max(day)").alias("last")),
        spark.createDataFrame([*handoff.facts], "a string, b string").crossJoin(asked),
    ]
    everything = parts[0]
    for part in parts[1:]:
        everything = everything.unionByName(part, allowMissingColumns=True)
    whole_sums = (f"coalesce(sum({name}), 0)" for name in SUMMED if name != "last")
    names = (name for name in SUMMED if name != "last")
    totals = [f.expr(text).alias(name) for name, text in zip(names, whole_sums, strict=True)]
    return everything.groupBy(*_KEY).agg(*totals, f.expr("max(last)").alias("last"))


def _answering(
    handoff: Handoff,
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What turns sums into answers, some thousands at once."""

    def answered(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            rows = batch.to_pylist()
            named = ((r.pop("a"), r.pop("b"), r.pop("asked"), r) for r in rows)
            found = [*handoff.answers(named)]
            columns = [*zip(*found, strict=True)] or [()] * len(Answered._fields)
            arrays = [
                pa.array(cells, ARROW[name.strip().partition(" ")[2]])
                for cells, name in zip(columns, WRITTEN.split(","), strict=True)
            ]
            yield pa.record_batch(arrays, names=list(Answered._fields))

    return answered


ARROW: Final = {
    "date": pa.date32(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "bigint": pa.int64(),
}


def main(folder: str, out: str, every: str, first: str, last: str) -> str:
    """Writes the states of all pairs at the end of every period of a span.

    Raises InvalidInput as `days_of` does.
    """
    days = days_of(every, first, last)
    sql: Any = import_module("pyspark.sql")

    spark = sql.SparkSession.builder.appName("detente").getOrCreate()
    states(spark, folder, days).write.mode("error").parquet(out)
    spark.stop()
    return f"Written to {out}."


if __name__ == "__main__":
    run(main, sys.argv[1:])
