"""The columns of the tables in which a layer is handed off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa

_WORDS: Final = pa.dictionary(pa.int32(), pa.string())
FLOWS_SCHEMA: Final = pa.schema(
    [
        ("a", _WORDS),
        ("b", _WORDS),
        ("toward", pa.int8()),
        ("kind", _WORDS),
        ("what", _WORDS),
        ("domain", _WORDS),
        ("weight", pa.int32()),
        ("half_life", pa.int16()),
        ("ledger", _WORDS),
        ("meets", pa.bool_()),
        ("day", pa.date32()),
        ("late_days", pa.int32()),
        ("counts", pa.bool_()),
        ("key", pa.string()),
    ],
)
FADING_SCHEMA: Final = pa.schema(
    [
        ("weight", pa.int32()),
        ("half_life", pa.int16()),
        ("age", pa.int16()),
        ("counted", pa.int32()),
    ]
)
OTHERS_SCHEMA: Final = pa.schema(
    [
        ("stream", pa.string()),
        ("version", pa.int32()),
        ("topic", pa.string()),
        ("state", pa.binary()),
    ]
)


def table_of(columns: Iterable[Any], schema: Any) -> Any:
    """Columns as a table, each in the type that it has there."""
    arrays = [
        cells.cast(kind) if isinstance(cells, pa.Array | pa.ChunkedArray) else pa.array(cells, kind)
        for cells, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
