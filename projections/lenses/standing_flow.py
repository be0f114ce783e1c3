"""Lens standing-flow@2: flows fade, and giving back pays off friction.

Standing facts count in full while in force and fade once they ended.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from domain.content import Content
from domain.edtf import Window
from domain.fact import FactState
from domain.kinds import KINDS, action_type
from domain.status import Course, Kleene, no_news, support
from projections.lenses.decay import SCALE, fade, half_even, remaining_over
from projections.lenses.flow import faded, is_flow
from projections.lenses.lens import NOTHING, Lens, Share

RELIEVING: Final = frozenset({"retreat", "concede"})
"""Types of PLOVER that make up for friction and make nobody a friend."""


def weight(fact_state: FactState) -> int:
    """What a fact weighs, in micro-units."""
    return weight_of(fact_state.content)


def weight_of(content: Content) -> int:
    """What a fact that says this weighs, in micro-units.

    Meeting is not warmth: a meeting weighs half of its table, unless it has a weight of its own.
    Source: docs/scores.md.
    """
    return _weight(content.kind, content.what) if content.weight is None else content.weight


@lru_cache(maxsize=512)
def _weight(kind: str, what: str) -> int:
    return KINDS[kind].weight(what) // (2 if meets(kind, what) else 1)


@lru_cache(maxsize=512)
def meets(kind: str, what: str) -> bool:
    """Whether a fact is a meeting: a contact, an engagement, or a `consult`."""
    return kind in ("contact", "engagement") or (
        kind == "action" and action_type(what) == "consult"
    )


@lru_cache(maxsize=512)
def eases(kind: str, what: str, domain: str) -> bool:
    """Whether a fact pays off friction, if its weight is positive: giving back, rescuing."""
    if kind != "action":
        return False
    action = action_type(what)
    return action in RELIEVING or (action == "aid" and domain == "humanitarian")


def relieves(fact_state: FactState) -> bool:
    """Whether a fact of positive weight pays off friction instead of making friends."""
    content = fact_state.content
    return eases(content.kind, content.what, content.domain)


def weigh(fact_state: FactState, day: int) -> Share:
    """What a fact counts for at the end of a day, were it neither disputed nor muted.

    The fact must be in scope of that day; an engagement counts as held. Source: docs/scores.md.
    """
    content = fact_state.content
    if is_flow(fact_state):
        return faded(weight_of(content), fact_state.latest(day), day, content.half_life)
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
        counted = _expected(fact_state, course, day)
        return Share(counted, min(0, weight), max(0, weight))
    ended = ceased(fact_state, day)
    return NOTHING if ended is None else faded(weight, ended, day, half_life)


def ceased(fact_state: FactState, day: int) -> Window | None:
    """The days on which a standing fact that does not hold ceased, from which it fades.

    None where it has not begun, or ceased when it had been stale already.
    """
    course = Course.of(fact_state)
    last = course.certain(day)
    if not last or no_news(fact_state, course.changes[last - 1]):
        return None
    return course.changes[last - 1].window


def _expected(fact_state: FactState, course: Course, day: int) -> int:
    """The mean over the days of the one uncertain change.

    0 where two are uncertain or its window is unbounded.
    """
    weight, half_life = fact_state.content.weighs, fact_state.content.half_life
    certain = course.certain(day)
    change = course.changes[certain]
    window = change.window
    if course.thinkable(day) - certain != 1 or not window.bounded:
        return 0
    past = window.overlap(window.lo, day)
    future = window.days - past
    if not change.holds:
        left = future * SCALE + remaining_over(window, day, half_life)
        return half_even(weight * left, window.days * SCALE)
    fading, of = _left_after(fact_state, course, certain, day)
    return half_even(weight * (past * of + future * fading), window.days * of)


def _left_after(fact_state: FactState, course: Course, changes: int, day: int) -> tuple[int, int]:
    """What is left of a weight after so many changes, not rounded: a part, and of how much.

    Nothing before the first change; after an ending what has not faded yet.
    """
    window = course.changes[changes - 1].window
    if changes == 0 or not window.bounded:
        return 0, 1
    return remaining_over(window, day, fact_state.content.half_life), window.days * SCALE


LENS: Final = Lens.of_each(
    name="standing-flow@2",
    does="What happened fades; what is in force counts in full, and fades once it has ended.",
    weighs=lambda _: True,
    weight=weight,
    weigh=weigh,
    left=fade,
    relieves=relieves,
    eases=True,
)
