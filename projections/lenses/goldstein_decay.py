"""Lens goldstein-decay@1: what happened, by the Goldstein score that its source gave it, fading."""

from __future__ import annotations

from typing import Final

from domain.fact import FactState
from projections.lenses import flow
from projections.lenses.flow import faded, is_flow
from projections.lenses.lens import Lens, Share

HALF_LIFE_DAYS: Final = 90


def weighs(fact_state: FactState) -> bool:
    """Whether it is a flow that has a Goldstein score."""
    return is_flow(fact_state) and fact_state.content.goldstein is not None


def weigh(fact_state: FactState, day: int) -> Share:
    """What is left of a flow's Goldstein score, half of it after 90 days.

    Source: docs/scores.md.
    """
    return faded(_score(fact_state), fact_state.window, day, HALF_LIFE_DAYS)


def momentum(fact_state: FactState, day: int) -> int:
    """What a flow adds to the movement of the last 30 days, in micro-units."""
    return flow.moved(_score(fact_state), fact_state.window, day)


def _score(fact_state: FactState) -> int:
    goldstein = fact_state.content.goldstein
    assert goldstein is not None, "asked only of facts that have a score"
    return goldstein


LENS: Final = Lens.of_each(
    "goldstein-decay@1",
    "What happened, by the Goldstein score that its source gave it; half is left after 90 days.",
    weighs,
    weigh,
    momentum,
)
