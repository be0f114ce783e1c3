"""Rows that were recorded one by one, as one event for those of a transaction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np

from domain.batch import RowsRecorded, batch_stream
from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded, command_stream
from domain.events import Asserted, Event
from domain.fact import fact_id
from domain.kinds import KINDS, is_slug
from domain.layers import machine_coded
from domain.limits import LINE
from domain.refusal import InvalidInput
from projections.flows import days_of
from service.archives.block import Block, decoded, encoded
from service.archives.chunks import batch_of
from service.archives.columns import FactColumns, columns_of
from service.archives.importing import BATCH_ROWS, LEAST
from service.archives.rows import coded_row
from service.archives.texts import is_key
from service.sources.bulk import asserted
from service.sources.outcome import Coded
from service.store.codec import state_of
from service.timeline import PAGE, Timeline


class Recorded(NamedTuple):
    """An event as it is read today, with its stored name and state, and the block that it names."""

    event: Event
    topic: str
    state: bytes
    block: bytes = b""

    @classmethod
    def of(cls, event: Event) -> Recorded:
        """An event as it is stored today."""
        return cls(event, event.stored_as, state_of(event))

    @property
    def row(self) -> tuple[str, int, str, bytes]:
        """Its stream, version, stored name and state."""
        return (
            self.event.originator_id,
            self.event.originator_version,
            self.topic,
            self.state,
        )


@dataclass
class LayerRows:
    """How many rows of a layer are put together, in how many batches, and how many are not.

    `few` are those of transactions that recorded too few of them, `other` those that say more than
    a block holds, `alone` those that no command recorded. `before` and `after` are the bytes of the
    events of the rows that are put together, and of their batches and blocks.
    """

    layer: str
    rows: int = 0
    batches: int = 0
    few: int = 0
    other: int = 0
    alone: int = 0
    before: int = 0
    after: int = 0


class Positions:
    """Where events are once rows are put together: those after a batch have lower positions."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []
        self._fewer: list[int] = []

    def add(self, first: int, last: int, fewer: int) -> None:
        """Has the transaction between two positions take so many fewer of them."""
        self._begins.append(first)
        self._ends.append(last)
        self._fewer.append(fewer + (self._fewer[-1] if self._fewer else 0))

    @property
    def same(self) -> int:
        """The last position up to which nothing is put together."""
        assert self._begins, "something is put together"
        return self._begins[0] - 1

    def of(self, position: int) -> int:
        """The new position of an event.

        Within a transaction in which rows are put together, that of the event before it.
        """
        at = bisect_right(self._ends, position)
        if at < len(self._begins):
            position = min(position, self._begins[at] - 1)
        return position - (self._fewer[at - 1] if at else 0)


