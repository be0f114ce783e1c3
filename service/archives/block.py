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

from service.archives.columns import FactColumns, Few, Texts
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
"""The columns of a block: docs/archives.md says what each holds."""

_FEW: Final = tuple(field.name for field in SCHEMA if pa.types.is_dictionary(field.type))
_write: Any = pq.write_table
_SEPARATOR: Final = " > "
T = TypeVar("T")


MOST_BYTES: Final = 1 << 30
"""Bytes of a block, unpacked: one of 65,536 rows has some megabytes."""


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
    if sha256(data).hexdigest() != named:
        raise _damaged(named, "is not what was recorded")
    try:
        file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=list(_FEW))
        if file.metadata.num_rows != rows or _size(file) > MOST_BYTES:
            raise _damaged(named, "holds other rows than were recorded")
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise _damaged(named, f"cannot be read ({error})") from error
    if len(table) != rows or table.column_names != SCHEMA.names:
        raise _damaged(named, "holds other rows than were recorded")
    column = {name: _whole(table.column(name)) for name in SCHEMA.names}
    goldstein = column["goldstein"].dictionary_encode("encode")
    return FactColumns(
        np.zeros(rows, np.int64),
        column["key"],
        column["known"].to_numpy(),
        _few(column["on"], str),
        _few(column["sides"], _read),
        _few(column["shape"], str),
        column["mutual"].to_numpy(zero_copy_only=False),
        _few(column["title"], str),
        cast("Few[int | None]", _few(goldstein, lambda found: found)),
        _few(column["publisher"], str),
        _few(column["published"], str),
        column["url"],
    )


def _size(file: Any) -> int:  # a `ParquetFile`
    """The bytes of its columns, once they are unpacked."""
    groups = (file.metadata.row_group(i) for i in range(file.metadata.num_row_groups))
    return sum(group.total_byte_size for group in groups)


def _damaged(named: str, said: str) -> Damaged:
    return Damaged(f"the block {named[:12]} of a batch {said}.", VERIFY, code="damaged-block")


def _whole(column: Any) -> Texts:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _dictionary(column: Few[T], written: Callable[[T], str]) -> Any:
    values = pa.array([written(value) for value in column.values], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(column.at, pa.int32()), values)


def _few(column: Any, read: Callable[[Any], T]) -> Few[T]:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    values: Sequence[Any] = column.dictionary.to_pylist()
    return Few(
        column.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False),
        [read(value) for value in values],
    )


def _written(sides: TwoSides) -> str:
    return _SEPARATOR.join(",".join(side) for side in sides)


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> TwoSides:
    actors, _, recipients = text.partition(_SEPARATOR)
    return tuple(actors.split(",")), tuple(recipients.split(","))
