"""Rows of a source recorded as facts of a layer, in transactions of well under a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import product
from pathlib import PurePath
from typing import Any, Final, cast

from domain import edtf
from domain.command import RULES, Request, command_stream
from domain.edtf import Window
from domain.events import Asserted, Event
from domain.fact import Fact, fact_id
from projections.flow_sides import PairKey
from projections.receipt import Receipt, Rows
from service.moment import Moment
from service.sources.changes import Change, news, retraction, source_content
from service.sources.outcome import Coded, Counted, Outcome, Tally
from service.store.interface import Conflict
from service.store.keys import Keys
from service.timeline import Timeline

BATCH: Final = 5_000
"""Facts of one transaction, at most."""

ROWS: Final = 25_000
"""The most rows read for one transaction, so that progress counts rows that become no facts."""


MOST_PAIRS: Final = 3
"""How many pairs are listed with the number of their added facts."""


@dataclass(frozen=True, slots=True)
class Order:
    """An import: the layer, the file as it was given, and the request in short.

    `correct` is whether changed rows correct their facts, `gone` whether facts are retracted that
    the file holds no longer, `most` whether also where these are more than the facts that the layer
    had and the file holds too. `batch_of` is the stream of the command that this file continues,
    where it is one of several.
    """

    layer: str
    file: str
    text: str
    correct: bool = True
    gone: bool = False
    most: bool = False
    dry_run: bool = False
    batch_of: str = ""

    @property
    def short_name(self) -> str:
        """The file without its folders, as reasons name it."""
        return PurePath(self.file).name


@dataclass
class Account:
    """The outcome of every row so far.

    Each row that is a fact is one of `added` to `repeated`. `again` were taken back or gone, and
    are here again; `ignored` differ from what is here, and were left; `repeated` have the key of an
    earlier row, which counts. `gone` is how many facts were retracted, None where that could not be
    known; `spared` how many were not, since the file holds fewer of those that were there before.
    `batch_of` is the stream of the command that recorded something; empty where none did.
    """

    tally: Tally = field(default_factory=lambda: Counted().tally)
    added: int = 0
    again: int = 0
    corrected: int = 0
    ignored: int = 0
    there: int = 0
    repeated: int = 0
    events: int = 0
    gone: int | None = 0
    spared: int = 0
    batch_of: str = ""
    sides: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=Counter)

    @property
    def facts(self) -> int:
        """How many facts something was recorded of."""
        return self.added + self.again + self.corrected + (self.gone or 0)

    @property
    def known(self) -> int:
        """How many facts of the file were in the layer before."""
        return self.again + self.corrected + self.ignored + self.there

    def pairs(self) -> list[tuple[PairKey, int]]:
        """How many of the added facts concern each pair across its sides, most first."""
        found: Counter[PairKey] = Counter()
        for sides, number in self.sides.items():
            across = {(min(both), max(both)) for both in product(*sides)}
            found.update({pair: number for pair in across if pair[0] != pair[1]})
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def receipt_of(
    timeline: Timeline, account: Account, order: Order, moment: Moment, rows: Rows
) -> Receipt:
    """The receipt of an import; `rows` is what is known of its file, to be completed here."""
    pairs = account.pairs()
    tally = account.tally
    written = account.events and not order.dry_run
    return Receipt(
        verb="import",
        dry_run=order.dry_run,
        author=moment.author,
        not_listed=account.events,
        command=len(timeline.commands()) if written else None,
        rows=replace(
            rows,
            file=order.file,
            layer=order.layer,
            rows=tally.rows,
            added=account.added,
            again=account.again,
            corrected=account.corrected,
            left=account.ignored,
            there=account.there,
            repeated=account.repeated,
            joined=tally.joined,
            skipped=tally.skipped,
            unread=tally.rejected,
            gone=account.gone,
            spared=account.spared,
            known=account.known,
            pairs=tuple((a, b, facts) for (a, b), facts in pairs[:MOST_PAIRS]),
            pairs_in_all=len(pairs),
        ),
    )


def imported(
    timeline: Timeline, outcomes: Iterable[Outcome], order: Order, moment: Moment
) -> Generator[Account]:
    """Records outcomes as they come; after each transaction and at the end it gives the count.

    What was counted is recorded, whatever happens next: an import that was stopped can be run
    again, and adds only the rest. Raises as `Timeline.append` does.
    """
    if not order.dry_run:
        timeline.store.check_layer(order.layer)
    with closing(Keys()) as keys:
        yield from Import(timeline, order, moment, keys).run(outcomes)


class Import:
    """One import while it runs."""

    def __init__(self, timeline: Timeline, order: Order, moment: Moment, keys: Keys) -> None:
        self._timeline = timeline
        self._order = order
        self._moment = replace(moment, request=Request("import", order.text, order.file, RULES))
        self._keys = keys
        self._instants = _Instants(timeline)
        self._rows = 0
        self._first = self._last = ""
        self._account = Account(batch_of=order.batch_of)

    def run(self, outcomes: Iterable[Outcome]) -> Iterator[Account]:
        """The account after each transaction."""
        counted = Counted()
        waiting: list[Coded] = []
        read = 0
        for outcome in outcomes:
            counted.count(outcome)
            read += 1
            if isinstance(outcome, Coded):
                waiting.append(outcome)
            if len(waiting) >= BATCH or read >= ROWS:
                self._take(waiting)
                self._account.tally = counted.tally
                yield self._account
                waiting, read = [], 0
        self._take(waiting)
        self._account.tally = counted.tally
        if self._order.gone:
            yield from self._retract()
        yield self._account

    # Rows

    def _take(self, rows: Sequence[Coded]) -> None:
        """Records the content of rows, if anything of it is new."""
        if not rows:
            return
        new = self._unrepeated(rows)
        plan = self._recorded(new)
        account = self._account
        account.added += plan.added
        account.again += plan.changes[Change.AGAIN]
        account.corrected += plan.changes[Change.CORRECTED] if self._order.correct else 0
        account.ignored += plan.changes[Change.CORRECTED] if not self._order.correct else 0
        account.there += plan.changes[Change.NONE]
        account.repeated += len(rows) - len(new)
        account.events += len(plan.events)
        account.sides.update(plan.sides)

    def _unrepeated(self, rows: Sequence[Coded]) -> dict[str, Coded]:
        """By their keys, the rows that are the first in the file to have them."""
        first: dict[str, Coded] = {}
        numbers: dict[str, int] = {}
        for row in rows:
            self._rows += 1
            if first.setdefault(row.key, row) is row:
                numbers[row.key] = self._rows
        for key in self._keys.take(numbers):
            del first[key]
        days = [row.content.on for row in rows]
        self._first = min(filter(None, (self._first, *days)))
        self._last = max(self._last, *days)
        return first

    def _recorded(self, rows: Mapping[str, Coded]) -> _Plan:
        while True:
            self._moment = self._timeline.onward(self._moment)
            plan = self._planned(rows)
            try:
                self._record(plan.events, plan.facts)
            except Conflict:
                # Somebody else recorded one of these facts meanwhile: it is there now, and is
                # read again.
                self._instants_again()
                continue
            return plan

    def _instants_again(self) -> None:
        """Has the instants of imports read again: somebody else recorded something meanwhile."""
        self._instants = _Instants(self._timeline)

    def _planned(self, rows: Mapping[str, Coded]) -> _Plan:
        plan = _Plan()
        layer, moment = self._order.layer, self._moment
        ids = {fact_id(key, layer): row for key, row in rows.items()}
        there = self._timeline.facts_of(ids)
        for stream, row in ids.items():
            fact = there.get(stream)
            if fact is None:
                plan.events.append(asserted(stream, row, moment.now, moment.author))
                plan.sides.append((row.content.actors, row.content.recipients))
                plan.added += 1
                continue
            change, events = news(fact, row, moment, self._order.short_name, self._instants)
            plan.changes[change] += 1
            if change != Change.CORRECTED or self._order.correct:
                plan.events += events
                plan.changed += bool(events)
        return plan

    def _record(self, events: Sequence[Event], facts: int) -> None:
        if events and not self._order.dry_run:
            batch_of = self._account.batch_of or command_stream(events[0])
            self._timeline.record_command(events, self._moment, batch_of=batch_of, facts=facts)
            self._account.batch_of = batch_of

    # What is gone

    def _retract(self) -> Iterator[Account]:
        """Retracts facts of the days that the file covers, if the file no longer has them."""
        if self._account.tally.rejected:
            # A row that cannot be read may be any of those that seem to be missing.
            self._account.gone = None
            return
        if not self._first:
            return
        if not self._order.most:
            missing = sum(len(self._lacking(facts)) for facts in self._of_these_days())
            if missing > self._account.known:
                # Another file of the same layer, rather than a newer copy of what is there.
                self._account.spared = missing
                return
        for facts in self._of_these_days():
            self._retracted(facts)
            yield self._account

    def _of_these_days(self) -> Iterator[list[Fact]]:
        """The layer's facts of the days that the file covers, some thousands at once."""
        span = Window(edtf.window(self._first).lo, edtf.window(self._last).hi)
        after = ""
        while facts := self._timeline.facts_after(self._order.layer, after, BATCH):
            after = facts[-1].id
            yield [fact for fact in facts if within(fact, span)]

    def _lacking(self, facts: Iterable[Fact]) -> list[Fact]:
        """Those among facts of the layer that the file does not hold."""
        found = list(facts)
        missing = self._keys.lacking(fact.handle for fact in found)
        return [fact for fact in found if fact.handle in missing]

    def _retracted(self, facts: Sequence[Fact]) -> None:
        gone = self._lacking(facts)
        while True:
            self._moment = self._timeline.onward(self._moment)
            events = [retraction(fact, self._moment, self._order.short_name) for fact in gone]
            try:
                self._record(events, len(events))
            except Conflict:
                found = self._timeline.facts_of(fact.id for fact in gone).values()
                gone = [fact for fact in found if in_force(fact)]
                continue
            break
        self._account.gone = (self._account.gone or 0) + len(events)
        self._account.events += len(events)


