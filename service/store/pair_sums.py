"""What the rows of a run come to for one pair, as it is kept: read without any library."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple
from zlib import compress, decompress

from projections.flows import FlowKey

_HEAD: Final = struct.Struct("<4I")
_PLAIN: Final = 512
"""Bytes that are kept as they are: to make so few of them fewer takes longer than it is worth."""


class RunHead(NamedTuple):
    """Which batches a run sums, by position in their order, and its sides with their sorts.

    `loose` is whether any of their rows are not summed.
    """

    batches: tuple[int, ...]
    kinds: tuple[tuple[int, FlowKey], ...]
    loose: bool = False

    @property
    def data(self) -> bytes:
        """As it is kept."""
        kinds = [[side, *sort] for side, sort in self.kinds]
        said = {"batches": self.batches, "kinds": kinds, "loose": self.loose}
        return json.dumps(said, separators=(",", ":")).encode()

    @classmethod
    def read(cls, data: bytes) -> RunHead:
        """What `data` wrote."""
        said: dict[str, Any] = json.loads(data)
        kinds = tuple((side, FlowKey(*sort)) for side, *sort in said["kinds"])
        return cls(tuple(said["batches"]), kinds, said["loose"])


class PairSums(NamedTuple):
    """The facts of one day of a pair, as a run sums them.

    By kind and then by day: `kinds`, `days` and `facts` in turn. `others` are those known on
    another day: kind, day, known day and number. `batches` are the places of the batches that hold
    any of its rows; `loose` the places of batch and row of those that are not summed.
    """

    kinds: Sequence[int]
    days: Sequence[int]
    facts: Sequence[int]
    others: Sequence[tuple[int, int, int, int]]
    batches: Sequence[int]
    loose: Sequence[tuple[int, int]]

    @property
    def data(self) -> bytes:
        """As it is kept."""
        steps = (
            [day - before for before, day in zip((0, *self.days[:-1]), self.days, strict=True)]
            if self.days
            else []
        )
        others = [number for other in self.others for number in other]
        loose = [number for each in self.loose for number in each]
        flat = [*self.kinds, *steps, *self.facts, *others, *self.batches, *loose]
        numbers = len(self.days), len(self.others), len(self.batches), len(self.loose)
        return packed(plain(numbers, struct.pack(f"<{len(flat)}i", *flat)))

    @classmethod
    def read(cls, data: bytes) -> PairSums:
        """What `data` wrote."""
        sums, others, batches, _ = _HEAD.unpack_from(data)
        flat = array("i", unpacked(data)[_HEAD.size :])
        if sys.byteorder == "big":
            flat.byteswap()
        if len(flat) != _number(data):
            raise struct.error(_number(data))
        at = 3 * sums
        rest = flat[at : at + 4 * others]
        at += 4 * others
        last = flat[at + batches :]
        return cls(
            flat[:sums],
            [*accumulate(flat[sums : 2 * sums])],
            flat[2 * sums : 3 * sums],
            [*zip(rest[::4], rest[1::4], rest[2::4], rest[3::4], strict=True)],
            flat[at : at + batches],
            [*zip(last[::2], last[1::2], strict=True)],
        )

    @property
    def in_order(self) -> bool:
        """Whether kinds and their days come in order, and none of them twice, as they are read."""
        rows = [*zip(self.kinds, self.days, strict=True)]
        return all(before < after for before, after in pairwise([(-1, 0), *rows]))


def plain(numbers: tuple[int, int, int, int], flat: bytes) -> bytes:
    """Sums before they are made small: how many there are of each, and all of them."""
    return _HEAD.pack(*numbers) + flat


def packed(sums: bytes) -> bytes:
    """Plain sums as they are kept: small where it pays."""
    if len(sums) <= _PLAIN + _HEAD.size:
        return sums
    return min(sums, sums[: _HEAD.size] + compress(sums[_HEAD.size :], 1), key=len)


def unpacked(data: bytes) -> bytes:
    """Plain sums of those that are kept: other versions of zlib make other bytes of them.

    Raises struct.error and zlib.error where they cannot be read.
    """
    if len(data) - _HEAD.size == 4 * _number(data):
        return data
    return data[: _HEAD.size] + decompress(data[_HEAD.size :])


def _number(data: bytes) -> int:
    """How many numbers follow the head of sums, once they are unpacked."""
    sums, others, batches, loose = _HEAD.unpack_from(data)
    found: int = 3 * sums + 4 * others + batches + 2 * loose
    return found


class RunSum(NamedTuple):
    """What a run comes to for a pair: its number and head, and the sums; None where it has none."""

    run: int
    head: bytes
    data: bytes | None


Run = tuple[int, str, bytes]
"""The number of a run, its layer and its head, as they are kept."""
