"""Events of a day: what they still count for later."""

from __future__ import annotations

from domain import edtf
from domain.edtf import Window
from domain.fact import FactState
from projections.lenses.decay import SCALE, decayed, half_even, remaining_over
from projections.lenses.lens import NOTHING, Share


def is_flow(fact_state: FactState) -> bool:
    """Whether it is a thing that happened on a day: a contact, an action, a held engagement."""
    return fact_state.content.of_kind.flow


def faded(weight: int, window: Window, day: int, half_life: int) -> Share:
    """What a weight that fades from some day of a window still counts for at the end of a day.

    Source: docs/scores.md.
    """
    if window.lo > day:
        return NOTHING
    if window.lo == window.hi:
        certain = decayed(weight, day - window.lo, half_life)
        return Share(certain, certain, certain)
    counted = 0
    if window.bounded:
        counted = half_even(weight * remaining_over(window, day, half_life), window.days * SCALE)
    return _around(counted, weight, window, day, half_life)


def _around(counted: int, weight: int, window: Window, day: int, half_life: int) -> Share:
    """The range of a fading weight.

    Had it happened on the latest day, on the earliest, or not at all.
    """
    thinkable = [decayed(weight, day - min(window.hi, day), half_life)]
    if window.lo > edtf.NO_FIRST:
        thinkable.append(decayed(weight, day - window.lo, half_life))
    if window.hi > day or window.lo == edtf.NO_FIRST:
        thinkable.append(0)
    return Share.hull(counted, *thinkable)
