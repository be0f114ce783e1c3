"""A state as JSON, `detente/state@1`, and the id that names an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from domain import edtf
from domain.status import standing_plan
from projections.lenses.decay import half_even
from projections.score import Score
from projections.sentence import sentence
from projections.state import SCHEMA, Row, State, Touch, freshness, origins

Json = Mapping[str, object]
ID_LENGTH: Final = 16


def state_json(state: State) -> dict[str, object]:
    """The answer as plain values; figures in micro-units, lists by handle, in a stable order of fields."""
    as_of = state.as_of
    return {
        "schema": SCHEMA,
        "a": state.pair.a,
        "b": state.pair.b,
        "on": as_of.on.isoformat(),
        "known_on": as_of.known_on.isoformat() if as_of.known_on else None,
        "recorded_by": as_of.recorded_by.isoformat() if as_of.recorded_by else None,
        "layer": state.layer,
        "lens": state.lens,
        "scope": state.scope or None,
        "verdict": {"label": state.label, "trend": state.trend, "momentum": state.momentum, "sentence": sentence(state)},
        "score": score_json(state.score),
        "directions": {name: score_json(score) for name, score in state.directions.items()},
        "dimensions": {name: score_json(score) for name, score in state.dimensions.items()},
        "domains": {name: _row(row) for name, row in state.domains.items()},
        "in_force": [{"fact": t.reading.handle, "status": t.status} for t in state.in_force],
        "stances": [_standing(t, state) for t in state.stances],
        "open_disputes": list(state.open_disputes),
        "links": [_standing(t, state) for t in state.links],
        "ahead": [{"fact": t.reading.handle, "status": t.status} for t in state.ahead],
        "recent": [t.reading.handle for t in state.recent],
        "disputed": [t.reading.handle for t in state.disputed],
        "described_as": [t.reading.handle for t in state.described_as],
        "context": [t.reading.handle for t in state.context],
        "contributions": [_contribution(t) for t in state.contributions],
        "not_counted": [{"fact": t.reading.handle, "reason": t.excluded} for t in state.not_counted],
        "facts": {t.reading.handle: _fact(t, state) for t in state.touches},
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


def answer_id(answer: Json) -> str:
    """The name of an answer: a hash of the question and the answer in canonical JSON, 16 hexadecimal digits."""
    canonical = json.dumps(answer, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()[:ID_LENGTH]


def _row(row: Row) -> dict[str, object]:
    return {**score_json(row.score), "label": row.label, "momentum": row.momentum, "last": row.latest.reading.handle}


def _contribution(touch: Touch) -> dict[str, object]:
    return {
        "fact": touch.reading.handle,
        "view": touch.view,
        "dimension": touch.dimension,
        "domain": touch.content.domain,
        "counted": touch.share.counted,
        "low": touch.share.low,
        "high": touch.share.high,
    }


def _standing(touch: Touch, state: State) -> dict[str, object]:
    return {
        "fact": touch.reading.handle,
        "status": touch.status,
        "support": freshness(touch, state.as_of.day),
        "topics": list(touch.content.topics),
    }


def _fact(touch: Touch, state: State) -> dict[str, object]:
    """What a reader needs of a fact named elsewhere in the answer: dates as written, title, sources."""
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
    share = half_even(coverage.largest_share * 10**6, coverage.total) / 10**6 if coverage.total else 0.0
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
