"""Rows of a source recorded in columns: one event for many facts, each key looked up before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from domain import edtf
from domain.batch import batch_stream
from domain.command import command_stream
from domain.edtf import Window
from domain.events import Event
from domain.fact import Fact, fact_id
from service.archives.block import Block, encoded
from service.archives.chunks import Counting, alike, batch_of, ends, first_of_each
from service.archives.coding import Chunk
from service.archives.columns import FactColumns, Flags, Ints, pc
from service.archives.folding import folded
from service.archives.keys import KeysOfBatches
from service.archives.opened import Opened
from service.archives.rows import coded_rows
from service.archives.runs import MOST_ROWS, Summing
from service.archives.stacking import stacked
from service.moment import Moment
from service.sources.bulk import BATCH, Account, Import, Order, in_force, within
from service.sources.changes import Change, news
from service.sources.outcome import Coded
from service.store.batch_checks import sum_again
from service.store.batches import Batch, Batches
from service.store.digest import Head
from service.store.interface import Conflict
from service.store.keys import Keys
from service.store.row_store import NewRun
from service.timeline import Blocks, Timeline

BATCH_ROWS: Final = 65_536
"""Facts of one batch, at most."""

LEAST: Final = 1_000
"""Facts of a file that are recorded in columns; fewer are recorded one by one, as by hand."""


def imported(
    timeline: Timeline,
    chunks: Iterable[Chunk],
    order: Order,
    moment: Moment,
    *,
    least: int = LEAST,
) -> Generator[Account]:
    """Records rows as they come; after each transaction and at the end it gives the count.

    As `service.sources.bulk.imported` does, and with the same count. One by one where the file has
    fewer than `least` facts.
    """
    if not order.dry_run:
        timeline.store.check_layer(order.layer)
    with closing(Keys()) as keys:
        yield from ColumnImport(timeline, order, moment, keys).taking(chunks, least)


class _There(NamedTuple):
    """Where rows are already: the place of a batch among all, -1 for none, and of a row in it.

    `own` is whether they have streams of their own.
    """

    batch: Ints
    row: Ints
    own: Flags


class _New(NamedTuple):
    """What a transaction is to record: events, and the batch among them, if there is one.

    `again` are the rows that repeat an earlier one, `others` the keys of those of which somebody
    said something, or may do so now.
    """

    events: list[Event]
    rows: FactColumns
    block: Block | None
    changes: Counter[Change]
    changed: int
    again: Flags
    others: Sequence[str]


class ColumnImport(Import):
    """One import while it runs."""

    def __init__(self, timeline: Timeline, order: Order, moment: Moment, keys: Keys) -> None:
        super().__init__(timeline, order, moment, keys)
        self._batches: Batches = timeline.store.batches
        self._keys_there = KeysOfBatches(self._batches)
        self._seen: dict[int, Flags] = {}
        self._seen_own: set[str] = set()
        self._summing = Summing()
        self._counted = Counting()
        self._in_columns = False
        self._least = LEAST

    def taking(self, chunks: Iterable[Chunk], least: int) -> Iterator[Account]:
        """The account after each transaction."""
        self._least = least
        waiting: list[FactColumns] = []
        number = 0
        for chunk in chunks:
            self._counted.count(chunk)
            self._account.tally = self._counted.tally
            if chunk.facts.number:
                waiting.append(chunk.facts)
                number += chunk.facts.number
            if number < BATCH_ROWS:
                yield self._account
                continue
            rows = stacked(waiting)
            whole = number - number % BATCH_ROWS
            yield from self._take_all(rows.taken(np.arange(whole)))
            waiting = [rows.taken(np.arange(whole, number))]
            number -= whole
        yield from self._take_all(stacked(waiting))
        self._sum()
        if self._in_columns:
            sum_again(self._timeline.store)
        if self._order.gone:
            yield from self._retract()
        yield self._account

    def _take_all(self, rows: FactColumns) -> Iterator[Account]:
        """Records rows, and gives the account after each transaction."""
        if not rows.number:
            return
        enough = not self._order.dry_run and rows.number >= self._least
        self._in_columns = self._in_columns or enough
        if not self._in_columns:
            for start in range(0, rows.number, BATCH):
                places = range(start, min(start + BATCH, rows.number))
                self._take([*coded_rows(rows, places)])
                yield self._account
            return
        self._cover(rows)
        rows, twice = first_of_each(rows)
        self._account.repeated += twice
        for start in range(0, rows.number, BATCH_ROWS):
            some = rows.taken(np.arange(start, min(start + BATCH_ROWS, rows.number)))
            while not self._recorded_at(self._timeline.head(), some):
                pass
            yield self._account

    def _cover(self, rows: FactColumns) -> None:
        """Keeps in mind the first and the last date of the file."""
        days = rows.on.used
        self._first = min(filter(None, (self._first, *days)))
        self._last = max(self._last, *days)

    # Recording

    def _recorded_at(self, head: Head, rows: FactColumns) -> bool:
        """Records rows after a head; False where somebody recorded something meanwhile."""
        self._moment = self._timeline.onward(self._moment)
        there = self._places(rows)
        plan = self._plan_of(rows, there)
        batch: Batch | None = None
        if plan.events:
            try:
                position = self._appended(plan, head)
            except Conflict:
                self._instants_again()
                return False
            if plan.block is not None:
                batch = self._batches.at(self._order.layer, position)
                self._batches.keep(Opened(batch, plan.rows))
                self._sum_up(position, plan.rows)
        self._mark(there, plan, batch)
        return True

    def _appended(self, plan: _New, head: Head) -> int:
        batch_of = self._account.batch_of or command_stream(plan.events[0])
        data = {plan.block.digest: plan.block.data} if plan.block else {}
        positions = self._timeline.record_command(
            plan.events,
            self._moment,
            Blocks(data, head),
            batch_of=batch_of,
            facts=plan.rows.number + plan.changed,
        )
        self._account.batch_of = batch_of
        return positions[0]

    def _places(self, rows: FactColumns) -> _There:
        """Where the rows are already."""
        batch, row = (np.full(rows.number, -1, np.int64) for _ in range(2))
        least, greatest = ends(rows)
        batches = self._batches.of(self._order.layer)
        self._keys_there.add(batches)
        numbers = {each.position: number for number, each in enumerate(batches)}
        for found in self._keys_there.find(rows.keys):
            batch[found.keys] = numbers[found.batch.position]
            row[found.keys] = found.rows
        names = self._timeline.store.own_names(
            fact_id(least, self._order.layer), fact_id(greatest, self._order.layer)
        )
        keys = pa.array([name.partition("/")[2] for name in names], pa.string())
        own = pc.is_in(rows.keys, value_set=keys).to_numpy(zero_copy_only=False)
        return _There(batch, row, own)

    def _plan_of(self, rows: FactColumns, there: _There) -> _New:
        layer = self._order.layer
        again = self._repeated(rows, there)
        new = np.flatnonzero((there.batch < 0) & ~there.own)
        same = self._same(rows, there) & ~again
        others: list[int] = np.flatnonzero(
            ~again & ~same & ((there.batch >= 0) | there.own)
        ).tolist()
        changes = Counter({Change.NONE: int(same.sum())})
        events: list[Event] = []
        changed = 0
        added = rows.taken(new)
        block = encoded(added) if len(new) else None
        if block is not None:
            events.append(self._batch(added, block))
        coded = {fact_id(row.key, layer): row for row in coded_rows(rows, others)}
        for change, said in self._news(coded):
            changes[change] += 1
            if change != Change.CORRECTED or self._order.correct:
                events += said
                changed += bool(said)
        keys = [row.key for row in coded.values()]
        return _New(events, added, block, changes, changed, again, keys)

    def _batch(self, rows: FactColumns, block: Block) -> Event:
        layer = self._order.layer
        recorded = batch_of(layer, rows, block, self._moment.today)
        number = len(self._batches.of(layer)) + 1
        return self._moment.stamp(recorded).numbered(batch_stream(layer, number), 1)

    def _news(self, coded: dict[str, Coded]) -> Iterator[tuple[Change, Sequence[Event]]]:
        """What rows say of facts that are there, one by one."""
        names = list(coded)
        for start in range(0, len(names), BATCH):
            found = self._timeline.facts_of(names[start : start + BATCH])
            for stream, fact in found.items():
                yield news(
                    fact, coded[stream], self._moment, self._order.short_name, self._instants
                )

    # Rows that are there

    def _repeated(self, rows: FactColumns, there: _There) -> Flags:
        """Which rows have the key of an earlier row of the file."""
        found = np.zeros(rows.number, np.bool_)
        batches = self._batches.of(self._order.layer)
        for number in np.unique(there.batch[there.batch >= 0]):
            mine = there.batch == number
            seen = self._seen.get(batches[number].position)
            if seen is not None:
                found[mine] = seen[there.row[mine]]
        for at in np.flatnonzero(there.own):
            found[at] |= rows.keys[int(at)].as_py() in self._seen_own
        return found

    def _mark(self, there: _There, plan: _New, batch: Batch | None) -> None:
        """Keeps in mind which rows the file holds, those of a new batch too, and counts them."""
        batches = self._batches.of(self._order.layer)
        for number in np.unique(there.batch[there.batch >= 0]):
            self._flags(batches[number])[there.row[there.batch == number]] = True
        self._seen_own.update(plan.others)
        if batch is not None:
            self._flags(batch)[:] = True
        account = self._account
        account.repeated += int(plan.again.sum())
        account.added += plan.rows.number
        account.again += plan.changes[Change.AGAIN]
        account.corrected += plan.changes[Change.CORRECTED] if self._order.correct else 0
        account.ignored += plan.changes[Change.CORRECTED] if not self._order.correct else 0
        account.there += plan.changes[Change.NONE]
        account.events += len(plan.events) + max(0, plan.rows.number - 1)
        sides = plan.rows.sides
        numbers: list[int] = sides.numbers.tolist()
        for at in sides.places:
            account.sides[sides.values[at]] += numbers[at]

    def _flags(self, batch: Batch) -> Flags:
        return self._seen.setdefault(batch.position, np.zeros(batch.recorded.rows, np.bool_))

    def _same(self, rows: FactColumns, there: _There) -> Flags:
        """Which rows say what the batch says that holds them, of which nothing was said since."""
        same = np.zeros(rows.number, np.bool_)
        batches = self._batches.of(self._order.layer)
        for number in np.unique(there.batch[there.batch >= 0]):
            if batches[number].counts() and not batches[number].later:
                mine = np.flatnonzero((there.batch == number) & ~there.own)
                other = self._batches.opened(batches[number]).rows
                same[mine] = alike(rows.taken(mine), other.taken(there.row[mine]))
        return same

    # Sums

    def _sum_up(self, position: int, rows: FactColumns) -> None:
        self._summing.add(position, folded(rows))
        if self._summing.rows >= MOST_ROWS:
            self._sum()

    def _sum(self) -> None:
        """Keeps what the batches so far come to: until then they are read from their blocks."""
        if self._summing.batches:
            run = NewRun(self._order.layer, self._summing.head.data)
            self._timeline.store.keep_run(run, self._summing.sums())
        self._summing = Summing()

    # What is gone

    def _of_these_days(self) -> Iterator[list[Fact]]:
        if not self._in_columns:
            yield from super()._of_these_days()
            return
        span = Window(edtf.window(self._first).lo, edtf.window(self._last).hi)
        names = [*self._unseen(span)]
        for start in range(0, len(names), BATCH):
            found = self._timeline.facts_of(names[start : start + BATCH]).values()
            yield [fact for fact in found if within(fact, span)]

    def _unseen(self, span: Window) -> Iterator[str]:
        """The facts of the layer that the file does not hold, of its days."""
        layer = self._order.layer
        own = set(self._timeline.store.own_names(f"{layer}/", f"{layer}0"))
        for batch in self._batches.of(layer):
            first = date.fromisoformat(batch.recorded.first).toordinal()
            last = date.fromisoformat(batch.recorded.last).toordinal()
            if last < span.lo or first > span.hi:
                continue
            keys = self._batches.opened(batch).rows.keys
            for at in np.flatnonzero(~self._flags(batch)):
                name = fact_id(keys[int(at)].as_py(), layer)
                if name not in own:
                    yield name
        for name in sorted(own):
            if name.partition("/")[2] not in self._seen_own:
                yield name

    def _lacking(self, facts: Iterable[Fact]) -> list[Fact]:
        if not self._in_columns:
            return super()._lacking(facts)
        return [fact for fact in facts if in_force(fact)]
