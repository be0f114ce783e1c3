"""When ties turned, as a machine-coded layer has them."""

from __future__ import annotations

from datetime import date

from domain.clocks import AsOf
from projections.layer import LayerEvidence, apart
from projections.lenses.standing_flow import LENS
from projections.pair_history import PairHistory
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.turns import MIN_DAYS, Turns, turns_of


def layer_turns(
    held: LayerEvidence,
    pair: Pair,
    span: tuple[date | None, AsOf],
    scope: Scope = EVERYTHING,
    min_days: int = MIN_DAYS,
) -> Turns:
    """The spells from a first day to the day of a point on the clocks.

    What is held must reach back to the first day, or hold everything where none is named. The
    result does not depend on what was summed before.
    """
    first, as_of = span
    since = 1 if first is None else first.toordinal()
    held = apart(held, pair, as_of, scope, since)
    history = PairHistory(held.facts, pair, as_of, scope, LENS, flows=held.flows)
    return turns_of(history, first, min_days, held.layer)
