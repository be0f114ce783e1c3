"""An import of rows as ICEWS has them, measured in a process of its own.

`python -m bench.importing ROWS FOLDER STORE`.
"""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple, TypeVar

from bench import generator
from bench.appending import Raw
from bench.measure import Row
from cli.main import be_patient
from domain.source_actors import SourceActors
from service.opening import bundled_registry, open_store
from service.sources.bulk import Order, imported
from service.sources.coding import coded
from service.sources.reader import Rows
from service.sources.rulebook import find_rules

_SINCE: Final = (
    "SELECT stream, version, topic, state FROM events WHERE position > ? ORDER BY position"
)
Result = TypeVar("Result")


class Measured(NamedTuple):
    """Seconds that an import and its floor took, by the clock and of the processor.

    And the most memory held, in bytes.
    """

    ours: float
    floor: float
    ours_cpu: float
    floor_cpu: float
    memory: int


def rows(size: int, folder: Path) -> Iterator[Row]:
    """The import against its floor, and its memory against that of a tenth.

    The store stays at `store_of(size, folder)`.
    """
    tenth = in_a_process(size // 10, folder)
    whole = in_a_process(size, folder)
    yield Row(f"import of {size:,} rows / raw", whole.floor, whole.ours, 0.2, False)
    yield Row("the same, in seconds of the processor", whole.floor_cpu, whole.ours_cpu, 0.2, False)
    yield Row(
        f"memory of that / of {size // 10:,} rows", tenth.memory, whole.memory, 1.2, True, "MB"
    )


def onto(store: Path, size: int, folder: Path) -> Iterator[Row]:
    """An import of so many rows into a store that holds many others, against its floor."""
    found = in_a_process(size, folder, store)
    yield Row(f"import of {size:,} rows / raw", found.floor, found.ours, 0.2, False)


def in_a_process(size: int, folder: Path, store: Path | None = None) -> Measured:
    """Imports so many rows in a process of its own."""
    file = rows_of(size, folder)
    # Written here: what that takes is no memory of the import.
    generator.write(file, size, bundled_registry())
    command = [
        sys.executable,
        "-m",
        "bench.importing",
        str(size),
        str(folder),
        str(store or store_of(size, folder)),
    ]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    file.unlink()
    return Measured(*json.loads(found.stdout))


def rows_of(size: int, folder: Path) -> Path:
    """Where so many rows are written."""
    return folder / f"rows-{size}.tab"


def store_of(size: int, folder: Path) -> Path:
    """Where an import of so many rows is kept."""
    return folder / f"imported-{size}.db"


def measured(size: int, folder: Path, store: Path) -> Measured:
    """Imports so many rows; after each transaction the driver alone writes what it recorded."""
    be_patient()
    file, rules = rows_of(size, folder), find_rules("icews")
    raw_at = folder / f"raw-{size}.db"
    with (
        closing(open_store(str(store), create=True)) as timeline,
        closing(Raw(raw_at)) as raw,
        closing(sqlite3.connect(store)) as fact_state,
    ):
        outcomes = coded(
            rules,
            Rows(file, rules.reader, frozenset(rules.columns)),
            SourceActors(timeline.registry),
        )
        accounts = imported(
            timeline, outcomes, Order("icews", file.name, "import"), timeline.moment()
        )
        ours, floor = Spent(), Spent()
        last = timeline.head().position
        while ours.on(lambda: next(accounts, None)) is not None:
            found = fact_state.execute(_SINCE, (last,)).fetchall()
            floor.on(partial(raw.write, found))
            last += len(found)
    raw_at.unlink()
    return Measured(ours.seconds, floor.seconds, ours.cpu, floor.cpu, most_memory())


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
    print(json.dumps(measured(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))))
