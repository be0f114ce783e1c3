"""What a timeline holds for an answer, read as questions read it, and answered from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.clocks import AsOf
from domain.fact import DESK
from projections.layer import LayerEvidence, LayerState, layer_state
from projections.layer_why import OpenDay, open_day
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.search import Found, Query, search
from projections.state import State, state
from service.asking import evidence_of
from service.readers.facts import FactReader
from service.timeline import Timeline


def state_of(  # a question has five parts
    timeline: Timeline,
    pair: Pair,
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = LENS,
    layer: str = DESK,
) -> State:
    """The state of a pair's ties, from all facts of a layer one by one."""
    facts = FactReader(timeline, layer).of_pair(pair)
    return replace(state(facts, pair, as_of, scope, lens), layer=layer)


def sums_of(  # a question has five parts
    timeline: Timeline,
    pair: Pair,
    as_of: AsOf,
    layer: str,
    scope: Scope = EVERYTHING,
    since: int | None = None,
) -> LayerEvidence:
    """What a layer holds of a pair, summed where it can be."""
    return evidence_of(timeline, layer).sums(pair, as_of, scope, since)


def sums_of_actor(
    timeline: Timeline, actor: str, as_of: AsOf, layer: str, scope: Scope = EVERYTHING
) -> Mapping[str, LayerEvidence]:
    """What a layer holds of each pair of an actor, by the other one."""
    return evidence_of(timeline, layer).sums_of_actor(actor, as_of, scope)


def layer_state_of(
    timeline: Timeline, pair: Pair, as_of: AsOf, layer: str, scope: Scope = EVERYTHING
) -> LayerState:
    """The state of a pair's ties as a layer sums them."""
    return layer_state(sums_of(timeline, pair, as_of, layer, scope), pair, as_of, scope)


def layer_day_of(
    timeline: Timeline, answer: LayerState, day: int, scope: Scope = EVERYTHING
) -> OpenDay:
    """Every fact of one day that touches the pair of a layer's answer."""
    facts = evidence_of(timeline, answer.layer).of_day(answer.pair, day)
    return open_day(facts, answer, day, scope)


def hits_of(timeline: Timeline, text: str, as_of: AsOf, layer: str = DESK) -> tuple[Found, ...]:
    """The facts that hold every word of a text, newest first."""
    query = Query.of(text, timeline.registry, as_of.day)
    return search(timeline.facts_holding(query, layer), query, as_of)
