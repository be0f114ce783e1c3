"""The label that ties have on every day of a stretch, where that is sure without each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from domain.edtf import Window
from domain.kinds import DECISIVE, POINT
from domain.status import Kleene, any_of
from projections.flows import TRAFFIC_DAYS
from projections.ledgers import FAINT, RECENT_DAYS, DaySum, Entry, Ledgers
from projections.lenses.decay import half_even
from projections.pair_fact import PairFact, Shares
from projections.score import DAMPING, MIXED, Score
from projections.verdict import FRIENDLY, WARM, WIDE, is_barrier, on_the_ladder, stands


class Range(NamedTuple):
    """The least and the most that a figure is on any day of a stretch."""

    least: int
    most: int

    @classmethod
    def of(cls, *figures: int) -> Range:
        """The range that holds some figures."""
        return cls(min(figures), max(figures))

    def times(self, factor: int) -> Range:
        """So many times the figure; the factor is positive."""
        return Range(factor * self.least, factor * self.most)

    def less(self, other: Range) -> Range:
        """What it is greater by than another figure."""
        return Range(self.least - other.most, self.most - other.least)

    def exceeds(self, other: Range) -> Kleene:
        """Whether it is greater than another figure: on all days, on none, or nobody knows."""
        if self.least > other.most:
            return Kleene.YES
        return Kleene.NO if self.most <= other.least else Kleene.POSSIBLE


_NOUGHT: Final = Range(0, 0)


class RangedFact(NamedTuple):
    """A fact with the least and the most that it counts for on any day of a stretch."""

    least: PairFact
    most: PairFact

    def whether(self, holds: Callable[[PairFact], bool]) -> Kleene:
        """Whether something holds of it that follows from how much it counts for."""
        one, other = holds(self.least), holds(self.most)
        if one != other:
            return Kleene.POSSIBLE
        return Kleene.YES if one else Kleene.NO


class LedgerBounds:
    """Between what the ledgers lie on the days of a stretch, both ends included.

    No sum of `least` is greater than that of any of the days, and none of `most` smaller. `base`
    is what counts the same on all of them.
    """

    def __init__(self, base: Ledgers, days: Window) -> None:
        self.least: Final = base.copy()
        self.most: Final = base.copy()
        self._days: Final = days
        self._least_traces = self._most_traces = base.strong + base.lively

    def enter(self, entry: Entry, least: Shares, most: Shares) -> None:
        """Adds a fact with the least and the most that it counts for."""
        first, last = self._days
        plain = entry._replace(traffic=0)
        self.least.enter(plain, least, first)
        self.most.enter(plain, most, last)
        if entry.traffic:
            self._add_traffic(entry)
        if entry.weighed:
            lo, until = entry.window.lo, entry.window.hi + RECENT_DAYS
            self._least_traces += entry.holds or (lo <= first and last < until)
            self._most_traces += entry.holds or (lo <= last and first < until)
        if not entry.stale:
            share, other = least.share, most.share
            self._least_traces += other.low <= -FAINT or share.high >= FAINT
            self._most_traces += share.low <= -FAINT or other.high >= FAINT

    def _add_traffic(self, entry: Entry) -> None:
        begun, back = entry.begun, TRAFFIC_DAYS - 1
        first, last = self._days
        fewest = min(begun.overlap(day - back, day) for day in self._days)
        self.least.add_traffic(entry, fewest)
        self.most.add_traffic(entry, min(begun.overlap(first - back, last), TRAFFIC_DAYS))

    def add_days(self, first: DaySum, last: DaySum) -> None:
        """Adds what fades on all days, by the sums of the first and of the last."""
        self.least.add_day(last._replace(friction=first.friction))
        self.most.add_day(first._replace(friction=last.friction))
        self._least_traces += last.strong + last.lively
        self._most_traces += first.strong + first.lively

    @property
    def leaves_traces(self) -> Kleene:
        """Whether anything is left that leaves a trace in a label."""
        return Range(self._least_traces, self._most_traces).exceeds(_NOUGHT)


def sure_label(deciding: Sequence[RangedFact], bounds: LedgerBounds, *, summed: bool) -> str:
    """The label of every day of a stretch; empty where another one is possible.

    By the rules of `verdict_of`, with ranges for figures.
    """
    least = bounds.least
    if not least.countable and not summed:
        return "disputed" if least.denied else "unknown"
    for what, label in DECISIVE.items():
        found = any_of(fact.whether(partial(stands, what=what)) for fact in deciding)
        if found is not Kleene.NO:
            return _if_sure(found, label)
    if not least.weighed and not summed:
        return "unknown"
    if bounds.leaves_traces is not Kleene.YES:
        return _if_sure(~bounds.leaves_traces, "dormant")
    return _by_figures(deciding, bounds)


def _if_sure(truth: Kleene, label: str) -> str:
    return label if truth is Kleene.YES else ""


def _by_figures(deciding: Sequence[RangedFact], bounds: LedgerBounds) -> str:
    one, other = bounds.least.score, bounds.most.score
    unclear = _not_assessable(bounds, one, other) & ~_mixed(one, other)
    if unclear is not Kleene.NO:
        return _if_sure(unclear, "not-assessable")
    balance = _balance(one, other)
    label = on_the_ladder(balance.least)
    if label != on_the_ladder(balance.most):
        return ""
    barred = any_of(fact.whether(is_barrier) for fact in deciding if label in FRIENDLY)
    if barred is not Kleene.NO:
        return _if_sure(barred, "strained")
    if label not in WARM:
        return label
    meetings = Range(bounds.least.meetings, bounds.most.meetings).times(2)
    mostly = meetings.exceeds(Range(one.cooperation, other.cooperation))
    return _if_sure(~mostly, label) or _if_sure(mostly, "cordial")


def _mixed(one: Score, other: Score) -> Kleene:
    ranges = Range(one.cooperation, other.cooperation), Range(other.friction, one.friction)
    lesser = Range(min(r.least for r in ranges), min(r.most for r in ranges)).times(2)
    greater = Range(max(r.least for r in ranges), max(r.most for r in ranges))
    much = Range(2 * MIXED + one.traffic, 2 * MIXED + other.traffic)
    return ~greater.exceeds(lesser) & ~much.exceeds(lesser)


def _not_assessable(bounds: LedgerBounds, one: Score, other: Score) -> Kleene:
    low, high = map(Range, bounds.least.sure_range, bounds.most.sure_range)
    net = Range(one.net, other.net)
    sizes = [abs(each) for each in net]
    size = Range(0 if net.least <= 0 <= net.most else min(sizes), max(sizes))
    wide = high.less(low).exceeds(Range(max(WIDE, size.least), max(WIDE, size.most)))
    either_way = Range(-POINT, -POINT).exceeds(low) & high.exceeds(Range(POINT, POINT))
    return (wide & either_way) | _nothing_certain(one, other)


def _nothing_certain(one: Score, other: Score) -> Kleene:
    """Whether nothing counts for certain and something may."""
    sums = Range(one.cooperation, other.cooperation), Range(other.friction, one.friction)
    something = any_of(each.exceeds(_NOUGHT) for each in sums)
    return ~something & Range(one.high, other.high).exceeds(Range(one.low, other.low))


def _balance(one: Score, other: Score) -> Range:
    """The range of the balance: of the net over all that counts, each in its own range."""
    weight = Range(
        one.cooperation + other.uneased + DAMPING + one.traffic,
        other.cooperation + one.uneased + DAMPING + other.traffic,
    )
    return Range.of(
        *(half_even(10 * POINT * net, each) for net in (one.net, other.net) for each in weight)
    )
