"""Every benchmark: `python -m bench` with a million rows.

`python -m bench archive` of a layer of a million rows alone, `python -m bench large` of one of
twenty million, `python -m bench growing` with what people record, `python -m bench serving` of a
served timeline.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import appending, growing, importing, layer, report, serving, starting
from bench.measure import HEADINGS, Row

# Whoever has installed detente runs modules that are compiled once.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

MILLION: Final = 1_000_000
_LARGE: Final = 20 * MILLION
_TITLES: Final = {
    "": "A million rows",
    "archive": "A million rows of an archive",
    "growing": "A hundred thousand facts of one pair, ten thousand reports on one fact",
    "large": "Twenty million rows",
    "serving": "Served over HTTP",
}


def main(size: str = "") -> None:
    found: list[Row] = []
    what, floor, ours, ratio, budget = HEADINGS
    print(
        "Ratios of one run: `<= 1.3` is our time or memory against the floor's, `>= 0.6` our speed"
        " against its speed.\n"
    )
    print(f"{what:50} {floor:>14} {ours:>14} {ratio:>6}  {budget}")
    for row in _SIZES[size]():
        print(row, flush=True)
        found.append(row)
    report.write(_TITLES[size], found)


def usual() -> Iterator[Row]:
    """All that has a budget, with a million rows."""
    yield from starting.rows()
    yield from appending.rows()
    yield from growing.rows()
    yield from archive(MILLION)


def archive(size: int = MILLION) -> Iterator[Row]:
    """A layer of so many rows, and one of a tenth of them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        tenth, whole = (importing.in_a_process(each, folder) for each in (size // 10, size))
        yield from importing.rows(size, whole, folder)
        yield importing.memory(f"{size:,} rows / of {size // 10:,}", tenth, whole, None)
        yield importing.again(size, whole, folder)
        store = importing.store_of(size, folder)
        yield from layer.rows(store, importing.raw_of(folder), whole.facts)


def large() -> Iterator[Row]:
    """What may depend on the size of a store, with twenty million rows.

    Against the same with a million.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        few, many = (importing.in_a_process(each, folder) for each in (MILLION, _LARGE))
        stores = [importing.store_of(each, folder) for each in (MILLION, _LARGE)]
        yield from importing.rows(_LARGE, many, folder)
        yield from importing.grown(few, many, _LARGE // MILLION)
        yield layer.size(stores[1], many.facts)
        yield from layer.grown(*stores)
        yield importing.onto(stores[1], folder)


_SIZES: Final[dict[str, Callable[[], Iterator[Row]]]] = {
    "": usual, "archive": archive, "growing": growing.rows, "large": large, "serving": serving.rows
}  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:2])
