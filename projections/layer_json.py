"""A layer's answers as JSON.

`detente/layer-state@2`, `detente/layer-why@1` and `detente/layer-day@1`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from domain import edtf
from domain.kinds import What
from projections.figures_json import (
    ContributionJson,
    DimensionsJson,
    Directions,
    MoveJson,
    MovementJson,
    NetJson,
    ScoreJson,
    UncountedJson,
    UsualJson,
    contribution_json,
    dimensions_json,
    moves_json,
    score_json,
    usual_json,
    verdict_json,
)
from projections.flows import Part
from projections.layer import SCHEMA, LayerState, Row, part_moves, sentence
from projections.layer_why import WHY, DayPart, LayerWhy, OpenDay
from projections.moves import NO_MOVES
from projections.pair_fact import PairFact, origins
from projections.pairs import Pair
from projections.plain import (
    Amount,
    AskedJson,
    Count,
    DomainName,
    Handle,
    IsoDay,
    Micro,
    Parties,
    Positive,
    Reason,
    Text,
    Title,
    Unique,
    View,
    WhatName,
)
from projections.state_json import asked_json


class LayerVerdictJson(MovementJson):
    """The label, which way ties moved in 30 days, and why."""

    barrier: Unique[Handle]
    """What keeps ties from being better than strained, where that decided; by handle."""
    sentence: str
    """What counts most for the ties, and against, by sort; empty where nothing counts."""


class LayerDomainJson(ScoreJson, MovementJson):
    """One domain: its score, its label and movement, and how many facts it rests on."""

    facts: Count
    """Facts of this domain."""
    last: IsoDay | None
    """The last day that one of them may mean; null: there is none."""


class SumJson(TypedDict):
    """Facts of one sort and direction together."""

    what: WhatName
    domain: DomainName
    view: View
    weight: Micro
    """What each weighs; micro-units."""
    facts: Count
    """How many they are."""
    counted: Micro
    """What they count for together; micro-units."""
    first: IsoDay
    """The first day on which one of them was."""
    last: IsoDay
    """The last day on which one of them was."""


class SortMovesJson(TypedDict):
    """What the facts of one sort and direction moved in the last 30 days."""

    what: WhatName
    domain: DomainName
    view: View
    facts: Positive
    """How many of them happened in these days."""
    p: Amount
    """For the better; micro-units."""
    q: Amount
    """For the worse, without its sign; micro-units."""


class LayerFactJson(TypedDict):
    """What a reader needs of a fact named elsewhere in the answer."""

    id: Text
    """Its id: layer and key."""
    title: Title
    what: WhatName
    parties: Parties
    dated: Text
    """Its date as written; for a standing fact since, or since/until; for an engagement the day
    it was held, or else what was planned by that day.
    """
    known_on: IsoDay
    """From when it was known."""
    sources: Unique[Text]
    """Where its reports come from, by origin or else publisher; by code point."""


class LayerCoverageJson(TypedDict):
    """How much evidence there is."""

    facts: Count
    """Facts in scope."""
    counted: Count
    """Those of them that count."""
    first: IsoDay | None
    """The first day that one may mean; null: there is none."""
    last: IsoDay | None
    """The last day that one may mean; null: there is none."""


class LayerStateJson(AskedJson):
    """The state of two actors' ties by a machine-coded layer.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layer-state@2"]
    verdict: LayerVerdictJson
    score: ScoreJson
    """The pair; every fact once."""
    directions: Directions
    dimensions: DimensionsJson
    domains: dict[DomainName, LayerDomainJson]
    """The pair's score by domain: those in which a fact counts or may count, in the order of
    docs/scores.md.
    """
    sums: Unique[SumJson]
    """Facts of a day of which nothing more was said, by sort and direction; what counts most
    first.
    """
    contributions: Unique[ContributionJson]
    """Facts that are read one by one and whose possible range is not zero; by handle."""
    not_counted: Unique[UncountedJson]
    """Facts that are read one by one and do not count, with the reason; by handle."""
    facts: dict[Handle, LayerFactJson]
    """Each fact that is read one by one, by its handle."""
    coverage: LayerCoverageJson
    moves: Unique[SortMovesJson]
    """What moved ties in the last 30 days, of the facts that are summed; by what they count for."""
    fact_moves: Unique[MoveJson]
    """What moved ties in the last 30 days, of those that are read one by one; by handle."""
    usual: UsualJson
    hindsight: Count
    """Facts in scope of that day that became known after it."""


class DaySumJson(TypedDict):
    """Facts of one day, sort and direction together."""

    day: IsoDay
    """The day."""
    what: WhatName
    domain: DomainName
    view: View
    facts: Count
    """How many they are."""
    counted: Micro
    """What they count for together; micro-units."""
    without: NetJson
    """The answer without them."""


