"""What a recording does to the balances of the pairs that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.clocks import AsOf
from domain.content import Content
from domain.edtf import NO_LAST
from domain.events import Event
from domain.fact import DESK, Fact
from projections.flows import PairKey
from projections.pairs import Pair, pairs_of, view
from projections.state import State, state
from projections.words import day, verdict
from service.timeline import Timeline

if TYPE_CHECKING:
    from projections.layer import LayerEvidence, LayerState

MOST: Final = 3
"""How many pairs are told of; and how many facts are each weighed on a day of their own."""


class Change(NamedTuple):
    """A fact before and after a recording, which may only be tried."""

    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True)
class Effect:
    """The state of a pair before and after, in the layer of the facts that changed."""

    pair: Pair
    on: int
    layer: str
    was: State | LayerState
    now: State | LayerState

    @property
    def moved(self) -> tuple[int, bool]:
        """By how much, and whether it is called otherwise."""
        return abs(self.now.score.net - self.was.score.net), self.now.label != self.was.label

    @property
    def told(self) -> str:
        """One line."""
        was, now = (verdict(answer.label, answer.score) for answer in (self.was, self.now))
        where = "" if self.layer == DESK else f", layer {self.layer}"
        return (
            f"Effect   {self.pair.a}–{self.pair.b} on {day(self.on)}{where}:"
            f" {f'{was} → {now}' if now != was else f'stays {now}'}\n"
        )


def changes(facts: Iterable[Fact], events: Iterable[Event]) -> list[Change]:
    """Facts as they are after events, each with how it was before them."""
    first: dict[str, int] = {}
    for event in events:
        first.setdefault(event.originator_id, event.originator_version)
    return [Change(Fact(fact.id, fact.events[: first[fact.id] - 1]), fact) for fact in facts]


def told(opened: Timeline, found: Sequence[Change], today: date, on: int | None = None) -> str:
    """What changes of facts do: a line for each pair that they touch.

    Or for those that moved most, and how many more there are. A few facts are weighed on a day,
    or else each on its last day that is not to come; many on today.
    """
    pairs: dict[tuple[str, PairKey, int], Pair] = {}
    for change in found:
        for content in _contents(change):
            last = (
                today.toordinal()
                if content.standing or content.window.hi >= NO_LAST or len(found) > MOST
                else content.window.hi
            )
            on_day = min(today.toordinal(), last if on is None else on)
            for pair in _pairs(content):
                pairs.setdefault((change.after.layer, pair.key, on_day), pair)
    effects = [
        _effect(opened, pair, on_day, layer, found) for (layer, _, on_day), pair in pairs.items()
    ]
    if len(effects) > MOST:
        effects.sort(key=lambda effect: effect.moved, reverse=True)
    more = f"Effect   … and {len(effects) - MOST:,} more pairs.\n" if len(effects) > MOST else ""
    return "".join(effect.told for effect in effects[:MOST]) + more


def _contents(change: Change) -> Iterator[Content]:
    """What a fact says after a change, or said before it; both where its parties are others."""
    fact_states = [fact.as_of() for fact in (change.after, change.before) if fact.events]
    contents = [fact_state.content for fact_state in fact_states if fact_state is not None]
    yield from contents[:1]
    yield from (content for content in contents[1:] if content.parties != contents[0].parties)


def _pairs(content: Content) -> Iterator[Pair]:
    """The pairs that a fact ties, each as the fact names them."""
    for pair in pairs_of(content):
        if view(content, Pair(*pair)) is not None:
            one, other = pair
            yield Pair(one, other) if one in content.actors else Pair(other, one)


def _effect(opened: Timeline, pair: Pair, on: int, layer: str, found: Sequence[Change]) -> Effect:
    as_of = AsOf(date.fromordinal(max(1, on)))
    mine = [change for change in found if change.after.layer == layer]
    if layer == DESK:
        was, now = (state(facts, pair, as_of) for facts in _both(opened.pair_facts(pair), mine))
        return Effect(pair, on, layer, was, now)
    from projections.layer import layer_state

    held = _held(opened, pair, as_of, layer, mine)
    before, after = (
        layer_state(held._replace(facts=facts), pair, as_of) for facts in _both(held.facts, mine)
    )
    return Effect(pair, on, layer, before, after)


def _both(there: Iterable[Fact], found: Sequence[Change]) -> Iterator[list[Fact]]:
    """The facts of a pair without what changed of them, and with it, in order of their ids."""
    touching = {fact.id: fact for fact in there}
    for changed in zip(*found, strict=True):
        facts = {**touching, **{fact.id: fact for fact in changed}}
        yield [facts[name] for name in sorted(facts) if facts[name].events]


def _held(
    opened: Timeline, pair: Pair, as_of: AsOf, layer: str, found: Sequence[Change]
) -> LayerEvidence:
    """What a layer holds of a pair, with the facts that change one by one.

    What is only tried is among the sums still.
    """
    from projections.flows import Flows

    held = opened.held(pair, as_of, layer)
    alone = {fact.id for fact in held.facts}
    if all(change.after.id in alone for change in found):
        return held
    return held._replace(flows=Flows(), facts=opened.pair_facts(pair, layer))
