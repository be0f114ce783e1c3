"""Rows of a machine-coded source that were recorded together: one event for many facts."""

from __future__ import annotations

from typing import ClassVar, Final

from domain.events import Event

STREAM: Final = "batches"
"""The layer of streams that keep the batches: `batches/icews/00000007`."""

MOST_ROWS: Final = 1 << 20
"""Rows of a batch: 65,536 are recorded at once, and none takes more memory than people have."""


class RowsRecorded(Event):
    """Rows of a source, each the first event of its fact, kept in a columnar block.

    `layer` is that of the facts, `rows` how many there are, `first` and `last` the days of the
    earliest and the latest as ISO 8601, `least` and `greatest` their keys by code point, and
    `block` the SHA-256 of the block, in 64 hexadecimal digits. All rows were recorded by the
    author and at the instant of this event.
    """

    stored_as: ClassVar[str] = "rows.recorded/1"

    layer: str
    rows: int
    first: str
    last: str
    least: str
    greatest: str
    block: str


def batch_stream(layer: str, number: int) -> str:
    """The stream of a layer's batch by its number, which counts from 1."""
    return f"{STREAM}/{layer}/{number:08}"


def batches_of(layer: str) -> str:
    """What the names of the streams of a layer's batches begin with, up to a slash."""
    return f"{STREAM}/{layer}"
