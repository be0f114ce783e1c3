"""Whether batches are whole: their blocks, the keys in them, and what is summed of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from domain.batch import RowsRecorded
from domain.damage import misfit
from domain.edtf import Window
from domain.fact import fact_id
from domain.refusal import InvalidInput
from projections.flows import days_of
from service.archives.block import decoded
from service.archives.columns import FactColumns, Texts, pc
from service.archives.rows import coded_row
from service.archives.runs import MOST_ROWS, Summing
from service.sources.bulk import asserted
from service.store.batches import Batch, Batches
from service.store.log import EventLog
from service.store.pair_sums import RunHead
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


def flaws(kept: Kept) -> Iterator[Flaw]:
    """What is wrong with batches: a block that is gone or another, and keys that are there twice.

    Each row is read as the event that it stands for, once for each thing that rows may say.
    """
    for layer in kept.batches.layers(()):
        before: list[Texts] = []
        for batch in kept.batches.of(layer):
            try:
                rows = kept.batches.opened(batch).rows
                said = next(_misfits(batch.recorded, rows), "")
            except InvalidInput as refused:
                yield _flaw(batch, refused.said)
                continue
            if said:
                yield _flaw(batch, f"{batch.stream} holds rows of which {said}.")
            for twice in _twice(rows.keys, before):
                yield _flaw(batch, f"{fact_id(twice, layer)} is in {batch.stream} and before it.")
            before.append(rows.keys)
        yield from _own_too(kept, layer, before)


def _flaw(batch: Batch, said: str) -> Flaw:
    return Flaw("event", said, batch.position, batch.stream, 1)


def _misfits(recorded: RowsRecorded, rows: FactColumns) -> Iterator[str]:
    """What rows say that detente never writes, or that their event does not."""
    ends = pc.min_max(rows.keys).as_py()
    if (ends["min"], ends["max"]) != (recorded.least, recorded.greatest):
        yield "the keys are others than it says"
    written = rows.on.used
    days = _span(written)
    if days is None:
        yield "the dates are none"
        return
    if (
        tuple(date.fromisoformat(day).toordinal() for day in (recorded.first, recorded.last))
        != days
    ):
        yield "the days are others than it says"
    for at in _different(rows):
        coded = coded_row(rows, at)
        stream = fact_id(coded.key, recorded.layer)
        event = asserted(stream, coded, recorded.recorded_at, recorded.author)
        if wrong := misfit(event):
            yield wrong


def _span(written: Iterable[str]) -> Window | None:
    try:
        windows = [days_of(each) for each in written]
    except InvalidInput:
        return None
    return Window(min(each.lo for each in windows), max(each.hi for each in windows))


def _different(rows: FactColumns) -> Iterator[int]:
    """A row for each value of each column of few values: what is wrong with any is wrong there."""
    found = set[int]()
    for column in (
        rows.on,
        rows.sides,
        rows.shapes,
        rows.titles,
        rows.goldstein,
        rows.publishers,
        rows.published,
    ):
        _, first = np.unique(column.at, return_index=True)
        found.update(first.tolist())
    return iter(sorted(found))


def _twice(keys: Texts, before: Iterable[Texts]) -> list[str]:
    """Keys that are there twice, or in a batch before."""
    counted = pc.value_counts(keys)
    found: list[str] = (
        counted.field("values").filter(pc.greater(counted.field("counts"), 1)).to_pylist()
    )
    for other in before:
        found += keys.filter(pc.is_in(keys, value_set=other)).to_pylist()
    return found


def _own_too(kept: Kept, layer: str, batches: Iterable[Texts]) -> Iterator[Flaw]:
    """Facts that are in a batch, and begin by themselves too."""
    own = [name.partition("/")[2] for name in kept.log.own_names(f"{layer}/", f"{layer}0")]
    names = pa.array(own, pa.string())
    for keys in batches:
        there = keys.filter(pc.is_in(keys, value_set=names)).to_pylist()
        both = [fact_id(key, layer) for key in there]
        for row in kept.log.select_own(both):
            if row.originator_version == 1:
                said = f"{row.originator_id} is in a batch, and begins by itself too."
                yield Flaw("version", said, 0, str(row.originator_id), 1)


# Sums ---------------------------------------------------------------------------------------------


def differences(kept: Kept) -> Differences:
    """How what is summed differs from what the rows say."""
    found = Differences()
    for layer in kept.batches.layers(()):
        at = {batch.position: batch for batch in kept.batches.of(layer)}
        for number, _, data in kept.rows.runs(layer):
            found = found.and_of(_of_run(kept, at, number, data))
    return found


def _of_run(kept: Kept, at: Mapping[int, Batch], number: int, data: bytes) -> Differences:
    try:
        head = RunHead.read(data)
        batches = [at[position] for position in head.batches]
    except (ValueError, LookupError, TypeError):
        return _differ(number, "cannot be read", 1)
    run = Summing()
    for batch in batches:
        run.add(batch.position, kept.batches.opened(batch).folded)
    wanted = {(a, b): sums for a, b, sums in run.sums()}
    there = {(a, b): sums for a, b, sums in kept.rows.all_sums(number)}
    other = [pair for pair in {*wanted, *there} if wanted.get(pair) != there.get(pair)]
    if data != run.head.data:
        return _differ(number, "name other batches or sorts than they sum", 1)
    if not other:
        return Differences()
    a, b = min(other)
    text = f"differ from its rows for {len(other)} pairs, as {a} and {b}"
    return _differ(number, text, len(other))


def _differ(number: int, said: str, rows: int) -> Differences:
    return Differences(rows, 0, (Flaw("index", f"the sums of run {number} {said}."),))


def wrong_block(recorded: RowsRecorded, data: bytes) -> tuple[str, FactColumns]:
    """What rows say that detente never writes, as the end of a sentence, and the rows.

    Raises Damaged where the bytes are not the block that the event names.
    """
    rows = decoded(data, recorded.block, recorded.rows)
    return next(_misfits(recorded, rows), ""), rows


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
