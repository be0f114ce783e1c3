"""Lens standing-flow@1: flows fade.

Standing facts count in full while in force and fade once they ended.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from domain.fact import FactState
from domain.status import Course, Kleene, support
from projections.lenses import flow
from projections.lenses.decay import SCALE, half_even, remaining_over
from projections.lenses.flow import MOMENTUM_DAYS, faded, is_flow
from projections.lenses.lens import NOTHING, Lens, Share


def weigh(fact_state: FactState, day: int) -> Share:
    """What a fact counts for at the end of a day, were it neither disputed nor muted.

    The fact must be in scope of that day; an engagement counts as held. Source: docs/scores.md.
    """
    content = fact_state.content
    if is_flow(fact_state):
        return faded(content.weighs, fact_state.window, day, content.half_life)
    return _standing(fact_state, day) if content.of_kind.scored else NOTHING


def _standing(fact_state: FactState, day: int) -> Share:
    content = fact_state.content
    weight, half_life = content.weighs, content.half_life
    course = Course.of(fact_state)
    holds = course.holds(day)
    if holds is not Kleene.NO and support(fact_state, day) == "stale":
        return Share(0, min(0, weight), max(0, weight))
    if holds is Kleene.YES:
        return Share(weight, weight, weight)
    if holds is Kleene.POSSIBLE:
        return Share(_expected(course, weight, day, half_life), min(0, weight), max(0, weight))
    last = course.certain(day)
    return faded(weight, course.changes[last - 1].window, day, half_life) if last else NOTHING


def _expected(course: Course, weight: int, day: int, half_life: int) -> int:
    """The mean over the days of the one uncertain change.

    0 where two are uncertain or its window is unbounded.
    """
    certain = course.certain(day)
    change = course.changes[certain]
    window = change.window
    if course.thinkable(day) - certain != 1 or not window.bounded:
        return 0
    past = window.overlap(window.lo, day)
    future = window.days - past
    if change.holds:
        total = past * Fraction(weight) + future * _fade(course, certain, weight, day, half_life)
    else:
        total = future * Fraction(weight) + Fraction(
            weight * remaining_over(window, day, half_life), SCALE
        )
    mean = total / window.days
    return half_even(mean.numerator, mean.denominator)


def _fade(course: Course, changes: int, weight: int, day: int, half_life: int) -> Fraction:
    """What it counts after so many changes: 0 before the first, the fade of an ending after that.

    Not rounded.
    """
    if changes == 0:
        return Fraction(0)
    window = course.changes[changes - 1].window
    if not window.bounded:
        return Fraction(0)
    return Fraction(weight * remaining_over(window, day, half_life), window.days * SCALE)


def momentum(fact_state: FactState, day: int) -> int:
    """A counted fact's part in the movement of the last 30 days, in micro-units.

    Flows count against the 30 days before, so that routine meetings do not look like an
    improvement; beginnings count for, endings against. Unbounded windows add nothing: evidence that
    arrives is not the world that changes.
    """
    weight = fact_state.content.weighs
    if is_flow(fact_state):
        return flow.moved(weight, fact_state.window, day)
    moved = Fraction(0)
    for change in Course.of(fact_state).changes:
        if change.window.bounded:
            share = Fraction(
                change.window.overlap(day - MOMENTUM_DAYS + 1, day), change.window.days
            )
            moved += weight * (share if change.holds else -share)
    return half_even(moved.numerator, moved.denominator)


LENS: Final = Lens.of_each(
    "standing-flow@1",
    "What happened fades; what is in force counts in full, and fades once it has ended.",
    lambda _: True,
    weigh,
    momentum,
)
