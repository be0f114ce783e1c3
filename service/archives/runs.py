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

MOST_ROWS: Final = 6_000_000
"""Rows of one run: what is kept of them until it is written takes some 150 megabytes."""


class _Part(NamedTuple):
    """A batch in a run, its rows by pairs and kinds of the run."""

    pair: Ints
    kind: Ints
    day: Ints
    known: Ints


class Summing:
    """A run while batches are added to it."""

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._pairs: dict[PairKey, int] = {}
        self._kinds: dict[tuple[int, FlowKey], int] = {}
        self._parts: list[_Part] = []
        self._held: list[tuple[int, int]] = []
        self._loose: dict[int, list[tuple[int, int]]] = {}
        self.rows = 0

    def add(self, position: int, rows: Folded) -> None:
        """Adds the batch at a position."""
        place = len(self._positions)
        self._positions.append(position)
        known = self._pairs
        pairs = np.array([known.setdefault(pair, len(known)) for pair in rows.pairs], np.int32)
        kinds = np.array(
            [self._kinds.setdefault(kind, len(self._kinds)) for kind in rows.kinds], np.int16
        )
        self._parts.append(
            _Part(
                pairs[rows.pair],
                kinds[rows.kind],
                rows.day.astype(np.int32),
                rows.known.astype(np.int32),
            )
        )
        held = set(pairs[np.unique(rows.pair)].tolist())
        for pair, row in rows.loose:
            number = known.setdefault(pair, len(known))
            held.add(number)
            self._loose.setdefault(number, []).append((place, row))
        self._held += [(pair, place) for pair in sorted(held)]
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
        pair, kind, day, known = (
            np.concatenate([part[i] for part in self._parts])
            if self._parts
            else np.zeros(0, np.int32)
            for i in range(4)
        )
        same = _counted(pair, kind, day)
        other = known != day
        others = _counted(pair[other], kind[other], day[other], known[other])
        names = list(self._pairs)
        of_pair = _slices(same[0], len(names))
        of_others = _slices(others[0], len(names))
        held: dict[int, list[int]] = {}
        for number, place in self._held:
            held.setdefault(number, []).append(place)
        kinds, days, facts = (column.astype("<i4") for column in same[1:])
        # A day is kept as the days since the one before it, the first of a pair as it is.
        steps = np.diff(days, prepend=days[:1] * 0)
        firsts = np.array([at.start for at in of_pair if at.start < at.stop], np.int64)
        steps[firsts] = days[firsts]
        late = np.stack(others[1:], axis=1).astype("<i4")
        for number in sorted(range(len(names)), key=names.__getitem__):
            at, of_late = of_pair[number], of_others[number]
            loose = self._loose.get(number, [])
            numbers = (
                at.stop - at.start,
                of_late.stop - of_late.start,
                len(held[number]),
                len(loose),
            )
            flat = b"".join(
                (
                    kinds[at].tobytes(),
                    steps[at].tobytes(),
                    facts[at].tobytes(),
                    late[of_late].tobytes(),
                    np.array(held[number], "<i4").tobytes(),
                    np.array(loose, "<i4").tobytes(),
                )
            )
            yield (*names[number], plain(numbers, flat))


def _counted(*columns: Ints) -> list[Ints]:
    """Rows that are the same counted: their columns in order, and how many there are of each."""
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    if not len(order):
        return [*ordered, np.zeros(0, np.int64)]
    new = np.zeros(len(order), np.bool_)
    new[0] = True
    for column in ordered:
        new[1:] |= column[1:] != column[:-1]
    first = np.flatnonzero(new)
    return [*(column[first] for column in ordered), np.diff(np.append(first, len(order)))]


def _slices(pairs: Ints, number: int) -> list[slice]:
    """Where each pair's rows lie among rows in the order of pairs."""
    ends: list[int] = np.searchsorted(pairs, np.arange(number + 1)).tolist()
    return [slice(*each) for each in pairwise(ends)]
