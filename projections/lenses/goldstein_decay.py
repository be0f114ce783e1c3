"""Lens goldstein-decay@1: what happened, by the Goldstein score that its source gave it, fading."""

from __future__ import annotations

from typing import Final

from domain.fact import Reading
from projections.lenses import flow
from projections.lenses.flow import faded, is_flow
from projections.lenses.lens import Lens, Share

HALF_LIFE_DAYS: Final = 90


def weighs(reading: Reading) -> bool:
    """Whether it is a flow that carries a Goldstein score."""
    return is_flow(reading) and reading.content.goldstein is not None


def weigh(reading: Reading, day: int) -> Share:
    """What is left of a flow's Goldstein score, half of it after 90 days.

    Source: docs/scores.md.
    """
    return faded(_score(reading), reading.window, day, HALF_LIFE_DAYS)


def momentum(reading: Reading, day: int) -> int:
    """What a flow adds to the movement of the last 30 days, in micro-units."""
    return flow.moved(_score(reading), reading.window, day)


def _score(reading: Reading) -> int:
    goldstein = reading.content.goldstein
    assert goldstein is not None, "asked only of facts that carry a score"
    return goldstein


LENS: Final = Lens.of_each(
    "goldstein-decay@1",
    "What happened, by the Goldstein score that its source gave it; half is left after 90 days.",
    weighs,
    weigh,
    momentum,
)
