"""The timeline: what people ask of it and what they record in it; the CLI and a notebook call this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from itertools import groupby
from typing import Final, cast

from eventsourcing.application import Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Mapper,
    OperationalError,
    StoredEvent,
    TrackingRecorder,
)  # fmt: skip
from eventsourcing.popo import POPOFactory
from eventsourcing.utils import Environment, EnvType

from domain.actors import STREAM as ACTORS
from domain.actors import Actor, Described, Registry
from domain.clocks import AsOf
from domain.content import Content
from domain.expectation import STREAM as EXPECTATIONS
from domain.expectation import Expected
from domain.fact import DESK, Corrected, Event, Fact, fact_id
from domain.problem import Mend, Refused
from projections.pairs import Pair, touched
from projections.state import State, state
from service.edits import Edits, Moment, edits
from service.formats.facts import Document, parse
from service.formats.write import facts_text
from service.store.codec import Codec
from service.store.interface import Head, Tie, TimelineRecorder


class UnknownFact(Refused):
    """No fact has that handle."""


class Conflict(Refused):
    """Somebody else recorded something of the same fact in the meantime."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an import or an addition did, or would do: positions are empty for a dry run."""

    edits: Edits
    positions: Sequence[int]
    actors: int = 0
    expectations: int = 0


def now() -> datetime:
    """The instant of recording, in UTC."""
    return datetime.now(UTC)


