"""Facts of one day in batches, as a pair's are summed: from runs, and from blocks without one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from eventsourcing.persistence import StoredEvent

from domain.kinds import FLOW_HALF_LIVES
from projections.flow_sides import PairKey
from projections.flows import Column, Flow, FlowKey, Flows, OtherDay, flows, reach
from service.store.batches import Batch, Batches
from service.store.codec import Codec
from service.store.flows import Asked, Summed
from service.store.pair_sums import PairSums, RunHead
from service.store.row_store import RowStore

if TYPE_CHECKING:
    from service.archives.columns import Flags, Ints
    from service.archives.folding import Folded

_CODEC: Final = Codec()
Key = tuple[int, FlowKey]


class Totals:
    """Facts of one day by side, sort and day, as they are added up."""

    def __init__(self) -> None:
        self._whole: dict[Key, list[Column]] = {}
        self._by_day: dict[Key, Counter[int]] = {}
        self.others: Counter[tuple[Key, int, int]] = Counter()

    def _days(self, key: Key) -> Counter[int]:
        """How many facts each day has, to be changed."""
        if key not in self._by_day:
            self._by_day[key] = Counter[int]()
            for column in self._whole.pop(key, ()):
                self._by_day[key].update(dict(zip(column.days, column.facts, strict=True)))
        return self._by_day[key]

    def add_run(self, head: RunHead, sums: PairSums) -> None:
        """Adds what a run comes to."""
        for kind, start, end in _stretches(sums.kinds):
            key, column = head.kinds[kind], Column(sums.days[start:end], sums.facts[start:end])
            if key in self._by_day:
                self._by_day[key].update(dict(zip(column.days, column.facts, strict=True)))
            else:
                self._whole.setdefault(key, []).append(column)
        for kind, day, known, facts in sums.others:
            self.others[head.kinds[kind], day, known] += facts

    def add_rows(self, batches: Batches, batch: Batch, pair: PairKey) -> None:
        """Adds the rows of one batch."""
        rows = batches.opened(batch).folded
        if pair in rows.pairs:
            self.add_folded(rows, rows.pair == rows.pairs.index(pair))

    def add_folded(self, rows: Folded, mine: Ints | Flags) -> None:
        """Adds some rows of a batch, all of one pair."""
        listed = zip(*(column[mine].tolist() for column in rows[3:6]), strict=True)
        for (kind, day, known), facts in Counter(listed).items():
            key = rows.kinds[kind]
            self._days(key)[day] += facts
            if day != known:
                self.others[key, day, known] += facts

    def take(self, events: Iterable[StoredEvent], pair: PairKey) -> None:
        """Takes out facts, by the first events of their streams."""
        for event in events:
            for of, flow in flows(_CODEC.to_domain_event(event)):
                if of == pair:
                    self.take_flow(flow)

    def take_flow(self, flow: Flow) -> None:
        """Takes out a fact of the pair."""
        key = (flow.toward, flow.sort)
        self._days(key)[flow.day] -= 1
        if flow.known != flow.day:
            self.others[key, flow.day, flow.known] -= 1

    def known_by(self, day: int) -> None:
        """Leaves out what became known later."""
        for (key, on, known), facts in [*self.others.items()]:
            if known > day:
                self._days(key)[on] -= facts
                del self.others[key, on, known]
        early = Counter[tuple[Key, int]]()
        for (key, on, _), facts in self.others.items():
            early[key, on] += facts
        for key in (*self._whole, *self._by_day):
            days = self._days(key)
            for on in [each for each in days if each > day]:
                days[on] = early[key, on]

    def summed(self, asked: Asked) -> Summed:
        """As they are asked for."""
        columns: dict[Key, Column] = {}
        firsts: dict[int, int] = {}
        for key in (*self._whole, *self._by_day):
            half_life = key[1].half_life
            if asked.domain not in ("", key[1].domain) or half_life not in FLOW_HALF_LIVES:
                continue
            parts = [column for column in self._columns(key) if column.days]
            first = min((column.days[0] for column in parts), default=asked.last + 1)
            if first <= asked.last:
                firsts[half_life] = min(first, firsts.get(half_life, first))
            column = _joined(
                column.within(asked.since - reach(half_life) + 1, asked.last) for column in parts
            )
            if column.days:
                columns[key] = column
        others = [
            OtherDay(*key, day, known, facts)
            for (key, day, known), facts in sorted(self.others.items(), key=str)
            if facts and key in columns and _within(columns[key], day)
        ]
        return Summed(Flows(columns, others), firsts, asked.since)

    def _columns(self, key: Key) -> Sequence[Column]:
        """The facts of one side and sort, in columns that may share days."""
        if key in self._whole:
            return self._whole[key]
        facts = self._by_day[key]
        days = sorted(day for day, number in facts.items() if number)
        return [Column(days, [facts[day] for day in days])]


def _joined(columns: Iterable[Column]) -> Column:
    """Columns as one: runs mostly follow one another, so that no day is in two."""
    parts = sorted(filter(_has_days, columns), key=_first)
    if all(before.days[-1] < after.days[0] for before, after in pairwise(parts)):
        days, facts = ([*chain.from_iterable(part[i] for part in parts)] for i in range(2))
        return Column(days, facts)
    return reduce(Column.and_of, parts)


def _has_days(column: Column) -> bool:
    return bool(column.days)


def _first(column: Column) -> int:
    return column.days[0]


def _within(column: Column, day: int) -> bool:
    return column.days[0] <= day <= column.days[-1]


def _stretches(kinds: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Each kind with where its facts begin and end."""
    start = 0
    while start < len(kinds):
        end = bisect_right(kinds, kinds[start], start)
        yield kinds[start], start, end
        start = end