class _Instants(Container[datetime]):
    """The instants at which the transactions of imports by rules were recorded."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    @cached_property
    def _found(self) -> frozenset[datetime]:
        return frozenset(
            part.recorded.recorded_at
            for command in self._timeline.commands()
            if command.recorded.verb == "import" and command.recorded.mode == RULES
            for part in command.parts
        )

    def __contains__(self, instant: object) -> bool:
        return instant in self._found


@dataclass
class _Plan:
    """What a transaction is to record, and the outcome of its rows."""

    events: list[Event] = field(default_factory=list)
    sides: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    changes: Counter[Change] = field(default_factory=Counter)
    added: int = 0
    changed: int = 0

    @property
    def facts(self) -> int:
        """How many facts it records something of."""
        return self.added + self.changed


def within(fact: Fact, span: Window) -> bool:
    """Whether a fact is in force, and happened on days of a span."""
    if not in_force(fact):
        return False
    window = source_content(fact).window
    return span.lo <= window.lo and window.hi <= span.hi


def in_force(fact: Fact) -> bool:
    """Whether a fact exists and is not retracted."""
    if not fact.exists:
        return False
    reading = fact.as_of()
    return reading is not None and not reading.retracted


_GIVEN: Final = {
    "originator_id",
    "originator_version",
    "known_on",
    "recorded_at",
    "author",
    "content",
    "report",
}


def asserted(stream: str, row: Coded, now: datetime, author: str) -> Event:
    """The first event of a row's fact, stamped and numbered.

    It skips validation and three copies, which take most of the time.
    """
    made = Asserted.__new__(Asserted)
    # The class is frozen for everybody else; here the event is still being made. The order is that
    # of the fields.
    fields: dict[str, Any] = {
        "originator_id": stream,
        "originator_version": 1,
        "known_on": row.known_on,
        "assumed": False,
        "recorded_at": now,
        "author": author,
        "because": "",
        "first_recorded": None,
        "content": row.content,
        "report": row.report,
    }
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", _GIVEN)
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return cast(Event, made)
