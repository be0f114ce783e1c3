"""Keys of rows among those of many batches: by their ends, or where these say little by hashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from service.archives.block import decoded_keys
from service.archives.columns import Ints, Texts, pc
from service.store.batches import Batch, Batches

_FEW: Final = 4
"""So many batches are looked into one by one; more are looked up by the hashes of their keys."""


class Places(NamedTuple):
    """Where keys are: the places of keys, and of the rows of a batch that have them."""

    batch: Batch
    keys: Ints
    rows: Ints


class _Segment(NamedTuple):
    """Hashes of keys in order, and the batch of each by its place in a list."""

    hashes: Ints
    batches: Ints


class KeysOfBatches:
    """The keys of batches, those that are added in turn."""

    def __init__(self, batches: Batches) -> None:
        self._batches = batches
        self._added: list[Batch] = []
        self._segments: list[_Segment] = []
        self._hashed = 0

    def add(self, batches: Sequence[Batch]) -> None:
        """Takes in those of a list that come after those of before."""
        self._added += batches[len(self._added) :]

    def find(self, keys: Texts) -> Iterator[Places]:
        """Where some keys are; each batch comes once."""
        ends = pc.min_max(keys).as_py()
        near = [
            each
            for each in self._added
            if each.recorded.least <= ends["max"] and ends["min"] <= each.recorded.greatest
        ]
        if len(near) > _FEW:
            near = self._with_hashes_of(keys)
        for batch in near:
            found = both(keys, self._keys(batch))
            if len(found[0]):
                yield Places(batch, *found)

    def _keys(self, batch: Batch) -> Texts:
        kept = self._batches.kept(batch)
        return decoded_keys(*self._batches.block_of(batch)) if kept is None else kept.rows.keys

    def _with_hashes_of(self, keys: Texts) -> list[Batch]:
        """The batches that have a key of the same hash as one of some."""
        while self._hashed < len(self._added):
            self._hash(self._hashed)
            self._hashed += 1
        wanted = np.sort(_hashes(keys))
        found = set[int]()
        for hashes, batches in self._segments:
            at = np.searchsorted(hashes, wanted)
            at[at == len(hashes)] = 0
            found.update(batches[at[hashes[at] == wanted]].tolist())
        return [self._added[place] for place in sorted(found)]

    def _hash(self, place: int) -> None:
        """Takes the keys of a batch in: segments of one size become one."""
        hashes = np.sort(_hashes(self._keys(self._added[place])))
        new = _Segment(hashes, np.full(len(hashes), place, np.int32))
        while self._segments and len(self._segments[-1].hashes) <= 2 * len(new.hashes):
            new = _joined(self._segments.pop(), new)
        self._segments.append(new)


def _joined(one: _Segment, other: _Segment) -> _Segment:
    hashes = np.concatenate([one.hashes, other.hashes])
    order = np.argsort(hashes, kind="stable")
    return _Segment(hashes[order], np.concatenate([one.batches, other.batches])[order])


def _hashes(keys: Texts) -> Ints:
    texts: list[str] = keys.to_pylist()
    return np.fromiter(map(hash, texts), np.int64, len(texts))


def both(keys: Texts, others: Texts) -> tuple[Ints, Ints]:
    """The places of keys that are among others, and the places of these."""
    mine, there = _within(keys, others), _within(others, keys)
    found = pc.index_in(keys.take(mine), value_set=others.take(there))
    places = found.fill_null(-1).to_numpy(zero_copy_only=False)
    hits = places >= 0
    return mine.to_numpy()[hits], there.to_numpy()[places[hits]]


def _within(keys: Texts, others: Texts) -> Any:  # an array of `pyarrow`
    """The places of keys that lie between the least and the greatest of others."""
    ends = pc.min_max(others)
    inside = pc.and_(pc.greater_equal(keys, ends["min"]), pc.less_equal(keys, ends["max"]))
    found: Any = pc.indices_nonzero(inside)
    return found
