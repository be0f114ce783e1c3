"""What is read of the rows of a table: asked once of each different text or row of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

import numpy as np
import pyarrow as pa

from service.archives.columns import Few, Flags, Growing, Ints, Places
from service.archives.table import Table
from service.sources.cell_readers import CellReader, Cells

T = TypeVar("T")
U = TypeVar("U")
_SCARCE: Final = 64
"""Where numbers are as many times greater than there are rows, a table of all takes longer."""


class Distinct:
    """The different rows of texts that some columns of a table hold."""

    def __init__(self, table: Table, columns: Sequence[int]) -> None:
        found = [table.few(at) for at in columns]
        self.columns = tuple(columns)
        if not found:
            self.at: Places = np.zeros(len(table.lines), np.int32)
            self._texts: list[Sequence[str]] = []
            self.count = min(1, len(table.lines))
        elif len(found) == 1:
            self.at, self._texts = found[0].at, [found[0].values]
            self.count = len(found[0].values)
        else:
            self.at, places = combined([(each.at, len(each.texts)) for each in found])
            self._texts = [
                [each.values[i] for i in at.tolist()]
                for each, at in zip(found, places, strict=True)
            ]
            self.count = len(self._texts[0])

    def asked(self, read: Callable[[Cells], T], width: int) -> Few[T]:
        """What is read of each row."""
        cells = [""] * width
        found: list[T] = []
        for i in range(self.count):
            self.fill(cells, i)
            found.append(read(cells))
        return Few(self.at, found)

    def fill(self, cells: list[str], i: int) -> None:
        """Puts the texts of one of them into cells."""
        for at, texts in zip(self.columns, self._texts, strict=True):
            cells[at] = texts[i]


class Mapped(Generic[T, U]):
    """What something says of each value of a list that only grows, asked once of each.

    For another list it begins again.
    """

    def __init__(self, says: Callable[[T], U]) -> None:
        self._says = says
        self._of: Sequence[T] = ()
        self._found: Growing[U] = Growing()

    def of(self, values: Sequence[T]) -> Growing[U]:
        """What it says of each, in a list that grows with theirs."""
        if values is not self._of:
            self._of, self._found = values, Growing()
        for i in range(len(self._found), len(values)):
            self._found.append(self._says(values[i]))
        return self._found


def asked(table: Table, reader: CellReader[T], width: int) -> Few[T]:
    """What a reader reads of each row of a table."""
    return Distinct(table, reader.columns).asked(reader.read, width)


def combined(columns: Sequence[tuple[Places, int]]) -> tuple[Places, list[Ints]]:
    """The different rows of some columns of places, each with how many different ones it has.

    The place of each row among these, and their places in each column.
    """
    at, first = columns[0]
    places: list[Ints] = [np.arange(first)]
    for other, count in columns[1:]:
        at, values = distinct(at.astype(np.int64) * count + other, len(places[0]) * count)
        places = [*(place[values // count] for place in places), values % count]
    return at, places


def distinct(numbers: Ints, below: int | None = None) -> tuple[Places, Ints]:
    """The place of each number among the different ones, and these; `below` is more than any."""
    if below is None or below > _SCARCE * len(numbers):
        found = pa.array(numbers).dictionary_encode()
        return found.indices.to_numpy(), found.dictionary.to_numpy()
    there = np.zeros(below, np.bool_)
    there[numbers] = True
    values = np.flatnonzero(there)
    places = np.zeros(below, np.int32)
    places[values] = np.arange(len(values))
    return places[numbers], values


def flags(found: Few[T], holds: Callable[[T], bool]) -> Flags:
    """Whether something holds of the value of each row."""
    each = np.fromiter(map(holds, found.values), np.bool_, len(found.values))
    return each[found.at] if each.any() else np.zeros(len(found.at), np.bool_)


def numbers(found: Few[T], number: Callable[[T], int]) -> Ints:
    """A number for the value of each row."""
    return np.fromiter(map(number, found.values), np.int64, len(found.values))[found.at]
