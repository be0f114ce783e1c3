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
from projections.pairs import Pair
from projections.state_json import clocks_json, contribution_json, score_json
from projections.touch import Touch, origins


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
            contribution_json(touch)
            for touch in answer.others
            if touch.share.low or touch.share.high
        ],
        "not_counted": [
            {"fact": touch.handle, "reason": touch.reason}
            for touch in answer.others
            if touch.reason
        ],
        "facts": {touch.handle: _fact(touch) for touch in answer.others},
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
            contribution_json(touch)
            for touch in answer.others
            if touch.share.low or touch.share.high
        ],
        "not_counted": [
            {"fact": touch.handle, "reason": touch.reason}
            for touch in answer.others
            if touch.reason
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
        "net": sum(touch.share.counted for touch in found.touches),
        "facts": day_rows(found.touches),
    }


def day_rows(touches: Sequence[Touch]) -> list[dict[str, object]]:
    """Facts with what each counts for, a row each."""
    return [
        {**contribution_json(touch), **_fact(touch), "reason": touch.reason or None}
        for touch in touches
    ]


def _row(row: Row) -> dict[str, object]:
    return {
        **score_json(row.score),
        "label": row.label,
        "momentum": row.momentum,
        "facts": row.facts,
        "last": _day(row.last),
    }


def _fact(touch: Touch) -> dict[str, object]:
    """What a reader needs of a fact named elsewhere in the answer."""
    content = touch.content
    return {
        "id": touch.reading.id,
        "title": content.title,
        "what": What(content.kind, content.what).written,
        "parties": content.parties,
        "dated": content.dated,
        "known_on": edtf.written(touch.reading.known_day),
        "sources": sorted(origins(touch.reading)),
    }


def _day(day: int | None) -> str | None:
    return None if day is None else edtf.written(day)
