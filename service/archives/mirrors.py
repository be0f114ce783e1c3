"""Mirrors among facts in columns: the same pairs as `Collapse` joins, many at once."""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from service.archives.columns import FactColumns, Flags, Ints, Places, Texts
from service.archives.distinct import combined, distinct
from service.archives.drafts import JOINED, Draft
from service.archives.stacking import NO_FACTS, stacked
from service.sources.outcome import Rejected


class Left(NamedTuple):
    """Rows whose outcomes no later row changes."""

    outcomes: Places
    facts: FactColumns
    rejected: list[Rejected]


class Joining:
    """Joins mirrors, of which a draft may have one and a later draft the other.

    As in `Collapse`, each row waits until `window` further ones have come. `_open` are the facts
    among those that wait which may still have a mirror, and `_texts` those by which it is known.
    """

    def __init__(self, window: int) -> None:
        self._window = window
        self._outcomes: Places = np.zeros(0, np.int32)
        self._facts = NO_FACTS
        self._at: Ints = np.zeros(0, np.int64)
        self._rejected: list[tuple[int, Rejected]] = []
        self._open: Ints = np.zeros(0, np.int64)
        self._texts: list[Any] = []

    def joined(self, draft: Draft) -> Left:
        """The rows that leave when those of a draft have come."""
        waiting = len(self._outcomes)
        outcomes = np.concatenate([self._outcomes, draft.outcomes])
        facts = stacked([self._facts, *(piece.columns for piece in draft.facts)])
        at = np.concatenate([self._at, draft.at + waiting])
        texts = [self._texts, *(piece.mirrors for piece in draft.facts)]
        above = np.cumsum([len(self._at), *(len(piece.rows) for piece in draft.facts)]).tolist()
        pieces = zip(draft.facts, above, strict=False)
        mirrored = np.concatenate([self._open, *(piece.mirrored + n for piece, n in pieces)])
        self._rejected += [(place + waiting, each) for place, each in draft.rejected]
        return self._left(outcomes, facts, at, (mirrored, _below(texts)))

    def rest(self) -> Left:
        """The rows that wait, for no more come."""
        self._window = 0
        nothing = np.zeros(0, np.int64)
        return self._left(self._outcomes, self._facts, self._at, (nothing, []))

    def _left(
        self, outcomes: Places, facts: FactColumns, at: Ints, known: tuple[Ints, list[Any]]
    ) -> Left:
        mirrored, texts = known
        firsts, seconds = pairs([_numbers(column) for column in texts], at[mirrored], self._window)
        one, other = mirrored[firsts], mirrored[seconds]
        kept = np.where(_in_order(facts.keys, one, other), one, other)
        facts.mutual[kept] = True
        outcomes[at[other]] = JOINED
        rows = np.arange(len(at))
        # Whichever of the two is kept, it takes the place of the earlier one.
        rows[one] = kept
        slots = np.delete(np.arange(len(at)), other)
        slots = slots[np.argsort(at[slots], kind="stable")]
        ahead = max(0, len(outcomes) - self._window)
        leaving = int(np.searchsorted(at[slots], ahead))
        left = Left(
            outcomes[:ahead],
            facts.taken(rows[slots[:leaving]]),
            [each for place, each in self._rejected if place < ahead],
        )
        places = np.full(len(at), -1)
        places[slots[leaving:]] = np.arange(len(slots) - leaving)
        single = np.ones(len(mirrored), np.bool_)
        single[firsts] = single[seconds] = False
        still = np.flatnonzero(single & (places[mirrored] >= 0))
        self._outcomes = outcomes[ahead:]
        self._facts, self._at = facts.taken(rows[slots[leaving:]]), at[slots[leaving:]] - ahead
        self._rejected = [(place - ahead, each) for place, each in self._rejected if place >= ahead]
        self._open = places[mirrored[still]]
        self._texts = [
            column.take(pa.array(still)).dictionary_decode().dictionary_encode() for column in texts
        ]
        return left


def _below(pieces: list[list[Any]]) -> list[Any]:
    """Columns of texts one below the other; the codes have one dictionary, as have the actors."""
    pieces = [piece for piece in pieces if piece and len(piece[0])]
    if not pieces:
        return []
    columns = [[piece[i] for piece in pieces] for i in range(len(pieces[0]))]
    *same, code, mirror, one, other = columns
    found = [column for each in same for column in _unified(each)]
    return [*found, *_unified(code, mirror), *_unified(one, other)]


