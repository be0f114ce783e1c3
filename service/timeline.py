"""The timeline: what people ask of it and what they record in it."""

# Text is read and written only where facts come in or go out: a question does not import how.

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict, Unpack

from domain.actors import STREAM as ACTORS
from domain.actors import Actor, Described, Registry
from domain.characters import check_characters
from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded, Request, command_stream
from domain.events import Event
from domain.expectation import STREAM as EXPECTATIONS
from domain.expectation import Expected
from domain.fact import DESK, Fact, fact_id
from domain.folding import composed
from domain.layers import RECORD
from domain.limits import check_fields
from domain.refusal import Failure, Fix, InvalidInput, Run
from projections.pairs import Pair, pairs_of_event
from service.asking import ask
from service.batch_rows import recorded_since
from service.indexing import index_of
from service.moment import Moment
from service.store.application import StoreApplication
from service.store.interface import Head, TimelineRecorder
from service.store.memory import rows_text

if TYPE_CHECKING:
    from domain.answer import Cited
    from projections.answer import Answer
    from projections.question import Question
    from projections.receipt import Receipt
    from projections.search import Query
    from projections.verification import Verification
    from service.formats.document import Document
    from service.undo import Command, Which

_MICROSECOND: Final = timedelta(microseconds=1)
PAGE: Final = 5_000
"""Events that are read at once where all since some moment are."""


class UnknownFact(InvalidInput):
    """No fact has that handle."""


class Blocks(NamedTuple):
    """Blocks by their digests, and the head of the store in which their keys were looked up."""

    data: Mapping[str, bytes]
    after: Head


