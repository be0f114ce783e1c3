"""The phases of a fact: days in a row on which it concerns a pair in one way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.events import Event
from domain.fact import Fact, FactState
from domain.readings import known_days, readings
from domain.refusal import InvalidInput, SetField
from domain.status import Course, Kleene, attested, in_scope
from projections.day_sums import Sort
from projections.flows import TRAFFIC_DAYS, reach
from projections.ledgers import COOPERATION, OTHER, RECENT_DAYS, RELIEF
from projections.lenses.flow import is_flow
from projections.lenses.lens import Ledger, Lens
from projections.lenses.standing_flow import ceased, meets
from projections.pair_fact import PairFact, pair_fact_of
from projections.pairs import Pair
from projections.verdict import decides

_PLACES: Final = {
    Ledger.COOPERATION: COOPERATION,
    Ledger.RELIEF: RELIEF,
    Ledger.FRICTION: OTHER,
    Ledger.NONE: COOPERATION,
}


class By(StrEnum):
    """The order in which history is walked.

    HAPPENED has one knowledge throughout, KNOWN shows each day as a reader of that day knew it.
    """

    HAPPENED = "happened"
    KNOWN = "known"


def read_order(text: str) -> By:
    """The order of that name; as it happened where none is named.

    Raises InvalidInput with the names there are.
    """
    if text and text not in tuple(By):
        said = f'history is walked as it happened or as it became known, not by "{text}".'
        raise InvalidInput(said, *(SetField("by", each) for each in By), code="unknown-order")
    return By(text or By.HAPPENED)


class Phase(NamedTuple):
    """Days from a first one on, on which a fact concerns a pair in one way; None: not at all."""

    first: int
    pair_fact: PairFact | None


class FactPhases:
    """A fact's phases, in order of time, and the days on which it may be reported on."""

    __slots__ = ("_firsts", "fact", "phases", "turning")

    def __init__(self, fact: Fact, phases: Sequence[Phase], turning: Sequence[int]) -> None:
        self.fact: Final = fact
        self.phases: Final = phases
        self.turning: Final = turning
        self._firsts: Final = [phase.first for phase in phases]

    @classmethod
    def of(cls, fact: Fact, pair: Pair, as_of: AsOf, lens: Lens, by: By) -> FactPhases:
        """Those of one fact, at one knowledge of it, or as it became known."""
        known = [
            event
            for event in fact.effective_events(as_of.recorded_instant)
            if event.known_day <= as_of.known_day
        ]
        turning = {event.known_day for event in known}
        phases: list[Phase] = []
        for first, end, fact_state in _read(fact, as_of, known, by):
            days = _calendar(turning_days(fact_state)) if fact_state else set()
            inside = sorted(day for day in days if first < day < end)
            for day in (first, *inside):
                pair_fact = _seen(fact_state, pair, day, lens) if fact_state else None
                if not phases or not _alike(phases[-1].pair_fact, pair_fact):
                    phases.append(Phase(day, pair_fact))
            turning.update(inside, [first] if first else [])
        return cls(fact, phases, sorted(turning))

    def at(self, day: int) -> PairFact | None:
        """The fact as it concerns the pair on a day, not weighed."""
        place = bisect_right(self._firsts, day)
        return self.phases[place - 1].pair_fact if place else None

    @property
    def episodes(self) -> set[str]:
        """The episodes in which a larger flow may mute it, or it another."""
        seen = (phase.pair_fact for phase in self.phases)
        return {
            pair_fact.content.episode
            for pair_fact in seen
            if pair_fact is not None and is_flow(pair_fact.fact_state) and pair_fact.content.episode
        }

    @property
    def bounds(self) -> Iterator[tuple[Phase, int]]:
        """Each phase, and the first day after it."""
        for phase, after in pairwise(self.phases):
            yield phase, after.first
        yield self.phases[-1], NO_LAST


def _read(
    fact: Fact, as_of: AsOf, known: Sequence[Event], by: By
) -> Iterator[tuple[int, int, FactState | None]]:
    """What a fact says from a first day up to another: once, or whenever that changes."""
    if by is By.HAPPENED:
        yield 0, NO_LAST, fact.as_of(as_of.known_day, as_of.recorded_instant)
        return
    days = (day for day in known_days(known) if day <= as_of.known_day)
    order = [0, *sorted(days), NO_LAST]
    read = readings(fact, order[:-1], as_of.recorded_instant)
    for (first, end), fact_state in zip(pairwise(order), read, strict=True):
        yield first, end, fact_state


def _calendar(days: Iterable[int]) -> set[int]:
    return {day for day in days if NO_FIRST < day < NO_LAST}


def _seen(fact_state: FactState, pair: Pair, day: int, lens: Lens) -> PairFact | None:
    return pair_fact_of(fact_state, pair, day, lens) if in_scope(fact_state, day) else None