T = TypeVar("T")


def chosen(
    batches: Iterable[Batch], runs: Iterable[tuple[T, RunHead]], by: datetime | None
) -> tuple[list[tuple[T, RunHead]], list[Batch]]:
    """The runs all of whose batches count, and the batches that count and are in none of them.

    Of what was recorded by an instant. A run comes with whatever its caller knows it by.
    """
    single = {batch.position: batch for batch in batches}
    counting = {position for position, batch in single.items() if batch.counts(by)}
    whole: list[tuple[T, RunHead]] = []
    for known, head in runs:
        of = {*head.batches}
        if of <= single.keys() and (of <= counting or not of & counting):
            whole += [(known, head)] if of <= counting else []
            for position in of:
                del single[position]
    return whole, [batch for position, batch in single.items() if position in counting]


def counted(whole: Iterable[tuple[T, RunHead]], single: Iterable[Batch]) -> set[int]:
    """The positions of all batches that were chosen."""
    return {each.position for each in single}.union(*(head.batches for _, head in whole))


def left(
    batches: Batches, layer: str, own: Iterable[StoredEvent], positions: Container[int]
) -> Iterator[StoredEvent]:
    """The first events of facts of some batches that have streams of their own by now."""
    versions = [(str(event.originator_id), event.originator_version) for event in own]
    begun = {stream for stream, version in versions if version == 1}
    streams = sorted({stream for stream, _ in versions} - begun)
    keys = [stream.partition("/")[2] for stream in streams]
    for batch, rows in batches.places(layer, keys) if keys else ():
        if batch.position in positions:
            for event in batches.events(batch, rows):
                if event.originator_version == 1:
                    yield event


class BatchSums:
    """What is summed of the batches of a store."""

    def __init__(self, kept: RowStore, batches: Batches) -> None:
        self._kept = kept
        self._batches = batches

    def of_pair(self, asked: Asked, own: Sequence[StoredEvent]) -> Summed | None:
        """The facts of a pair in batches; None where its layer has none.

        `own` are events of the pair's facts that have streams of their own: those of batches among
        them are not summed.
        """
        a, b, layer = asked.pair
        if not self._batches.of(layer):
            return None
        totals = Totals()
        runs = ((data, RunHead.read(head)) for _, head, data in self._kept.sums_of(asked.pair))
        whole, single = chosen(self._batches.of(layer), runs, asked.as_of.recorded_by)
        for data, head in whole:
            if data is not None:
                totals.add_run(head, PairSums.read(data))
        for batch in single:
            totals.add_rows(self._batches, batch, (a, b))
        totals.take(left(self._batches, layer, own, counted(whole, single)), (a, b))
        if asked.as_of.known_on is not None:
            totals.known_by(asked.as_of.known_day)
        return totals.summed(asked)

    def runs(self, layer: str) -> list[tuple[int, RunHead]]:
        """The runs of a layer."""
        return [(number, RunHead.read(head)) for number, _, head in self._kept.runs(layer)]

    def pairs_of(self, actor: str, layer: str) -> set[PairKey]:
        """The pairs in batches, of an actor if one is named."""
        if not self._batches.of(layer):
            return set()
        runs = self.runs(layer)
        found = {*self._kept.run_pairs([number for number, _ in runs], actor)}
        for batch in self._apart(layer, runs):
            rows = self._batches.opened(batch).folded
            loose = {pair for pair, _ in rows.loose}
            found |= {pair for pair in (*rows.pairs, *loose) if not actor or actor in pair}
        return found

    def holding(self, pair: PairKey, layer: str) -> Sequence[Batch]:
        """The batches of a layer that may hold rows of a pair, in their order."""
        batches = self._batches.of(layer)
        if not batches:
            return ()
        holding, summed = set[int](), set[int]()
        for _, written, data in self._kept.sums_of((*pair, layer)):
            head = RunHead.read(written)
            summed.update(head.batches)
            if data is not None:
                holding.update(head.batches[place] for place in PairSums.read(data).batches)
        return [each for each in batches if each.position in holding or each.position not in summed]

    def loose(self, pairs: Iterable[PairKey], layer: str) -> Iterator[tuple[Batch, Sequence[int]]]:
        """The rows of pairs that are not summed, by batch; a row may come more than once."""
        runs = self.runs(layer)
        at = {batch.position: batch for batch in self._batches.of(layer)}
        wanted = set(pairs)
        for a, b in wanted if any(head.loose for _, head in runs) else ():
            for _, written, data in self._kept.sums_of((a, b, layer)):
                head = RunHead.read(written)
                for place, row in PairSums.read(data).loose if data and head.loose else ():
                    yield at[head.batches[place]], (row,)
        for batch in self._apart(layer, runs):
            loose = self._batches.opened(batch).folded.loose
            yield batch, sorted({row for pair, row in loose if pair in wanted})

    def _apart(self, layer: str, runs: Sequence[tuple[int, RunHead]]) -> Iterator[Batch]:
        """The batches that are in no run."""
        summed = set[int]().union(*(head.batches for _, head in runs))
        return (batch for batch in self._batches.of(layer) if batch.position not in summed)
