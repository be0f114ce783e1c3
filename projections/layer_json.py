"""A layer's state as JSON: `detente/layer-state@2`."""

from __future__ import annotations

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
from projections.layer import SCHEMA, LayerState, Row, moves_of
from projections.layer_sentence import layer_sentence
from projections.lenses.lens import Ledger
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
    relief: bool
    """Whether they pay off friction instead of counting for the ties."""
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


def layer_state_json(answer: LayerState) -> LayerStateJson:
    """The answer as plain values.

    Figures in micro-units, sums in order of what they count for, other facts by handle.
    """
    verdict: LayerVerdictJson = {
        **verdict_json(answer.verdict),
        "trend": answer.trend,
        "momentum": answer.momentum,
        "barrier": [pair_fact.handle for pair_fact in answer.verdict.barriers],
        "sentence": layer_sentence(answer),
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
        "contributions": [contribution_json(pair_fact) for pair_fact in answer.contributions],
        "not_counted": [
            {"fact": pair_fact.handle, "reason": pair_fact.reason}
            for pair_fact in answer.others
            if pair_fact.reason
        ],
        "facts": {pair_fact.handle: layer_fact_json(pair_fact) for pair_fact in answer.others},
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
        moves = moves_of([part]).now
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
        "relief": part.sort.ledger is Ledger.RELIEF,
        "weight": part.sort.weight,
        "facts": part.facts,
        "counted": part.counted,
        "first": edtf.written(part.first),
        "last": edtf.written(part.last),
    }


def _row(row: Row) -> LayerDomainJson:
    return {
        **score_json(row.score),
        **verdict_json(row.verdict),
        "trend": row.trend,
        "momentum": row.movement.momentum,
        "facts": row.facts,
        "last": _day(row.last),
    }


def layer_fact_json(pair_fact: PairFact) -> LayerFactJson:
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
