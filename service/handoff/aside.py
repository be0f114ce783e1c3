"""The rows of a layer while they are handed off: put aside by part, and sorted part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute
from pyarrow import ipc

from projections.flow_sides import PairKey
from projections.flows import FlowKey
from projections.layer_rows import FactRow
from service.archives.columns import Ints
from service.folders import NewFolder
from service.handoff import folder as files
from service.handoff.reading import Columns
from service.handoff.tables import FLOWS_SCHEMA, table_of

pc: Any = pyarrow.compute
"""Its functions are made as it is imported, and have no types."""

_HELD: Final = 1 << 17
"""Rows that are kept in memory before they are put aside."""

_SINGLE: Final = 1 << 14
"""Rows that come one by one and are kept as such before they are put into columns."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_ASIDE: Final = pa.schema(
    [
        ("pair", pa.int32()),
        ("toward", pa.int8()),
        ("sort", pa.int32()),
        ("day", pa.int32()),
        ("late_days", pa.int32()),
        ("counts", pa.bool_()),
        ("key", pa.string()),
    ]
)
"""Rows before they are sorted, with numbers for pairs and sorts."""

_PLAIN: Final = ("toward", "day", "late_days", "counts", "key")


class _Numbers(dict[Any, int]):
    """The number of each value, in the order in which they are met."""

    def __missing__(self, value: object) -> int:
        self[value] = number = len(self)
        return number

    def of_places(self, places: Ints, values: Sequence[object]) -> Ints:
        """Numbers of values, from the places of these; a value that none has gets no number."""
        used: list[int] = np.flatnonzero(np.bincount(places, minlength=len(values))).tolist()
        there = np.zeros(len(values), np.int32)
        there[used] = [self[values[place]] for place in used]
        return there[places]


