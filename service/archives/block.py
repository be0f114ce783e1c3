"""A columnar block: rows of one batch as Parquet, and back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from domain.batch import MOST_ROWS
from domain.characters import visible
from domain.limits import LINE
from service.archives.columns import FactColumns, Few, Texts, pc
from service.archives.pages import pages_of
from service.archives.values import SEPARATOR, NotWritten, read_sides, wrong_value
from service.sources.templates import TwoSides
from service.store.errors import VERIFY, Damaged

SCHEMA: Final = pa.schema(
    [
        ("key", pa.string()),
        ("known", pa.int32()),
        ("on", pa.dictionary(pa.int32(), pa.string())),
        ("sides", pa.dictionary(pa.int32(), pa.string())),
        ("shape", pa.dictionary(pa.int32(), pa.string())),
        ("mutual", pa.bool_()),
        ("title", pa.dictionary(pa.int32(), pa.string())),
        ("goldstein", pa.int64()),
        ("publisher", pa.dictionary(pa.int32(), pa.string())),
        ("published", pa.dictionary(pa.int32(), pa.string())),
        ("url", pa.string()),
    ]
)
"""The columns of a block: docs/layers.md says what each holds."""

_FEW: Final = tuple(field.name for field in SCHEMA if pa.types.is_dictionary(field.type))
_write: Any = pq.write_table
T = TypeVar("T")


MOST_BYTES: Final = 1 << 30
"""Bytes of a block, unpacked: one of 65,536 rows has some megabytes."""

_LONGEST: Final = 4 * LINE
"""Bytes of a text: those of as many characters as any line or cell holds."""

_OF_DAMAGE: Final = (pa.ArrowException, OSError, ValueError, LookupError, TypeError, RuntimeError)
"""What reading raises where bytes are not a block."""


class Block(NamedTuple):
    """The bytes of a block, and the SHA-256 by which an event names it."""

    digest: str
    data: bytes


def encoded(rows: FactColumns) -> Block:
    """Rows as a block."""
    goldstein = pa.array(rows.goldstein.values, pa.int64()).take(pa.array(rows.goldstein.at))
    columns = (
        rows.keys,
        pa.array(rows.known, pa.int32()),
        _dictionary(rows.on, str),
        _dictionary(rows.sides, _written),
        _dictionary(rows.shapes, str),
        pa.array(rows.mutual),
        _dictionary(rows.titles, str),
        goldstein,
        _dictionary(rows.publishers, str),
        _dictionary(rows.published, str),
        rows.urls,
    )
    table = pa.Table.from_arrays([_whole(column) for column in columns], schema=SCHEMA)
    out = io.BytesIO()
    _write(
        table,
        out,
        compression="zstd",
        compression_level=1,
        use_dictionary=[*_FEW, "goldstein"],
        write_statistics=False,
        store_schema=False,
        row_group_size=max(1, len(table)),
    )
    data = out.getvalue()
    return Block(sha256(data).hexdigest(), data)


def decoded(data: bytes, named: str, rows: int) -> FactColumns:
    """The rows of a block that an event names by its digest, without their lines in a file.

    Raises Damaged for other bytes, and where it has another number of rows.
    """
    column = _read_columns(data, named, rows, SCHEMA.names)
    goldstein = column["goldstein"].dictionary_encode("encode")
    try:
        found = FactColumns(
            np.zeros(rows, np.int64),
            column["key"],
            column["known"].to_numpy(),
            _few(column["on"], str),
            _few(column["sides"], read_sides),
            _few(column["shape"], str),
            column["mutual"].to_numpy(zero_copy_only=False),
            _few(column["title"], str),
            cast("Few[int | None]", _few(goldstein, lambda found: found)),
            _few(column["publisher"], str),
            _few(column["published"], str),
            column["url"],
        )
    except NotWritten as wrong:
        raise _damaged(named, f"holds rows of which {wrong}") from wrong
    said = wrong_value(found)
    if said:
        raise _damaged(named, f"holds rows of which {said}")
    return found


def _read_columns(data: bytes, named: str, rows: int, columns: list[str]) -> dict[str, Any]:
    """Some columns of a block, by name."""
    if sha256(data).hexdigest() != named:
        raise _damaged(named, "is not what was recorded")
    if rows > MOST_ROWS:
        raise _damaged(named, f"holds more rows than any, {rows:,}")
    try:
        file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=list(_FEW))
        said = _misshapen(file, data, rows)
        if said:
            raise _damaged(named, said)
        table = file.read(columns)
        table.validate(full=True)
    except _OF_DAMAGE as error:
        if isinstance(error, Damaged):
            raise
        because = f" ({error})" if isinstance(error, (pa.ArrowException, OSError)) else ""
        raise _damaged(named, f"cannot be read{because}") from error
    found = {name: _whole(table.column(name)) for name in columns}
    said = next(filter(None, (_wrong_column(*each, rows) for each in found.items())), "")
    if said:
        raise _damaged(named, said)
    return found


def _misshapen(file: Any, data: bytes, rows: int) -> str:  # a `ParquetFile`
    """What is wrong with the form of a block, as the end of a sentence: before any of it is read.

    It is written in one piece, with these columns, and none that unpacks to more than it seems.
    """
    said = file.metadata
    if said.num_rows != rows or said.num_row_groups != 1:
        return "holds other rows than were recorded"
    if not file.schema_arrow.equals(SCHEMA):
        return "holds other columns than detente writes"
    unpacked = 0
    for i, field in enumerate(SCHEMA):
        pages = [*pages_of(data, said.row_group(0).column(i))]
        apart = pa.types.is_string(field.type)
        if not all(page.plain or (page.numbered and not apart) for page in pages):
            return f"has its column {field.name} in another form than detente writes"
        unpacked += sum(page.unpacked for page in pages)
    return "unpacks to more than any rows take" if unpacked > MOST_BYTES else ""


def _wrong_column(name: str, column: Any, rows: int) -> str:  # an `Array`
    """What is wrong with a column that was read, whatever its values say."""
    if len(column) != rows:
        return "holds other rows than were recorded"
    if column.null_count and name != "goldstein":
        return f"holds rows without {name}"
    texts = column.dictionary if name in _FEW else column
    if pa.types.is_string(texts.type):
        longest = pc.max(pc.binary_length(texts)).as_py() or 0
        if longest > _LONGEST:
            return f"holds a {name} of {longest:,} bytes"
    return ""


def decoded_keys(data: bytes, named: str, rows: int) -> Texts:
    """The keys of the rows of a block alone. Raises Damaged as `decoded` does."""
    return _read_columns(data, named, rows, ["key"])["key"]


def _damaged(named: str, said: str) -> Damaged:
    return Damaged(
        f"the block {named[:12]} of a batch {visible(said)}.", VERIFY, code="damaged-block"
    )


def _whole(column: Any) -> Texts:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _dictionary(column: Few[T], written: Callable[[T], str]) -> Any:
    """A column with the values of its rows alone."""
    used = column.places
    place = np.zeros(len(column.values), np.int32)
    place[used] = np.arange(len(used))
    values = pa.array([written(column.values[at]) for at in used], pa.string())
    return pa.DictionaryArray.from_arrays(place[column.at], values)


def _few(column: Any, read: Callable[[Any], T]) -> Few[T]:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    values: Sequence[Any] = column.dictionary.to_pylist()
    return Few(
        column.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False),
        [read(value) for value in values],
    )


@lru_cache(maxsize=1 << 16)
def _written(sides: TwoSides) -> str:
    return SEPARATOR.join(",".join(side) for side in sides)
