"""Lens goldstein-decay@1: what happened, by the Goldstein score that its source gave it, fading."""

from __future__ import annotations

from typing import Final

from domain.fact import FactState
from projections.lenses.decay import fade
from projections.lenses.flow import faded, is_flow
from projections.lenses.lens import Lens, Share

HALF_LIFE_DAYS: Final = 90


def weighs(fact_state: FactState) -> bool:
    """Whether it is a flow that has a Goldstein score."""
    return is_flow(fact_state) and fact_state.content.goldstein is not None


def weigh(fact_state: FactState, day: int) -> Share:
    """What is left of a flow's Goldstein score, half of it after 90 days.

    Source: docs/lenses.md.
    """
    return faded(_score(fact_state), fact_state.latest(day), day, HALF_LIFE_DAYS)


def _score(fact_state: FactState) -> int:
    return fact_state.content.goldstein or 0


LENS: Final = Lens.of_each(
    name="goldstein-decay@1",
    does="What happened, by the Goldstein score that its source gave it; half is left after 90"
    " days.",
    weighs=weighs,
    weight=_score,
    weigh=weigh,
    left=lambda score, _: fade(score, HALF_LIFE_DAYS),
)
