"""The state of two actors' ties at a point on the three clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain import edtf, kinds
from domain.clocks import AsOf
from domain.fact import Fact, Reading
from domain.kinds import DIMENSIONS, DOMAINS, POINT
from domain.status import Kleene, any_of, in_scope
from projections.lenses import standing_flow
from projections.lenses.flow import is_flow
from projections.lenses.lens import NOTHING, Lens
from projections.pairs import MUTUAL, Pair
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES, Score, trend
from projections.touch import Touch, ahead, holding, in_force, moved, origins, placed, weighed

SCHEMA: Final = "detente/state@1"
RECENT_DAYS: Final = 30
THIN: Final = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much evidence there is, and how much hangs on one source.

    `single_origin` facts rest on one origin each; on `largest_origin` alone rest `largest_facts`
    and `largest_share` of the `total`, both in micro-units, signs left out.
    """

    facts: int
    origins: int
    first: int | None
    last: int | None
    single_origin: int
    largest_origin: str
    largest_facts: int
    largest_share: int
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """One domain: label, score, movement, and its latest fact."""

    label: str
    score: Score
    momentum: int
    latest: Touch


@dataclass(frozen=True, slots=True)
class State:
    """The answer: label and trend, figures, and every fact behind them.

    Figures in micro-units; lists by handle.
    """

    pair: Pair
    as_of: AsOf
    label: str
    momentum: int
    score: Score
    directions: Mapping[str, Score]
    dimensions: Mapping[str, Score]
    domains: Mapping[str, Row]
    touches: tuple[Touch, ...]
    coverage: Coverage
    hindsight: int
    lens: Lens = standing_flow.LENS
    layer: str = "desk"
    scope: str = ""

    @property
    def trend(self) -> str:
        """improving, steady or worsening over 30 days."""
        return trend(self.momentum)

    @property
    def moves(self) -> bool:
        """Whether there is anything that a trend could be of."""
        return self.label != "dormant" and self.label not in WITHOUT_FIGURES

    @property
    def known(self) -> bool:
        """Whether anything at all is known of the pair by then; unknown is not neutral."""
        return bool(self.touches)

    @property
    def counted(self) -> tuple[Touch, ...]:
        """The facts that count."""
        return tuple(touch for touch in self.touches if not touch.reason)

    @property
    def contributions(self) -> tuple[Touch, ...]:
        """Every fact whose possible range is not zero, even if it counts 0."""
        return tuple(touch for touch in self.touches if touch.share.low or touch.share.high)

    @property
    def not_counted(self) -> tuple[Touch, ...]:
        """Every fact of the pair that does not count."""
        return tuple(touch for touch in self.touches if touch.reason)

    @property
    def in_force(self) -> tuple[Touch, ...]:
        """Countable instruments that hold or may hold."""
        return in_force(self.touches)

    @property
    def ahead(self) -> tuple[Touch, ...]:
        """Engagements pending or due, as they had been announced."""
        return ahead(self.touches)

    @property
    def disputed(self) -> tuple[Touch, ...]:
        """Facts that somebody denies."""
        return self._excluded("disputed")

    @property
    def described_as(self) -> tuple[Touch, ...]:
        """How sources describe the ties; never counted."""
        return self._holding("assessment")

    @property
    def context(self) -> tuple[Touch, ...]:
        """Where the two lie; never counted."""
        return self._holding("geography")

    @property
    def otherwise_not_counted(self) -> tuple[Touch, ...]:
        """Facts that do not count and stand in no list of their own."""
        listed = ("disputed", "assessment", "geography", "pending", "due")
        return tuple(touch for touch in self.not_counted if touch.reason not in listed)

    @property
    def stances(self) -> tuple[Touch, ...]:
        """Stances that hold or may hold."""
        return self._standing("stance")

    @property
    def links(self) -> tuple[Touch, ...]:
        """Links that hold or may hold."""
        return self._standing("link")

    @property
    def open_disputes(self) -> tuple[str, ...]:
        """Topics on which the pair's stances oppose each other."""
        weights: dict[str, set[bool]] = {}
        for touch in self.stances:
            for topic in touch.content.topics if touch.content.weighs else ():
                weights.setdefault(topic, set()).add(touch.content.weighs > 0)
        return tuple(sorted(topic for topic, signs in weights.items() if len(signs) == 2))

    @property
    def recent(self) -> tuple[Touch, ...]:
        """Countable flows that happened within the last 30 days, the newest first."""
        first = self.as_of.day - RECENT_DAYS + 1
        flows = [t for t in self.touches if t.countable and is_flow(t.reading)]
        flows = [t for t in flows if t.reading.window.bounded and t.reading.window.lo >= first]
        return tuple(sorted(flows, key=lambda t: (-t.reading.window.hi, t.handle)))

    def strongest(self, sign: int) -> tuple[Touch, ...]:
        """The facts that count most for (`sign` 1) or against (-1) the ties.

        The strongest first.
        """
        weighed = [touch for touch in self.counted if touch.share.counted * sign > 0]
        return tuple(sorted(weighed, key=lambda t: (-abs(t.share.counted), t.handle)))

    def _excluded(self, reason: str) -> tuple[Touch, ...]:
        return tuple(touch for touch in self.touches if touch.excluded == reason)

    def _holding(self, reason: str) -> tuple[Touch, ...]:
        return tuple(touch for touch in self._excluded(reason) if touch.status != Kleene.NO)

    def _standing(self, kind: str) -> tuple[Touch, ...]:
        return tuple(touch for touch in holding(self.touches) if touch.content.kind == kind)


