"""The state of two actors' ties at a point on the three clocks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from domain import edtf
from domain.clocks import AsOf
from domain.fact import Fact, FactState
from domain.kinds import DIMENSIONS, DOMAINS, KINDS
from domain.status import Kleene, in_scope
from projections.coverage import Coverage, coverage_of
from projections.ledgers import Ledgers
from projections.lenses import standing_flow
from projections.lenses.lens import NOTHING, Ledger, Lens
from projections.moves import Movement
from projections.pair_fact import (
    PairFact,
    ahead,
    classify,
    holding,
    in_force,
    score_facts,
)
from projections.pairs import MUTUAL, Pair
from projections.recent import latest_window, recent
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES, Score
from projections.verdict import (
    FactMoves,
    Verdict,
    movement_of,
    moves_by_fact,
    trend_of,
    verdict_of,
)

SCHEMA: Final = "detente/state@2"


@dataclass(frozen=True, slots=True)
class Row:
    """One domain: verdict, score, movement and trend, and its latest fact."""

    verdict: Verdict
    score: Score
    movement: Movement
    trend: str
    latest: PairFact

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label


@dataclass(frozen=True, slots=True)
class State:
    """The answer: verdict and trend, figures, and every fact behind them.

    Figures in micro-units; lists by handle. `moves` are those of every fact that counts.
    """

    pair: Pair
    as_of: AsOf
    verdict: Verdict
    movement: Movement
    trend: str
    score: Score
    directions: Mapping[str, Score]
    dimensions: Mapping[str, Score]
    domains: Mapping[str, Row]
    pair_facts: tuple[PairFact, ...]
    moves: Mapping[str, FactMoves]
    coverage: Coverage
    hindsight: int
    lens: Lens = standing_flow.LENS
    layer: str = "desk"
    scope: str = ""

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label

    @property
    def momentum(self) -> int:
        """What moved ties in 30 days beyond what is usual, in micro-units."""
        return self.movement.momentum

    @property
    def has_trend(self) -> bool:
        """Whether there is anything that a trend could be of."""
        return self.label != "dormant" and self.label not in WITHOUT_FIGURES

    @property
    def known(self) -> bool:
        """Whether anything at all is known of the pair by then; unknown is not neutral."""
        return bool(self.pair_facts)

    @property
    def counted(self) -> tuple[PairFact, ...]:
        """The facts that count."""
        return tuple(pair_fact for pair_fact in self.pair_facts if not pair_fact.reason)

    @property
    def contributions(self) -> tuple[PairFact, ...]:
        """Every fact whose possible range is not zero, even if it counts 0."""
        return tuple(
            pair_fact
            for pair_fact in self.pair_facts
            if pair_fact.share.low or pair_fact.share.high
        )

    @property
    def not_counted(self) -> tuple[PairFact, ...]:
        """Every fact of the pair that does not count."""
        return tuple(pair_fact for pair_fact in self.pair_facts if pair_fact.reason)

    @property
    def in_force(self) -> tuple[PairFact, ...]:
        """Countable instruments that hold or may hold."""
        return in_force(self.pair_facts)

    @property
    def ahead(self) -> tuple[PairFact, ...]:
        """Engagements pending or due, as they had been announced."""
        return ahead(self.pair_facts)

    @property
    def disputed(self) -> tuple[PairFact, ...]:
        """Facts that somebody denies: those that do not count for it, and contested ones."""
        return tuple(t for t in self.pair_facts if t.excluded == "disputed" or t.contested)

    @property
    def described_as(self) -> tuple[PairFact, ...]:
        """How sources describe the ties; never counted."""
        return self._context("described_as")

    @property
    def context(self) -> tuple[PairFact, ...]:
        """Where the two lie; never counted."""
        return self._context("context")

    @property
    def others_not_counted(self) -> tuple[PairFact, ...]:
        """Facts that do not count and are in no list of their own."""
        listed = {"disputed", "pending", "due"}
        listed |= {name for name, kind in KINDS.items() if not kind.scored}
        return tuple(pair_fact for pair_fact in self.not_counted if pair_fact.reason not in listed)

    @property
    def stances(self) -> tuple[PairFact, ...]:
        """Stances that hold or may hold."""
        return self._standing("stances")

    @property
    def links(self) -> tuple[PairFact, ...]:
        """Links that hold or may hold."""
        return self._standing("links")

    @property
    def open_disputes(self) -> tuple[str, ...]:
        """Topics on which the pair's stances oppose each other."""
        weights: dict[str, set[bool]] = {}
        for pair_fact in self.stances:
            for topic in pair_fact.content.topics if pair_fact.content.weighs else ():
                weights.setdefault(topic, set()).add(pair_fact.content.weighs > 0)
        return tuple(sorted(topic for topic, sides in weights.items() if len(sides) == 2))

    @property
    def recent(self) -> tuple[PairFact, ...]:
        """Countable flows of the last 30 days, and what stopped holding in them, newest first.

        A plan that one of the pair called off is one of them.
        """
        return recent(self.pair_facts, self.as_of.day)

    def strongest(self, sign: int) -> tuple[PairFact, ...]:
        """Facts by their share for (`sign` 1) or against (-1) the ties, the largest first."""
        weighed = [t for t in self.counted if t.share.counted * sign > 0 and not self.relieves(t)]
        return tuple(sorted(weighed, key=lambda t: (-abs(t.share.counted), t.handle)))

    @property
    def relief(self) -> tuple[PairFact, ...]:
        """Facts that pay off friction, the largest first."""
        weighed = [t for t in self.counted if t.share.counted and self.relieves(t)]
        return tuple(sorted(weighed, key=lambda t: (-t.share.counted, t.handle)))

    def relieves(self, pair_fact: PairFact) -> bool:
        """Whether a fact pays off friction."""
        return self.lens.ledger(pair_fact.flowing) is Ledger.RELIEF

    def of_layer(self, layer: str) -> State:
        """The same, from facts of another layer."""
        return self if layer == self.layer else replace(self, layer=layer)

    def _context(self, listed: str) -> tuple[PairFact, ...]:
        """Facts of the kinds of a list that never count, not excluded for any other reason."""
        return tuple(
            pair_fact
            for pair_fact in self.pair_facts
            if pair_fact.content.of_kind.listed == listed
            and pair_fact.excluded == pair_fact.content.kind
            and pair_fact.status != Kleene.NO
        )

    def _standing(self, listed: str) -> tuple[PairFact, ...]:
        return tuple(t for t in holding(self.pair_facts) if t.content.of_kind.listed == listed)


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
    return state_of(fold(facts, as_of), pair, as_of, scope, lens)


