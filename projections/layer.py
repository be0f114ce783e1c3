"""The state of two actors' ties in a machine-coded layer.

Facts of one day are summed, all others are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain import edtf
from domain.clocks import AsOf
from domain.fact import Fact
from domain.kinds import DIMENSIONS, DOMAINS
from projections.flow_sides import BOTH, FORWARD, REVERSE, toward
from projections.flows import Flow, FlowKey, Flows, Part
from projections.ledgers import Ledgers
from projections.lenses.lens import NOTHING, Lens
from projections.lenses.standing_flow import LENS
from projections.moves import Movement, Moves
from projections.pair_fact import PairFact, classify, in_force, score_facts
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES, Score
from projections.state import fold
from projections.verdict import (
    FactMoves,
    Verdict,
    movement_of,
    moves_by_fact,
    trend_of,
    verdict_of,
)

SCHEMA: Final = "detente/layer-state@2"


class LayerEvidence(NamedTuple):
    """What a layer holds of a pair: facts of one day as they are summed, and all others."""

    layer: str
    flows: Flows
    facts: Iterable[Fact]


class Row(NamedTuple):
    """One domain: verdict, score, movement, trend, facts that may still count, and last day.

    The last day is that of the latest of these facts.
    """

    verdict: Verdict
    score: Score
    movement: Movement
    trend: str
    facts: int
    last: int | None

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label


@dataclass(frozen=True, slots=True)
class LayerState:
    """The answer: label and trend, figures, what makes them up. Figures in micro-units.

    `parts` sums the facts that happened on one day each and count whole, as far as something may
    be left of them; `others` are all other facts in scope. `first` is the day of the earliest
    fact of either kind that has one.
    """

    pair: Pair
    as_of: AsOf
    layer: str
    verdict: Verdict
    movement: Movement
    trend: str
    score: Score
    directions: Mapping[str, Score]
    dimensions: Mapping[str, Score]
    domains: Mapping[str, Row]
    parts: tuple[Part, ...]
    others: tuple[PairFact, ...]
    moves: Mapping[str, FactMoves]
    first: int | None
    hindsight: int
    scope: str = ""
    lens: Lens = LENS

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
    def in_force(self) -> tuple[PairFact, ...]:
        """Countable instruments that hold or may hold."""
        return in_force(self.others)

    @property
    def disputed(self) -> tuple[PairFact, ...]:
        """Facts that somebody denies: those that do not count for it, and contested ones."""
        return tuple(t for t in self.others if t.excluded == "disputed" or t.contested)

    @property
    def contributions(self) -> tuple[PairFact, ...]:
        """Facts read one by one whose possible range is not zero."""
        return tuple(t for t in self.others if t.share.low or t.share.high)

    @property
    def known(self) -> bool:
        """Whether anything at all is known of the pair by then."""
        return bool(self.others) or self.first is not None

    @property
    def facts(self) -> int:
        """How many facts may still count.

        Facts that do not count for another reason than their age are included.
        """
        return sum(part.facts for part in self.parts) + len(self.others)

    @property
    def counted(self) -> int:
        """How many of them count."""
        return sum(part.facts for part in self.parts) + sum(
            not pair_fact.reason for pair_fact in self.others
        )

    @property
    def last(self) -> int | None:
        """The day of the latest fact that has one."""
        return _latest(self.parts, self.others)


def layer_state(
    held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope = EVERYTHING
) -> LayerState:
    """The state of a pair's ties, from sums of facts of one day and from all other facts.

    The result does not depend on what was summed before: facts of one day among the others are
    summed here. Through standing-flow@2. Source: docs/scores.md.
    """
    others, flows, parts = summed(held, pair, as_of, scope)
    parts = ranked(parts)
    by_fact = moves_by_fact(others, as_of.day, LENS)
    scopes = _by_domain(parts, others)
    of_domains = {
        domain: Ledgers.of(scope.facts, LENS, as_of.day, scope.parts)
        for domain, scope in scopes.items()
    }
    ledgers = Ledgers.together(of_domains.values(), LENS, as_of.day)
    verdict = verdict_of(others, ledgers, summed=flows.old or bool(parts))
    movement = movement_of(others, by_fact, moves_of(parts))
    firsts = [
        pair_fact.fact_state.window.lo
        for pair_fact in others
        if pair_fact.fact_state.window.bounded
    ]
    return LayerState(
        pair=pair,
        as_of=as_of,
        layer=held.layer,
        verdict=verdict,
        movement=movement,
        trend=trend_of(verdict.label, movement, others, by_fact),
        score=ledgers.score,
        directions=directions(parts, others, pair, as_of.day),
        dimensions={
            name: Ledgers.together(
                (of_domains[domain] for domain in names if domain in of_domains), LENS, as_of.day
            ).score
            for name, names in DIMENSIONS.items()
        },
        domains=_rows(scopes, of_domains, by_fact),
        parts=parts,
        others=others,
        moves=by_fact,
        first=min([*firsts, *([flows.first] if flows.first is not None else [])], default=None),
        hindsight=flows.known_after(as_of.day)
        + sum(pair_fact.fact_state.known_day > as_of.day for pair_fact in others),
        scope=scope.written,
    )


class Summed(NamedTuple):
    """What a layer holds of a pair on a day: facts one by one, and the others with their sums."""

    others: tuple[PairFact, ...]
    flows: Flows
    parts: Sequence[Part]


def summed(held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope) -> Summed:
    """Facts of one day that count whole as sums, whatever was summed before; all others weighed."""
    pair_facts = _weighed(held.facts, pair, as_of, scope)
    others = tuple(pair_fact for pair_fact in pair_facts if plain_flow(pair_fact, pair) is None)
    flows = held.flows.plus(_plain(pair_facts, pair), as_of.day)
    return Summed(others, *flows.summed_at(as_of.day))


def apart(held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope, since: int) -> LayerEvidence:
    """The same evidence, with facts of one day among the others summed too.

    So it does not depend on what was summed before. It reaches back as far as matters on any day
    from `since` on.
    """
    facts = list(held.facts)
    pair_facts = _weighed(facts, pair, as_of, scope)
    summed = {t.handle for t in pair_facts if plain_flow(t, pair) is not None}
    flows = held.flows.plus(_plain(pair_facts, pair), since)
    return LayerEvidence(held.layer, flows, [fact for fact in facts if fact.handle not in summed])


def _weighed(facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope) -> list[PairFact]:
    facts = list(facts)
    if not facts:
        return []
    scope = scope.within(pair)
    pair_facts = score_facts(classify(fold(facts, as_of), pair, as_of.day, LENS), as_of.day, LENS)
    return [pair_fact for pair_fact in pair_facts if scope.holds(pair_fact.content)]


def plain_flows(facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope) -> list[Flow]:
    """Those facts that are summed, as they are summed."""
    return _plain(_weighed(facts, pair, as_of, scope), pair)


def _plain(pair_facts: Iterable[PairFact], pair: Pair) -> list[Flow]:
    return [flow for pair_fact in pair_facts if (flow := plain_flow(pair_fact, pair)) is not None]


def plain_flow(pair_fact: PairFact, pair: Pair) -> Flow | None:
    """A fact as it is summed; None where it must be read by itself.

    That is a fact that does not count, lasts more than one day, or may be muted.
    """
    content, window = pair_fact.content, pair_fact.fact_state.window
    whole = content.of_kind.happens and window.lo == window.hi and not content.episode
    if pair_fact.reason or pair_fact.contested or not whole:
        return None
    return Flow(
        toward(pair_fact.view, pair.key),
        FlowKey.of(content),
        window.lo,
        pair_fact.fact_state.known_day,
        0,
    )


def ranked(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Those that count most first."""
    return tuple(sorted(parts, key=lambda part: (-abs(part.counted), part.sort, part.toward)))


