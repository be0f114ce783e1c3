"""Rows of a file as they come, some at once, and what a few questions about them come to."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np

from domain.batch import RowsRecorded
from projections.flows import days_of
from service.archives.block import Block
from service.archives.coding import Chunk
from service.archives.columns import FactColumns, Few, Flags, H, pc
from service.sources.outcome import Tally


class Counting:
    """Rows counted by outcome as chunks pass by."""

    def __init__(self) -> None:
        self._facts = self._joined = 0
        self._skipped: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()

    def count(self, chunk: Chunk) -> None:
        """Takes the rows of one more chunk into account."""
        self._facts += chunk.facts.number
        self._joined += chunk.joined
        self._skipped.update(chunk.skipped)
        self._rejected.update(row.column for row in chunk.rejected)

    @property
    def tally(self) -> Tally:
        """How many of each so far."""
        return Tally(
            self._facts,
            self._joined,
            dict(self._skipped.most_common()),
            dict(self._rejected.most_common()),
        )


def first_of_each(rows: FactColumns) -> tuple[FactColumns, int]:
    """The first row of each key, and how many others there are."""
    keys = rows.keys.dictionary_encode()
    if len(keys.dictionary) == rows.number:
        return rows, 0
    _, first = np.unique(keys.indices.to_numpy(), return_index=True)
    return rows.taken(np.sort(first)), rows.number - len(first)


def ends(rows: FactColumns) -> tuple[str, str]:
    """The least and the greatest key, by code point."""
    found = pc.min_max(rows.keys).as_py()
    return found["min"], found["max"]


def days_of_rows(on: Few[str]) -> tuple[str, str]:
    """The first and the last day of dates, as ISO 8601."""
    windows = [days_of(each) for each in on.used]
    first, last = min(each.lo for each in windows), max(each.hi for each in windows)
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


def batch_of(layer: str, rows: FactColumns, block: Block, today: date) -> RowsRecorded:
    """What is recorded of rows together, of which the block holds all."""
    least, greatest = ends(rows)
    first, last = days_of_rows(rows.on)
    return RowsRecorded(
        layer=layer,
        rows=rows.number,
        first=first,
        last=last,
        least=least,
        greatest=greatest,
        block=block.digest,
        known_on=today,
        assumed=True,
    )


def alike(one: FactColumns, other: FactColumns) -> Flags:
    """Which rows say the same, row by row; when it was known is not compared."""
    urls: Flags = pc.equal(one.urls, other.urls).to_numpy(zero_copy_only=False)
    parts = (
        one.mutual == other.mutual,
        urls,
        _equal(one.on, other.on),
        _equal(one.sides, other.sides),
        _equal(one.shapes, other.shapes),
        _equal(one.titles, other.titles),
        _equal(one.goldstein, other.goldstein),
        _equal(one.publishers, other.publishers),
        _equal(one.published, other.published),
    )
    same: Flags = np.logical_and.reduce(parts)
    return same


def _equal(one: Few[H], other: Few[H]) -> Flags:
    """Where two columns have the same values, row by row."""
    places = {value: at for at, value in enumerate(one.values)}
    known = np.array([places.get(value, -1) for value in other.values], np.int64)
    same: Flags = one.at == known[other.at]
    return same
