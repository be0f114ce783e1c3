"""The state of two actors' ties at a point on the three clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain import edtf, kinds
from domain.clocks import AsOf
from domain.content import Content
from domain.fact import Fact, Reading
from domain.kinds import DIMENSIONS, DOMAINS, POINT
from domain.status import Kleene, any_of, in_scope, status, support
from projections.lenses import standing_flow
from projections.lenses.standing_flow import Share, is_flow
from projections.pairs import MUTUAL, Pair, view
from projections.scope import Scope
from projections.score import Score, trend

SCHEMA: Final = "detente/state@1"
RECENT_DAYS: Final = 30
THIN: Final = 3


@dataclass(frozen=True, slots=True)
class Touch:
    """One fact in scope of a pair: how it reads, from which side it touches, and why it does not count, if so."""

    reading: Reading
    view: str
    status: str
    excluded: str = ""
    share: Share = standing_flow.NOTHING

    @property
    def countable(self) -> bool:
        """Whether nothing but a larger flow of its episode keeps it from counting."""
        return self.excluded in ("", "same-episode")

    @property
    def content(self) -> Content:
        """What the fact says as read."""
        return self.reading.content

    @property
    def dimension(self) -> str:
        """political, security or economic."""
        return DOMAINS[self.content.domain]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much evidence there is, and how much hangs on one source.

    `single_origin` facts rest on one origin each; on `largest_origin` alone rest `largest_facts` and `largest_share` of
    the `total`, both in micro-units, signs left out.
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
    """The answer: label and trend, figures, and every fact behind them. Figures in micro-units; lists by handle."""

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
    lens: str = standing_flow.NAME
    layer: str = "desk"
    scope: str = ""

    @property
    def trend(self) -> str:
        """improving, steady or worsening over 30 days."""
        return trend(self.momentum)

    @property
    def known(self) -> bool:
        """Whether anything at all is known of the pair by then; unknown is not neutral."""
        return bool(self.touches)

    @property
    def counted(self) -> tuple[Touch, ...]:
        """The facts that count."""
        return tuple(touch for touch in self.touches if not touch.excluded)

    @property
    def contributions(self) -> tuple[Touch, ...]:
        """Every fact whose possible range is not zero, even if it counts 0."""
        return tuple(touch for touch in self.touches if touch.share.low or touch.share.high)

    @property
    def not_counted(self) -> tuple[Touch, ...]:
        """Every fact of the pair that does not count."""
        return tuple(touch for touch in self.touches if touch.excluded)

    @property
    def in_force(self) -> tuple[Touch, ...]:
        """Countable instruments that hold or may hold."""
        holding = (Kleene.YES, Kleene.POSSIBLE)
        return tuple(t for t in self.touches if t.countable and t.content.kind == "instrument" and t.status in holding)

    @property
    def ahead(self) -> tuple[Touch, ...]:
        """Engagements pending or due, as they had been announced."""
        planned = [t for t in self.touches if t.content.kind == "engagement" and t.status in ("pending", "due")]
        return tuple(t for t in planned if not t.reading.retracted and not t.reading.disputed)

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
        return tuple(touch for touch in self.not_counted if touch.excluded not in listed)

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
        return tuple(sorted(flows, key=lambda t: (-t.reading.window.hi, t.reading.handle)))

    def strongest(self, sign: int) -> tuple[Touch, ...]:
        """The facts that count most for (`sign` 1) or against (-1) the ties, the strongest first."""
        weighed = [touch for touch in self.counted if touch.share.counted * sign > 0]
        return tuple(sorted(weighed, key=lambda t: (-abs(t.share.counted), t.reading.handle)))

    def _excluded(self, reason: str) -> tuple[Touch, ...]:
        return tuple(touch for touch in self.touches if touch.excluded == reason)

    def _holding(self, reason: str) -> tuple[Touch, ...]:
        return tuple(touch for touch in self._excluded(reason) if touch.status != Kleene.NO)

    def _standing(self, kind: str) -> tuple[Touch, ...]:
        holding = (Kleene.YES, Kleene.POSSIBLE)
        return tuple(t for t in self.touches if t.countable and t.content.kind == kind and t.status in holding)


def state(facts: Iterable[Fact], pair: Pair, as_of: AsOf, domain: str = "", topic: str = "") -> State:
    """The state of a pair's ties, of all of them or of one domain or topic. Source: docs/scores.md."""
    facts = list(facts)
    scope = Scope(pair, domain, topic)
    touches = touches_of(facts, pair, as_of, scope)
    counted = [touch for touch in touches if not touch.excluded]
    momentum = sum(standing_flow.momentum(touch.reading, as_of.day) for touch in counted)
    score = Score.of(touch.share for touch in touches)
    return State(
        pair=pair,
        as_of=as_of,
        label=_label(touches, score),
        momentum=momentum,
        score=score,
        directions={d: Score.of(t.share for t in touches if t.view in (d, MUTUAL)) for d in pair.directions},
        dimensions={d: Score.of(t.share for t in touches if t.dimension == d) for d in DIMENSIONS},
        domains=_rows(touches, as_of.day),
        touches=touches,
        coverage=_coverage(touches),
        hindsight=_hindsight(facts, scope, as_of),
        scope=scope.written,
    )


def touches_of(facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope) -> tuple[Touch, ...]:
    """Every fact in scope of the pair, in order of handle, each with its share and the reason if it has none."""
    found: list[Touch] = []
    for fact in facts:
        reading = fact.read(as_of.known_day, as_of.recorded_instant)
        if reading is None or not in_scope(reading, as_of.day):
            continue
        side = view(reading.content, pair)
        if side is not None:
            found.append(_touch(reading, side, as_of.day))
    found.sort(key=lambda touch: touch.reading.handle)
    muted = _muted(found)
    return tuple(_weighed(touch, as_of.day, muted) for touch in found if scope.holds(touch.content))


