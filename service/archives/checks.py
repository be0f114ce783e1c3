"""Whether batches are whole: their blocks, the keys in them, and what is summed of them."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from domain.batch import RowsRecorded
from domain.characters import visible
from domain.fact import fact_id
from domain.refusal import InvalidInput
from service.archives.chunks import days_of_rows, ends
from service.archives.columns import FactColumns, Texts, pc
from service.archives.keys import KeysOfBatches
from service.archives.notices import Notices
from service.archives.runs import MOST_ROWS, Summing
from service.archives.texts import is_key, plain_keys
from service.store.batches import Batch, Batches
from service.store.log import EventLog
from service.store.pair_sums import PairSums, RunHead, unpacked
from service.store.row_store import RowStore
from service.store.verification import Differences, Flaw


class Kept(NamedTuple):
    """A store, as events and as rows kept together."""

    log: EventLog
    rows: RowStore

    @property
    def batches(self) -> Batches:
        """Its batches."""
        return self.rows.batches


def flaws(kept: Kept, notices: Notices) -> Iterator[Flaw]:
    """What is wrong with batches: a block that is gone or another, and keys that are there twice.

    What their rows say is looked at as blocks are read. Takes notice of rows that would not be
    recorded so today.
    """
    for layer in kept.batches.layers(()):
        before = KeysOfBatches(kept.batches)
        own = _own_keys(kept, layer)
        readable: list[Batch] = []
        for batch in kept.batches.of(layer):
            try:
                rows = kept.batches.opened(batch).rows
            except InvalidInput as refused:
                yield _flaw(batch, refused.said)
                continue
            said = misfit_of_rows(batch.recorded, rows)
            if said:
                yield _flaw(batch, f"{batch.stream} holds rows of which {said}.")
            again = [rows.keys[at].as_py() for each in before.find(rows.keys) for at in each.keys]
            for key in (*twice(rows.keys), *again):
                named = visible(fact_id(key, layer))
                yield _flaw(batch, f"{named} is in {batch.stream} and before it.")
            notices.take(batch, rows)
            readable.append(batch)
            before.add(readable)
            yield from _own_too(kept, layer, rows.keys, own)


def _flaw(batch: Batch, said: str) -> Flaw:
    return Flaw("event", said, batch.position, batch.stream, 1)


def misfit_of_rows(recorded: RowsRecorded, rows: FactColumns) -> str:
    """What rows say that their event does not, or keys that no rules make; empty if nothing.

    As the end of a sentence.
    """
    if ends(rows) != (recorded.least, recorded.greatest):
        return "the keys are others than it says"
    if days_of_rows(rows.on) != (recorded.first, recorded.last):
        return "the days are others than it says"
    others = np.flatnonzero(~plain_keys(rows.keys))
    odd: list[str] = rows.keys.take(others).to_pylist()
    wrong = [key for key in odd if not is_key(key)]
    return f'"{visible(wrong[0][:80])}" is not a key' if wrong else ""


def twice(keys: Texts) -> list[str]:
    """Keys that are there twice."""
    counted = pc.value_counts(keys)
    found: list[str] = (
        counted.field("values").filter(pc.greater(counted.field("counts"), 1)).to_pylist()
    )
    return found


def _own_keys(kept: Kept, layer: str) -> Texts:
    """The keys of the facts of a layer that have streams of their own."""
    own = [name.partition("/")[2] for name in kept.log.own_names(f"{layer}/", f"{layer}0")]
    return pa.array(own, pa.string())


def _own_too(kept: Kept, layer: str, keys: Texts, own: Texts) -> Iterator[Flaw]:
    """Facts that are in a batch, and begin by themselves too."""
    if not len(own):
        return
    there = keys.filter(pc.is_in(keys, value_set=own)).to_pylist()
    for row in kept.log.select_own([fact_id(key, layer) for key in there]):
        if row.originator_version == 1:
            said = f"{row.originator_id} is in a batch, and begins by itself too."
            yield Flaw("version", said, 0, str(row.originator_id), 1)


# Sums ---------------------------------------------------------------------------------------------


def differences(kept: Kept) -> Differences:
    """How what is summed differs from what the rows say."""
    found = Differences()
    for _, differ, _, _ in compared(kept):
        found = found.and_of(differ)
    return found


def compared(kept: Kept) -> Iterator[tuple[int, Differences, str, Summing | None]]:
    """How each run differs from what its rows say: its number and layer, and what they say.

    None where the run does not even say which rows it sums.
    """
    for layer in kept.batches.layers(()):
        at = {batch.position: batch for batch in kept.batches.of(layer)}
        summed = Counter[int]()
        for number, _, data in kept.rows.runs(layer):
            try:
                head = RunHead.read(data)
                batches = [at[position] for position in head.batches]
                summed.update(head.batches)
            except (ValueError, LookupError, TypeError):
                yield number, _differ(number, "cannot be read", 1), layer, None
                continue
            if any(summed[position] > 1 for position in head.batches):
                yield number, _differ(number, "are of rows that are summed twice", 1), layer, None
                continue
            run = Summing()
            for batch in batches:
                run.add(batch.position, kept.batches.opened(batch).folded)
            yield number, _of_run(kept, number, data, run), layer, run


def _of_run(kept: Kept, number: int, data: bytes, run: Summing) -> Differences:
    head, of_store = run.head, RunHead.read(data)
    wanted = {(a, b): sums for a, b, sums in run.plain()}
    there = {(a, b): _plain(sums) for a, b, sums in kept.rows.all_sums(number)}
    other = [pair for pair in {*wanted, *there} if wanted.get(pair) != there.get(pair)]
    if len({*map(repr, of_store.kinds)}) < len(of_store.kinds):
        return _differ(number, "number a sort twice", 1)
    # As they are written: 1, 1.0 and true are equal, and are not summed to the same text.
    if repr(head.kinds) != repr(of_store.kinds):
        # An earlier version numbered sorts in another order, which says the same.
        other = [
            pair
            for pair in {*wanted, *there}
            if _said(head, wanted.get(pair)) != _said(of_store, there.get(pair))
        ]
    if head.loose != of_store.loose:
        return _differ(number, "name other rows than they sum", 1)
    if not other:
        return Differences()
    a, b = min(other)
    text = f"differ from its rows for {len(other)} pairs, as {a} and {b}"
    return _differ(number, text, len(other))


def _plain(data: bytes) -> bytes:
    """Sums before they were made small; as they are where they cannot be read."""
    try:
        return unpacked(data)
    except (struct.error, zlib.error):
        return data


def _said(head: RunHead, data: bytes | None) -> object:
    """What sums say, whatever the numbers of their sides and sorts."""
    if data is None:
        return None
    try:
        found = PairSums.read(data)
        if not found.in_order:
            return data
        rows = zip(found.kinds, found.days, found.facts, strict=True)
        summed = {(repr(head.kinds[kind]), day): facts for kind, day, facts in rows}
        others = Counter[object]()
        for kind, day, known, facts in found.others:
            others[repr(head.kinds[kind]), day, known, kind < 0] += facts
    except (ValueError, LookupError, struct.error, zlib.error):
        return data
    return summed, others, found.batches, found.loose


def _differ(number: int, said: str, rows: int) -> Differences:
    return Differences(rows, 0, (Flaw("index", f"the sums of run {number} {said}."),))


def runs(kept: Kept) -> Iterator[tuple[str, Summing]]:
    """What batches come to that are in no run, in runs as large as they may be, by layer."""
    for layer in kept.batches.layers(()):
        run = Summing()
        summed = {at for _, _, head in kept.rows.runs(layer) for at in RunHead.read(head).batches}
        for batch in kept.batches.of(layer):
            if batch.position in summed:
                continue
            run.add(batch.position, kept.batches.opened(batch).folded)
            if run.rows >= MOST_ROWS:
                yield layer, run
                run = Summing()
        if run.batches:
            yield layer, run


MOST_SMALL: Final = 8
"""Runs of about one size that are joined once there are so many."""


def joined_runs(kept: Kept) -> Iterator[tuple[str, list[int], Summing]]:
    """Runs of about one size made one where there are many: layer, their numbers, and the run."""
    for layer in kept.batches.layers(()):
        at = {batch.position: batch for batch in kept.batches.of(layer)}
        of_size: dict[int, list[tuple[int, RunHead]]] = {}
        for number, _, data in kept.rows.runs(layer):
            head = RunHead.read(data)
            rows = sum(at[position].recorded.rows for position in head.batches)
            if rows * MOST_SMALL <= MOST_ROWS:
                of_size.setdefault(rows.bit_length() // 3, []).append((number, head))
        for some in of_size.values():
            if len(some) >= MOST_SMALL:
                run = Summing()
                for position in sorted(each for _, head in some for each in head.batches):
                    run.add(position, kept.batches.opened(at[position]).folded)
                yield layer, [number for number, _ in some], run