class Beside(TypedDict, total=False):
    """What is kept with a command besides its request, as `CommandRecorded` has it."""

    undoes: str
    batch_of: str
    facts: int


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
            described = self._last_said(ACTORS)
            self._registry = self._bundled.with_actors(
                Actor.parse(event.line) for event in described if isinstance(event, Described)
            )
        return self._registry

    def look_again(self) -> None:
        """Has who is who read again: somebody else may have described an actor in the meantime."""
        self._registry = None

    def pair_facts(self, pair: Pair, layer: str = DESK) -> list[Fact]:
        """The facts that may concern a pair, by handle."""
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
        if not query.of_addresses:
            self.store.index_words(layer, self.words)
            phrases = [term.phrases for term in query.terms]
            return self.streams(self.store.select_words(layer, phrases))
        return self.facts(layer)

    def store_rows(self) -> str:
        """Every event of the store with its pairs, as `MemoryRecorder.loaded` reads them."""
        stored = self.store.select_notifications(start=None, limit=self.head().position)
        return rows_text((event, pairs_of_event(self.event(event))) for event in stored)

    def expectations(self) -> list[Expected]:
        """What somebody expects of the timeline."""
        return [event for event in self._last_said(EXPECTATIONS) if isinstance(event, Expected)]

    def _last_said(self, layer: str) -> list[Event]:
        """What was said last of each stream of a layer that is there."""
        streams = self.streams(self.store.select_layer(layer))
        return [stream.effective_events()[-1] for stream in streams if stream.exists]

    def fact(self, name: str, layer: str = DESK) -> Fact:
        """The fact of that handle or id. Raises UnknownFact with the closest ones."""
        handle = name.removeprefix("^")
        found = self.streams(
            self.store.select_events(handle if "/" in handle else fact_id(handle, layer))
        )
        if found and found[0].layer not in RECORD:
            return found[0]
        handles = [fact.handle for fact in self.facts(layer) if fact.exists]
        within = [each for each in handles if handle in each]
        within.sort(key=lambda each: not each.startswith(handle))
        near = within[:3] or get_close_matches(handle, handles, n=3, cutoff=0.5)
        raise UnknownFact(
            f'no fact is called "{handle}".',
            *map(Fix, near),
            code="unknown-fact",
            values={"fact": handle},
        )

    def layers(self) -> list[str]:
        """The layers that hold facts, the desk first."""
        return [DESK, *(layer for layer in sorted(self.store.layers()) if layer != DESK)]

    def export(self, pair: Pair | None = None) -> str:
        """The timeline, or the facts of one pair, as `.facts`."""
        from service.formats.write import facts_text

        actors = self._last_said(ACTORS)
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

    def moment(
        self, author: str = "", today: date | None = None, request: Request | None = None
    ) -> Moment:
        """The same request, stamped with the current time.

        The time is the timeline's clock, but never before the last recording. So an answer fixed
        with a recorded instant stays reproducible, even if a clock is set back. Raises InvalidInput
        for an author's name that is too long or holds hidden characters.
        """
        check_characters(author := composed(author), "the name of an author")
        check_fields({"author": author})
        instant, last = self.now(), self.last_instant()
        now = instant if last is None or last <= instant else last + _MICROSECOND
        return Moment(now, today or instant.date(), author, request)

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
        from service.formats.whole_lines import read

        return read(text, name, self.registry)

    def record(self, document: Document, moment: Moment, *, dry_run: bool = False) -> Receipt:
        """Records what a document adds, in one transaction: all of it, or nothing.

        Raises Rejected with every line that has a problem, Overtaken where somebody else was
        faster, StoreError where the store cannot be written.
        """
        from service import recording

        return recording.record(self, document, moment, dry_run=dry_run)

    def sync(
        self, document: Document, moment: Moment, *, yes: bool = False, dry_run: bool = False
    ) -> Receipt:
        """Records a document, and says what is gone from its file and what is back in it.

        `yes` records that as well. Raises as `record` does, and InvalidInput where the file is
        rather another one of its name.
        """
        from service import sync

        return sync.sync(self, document, moment, yes=yes, dry_run=dry_run)

    def act(
        self, fact: Fact, news: Sequence[Event], moment: Moment, *, dry_run: bool = False
    ) -> Receipt:
        """Records what is reported about one fact, as the fact accepts it.

        Raises InvalidInput where it does not, Overtaken where somebody was faster.
        """
        from service import recording

        return recording.act(self, fact, news, moment, dry_run=dry_run)

    def record_command(
        self,
        events: Sequence[Event],
        moment: Moment,
        blocks: Blocks | None = None,
        **beside: Unpack[Beside],
    ) -> list[int]:
        """Records what one command does, and its request, in one transaction.

        With the blocks that its events name. Returns the positions of its events. Raises as
        `append` does.
        """
        assert moment.request is not None, "who records a command says what was asked"
        recorded = CommandRecorded(
            **moment.request.shown()._asdict(),
            count=len(events),
            known_on=moment.today,
            assumed=True,
            **beside,
        )
        positions = self.append(
            [*events, moment.stamp(recorded).numbered(command_stream(events[0]), 1)], blocks
        )
        self._registry = None
        return positions[:-1]

    def commands(self) -> list[Command]:
        """The commands that recorded something, in order, each with its number."""
        from service.undo import numbered

        recorded = ((row.id, self.event(row)) for row in self.store.select_numbered(COMMANDS))
        return numbered(
            (position, event) for position, event in recorded if isinstance(event, CommandRecorded)
        )

    def recorded_in(self, event: Event) -> Command | None:
        """The command that recorded an event; None where none did."""
        place = (event.originator_id, event.originator_version)
        own = self.store.select_own([event.originator_id])
        if all(row.originator_version != event.originator_version for row in own):
            place = self.store.batches.place_of(*place)
        for command in reversed(self.commands()):
            for part in command.parts:
                first, last = part.positions.start, part.positions.stop - 1
                rows = self.store.select_notifications(
                    start=first, limit=max(1, part.recorded.count), stop=last
                )
                if any((row.originator_id, row.originator_version) == place for row in rows):
                    return command
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
        """A timeline of the first events of this one, up to a position, while this one is open."""
        recorder, name = self.store.at_position(position), self.store_name
        found = Timeline(recorder, self._bundled, self._clock, name=name, read_only=True)
        found.facts_kept = self.facts_kept
        return found

    def since(self, position: int, named: Container[str]) -> tuple[int, list[Event]]:
        """How many events were recorded of facts after a position, and those of some facts.

        `named` has the handles or ids of these.
        """
        return recorded_since(self, position, named)

    def undo(
        self, moment: Moment, which: Which = None, *, because: str = "", dry_run: bool = False
    ) -> Receipt:
        """Takes back a command: one by its number, the last undo, or the last that is not undone.

        Raises InvalidInput where that cannot be.
        """
        *_, last = self.undoing(moment, which, because=because, dry_run=dry_run)
        return last

    def undoing(
        self, moment: Moment, which: Which = None, *, because: str = "", dry_run: bool = False
    ) -> Generator[Receipt]:
        """Takes back a command as `undo` does, with a receipt after each of its transactions."""
        from service.undo import Last, undoing

        return undoing(self, moment, which or Last.DONE, because=because, dry_run=dry_run)

    def facts_of(self, streams: Iterable[str]) -> dict[str, Fact]:
        """The facts of some ids, a few thousand at most; those that are there."""
        return {fact.id: fact for fact in self.streams(self.store.select_streams(list(streams)))}

    def append(self, events: Sequence[Event], blocks: Blocks | None = None) -> list[int]:
        """Records numbered events and their index rows in one transaction; returns their positions.

        With the blocks that they name, where the store has come no further than these were made
        for. Raises Conflict where somebody else was faster, and InvalidInput where the timeline is
        read-only.
        """
        if self.read_only:
            said = "the bundled sample is read-only; begin a timeline of your own."
            begin = Run.of("init", "my.db")
            raise Failure(said, begin, Fix("export DETENTE_DB=my.db"), code="read-only-sample")
        index = index_of(self, events)
        if blocks is None:
            return self.put(events, **index)
        return self.put(events, after=blocks.after, blocks=blocks.data, **index)

    def copy(
        self, rows: Sequence[tuple[str, int, str, bytes]], events: Sequence[Event], blocks: Blocks
    ) -> None:
        """Appends rows of another store, with the events that they are.

        With the blocks that they name. Actors that they describe are known from then on. Raises
        Conflict where this store has not come exactly as far as these were made for.
        """
        index = index_of(self, events)
        self.put_rows(rows, after=blocks.after, blocks=blocks.data, **index)
        self._registry = None
