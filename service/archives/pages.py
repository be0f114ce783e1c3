"""The pages of a block as their own headers say them: a footer may say anything of them."""

# A footer is what is read first, and what a reader believes of sizes; but what it unpacks is what
# the header of each page says. These are in Thrift's compact protocol; of it only numbers and
# structures are in such a header. Source: parquet.thrift and thrift-compact-protocol.md, 2024.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

DICTIONARY: Final = 2
"""The kind of a page of values that rows are numbered by."""

PLAIN: Final = 0
_NUMBERED: Final = frozenset({2, 8})
"""Encodings of pages that number the values of a dictionary."""

_KIND, _UNPACKED, _PACKED = 1, 2, 3
_OF_KIND: Final = {0: 5, DICTIONARY: 7, 3: 8}
"""The field that describes a page of a kind; of a page of data of either version, and others."""

_ENCODING: Final = {0: 2, DICTIONARY: 2, 3: 4}
"""The field of the encoding in these."""

_DEEPEST: Final = 4


class Page(NamedTuple):
    """A page of a column: its kind, its bytes once they are unpacked, and how they are written."""

    kind: int
    unpacked: int
    encoding: int

    @property
    def numbered(self) -> bool:
        """Whether it belongs to a column that keeps its different values once."""
        return self.kind == DICTIONARY or self.encoding in _NUMBERED

    @property
    def plain(self) -> bool:
        """Whether its values are written one after the other."""
        return self.kind != DICTIONARY and self.encoding == PLAIN


def pages_of(data: bytes, column: Any) -> Iterator[Page]:  # a `ColumnChunkMetaData`
    """The pages of a column, in their order.

    Raises ValueError, LookupError or TypeError for anything else.
    """
    at = column.data_page_offset
    if column.has_dictionary_page and column.dictionary_page_offset:
        at = min(at, column.dictionary_page_offset)
    end = at + column.total_compressed_size
    if not 0 < at <= end <= len(data):
        raise ValueError("a column lies outside of its block")
    while at < end:
        header = _Header(data, at)
        fields = header.structure()
        kind, packed = fields[_KIND], fields[_PACKED]
        described = fields[_OF_KIND[kind]]
        if min(packed, fields[_UNPACKED]) < 0:
            raise ValueError("a page has fewer bytes than none")
        yield Page(kind, fields[_UNPACKED], described[_ENCODING[kind]])
        at = header.at + packed


class _Header:
    """A structure of numbers and structures, read from a place on."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at

    def structure(self, depth: int = 0) -> dict[int, Any]:
        """Its fields by their numbers."""
        found: dict[int, Any] = {}
        number = 0
        while byte := self._byte():
            number = number + (byte >> 4) if byte >> 4 else self._number()
            kind = byte & 15
            if number in found:
                raise ValueError("a field is there twice")
            if kind in (1, 2):
                found[number] = kind == 1
            elif kind in (4, 5, 6):
                found[number] = self._number()
            elif kind == 12 and depth < _DEEPEST:
                found[number] = self.structure(depth + 1)
            else:
                raise ValueError("a page has fields that detente never writes")
        return found

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _number(self) -> int:
        """A whole number: seven bits a byte, and its sign in the last bit of all."""
        found = shift = 0
        while shift < 70:
            byte = self._byte()
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return (found >> 1) ^ -(found & 1)
        raise ValueError("a number is too long")
