"""How the figures of a pair went over a span of days, as a machine-coded layer has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.clocks import AsOf
from projections.flows import Sums
from projections.layer import LayerEvidence, directions
from projections.ledgers import Ledgers
from projections.lenses.standing_flow import LENS
from projections.pair_history import PairHistory
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.series import Point, Series, bars, days_of, marks
from projections.verdict import verdict_of


def layer_series(
    held: LayerEvidence, pair: Pair, span: tuple[date, AsOf], scope: Scope = EVERYTHING
) -> Series:
    """The figures from a first day to the day of a point on the clocks.

    What is held must reach back to the first day. Every figure is exact: each point is the state
    of its day. Facts that are summed have no marks of their own.
    """
    first, as_of = span[0].toordinal(), span[1]
    facts = list(held.facts)
    walk = PairHistory(facts, pair, as_of, scope, LENS)
    answer = replace(walk.state(as_of.day), layer=held.layer)
    step, days = days_of(first, as_of.day)
    summed = _Summed(held, pair)
    points = tuple(summed.point(walk, day) for day in days)
    return Series(
        answer,
        first,
        step,
        points,
        tuple(marks(answer.pair_facts, first, as_of.day)),
        tuple(bars(answer.pair_facts, first, as_of.day)),
    )


class _Summed:
    """What is summed of a pair, on any day of the span."""

    def __init__(self, held: LayerEvidence, pair: Pair) -> None:
        self._sums = Sums(held.flows)
        self._first = held.flows.first
        self._pair = pair

    def point(self, walk: PairHistory, day: int) -> Point:
        """The figures of a day, with those of the facts that are walked through one by one."""
        pair_facts = walk.glance(day).pair_facts
        parts = self._sums.at(day)
        before = self._first is not None and self._first <= day
        ledgers = Ledgers.of(pair_facts, LENS, day, parts)
        there, back = directions(parts, pair_facts, self._pair, day).values()
        verdict = verdict_of(pair_facts, ledgers, summed=before or bool(parts))
        return Point(day, verdict, ledgers.score, (there, back))
