"""The timeline: what people ask of it and what they record in it.

The CLI and a notebook call this.
"""

# Text is read and written only where facts come in or go out: a question does not import how.

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

from domain.actors import STREAM as ACTORS
from domain.actors import Actor, Described, Registry
from domain.answer import STREAM as ANSWERS
from domain.clocks import AsOf
from domain.command import STREAM as COMMANDS
from domain.command import Carried, command_stream
from domain.decisions import accept, check_dates
from domain.events import Event
from domain.expectation import STREAM as EXPECTATIONS
from domain.expectation import Expected
from domain.fact import DESK, Fact, fact_id
from domain.news import check_news
from domain.refusal import Failure, Fix, InvalidInput
from projections.flows import Flows
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from service.asking import ask
from service.indexing import index_entry, pairs
from service.moment import Moment
from service.store.application import StoreApplication
from service.store.interface import Head, Index, NoLongerFlow, TimelineRecorder
from service.store.memory import rows_text
from service.undo import Done, Part, chosen, numbered, opposites

if TYPE_CHECKING:
    from domain.answer import Cited
    from projections.answer import Answer
    from projections.layer import LayerEvidence, LayerState
    from projections.layer_why import OpenDay
    from projections.question import Question
    from projections.search import Found, Query
    from projections.verification import Verification
    from service.edits import Edits
    from service.formats.document import Document


_MICROSECOND: Final = timedelta(microseconds=1)

PAGE: Final = 5_000
"""Events that are read at once where all since some moment are."""

MOST_NAMED: Final = 5
"""Facts that are named where many are touched."""


class UnknownFact(InvalidInput):
    """No fact has that handle."""


