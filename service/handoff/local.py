"""The states of all pairs on many days from a folder, on one machine: with polars.

`python -m detente.service.handoff.local FOLDER FILE month 2018-01 2018-12` writes them as CSV
or Parquet, by the ending of FILE.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from domain.refusal import InvalidInput, SetField
from projections.words import count
from service.handoff import folder as files
from service.handoff.fold import MEASURES, SUMMED, Answered, Handoff, Summed, days_of
from service.handoff.program import lacking, run

try:
    import polars as pl
except ModuleNotFoundError as error:
    if __name__ != "__main__":
        raise
    raise SystemExit(lacking(error, "polars")) from error

from service.writing import limit_of, write

_EPOCH: Final = date(1970, 1, 1).toordinal()
_KIND: Final = ["weight", "half_life"]
_COLUMNS: Final = ["a", "b", *_KIND, "ledger", "meets", "day", "counts"]
_SUMS: Final = [pl.sql_expr(text).alias(name) for name, text in MEASURES.items()]


class Fading(NamedTuple):
    """The table of fading as one column, and where in it each weight begins, and its length."""

    counted: pl.Series
    kinds: pl.DataFrame

    @classmethod
    def of(cls, folder: Path) -> Fading:
        """That of a folder."""
        table = pl.read_parquet(folder / files.FADING).with_columns(
            pl.col("counted").cast(pl.Int64)
        )
        begins = pl.int_range(pl.len(), dtype=pl.Int64).alias("begins")
        kinds = table.with_columns(begins).group_by(_KIND).agg(
            pl.col("begins").min(), pl.len().cast(pl.Int64).alias("reach")
        )  # fmt: skip
        return cls(table["counted"], kinds)


def sums(folder: Path, handoff: Handoff, days: Sequence[int]) -> Iterator[Summed]:
    """The sums of the rows of every pair on some days; one file is in memory at a time."""
    fading, number = Fading.of(folder), handoff.handed.parts
    besides: list[list[tuple[str, str]]] = [[] for _ in range(number)]
    for pair in handoff.facts:
        besides[files.part_of(pair, number)].append(pair)
    for part, pairs in enumerate(besides):
        rows = pl.read_parquet(folder / files.part_name(part), columns=_COLUMNS)
        yield from _of_part(rows, pairs, fading, days)


def _of_part(
    rows: pl.DataFrame, besides: Sequence[tuple[str, str]], fading: Fading, days: Sequence[int]
) -> Iterator[Summed]:
    rows = rows.with_columns(
        pl.col("a", "b", "ledger").cast(pl.String),
        pl.col("day").cast(pl.Int64) + _EPOCH,
        pair=pl.struct("a", "b").rle_id(),
    ).join(fading.kinds, on=_KIND).with_columns(pl.col("weight").cast(pl.Int64))  # fmt: skip
    pairs = {row[2]: row[:2] for row in rows.select("a", "b", "pair").unique().iter_rows()}
    whole, silent = rows.filter("counts").drop("a", "b"), rows.filter(~pl.col("counts"))
    # Of each pair, the first day on which nothing is left of some row.
    gone = whole.group_by("pair").agg((pl.col("day") + pl.col("reach")).min().alias("gone"))
    for day in days:
        found = {pair: _nothing() for pair in besides}
        for pair, weighed, *rest in _summed(whole, fading, day).iter_rows():
            found[pairs[pair]] = dict(zip(SUMMED, (weighed, weighed, *rest, 0), strict=True))
        _add_silent(found, silent.filter(pl.col("day") <= day))
        for number, first in gone.iter_rows():
            if first <= day:
                found.setdefault(pairs[number], _nothing())["gone"] = 1
        for (a, b), named in sorted(found.items()):
            yield a, b, day, named


def _nothing() -> dict[str, int | None]:
    return {**dict.fromkeys(SUMMED, 0), "last": None}


def _summed(rows: pl.DataFrame, fading: Fading, day: int) -> pl.DataFrame:
    """The sums of the rows that may count on a day, by pair."""
    age = day - pl.col("day")
    there = rows.filter((age >= 0) & (age < pl.col("reach"))).with_columns(age=age)
    counted = fading.counted.gather((there["begins"] + there["age"]).cast(pl.UInt32))
    return there.with_columns(counted=counted).group_by("pair").agg(_SUMS)


def _add_silent(found: dict[tuple[str, str], dict[str, int | None]], rows: pl.DataFrame) -> None:
    """Adds the rows that count for nothing, which are facts of their pairs all the same."""
    by_pair = rows.group_by("a", "b").agg(pl.len(), pl.col("day").max())
    for a, b, facts, last in by_pair.iter_rows():
        named = found.setdefault((a, b), _nothing())
        named["facts"] = (named["facts"] or 0) + facts
        named["last"] = max(last, named["last"] or last)


def states(folder: Path, days: Sequence[int]) -> Iterator[Answered]:
    """The states of all pairs on some days, by file, day and pair.

    Raises Failure for a folder that nothing was handed off in.
    """
    handoff = Handoff.of(folder)
    return handoff.answers(sums(folder, handoff, days))


def main(folder: str, file: str, every: str, first: str, last: str) -> str:
    """Writes the states of all pairs at the end of every period of a span; says how many.

    Raises InvalidInput as `days_of` does, and for a file of another ending.
    """
    if not file.endswith((".csv", ".parquet")):
        fixes = (
            SetField("output", f"{Path(file).with_suffix(end)}") for end in (".csv", ".parquet")
        )
        raise InvalidInput(
            f"{file} ends neither in .csv nor in .parquet.", *fixes, code="no-format"
        )
    found = states(Path(folder), days_of(every, first, last))
    frame = pl.DataFrame(list(found), schema=list(Answered._fields), orient="row")
    frame = frame.sort("day", "a", "b")
    if file.endswith(".parquet"):
        whole = BytesIO()
        frame.write_parquet(whole)
        write(file, [whole.getvalue()], limit_of(Path(folder) / files.LIST))
    else:
        write(file, [frame.write_csv()], limit_of(Path(folder) / files.LIST))
    return f"Written to {file}: {count(len(frame), 'answer')}."


if __name__ == "__main__":
    run(main, sys.argv[1:])