def fold(facts: Iterable[Fact], as_of: AsOf) -> list[FactState]:
    """What the facts say, as known and recorded by then.

    Those that nobody could know of are left out.
    """
    fact_states = (fact.as_of(as_of.known_day, as_of.recorded_instant) for fact in facts)
    return [fact_state for fact_state in fact_states if fact_state is not None]


def within(pair_facts: Iterable[PairFact], scope: Scope) -> tuple[PairFact, ...]:
    """The facts of a pair that a question is about."""
    if not scope.written:
        return tuple(pair_facts)
    return tuple(pair_fact for pair_fact in pair_facts if scope.holds(pair_fact.content))


class Glance(NamedTuple):
    """The verdict and the figures of a day alone, and the facts behind them."""

    verdict: Verdict
    score: Score
    pair_facts: tuple[PairFact, ...]

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label

    @classmethod
    def of(cls, pair_facts: Iterable[PairFact], scope: Scope, lens: Lens, day: int) -> Glance:
        """What weighed facts of a pair come to within a scope, at the end of a day."""
        held = within(pair_facts, scope)
        ledgers = Ledgers.of(held, lens, day)
        return cls(verdict_of(held, ledgers), ledgers.score, held)


def glance(facts: Iterable[Fact], pair: Pair, as_of: AsOf) -> Glance:
    """The verdict and the figures of a pair's ties as `state` has them, and nothing besides."""
    lens, day = standing_flow.LENS, as_of.day
    return glance_of(classify(fold(facts, as_of), pair, day, lens), day)


def glance_of(pair_facts: Sequence[PairFact], day: int) -> Glance:
    """The same of facts that are classified already, in order of handle."""
    lens = standing_flow.LENS
    return Glance.of(score_facts(pair_facts, day, lens), EVERYTHING, lens, day)


def directions_of(
    pair_facts: Sequence[PairFact], pair: Pair, lens: Lens, day: int
) -> dict[str, Score]:
    """The score of each direction: its own facts and the mutual ones."""
    return {
        direction: Ledgers.of(
            (t for t in pair_facts if t.view in (direction, MUTUAL)), lens, day
        ).score
        for direction in pair.directions
    }