class LayerAccountJson(TypedDict):
    """How the net moved up to the day asked about."""

    days: Positive
    """Over how many days."""
    before: Micro
    """The net before them; micro-units."""
    new: Micro
    """What facts of those days added for the ties or against them; micro-units."""
    eased: Micro
    """How much more friction relief pays off than before them; micro-units."""
    fading: Micro
    """What time alone took or gave; micro-units."""
    after: Micro
    """The net on the day; micro-units."""


class LayerWhyJson(AskedJson, NetJson):
    """What the facts of a machine-coded layer count for, day by day.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layer-why@1"]
    days: Unique[DaySumJson]
    """Facts of one day, sort and direction together; what counts most first."""
    contributions: Unique[ContributionJson]
    """Facts that are read one by one and whose possible range is not zero; by handle."""
    not_counted: Unique[UncountedJson]
    """Facts that are read one by one and do not count, with the reason; by handle."""
    account: LayerAccountJson


class DayFactJson(ContributionJson, LayerFactJson):
    """One fact, and what it counts for."""

    reason: Reason | None
    """Why it does not count; null: it counts."""


class LayerDayJson(AskedJson):
    """Every fact of one day of a machine-coded layer.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layer-day@1"]
    day: IsoDay
    """The day whose facts these are."""
    net: Micro
    """What they count for together; micro-units."""
    facts: Unique[DayFactJson]
    """What counts most first."""


def layer_state_json(answer: LayerState) -> LayerStateJson:
    """The answer as plain values.

    Figures in micro-units, sums in order of what they count for, other facts by handle.
    """
    verdict: LayerVerdictJson = {
        **verdict_json(answer.verdict),
        "trend": answer.trend,
        "momentum": answer.momentum,
        "barrier": [pair_fact.handle for pair_fact in answer.verdict.barriers],
        "sentence": sentence(answer),
    }
    return {
        "schema": SCHEMA,
        **asked_json(answer),
        "verdict": verdict,
        "score": score_json(answer.score),
        "directions": {name: score_json(score) for name, score in answer.directions.items()},
        "dimensions": dimensions_json(answer.dimensions),
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
        "moves": layer_moves_json(answer),
        "fact_moves": moves_json(answer.moves),
        "usual": usual_json(answer.movement),
        "hindsight": answer.hindsight,
    }


def layer_moves_json(answer: LayerState) -> list[SortMovesJson]:
    """What moved ties in the last 30 days, of the flows that are summed."""
    summed: list[SortMovesJson] = []
    for part in answer.parts:
        moves = part_moves(part).now
        if moves != NO_MOVES:
            what = What(part.sort.kind, part.sort.what).written
            summed.append(
                {
                    "what": what,
                    "domain": part.sort.domain,
                    "view": part.view(answer.pair),
                    "facts": part.now,
                    "p": moves.up,
                    "q": moves.down,
                }
            )
    return summed


def sum_json(part: Part, pair: Pair) -> SumJson:
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


def why_json(found: LayerWhy) -> LayerWhyJson:
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
            "eased": found.eased,
            "fading": found.fading,
            "after": answer.score.net,
        },
    }


def day_part_json(part: DayPart) -> DaySumJson:
    """The joint share of the facts of one day, sort and direction, and the answer without them."""
    return {
        "day": edtf.written(part.day),
        "what": What(part.sort.kind, part.sort.what).written,
        "domain": part.sort.domain,
        "view": part.view,
        "facts": part.facts,
        "counted": part.counted,
        "without": {"label": part.label, "balance": part.without.balance, "net": part.without.net},
    }


def open_day_json(found: OpenDay) -> LayerDayJson:
    """Every fact of one day as plain values."""
    return {
        "schema": "detente/layer-day@1",
        **asked_json(found.answer),
        "day": edtf.written(found.day),
        "net": sum(pair_fact.share.counted for pair_fact in found.pair_facts),
        "facts": day_rows(found.pair_facts),
    }


def day_rows(pair_facts: Sequence[PairFact]) -> list[DayFactJson]:
    """Facts with what each counts for, a row each."""
    return [
        {**contribution_json(pair_fact), **_fact(pair_fact), "reason": pair_fact.reason or None}
        for pair_fact in pair_facts
    ]


def _row(row: Row) -> LayerDomainJson:
    return {
        **score_json(row.score),
        **verdict_json(row.verdict),
        "trend": row.trend,
        "momentum": row.movement.momentum,
        "facts": row.facts,
        "last": _day(row.last),
    }


def _fact(pair_fact: PairFact) -> LayerFactJson:
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
