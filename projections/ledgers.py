"""The ledgers of a scope on a day: what its facts add up to, and what its label follows from."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from fractions import Fraction
from typing import Final

from domain.fact import FactState
from domain.kinds import POINT
from domain.status import Kleene
from projections.flows import TRAFFIC_DAYS, Part
from projections.lenses.decay import half_even
from projections.lenses.flow import is_flow
from projections.lenses.lens import Ledger, Lens
from projections.lenses.standing_flow import meets
from projections.pair_fact import HOLDING, PairFact
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


class Ledgers:
    """What counts within a scope at the end of a day, added up; figures in micro-units.

    `meetings` is what meetings count for, `counting` how many facts do, and `strongest` the most
    that one fact may count for, alone, either way. `lively`: something holds for certain, or
    happened within 30 days.
    """

    def __init__(self, lens: Lens, day: int) -> None:
        self._lens: Final = lens
        self._day: Final = day
        self._counted, self._low, self._high = [0] * 4, [0] * 4, [0] * 4
        # What contested facts would be without their denials.
        self._sure_low, self._sure_high = [0] * 4, [0] * 4
        self._traffic, self._part_of_traffic = 0, Fraction(0)
        self.meetings = self.counting = self.strongest = 0
        self.lively = False

    @classmethod
    def of(
        cls, pair_facts: Iterable[PairFact], lens: Lens, day: int, parts: Iterable[Part] = ()
    ) -> Ledgers:
        """The ledgers of weighed facts, and of flows that are summed."""
        ledgers = cls(lens, day)
        for pair_fact in pair_facts:
            ledgers.add(pair_fact)
        for part in parts:
            ledgers.add_part(part)
        return ledgers

    def add(self, pair_fact: PairFact) -> None:
        """Adds one fact. One that neither counts nor may count adds nothing."""
        flow = pair_fact.flowing
        flowing = is_flow(flow)
        if pair_fact.countable and pair_fact.weighed:
            self.lively = self.lively or self._is_lively(pair_fact, flowing=flowing)
        if flowing and self._lens.eases and not pair_fact.reason:
            self._add_traffic(flow)
        counted, low, high = pair_fact.share
        if not (low or high):
            return
        if not pair_fact.stale:
            self.strongest = max(self.strongest, -low, high)
        place = self._place(pair_fact)
        self._counted[place] += counted
        self._low[place] += low
        self._high[place] += high
        self._sure_low[place] += pair_fact.unwidened.low
        self._sure_high[place] += pair_fact.unwidened.high
        self.counting += counted != 0
        if counted > 0 and flowing and meets(flow.content.kind, flow.content.what):
            self.meetings += counted

    def add_part(self, part: Part) -> None:
        """Adds flows of one day each, of one sort. Nothing about what is summed is uncertain."""
        self.lively = self.lively or part.now > 0
        self.strongest = max(self.strongest, abs(part.most))
        self.take(part, 1)

    def take(self, part: Part, sign: int) -> None:
        """Adds what flows of one sort count for, or with a sign of -1 takes it away."""
        self._traffic += sign * abs(part.sort.weight) * part.lately
        self.counting += sign * part.counting
        place = _PLACES.get(part.sort.ledger, COOPERATION)
        for sums in (self._counted, self._low, self._high, self._sure_low, self._sure_high):
            sums[place] += sign * part.counted
        if part.counted > 0 and part.sort.meets:
            self.meetings += sign * part.counted

    def less(self, part: Part, strongest: int, *, lively: bool) -> Ledgers:
        """The same without flows of one day.

        Of what is left, `strongest` is the most that one fact may count for, and `lively` as ever.
        """
        rest = copy(self)
        for name in ("_counted", "_low", "_high", "_sure_low", "_sure_high"):
            setattr(rest, name, [*getattr(self, name)])
        rest.take(part, -1)
        rest.strongest, rest.lively = strongest, lively
        return rest

    def _place(self, pair_fact: PairFact) -> int:
        ledger = self._lens.ledger(pair_fact.flowing)
        if ledger is Ledger.RELIEF:
            return RELIEF
        if ledger is not Ledger.FRICTION:
            return COOPERATION
        return STANDING if pair_fact.content.standing and pair_fact.status in HOLDING else OTHER

    def _is_lively(self, pair_fact: PairFact, *, flowing: bool) -> bool:
        if flowing:
            return pair_fact.flowing.window.overlap(self._day - RECENT_DAYS + 1, self._day) > 0
        return pair_fact.status == Kleene.YES and not pair_fact.stale

    def _add_traffic(self, flow: FactState) -> None:
        window, weight = flow.begun, abs(self._lens.weight(flow))
        if not window.bounded:
            return
        inside, days = window.overlap(self._day - TRAFFIC_DAYS + 1, self._day), window.days
        if inside == days:
            self._traffic += weight
        elif inside:
            self._part_of_traffic += Fraction(weight * inside, days)

    @property
    def score(self) -> Score:
        """What they come to."""
        cooperation, relief = self._counted[COOPERATION], self._counted[RELIEF]
        standing, other = -self._counted[STANDING], -self._counted[OTHER]
        eased = min(relief, other)
        low, high = _range(self._low, self._high)
        lately = self._traffic + self._part_of_traffic
        usual = Fraction(MEAN_LIFE_DAYS, TRAFFIC_DAYS) * lately
        traffic = half_even(usual.numerator, usual.denominator)
        return Score(cooperation, standing + other - eased, relief, eased, traffic, low, high)

    @property
    def sure_range(self) -> tuple[int, int]:
        """The least and the most that they may come to, if what is contested is true."""
        return _range(self._sure_low, self._sure_high)


def _range(low: list[int], high: list[int]) -> tuple[int, int]:
    """The least and the most of the net, from those of each ledger."""
    least_other, most_other = -high[OTHER], -low[OTHER]
    return (
        low[COOPERATION] + low[STANDING] - max(0, most_other - low[RELIEF]),
        high[COOPERATION] + high[STANDING] - max(0, least_other - high[RELIEF]),
    )
