"""The account of a layer's figure.

The share of each day's facts of a sort, how the net moved, and every fact of one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flow_sides import BOTH
from projections.flows import Column, FlowKey, Flows, Part, Sums
from projections.layer import LayerEvidence, LayerState, layer_state, plain_flows
from projections.ledgers import FAINT, Ledgers
from projections.lenses.lens import Ledger
from projections.lenses.standing_flow import LENS
from projections.pair_fact import PairFact, classify, score_facts
from projections.pairs import MUTUAL, Pair
from projections.scope import EVERYTHING, Scope
from projections.score import Score
from projections.state import fold
from projections.verdict import few_that_decide, verdict_of

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
    since for and against, `eased` how much more relief pays off than then, and `fading` what time
    took, all in micro-units: together they are the net.
    """

    answer: LayerState
    days: tuple[DayPart, ...]
    account_days: int
    before: int
    new: int
    eased: int
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
    days = _day_parts(groups, answer, summed=old or len(groups) > 1)
    first = as_of.day - min(ACCOUNT_DAYS, as_of.day - 1)
    then = layer_state(held, pair, replace(as_of, on=date.fromordinal(first)), scope).score
    new = sum(_for_or_against(part) for part in days if part.day > first)
    new += sum(
        pair_fact.share.counted
        for pair_fact in answer.others
        if pair_fact.flowing.window.lo > first and not _relieves(pair_fact)
    )
    ranked = tuple(
        sorted(days, key=lambda part: (-abs(part.counted), -part.day, part.sort, part.view))
    )
    shares = sum(map(_for_or_against, days))
    shares += sum(t.share.counted for t in answer.others if not _relieves(t))
    assert shares + answer.score.eased == answer.score.net
    eased = answer.score.eased - then.eased
    fading = answer.score.net - then.net - new - eased
    return LayerWhy(answer, ranked, as_of.day - first, then.net, new, eased, fading)


def _for_or_against(part: DayPart) -> int:
    """What a day's facts add to the net by themselves: relief adds nothing of its own."""
    return 0 if part.sort.ledger is Ledger.RELIEF else part.counted


def _relieves(pair_fact: PairFact) -> bool:
    return LENS.ledger(pair_fact.flowing) is Ledger.RELIEF


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


def _day_parts(
    groups: Mapping[tuple[int, str, FlowKey], int], answer: LayerState, *, summed: bool
) -> tuple[DayPart, ...]:
    """Each day's part of the answer, and the answer without it."""
    day = answer.as_of.day
    whole = Ledgers.of(answer.others, LENS, day, answer.parts)
    alone = Ledgers.of(answer.others, LENS, day)
    parts = {key: _flows_of(key, facts, day) for key, facts in groups.items()}
    # Without one group, the strongest fact is of the two strongest groups, or read by itself.
    strongest = sorted(parts, key=lambda key: -abs(parts[key].most))[:2]
    recent = sum(part.now for part in parts.values())
    deciding = few_that_decide(answer.others)
    found: list[DayPart] = []
    for key, part in parts.items():
        most = max((abs(parts[other].most) for other in strongest if other != key), default=0)
        most = max(most, FAINT if alone.strong else 0)
        rest = whole.less(part, most, lively=alone.lively > 0 or recent > part.now)
        label = verdict_of(deciding, rest, summed=summed).label
        on, view, sort = key
        found.append(DayPart(on, sort, view, part.facts, part.counted, rest.score, label))
    return tuple(found)


def _flows_of(key: tuple[int, str, FlowKey], facts: int, day: int) -> Part:
    """The flows of one day, sort and direction as a part of their own."""
    on, _, sort = key
    (part,) = Sums(Flows({(BOTH, sort): Column([on], [facts])})).at(day)
    return part


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
