"""What a machine-coded layer knows of a day now and did not then: sums by sort, others by fact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from domain.clocks import AsOf
from projections.hindsight import (
    Hindsight,
    LearnedAndRevisedJson,
    hindsight,
    learned_and_revised_json,
    stand_json,
)
from projections.layer import LayerEvidence, LayerState
from projections.layer_days import (
    LayerDays,
    LearnedSumJson,
    Point,
    SumMoved,
    learned_sum_json,
)
from projections.pairs import Pair
from projections.plain import Unique
from projections.scope import EVERYTHING, Scope
from projections.state_json import asked_json

SCHEMA: Final = "detente/layer-hindsight@1"


@dataclass(frozen=True, slots=True)
class LayerHindsight:
    """One day's ties in a layer as known that day, and as they are known in the answer.

    `learned` are facts of one day that became known later, by side and sort; `others` has all other
    facts that make the difference.
    """

    then: LayerState
    now: LayerState
    learned: tuple[SumMoved, ...]
    others: Hindsight

    @property
    def learned_facts(self) -> int:
        """The number of facts that became known later."""
        return sum(each.entered for each in self.learned) + len(self.others.learned)

    @property
    def changed(self) -> int:
        """How many facts make the difference."""
        return self.learned_facts + len(self.others.revised)

    @property
    def verdict_changed(self) -> bool:
        """Whether the label would have been another one, or mixed or not."""
        return self.then.verdict[:2] != self.now.verdict[:2]


def layer_hindsight(
    held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope = EVERYTHING
) -> LayerHindsight:
    """Compares what a layer knew by the end of the day asked about with what it knows now."""
    held = held._replace(facts=list(held.facts))
    then = replace(as_of, known_on=min(as_of.on, as_of.known_on or as_of.on))
    days = LayerDays.of(held, pair, as_of, scope, as_of.day)
    learned = days.moved(Point.of(then), Point.of(as_of))
    return LayerHindsight(
        days.state(held, then, scope),
        days.state(held, as_of, scope),
        tuple(sorted(learned, key=lambda each: (-abs(each.counted), each.rank))),
        hindsight(days.rest, pair, as_of, scope),
    )


class LayerHindsightJson(LearnedAndRevisedJson):
    """What a machine-coded layer knows of a day now and did not know by the end of it.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layer-hindsight@1"]
    learned_sums: Unique[LearnedSumJson]
    """Facts of a day of which nothing more was said, and that became known later, by sort and
    direction; what counts most first.
    """


def layer_hindsight_json(found: LayerHindsight) -> LayerHindsightJson:
    """The comparison as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **learned_and_revised_json(found.others),
        **asked_json(found.now),
        "then": stand_json(found.then),
        "now": stand_json(found.now),
        "verdict_changed": found.verdict_changed,
        "learned_sums": [learned_sum_json(each) for each in found.learned],
    }