def state(
    facts: Iterable[Fact],
    pair: Pair,
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> State:
    """The state of a pair's ties, of all of them or of one domain or topic.

    Source: docs/scores.md.
    """
    return state_of(read(facts, as_of), pair, as_of, scope, lens)


def read(facts: Iterable[Fact], as_of: AsOf) -> list[Reading]:
    """What the facts say, as known and recorded by then.

    Those that nobody could know of are left out.
    """
    readings = (fact.read(as_of.known_day, as_of.recorded_instant) for fact in facts)
    return [reading for reading in readings if reading is not None]


class Glance(NamedTuple):
    """The label and the figures of a day alone, and the facts behind them."""

    label: str
    score: Score
    touches: tuple[Touch, ...]

    @classmethod
    def of(cls, touches: Iterable[Touch], scope: Scope) -> Glance:
        """What weighed facts of a pair come to within a scope."""
        held = (
            tuple(touch for touch in touches if scope.holds(touch.content))
            if scope.written
            else tuple(touches)
        )
        score = Score.of(touch.share for touch in held)
        return cls(label_of(held, score), score, held)


def directions_of(touches: Sequence[Touch], pair: Pair) -> dict[str, Score]:
    """The score of each direction: its own facts and the mutual ones."""
    return {
        direction: Score.of(t.share for t in touches if t.view in (direction, MUTUAL))
        for direction in pair.directions
    }


def state_of(
    readings: Sequence[Reading], pair: Pair, as_of: AsOf, scope: Scope, lens: Lens
) -> State:
    """The state of a pair's ties on a day, from facts as they read at the answer's knowledge."""
    scope = scope.within(pair)
    found = weighed(placed(readings, pair, as_of.day, lens), as_of.day, lens)
    label, score, touches = Glance.of(found, scope)
    by_handle = moved(found, as_of.day, lens)
    return State(
        pair=pair,
        as_of=as_of,
        label=label,
        momentum=_sum(by_handle, touches),
        score=score,
        directions=directions_of(touches, pair),
        dimensions={d: Score.of(t.share for t in touches if t.dimension == d) for d in DIMENSIONS},
        domains=_rows(touches, by_handle),
        touches=touches,
        coverage=_coverage(touches),
        hindsight=_hindsight(readings, scope, as_of),
        lens=lens,
        scope=scope.written,
    )


def without(answer: State, handle: str) -> tuple[Score, str]:
    """The figures and the label that an unlimited answer would have without one of its facts.

    Equal to asking anew without the fact: flows that it muted within its episode count again.
    """
    assert not answer.scope, (
        "an answer on one domain or topic does not hold what else mutes its flows"
    )
    day = answer.as_of.day
    rest = [touch.reading for touch in answer.touches if touch.handle != handle]
    found = Glance.of(
        weighed(placed(rest, answer.pair, day, answer.lens), day, answer.lens), EVERYTHING
    )
    return found.score, found.label


def label_of(touches: Sequence[Touch], score: Score, flows: Sequence[int] = ()) -> str:
    """The first label whose rule fits.

    `flows` is what facts that count beside these count for, each alone. Source: docs/scores.md.
    """
    countable = [touch for touch in touches if touch.countable]
    if not countable and not flows:
        return "disputed" if any(touch.excluded == "disputed" for touch in touches) else "unknown"
    for what, label in (("armed-conflict", "at-war"), ("relations-severed", "severed")):
        if any(_in_force(touch, what) for touch in countable):
            return label
    weighed = [touch for touch in countable if touch.weighed]
    if not weighed and not flows:
        return "unknown"
    certain = any_of(Kleene(t.status) for t in weighed if t.content.kind in kinds.SCORED_STANDING)
    alone = [*(max(abs(t.share.low), abs(t.share.high)) for t in touches), *map(abs, flows)]
    faint = all(each < POINT // 10 for each in alone)
    return "dormant" if certain is not Kleene.YES and faint else score.label


def _in_force(touch: Touch, what: str) -> bool:
    if touch.content.kind != "instrument" or touch.content.what != what:
        return False
    likely = touch.status == Kleene.POSSIBLE and 2 * abs(touch.share.counted) >= abs(
        touch.content.weighs
    )
    return touch.status == Kleene.YES or likely


def _sum(moved: Mapping[str, int], touches: Iterable[Touch]) -> int:
    return sum(moved.get(touch.handle, 0) for touch in touches)


def _rows(touches: Sequence[Touch], moved: Mapping[str, int]) -> dict[str, Row]:
    """The domains in which a fact counts or may count, in the order of docs/scores.md.

    A row that nets to zero is one too.
    """
    rows: dict[str, Row] = {}
    for domain in DOMAINS:
        mine = [
            t
            for t in touches
            if t.content.domain == domain and (not t.reason or t.share != NOTHING)
        ]
        if mine:
            score = Score.of(t.share for t in mine)
            rows[domain] = Row(
                label_of(mine, score), score, _sum(moved, mine), max(mine, key=_latest)
            )
    return rows


def _latest(touch: Touch) -> tuple[int, int, str]:
    """The later it may have happened, the later it is; a bounded window before one that is not."""
    window = touch.reading.window
    return (window.hi if window.hi < edtf.NO_LAST else edtf.NO_FIRST, window.lo, touch.handle)


def _coverage(touches: Sequence[Touch]) -> Coverage:
    alone: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    everyone: set[str] = set()
    for touch in touches:
        found = origins(touch.reading)
        everyone |= found
        if len(found) == 1:
            origin = next(iter(found))
            alone[origin] += 1
            weights[origin] += abs(touch.share.counted)
    heaviest = max(sorted(alone), key=lambda origin: (weights[origin], alone[origin]), default="")
    ends = [day for t in touches for day in t.reading.window if t.reading.window.bounded]
    return Coverage(
        facts=len(touches),
        origins=len(everyone),
        first=min(ends, default=None),
        last=max(ends, default=None),
        single_origin=alone.total(),
        largest_origin=heaviest,
        largest_facts=alone[heaviest] if heaviest else 0,
        largest_share=weights[heaviest] if heaviest else 0,
        total=sum(abs(touch.share.counted) for touch in touches),
    )


def _hindsight(readings: Iterable[Reading], scope: Scope, as_of: AsOf) -> int:
    """How many facts in scope of that day were not known by the end of it.

    As far as the answer's own knowledge goes.
    """
    later = [
        reading
        for reading in readings
        if reading.known_day > as_of.day and in_scope(reading, as_of.day)
    ]
    return sum(scope.holds(reading.content) for reading in later)
