"""One walk through the days of a pair's ties, forward in time: the verdict and score of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

from domain.edtf import NO_LAST, Window
from projections.day_sums import DaySums, Sort, columns_of, days_of_at_least, happened_on
from projections.diff import moves
from projections.flow_sides import BOTH, toward
from projections.flows import Column, FlowKey
from projections.ledgers import Entry, Ledgers
from projections.lenses.flow import is_flow
from projections.pair_fact import PairFact, Shares, score_facts, shares_alone, weighed
from projections.pair_history import PairHistory
from projections.pairs import MUTUAL
from projections.score import Score
from projections.sure_label import LedgerBounds, RangedFact, sure_label
from projections.units import Present
from projections.verdict import Verdict, decides, verdict_of


class Figures(NamedTuple):
    """The verdict and the score at the end of a day."""

    verdict: Verdict
    score: Score

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label


class _Day(NamedTuple):
    """The ledgers at the end of a day, and the facts that may decide its label."""

    day: int
    ledgers: Ledgers
    deciding: Sequence[PairFact]


class _Still(NamedTuple):
    """What a fact adds to the ledgers from a day on, until it changes."""

    entry: Entry
    shares: Shares
    day: int


class Walk:
    """The figures of any day, of all ties or of one direction with what is mutual.

    Days are asked for in order of time; one before the last on which a fact began to be another
    thing begins again. `beginnings` are those days, with all on which what a fact counts for may
    turn from growing to shrinking, or back. What adds the same day
    after day stays in the ledgers until it changes, and what fades from one day on is summed. Only
    what is left is weighed for each day.
    """

    def __init__(self, history: PairHistory, direction: str = "") -> None:
        self._history: Final = history
        self._lens: Final = history.lens
        self._views: Final = (direction, MUTUAL) if direction else ()
        flows = _of_side(history, direction)
        self._flows: Final = columns_of((Sort.of(key), col) for (_, key), col in flows.items())
        self._starts: Final = sorted(
            (day, place) for place, unit in enumerate(history.units) for day in unit.starts
        )
        columns = columns_of(self._fading())
        fading = {day for column in columns.values() for day in column.days}
        first = history.flows.first
        self._summed_since: Final = min([*fading, NO_LAST if first is None else first])
        self._sums: Final = DaySums(columns, self._lens) if columns else None
        self._over: Final = [*self._barriers()]
        self.beginnings: Final = sorted({*fading, self._summed_since, *self._other_beginnings()})
        self._begin()

    def _begin(self) -> None:
        self._base = Ledgers(self._lens, 0)
        self._still: dict[int, list[_Still]] = {}
        self._deciding: dict[int, list[PairFact]] = {}
        self._restless: dict[int, Present] = {}
        self._reached = 0
        self._last = _Day(0, self._base, ())

    def _fading(self) -> Iterator[tuple[Sort, Column]]:
        for unit in self._history.units:
            if unit.fading is not None and self._asked(unit.fading.pair_fact):
                yield unit.fading.sort, Column((unit.fading.day,), (1,))
        yield from self._flows.items()

    def _other_beginnings(self) -> Iterator[int]:
        """Days on which facts of more than one day begin to be another thing, or may turn."""
        yield from (day for day, _ in self._starts)
        yield from chain.from_iterable(unit.bends for unit in self._history.units)
        yield from (until for _, until, _ in self._over)

    def _barriers(self) -> Iterator[tuple[int, int, PairFact]]:
        """Facts that are summed and decide a label all the same, until less than half is left."""
        for unit in self._history.units:
            if unit.fading is None or not decides(unit.fading.pair_fact):
                continue
            sort, day, pair_fact = unit.fading
            if self._asked(pair_fact):
                yield day, day + days_of_at_least(sort, abs(sort.weight) / 2, self._lens), pair_fact

    def _asked(self, pair_fact: PairFact) -> bool:
        of_side = not self._views or pair_fact.view in self._views
        return of_side and self._history.asked(pair_fact)

    def figures(self, day: int) -> Figures:
        """The verdict and the score at the end of a day; exactly those of `state_of`.

        Nothing is known before the first day of the calendar.
        """
        _, ledgers, deciding = self._on(day)
        summed = self._summed_since <= day
        return Figures(verdict_of(deciding, ledgers, summed=summed), ledgers.score)

    def labels(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The label of the first day, and of each that may have another than the day before.

        Stretches of days of which one label is sure are not looked at day by day, however long.
        """
        place, end = (bisect_right(self.beginnings, day) for day in (first, last))
        for lo, after in pairwise([first, *self.beginnings[place:end], last + 1]):
            waiting = [Window(lo, after - 1)]
            while waiting:
                days = waiting.pop()
                label = self._label_throughout(days)
                if label:
                    yield days.lo, label
                else:
                    middle = (days.lo + days.hi) // 2
                    waiting += [Window(middle + 1, days.hi), Window(days.lo, middle)]

    def _label_throughout(self, days: Window) -> str:
        """The label of all days from one beginning to the next; empty where that is not sure."""
        if days.lo == days.hi:
            return self.figures(days.lo).label
        found = self.between(days)
        if found is None:
            return ""
        return sure_label(*found, summed=self._summed_since <= days.lo)

    def between(self, days: Window) -> tuple[list[RangedFact], LedgerBounds] | None:
        """On a stretch of days, the facts that may decide a label, and between what ledgers lie.

        No day but the first may be one of the beginnings. None where another flow of an episode
        may become the largest.
        """
        self._go_to(days.lo)
        bounds = LedgerBounds(self._base, days)
        certain = [pair_fact for found in self._deciding.values() for pair_fact in found]
        certain += self._not_long_over(days.lo)
        deciding = [RangedFact(pair_fact, pair_fact) for pair_fact in certain]
        for present in self._restless.values():
            ranged = present.ranged(days)
            if ranged is None:
                return None
            for pair_fact, entry, least, most, decides_label in ranged:
                bounds.enter(entry, least, most)
                if decides_label:
                    both = weighed(pair_fact, least), weighed(pair_fact, most)
                    deciding.append(RangedFact(*both))
        if self._sums is not None:
            bounds.add_days(*map(self._sums.on, days))
        return deciding, bounds

    def score(self, day: int) -> Score:
        """The score at the end of a day."""
        return self._on(day).ledgers.score

    def unchanged(self, day: int) -> Figures:
        """The verdict and the score of a day, if no fact had changed its status on it.

        A flow that did fades as it would have; of a standing fact that did, what it counted for on
        the day before. Going stale changes nothing here: nothing happened that day.
        """
        if self._lens.left is None:
            return self._unchanged_together(day)
        _, ledgers, deciding = self._on(day)
        ledgers, deciding = ledgers.copy(), list(deciding)
        for unit in self._history.changing(day):
            eve, now = unit.weighed(day - 1), unit.weighed(day)
            moved = moves(eve, now, self._lens, self._lens)
            if not any(move.changed and not move.unreported for move in moved):
                continue
            on = day - 1
            if all(is_flow(t.fact_state) for t in eve):
                on, eve = day, score_facts(unit.seen(day - 1), day, self._lens)
            for each, pair_facts, sign in ((day, now, -1), (on, eve, 1)):
                for t in filter(self._asked, pair_facts):
                    entry = Entry.of(t, self._lens)
                    ledgers.enter(entry, Shares(t.share, t.unwidened), each, sign)
            handles = {t.handle for t in now}
            deciding = [t for t in deciding if t.handle not in handles]
            deciding += [t for t in eve if decides(t) and self._asked(t)]
        ledgers.add_day(happened_on(day, self._flows, self._lens), -1)
        verdict = verdict_of(deciding, ledgers, summed=self._summed_since < day)
        return Figures(verdict, ledgers.score)

    def _unchanged_together(self, day: int) -> Figures:
        """The same where a fact's share hangs on other facts."""
        eve = [t for unit in self._history.units for t in unit.seen(day - 1)]
        found = [*filter(self._asked, score_facts(eve, day, self._lens))]
        ledgers = Ledgers.of(found, self._lens, day)
        return Figures(verdict_of(found, ledgers), ledgers.score)

    def _on(self, day: int) -> _Day:
        if self._last.day != day:
            self._last = self._weighed(day)
        return self._last

    def _weighed(self, day: int) -> _Day:
        if day < 1:
            return _Day(day, Ledgers(self._lens, day), ())
        self._go_to(day)
        ledgers = self._base.copy()
        deciding = [pair_fact for found in self._deciding.values() for pair_fact in found]
        for present in self._restless.values():
            for pair_fact, entry, shares, decides_label in present.added(day):
                ledgers.enter(entry, shares, day)
                if decides_label:
                    deciding.append(weighed(pair_fact, shares))
        if self._sums is not None:
            ledgers.add_day(self._sums.on(day))
        deciding += self._not_long_over(day)
        deciding.sort(key=lambda pair_fact: pair_fact.handle)
        return _Day(day, ledgers, deciding)

    def _not_long_over(self, day: int) -> Iterator[PairFact]:
        """Wars that are over, and barriers all the same, with what is left of them on a day."""
        for since, until, pair_fact in self._over:
            if since <= day < until:
                yield weighed(pair_fact, shares_alone(pair_fact, day, self._lens))

    def _go_to(self, day: int) -> None:
        if self._reached and day < self._starts[self._reached - 1][0]:
            self._begin()
        while self._reached < len(self._starts) and self._starts[self._reached][0] <= day:
            self._settle(*self._starts[self._reached])
            self._reached += 1

    def _settle(self, day: int, place: int) -> None:
        """Puts a unit where it belongs from a day on: into the ledgers, or to what is weighed."""
        for entry, shares, since in self._still.pop(place, ()):
            self._base.enter(entry, shares, since, -1)
        self._restless.pop(place, None)
        self._deciding.pop(place, None)
        unit = self._history.units[place]
        present = unit.present(day, self._asked)
        if not unit.rests(day):
            self._restless[place] = present
            return
        for pair_fact, entry, shares, decides_label in present.added(day):
            self._base.enter(entry, shares, day)
            self._still.setdefault(place, []).append(_Still(entry, shares, day))
            if decides_label:
                self._deciding.setdefault(place, []).append(weighed(pair_fact, shares))


def _of_side(history: PairHistory, direction: str) -> Mapping[tuple[int, FlowKey], Column]:
    """A layer's facts of one direction, and the mutual ones; all where none is named."""
    columns = history.flows.columns
    if not direction:
        return columns
    sides = (toward(direction, history.pair.key), BOTH)
    return {key: column for key, column in columns.items() if key[0] in sides}
