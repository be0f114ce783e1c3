"""A state as JSON, `detente/state@1`, and what was asked as the head of every answer on a pair."""

from __future__ import annotations

from domain import edtf
from domain.clocks import AsOf
from domain.status import standing_plan
from projections.lenses.decay import half_even
from projections.score import Score
from projections.sentence import sentence
from projections.state import SCHEMA, Row, State
from projections.touch import Touch, freshness, origins


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
        "facts": {t.handle: _fact(t, state) for t in state.touches},
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
        "last": row.latest.reading.handle,
    }


def contribution_json(touch: Touch) -> dict[str, object]:
    """What one fact counts for; figures in micro-units."""
    return {
        "fact": touch.handle,
        "view": touch.view,
        "dimension": touch.dimension,
        "domain": touch.content.domain,
        "counted": touch.share.counted,
        "low": touch.share.low,
        "high": touch.share.high,
    }


def _standing(touch: Touch, state: State) -> dict[str, object]:
    return {
        "fact": touch.handle,
        "status": touch.status,
        "support": freshness(touch, state.as_of.day),
        "topics": list(touch.content.topics),
    }


def _fact(touch: Touch, state: State) -> dict[str, object]:
    """What a reader needs of a fact named elsewhere in the answer.

    Dates as written, title, sources.
    """
    reading = touch.reading
    return {
        "title": reading.content.title,
        "kind": reading.content.kind,
        "what": reading.content.what,
        "parties": reading.content.parties,
        "domain": reading.content.domain,
        "dated": _dated(touch, state),
        "known_on": edtf.written(reading.known_day),
        "assumed": reading.assumed,
        "sources": sorted(origins(reading)),
    }


def _dated(touch: Touch, state: State) -> str:
    reading = touch.reading
    if reading.content.kind != "engagement":
        return reading.content.dated
    return reading.held if touch.status == "held" else standing_plan(reading, state.as_of.day)[0]


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