def moves_of(parts: Iterable[Part]) -> FactMoves:
    """What summed flows moved together in the last 30 days, and in the year before them."""
    up = down = year_up = year_down = 0
    for part in parts:
        weight = part.sort.weight
        if weight > 0:
            up += weight * part.now
            year_up += weight * part.year
        else:
            down -= weight * part.now
            year_down -= weight * part.year
    return FactMoves(Moves(up, down), Moves(year_up, year_down))


def directions(
    parts: Sequence[Part], pair_facts: Sequence[PairFact], pair: Pair, day: int
) -> dict[str, Score]:
    """The score of each direction: its own facts and the mutual ones."""
    there, back = (FORWARD, REVERSE) if pair.a == pair.key[0] else (REVERSE, FORWARD)
    found: dict[str, Score] = {}
    for name, side in zip(pair.directions, (there, back), strict=True):
        mine = [t for t in pair_facts if toward(t.view, pair.key) in (side, BOTH)]
        summed = [part for part in parts if part.toward in (side, BOTH)]
        found[name] = Ledgers.of(mine, LENS, day, summed).score
    return found


class _Scope(NamedTuple):
    """What is known of one domain: flows that are summed, and all other facts."""

    parts: list[Part]
    facts: list[PairFact]


def _by_domain(parts: Iterable[Part], pair_facts: Iterable[PairFact]) -> dict[str, _Scope]:
    """What is known of each domain of which anything is, in the order of docs/scores.md."""
    found: dict[str, _Scope] = {}
    for part in parts:
        found.setdefault(part.sort.domain, _Scope([], [])).parts.append(part)
    for pair_fact in pair_facts:
        found.setdefault(pair_fact.content.domain, _Scope([], [])).facts.append(pair_fact)
    return {domain: found[domain] for domain in DOMAINS if domain in found}


def _rows(
    scopes: Mapping[str, _Scope],
    ledgers: Mapping[str, Ledgers],
    by_fact: Mapping[str, FactMoves],
) -> dict[str, Row]:
    """The domains in which a fact counts or may count."""
    rows: dict[str, Row] = {}
    for domain, (summed, mine) in scopes.items():
        shown = [t for t in mine if not t.reason or t.share != NOTHING]
        if summed or shown:
            verdict = verdict_of(mine, ledgers[domain], summed=bool(summed))
            movement = movement_of(mine, by_fact, moves_of(summed))
            rows[domain] = Row(
                verdict,
                ledgers[domain].score,
                movement,
                trend_of(verdict.label, movement, mine, by_fact),
                sum(part.facts for part in summed) + len(shown),
                _latest(summed, shown),
            )
    return rows


def _latest(parts: Iterable[Part], pair_facts: Iterable[PairFact]) -> int | None:
    days = [
        pair_fact.fact_state.window.hi
        for pair_fact in pair_facts
        if edtf.NO_FIRST < pair_fact.fact_state.window.hi < edtf.NO_LAST
    ]
    return max([*days, *(part.last for part in parts)], default=None)