class Moving:
    """The events of a timeline in their order, rows together where they can be, as they are read.

    `layers` and `positions` are of what was read so far, `reached` is the last position of that,
    and `head` how far the timeline goes.
    """

    def __init__(self, timeline: Timeline) -> None:
        self.layers: dict[str, LayerRows] = {}
        self.positions = Positions()
        self.head = timeline.head()
        self.reached = 0
        self._timeline = timeline
        self._renamed: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def __iter__(self) -> Iterator[list[Recorded]]:
        for end, count in self._commands():
            first = max(end - count, self.reached + 1)
            yield from self._pages(first - 1)
            found = self._transaction(first, end)
            self.reached = end
            yield found
        yield from self._pages(self.head.position)

    @property
    def found(self) -> tuple[LayerRows, ...]:
        """The layers that have rows of their own, by name."""
        return tuple(self.layers[name] for name in sorted(self.layers))

    def _commands(self) -> list[tuple[int, int]]:
        """The position of each command, and how many events it recorded."""
        rows = self._timeline.store.select_numbered(COMMANDS)
        found = [(row.id, self._timeline.event(row)) for row in rows]
        return [
            (position, event.count)
            for position, event in found
            if isinstance(event, CommandRecorded) and position <= self.head.position
        ]

    # As they are

    def _pages(self, last: int) -> Iterator[list[Recorded]]:
        """Events up to a position that no command recorded."""
        while self.reached < last:
            end = min(self.reached + PAGE, last)
            found = self._read(self.reached + 1, end)
            for each in found:
                layer = _layer_of_row(each.event)
                if layer:
                    self._layer(layer).alone += 1
            self.reached = end
            yield found

    def _read(self, first: int, last: int) -> list[Recorded]:
        rows = self._timeline.store.select_notifications(
            start=first, limit=last - first + 1, stop=last
        )
        return [self._with_block(self._timeline.event(row), row.topic, row.state) for row in rows]

    def _with_block(self, event: Event, topic: str, state: bytes) -> Recorded:
        if not isinstance(event, RowsRecorded):
            return Recorded(event, topic, state)
        block = self._timeline.store.block(event.block)
        assert block is not None, "a sound store has every block"
        return Recorded(event, topic, state, block)

    # Together

    def _transaction(self, first: int, end: int) -> list[Recorded]:
        """The events of a command, and the command."""
        *found, last = self._read(first, end)
        today = last.event.known_on
        instead: dict[int, Recorded | None] = {}
        for layer, places in self._groups(found).items():
            for start in range(0, len(places), BATCH_ROWS):
                some = places[start : start + BATCH_ROWS]
                self._put_together(layer[0], [(at, found[at]) for at in some], today, instead)
        together = [
            each for at, old in enumerate(found) if (each := instead.get(at, old)) is not None
        ]
        if instead:
            self.positions.add(first, end, len(found) - len(together))
        return [*together, self._command(last, found, together)]

    def _groups(self, found: Sequence[Recorded]) -> dict[tuple[str, ...], list[int]]:
        """The places of rows that one batch may hold, by layer, instant and author."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for at, each in enumerate(found):
            event = each.event
            layer = _layer_of_row(event)
            if layer and _may_be_row(event, layer):
                key = layer, event.recorded_at.isoformat(), event.author
                groups.setdefault(key, []).append(at)
            elif layer:
                self._layer(layer).other += 1
        return groups

    def _put_together(
        self,
        layer: str,
        rows: Sequence[tuple[int, Recorded]],
        today: date,
        instead: dict[int, Recorded | None],
    ) -> None:
        """Puts a batch in the place of the first of some rows, and nothing in that of the others.

        Of those that a block holds with all that they say, where these are enough.
        """
        tally = self._layer(layer)
        if len(rows) < LEAST:
            tally.few += len(rows)
            return
        held, columns, block = _held([each for _, each in rows])
        tally.other += len(rows) - len(held)
        if len(held) < LEAST or not held:
            tally.few += len(held)
            return
        batch = self._batch(layer, columns, block, rows[held[0]][1].event, today)
        for place in held:
            at, old = rows[place]
            instead[at] = None
            tally.before += _bytes(old)
        instead[rows[held[0]][0]] = batch
        tally.rows += len(held)
        tally.batches += 1
        tally.after += _bytes(batch)

    def _batch(
        self, layer: str, columns: FactColumns, block: Block, like: Event, today: date
    ) -> Recorded:
        """The event of a batch of rows that were all recorded as one of them was."""
        if layer not in self._numbers:
            self._numbers[layer] = len(self._timeline.store.batches.of(layer))
        self._numbers[layer] += 1
        recorded = batch_of(layer, columns, block, today).model_copy(
            update={"recorded_at": like.recorded_at, "author": like.author}
        )
        named = recorded.numbered(batch_stream(layer, self._numbers[layer]), 1)
        return Recorded.of(named)._replace(block=block.data)

    def _command(
        self, last: Recorded, found: Sequence[Recorded], together: Sequence[Recorded]
    ) -> Recorded:
        """A command, which is named after its first event, and says how many it recorded.

        Where it did not say of how many facts, that is counted now: events are fewer.
        """
        command = last.event
        assert isinstance(command, CommandRecorded)
        if found and together[0] is not found[0]:
            self._renamed[command.originator_id] = command_stream(together[0].event)
        fewer = len(found) - len(together)
        facts = command.facts
        if fewer and not facts:
            facts = len({each.event.originator_id for each in found})
        after = command.model_copy(
            update={
                "originator_id": self._now(command.originator_id),
                "batch_of": self._now(command.batch_of),
                "undoes": self._now(command.undoes),
                "count": command.count - fewer,
                "facts": facts,
            }
        )
        return last if after == command else Recorded.of(after)

    def _now(self, name: str) -> str:
        return self._renamed.get(name, name)

    def _layer(self, name: str) -> LayerRows:
        return self.layers.setdefault(name, LayerRows(name))


def _bytes(each: Recorded) -> int:
    """The bytes of an event in the chain, and of its block."""
    stream, _, topic, state = each.row
    return len(stream.encode()) + len(topic) + len(state) + len(each.block)


def _layer_of_row(event: Event) -> str:
    """The machine-coded layer a fact of which an event begins; empty for any other event."""
    begins = isinstance(event, Asserted) and event.originator_version == 1
    return machine_coded([event.originator_id]) if begins else ""


def _may_be_row(event: Event, layer: str) -> bool:
    """Whether a row may be recorded so: of something that happened, with a date and a report.

    Between two actors, and without a text that is longer than any cell.
    """
    row = cast("Asserted", event)  # of which a layer was found
    content, report = row.content, row.report
    return (
        is_slug(layer)
        and report is not None
        and KINDS[content.kind].happens
        and _has_days(content.on)
        and len({*content.actors, *content.recipients}) > 1
        and is_key(event.originator_id.partition("/")[2])
        and all(len(text) <= LINE for text in (content.title, report.publisher, report.url))
    )


@lru_cache(maxsize=65536)
def _has_days(on: str) -> bool:
    try:
        days_of(on)
    except InvalidInput:
        return False
    return True


def _held(rows: Sequence[Recorded]) -> tuple[list[int], FactColumns, Block]:
    """The places of the rows that a block holds with all that they say, and these as a block.

    They are read back from it, and compared with what was recorded.
    """
    places = list(range(len(rows)))
    columns = columns_of([_coded(cast("Asserted", each.event)) for each in rows])
    while True:
        block = encoded(columns)
        back = decoded(block.data, block.digest, len(places))
        same = [at for at, place in enumerate(places) if _stands_for(back, at, rows[place])]
        if len(same) == len(places):
            return places, columns, block
        places = [places[at] for at in same]
        columns = columns.taken(np.array(same, np.int64))


def _coded(event: Asserted) -> Coded:
    """The row that an event was made of."""
    report = event.report
    assert report is not None, "who has none is left as it is"
    key = event.originator_id.partition("/")[2]
    return Coded(0, key, event.content, report, event.known_on)


def _stands_for(columns: FactColumns, at: int, recorded: Recorded) -> bool:
    """Whether a row of a block stands for all that an event says, field by field."""
    event = recorded.event
    coded = coded_row(columns, at)
    stream = fact_id(coded.key, event.originator_id.partition("/")[0])
    return asserted(stream, coded, event.recorded_at, event.author) == event
