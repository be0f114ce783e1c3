"""Every benchmark: `python -m bench` with a million rows.

`python -m bench large` with twenty million, `python -m bench growing` with what people record,
`python -m bench serving` of a served timeline.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import appending, growing, importing, layer, report, serving, starting
from bench.measure import HEADINGS, Row

MILLION: Final = 1_000_000
_TITLES: Final = {
    "": "A million rows",
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
    for row in {"": usual, "growing": growing.rows, "large": large, "serving": serving.rows}[
        size
    ]():
        print(row, flush=True)
        found.append(row)
    report.write(_TITLES[size], found)


def usual() -> Iterator[Row]:
    """All that has a budget, with a million rows."""
    yield from starting.rows()
    yield from appending.rows()
    yield from growing.rows()
    with TemporaryDirectory() as name:
        folder = Path(name)
        yield from importing.rows(MILLION, folder)
        yield from layer.rows(importing.store_of(MILLION, folder))


def large() -> Iterator[Row]:
    """What may depend on the size of a store, with twenty million rows.

    Against the same with a million.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        few, many = (layer.filled(folder / f"{size}.db", size) for size in (MILLION, 20 * MILLION))
        yield from layer.grown(few, many)
        yield from _named(importing.onto(many, MILLION // 5, folder), "into 20,000,000: ")


def _named(rows: Iterable[Row], prefix: str) -> Iterator[Row]:
    return (row._replace(what=prefix + row.what) for row in rows)


if __name__ == "__main__":
    main(*sys.argv[1:2])
