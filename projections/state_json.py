"""A state as JSON, `detente/state@2`, and what was asked as the head of every answer on a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.status import standing_plan
from projections.figures_json import (
    ContributionJson,
    DimensionsJson,
    Directions,
    DisputedJson,
    MoveJson,
    MovementJson,
    ScoreJson,
    UncountedJson,
    UsualJson,
    contribution_json,
    dimensions_json,
    disputed_json,
    moves_json,
    score_json,
    usual_json,
    verdict_json,
)
from projections.lenses.decay import half_even
from projections.pair_fact import PairFact, freshness, origins
from projections.pairs import Pair
from projections.plain import (
    AskedJson,
    ClocksJson,
    Count,
    DomainName,
    Fraction,
    Handle,
    IsoDay,
    KindName,
    Parties,
    Text,
    Title,
    Unique,
    WhatName,
    one_of,
)
from projections.sentence import sentence
from projections.state import SCHEMA, Row, State

if TYPE_CHECKING:
    from projections.layer import LayerState

Holding = Annotated[
    str,
    Field(
        description="Whether it holds at the end of the day: yes, or possible where the dates do"
        " not tell.",
        json_schema_extra=one_of("yes", "possible"),
    ),
]


class StateVerdictJson(MovementJson):
    """The label, which way ties moved in 30 days, and why."""

    barrier: Unique[Handle]
    """What keeps ties from being better than strained, where that decided; by handle."""
    sentence: Text
    """What counts most for the ties, and against, by title."""


class DomainScoreJson(ScoreJson, MovementJson):
    """One domain: its score, its label and movement, and its latest fact."""

    last: Handle
    """Its latest fact."""


class InForceJson(TypedDict):
    """An instrument that holds or may hold."""

    fact: Handle
    status: Holding


class StanceJson(InForceJson):
    """A stance or a link that holds or may hold."""

    support: Annotated[str, Field(json_schema_extra=one_of("confirmed", "presumed", "stale"))]
    """How fresh the evidence is: confirmed between the first and the last report, presumed after
    that, then stale.
    """
    topics: Unique[Text]
    """Its topics without the #, in the order in which they are written."""


class AheadJson(TypedDict):
    """An engagement that is announced and not yet past."""

    fact: Handle
    status: Annotated[str, Field(json_schema_extra=one_of("pending", "due"))]
    """Pending before the planned days, due on them."""


class FactJson(TypedDict):
    """What a reader needs of a fact named elsewhere in the answer."""

    title: Title
    kind: KindName
    what: WhatName
    parties: Parties
    domain: DomainName
    dated: Text
    """Its date as written; for a standing fact since, or since/until; for an engagement the day
    it was held, or else what was planned by that day.
    """
    known_on: IsoDay
    """From when it was known."""
    assumed: bool
    """Whether no source gives that day, so that the day of recording is used."""
    sources: Unique[Text]
    """Where its reports come from, by origin or else publisher; by code point."""


class CoverageJson(TypedDict):
    """How much evidence there is, and how much of it depends on one source."""

    facts: Count
    """Facts in scope."""
    counted: Count
    """Those of them that count."""
    origins: Count
    """How many different sources there are."""
    first: IsoDay | None
    """The first day that a dated fact may mean; null: there is none."""
    last: IsoDay | None
    """The last day that a dated fact may mean; null: there is none."""
    single_origin: Count
    """Facts that rest on one origin alone, whichever it is."""
    largest_origin: Text | None
    """The origin on which, alone, the largest part of the score rests; null: no fact rests on
    one alone.
    """
    largest_origin_facts: Count
    """Facts that rest on it alone."""
    largest_origin_share: Fraction
    """Its part of the sum of the absolute values of all shares; at most six decimals."""


class StateJson(AskedJson):
    """The state of two actors' ties on a day.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/state@2"]
    verdict: StateVerdictJson
    score: ScoreJson
    """The pair; every fact once."""
    directions: Directions
    dimensions: DimensionsJson
    domains: dict[DomainName, DomainScoreJson]
    """The pair's score by domain: those in which a fact counts or may count, in the order of
    docs/scores.md.
    """
    in_force: Unique[InForceJson]
    """Countable instruments that hold or may hold; by handle."""
    stances: Unique[StanceJson]
    """Countable stances that hold or may hold; by handle."""
    open_disputes: Unique[Text]
    """Topics on which the pair's stances oppose each other, without the #; by code point."""
    links: Unique[StanceJson]
    """Countable links that hold or may hold; by handle."""
    ahead: Unique[AheadJson]
    """Engagements announced and not yet past; by handle."""
    recent: Unique[Handle]
    """Countable flows of the last 30 days, plans called off by one of the two, and what stopped
    holding in them; newest first, then by handle.
    """
    disputed: Unique[DisputedJson]
    """Facts that somebody denies; by handle."""
    described_as: Unique[Handle]
    """How sources describe the ties; never counted; by handle."""
    context: Unique[Handle]
    """Geography; never counted; by handle."""
    contributions: Unique[ContributionJson]
    """Every fact whose possible range is not zero, even if it counts 0; by handle."""
    not_counted: Unique[UncountedJson]
    """Every fact of the pair that does not count, with the reason; by handle."""
    moves: Unique[MoveJson]
    """What moved ties in the last 30 days; by handle."""
    usual: UsualJson
    facts: dict[Handle, FactJson]
    """Every fact in scope by its handle: what a reader needs of a fact named elsewhere in the
    answer; in order of handle.
    """
    coverage: CoverageJson
    hindsight: Count
    """Facts in scope of that day that became known after it."""


