"""What happened lately between two, and what stopped holding."""

from __future__ import annotations

from collections.abc import Iterable

from domain.edtf import Window
from domain.status import Course, Kleene, standing_plan
from projections.lenses.flow import is_flow
from projections.moves import now
from projections.pair_fact import PairFact


def recent(pair_facts: Iterable[PairFact], day: int) -> tuple[PairFact, ...]:
    """Countable flows of the 30 days up to a day, and what stopped holding in them, newest first.

    A plan that one of the pair called off is one of them.
    """
    days = now(day)
    found = [(when, t) for t in pair_facts if (when := _recent(t, days)) is not None]
    return tuple(t for _, t in sorted(found, key=lambda each: (-each[0], each[1].handle)))


def _recent(pair_fact: PairFact, days: tuple[int, int]) -> int | None:
    """The last day on which a fact happened or stopped holding within some days.

    None if it did not, or does not count.
    """
    if not pair_fact.countable:
        return None
    first, last = days
    flow = pair_fact.flowing
    if is_flow(flow):
        window = flow.window
        return min(window.hi, last) if window.bounded and window.lo >= first else None
    if not pair_fact.content.standing or pair_fact.status != Kleene.NO:
        return None
    changes = Course.of(flow).changes[1:]
    ended = [
        change.window
        for change in changes
        if not change.holds and change.window.bounded and first <= change.window.lo <= last
    ]
    return min(ended[-1].hi, last) if ended else None


def latest_window(pair_fact: PairFact, day: int) -> Window:
    """The days of the last thing that happened to a fact by a day.

    It happened, began, was called off, ended, was suspended or resumed; of a plan without an
    outcome, the day on which it was announced.
    """
    flow = pair_fact.flowing
    content = flow.content
    if content.of_kind.planned and pair_fact.status != "held":
        known = standing_plan(flow, day).known_day
        return Window(known, known)
    if content.standing:
        changes = Course.of(flow).changes[1:]
        over = [each.window for each in changes if each.window.bounded and each.window.hi <= day]
        return over[-1] if over else flow.window
    return flow.latest(day)
