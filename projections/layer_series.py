"""How the figures of a pair went over a span of days, as a machine-coded layer has them."""

from __future__ import annotations

from datetime import date

from domain.clocks import AsOf
from projections.layer import LayerEvidence
from projections.lenses.standing_flow import LENS
from projections.pair_history import PairHistory
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.series import Series, series_of


def layer_series(
    held: LayerEvidence, pair: Pair, span: tuple[date, AsOf], scope: Scope = EVERYTHING
) -> Series:
    """The figures from a first day to the day of a point on the clocks.

    What is held must reach back to the first day. Every figure is exact: each point is the state
    of its day. Facts that are summed have no marks of their own.
    """
    history = PairHistory(held.facts, pair, span[1], scope, LENS, flows=held.flows)
    return series_of(history, span[0].toordinal(), held.layer)
