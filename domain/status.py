"""The status of a fact on a day: whether it holds (yes, possible, no), is planned, or happened."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from domain import edtf
from domain.changes import Change, in_order, tightened
from domain.fact import FactState, Plan


class Kleene(StrEnum):
    """Three-valued truth: what the dates allow us to say."""

    YES = "yes"
    POSSIBLE = "possible"
    NO = "no"

    def __invert__(self) -> Kleene:
        return {Kleene.YES: Kleene.NO, Kleene.NO: Kleene.YES}.get(self, Kleene.POSSIBLE)

    def __and__(self, other: Kleene) -> Kleene:
        return max(self, other, key=_DOUBTS.index)

    def __or__(self, other: Kleene) -> Kleene:
        return min(self, other, key=_DOUBTS.index)


_DOUBTS = [Kleene.YES, Kleene.POSSIBLE, Kleene.NO]


def any_of(truths: Iterable[Kleene]) -> Kleene:
    """Kleene's OR over many; `no` of none."""
    found = Kleene.NO
    for truth in truths:
        found = found | truth
    return found


class Course(NamedTuple):
    """A standing fact's beginnings and endings in order, each made to lie after the one before."""

    changes: tuple[Change, ...]

    @classmethod
    def of(cls, fact_state: FactState) -> Course:
        """The course of a standing fact; changes that leave no day are dropped.

        That happens at an earlier knowledge only: such changes are refused when recorded.
        """
        return cls(_course(fact_state.changes))

    def certain(self, day: int) -> int:
        """How many changes have certainly happened by the end of a day."""
        return sum(change.window.hi <= day for change in self.changes)

    def thinkable(self, day: int) -> int:
        """How many changes may have happened by the end of a day."""
        return sum(change.window.lo <= day for change in self.changes)

    def holds(self, day: int) -> Kleene:
        """Whether it holds on a day; the day of the start is included, that of the end is not."""
        first, last = self.certain(day), self.thinkable(day)
        found = {n > 0 and self.changes[n - 1].holds for n in range(first, last + 1)}
        if len(found) == 2:
            return Kleene.POSSIBLE
        return Kleene.YES if found == {True} else Kleene.NO


@lru_cache(maxsize=16384)
def _course(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Changes in order and tightened; cached, because a history asks for them every day."""
    stated = list(changes)
    while True:
        ordered = in_order(stated)
        tight = tightened(ordered)
        if all(window.lo <= window.hi for window in tight):
            return tuple(
                change._replace(window=window)
                for change, window in zip(ordered, tight, strict=True)
            )
        stated.remove(ordered[-1])


def support(fact_state: FactState, day: int) -> str:
    """How fresh the evidence is on a day: `confirmed`, `presumed` or `stale`.

    Confirmed from the day it was known to the last day on which it is attested, stale more than
    `stale_days` of its kind after that.
    """
    last = attested(fact_state)
    limit = fact_state.content.of_kind.stale_days
    if limit is not None and day > last + limit:
        return "stale"
    return "confirmed" if fact_state.known_day <= day <= last else "presumed"


def attested(fact_state: FactState) -> int:
    """The last day on which a report, or what is known of its course, attests a standing fact.

    An ending or a suspension attests it up to the day before it, never beyond the day that was
    known: a planned expiry attests nothing of the years to come. Source: docs/facts.md.
    """
    last = max((fact_state.last_report_day, *fact_state.renewed_days))
    if fact_state.content.of_kind.stale_days is None:
        return last
    for change in Course.of(fact_state).changes[1:]:
        known = change.known_day
        last = max(last, known if change.holds else min(change.window.lo - 1, known))
    return last


def no_news(fact_state: FactState, change: Change) -> bool:
    """Whether an ending came when the fact had been stale already: then it changes no figure."""
    return (
        not change.holds
        and change.window.lo > edtf.NO_FIRST
        and support(fact_state, change.window.lo - 1) == "stale"
    )


def in_scope(fact_state: FactState, day: int) -> bool:
    """Whether it may have begun, happened, or been announced by the end of a day.

    No other fact is counted or listed.
    """
    if fact_state.content.of_kind.planned:
        return fact_state.known_day <= day or (
            bool(fact_state.held) and edtf.days(fact_state.held).lo <= day
        )
    return fact_state.window.lo <= day


def standing_plan(fact_state: FactState, day: int) -> Plan:
    """What was planned for an engagement at the end of a day; no window where it was called off."""
    known = [plan for plan in fact_state.plans if plan.known_day <= day] or list(
        fact_state.plans[:1]
    )
    return known[-1]


def engagement_date(fact_state: FactState, day: int) -> str:
    """The day an engagement was held, as written, or its last plan known by the end of a day."""
    if fact_state.held and edtf.days(fact_state.held).lo <= day:
        return fact_state.held
    plans = [
        plan.text for plan in fact_state.plans if plan.window is not None and plan.known_day <= day
    ]
    return (plans or [fact_state.content.planned])[-1]


def engagement(fact_state: FactState, day: int) -> str:
    """`held`, `cancelled`, `pending`, `due` or `unconfirmed`, at the end of a day.

    Held from the first day that the held date may
    mean; a cancellation and a new plan from the day they were known; held beats cancelled, and a
    later plan revives. Source: docs/facts.md.
    """
    if fact_state.held and edtf.days(fact_state.held).lo <= day:
        return "held"
    window = standing_plan(fact_state, day).window
    if window is None:
        return "cancelled"
    if day < window.lo:
        return "pending"
    return "due" if day <= window.hi else "unconfirmed"


def status(fact_state: FactState, day: int) -> str:
    """The status of a fact at the end of a day, one of its kind's `statuses`.

    An engagement's status, whether a standing fact holds, or `happened`.
    """
    if fact_state.content.of_kind.planned:
        return engagement(fact_state, day)
    return str(Course.of(fact_state).holds(day)) if fact_state.content.standing else "happened"
