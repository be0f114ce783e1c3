"""Many batches summed together: what their rows come to for each pair, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from projections.flow_sides import PairKey
from projections.flows import FlowKey
from service.archives.columns import Ints
from service.archives.folding import Folded
from service.store.pair_sums import RunHead, packed, plain

MOST_ROWS: Final = 1_500_000
"""Rows of one run: what is kept of them until it is written takes some 30 megabytes."""


_KEPT: Final = "<i4"
"""How numbers are kept."""

_DAY_BITS: Final = 22
_KIND_BITS: Final = 16
"""A pair, a kind and a day are one number, in their order: to sort these takes the least memory."""


class _Part(NamedTuple):
    """A batch in a run, its rows by pairs and kinds of the run, a number each.

    `late` are those that were known on another day, with that day.
    """

    rows: Ints
    late: Ints
    known: Ints


class Summing:
    """A run while batches are added to it."""

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._pairs: dict[PairKey, int] = {}
        self._kinds: dict[tuple[int, FlowKey], int] = {}
        self._parts: list[_Part] = []
        self._held: list[Ints] = []
        self._loose: dict[int, list[tuple[int, int]]] = {}
        self.rows = 0

    def add(self, position: int, rows: Folded) -> None:
        """Adds the batch at a position."""
        place = len(self._positions)
        self._positions.append(position)
        known = self._pairs
        pairs = np.array([known.setdefault(pair, len(known)) for pair in rows.pairs], np.int64)
        kinds = np.array(
            [self._kinds.setdefault(kind, len(self._kinds)) for kind in rows.kinds], np.int64
        )
        sides = (pairs << (_DAY_BITS + _KIND_BITS))[rows.pair] | (kinds << _DAY_BITS)[rows.kind]
        late = np.flatnonzero(rows.known != rows.day)
        numbers = sides | rows.day
        self._parts.append(_Part(numbers, numbers[late], rows.known[late].astype(np.int32)))
        loose = [known.setdefault(pair, len(known)) for pair, _ in rows.loose]
        for number, (_, row) in zip(loose, rows.loose, strict=True):
            self._loose.setdefault(number, []).append((place, row))
        held = np.flatnonzero(np.bincount(rows.pair, minlength=len(rows.pairs)))
        self._held.append(np.union1d(pairs[held], np.array(loose, np.int64)).astype(np.int32))
        self.rows += len(rows.row)

    @property
    def batches(self) -> int:
        """How many batches it sums."""
        return len(self._positions)

    @property
    def head(self) -> RunHead:
        """Which batches it sums, under which sides and sorts."""
        return RunHead(tuple(self._positions), tuple(self._kinds), bool(self._loose))

    def sums(self) -> Iterator[tuple[str, str, bytes]]:
        """What its rows come to for each pair, in the order of pairs, as it is kept."""
        return ((a, b, packed(sums)) for a, b, sums in self.plain())

    def plain(self) -> Iterator[tuple[str, str, bytes]]:
        """The same before it is made small."""
        names = list(self._pairs)
        same = _Counted.of(_together([part.rows for part in self._parts]), len(names))
        others = _Counted.of(
            _together([part.late for part in self._parts]),
            len(names),
            _together([part.known for part in self._parts]),
        )
        of_held, held = self._holding(len(names))
        # A day is kept as the days since the one before it, the first of a pair as it is.
        steps = np.diff(same.days, prepend=same.days[:1] * 0)
        firsts = np.array([at.start for at in same.of_pair if at.start < at.stop], np.int64)
        steps[firsts] = same.days[firsts]
        late = np.stack((others.kinds, others.days, others.known, others.facts), axis=1)
        for number in sorted(range(len(names)), key=names.__getitem__):
            at, of_late = same.of_pair[number], others.of_pair[number]
            loose = self._loose.get(number, [])
            numbers = (
                at.stop - at.start,
                of_late.stop - of_late.start,
                of_held[number].stop - of_held[number].start,
                len(loose),
            )
            flat = b"".join(
                (
                    same.kinds[at].tobytes(),
                    steps[at].tobytes(),
                    same.facts[at].tobytes(),
                    late[of_late].tobytes(),
                    held[of_held[number]].tobytes(),
                    np.array(loose, _KEPT).tobytes(),
                )
            )
            yield (*names[number], plain(numbers, flat))

    def _holding(self, number: int) -> tuple[list[slice], Ints]:
        """The places of the batches that hold rows of each pair, and where those of a pair lie."""
        pairs = _together(self._held)
        places = np.repeat(np.arange(len(self._held)), [len(each) for each in self._held])
        order = np.argsort(pairs, kind="stable")
        return _slices(pairs[order], number), places[order].astype(_KEPT)


class _Counted(NamedTuple):
    """Rows that are the same counted: where each pair's lie, and what they are, in order.

    `known` is empty where it was not asked for.
    """

    of_pair: list[slice]
    kinds: Ints
    days: Ints
    known: Ints
    facts: Ints

    @classmethod
    def of(cls, rows: Ints, number: int, known: Ints | None = None) -> _Counted:
        """Of rows of so many pairs, and the days on which they were known."""
        if known is None:
            rows.sort()
        else:
            order = np.lexsort((known, rows))
            rows, known = rows[order], known[order]
        new = np.ones(len(rows), np.bool_)
        new[1:] = rows[1:] != rows[:-1]
        if known is not None:
            new[1:] |= known[1:] != known[:-1]
        first = np.flatnonzero(new)
        facts = np.diff(first, append=len(rows)).astype(_KEPT)
        rows = rows[first]
        return cls(
            _slices(rows, number, 1 << (_DAY_BITS + _KIND_BITS)),
            (rows >> _DAY_BITS & (1 << _KIND_BITS) - 1).astype(_KEPT),
            (rows & (1 << _DAY_BITS) - 1).astype(_KEPT),
            (rows[:0] if known is None else known[first]).astype(_KEPT),
            facts,
        )


def _together(columns: list[Ints]) -> Ints:
    return np.concatenate(columns) if columns else np.zeros(0, np.int64)


def _slices(pairs: Ints, number: int, each: int = 1) -> list[slice]:
    """Where each pair's rows lie among rows in the order of pairs, numbered by steps of `each`."""
    ends: list[int] = np.searchsorted(pairs, np.arange(number + 1) * each).tolist()
    return [slice(*between) for between in pairwise(ends)]