def asked_json(answer: State | LayerState) -> AskedJson:
    """What was asked: the pair, the clocks, the layer, the lens, and what of the ties."""
    return asked_of(answer.pair, answer.as_of, answer.layer, answer.lens.name, answer.scope)


def asked_of(pair: Pair, as_of: AsOf, layer: str, lens: str, scope: str) -> AskedJson:
    """The same from its parts; an empty scope is all of the ties."""
    return {
        "a": pair.a,
        "b": pair.b,
        **clocks_json(as_of),
        "layer": layer,
        "lens": lens,
        "scope": scope or None,
    }


def clocks_json(as_of: AsOf) -> ClocksJson:
    """The three clocks; null is "everything we have"."""
    return {
        "on": as_of.on.isoformat(),
        "known_on": as_of.known_on.isoformat() if as_of.known_on else None,
        "recorded_by": as_of.recorded_by.isoformat() if as_of.recorded_by else None,
    }


def state_json(state: State) -> StateJson:
    """The answer as plain values.

    Figures in micro-units, lists by handle, in a stable order of fields.
    """
    return {
        "schema": SCHEMA,
        **asked_json(state),
        "verdict": {
            **verdict_json(state.verdict),
            "trend": state.trend,
            "momentum": state.momentum,
            "barrier": [t.handle for t in state.verdict.barriers],
            "sentence": sentence(state),
        },
        "score": score_json(state.score),
        "directions": {name: score_json(score) for name, score in state.directions.items()},
        "dimensions": dimensions_json(state.dimensions),
        "domains": {name: _row(row) for name, row in state.domains.items()},
        "in_force": [{"fact": t.handle, "status": t.status} for t in state.in_force],
        "stances": [_standing(t, state) for t in state.stances],
        "open_disputes": list(state.open_disputes),
        "links": [_standing(t, state) for t in state.links],
        "ahead": [{"fact": t.handle, "status": t.status} for t in state.ahead],
        "recent": [t.handle for t in state.recent],
        "disputed": [disputed_json(t) for t in state.disputed],
        "described_as": [t.handle for t in state.described_as],
        "context": [t.handle for t in state.context],
        "contributions": [contribution_json(t) for t in state.contributions],
        "not_counted": [{"fact": t.handle, "reason": t.reason} for t in state.not_counted],
        "moves": moves_json(state.moves),
        "usual": usual_json(state.movement),
        "facts": {t.handle: _fact(t, state) for t in state.pair_facts},
        "coverage": _coverage(state),
        "hindsight": state.hindsight,
    }


def _row(row: Row) -> DomainScoreJson:
    return {
        **score_json(row.score),
        **verdict_json(row.verdict),
        "trend": row.trend,
        "momentum": row.movement.momentum,
        "last": row.latest.fact_state.handle,
    }


def _standing(pair_fact: PairFact, state: State) -> StanceJson:
    return {
        "fact": pair_fact.handle,
        "status": pair_fact.status,
        "support": freshness(pair_fact, state.as_of.day),
        "topics": list(pair_fact.content.topics),
    }


def _fact(pair_fact: PairFact, state: State) -> FactJson:
    """What a reader needs of a fact named elsewhere in the answer.

    Dates as written, title, sources.
    """
    fact_state = pair_fact.fact_state
    return {
        "title": fact_state.content.title,
        "kind": fact_state.content.kind,
        "what": fact_state.content.what,
        "parties": fact_state.content.parties,
        "domain": fact_state.content.domain,
        "dated": _dated(pair_fact, state),
        "known_on": edtf.written(fact_state.known_day),
        "assumed": fact_state.assumed,
        "sources": sorted(origins(fact_state)),
    }


def _dated(pair_fact: PairFact, state: State) -> str:
    fact_state = pair_fact.fact_state
    if not fact_state.content.of_kind.planned:
        return fact_state.content.dated
    return (
        fact_state.held
        if pair_fact.status == "held"
        else standing_plan(fact_state, state.as_of.day).text
    )


def _coverage(state: State) -> CoverageJson:
    coverage = state.coverage
    share = (
        half_even(coverage.largest_share * 10**6, coverage.total) / 10**6 if coverage.total else 0.0
    )
    return {
        "facts": coverage.facts,
        "counted": len(state.counted),
        "origins": coverage.origins,
        "first": edtf.written(coverage.first) if coverage.first is not None else None,
        "last": edtf.written(coverage.last) if coverage.last is not None else None,
        "single_origin": coverage.single_origin,
        "largest_origin": coverage.largest_origin or None,
        "largest_origin_facts": coverage.largest_facts,
        "largest_origin_share": share,
    }
