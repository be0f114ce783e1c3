"""Lens plover-net@1: the plain sum of what happened within the last 90 days."""

from __future__ import annotations

from typing import Final

from domain.fact import FactState
from projections.lenses.decay import half_even
from projections.lenses.flow import is_flow
from projections.lenses.lens import NOTHING, Lens, Share

DAYS: Final = 90


def weigh(fact_state: FactState, day: int) -> Share:
    """A flow's weight times that part of its window which lies in the 90 days up to the day.

    Source: docs/lenses.md. Nothing fades. A window without an end counts 0; its range says what
    it may count.
    """
    weight, window = fact_state.content.weighs, fact_state.latest(day)
    first = day - DAYS + 1
    if window.lo > day or window.hi < first:
        return NOTHING
    if window.bounded and window.lo >= first and window.hi <= day:
        return Share(weight, weight, weight)
    inside = window.overlap(first, day) if window.bounded else 0
    counted = half_even(weight * inside, window.days) if inside else 0
    return Share.hull(counted, 0, weight)


LENS: Final = Lens.of_each(
    name="plover-net@1",
    does="The plain sum of what happened within 90 days; nothing fades.",
    weighs=is_flow,
    weight=lambda fact_state: fact_state.content.weighs,
    weigh=weigh,
    left=lambda weight, _: (weight,) * DAYS if weight else (),
)
