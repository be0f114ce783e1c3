"""A machine-coded layer written as a folder of Parquet files, a part of it in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flow_sides import PairKey
from projections.flows import RULES, FlowKey
from projections.layer_rows import FactRow, fading
from service.handoff import PARTS
from service.handoff import folder as files
from service.handoff.folder import Handed
from service.handoff.reading import read
from service.handoff.tables import FADING_SCHEMA, FLOWS_SCHEMA, OTHERS_SCHEMA
from service.timeline import Timeline
from service.writing import NewFolder, writing_folder

_HELD: Final = 1 << 15
"""Rows of one part that are kept in memory before they are put aside."""

_GROUP: Final = 1 << 17
"""Rows of a group of a file: what an engine reads at once, or leaves out by its least and most."""

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
_MANY_VALUES: Final = ("key", "day", "age", "state")
"""Columns that are not written as numbers of a few different values."""

_IN_ORDER: Final = ("day", "age")
"""Columns whose values are written as what each is greater by than the one before."""

Said = Callable[[int], object]
"""Hears how many facts were read so far."""


class _Numbers(dict[Any, int]):
    """The number of each value, in the order in which they are met."""

    def __missing__(self, value: object) -> int:
        self[value] = number = len(self)
        return number


class _Part:
    """The rows of one part, put aside as they come."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.name = name
        self._file = file
        self._writer = pa.ipc.new_stream(file, _ASIDE)
        self._rows: list[tuple[object, ...]] = []

    def add(self, row: tuple[object, ...]) -> None:
        """One more row."""
        self._rows.append(row)
        if len(self._rows) >= _HELD:
            self._put_aside()

    def _put_aside(self) -> None:
        columns = zip(*self._rows, strict=True)
        arrays = [pa.array(cells, kind) for cells, kind in zip(columns, _ASIDE.types, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=_ASIDE))
        self._rows = []

    def close(self) -> None:
        """Ends what was put aside."""
        if self._rows:
            self._put_aside()
        self._writer.close()
        self._file.close()


class Writing(NamedTuple):
    """Numbers of pairs and sorts that were met, and the rows by part."""

    pairs: _Numbers
    sorts: _Numbers
    parts: list[_Part]

    def add(self, fact: Fact, row: FactRow) -> None:
        """One more row of a fact."""
        flow = row.flow
        self.parts[files.part_of(row.pair, len(self.parts))].add(
            (
                self.pairs[row.pair],
                flow.toward,
                self.sorts[flow.sort],
                flow.day - _EPOCH,
                flow.known - flow.day,
                row.counts,
                fact.handle,
            )
        )


def export(  # noqa: PLR0913  # what is asked has five parts
    timeline: Timeline,
    layer: str,
    place: str,
    limit: int,
    known_on: date | None = None,
    *,
    parts: int = PARTS,
    said: Said = int,
) -> Handed:
    """Writes a layer as of a point of knowledge; of what is recorded meanwhile it has nothing.

    Raises Failure for a place that holds something else, or cannot be written.
    """
    head, last = timeline.head(), timeline.last_instant()
    as_of = AsOf(date.max, known_on, last)
    with writing_folder(place, files.ours, limit) as folder:
        writing, rows, others = _put_aside(timeline, layer, as_of, (folder, parts), said)
        found = Handed(
            layer=layer,
            lens=RULES,
            known_on=known_on.isoformat() if known_on else "",
            recorded_by=last.isoformat() if last else "",
            position=head.position,
            digest=head.digest.hex(),
            parts=parts,
            rows=rows,
            others=len({stream for stream, *_ in others}),
        )
        pairs, sorts = [*writing.pairs], [*writing.sorts]
        for number, part in enumerate(writing.parts):
            table = _sorted(folder.folder / part.name, pairs, sorts)
            _write(folder, files.part_name(number), table, found)
            folder.drop(part.name)
        _write(folder, files.FADING, _fading(sorts), found)
        _write(folder, files.OTHERS, _table(_columns(others, OTHERS_SCHEMA), OTHERS_SCHEMA), found)
        with closing(folder.file(files.LIST)) as file:
            file.write(found.written.encode())
    return found


Stored = tuple[str, int, str, bytes]
"""An event as it is stored: stream, version, topic and state."""