def _alike(one: PairFact | None, other: PairFact | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.fact_state is other.fact_state and one == other


def turning_days(fact_state: FactState) -> Iterator[int]:
    """Every day on which a fact's status may differ from the day before, at one knowledge of it."""
    yield fact_state.known_day
    yield fact_state.window.lo
    for plan in fact_state.plans:
        yield plan.known_day
        if plan.window is not None:
            yield from (plan.window.lo, plan.window.hi + 1)
    if fact_state.held:
        yield edtf.days(fact_state.held).lo
    stale_days = fact_state.content.of_kind.stale_days
    if stale_days is not None:
        yield attested(fact_state) + stale_days + 1
    if fact_state.content.standing:
        for change in Course.of(fact_state).changes:
            yield from change.window


# What a phase adds from day to day ----------------------------------------------------------------


def sort_of(phase: Phase, lens: Lens) -> Sort | None:
    """As what a fact is summed that only fades from the first day of a phase on.

    None where it must be weighed by itself: it counts for nothing, its day is vague, or somebody
    denies it; or it may decide a label.
    """
    pair_fact = phase.pair_fact
    if lens.left is None or pair_fact is None or pair_fact.reason or pair_fact.contested:
        return None
    flow = pair_fact.flowing
    happened = is_flow(flow)
    if not happened and (pair_fact.status != Kleene.NO or decides(pair_fact)):
        return None
    since = flow.window if happened else ceased(flow, phase.first)
    if since is None or since.lo != since.hi or since.hi > phase.first:
        return None
    content = flow.content
    return Sort(
        _PLACES[lens.ledger(flow)],
        happened and meets(content.kind, content.what),
        happened,
        lens.weight(flow),
        content.half_life,
        phase.first - since.lo,
    )


def restless_days(phase: Phase, lens: Lens) -> Iterator[Window]:
    """Days of a phase on which what the fact adds to the ledgers may differ from the day before.

    On any other day but the first of the phase it adds the same. Windows may reach beyond the
    phase.
    """
    pair_fact = phase.pair_fact
    if pair_fact is None or not pair_fact.weighed or pair_fact.excluded not in ("", "disputed"):
        return
    flow = pair_fact.flowing
    if is_flow(flow):
        yield from _of_flow(flow, lens)
    elif pair_fact.status == Kleene.POSSIBLE and not pair_fact.stale:
        for window in (change.window for change in Course.of(flow).changes):
            # What nobody can date counts for nothing, and begins and ends to do so.
            yield from [window] if window.bounded else (Window(day, day) for day in window)
    elif pair_fact.status == Kleene.NO and lens.left is not None:
        since = ceased(flow, phase.first)
        if since is not None:
            left = lens.left(lens.weight(flow), flow.content.half_life)
            yield Window(phase.first, since.hi + len(left))


def _of_flow(flow: FactState, lens: Lens) -> Iterator[Window]:
    """A flow changes from the first day on which it may have happened until it has faded."""
    first, last = flow.window
    if lens.left is None:
        # Whole months push the score, when their last day has come.
        days = (first, last, last + RECENT_DAYS)
        yield from (Window(day, day) for day in days if NO_FIRST < day < NO_LAST)
        return
    lasting = max(len(lens.left(lens.weight(flow), flow.content.half_life)), RECENT_DAYS)
    if lens.eases and lens.weight(flow):
        lasting = max(lasting, TRAFFIC_DAYS)
    if first > NO_FIRST:
        yield Window(first, (last if last < NO_LAST else first) + lasting)
    elif last < NO_LAST:
        yield Window(last, last + lasting)


def bends(phase: Phase, after: int, lens: Lens) -> set[int]:
    """Days within a phase on which what a fact counts for may turn from growing to shrinking.

    Or back: from each up to the next, nothing that the fact counts for or may count for does both.
    `after` is the first day after the phase.
    """
    pair_fact = phase.pair_fact
    if lens.left is None or pair_fact is None or not pair_fact.weighed:
        return set()
    flow = pair_fact.flowing
    days = Window(phase.first + 1, after - 1)
    found: Iterable[int] = ()
    if not is_flow(flow):
        found = _bends_in_doubt(flow, days, lens) if pair_fact.status == Kleene.POSSIBLE else ()
    elif flow.window.lo < flow.window.hi:
        left = len(lens.left(lens.weight(flow), flow.content.half_life))
        found = (flow.window.hi, *(day + left for day in flow.window))
    return {day for day in found if days.lo <= day <= days.hi}


def _bends_in_doubt(fact_state: FactState, days: Window, lens: Lens) -> Iterator[int]:
    """The ends of the windows in which it changed; and where it may have resumed, what days show.

    Then what is left of it from before shrinks, and what counts of it again grows.
    """
    changes = Course.of(fact_state).changes
    for change in changes:
        yield from change.window
    for before, change in pairwise(changes):
        lo, hi = change.window
        if change.holds and before.window.bounded and change.window.bounded:
            faded = before.window.hi + reach(fact_state.content.half_life)
            both = range(max(lo, days.lo - 1), min(hi, faded, days.hi) + 1)
            yield from _extremes(both, [lens.share(fact_state, day).counted for day in both])
            yield faded


def _extremes(days: Iterable[int], figures: Sequence[int]) -> Iterator[int]:
    """The days on which figures that grew begin to shrink, or the other way round."""
    last = 0
    for day, (one, other) in zip(days, pairwise(figures), strict=False):
        step = (other > one) - (other < one)
        if step and step == -last:
            yield day
        last = step or last


def merged(windows: Iterable[Window]) -> list[Window]:
    """Windows in order, those that meet made one."""
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.lo <= found[-1].hi + 1:
            found[-1] = Window(found[-1].lo, max(found[-1].hi, window.hi))
        else:
            found.append(window)
    return found
