"""Scores the lenses at known turning points: `python -m bench.truth [TABLE ..] [--page FILE]`.

Without a table it is the project's own, and the figures go to `bench/TRUTH.md`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import detente
from bench.truth import archives, report
from bench.truth.asking import Archive, Asked, Said, said
from bench.truth.points import TABLE, TurningPoint, read
from domain.refusal import Problem

DESK: Final = Archive(detente.SAMPLE, "desk", date(2014, 1, 1), date(2023, 12, 31), least=1)
"""The bundled sample, and the years that it covers; an editor's fact is as good as many rows."""

NO_DATA: Final = (
    "The archives are not here: they belong to others and are no part of the project. Put them"
    " beside it in ../shared/data, or name their folder in DETENTE_TEST_DATA."
)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.truth", description=__doc__)
    parser.add_argument("tables", nargs="*", type=Path, help="CSV files of turning points")
    parser.add_argument("--page", type=Path, help="where the figures go, between its markers")
    given = parser.parse_args(words)
    for table in given.tables:
        if not table.is_file():
            print(f"{table} is no file.", file=sys.stderr)
            return 1
    own, own_problems = _read([TABLE])
    points, problems = _read(given.tables) if given.tables else (own, own_problems)
    for problem in problems:
        print(f"{problem.place}: {problem.said}", file=sys.stderr)
    data = archives.folder()
    if data is None or not points:
        print(NO_DATA if data is None else "There is no turning point to score.", file=sys.stderr)
        return 1
    text = _scored(points, [*points, *own], data)
    print(text)
    page = given.page or (None if given.tables else report.PAGE)
    if page is not None:
        report.write(page, text)
    return 0


def _read(tables: Sequence[Path]) -> tuple[list[TurningPoint], list[Problem]]:
    with detente.open(detente.SAMPLE) as sample:
        actors = {str(actor) for actor in sample.actors()["id"]}
    points: list[TurningPoint] = []
    problems: list[Problem] = []
    for table in tables:
        found, wrong = read(table, actors)
        points += found
        problems += wrong
    return points, problems


def _scored(points: Sequence[TurningPoint], every: Sequence[TurningPoint], data: Path) -> str:
    """The figures of a run. `every` are the turns of all tables: near them nothing is quiet."""
    started = perf_counter()
    with TemporaryDirectory() as name:
        store = Path(name) / "truth.db"
        pairs = {point.pair for point in points}
        layers = []
        for imported in archives.fill(store, data, pairs):
            print(f"{imported.file}\n{imported.said}", file=sys.stderr)
            layers.append(imported.layer)
        known = [*_spans(store, dict.fromkeys(layers)), DESK]
        asked = list(_asked(known, points, every, _lives()))
        with ProcessPoolExecutor(os.cpu_count()) as workers:
            found: list[Said] = list(workers.map(said, asked))
    lens = next(lens for each in found for lens in each.alarms)
    run = report.run_line(datetime.now(UTC).date(), lens, perf_counter() - started)
    return report.figures(run, points, known, found)


def _spans(store: Path, layers: Iterable[str]) -> Iterator[Archive]:
    """Each layer that holds facts, with the days of its first and last one."""
    with detente.open(store) as timeline:
        for layer in (each for each in layers if each in timeline.layers()):
            days = [day for day in timeline.facts(layer=layer)["first"] if isinstance(day, date)]
            yield Archive(str(store), layer, min(days), max(days))


Span = tuple[date, date]


def _lives() -> dict[str, Span]:
    """The first and the last day on which there was each actor."""
    with detente.open(detente.SAMPLE) as sample:
        rows = list(sample.actors())
    lives: dict[str, Span] = {}
    for row in rows:
        first, last = row["first"], row["last"]
        lives[str(row["id"])] = (
            first if isinstance(first, date) else date.min,
            last if isinstance(last, date) else date.max,
        )
    return lives


def _asked(
    known: Sequence[Archive],
    points: Sequence[TurningPoint],
    every: Sequence[TurningPoint],
    lives: Mapping[str, Span],
) -> Iterator[Asked]:
    """Every pair of the table in every archive, in parts for workers; the longest first.

    No pair is asked about after one of the two is gone.
    """
    listed = min(point.day for point in every), max(point.day for point in every)
    by_pair: dict[tuple[str, str], list[TurningPoint]] = {}
    for point in points:
        by_pair.setdefault(point.pair, []).append(point)
    for pair in sorted(by_pair, key=lambda pair: (-len(by_pair[pair]), pair)):
        turns = sorted({point.day for point in every if point.pair == pair})
        for whole in known:
            first = max(whole.first, *(lives[actor][0] for actor in pair))
            last = min(whole.last, *(lives[actor][1] for actor in pair))
            archive = whole._replace(first=first, last=last)
            if first <= last:
                yield Asked(archive, pair, (), turns, listed)
                yield from (Asked(archive, pair, (point,)) for point in by_pair[pair])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
