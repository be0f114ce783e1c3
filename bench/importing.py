"""An import of rows as ICEWS has them, measured in a process of its own.

`python -m bench.importing ROWS FOLDER STORE` prints what it took, as JSON. `python -m
bench.importing raw STORE FOLDER` prints what the driver alone takes for the events that the rows of
a store's batches stand for.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple, TypeVar

from bench import generator
from bench.appending import Raw
from bench.measure import Row
from cli.main import be_patient
from domain.source_actors import SourceActors
from service.archives.coding import Chunk, coded_chunks
from service.archives.importing import imported
from service.archives.survey import surveyed_files
from service.opening import bundled_registry, open_store
from service.sources.bulk import Account, Order
from service.sources.reader import Rows
from service.sources.rulebook import find_rules
from service.timeline import Timeline

LAYER: Final = "icews"
_MORE: Final = 100_000
"""Rows that are added to a large store."""

_BEYOND: Final = 50_000_000
"""Where their ids begin: beyond those that are there."""

_TOGETHER: Final = 10_000
"""Events that the driver alone writes in one transaction."""

_ENOUGH: Final = 1_000_000
"""Events that the driver alone writes at most: for more it takes as much longer."""

_SECONDS: Final = 3.0
"""Of the processor, for rows that are added to a store of twenty million."""

Result = TypeVar("Result")


class Measured(NamedTuple):
    """What an import took: seconds by the clock and of the processor, and the most memory held.

    With the facts that it added.
    """

    seconds: float
    cpu: float
    memory: int
    facts: int


def rows(size: int, found: Measured, folder: Path) -> Iterator[Row]:
    """An import against its floor; its store is at `store_of(size, folder)`."""
    floor = raw(store_of(size, folder), folder, found.facts)
    yield Row(f"import of {size:,} rows / raw", floor.seconds, found.seconds, 0.7, False)
    yield Row("the same, in seconds of the processor", floor.cpu, found.cpu, 0.5, False)


def memory(what: str, few: Measured, many: Measured, budget: float | None) -> Row:
    """The memory of an import against that of a smaller one."""
    return Row(f"memory: {what}", few.memory, many.memory, budget, True, "MB")


def again(size: int, first: Measured, folder: Path) -> Row:
    """The same rows once more."""
    found = in_a_process(size, folder, store_of(size, folder))
    return Row("the same again, which adds none / the first time", first.cpu, found.cpu, 1, True)


def grown(few: Measured, many: Measured, times: int) -> Iterator[Row]:
    """An import of many rows against one of as many times fewer."""
    yield Row(f"{times} times as many / {times} times that", times * few.cpu, many.cpu, 1.2, True)
    yield memory(f"{times} times as many", few, many, 1.2)
    yield Row("the same / 600 MB", 600e6, many.memory, 1, True, "MB")


def onto(store: Path, folder: Path) -> Row:
    """An import of more rows into a store that holds many."""
    found = in_a_process(_MORE, folder, store, first=_BEYOND)
    what = f"{_MORE:,} rows more, of the processor / {_SECONDS:g} s"
    return Row(what, _SECONDS, found.cpu, 1, True)


def in_a_process(size: int, folder: Path, store: Path | None = None, first: int = 0) -> Measured:
    """Imports so many rows in a process of its own."""
    file = rows_of(size, folder)
    # Written here: what that takes is no memory of the import.
    generator.write(file, size, bundled_registry(), first=first)
    found = _run(str(size), str(folder), str(store or store_of(size, folder)))
    file.unlink()
    return found


def raw(store: Path, folder: Path, facts: int) -> Measured:
    """What the driver alone takes for the events of so many facts of a store."""
    found = _run("raw", str(store), str(folder))
    times = facts / found.facts
    return found._replace(seconds=found.seconds * times, cpu=found.cpu * times)


def _run(*words: str) -> Measured:
    command = [sys.executable, "-m", "bench.importing", *words]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, cpu, memory, facts = json.loads(printed)
    return Measured(seconds, cpu, memory, facts)


def rows_of(size: int, folder: Path) -> Path:
    """Where so many rows are written."""
    return folder / f"rows-{size}.tab"


def store_of(size: int, folder: Path) -> Path:
    """Where an import of so many rows is kept."""
    return folder / f"imported-{size}.db"


def raw_of(folder: Path) -> Path:
    """Where the driver alone writes the events of a store."""
    return folder / "raw.db"


def measured(size: int, folder: Path, store: Path) -> Measured:
    """Imports so many rows."""
    be_patient()
    spent = Spent()
    with closing(open_store(str(store), create=not store.exists())) as timeline:
        account = spent.on(partial(_imported, timeline, rows_of(size, folder)))
    return Measured(spent.seconds, spent.cpu, most_memory(), account.added)


def _imported(timeline: Timeline, file: Path) -> Account:
    order = Order(LAYER, file.name, f"import {file.name}", correct=True, most=True)
    account = Account()
    for each in imported(timeline, _chunks(timeline, file), order, timeline.moment()):
        account = each
    return account


def _chunks(timeline: Timeline, file: Path) -> Iterator[Chunk]:
    rules = find_rules(LAYER)
    source = Rows(file, rules.reader, frozenset(rules.columns))
    actors = SourceActors(timeline.registry)
    for part, found in surveyed_files(rules, source):
        yield from coded_chunks(rules, part, actors, surveyed=found)


def measured_raw(store: Path, folder: Path) -> Measured:
    """Writes the events that rows stand for with the driver alone."""
    at = raw_of(folder)
    at.unlink(missing_ok=True)
    floor = Spent()
    number = 0
    with closing(open_store(str(store))) as timeline, closing(Raw(at)) as driver:
        batches = timeline.store.batches
        for batch in batches.of(LAYER):
            if number >= _ENOUGH:
                break
            events = batches.events(batch, batches.opened(batch).all())
            while some := [*islice(events, _TOGETHER)]:
                found = [
                    (str(e.originator_id), e.originator_version, e.topic, e.state) for e in some
                ]
                floor.on(partial(driver.write, found))
                number += len(found)
    return Measured(floor.seconds, floor.cpu, 0, number)


def most_memory() -> int:
    """The most memory that this process ever held.

    Where nobody says, what it or the one that began it ever held.
    """
    status = Path("/proc/self/status")
    told = (
        re.search(r"^VmHWM:\s*(\d+) kB$", status.read_text(), re.MULTILINE)
        if status.exists()
        else None
    )
    return (int(told[1]) if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024


class Spent:
    """Seconds spent on something, by the clock and of the processor."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def on(self, what: Callable[[], Result]) -> Result:
        """Does something, and counts what it takes."""
        start, cpu = perf_counter(), process_time()
        result = what()
        self.seconds += perf_counter() - start
        self.cpu += process_time() - cpu
        return result


if __name__ == "__main__":
    print(
        json.dumps(
            measured_raw(Path(sys.argv[2]), Path(sys.argv[3]))
            if sys.argv[1] == "raw"
            else measured(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
        )
    )
