"""The account of a layer's figure.

The share of each day's facts of a sort, how the net moved, and every fact of one day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flows import BOTH, FlowKey, counts
from projections.layer import LayerEvidence, LayerState, layer_state, plain_flows
from projections.lenses.standing_flow import LENS
from projections.pair_fact import PairFact, classify, score_facts
from projections.pairs import MUTUAL, Pair
from projections.scope import EVERYTHING, Scope
from projections.score import Score
from projections.state import fold, label_of

WHY: Final = "detente/layer-why@1"
ACCOUNT_DAYS: Final = 30


class DayPart(NamedTuple):
    """The joint share of the facts of one day, sort and direction, and the answer without them."""

    day: int
    sort: FlowKey
    view: str
    facts: int
    counted: int
    without: Score
    label: str


@dataclass(frozen=True, slots=True)
class LayerWhy:
    """An answer, the share of each day, sort and direction in it, and how the net moved.

    The largest share comes first. `before` is the net `account_days` before; `new` what happened
    since, and `fading` what time took, both in micro-units: together they are the net.
    """

    answer: LayerState
    days: tuple[DayPart, ...]
    account_days: int
    before: int
    new: int
    fading: int


class OpenDay(NamedTuple):
    """Every fact of one day that concerns a pair, with its share in an answer, by handle."""

    answer: LayerState
    day: int
    pair_facts: tuple[PairFact, ...]


def layer_why(held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope = EVERYTHING) -> LayerWhy:
    """Explains a layer's figures on a day. What it holds must reach back to the day 30 days before.

    The days and the other facts that count add up to the net.
    """
    facts = list(held.facts)
    held = held._replace(facts=facts)
    answer = layer_state(held, pair, as_of, scope)
    groups, old = _groups(held, pair, as_of, scope)
    single = {key: counts(key[2].weight, as_of.day - key[0], key[2].half_life) for key in groups}
    two = sorted(single, key=lambda key: -abs(single[key]))[:2]
    days = tuple(
        _part(key, number, answer, [0] * old + [single[other] for other in two if other != key])
        for key, number in groups.items()
    )
    first = as_of.day - min(ACCOUNT_DAYS, as_of.day - 1)
    before = layer_state(held, pair, replace(as_of, on=date.fromordinal(first)), scope).score.net
    new = sum(part.counted for part in days if part.day > first)
    new += sum(
        pair_fact.share.counted
        for pair_fact in answer.others
        if pair_fact.fact_state.window.lo > first
    )
    ranked = tuple(
        sorted(days, key=lambda part: (-abs(part.counted), -part.day, part.sort, part.view))
    )
    assert (
        sum(part.counted for part in days)
        + sum(pair_fact.share.counted for pair_fact in answer.others)
        == answer.score.net
    )
    return LayerWhy(answer, ranked, as_of.day - first, before, new, answer.score.net - before - new)


def _groups(
    held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope
) -> tuple[dict[tuple[int, str, FlowKey], int], bool]:
    """The number of facts by day, sort and direction, and whether there are older facts.

    Only those of which something may be left are counted.
    """
    flows = held.flows.plus(plain_flows(held.facts, pair, as_of, scope), as_of.day).at(as_of.day)
    found = {
        (day, _view(toward, pair), sort): facts
        for (toward, sort), column in flows.columns.items()
        for day, facts in zip(column.days, column.facts, strict=True)
    }
    return found, flows.old


def _view(toward: int, pair: Pair) -> str:
    return MUTUAL if toward == BOTH else ">".join(pair.key[::toward])


def _part(
    key: tuple[int, str, FlowKey], facts: int, answer: LayerState, others: list[int]
) -> DayPart:
    """One day's part of the answer.

    `others` is the share of each fact outside that part, at least of those with the largest shares.
    """
    day, view, sort = key
    counted = facts * counts(sort.weight, answer.as_of.day - day, sort.half_life)
    total = answer.score
    without = Score(
        total.cooperation - max(0, counted),
        total.friction + min(0, counted),
        total.low - counted,
        total.high - counted,
    )
    return DayPart(
        day, sort, view, facts, counted, without, label_of(answer.others, without, others)
    )


def open_day(
    facts: Iterable[Fact], answer: LayerState, day: int, scope: Scope = EVERYTHING
) -> OpenDay:
    """Every fact of a day with what it counts for in an answer.

    `facts` holds all that may have happened on that day.
    """
    scope = scope.within(answer.pair)
    pair_facts = score_facts(
        classify(fold(facts, answer.as_of), answer.pair, answer.as_of.day, LENS),
        answer.as_of.day,
        LENS,
    )
    mine = (
        pair_fact
        for pair_fact in pair_facts
        if pair_fact.fact_state.window.lo <= day <= pair_fact.fact_state.window.hi
        and scope.holds(pair_fact.content)
    )
    return OpenDay(answer, day, tuple(mine))
