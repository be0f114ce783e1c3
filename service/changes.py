"""Changes: what was recorded after a position, and how that turned ties."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.clocks import AsOf
from domain.events import Event
from domain.fact import DESK, Fact
from domain.layers import RECORD
from projections.lenses import standing_flow
from projections.pair_fact import PairFact, classify
from projections.pairs import Pair, pairs_of
from projections.scope import Scope
from projections.state import Glance, fold, glance_of

if TYPE_CHECKING:
    from service.timeline import Timeline

PAGE: Final = 500
"""Events that are read at once."""


class Recorded(NamedTuple):
    """An event of a fact, its position, and the digest of the record there."""

    position: int
    digest: str
    event: Event

    @property
    def fact(self) -> str:
        """The id of its fact."""
        return self.event.originator_id


class Turn(NamedTuple):
    """What an event did to the ties of a pair, as of a day."""

    pair: Pair
    before: Glance
    after: Glance

    @property
    def turned(self) -> bool:
        """Whether the ties have another name since."""
        return self.before.label != self.after.label


@dataclass(frozen=True)
class Watched:
    """Which facts are watched: those of two actors, of one, of a topic, or all of the desk."""

    actors: tuple[str, ...] = ()
    topic: str = ""

    def facts(self, timeline: Timeline) -> dict[str, Fact]:
        """The facts that are watched, by id."""
        if len(self.actors) == 2:
            found = timeline.pair_facts(Pair.of(*self.actors))
        elif self.actors:
            found = timeline.actor_facts(self.actors[0])
        else:
            found = timeline.facts()
        scope = Scope(Pair.of(*self.actors) if len(self.actors) == 2 else None, topic=self.topic)
        return {fact.id: fact for fact in found if not self.topic or _holds(scope, fact)}


def _holds(scope: Scope, fact: Fact) -> bool:
    read = fact.as_of()
    return read is not None and scope.holds(read.content)


def recorded_after(timeline: Timeline, position: int, limit: int) -> Iterator[Recorded]:
    """Events of facts that were recorded after a position, in order, `limit` at most.

    Commands, citations, actors and expectations are not among them.
    """
    while limit > 0:
        page = timeline.store.select_notifications(
            start=position, limit=PAGE, inclusive_of_start=False
        )
        for row in page:
            if str(row.originator_id).partition("/")[0] in RECORD:
                continue
            if limit <= 0:
                return
            digest = timeline.store.digest_at(row.id) or b""
            yield Recorded(row.id, digest.hex(), timeline.event(row))
            limit -= 1
        if not page:
            return
        position = page[-1].id


class _Moment(NamedTuple):
    """The ties of a pair by an instant, with the first versions of one fact."""

    pair: Pair
    instant: datetime
    fact: str
    version: int


@dataclass(frozen=True)
class Latest:
    """The latest events of watched facts, and what each did to the ties of its pairs."""

    timeline: Timeline
    watched: Watched
    today: date

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts that are watched, by id."""
        return self.watched.facts(self.timeline)

    _of_pairs: dict[Pair, Sequence[Fact]] = field(default_factory=dict[Pair, Sequence[Fact]])
    _cut: dict[tuple[str, int], Fact] = field(default_factory=dict[tuple[str, int], Fact])
    _of_pair: dict[tuple[str, int, Pair], Sequence[PairFact]] = field(
        default_factory=dict[tuple[str, int, Pair], Sequence[PairFact]]
    )
    _seen: dict[_Moment, Glance] = field(default_factory=dict[_Moment, Glance])

    def _pair_facts(self, pair: Pair) -> Sequence[Fact]:
        if pair not in self._of_pairs:
            self._of_pairs[pair] = self.timeline.pair_facts(pair)
        return self._of_pairs[pair]

    def recorded(self, count: int) -> list[Recorded]:
        """The latest events of them, the last one first."""
        position, found = self.timeline.head().position, list[Recorded]()
        while position > 0 and len(found) < count:
            first = max(1, position - PAGE + 1)
            page = self.timeline.store.select_notifications(start=first, limit=PAGE, stop=position)
            for row in reversed(page):
                if str(row.originator_id) in self.facts and len(found) < count:
                    digest = self.timeline.store.digest_at(row.id) or b""
                    found.append(Recorded(row.id, digest.hex(), self.timeline.event(row)))
            position = first - 1
        return found

    def turns(self, recorded: Recorded) -> list[Turn]:
        """What an event did to the ties of the pairs of its fact, as they are today.

        Beside all that was recorded by the same instant, as an import records much at once.
        """
        fact = self.facts.get(recorded.fact)
        state = fact.as_of() if fact else None
        if fact is None or state is None or fact.layer != DESK:
            return []
        instant, version = recorded.event.recorded_at, recorded.event.originator_version
        found: list[Turn] = []
        for key in pairs_of(state.content):
            pair = Pair.of(*key)
            if len(self.watched.actors) == 2 and pair.key != Pair.of(*self.watched.actors).key:
                continue
            before, after = (
                self._glance(_Moment(pair, instant, fact.id, last))
                for last in (version - 1, version)
            )
            found.append(Turn(pair, before, after))
        return found

    def _glance(self, at: _Moment) -> Glance:
        """The ties of a pair by what was recorded, one fact with its first versions alone."""
        if at not in self._seen:
            facts = [
                self._first(each, bisect_right(each.events, at.instant, key=_recorded_at))
                for each in self._pair_facts(at.pair)
                if each.id != at.fact
            ]
            facts.append(self._first(self.facts[at.fact], at.version))
            found = [self._classified(each, at.pair) for each in facts]
            pair_facts = [pair_fact for each in found for pair_fact in each]
            pair_facts.sort(key=lambda pair_fact: pair_fact.handle)
            self._seen[at] = glance_of(pair_facts, self.today.toordinal())
        return self._seen[at]

    def _classified(self, fact: Fact, pair: Pair) -> Sequence[PairFact]:
        """A fact as a pair has it today; none where nobody could know it, or it is of others."""
        key = fact.id, fact.version, pair
        if key not in self._of_pair:
            read = fold([fact], AsOf(self.today))
            self._of_pair[key] = classify(read, pair, self.today.toordinal(), standing_flow.LENS)
        return self._of_pair[key]

    def _first(self, fact: Fact, version: int) -> Fact:
        """A fact with its first versions alone, read once however often it is asked for."""
        if version == fact.version:
            return fact
        key = fact.id, version
        if key not in self._cut:
            self._cut[key] = Fact(fact.id, fact.events[:version])
        return self._cut[key]


def _recorded_at(event: Event) -> datetime:
    return event.recorded_at