class Aside:
    """Rows by part, kept on disk until they are sorted; `rows` is how many there are."""

    def __init__(self, folder: NewFolder, parts: int) -> None:
        self._folder = folder
        self._names = [f"aside/{number}" for number in range(parts)]
        self._files = [folder.file(name) for name in self._names]
        with folder.failing():
            self._writers = [ipc.new_stream(file, _ASIDE) for file in self._files]
        self._pairs, self._sorts = _Numbers(), _Numbers()
        self._part_of: list[int] = []
        self._single: list[tuple[object, ...]] = []
        self._held: list[Any] = []
        self.rows = 0

    @property
    def sorts(self) -> Sequence[FlowKey]:
        """The sorts of all rows."""
        return [*self._sorts]

    # Adding

    def add(self, key: str, row: FactRow) -> None:
        """Adds a row of the fact of a key."""
        flow = row.flow
        self._single.append(
            (
                self._pairs[row.pair],
                flow.toward,
                self._sorts[flow.sort],
                flow.day - _EPOCH,
                flow.known - flow.day,
                row.counts,
                key,
            )
        )
        if len(self._single) >= _SINGLE:
            self._hold_single()

    def add_columns(self, rows: Columns) -> None:
        """Adds rows in columns."""
        towards = np.array([toward for toward, _ in rows.kinds], np.int8)
        sorts = [sort for _, sort in rows.kinds]
        self._hold(
            self._pairs.of_places(rows.pair, rows.pairs),
            towards[rows.kind],
            self._sorts.of_places(rows.kind, sorts),
            rows.day - _EPOCH,
            rows.known - rows.day,
            np.ones(len(rows.day), np.bool_),
            rows.keys,
        )

    def _hold_single(self) -> None:
        single, self._single = self._single, []
        if single:
            self._hold(*zip(*single, strict=True))

    def _hold(self, *columns: Any) -> None:
        arrays = [pa.array(cells, kind) for cells, kind in zip(columns, _ASIDE.types, strict=True)]
        self._held.append(pa.record_batch(arrays, schema=_ASIDE))
        if sum(map(len, self._held)) >= _HELD:
            self._put_aside()

    def _put_aside(self) -> None:
        """Puts the rows that are held with those of their parts."""
        rows = pa.Table.from_batches(self._held, _ASIDE).combine_chunks()
        self._held = []
        new = [*self._pairs][len(self._part_of) :]
        self._part_of += [files.part_of(pair, len(self._files)) for pair in new]
        part = np.array(self._part_of, np.int32)[rows["pair"].to_numpy()]
        rows = rows.take(pa.array(np.argsort(part, kind="stable")))
        ends = np.cumsum(np.bincount(part, minlength=len(self._files))).tolist()
        with self._folder.failing():
            for writer, start, end in zip(self._writers, [0, *ends], ends, strict=False):
                if end > start:
                    writer.write_table(rows.slice(start, end - start))
        self.rows += len(rows)

    def finish(self) -> None:
        """Ends what was put aside, so that it can be sorted."""
        self._hold_single()
        if self._held:
            self._put_aside()
        with self._folder.failing():
            for each in (*self._writers, *self._files):
                each.close()

    def close(self) -> None:
        """Lets go of the files; what is not written by now is not wanted."""
        for file in self._files:
            with suppress(OSError):
                file.close()

    # Sorting

    def sorted(self, part: int) -> Any:
        """The rows of a part by pair, day, direction and key, which are kept no longer."""
        name = self._names[part]
        with (self._folder.folder / name).open("rb") as file, ipc.open_stream(file) as stream:
            rows = stream.read_all().combine_chunks()
        self._folder.drop(name)
        rows = rows.take(_order(rows, self._ranks))
        columns: dict[str, Any] = {name: rows[name] for name in _PLAIN}
        for of, words in (("pair", self._words_of_pairs), ("sort", self._words_of_sorts)):
            numbers = rows[of].combine_chunks()
            for name, (places, values) in words.items():
                indices = pc.take(places, numbers)
                columns[name] = pa.DictionaryArray.from_arrays(indices, values)
        for name, of_sorts in self._figures.items():
            columns[name] = pc.take(of_sorts, rows["sort"])
        return table_of((columns[name] for name in FLOWS_SCHEMA.names), FLOWS_SCHEMA)

    @cached_property
    def _ranks(self) -> Ints:
        """The place of each pair among all of them in order."""
        pairs: list[PairKey] = [*self._pairs]
        ranks = np.zeros(len(pairs), np.int64)
        ranks[sorted(range(len(pairs)), key=pairs.__getitem__)] = np.arange(len(pairs))
        return ranks

    @cached_property
    def _words_of_pairs(self) -> dict[str, tuple[Any, Any]]:
        return {
            name: _words(pair[at] for pair in self._pairs) for at, name in enumerate(("a", "b"))
        }

    @cached_property
    def _words_of_sorts(self) -> dict[str, tuple[Any, Any]]:
        word: dict[str, Callable[[FlowKey], str]] = {
            "kind": lambda sort: sort.kind,
            "what": lambda sort: sort.what,
            "domain": lambda sort: sort.domain,
            "ledger": lambda sort: sort.ledger.name.lower(),
        }
        return {name: _words(map(of, self.sorts)) for name, of in word.items()}

    @cached_property
    def _figures(self) -> dict[str, Any]:
        names = ("weight", "half_life", "meets")
        return {
            name: pa.array(
                [getattr(sort, name) for sort in self.sorts], FLOWS_SCHEMA.field(name).type
            )
            for name in names
        }


def _order(rows: Any, ranks: Ints) -> Any:
    """The places of rows in their order."""
    day = rows["day"].to_numpy().astype(np.int64)
    days = day - (day.min() if len(day) else 0)
    whole = int(days.max()) + 1 if len(day) else 1
    at = (ranks[rows["pair"].to_numpy()] * whole + days) * 3 + rows["toward"].to_numpy() + 1
    # Each a sort of one column: both at once take several times as long.
    by_key = pc.sort_indices(rows["key"]).to_numpy()
    return pa.array(by_key[np.argsort(at[by_key], kind="stable")])


def _words(words: Iterable[str]) -> tuple[Any, Any]:
    """Where the word of each number is among the different words, and these."""
    numbers = _Numbers()
    places = pa.array([numbers[word] for word in words], pa.int32())
    return places, pa.array([*numbers], pa.string())
