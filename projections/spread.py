"""One question through every lens: how far they agree is information too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.clocks import AsOf
from domain.fact import Fact
from projections.figures_json import MovementJson, ScoreJson, score_json, verdict_json
from projections.lenses.named import LENSES
from projections.pairs import Pair
from projections.plain import Count, LensName, TiesJson, Unique
from projections.scope import EVERYTHING, Scope
from projections.state import State, fold, state_of
from projections.state_json import asked_json

SCHEMA: Final = "detente/spread@1"


def spread(
    facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope = EVERYTHING
) -> tuple[State, ...]:
    """The state of a pair's ties through each lens, the default one first."""
    fact_states = fold(facts, as_of)
    return tuple(state_of(fact_states, pair, as_of, scope, lens) for lens in LENSES)


class LensRowJson(MovementJson, ScoreJson):
    """The answer through one lens."""

    lens: LensName
    counted: Count
    """How many facts count."""


class SpreadJson(TiesJson):
    """One answer through every lens.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/spread@1"]
    lens: Literal["all"]
    """Every lens there is."""
    lenses: Annotated[Unique[LensRowJson], Field(min_length=len(LENSES), max_length=len(LENSES))]
    """The answer through each lens, the default one first."""


def spread_json(answers: tuple[State, ...]) -> SpreadJson:
    """The answers side by side as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **asked_json(answers[0]),
        "lens": "all",
        "lenses": [row_json(answer) for answer in answers],
    }


def row_json(answer: State) -> LensRowJson:
    """One lens's answer in short."""
    return {
        "lens": answer.lens.name,
        **verdict_json(answer.verdict),
        "trend": answer.trend,
        "momentum": answer.momentum,
        **score_json(answer.score),
        "counted": len(answer.counted),
    }