def _put_aside(
    timeline: Timeline, layer: str, as_of: AsOf, into: tuple[NewFolder, int], said: Said
) -> tuple[Writing, int, list[Stored]]:
    """The rows by part, how many they are, and the events of facts that are not rows."""
    folder, parts = into
    others: list[Stored] = []
    number = 0
    with ExitStack() as open_parts:
        named = (f"aside/{each}" for each in range(parts))
        made = [open_parts.enter_context(closing(_Part(each, folder.file(each)))) for each in named]
        writing = Writing(_Numbers(), _Numbers(), made)
        for facts, found in enumerate(read(timeline, layer, as_of), 1):
            for row in found.rows:
                writing.add(found.fact, row)
            number += len(found.rows)
            if found.by_itself:
                others += _stored(timeline, found.fact, as_of)
            said(facts)
    return writing, number, others


def _stored(timeline: Timeline, fact: Fact, as_of: AsOf) -> Iterable[Stored]:
    """The events of a fact that were recorded by then, as they are stored."""
    for event in fact.events:
        if event.recorded_at <= as_of.recorded_instant:
            row = timeline.mapper.to_stored_event(event)
            yield str(row.originator_id), row.originator_version, row.topic, row.state


def _sorted(aside: Path, pairs: list[PairKey], sorts: list[FlowKey]) -> Any:
    """The rows of a part by pair and day, with the words that the numbers mean."""
    with aside.open("rb") as file, pa.ipc.open_stream(file) as stream:
        rows = stream.read_all()
    of_rows = [*range(len(pairs))]
    of_rows.sort(key=pairs.__getitem__)
    ranks = pa.array(_inverse(of_rows), pa.int32())
    rows = rows.append_column("rank", pc.take(ranks, rows["pair"]))
    by = [(name, "ascending") for name in ("rank", "day", "toward", "sort", "key")]
    rows = rows.sort_by(by).combine_chunks()
    columns: dict[str, Any] = {name: rows[name] for name in _PLAIN}
    columns |= _words(rows["pair"], pairs, {"a": lambda pair: pair[0], "b": lambda pair: pair[1]})
    columns |= _words(rows["sort"], sorts, {name: _of(name) for name in FlowKey._fields[:3]})
    columns |= _words(rows["sort"], sorts, {"ledger": lambda sort: sort.ledger.name.lower()})
    for name in ("weight", "half_life", "meets"):
        of_sorts = pa.array([getattr(sort, name) for sort in sorts], FLOWS_SCHEMA.field(name).type)
        columns[name] = pc.take(of_sorts, rows["sort"])
    return _table((columns[name] for name in FLOWS_SCHEMA.names), FLOWS_SCHEMA)


def _of(name: str) -> Callable[[Any], str]:
    return lambda sort: str(getattr(sort, name))


def _inverse(order: list[int]) -> list[int]:
    """At which place of an order each number is."""
    places = [0] * len(order)
    for place, number in enumerate(order):
        places[number] = place
    return places


def _words(
    numbers: Any, values: list[Any], columns: Mapping[str, Callable[[Any], str]]
) -> dict[str, Any]:
    """Columns of words, from a column of the numbers of what they are words of."""
    found: dict[str, Any] = {}
    for name, word in columns.items():
        words = _Numbers()
        places = pa.array([words[word(value)] for value in values], pa.int32())
        indices = pc.take(places, numbers).combine_chunks()
        found[name] = pa.DictionaryArray.from_arrays(indices, pa.array([*words], pa.string()))
    return found


def _fading(sorts: Iterable[FlowKey]) -> Any:
    """What each weight counts for at each age."""
    rows = chain.from_iterable(
        ((weight, half_life, age, counted) for age, counted in enumerate(fading(weight, half_life)))
        for weight, half_life in sorted({(sort.weight, sort.half_life) for sort in sorts})
    )
    return _table(_columns(rows, FADING_SCHEMA), FADING_SCHEMA)


def _columns(rows: Iterable[tuple[Any, ...]], schema: Any) -> list[tuple[Any, ...]]:
    """Rows as columns, also where there is none."""
    return [*zip(*rows, strict=True)] or [()] * len(schema.names)


def _table(columns: Iterable[Any], schema: Any) -> Any:
    arrays = [
        cells.cast(kind) if isinstance(cells, pa.Array | pa.ChunkedArray) else pa.array(cells, kind)
        for cells, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _write(folder: NewFolder, name: str, table: Any, found: Handed) -> None:
    """Writes one file, with what it is of noted in it."""
    table = table.replace_schema_metadata(found.noted)
    names = table.column_names
    encoded: dict[str, Any] = {
        "use_dictionary": [each for each in names if each not in _MANY_VALUES],
        "column_encoding": {each: "DELTA_BINARY_PACKED" for each in names if each in _IN_ORDER},
    }
    with folder.failing(), closing(folder.file(name)) as file:
        pq.write_table(
            table, file, row_group_size=_GROUP, compression="zstd", compression_level=9, **encoded
        )
