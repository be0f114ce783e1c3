"""What the rows of a pair come to at the end of a day, and the answer that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST
from domain.fact import Fact
from projections.flows import Flows, Sums
from projections.layer import moves_of, plain_flow
from projections.ledgers import DaySum, Ledgers
from projections.lenses.standing_flow import LENS
from projections.moves import Movement, Moves
from projections.pair_fact import PairFact, classify, score_facts
from projections.pairs import Pair
from projections.score import Score
from projections.state import fold
from projections.verdict import FactMoves, Verdict, movement_of, moves_by_fact, trend_of, verdict_of


class PairSums(NamedTuple):
    """The rows of a pair that had happened by a day and may still count, summed.

    `facts` are all of them, of which `weighed` count or did until nothing was left, and `counting`
    still do. `cooperation`, `relief` and `friction` are what they count for, each positive, and
    `meetings` the part of cooperation that is of meetings; `traffic` is what those of 1,095 days
    weigh. `strong` are those that leave a trace alone, `lively` those of 30 days, of which `up` and
    `down` are the weights; `year_up` and `year_down` those of the 365 days before. `last` is the
    latest day, and `gone` how many are so old that nothing is left. Figures in micro-units.
    """

    facts: int = 0
    weighed: int = 0
    counting: int = 0
    cooperation: int = 0
    relief: int = 0
    friction: int = 0
    meetings: int = 0
    traffic: int = 0
    strong: int = 0
    lively: int = 0
    up: int = 0
    down: int = 0
    year_up: int = 0
    year_down: int = 0
    last: int | None = None
    gone: int = 0

    @property
    def day_sum(self) -> DaySum:
        """As ledgers take them."""
        return DaySum(
            self.cooperation, self.relief, self.friction, self.meetings, self.traffic,
            self.counting, self.strong, self.lively,
        )  # fmt: skip

    @property
    def moves(self) -> FactMoves:
        """What they moved."""
        return FactMoves(Moves(self.up, self.down), Moves(self.year_up, self.year_down))


class PairAnswer(NamedTuple):
    """The ties of a pair at the end of a day in short, as its `LayerState` has them."""

    verdict: Verdict
    movement: Movement
    trend: str
    score: Score
    facts: int
    counted: int
    last: int | None
    known: bool


def pair_answer(sums: PairSums, facts: Sequence[Fact], pair: Pair, as_of: AsOf) -> PairAnswer:
    """The answer from the sums of rows, and from facts that are not among them, one by one."""
    day, others, flows = as_of.day, list[PairFact](), Flows()
    if facts:
        found = score_facts(classify(fold(facts, as_of), pair, day, LENS), day, LENS)
        others = [each for each in found if plain_flow(each, pair) is None]
        flows = flows.plus((f for each in found if (f := plain_flow(each, pair))), day).at(day)
    parts = Sums(flows).at(day)
    ledgers = Ledgers.of(others, LENS, day, parts)
    ledgers.add_day(sums.day_sum)
    ledgers.countable += sums.weighed
    ledgers.weighed += sums.weighed
    old = bool(sums.gone) or flows.old
    verdict = verdict_of(others, ledgers, summed=old or bool(parts) or bool(sums.weighed))
    by_fact = moves_by_fact(others, day, LENS)
    movement = movement_of(others, by_fact, sums.moves, moves_of(parts))
    lasts = [*([] if sums.last is None else [sums.last]), *(part.last for part in parts)]
    number = sum(part.facts for part in parts)
    return PairAnswer(
        verdict,
        movement,
        trend_of(verdict.label, movement, others, by_fact),
        ledgers.score,
        sums.facts + number + len(others),
        sums.weighed + number + sum(not each.reason for each in others),
        max([*lasts, *_ends(others)], default=None),
        known=old or bool(sums.facts or number or others),
    )


def _ends(others: Sequence[PairFact]) -> list[int]:
    """The last days of facts that have one."""
    windows = (each.fact_state.window for each in others)
    return [window.hi for window in windows if NO_FIRST < window.hi < NO_LAST]