def _touch(reading: Reading, side: str, day: int) -> Touch:
    how = status(reading, day)
    return Touch(reading, side, how, _why_excluded(reading, how))


def _why_excluded(reading: Reading, status: str) -> str:
    """The first reason that fits why a fact is not counted; empty if there is none."""
    kind = reading.content.kind
    if reading.retracted:
        return "retracted"
    if reading.disputed:
        return "disputed"
    if reading.doubtful:
        return "doubtful"
    if kind in kinds.FREE_SLUG:
        return kind
    return status if kind == "engagement" and status != "held" else ""


def _muted(touches: Sequence[Touch]) -> set[str]:
    """Handles of flows that a larger flow of the same episode, view and sign stands for."""
    largest: dict[tuple[str, str, int], Touch] = {}
    flows = [t for t in touches if not t.excluded and t.content.episode and is_flow(t.reading) and t.reading.window.bounded]
    for touch in sorted(flows, key=lambda t: (-abs(t.content.weighs), t.reading.handle)):
        weight = touch.content.weighs
        largest.setdefault((touch.content.episode, touch.view, (weight > 0) - (weight < 0)), touch)
    kept = {touch.reading.handle for touch in largest.values()}
    return {touch.reading.handle for touch in flows} - kept


def _weighed(touch: Touch, day: int, muted: set[str]) -> Touch:
    reading = touch.reading
    if touch.excluded == "disputed":
        counts = reading.content.kind != "engagement" or touch.status == "held"
        share = standing_flow.disputed(standing_flow.weigh(reading, day)) if counts else standing_flow.NOTHING
        return Touch(reading, touch.view, touch.status, "disputed", share)
    if touch.excluded:
        return touch
    if reading.handle in muted:
        return Touch(reading, touch.view, touch.status, "same-episode")
    return Touch(reading, touch.view, touch.status, "", standing_flow.weigh(reading, day))


def without(answer: State, handle: str) -> tuple[Score, str]:
    """The figures and the label that an unlimited answer would have without one of its facts.

    Equal to asking anew without the fact: flows that it muted within its episode count again.
    """
    assert not answer.scope, "an answer on one domain or topic does not hold what else mutes its flows"
    rest = [
        Touch(touch.reading, touch.view, touch.status, "" if touch.excluded == "same-episode" else touch.excluded, touch.share)
        for touch in answer.touches
        if touch.reading.handle != handle
    ]
    muted = _muted(rest)
    again = [_weighed(touch, answer.as_of.day, muted) if not touch.excluded else touch for touch in rest]
    score = Score.of(touch.share for touch in again)
    return score, _label(again, score)


def _label(touches: Sequence[Touch], score: Score) -> str:
    """The first label whose rule fits. Source: docs/scores.md."""
    countable = [touch for touch in touches if touch.countable]
    if not countable:
        return "disputed" if any(touch.excluded == "disputed" for touch in touches) else "unknown"
    for what, label in (("armed-conflict", "at-war"), ("relations-severed", "severed")):
        if any(_in_force(touch, what) for touch in countable):
            return label
    certain = any_of(Kleene(t.status) for t in countable if t.content.kind in kinds.SCORED_STANDING)
    faint = all(max(abs(t.share.low), abs(t.share.high)) < POINT // 10 for t in touches)
    return "dormant" if certain is not Kleene.YES and faint else score.label


def _in_force(touch: Touch, what: str) -> bool:
    if touch.content.kind != "instrument" or touch.content.what != what:
        return False
    likely = touch.status == Kleene.POSSIBLE and 2 * abs(touch.share.counted) >= abs(touch.content.weighs)
    return touch.status == Kleene.YES or likely


def _rows(touches: Sequence[Touch], day: int) -> dict[str, Row]:
    """The domains in which a fact counts or may count, in the order of docs/scores.md; a row that nets to zero is one too."""
    rows: dict[str, Row] = {}
    for domain in DOMAINS:
        mine = [t for t in touches if t.content.domain == domain and (not t.excluded or t.share != standing_flow.NOTHING)]
        if mine:
            moved = sum(standing_flow.momentum(t.reading, day) for t in mine if not t.excluded)
            score = Score.of(t.share for t in mine)
            rows[domain] = Row(_label(mine, score), score, moved, max(mine, key=_latest))
    return rows


def _latest(touch: Touch) -> tuple[int, int, str]:
    """The later it may have happened, the later it is; a bounded window before one that is not."""
    window = touch.reading.window
    return (window.hi if window.hi < edtf.NO_LAST else edtf.NO_FIRST, window.lo, touch.reading.handle)


def origins(reading: Reading) -> set[str]:
    """Where the reports on a fact come from; none for a fact without a source."""
    return {report.source for _, report in reading.reports if report is not None}


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


def _hindsight(facts: Iterable[Fact], scope: Scope, as_of: AsOf) -> int:
    """How many facts in scope of that day were not known by the end of it; as far as the answer's own knowledge goes."""
    later = 0
    for fact in facts:
        reading = fact.read(as_of.known_day, as_of.recorded_instant)
        if reading is None or reading.known_day <= as_of.day or not in_scope(reading, as_of.day):
            continue
        later += scope.holds(reading.content)
    return later


def freshness(touch: Touch, day: int) -> str:
    """confirmed, presumed or stale."""
    return support(touch.reading, day)
