"""Figures, verdicts and what moved them, as plain values that several answers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from projections.moves import NO_MOVES, Movement
from projections.pair_fact import PairFact
from projections.plain import (
    Amount,
    Balance,
    Dimension,
    Direction,
    DomainName,
    Fraction,
    Handle,
    Label,
    Micro,
    Reason,
    Trend,
    View,
    one_of,
)
from projections.score import Score
from projections.verdict import FactMoves, Verdict


class NetJson(TypedDict):
    """What an answer comes to, in short."""

    label: Label
    balance: Balance
    net: Micro
    """Cooperation less friction; micro-units."""


class LedgersJson(NetJson):
    """The label and trend, and both ledgers."""

    mixed: bool
    """Whether there is much for the ties and much against them."""
    trend: Trend
    cooperation: Amount
    """What speaks for the ties; micro-units, never negative."""
    friction: Amount
    """What speaks against them; micro-units, never negative, without its sign."""


class ScoreJson(TypedDict):
    """Three ledgers and what they come to."""

    cooperation: Amount
    """What speaks for the ties; micro-units, never negative."""
    friction: Amount
    """What speaks against them, less what relief pays off; micro-units, never negative, without
    its sign.
    """
    relief: Amount
    """Giving back, standing down, rescuing: what can pay friction off; micro-units."""
    eased: Amount
    """What relief did pay off; micro-units."""
    traffic: Amount
    """What would stand in the ledgers if the last three years had been even; micro-units."""
    net: Micro
    """Cooperation less friction; micro-units."""
    low: Micro
    """The least that the net may be; micro-units."""
    high: Micro
    """The most that the net may be; micro-units."""
    balance: Balance
    ambivalence: Fraction
    """The lesser of cooperation and friction over the greater, at most six decimals; 0 if both
    are 0.
    """


Directions: TypeAlias = Annotated[
    dict[Direction, ScoreJson],
    Field(
        min_length=2,
        max_length=2,
        description="A>B, then B>A, as asked for; each counts its own facts and the mutual ones.",
    ),
]


class DimensionsJson(TypedDict):
    """The pair's score by dimension."""

    political: ScoreJson
    """Diplomacy, territory, sanctions, humanitarian matters, society and justice."""
    security: ScoreJson
    """Security, defence, transit, intelligence and cyber."""
    economic: ScoreJson
    """Trade, energy, finance, tourism, transport, technology and environment."""


class VerdictJson(TypedDict):
    """The label, and what stands beside it."""

    label: Label
    mixed: bool
    """Whether there is much for the ties and much against them."""
    thin: bool
    """Whether a verdict by figures rests on fewer than three facts that count."""


class MovementJson(VerdictJson):
    """The label, and which way ties moved in 30 days."""

    trend: Trend
    momentum: Micro
    """What happened for the better in the last 30 days beyond what is usual, less what happened
    for the worse beyond it; the day asked about included; micro-units.
    """


class DisputedJson(TypedDict):
    """A fact that somebody denies."""

    fact: Handle
    how: Annotated[str, Field(json_schema_extra=one_of("disputed", "contested"))]
    """Disputed ones do not count, contested ones do."""


class MoveJson(TypedDict):
    """What one fact moved in the last 30 days."""

    fact: Handle
    p: Amount
    """For the better; micro-units."""
    q: Amount
    """For the worse, without its sign; micro-units."""


class UsualJson(TypedDict):
    """What is usual in 30 days: a month of the 365 days before them."""

    up: Amount
    """For the better; micro-units."""
    down: Amount
    """For the worse, without its sign; micro-units."""


class ContributionJson(TypedDict):
    """What one fact counts for."""

    fact: Handle
    view: View
    dimension: Dimension
    domain: DomainName
    counted: Micro
    """What it counts for; micro-units."""
    low: Micro
    """The least that it may count for; micro-units."""
    high: Micro
    """The most that it may count for; micro-units."""


class UncountedJson(TypedDict):
    """A fact that does not count."""

    fact: Handle
    reason: Reason


def verdict_json(verdict: Verdict) -> VerdictJson:
    """A verdict as plain values, without its barriers."""
    return {"label": verdict.label, "mixed": verdict.mixed, "thin": verdict.thin}


def disputed_json(pair_fact: PairFact) -> DisputedJson:
    """A fact that somebody denies, and whether it counts."""
    return {"fact": pair_fact.handle, "how": "contested" if pair_fact.contested else "disputed"}


def moves_json(by_fact: Mapping[str, FactMoves]) -> list[MoveJson]:
    """Every fact that moved ties in the last 30 days; by handle."""
    return [
        {"fact": handle, "p": by_fact[handle].now.up, "q": by_fact[handle].now.down}
        for handle in sorted(by_fact)
        if by_fact[handle].now != NO_MOVES
    ]


def usual_json(movement: Movement) -> UsualJson:
    """The usual month; micro-units."""
    return {"up": movement.usual.up, "down": movement.usual.down}


def score_json(score: Score) -> ScoreJson:
    """A score; `balance` is a decimal string, `ambivalence` a number of at most six places."""
    return {
        "cooperation": score.cooperation,
        "friction": score.friction,
        "relief": score.relief,
        "eased": score.eased,
        "traffic": score.traffic,
        "net": score.net,
        "low": score.low,
        "high": score.high,
        "balance": score.balance,
        "ambivalence": score.ambivalence,
    }


def dimensions_json(dimensions: Mapping[str, Score]) -> DimensionsJson:
    """The score of each dimension."""
    return {
        "political": score_json(dimensions["political"]),
        "security": score_json(dimensions["security"]),
        "economic": score_json(dimensions["economic"]),
    }


def contribution_json(pair_fact: PairFact) -> ContributionJson:
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