class Beside(TypedDict, total=False):
    """What is kept with a command beside what it did, as `Carried` tells."""

    undoes: str
    whole: str
    facts: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an import or an addition did, or would do: positions are empty for a dry run."""

    edits: Edits
    positions: Sequence[int]
    actors: int = 0
    expectations: int = 0


@dataclass(frozen=True, slots=True)
class Undoing:
    """What an undo took back so far, or would.

    The command, the first facts it touches, and how many there are. `changed` are the facts of
    the desk that the last step touched, each before and after.
    """

    done: Done
    named: tuple[str, ...]
    facts: int
    changed: tuple[tuple[Fact, Fact], ...] = ()


def now() -> datetime:
    """The instant of recording, in UTC."""
    return datetime.now(UTC)


class Timeline(StoreApplication):
    """An event-sourced timeline over one store."""

    def __init__(
        self,
        recorder: TimelineRecorder,
        registry: Registry,
        clock: Callable[[], datetime] = now,
        *,
        name: str = "",
        read_only: bool = False,
    ) -> None:
        self.store_name = name
        self.read_only = read_only
        self._clock = clock
        self._bundled = registry
        self._registry: Registry | None = None
        super().__init__(recorder)

    # Reading

    @property
    def registry(self) -> Registry:
        """The bundled actors and those that this timeline describes."""
        if self._registry is None:
            described = [
                fact.effective_events()[-1]
                for fact in self.streams(self.store.select_layer(ACTORS))
                if fact.exists
            ]
            self._registry = self._bundled.with_actors(
                Actor.parse(event.line) for event in described if isinstance(event, Described)
            )
        return self._registry

    def pair_facts(self, pair: Pair, layer: str = DESK) -> list[Fact]:
        """The facts that may touch a pair, by handle."""
        return self.streams(self.store.select_pair(*pair.key, layer))

    def actor_facts(self, actor: str, layer: str = DESK) -> list[Fact]:
        """The facts in which an actor has a part, by handle."""
        return self.streams(self.store.select_actor(actor, layer))

    def facts(self, layer: str = DESK) -> list[Fact]:
        """All facts of a layer, by handle."""
        return self.streams(self.store.select_layer(layer))

    def facts_after(self, layer: str, after: str, limit: int) -> list[Fact]:
        """The facts of a layer whose ids come after one, `limit` at most, by id."""
        return self.streams(self.store.select_next(layer, after, limit))

    def ask(self, question: Question) -> Answer:
        """The answer to a question, named after the record that it was found in."""
        return ask(self, question)

    def facts_holding(self, query: Query, layer: str = DESK) -> list[Fact]:
        """The facts of a layer that may hold every term of a query."""
        self.store.index_words(layer, self.words)
        return self.streams(self.store.select_words(layer, [term.phrases for term in query.terms]))

    def search(self, text: str, as_of: AsOf, layer: str = DESK) -> tuple[Found, ...]:
        """The facts that hold every word of a text, newest first.

        Raises InvalidInput for a text without a word.
        """
        from projections.search import Query, search

        query = Query.of(text, self.registry, as_of.day)
        self.store.index_words(layer, self.words)
        return search(
            self.streams(self.store.select_words(layer, [term.phrases for term in query.terms])),
            query,
            as_of,
        )

    def store_rows(self) -> str:
        """Every event of the store with the pairs that it makes its fact touch.

        As `MemoryRecorder.loaded` reads them.
        """
        stored = self.store.select_notifications(start=None, limit=self.head().position)
        return rows_text((event, pairs(self.event(event))) for event in stored)

    def expectations(self) -> list[Expected]:
        """What somebody expects of the timeline."""
        events = [
            fact.effective_events()[-1]
            for fact in self.streams(self.store.select_layer(EXPECTATIONS))
            if fact.exists
        ]
        return [event for event in events if isinstance(event, Expected)]

    def fact(self, name: str, layer: str = DESK) -> Fact:
        """The fact of that handle or id. Raises UnknownFact with the closest ones."""
        handle = name.removeprefix("^")
        found = self.streams(
            self.store.select_events(handle if "/" in handle else fact_id(handle, layer))
        )
        if found and found[0].layer not in (ACTORS, EXPECTATIONS, COMMANDS, ANSWERS):
            return found[0]
        handles = [fact.handle for fact in self.facts(layer) if fact.exists]
        near = get_close_matches(handle, handles, n=3, cutoff=0.5)
        raise UnknownFact(f'no fact is called "{handle}".', *map(Fix, near))

    def state(
        self,
        pair: Pair,
        as_of: AsOf,
        scope: Scope = EVERYTHING,
        lens: Lens = LENS,
        layer: str = DESK,
    ) -> State:
        """The state of a pair's ties, from all facts of a layer one by one."""
        return replace(state(self.pair_facts(pair, layer), pair, as_of, scope, lens), layer=layer)

    def layer_state(
        self, pair: Pair, as_of: AsOf, layer: str, scope: Scope = EVERYTHING
    ) -> LayerState:
        """The state of a pair's ties as a machine-coded layer has them."""
        from projections.layer import layer_state

        return layer_state(self.held(pair, as_of, layer, scope), pair, as_of, scope)

    def held(
        self,
        pair: Pair,
        as_of: AsOf,
        layer: str,
        scope: Scope = EVERYTHING,
        since: int | None = None,
    ) -> LayerEvidence:
        """What a layer holds of a pair, as far as something may be left of it on the day.

        Or on any from `since` to it. Of a topic all facts are read one by one, for what is summed
        has none.
        """
        from projections.layer import LayerEvidence

        if scope.topic:
            return LayerEvidence(layer, Flows(), self.pair_facts(pair, layer))
        flows = self.store.select_flows((*pair.key, layer), as_of, scope.domain, since)
        return LayerEvidence(layer, flows, self.streams(self.store.select_tied(*pair.key, layer)))

    def held_by_all(
        self, actor: str, as_of: AsOf, layer: str, scope: Scope = EVERYTHING
    ) -> dict[str, LayerEvidence]:
        """What a layer holds of every pair of an actor, by the other one."""
        from projections.board import others
        from projections.layer import LayerEvidence

        flows = (
            {} if scope.topic else self.store.select_all_flows(actor, layer, as_of, scope.domain)
        )
        tied = (
            self.store.select_actor(actor, layer)
            if scope.topic
            else self.store.select_tied_to(actor, layer)
        )
        facts: dict[str, list[Fact]] = {}
        for fact in self.streams(tied):
            for other in others(fact, actor):
                facts.setdefault(other, []).append(fact)
        summed = {a if b == actor else b: found for (a, b), found in flows.items()}
        return {
            other: LayerEvidence(layer, summed.get(other, Flows()), facts.get(other, ()))
            for other in sorted({*facts, *summed})
        }

    def layer_day(self, answer: LayerState, day: int, scope: Scope = EVERYTHING) -> OpenDay:
        """Every fact of one day that touches the pair of a layer's answer."""
        from projections.layer_why import open_day

        key = answer.pair.key
        facts = self.streams(
            [
                *self.store.select_day(*key, answer.layer, day),
                *self.store.select_tied(*key, answer.layer),
            ]
        )
        return open_day(facts, answer, day, scope)

    def layers(self) -> list[str]:
        """The layers that hold facts, the desk first."""
        return [DESK, *(layer for layer in sorted(self.store.layers()) if layer != DESK)]

    def export(self, pair: Pair | None = None) -> str:
        """The timeline, or the facts of one pair, as `.facts`."""
        from service.formats.write import facts_text

        actors = [
            fact.effective_events()[-1]
            for fact in self.streams(self.store.select_layer(ACTORS))
            if fact.exists
        ]
        if pair is not None:
            facts = self.pair_facts(pair)
            text = facts_text(facts)
            return facts_text(
                facts,
                [
                    e.line
                    for e in actors
                    if isinstance(e, Described) and e.originator_id.partition("/")[2] in text
                ],
            )
        heads = [
            event.line
            for event in (*actors, *self.expectations())
            if isinstance(event, Described | Expected)
        ]
        return facts_text(self.facts(), heads)

    # Recording

    def moment(self, author: str = "", today: date | None = None, did: str = "") -> Moment:
        """This moment, and what is being done.

        By the timeline's clock, but never before what was recorded last. Who asked what was
        recorded by some instant would hear otherwise later on, were a clock set back, or
        another's behind.
        """
        instant, last = self.now(), self.last_instant()
        now = instant if last is None or last <= instant else last + _MICROSECOND
        return Moment(now, today or instant.date(), author, did)

    def now(self) -> datetime:
        """What the timeline's clock says."""
        return self._clock()

    def onward(self, moment: Moment) -> Moment:
        """What is being done, at this moment.

        Who asked in the meantime what was recorded by then must hear the same for ever.
        """
        return replace(moment, now=max(moment.now, self.moment().now))

    def last_instant(self) -> datetime | None:
        """When the last event was recorded; None where none was."""
        position = self.head().position
        last = self.store.select_notifications(start=position, limit=1) if position else ()
        return self.event(last[0]).recorded_at if last else None

    def read(self, text: str, name: str) -> Document:
        """A `.facts` text, with the actors of this timeline."""
        from service.formats.facts import parse

        return parse(text, name, self.registry)

    def by_handle(self) -> dict[str, Fact]:
        """The facts of the desk that were ever recorded, by handle."""
        return {fact.handle: fact for fact in self.facts()}

    def record(
        self,
        document: Document,
        moment: Moment,
        there: Mapping[str, Fact] | None = None,
        *,
        dry_run: bool = False,
    ) -> Recorded:
        """Records what a document adds, in one transaction.

        All of it, or nothing where any line has a problem. `there` are the facts as they were
        when it was read, if that is not now. Raises Conflict where somebody else was faster,
        StoreError where the store cannot be written.
        """
        from service.edits import edits

        found = edits(document, self.by_handle() if there is None else there, moment)
        described = self._described(document, moment)
        expected = self._expected(document, moment)
        events = [*described, *expected, *found.events]
        positions: Sequence[int] = ()
        if events and not found.problems and not dry_run:
            positions = self.carry(events, moment, moment.did or f"import {document.name}")
        return Recorded(found, positions, len(described), len(expected))

    def carry(
        self, events: Sequence[Event], moment: Moment, did: str, **beside: Unpack[Beside]
    ) -> list[int]:
        """Records what one command does, and that it did, in one transaction.

        Returns the positions of its events. Raises as `append` does.
        """
        carried = Carried(did=did, count=len(events), known_on=moment.today, assumed=True, **beside)
        positions = self.append(
            [*events, moment.stamp(carried).numbered(command_stream(events[0]), 1)]
        )
        self._registry = None
        return positions[:-1]

    def act(
        self, fact: Fact, news: Sequence[Event], moment: Moment, did: str, *, dry_run: bool = False
    ) -> list[Event]:
        """Records what is said of one fact, as it takes it.

        Raises InvalidInput where it cannot, Conflict where somebody was faster.
        """
        before = fact
        for event in news:
            fact = fact.and_then(accept(fact, moment.stamp(event)))
        check_dates(fact)
        events = list(fact.events[before.version :])
        for event in events:
            check_news(fact, event)
        if not dry_run:
            self.carry(events, moment, did)
        return events

    def commands(self) -> list[Done]:
        """What was done, in order, each with its number."""
        carried = ((row.id, self.event(row)) for row in self.store.select_numbered(COMMANDS))
        return numbered(
            (position, event) for position, event in carried if isinstance(event, Carried)
        )

    def recorded_in(self, event: Event) -> Done | None:
        """The command that recorded an event; None where none did."""
        place = (event.originator_id, event.originator_version)
        for done in reversed(self.commands()):
            for part in done.parts:
                first, last = part.positions.start, part.positions.stop - 1
                rows = self.store.select_notifications(
                    start=first, limit=max(1, part.carried.count), stop=last
                )
                if any((row.originator_id, row.originator_version) == place for row in rows):
                    return done
        return None

    # Answers

    def cite(self, answer: Answer, title: str, on: date, program: str) -> Cited:
        """Keeps the question of an answer beside the record. Raises as `keep_citation` does."""
        from service.citing import keep

        return keep(self, answer, title, on, program)

    def verify(self, answer: str) -> Verification:
        """Asks a cited answer again. Raises InvalidInput where no such answer was cited here."""
        from service.citing import verify

        return verify(self, answer)

    def at_position(self, position: int) -> Timeline:
        """A timeline that holds the first events of this one, up to a position.

        For as long as this one is open.
        """
        return Timeline(
            self.store.at_position(position),
            self._bundled,
            self._clock,
            name=self.store_name,
            read_only=True,
        )

    def since(self, position: int, named: Container[str]) -> tuple[int, list[Event]]:
        """How many events were recorded of facts after a position.

        And those of the facts named by handle or id.
        """
        number, found = 0, list[Event]()
        while page := self.store.select_notifications(
            start=position, limit=PAGE, inclusive_of_start=False
        ):
            position = page[-1].id
            for row in page:
                layer, _, handle = str(row.originator_id).partition("/")
                if layer not in (COMMANDS, ANSWERS):
                    number += 1
                    found += (
                        [self.event(row)] if handle in named or row.originator_id in named else []
                    )
        return number, found

    def undo(
        self, moment: Moment, number: int | None = None, *, because: str = "", dry_run: bool = False
    ) -> Undoing:
        """Takes back a command, the last one unless another is named by its number.

        Raises InvalidInput where that cannot be.
        """
        *_, last = self.undoing(moment, number, because=because, dry_run=dry_run)
        return last

    def undoing(
        self, moment: Moment, number: int | None = None, *, because: str = "", dry_run: bool = False
    ) -> Generator[Undoing]:
        """Takes back a command, transaction by transaction from the last.

        And says after each how far it has come. Whoever stops in between has taken back what was
        said; the same number goes on with the rest. Raises InvalidInput where that cannot be, before
        anything is written.
        """
        done = chosen(self.commands(), number)
        parts = done.left[::-1]
        if len(parts) > 1 and not dry_run:
            for part in parts:
                self._opposites(part, moment, because)
        whole, facts, named = "", 0, list[str]()
        for part in parts:
            moment = self.onward(moment)
            before, events = self._opposites(part, moment, because)
            if len(parts) > 1:
                whole = whole or command_stream(events[0])
            if not dry_run:
                did = f"undo {done.number}: {done.carried.did}"
                count = len(events) if part.carried.facts else 0
                self.carry(
                    events, moment, did, undoes=part.carried.originator_id, whole=whole, facts=count
                )
            facts += len(events)
            named += [event.originator_id for event in events[: MOST_NAMED - len(named)]]
            changed = [
                (before[event.originator_id], event)
                for event in events
                if before[event.originator_id].layer == DESK
            ]
            yield Undoing(
                done,
                tuple(named),
                facts,
                tuple((fact, fact.and_then(event)) for fact, event in changed),
            )

    def _opposites(
        self, part: Part, moment: Moment, because: str
    ) -> tuple[dict[str, Fact], list[Event]]:
        """The facts that a transaction recorded something of, and what takes that back."""
        rows = self.store.select_notifications(start=part.positions.start, limit=part.carried.count)
        recorded = [
            (event.originator_id, event.originator_version) for event in map(self.event, rows)
        ]
        facts = self.facts_of({stream for stream, _ in recorded})
        return facts, [moment.stamp(event) for event in opposites(recorded, facts, because)]

    def facts_of(self, streams: Iterable[str]) -> dict[str, Fact]:
        """The facts of some ids, a few thousand at most; those that are there."""
        return {fact.id: fact for fact in self.streams(self.store.select_streams(list(streams)))}

    def append(self, events: Sequence[Event]) -> list[int]:
        """Records numbered events and their index rows in one transaction; returns their positions.

        Raises Conflict where somebody else was faster, and InvalidInput where the timeline is read-only.
        """
        if self.read_only:
            said = "the bundled sample is read-only; begin a timeline of your own."
            raise Failure(said, Fix("detente init my.db"), Fix("export DETENTE_DB=my.db"))
        return self.put(events, **self.index_of(events))

    def index_of(self, events: Sequence[Event]) -> Index:
        """What the index is to keep of events that are recorded together."""
        again = [
            stream
            for stream, number in Counter(event.originator_id for event in events).items()
            if number > 1
        ]
        found = [index_entry(event) for event in events]
        seconds = [event.originator_id for event in events if event.originator_version == 2]
        firsts = self.store.select_streams(seconds) if seconds else ()
        left = [
            NoLongerFlow(str(row.originator_id), index_entry(self.event(row)))
            for row in firsts
            if row.originator_version == 1
        ]
        return Index(
            pairs=[each.pairs for each in found],
            flows=[
                () if event.originator_id in again else each.flows
                for event, each in zip(events, found, strict=True)
            ],
            left=[leaving for leaving in left if leaving.entry.flows],
        )

    def copy(
        self, rows: Sequence[tuple[str, int, str, bytes]], events: Sequence[Event], after: Head
    ) -> None:
        """Appends rows of another store, with the events that they are.

        Actors that they describe are known from then on. Raises Conflict where this store has not
        come exactly as far as `after`.
        """
        self.put_rows(rows, after, **self.index_of(events))
        self._registry = None

    def _described(self, document: Document, moment: Moment) -> list[Event]:
        events: list[Event] = []
        versions: dict[str, int] = {}
        for item in document.actors:
            known = self.registry.get(item.actor.id)
            if known is not None and _adds_nothing(known, item.actor):
                continue
            stream = f"{ACTORS}/{item.actor.id}"
            versions[stream] = versions.get(stream, len(self.store.select_events(stream))) + 1
            described = Described(line=item.actor.line, known_on=moment.today, assumed=True)
            events.append(moment.stamp(described).numbered(stream, versions[stream]))
        return events

    def _expected(self, document: Document, moment: Moment) -> list[Event]:
        events: dict[str, Event] = {}
        for item in document.expectations:
            stream = item.expected.stream
            if stream not in events:
                there = self.streams(self.store.select_events(stream))
                if not there or not there[0].exists:
                    version = there[0].version + 1 if there else 1
                    events[stream] = moment.stamp(item.expected).numbered(stream, version)
        return list(events.values())


def _adds_nothing(known: Actor, described: Actor) -> bool:
    same = all(known.attributes.get(key) == value for key, value in described.attributes.items())
    return same and {name.text for name in described.names} <= {name.text for name in known.names}