def _unified(*columns: list[Any]) -> list[Any]:
    """Columns in pieces as whole ones, which have one dictionary."""
    pieces = [piece for column in columns for piece in column]
    found = pa.chunked_array(pieces).unify_dictionaries()
    dictionary = found.chunk(0).dictionary
    each = len(pieces) // len(columns)
    return [
        pa.DictionaryArray.from_arrays(
            pa.concat_arrays([found.chunk(i).indices for i in range(n, n + each)]), dictionary
        )
        for n in range(0, len(pieces), each)
    ]


def _numbers(column: Any) -> tuple[Places, int]:
    """The places of the texts of a column in its dictionary, and how many that has."""
    return column.indices.to_numpy(), len(column.dictionary)


def pairs(columns: list[tuple[Places, int]], at: Ints, window: int) -> tuple[Ints, Ints]:
    """Rows that are mirrors of each other, the earlier ones and the later ones.

    The columns are those that both have, the code, that of the mirror, and the two actors.
    """
    nothing = np.zeros(0, np.int64)
    if not columns or not window:
        return nothing, nothing
    *same, (code, _), (mirror, _), (one, count), (other, _) = columns
    acts = (code.astype(np.int64) * count + one) * count + other
    turned = (mirror.astype(np.int64) * count + other) * count + one
    both, values = distinct(np.concatenate([acts, turned]))
    act, turn = both[: len(acts)].astype(np.int64), both[len(acts) :].astype(np.int64)
    sentence = combined(same)[0].astype(np.int64) * len(values)
    rows = np.arange(len(act))
    group = np.zeros(len(act), np.int64)
    if _even(act, turn, len(values)):
        group = sentence + np.minimum(act, turn)
        groups, _ = distinct(group)
        rows = np.flatnonzero(np.bincount(groups)[groups] > 1)
    rows = rows[np.lexsort((at[rows], group[rows]))]
    return _in_groups(rows, group[rows], (sentence + act, sentence + turn, at), window)


def _even(act: Ints, turn: Ints, count: int) -> bool:
    """Whether each act is the mirror of its mirror."""
    mirror = np.full(count, -1)
    mirror[act] = turn
    back = mirror[turn]
    return bool((mirror[act] == turn).all() and ((back == -1) | (back == act)).all())


def _in_groups(
    rows: Ints, group: Ints, columns: tuple[Ints, Ints, Ints], window: int
) -> tuple[Ints, Ints]:
    """The pairs among rows that come group by group, and in order within each."""
    own, other, at = columns
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1])) if len(rows) else rows
    sizes = np.diff(np.append(begins, len(rows)))
    two = begins[sizes == 2]  # a pair
    first, second = rows[two], rows[two + 1]
    meet = (other[second] == own[first]) & (at[second] - at[first] <= window)
    more = sizes > 2  # likewise
    found = [
        pair
        for begin, size in zip(begins[more].tolist(), sizes[more].tolist(), strict=True)
        for pair in _in_turn(rows[begin : begin + size], columns, window)
    ]
    others = np.array(found, np.int64).reshape(-1, 2)
    return (
        np.concatenate([first[meet], others[:, 0]]),
        np.concatenate([second[meet], others[:, 1]]),
    )


def _in_turn(rows: Ints, columns: tuple[Ints, Ints, Ints], window: int) -> list[tuple[int, int]]:
    """The pairs among rows that come in order: each meets the first that still waits for it."""
    own, other, at = (column[rows].tolist() for column in columns)
    waiting: dict[int, deque[int]] = {}
    found: list[tuple[int, int]] = []
    for i, row in enumerate(rows.tolist()):
        there = waiting.get(other[i], deque())
        while there and at[there[0]] < at[i] - window:
            there.popleft()
        if there:
            found.append((int(rows[there.popleft()]), row))
        else:
            waiting.setdefault(own[i], deque()).append(i)
    return found


def _in_order(keys: Texts, one: Ints, other: Ints) -> Flags:
    """Whether the keys of some rows come before those of others, or are the same."""
    firsts: list[str] = keys.take(pa.array(one)).to_pylist()
    seconds: list[str] = keys.take(pa.array(other)).to_pylist()
    found = (first <= second for first, second in zip(firsts, seconds, strict=True))
    return np.fromiter(found, np.bool_, len(firsts))
