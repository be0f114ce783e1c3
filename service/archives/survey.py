"""A file's codes looked over many at once, before any row is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from service.archives.table import Table, Tables, in_tables
from service.sources.part import Part
from service.sources.reader import Rows
from service.sources.rules import Rules
from service.sources.survey import Counted, Survey, surveyed_parts

SIZE: Final = 8_000_000
"""Bytes of a file that are looked over at once."""


def surveyed_files(rules: Rules, rows: Rows, size: int = SIZE) -> Iterator[tuple[Part, Survey]]:
    """Each file of a source with what its codes show: all of them are looked over first.

    Raises Failure.
    """

    def count(part: Part, at: int, counted: Counted) -> None:
        if in_tables(part):
            tables = Tables(part, [at], [])
            for block in part.blocks(size):
                table = tables.table(block)
                part.pass_by(table.count)
                for line, text, times in sorted(_texts(part, table, at)):
                    counted.add(text, line, times)
        counted.count(part.texts(at))

    return surveyed_parts(rules, rows, count=count)


def _texts(part: Part, table: Table, at: int) -> Iterator[tuple[int, str, int]]:
    """The different texts of a column, each with its first line and how many lines have it."""
    column = table.few(at)
    times = np.bincount(column.at, minlength=len(column.values)).tolist()
    first = np.zeros(len(column.values), np.int64)
    # Of several rows with one text, the one that is written last stays.
    first[column.at[::-1]] = table.lines[::-1]
    for place, text, number in zip(first.tolist(), column.values, times, strict=True):
        if not part.may_name(text, at):
            yield table.first + place, text, number
    apart = np.ones(table.count, np.bool_)
    apart[table.lines] = False
    for place in np.flatnonzero(apart).tolist():
        number, line = table.line(place)
        there = part.text_in(line, at)
        if there is not None:
            yield number, there, 1
