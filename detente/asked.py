"""An open timeline, and how what is asked of it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self, TypedDict

from detente import input as given
from detente.input import Day, Instant
from domain.clocks import AsOf
from domain.fact import Fact
from projections.pairs import Pair
from projections.picking import read_kinds
from projections.questions.timeline import facts_of
from projections.scope import Scope
from projections.typed_question import Typed
from service.asking import evidence_of
from service.timeline import Timeline as Store


class Clocks(TypedDict):
    """The three clocks as a question's fields."""

    on: date
    known_on: date | None
    recorded_by: datetime | None


class OfTwo(Clocks):
    """Two actors, limit, lens and clocks as a question's fields."""

    a: str
    b: str
    domain: str
    topic: str
    lens: str


class OfSome(Clocks):
    """Two actors, one or none, limit and clocks as a question's fields."""

    actors: tuple[str, ...]
    domain: str
    topic: str


class Limits(TypedDict):
    """What a list of facts is limited to, as a question's fields."""

    kinds_written: tuple[str, ...]
    doer: str
    toward: str


class OpenTimeline:
    """A store that is open, and the day on which it is asked."""

    def __init__(self, store: Store, today: date | None = None) -> None:
        self._store = store
        self._today = today

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<detente timeline {self.name}, {self._store.head().position} events>"

    def close(self) -> None:
        """Gives back what the store holds open; as leaving a `with` does."""
        self._store.close()

    @property
    def name(self) -> str:
        """What the timeline is called."""
        return self._store.store_name

    @property
    def today(self) -> date:
        """The day on which questions without a day are asked."""
        return self._today or datetime.now(UTC).astimezone().date()

    def _point(self, on: Day | None, known_on: Day | None, recorded_by: Instant | None) -> AsOf:
        return given.point(self.today, on, known_on, recorded_by)

    def _clocks(self, on: Day | None, known_on: Day | None, recorded_by: Instant | None) -> Clocks:
        as_of = self._point(on, known_on, recorded_by)
        return Clocks(on=as_of.on, known_on=as_of.known_on, recorded_by=as_of.recorded_by)

    def _of_pair(  # noqa: PLR0917  # what is asked has six parts
        self, a: str, b: str, domain: str, topic: str, clocks: Clocks, lens: str
    ) -> OfTwo:
        pair = given.pair(self._store.registry, a, b, clocks["on"])
        limit = given.scope(domain, topic, pair)
        return OfTwo(
            **clocks, a=pair.a, b=pair.b, domain=limit.domain, topic=limit.topic,
            lens=given.lens(lens).name,
        )  # fmt: skip

    def _of_some(self, a: str, b: str, domain: str, topic: str, clocks: Clocks) -> OfSome:
        registry, limit = self._store.registry, given.scope(domain, topic)
        ids = tuple(given.actor(registry, name, clocks["on"]) for name in (a, b) if name)
        return OfSome(**clocks, actors=ids, domain=limit.domain, topic=limit.topic)

    def _limits(self, kinds: str, by: str, toward: str, on: date) -> Limits:
        """The kinds, the doer and the other side that a list is limited to."""
        doer, other = (
            given.actor(self._store.registry, who, on) if who else "" for who in (by, toward)
        )
        return Limits(kinds_written=read_kinds(kinds), doer=doer, toward=other)

    def _facts(  # noqa: PLR0917  # what is asked has six parts
        self, a: str, b: str, domain: str, topic: str, as_of: AsOf, layer: str
    ) -> tuple[Sequence[Fact], Scope]:
        """The facts of two actors, of one, or all, and what limits them."""
        evidence = evidence_of(self._store, self._layer(layer))
        actors = tuple(given.actor(evidence.registry, name, as_of.on) for name in (a, b) if name)
        pair = Pair.of(*actors) if len(actors) == 2 else None
        limit = given.scope(domain, topic, pair)
        return facts_of(evidence, actors, limit), limit

    def _layer(self, layer: str) -> str:
        """A layer by name, which must hold facts. Raises InvalidInput for another."""
        return Typed((), {}, self._store, self.today, (layer,)).layer()
