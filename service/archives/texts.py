"""Texts of rows, a column at a time: which hold nothing but plain characters."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from service.archives.columns import Flags, Ints, Texts
from service.sources.cell_readers import LONGEST_KEY

_PLAIN: Final = (0x20, 0x7E)
"""The first and the last character that is ASCII and printable."""


def plain_keys(texts: Texts) -> Flags:
    """Which texts are keys for certain: short, printable, and ASCII."""
    lengths = np.diff(offsets(texts))
    good: Flags = (lengths > 0) & (lengths <= LONGEST_KEY)
    good[odd(texts)] = False
    return good


def is_key(text: str) -> bool:
    """Whether rules can make such a key."""
    return text.isprintable() and 0 < len(text) <= LONGEST_KEY


def odd(texts: Texts) -> Ints:
    """The places of the texts that hold anything else than printable ASCII, maybe repeated."""
    ends = offsets(texts)
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[ends[0] : ends[-1]]
    first, last = _PLAIN
    # One comparison for both ends: what is less than the first wraps around.
    found = np.flatnonzero(data - np.uint8(first) > np.uint8(last - first)) + ends[0]
    places: Ints = np.searchsorted(ends, found, "right") - 1
    return places


def offsets(texts: Texts) -> Any:  # an array of numbers
    """Where each text begins among the bytes of all, and where the last one ends."""
    found = np.frombuffer(texts.buffers()[1] or bytes(4), np.int32)
    return found[texts.offset : texts.offset + len(texts) + 1]
