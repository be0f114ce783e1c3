"""A layer's answers as JSON.

`detente/layer-state@1`, `detente/layer-why@1` and `detente/layer-day@1`.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain import edtf
from domain.kinds import What
from projections.flows import Part
from projections.layer import SCHEMA, LayerState, Row, sentence
from projections.layer_why import WHY, DayPart, LayerWhy, OpenDay
from projections.pair_fact import PairFact, origins
from projections.pairs import Pair
from projections.state_json import clocks_json, contribution_json, score_json


def asked_json(answer: LayerState) -> dict[str, object]:
    """What was asked: the pair, the clocks, the layer, the lens, and what of the ties."""
    asked = {
        "a": answer.pair.a,
        "b": answer.pair.b,
        **clocks_json(answer.as_of),
        "layer": answer.layer,
    }
    return {**asked, "lens": answer.lens.name, "scope": answer.scope or None}


def layer_state_json(answer: LayerState) -> dict[str, object]:
    """The answer as plain values.

    Figures in micro-units, sums in order of what they count for, other facts by handle.
    """
    verdict = {
        "label": answer.label,
        "trend": answer.trend,
        "momentum": answer.momentum,
        "sentence": sentence(answer),
    }
    return {
        "schema": SCHEMA,
        **asked_json(answer),
        "verdict": verdict,
        "score": score_json(answer.score),
        "directions": {name: score_json(score) for name, score in answer.directions.items()},
        "dimensions": {name: score_json(score) for name, score in answer.dimensions.items()},
        "domains": {name: _row(row) for name, row in answer.domains.items()},
        "sums": [sum_json(part, answer.pair) for part in answer.parts],
        "contributions": [
            contribution_json(pair_fact)
            for pair_fact in answer.others
            if pair_fact.share.low or pair_fact.share.high
        ],
        "not_counted": [
            {"fact": pair_fact.handle, "reason": pair_fact.reason}
            for pair_fact in answer.others
            if pair_fact.reason
        ],
        "facts": {pair_fact.handle: _fact(pair_fact) for pair_fact in answer.others},
        "coverage": {
            "facts": answer.facts,
            "counted": answer.counted,
            "first": _day(answer.first),
            "last": _day(answer.last),
        },
        "hindsight": answer.hindsight,
    }


def sum_json(part: Part, pair: Pair) -> dict[str, object]:
    """Facts of one sort and direction together; figures in micro-units."""
    return {
        "what": What(part.sort.kind, part.sort.what).written,
        "domain": part.sort.domain,
        "view": part.view(pair),
        "weight": part.sort.weight,
        "facts": part.facts,
        "counted": part.counted,
        "first": edtf.written(part.first),
        "last": edtf.written(part.last),
    }


def why_json(found: LayerWhy) -> dict[str, object]:
    """The account as plain values; the days and the other facts add up to the net."""
    answer = found.answer
    return {
        "schema": WHY,
        **asked_json(answer),
        "label": answer.label,
        "balance": answer.score.balance,
        "net": answer.score.net,
        "days": [day_part_json(part) for part in found.days],
        "contributions": [
            contribution_json(pair_fact)
            for pair_fact in answer.others
            if pair_fact.share.low or pair_fact.share.high
        ],
        "not_counted": [
            {"fact": pair_fact.handle, "reason": pair_fact.reason}
            for pair_fact in answer.others
            if pair_fact.reason
        ],
        "account": {
            "days": found.account_days,
            "before": found.before,
            "new": found.new,
            "fading": found.fading,
            "after": answer.score.net,
        },
    }


def day_part_json(part: DayPart) -> dict[str, object]:
    """What the facts of one day, sort and direction count for together.

    And the answer without them.
    """
    return {
        "day": edtf.written(part.day),
        "what": What(part.sort.kind, part.sort.what).written,
        "domain": part.sort.domain,
        "view": part.view,
        "facts": part.facts,
        "counted": part.counted,
        "without": {"label": part.label, "balance": part.without.balance, "net": part.without.net},
    }


def open_day_json(found: OpenDay) -> dict[str, object]:
    """Every fact of one day as plain values."""
    return {
        "schema": "detente/layer-day@1",
        **asked_json(found.answer),
        "day": edtf.written(found.day),
        "net": sum(pair_fact.share.counted for pair_fact in found.pair_facts),
        "facts": day_rows(found.pair_facts),
    }


def day_rows(pair_facts: Sequence[PairFact]) -> list[dict[str, object]]:
    """Facts with what each counts for, a row each."""
    return [
        {**contribution_json(pair_fact), **_fact(pair_fact), "reason": pair_fact.reason or None}
        for pair_fact in pair_facts
    ]


def _row(row: Row) -> dict[str, object]:
    return {
        **score_json(row.score),
        "label": row.label,
        "momentum": row.momentum,
        "facts": row.facts,
        "last": _day(row.last),
    }


def _fact(pair_fact: PairFact) -> dict[str, object]:
    """What a reader needs of a fact named elsewhere in the answer."""
    content = pair_fact.content
    return {
        "id": pair_fact.fact_state.id,
        "title": content.title,
        "what": What(content.kind, content.what).written,
        "parties": content.parties,
        "dated": content.dated,
        "known_on": edtf.written(pair_fact.fact_state.known_day),
        "sources": sorted(origins(pair_fact.fact_state)),
    }


def _day(day: int | None) -> str | None:
    return None if day is None else edtf.written(day)
