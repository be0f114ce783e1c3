"""The ledgers of a scope on a day: what its facts add up to, and what its label follows from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import lcm
from typing import Final, NamedTuple

from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.kinds import POINT
from domain.status import Kleene
from projections.flows import TRAFFIC_DAYS, FlowKey, Part
from projections.lenses.decay import half_even
from projections.lenses.flow import is_flow
from projections.lenses.lens import Ledger, Lens
from projections.lenses.standing_flow import meets
from projections.pair_fact import HOLDING, PairFact, Shares
from projections.score import Score

MEAN_LIFE_DAYS: Final = 87
"""The mean life of a flow: so much would stand in the ledgers if three years had been even.

Source: docs/scores.md.
"""

FAINT: Final = POINT // 10
"""What counts for less than this, either way, leaves no trace in a label or a sentence."""

RECENT_DAYS: Final = 30

COOPERATION, RELIEF, STANDING, OTHER = range(4)
"""Where shares are added up. Friction that holds or may hold is STANDING, which no relief eases:
a dispute that stands is not settled by rescuers. All other friction is OTHER.
"""

_PLACES: Final = {Ledger.RELIEF: RELIEF, Ledger.FRICTION: OTHER}
"""Where flows are added up; those of no weight add nothing anywhere."""


@lru_cache(maxsize=4096)
def _posted(sort: FlowKey) -> tuple[int, bool]:
    """Where flows of a sort are added up, and whether they are meetings."""
    return _PLACES.get(sort.ledger, COOPERATION), sort.meets


class DaySum(NamedTuple):
    """What fades from one day each, at the end of a day; `friction` and all others are positive.

    `meetings` is what meetings count for, a part of `cooperation`; `traffic` the weights of those
    that happened in the 1,095 days up to the day. `counting`, `strong` and `lively` are how many
    facts do so, as in Ledgers. Figures in micro-units.
    """

    cooperation: int
    relief: int
    friction: int
    meetings: int
    traffic: int
    counting: int
    strong: int
    lively: int


_NEVER: Final = Window(NO_LAST, NO_FIRST)
"""A window with no day: it begins after it ends."""


class Entry(NamedTuple):
    """How a fact enters the ledgers on every day of its present status, whatever it counts for.

    `countable`, `weighed` and `denied` as in Ledgers. `holds`: whether it certainly does. A flow is
    lively through its `window`, of which a fact that holds has none; its `traffic` is its weight
    over the days of `begun`, 0 where it adds none.
    """

    place: int
    countable: bool
    weighed: bool
    denied: bool
    holds: bool
    stale: bool
    meets: bool
    window: Window
    begun: Window
    traffic: int

    @classmethod
    def of(cls, pair_fact: PairFact, lens: Lens) -> Entry:
        """That of a fact, through a lens."""
        flow = pair_fact.flowing
        flowing = is_flow(flow)
        begun = flow.begun if flowing else _NEVER
        adds = flowing and lens.eases and not pair_fact.reason and begun.bounded
        return cls(
            _place(pair_fact, lens),
            pair_fact.countable,
            pair_fact.countable and pair_fact.weighed,
            pair_fact.excluded == "disputed",
            not flowing and pair_fact.status == Kleene.YES and not pair_fact.stale,
            pair_fact.stale,
            flowing and meets(flow.content.kind, flow.content.what),
            flow.window if flowing else _NEVER,
            begun,
            abs(lens.weight(flow)) if adds else 0,
        )


def _place(pair_fact: PairFact, lens: Lens) -> int:
    ledger = lens.ledger(pair_fact.flowing)
    if ledger is Ledger.RELIEF:
        return RELIEF
    if ledger is not Ledger.FRICTION:
        return COOPERATION
    return STANDING if pair_fact.content.standing and pair_fact.status in HOLDING else OTHER


class Ledgers:
    """What counts within a scope at the end of a day, added up; figures in micro-units.

    `meetings` is what meetings count for, `counting` how many facts do. `strong` is how many facts
    may count for enough, alone, to leave a trace; `lively` how many hold for certain or happened
    within 30 days. `countable` is how many facts nothing but a larger flow keeps from counting,
    `weighed` to how many of them the lens gives a weight, and `denied` how many do not count
    because somebody denies them.
    """

    __slots__ = (
        "_lens",
        "_parts_of_traffic",
        "_sums",
        "_traffic",
        "countable",
        "counting",
        "day",
        "denied",
        "lively",
        "meetings",
        "strong",
        "weighed",
    )

    def __init__(
        self,
        lens: Lens,
        day: int,
        sums: list[int] | None = None,
        traffic: int = 0,
        parts_of_traffic: dict[int, int] | None = None,
    ) -> None:
        self._lens = lens
        self.day = day
        # What counts by place, then the least and the most it may count for, then both without
        # the denials of contested facts.
        self._sums = sums or [0] * 20
        self._traffic = traffic
        # By the days of a window, so that what is added and taken away again leaves nothing.
        self._parts_of_traffic = parts_of_traffic or {}
        self.meetings = self.counting = self.strong = self.lively = 0
        self.weighed = self.countable = self.denied = 0

    @classmethod
    def of(
        cls, pair_facts: Iterable[PairFact], lens: Lens, day: int, parts: Iterable[Part] = ()
    ) -> Ledgers:
        """The ledgers of weighed facts, and of flows that are summed."""
        ledgers = cls(lens, day)
        for pair_fact in pair_facts:
            ledgers.add(pair_fact)
        ledgers.add_parts(parts)
        return ledgers

    @classmethod
    def together(cls, ledgers: Iterable[Ledgers], lens: Lens, day: int) -> Ledgers:
        """Ledgers that share no fact, as one."""
        found = cls(lens, day)
        for each in ledgers:
            found._merge(each)
        return found

    def _merge(self, other: Ledgers) -> None:
        self._sums = [mine + theirs for mine, theirs in zip(self._sums, other._sums, strict=True)]
        self._traffic += other._traffic
        for days, part in other._parts_of_traffic.items():
            self._parts_of_traffic[days] = self._parts_of_traffic.get(days, 0) + part
        self.meetings += other.meetings
        self.counting += other.counting
        self.strong += other.strong
        self.lively += other.lively
        self.weighed += other.weighed
        self.countable += other.countable
        self.denied += other.denied

    def copy(self) -> Ledgers:
        """The same, to be added to."""
        # Field by field: a walk copies ledgers for each day, and `copy.copy` takes ten times as
        # long.
        parts = self._parts_of_traffic.copy()
        other = Ledgers(self._lens, self.day, self._sums[:], self._traffic, parts)
        other.meetings, other.counting = self.meetings, self.counting
        other.strong, other.lively = self.strong, self.lively
        other.weighed, other.countable, other.denied = self.weighed, self.countable, self.denied
        return other

    def add(self, pair_fact: PairFact) -> None:
        """Adds one fact. One that neither counts nor may count adds nothing."""
        entry = Entry.of(pair_fact, self._lens)
        self.enter(entry, Shares(pair_fact.share, pair_fact.unwidened), self.day)

    def enter(self, entry: Entry, shares: Shares, day: int, sign: int = 1) -> None:
        """Adds a fact as it counts at the end of a day, or with a sign of -1 takes it away."""
        self.countable += sign * entry.countable
        self.denied += sign * entry.denied
        if entry.weighed:
            self.weighed += sign
            if entry.holds or (entry.window.hi > day - RECENT_DAYS and entry.window.lo <= day):
                self.lively += sign
        if entry.traffic and entry.begun.hi > day - TRAFFIC_DAYS:
            self._add_traffic(entry, day, sign)
        (counted, low, high), (_, sure_low, sure_high) = shares
        if not (low or high):
            return
        if not entry.stale and (low <= -FAINT or high >= FAINT):
            self.strong += sign
        sums, place = self._sums, entry.place
        sums[place] += sign * counted
        sums[place + 4] += sign * low
        sums[place + 8] += sign * high
        sums[place + 12] += sign * sure_low
        sums[place + 16] += sign * sure_high
        if counted:
            self.counting += sign
            if entry.meets and counted > 0:
                self.meetings += sign * counted

    def add_parts(self, parts: Iterable[Part]) -> None:
        """Adds flows of one day each, by sort. Nothing about what is summed is uncertain."""
        sure = [0] * 4
        for part in parts:
            place, meets = _posted(part.sort)
            counted = part.counted
            sure[place] += counted
            self.lively += part.now
            self.strong += abs(part.most) >= FAINT
            self._traffic += abs(part.sort.weight) * part.lately
            self.counting += part.counting
            self.countable += part.facts
            self.weighed += part.facts
            if meets and counted > 0:
                self.meetings += counted
        for place, counted in enumerate(sure):
            self._add_sure(place, counted)

    def take(self, part: Part, sign: int) -> None:
        """Adds what flows of one sort count for, or with a sign of -1 takes it away."""
        self._traffic += sign * abs(part.sort.weight) * part.lately
        self.counting += sign * part.counting
        self.countable += sign * part.facts
        self.weighed += sign * part.facts
        place, meets = _posted(part.sort)
        self._add_sure(place, sign * part.counted)
        if part.counted > 0 and meets:
            self.meetings += sign * part.counted

    def add_day(self, day: DaySum, sign: int = 1) -> None:
        """Adds what is summed for a day, or with a sign of -1 takes it away."""
        self._add_sure(COOPERATION, sign * day.cooperation)
        self._add_sure(RELIEF, sign * day.relief)
        self._add_sure(OTHER, -sign * day.friction)
        self.meetings += sign * day.meetings
        self._traffic += sign * day.traffic
        self.counting += sign * day.counting
        self.strong += sign * day.strong
        self.lively += sign * day.lively

    def _add_sure(self, place: int, counted: int) -> None:
        """Adds to a place what is certain."""
        if counted:
            for at in range(place, 20, 4):
                self._sums[at] += counted

    def less(self, part: Part, strongest: int, *, lively: bool) -> Ledgers:
        """The same without flows of one day.

        Of what is left, `strongest` is the most that one fact may count for, alone, and `lively`
        whether any is.
        """
        rest = self.copy()
        rest.take(part, -1)
        rest.strong, rest.lively = int(strongest >= FAINT), int(lively)
        return rest

    def _add_traffic(self, entry: Entry, day: int, sign: int) -> None:
        self.add_traffic(entry, entry.begun.overlap(day - TRAFFIC_DAYS + 1, day), sign)

    def add_traffic(self, entry: Entry, inside: int, sign: int = 1) -> None:
        """Adds the traffic of a fact that began on some day of a window, by its days that count."""
        days = entry.begun.days
        if inside == days:
            self._traffic += sign * entry.traffic
        elif inside:
            parts = self._parts_of_traffic
            parts[days] = parts.get(days, 0) + sign * entry.traffic * inside

    @property
    def score(self) -> Score:
        """What they come to."""
        cooperation, relief, standing, other = self._sums[:4]
        eased = min(relief, -other)
        low, high = _range(self._sums[4:8], self._sums[8:12])
        friction = -standing - other - eased
        return Score(cooperation, friction, relief, eased, self._usual_traffic, low, high)

    @property
    def _usual_traffic(self) -> int:
        """What would be on the books if the last three years had been even."""
        traffic, whole = self._traffic, 1
        for days, part in self._parts_of_traffic.items():
            if part:
                # Integers over one denominator: fractions take ten times as long.
                shared = lcm(whole, days)
                traffic = traffic * (shared // whole) + part * (shared // days)
                whole = shared
        return half_even(MEAN_LIFE_DAYS * traffic, TRAFFIC_DAYS * whole)

    @property
    def sure_range(self) -> tuple[int, int]:
        """The least and the most that they may come to, if what is contested is true."""
        return _range(self._sums[12:16], self._sums[16:])


def _range(low: Sequence[int], high: Sequence[int]) -> tuple[int, int]:
    """The least and the most of the net, from those of each place."""
    return (
        low[COOPERATION] + low[STANDING] - max(0, -low[OTHER] - low[RELIEF]),
        high[COOPERATION] + high[STANDING] - max(0, -high[OTHER] - high[RELIEF]),
    )
