"""A state as JSON, `detente/state@1`, and what was asked as the head of every answer on a pair."""

from __future__ import annotations

from domain import edtf
from domain.clocks import AsOf
from domain.status import standing_plan
from projections.lenses.decay import half_even
from projections.pair_fact import PairFact, freshness, origins
from projections.score import Score
from projections.sentence import sentence
from projections.state import SCHEMA, Row, State


def asked_json(answer: State) -> dict[str, object]:
    """What was asked: the pair, the clocks, the layer, the lens, and what of the ties."""
    return {
        "a": answer.pair.a,
        "b": answer.pair.b,
        **clocks_json(answer.as_of),
        "layer": answer.layer,
        "lens": answer.lens.name,
        "scope": answer.scope or None,
    }


def clocks_json(as_of: AsOf) -> dict[str, object]:
    """The three clocks; null is "everything we have"."""
    return {
        "on": as_of.on.isoformat(),
        "known_on": as_of.known_on.isoformat() if as_of.known_on else None,
        "recorded_by": as_of.recorded_by.isoformat() if as_of.recorded_by else None,
    }


def state_json(state: State) -> dict[str, object]:
    """The answer as plain values.

    Figures in micro-units, lists by handle, in a stable order of fields.
    """
    return {
        "schema": SCHEMA,
        **asked_json(state),
        "verdict": {
            "label": state.label,
            "trend": state.trend,
            "momentum": state.momentum,
            "sentence": sentence(state),
        },
        "score": score_json(state.score),
        "directions": {name: score_json(score) for name, score in state.directions.items()},
        "dimensions": {name: score_json(score) for name, score in state.dimensions.items()},
        "domains": {name: _row(row) for name, row in state.domains.items()},
        "in_force": [{"fact": t.handle, "status": t.status} for t in state.in_force],
        "stances": [_standing(t, state) for t in state.stances],
        "open_disputes": list(state.open_disputes),
        "links": [_standing(t, state) for t in state.links],
        "ahead": [{"fact": t.handle, "status": t.status} for t in state.ahead],
        "recent": [t.handle for t in state.recent],
        "disputed": [t.handle for t in state.disputed],
        "described_as": [t.handle for t in state.described_as],
        "context": [t.handle for t in state.context],
        "contributions": [contribution_json(t) for t in state.contributions],
        "not_counted": [{"fact": t.handle, "reason": t.reason} for t in state.not_counted],
        "facts": {t.handle: _fact(t, state) for t in state.pair_facts},
        "coverage": _coverage(state),
        "hindsight": state.hindsight,
    }


def score_json(score: Score) -> dict[str, object]:
    """A score; `balance` is a decimal string, `ambivalence` a number of at most six places."""
    return {
        "cooperation": score.cooperation,
        "friction": score.friction,
        "net": score.net,
        "low": score.low,
        "high": score.high,
        "balance": score.balance,
        "ambivalence": score.ambivalence,
    }


def _row(row: Row) -> dict[str, object]:
    return {
        **score_json(row.score),
        "label": row.label,
        "momentum": row.momentum,
        "last": row.latest.fact_state.handle,
    }


def contribution_json(pair_fact: PairFact) -> dict[str, object]:
    """What one fact counts for; figures in micro-units."""
    return {
        "fact": pair_fact.handle,
        "view": pair_fact.view,
        "dimension": pair_fact.dimension,
        "domain": pair_fact.content.domain,
        "counted": pair_fact.share.counted,
        "low": pair_fact.share.low,
        "high": pair_fact.share.high,
    }


def _standing(pair_fact: PairFact, state: State) -> dict[str, object]:
    return {
        "fact": pair_fact.handle,
        "status": pair_fact.status,
        "support": freshness(pair_fact, state.as_of.day),
        "topics": list(pair_fact.content.topics),
    }


def _fact(pair_fact: PairFact, state: State) -> dict[str, object]:
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
        else standing_plan(fact_state, state.as_of.day)[0]
    )


def _coverage(state: State) -> dict[str, object]:
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