class Timeline(Application[str]):
    """An event-sourced timeline over one store."""

    name = "detente"

    def __init__(
        self,
        recorder: TimelineRecorder,
        registry: Registry,
        clock: Callable[[], datetime] = now,
        *,
        name: str = "",
        read_only: bool = False,
    ) -> None:
        self.store = recorder
        self.store_name = name
        self.read_only = read_only
        self._clock = clock
        self._bundled = registry
        self._registry: Registry | None = None
        super().__init__()

    # What the library asks for; its environment variables have no say in ours.

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """An empty environment."""
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[TrackingRecorder]:
        """A factory whose recorder and mapper are not used."""
        return cast("InfrastructureFactory[TrackingRecorder]", POPOFactory(env))  # its own subclass, in an invariant parameter

    def construct_mapper(self) -> Mapper[str]:
        """Our own codec."""
        return Codec()

    def construct_recorder(self) -> TimelineRecorder:
        """The recorder given."""
        return self.store

    def close(self) -> None:
        """Lets go of the store."""
        super().close()
        self.store.close()

    # Reading

    @property
    def registry(self) -> Registry:
        """The bundled actors and those that this timeline describes."""
        if self._registry is None:
            described = [fact.events[-1] for fact in self._facts(self.store.select_layer(ACTORS))]
            self._registry = self._bundled.with_actors(Actor.parse(event.line) for event in described if isinstance(event, Described))
        return self._registry

    def head(self) -> Head:
        """How far the store has come."""
        return self.store.head()

    def pair_facts(self, pair: Pair, layer: str = DESK) -> list[Fact]:
        """The facts that may touch a pair, by handle."""
        return self._facts(self.store.select_pair(*pair.key, layer))

    def actor_facts(self, actor: str, layer: str = DESK) -> list[Fact]:
        """The facts in which an actor has a part, by handle."""
        return self._facts(self.store.select_actor(actor, layer))

    def facts(self, layer: str = DESK) -> list[Fact]:
        """All facts of a layer, by handle."""
        return self._facts(self.store.select_layer(layer))

    def expectations(self) -> list[Expected]:
        """What somebody expects of the timeline."""
        events = [fact.events[-1] for fact in self._facts(self.store.select_layer(EXPECTATIONS))]
        return [event for event in events if isinstance(event, Expected)]

    def fact(self, name: str, layer: str = DESK) -> Fact:
        """The fact of that handle or id. Raises UnknownFact with the closest ones."""
        handle = name.removeprefix("^")
        found = self._facts(self.store.select_events(handle if "/" in handle else fact_id(handle, layer)))
        if found and found[0].layer not in (ACTORS, EXPECTATIONS):
            return found[0]
        handles = [fact.handle for fact in self.facts(layer)]
        near = get_close_matches(handle, handles, n=3, cutoff=0.5)
        raise UnknownFact(f'no fact is called "{handle}".', *map(Mend, near))

    def state(self, pair: Pair, as_of: AsOf, domain: str = "", topic: str = "") -> State:
        """The state of a pair's ties."""
        return state(self.pair_facts(pair), pair, as_of, domain, topic)

    def export(self, pair: Pair | None = None) -> str:
        """The timeline, or the facts of one pair, as `.facts`."""
        if pair is not None:
            return facts_text(self.pair_facts(pair))
        actors = [fact.events[-1] for fact in self._facts(self.store.select_layer(ACTORS))]
        heads = [event.line for event in (*actors, *self.expectations()) if isinstance(event, Described | Expected)]
        return facts_text(self.facts(), heads)

    def _facts(self, stored: Iterable[StoredEvent]) -> list[Fact]:
        decode = self.mapper.to_domain_event
        return [
            Fact(stream, tuple(cast(Event, decode(event)) for event in events))  # our codec makes no others
            for stream, events in groupby(stored, key=lambda event: str(event.originator_id))
        ]

    # Recording

    def moment(self, author: str = "", today: date | None = None) -> Moment:
        """This moment, by the timeline's clock."""
        instant = self._clock()
        return Moment(instant, today or instant.date(), author)

    def read(self, text: str, name: str) -> Document:
        """A `.facts` text, with the actors of this timeline."""
        return parse(text, name, self.registry)

    def record(self, document: Document, moment: Moment, *, dry_run: bool = False) -> Recorded:
        """Records what a document adds, in one transaction: all of it, or nothing where any line has a problem.

        Raises Conflict where somebody else was faster, StoreError where the store cannot be written.
        """
        there = {fact.handle: fact for fact in self.facts()}
        found = edits(document, there, moment)
        described = self._described(document, moment)
        expected = self._expected(document, moment)
        events = [*described, *expected, *found.events]
        positions: Sequence[int] = ()
        if events and not found.problems and not dry_run:
            positions = self.append(events)
            self._registry = None
        return Recorded(found, positions, len(described), len(expected))

    def append(self, events: Sequence[Event]) -> Sequence[int]:
        """Records numbered events and their index rows in one transaction; returns their positions."""
        if self.read_only:
            said = "the bundled sample is read-only; begin a timeline of your own."
            raise Refused(said, Mend("detente init my.db"), Mend("export DETENTE_DB=my.db"))
        try:
            recordings = self.events.put(events, ties=[tie for event in events for tie in ties(event)])
        except IntegrityError as error:
            raise Conflict("somebody else recorded something of the same fact just now; look at it, and try again.") from error
        except OperationalError as error:
            raise Refused(str(error)) from error
        return [recording.notification.id for recording in recordings]

    def _described(self, document: Document, moment: Moment) -> list[Event]:
        events: list[Event] = []
        for item in document.actors:
            known = self.registry.get(item.actor.id)
            if known is not None and _adds_nothing(known, item.actor):
                continue
            stream = f"{ACTORS}/{item.actor.id}"
            version = len(self.store.select_events(stream)) + 1
            described = Described(
                line=item.actor.line, known_on=moment.today, assumed=True, originator_id=stream, originator_version=version
            )
            events.append(moment.stamp(described))
        return events

    def _expected(self, document: Document, moment: Moment) -> list[Event]:
        events: dict[str, Event] = {}
        for item in document.expectations:
            stream = item.expected.stream
            if stream not in events and not self.store.select_events(stream):
                numbered = item.expected.model_copy(update={"originator_id": stream, "originator_version": 1})
                events[stream] = moment.stamp(numbered)
        return list(events.values())


def _adds_nothing(known: Actor, described: Actor) -> bool:
    same = all(known.attributes.get(key) == value for key, value in described.attributes.items())
    return same and {name.text for name in described.names} <= {name.text for name in known.names}


def ties(event: Event) -> list[Tie]:
    """The index rows of an event: the pairs that a new fact, or new parties of an old one, may touch."""
    content: Content | None = getattr(event, "content", None)
    if isinstance(event, Corrected) and event.field == "parties":
        content = _PARTIES.corrected("parties", event.value)
    if content is None:
        return []
    layer = event.originator_id.partition("/")[0]
    return [Tie(a, b, layer, event.originator_id) for a, b in touched(content)]


_PARTIES: Final = Content(kind="action", what="agree", actors=(), recipients=(), relation="mutual", title="-")
