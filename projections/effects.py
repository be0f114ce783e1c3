"""What a recording does to the balances of the pairs of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from typing_extensions import TypedDict

from domain.content import Content
from domain.edtf import NO_LAST
from domain.events import Event
from domain.fact import Fact, FactState
from projections.flow_sides import PairKey
from projections.flows import Flows
from projections.pairs import Pair, concerned
from projections.plain import ActorId, Balance, Count, IsoDay, Label, Text
from projections.score import Score

if TYPE_CHECKING:
    from projections.layer import LayerEvidence, LayerState
    from projections.state import Glance

MOST: Final = 3
"""How many pairs are shown; and how many facts each have their effect on a day of their own."""


class Change(NamedTuple):
    """A fact before and after a recording, which may only be tried."""

    before: Fact
    after: Fact


class Tied(NamedTuple):
    """A change of a fact, and the pairs that it ties before or after, each once."""

    change: Change
    pairs: tuple[Pair, ...]


class Place(NamedTuple):
    """Where an effect is looked for: a pair in a layer on a day."""

    pair: Pair
    layer: str
    day: int


class Standing(NamedTuple):
    """What the ties of a pair are called, and their figures in micro-units."""

    label: str
    score: Score


@dataclass(frozen=True, slots=True)
class Effect:
    """The ties of a pair on a day, before and after."""

    place: Place
    before: Standing
    after: Standing

    @property
    def size(self) -> tuple[int, bool]:
        """By how much the balance moved, and whether the label changed."""
        moved = abs(self.after.score.net - self.before.score.net)
        return moved, self.after.label != self.before.label


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects that are shown, how many more pairs there are, and the last day covered.

    `covered` is set where many facts are weighed together, on the last day that they cover.
    """

    shown: tuple[Effect, ...] = ()
    more: int = 0
    covered: date | None = None

    def json(self) -> EffectsJson:
        """As plain values."""
        return {
            "pairs": [
                {
                    "a": effect.place.pair.a,
                    "b": effect.place.pair.b,
                    "on": date.fromordinal(effect.place.day).isoformat(),
                    "layer": effect.place.layer,
                    "before": _standing(effect.before),
                    "after": _standing(effect.after),
                }
                for effect in self.shown
            ],
            "more_pairs": self.more,
            "last_day_covered": self.covered.isoformat() if self.covered else None,
        }


class StandingJson(TypedDict):
    """What the ties of a pair come to."""

    label: Label
    balance: Balance


class EffectJson(TypedDict):
    """The ties of a pair on a day, before and after."""

    a: ActorId
    """The first actor by id."""
    b: ActorId
    """The second actor by id."""
    on: IsoDay
    """The day; with all that is known now."""
    layer: Text
    """Where the facts come from: desk, or a machine source."""
    before: StandingJson
    """Without what is recorded."""
    after: StandingJson
    """With it."""


class EffectsJson(TypedDict):
    """What it does to the balances of pairs."""

    pairs: list[EffectJson]
    """Each on the last day that the fact covers; of many pairs those that moved most."""
    more_pairs: Count
    """How many pairs are left out."""
    last_day_covered: IsoDay | None
    """The last day of all the facts, where they are weighed together; null: each has its own."""


def _standing(standing: Standing) -> StandingJson:
    return {"label": standing.label, "balance": standing.score.balance}


def changes(facts: Iterable[Fact], events: Iterable[Event]) -> list[Change]:
    """Facts as they are after events, each with how it was before them."""
    first: dict[str, int] = {}
    for event in events:
        first.setdefault(event.originator_id, event.originator_version)
    return [Change(Fact(fact.id, fact.events[: first[fact.id] - 1]), fact) for fact in facts]


def tied(found: Iterable[Change]) -> list[Tied]:
    """Changes of facts with the pairs of each, as the fact names them that it is now."""
    return [Tied(change, _pairs_of(change)) for change in found]


def _pairs_of(change: Change) -> tuple[Pair, ...]:
    pairs: dict[PairKey, Pair] = {}
    for content in _contents(change):
        for pair in _pairs(content):
            pairs.setdefault(pair.key, pair)
    return tuple(pairs.values())


def covered_day(found: Sequence[Change], today: date) -> int | None:
    """The last day that many facts cover, on which they are weighed together; None for a few."""
    return _last_day_covered(found, today) if len(found) > MOST else None


