"""Lens plain-count@1: one point for each friendly and each unfriendly fact of the last 90 days."""

from __future__ import annotations

from typing import Final

from domain.fact import FactState
from projections.lenses import flow, plover_net
from projections.lenses.flow import is_flow
from projections.lenses.lens import Lens, Share

POINT: Final = 1_000_000


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def weigh(fact_state: FactState, day: int) -> Share:
    """One point for or against, whatever a fact weighs, within the same 90 days as plover-net."""
    share = plover_net.weigh(fact_state, day)
    return Share(*(POINT * _sign(value) for value in share))


def momentum(fact_state: FactState, day: int) -> int:
    """What a flow adds to the movement of the last 30 days, in micro-units."""
    return flow.moved(POINT * _sign(fact_state.content.weighs), fact_state.window, day)


LENS: Final = Lens.of_each(
    "plain-count@1", "How many facts of 90 days are for the ties, and against.", is_flow, weigh,
    momentum,
)  # fmt: skip