def state_of(
    fact_states: Sequence[FactState], pair: Pair, as_of: AsOf, scope: Scope, lens: Lens
) -> State:
    """The state of a pair's ties on a day, from facts as they read at the answer's knowledge."""
    scope, day = scope.within(pair), as_of.day
    found = score_facts(classify(fact_states, pair, day, lens), day, lens)
    pair_facts = within(found, scope)
    books = Books.of(pair_facts, lens, day)
    whole = books.of_domains(DOMAINS)
    verdict = verdict_of(pair_facts, whole)
    by_fact = moves_by_fact(pair_facts, day, lens)
    movement = movement_of(pair_facts, by_fact)
    return State(
        pair=pair,
        as_of=as_of,
        verdict=verdict,
        movement=movement,
        trend=trend_of(verdict.label, movement, pair_facts, by_fact),
        score=whole.score,
        directions={side: books.of_views((side, MUTUAL)).score for side in pair.directions},
        dimensions={name: books.of_domains(names).score for name, names in DIMENSIONS.items()},
        domains=_rows(pair_facts, by_fact, books),
        pair_facts=pair_facts,
        moves=by_fact,
        coverage=coverage_of(pair_facts, day),
        hindsight=_hindsight(fact_states, scope, as_of),
        lens=lens,
        scope=scope.written,
    )


def without(answer: State, handle: str) -> tuple[Score, str]:
    """The figures and the label that an unlimited answer would have without one of its facts.

    Equal to the answer without the fact: flows that it muted within its episode count again.
    """
    assert not answer.scope, (
        "an answer on one domain or topic does not hold what else mutes its flows"
    )
    day = answer.as_of.day
    rest = [pair_fact.fact_state for pair_fact in answer.pair_facts if pair_fact.handle != handle]
    lens = answer.lens
    found = score_facts(classify(rest, answer.pair, day, lens), day, lens)
    glance = Glance.of(found, EVERYTHING, lens, day)
    return glance.score, glance.label


class Books(NamedTuple):
    """The ledgers of each domain and view: those of every scope of an answer are a sum of them."""

    by_side: Mapping[tuple[str, str], Ledgers]
    lens: Lens
    day: int

    @classmethod
    def of(cls, pair_facts: Iterable[PairFact], lens: Lens, day: int) -> Books:
        """Those of weighed facts, each entered once."""
        found: dict[tuple[str, str], Ledgers] = {}
        for pair_fact in pair_facts:
            side = pair_fact.content.domain, pair_fact.view
            ledgers = found.get(side)
            if ledgers is None:
                ledgers = found[side] = Ledgers(lens, day)
            ledgers.add(pair_fact)
        return cls(found, lens, day)

    def of_domains(self, domains: Container[str]) -> Ledgers:
        """The ledgers of some domains."""
        mine = (ledgers for (domain, _), ledgers in self.by_side.items() if domain in domains)
        return Ledgers.together(mine, self.lens, self.day)

    def of_views(self, views: Container[str]) -> Ledgers:
        """The ledgers of some views."""
        mine = (ledgers for (_, view), ledgers in self.by_side.items() if view in views)
        return Ledgers.together(mine, self.lens, self.day)


def _rows(
    pair_facts: Iterable[PairFact], by_fact: Mapping[str, FactMoves], books: Books
) -> dict[str, Row]:
    """The domains in which a fact counts or may count, in the order of docs/scores.md.

    A row that nets to zero is one too; it is the answer on that domain alone.
    """
    by_domain: dict[str, list[PairFact]] = {domain: [] for domain in DOMAINS}
    for pair_fact in pair_facts:
        by_domain[pair_fact.content.domain].append(pair_fact)
    rows: dict[str, Row] = {}
    for domain, mine in by_domain.items():
        shown = [t for t in mine if not t.reason or t.share != NOTHING]
        if shown:
            ledgers = books.of_domains((domain,))
            verdict = verdict_of(mine, ledgers)
            movement = movement_of(mine, by_fact)
            trend = trend_of(verdict.label, movement, mine, by_fact)
            latest = max(shown, key=lambda pair_fact: _latest(pair_fact, books.day))
            rows[domain] = Row(verdict, ledgers.score, movement, trend, latest)
    return rows


def _latest(pair_fact: PairFact, day: int) -> tuple[int, int, str]:
    """The later it may have happened, the later it is; a bounded window before one that is not."""
    window = latest_window(pair_fact, day)
    return (window.hi if window.hi < edtf.NO_LAST else edtf.NO_FIRST, window.lo, pair_fact.handle)


def _hindsight(fact_states: Iterable[FactState], scope: Scope, as_of: AsOf) -> int:
    """How many facts in scope of that day were not known by the end of it, as far as known now.

    "Now" is the answer's own knowledge.
    """
    later = [
        fact_state
        for fact_state in fact_states
        if fact_state.known_day > as_of.day and in_scope(fact_state, as_of.day)
    ]
    return sum(scope.holds(fact_state.content) for fact_state in later)
