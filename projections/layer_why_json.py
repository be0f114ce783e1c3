"""The account of a layer's figures as JSON, and one day of it.

`detente/layer-why@1` and `detente/layer-day@1`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from domain import edtf
from domain.kinds import What
from projections.figures_json import (
    ContributionJson,
    MoveJson,
    NetJson,
    UncountedJson,
    UsualJson,
    contribution_json,
    moves_json,
    usual_json,
)
from projections.layer_json import (
    LayerFactJson,
    SortMovesJson,
    layer_fact_json,
    layer_moves_json,
)
from projections.layer_why import WHY, DayPart, LayerWhy, OpenDay
from projections.lenses.lens import Ledger
from projections.pair_fact import PairFact
from projections.plain import (
    Amount,
    AskedJson,
    Count,
    DomainName,
    IsoDay,
    Micro,
    Positive,
    Reason,
    Unique,
    View,
    WhatName,
)
from projections.state_json import asked_json


class DaySumJson(TypedDict):
    """Facts of one day, sort and direction together."""

    day: IsoDay
    """The day."""
    what: WhatName
    domain: DomainName
    view: View
    relief: bool
    """Whether they pay off friction instead of counting for the ties."""
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
    eased: Amount
    """Friction that relief paid off; micro-units."""
    relief_left: Amount
    """Relief beyond the friction that it can pay off; micro-units."""
    moves: Unique[SortMovesJson]
    """What moved ties in the last 30 days, of the facts that are summed; by what they count for."""
    fact_moves: Unique[MoveJson]
    """What moved ties in the last 30 days, of those that are read one by one; by handle."""
    usual: UsualJson
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
        "contributions": [contribution_json(pair_fact) for pair_fact in answer.contributions],
        "not_counted": [
            {"fact": pair_fact.handle, "reason": pair_fact.reason}
            for pair_fact in answer.others
            if pair_fact.reason
        ],
        "eased": answer.score.eased,
        "relief_left": answer.score.relief - answer.score.eased,
        "moves": layer_moves_json(answer),
        "fact_moves": moves_json(answer.moves),
        "usual": usual_json(answer.movement),
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
        "relief": part.sort.ledger is Ledger.RELIEF,
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
        {
            **contribution_json(pair_fact),
            **layer_fact_json(pair_fact),
            "reason": pair_fact.reason or None,
        }
        for pair_fact in pair_facts
    ]
