"""Lens cumulative@1: each month's events push a score between -9 and 9.

The nearer the score is to its end, the less they move it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain import edtf
from domain.fact import FactState
from domain.kinds import POINT
from projections.lenses.decay import half_even
from projections.lenses.flow import is_flow
from projections.lenses.lens import Lens, Share

IMPACT_PERCENT: Final = 9
"""An event's impact is so many hundredths of its weight. Source: docs/lenses.md."""

_UNIT: Final = 100 * POINT
"""Impacts are whole hundredths of micro-units, so that nothing is rounded before the end."""

_FULL: Final = 9 * _UNIT
"""The reach of the scale, and the sum of impacts with which a month replaces all before it."""


def shares(fact_states: Sequence[FactState], day: int) -> list[Share]:
    """What each flow still counts for at the end of a day, rounded once.

    Together they are the score. A month's events are one batch, a window goes to the month of its
    last day, and the months follow one another: with m the sum of the impacts' sizes and L =
    min(1, m / 9), P' = (1 - L) P + L * 9 * (sum of impacts) / m, from 0. What may yet happen or
    has no last day counts 0, with its own impact as its range.
    """
    sizes: dict[int, int] = {}
    for fact_state in fact_states:
        if _happened(fact_state, day):
            month = _month(fact_state)
            sizes[month] = sizes.get(month, 0) + abs(_impact(fact_state))
    kept = _kept(sizes)
    return [_share(fact_state, day, sizes, kept) for fact_state in fact_states]


def _happened(fact_state: FactState, day: int) -> bool:
    return edtf.NO_FIRST < fact_state.window.hi <= day


def _month(fact_state: FactState) -> int:
    last = date.fromordinal(fact_state.window.hi)
    return 12 * last.year + last.month


def _impact(fact_state: FactState) -> int:
    return IMPACT_PERCENT * fact_state.content.weighs


def _kept(sizes: dict[int, int]) -> dict[int, tuple[int, int]]:
    """The part of each month's push that later months leave.

    Numerator and denominator: the product of their 1 - L.
    """
    kept: dict[int, tuple[int, int]] = {}
    numerator, denominator = 1, 1
    for month in sorted(sizes, reverse=True):
        kept[month] = numerator, denominator
        numerator *= _FULL - min(_FULL, sizes[month])
        denominator = denominator * _FULL if numerator else 1
    return kept


def _share(
    fact_state: FactState, day: int, sizes: dict[int, int], kept: dict[int, tuple[int, int]]
) -> Share:
    impact = _impact(fact_state)
    if not _happened(fact_state, day):
        return Share.hull(0, weight(fact_state))
    month = _month(fact_state)
    numerator, denominator = kept[month]
    crowd = max(_FULL, sizes[month])
    counted = half_even(impact * numerator * _FULL, 100 * denominator * crowd)
    return Share(counted, counted, counted)


def weight(fact_state: FactState) -> int:
    """An event's impact, in micro-units."""
    return half_even(_impact(fact_state), 100)


LENS: Final = Lens(
    name="cumulative@1",
    does="A score from -9 to 9 that each month's events push; after the Tsinghua school, and not"
    " theirs.",
    weighs=is_flow,
    weight=weight,
    shares=shares,
)