def _last_day_covered(found: Sequence[Change], today: date) -> int:
    """The last day on which any of the facts happened, ended or is planned, but not after today.

    What began and has no end is of today, and counts only where nothing else has a day.
    """
    days = [last_day(change) for change in found]
    stated = [day for day in days if day is not None]
    return min(today.toordinal(), max(stated, default=NO_LAST))


def last_day(change: Change) -> int | None:
    """The last day of a fact that comes or goes with its change.

    None for what still holds, and for an older fact that lasts: the change is of today.
    """
    fact_state = _state(change)
    if fact_state is None or not fact_state.content.standing:
        window = None if fact_state is None else fact_state.window
        return None if window is None or window.hi >= NO_LAST else window.hi
    if change.before.exists and change.after.exists:
        return None
    last = max(fact_state.changes, key=lambda each: (each.window.hi, each.window.lo))
    return None if last.holds or last.window.hi >= NO_LAST else max(last.window.lo - 1, 1)


def _state(change: Change) -> FactState | None:
    fact_states = (fact.as_of() for fact in (change.after, change.before) if fact.events)
    return next((each for each in fact_states if each is not None), None)


def places(
    found: Iterable[Tied], today: date, covered: int | None, on: int | None = None
) -> list[Place]:
    """Where changes of facts have effects: each pair once for each layer and day.

    A few facts are weighed each on its last day, or on a day that is given; many on the last day
    that they cover; and no fact on a day that is yet to come.
    """
    seen: dict[tuple[str, PairKey, int], Pair] = {}
    for change, pairs in found:
        wanted = covered
        if wanted is None:
            wanted = last_day(change) if on is None else on
        day = min(today.toordinal(), NO_LAST if wanted is None else wanted)
        for pair in pairs:
            seen.setdefault((change.after.layer, pair.key, day), pair)
    return [Place(pair, layer, max(1, day)) for (layer, _, day), pair in seen.items()]


def of_pairs(found: Iterable[Tied]) -> dict[tuple[str, PairKey], list[Change]]:
    """By layer and pair, the changes of facts that concern it, before or after."""
    by_pair: dict[tuple[str, PairKey], dict[str, Change]] = {}
    for change, pairs in found:
        for pair in pairs:
            mine = by_pair.setdefault((change.after.layer, pair.key), {})
            mine[change.after.id] = change
    return {place: [*mine.values()] for place, mine in by_pair.items()}


def effects(found: Sequence[Effect], covered: int | None) -> Effects:
    """The effects of changes: all of a few pairs, else those of the pairs that moved most."""
    shown = sorted(found, key=lambda effect: effect.size, reverse=True)[:MOST]
    day = None if covered is None or not found else date.fromordinal(covered)
    more = max(0, len(found) - MOST)
    return Effects(tuple(shown if more else found), more, day)


def _contents(change: Change) -> Iterator[Content]:
    """What a fact says after a change, and what it said before where its parties are others."""
    fact_states = [fact.as_of() for fact in (change.after, change.before) if fact.events]
    contents = [fact_state.content for fact_state in fact_states if fact_state is not None]
    yield from contents[:1]
    yield from (content for content in contents[1:] if content.parties != contents[0].parties)


def _pairs(content: Content) -> Iterator[Pair]:
    """The pairs that a fact ties, each as the fact names them."""
    for one, other in concerned(content):
        yield Pair(one, other) if one in content.actors else Pair(other, one)


def before_and_after(there: Iterable[Fact], found: Sequence[Change]) -> Iterator[list[Fact]]:
    """The facts of a pair without what changed of them, then with it, in order of their ids."""
    of_pair = {fact.id: fact for fact in there}
    for changed in zip(*found, strict=True):
        facts = {**of_pair, **{fact.id: fact for fact in changed}}
        yield [facts[name] for name in sorted(facts) if facts[name].events]


def alone(held: LayerEvidence, found: Sequence[Change]) -> bool:
    """Whether all facts that change are among those that a layer does not hold as sums."""
    ids = {fact.id for fact in held.facts}
    return all(change.after.id in ids for change in found)


def without_sums(held: LayerEvidence, facts: Sequence[Fact]) -> LayerEvidence:
    """The same evidence with all facts one by one."""
    return held._replace(flows=Flows(), facts=facts)


def effect(place: Place, answers: Iterable[Glance | LayerState]) -> Effect:
    """The effect that the answers before and after a recording make."""
    before, after = (Standing(answer.label, answer.score) for answer in answers)
    return Effect(place, before, after)
