"""All ties of one actor on a day, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from domain import edtf
from domain.clocks import AsOf
from domain.events import Asserted, Corrected
from domain.fact import Fact
from projections.figures_json import LedgersJson
from projections.layer import LayerEvidence, LayerState, layer_state
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.pairs import Pair, pairs_of
from projections.plain import (
    ActorId,
    Count,
    DomainName,
    Handle,
    IsoDay,
    LayerClocksJson,
    LensName,
    Unique,
)
from projections.recent import latest_window
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from projections.state_json import clocks_json

SCHEMA: Final = "detente/board@1"


@dataclass(frozen=True, slots=True)
class Line:
    """One pair's ties in short: the other actor, the answer, and how many facts there are.

    `last` and `handle` belong to the latest fact that counts. A layer sums its facts of one day, so
    for those it has the day alone.
    """

    other: str
    answer: State | LayerState
    facts: int
    last_day: int | None = None
    last_fact: str = ""

    @classmethod
    def of(cls, other: str, answer: State) -> Line:
        """The line of an answer."""
        on = answer.as_of.day
        dated = [
            (min(window.hi, on), pair_fact.handle)
            for pair_fact in answer.counted
            if (window := latest_window(pair_fact, on)).bounded
        ]
        if not dated:
            return cls(other, answer, answer.coverage.facts)
        return cls(other, answer, answer.coverage.facts, *max(dated))


def board(
    facts: Iterable[Fact],
    actor: str,
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> tuple[Line, ...]:
    """Every actor with facts in scope of the day, the best balance first, then by id."""
    by_pair: dict[str, list[Fact]] = {}
    for fact in facts:
        for other in others(fact, actor):
            by_pair.setdefault(other, []).append(fact)
    lines = [
        Line.of(other, state(mine, Pair.of(actor, other), as_of, scope, lens))
        for other, mine in by_pair.items()
    ]
    known = [line for line in lines if line.answer.known]
    return tuple(
        sorted(known, key=lambda line: (-line.answer.score.balance_millionths, line.other))
    )


def layer_board(
    held: Mapping[str, LayerEvidence], actor: str, as_of: AsOf, scope: Scope = EVERYTHING
) -> tuple[Line, ...]:
    """The same from what a layer holds of each pair, by the other actor."""
    answers = {
        other: layer_state(mine, Pair.of(actor, other), as_of, scope)
        for other, mine in held.items()
    }
    lines = [
        Line(other, answer, answer.facts, answer.last)
        for other, answer in answers.items()
        if answer.known
    ]
    return tuple(
        sorted(lines, key=lambda line: (-line.answer.score.balance_millionths, line.other))
    )


def others(fact: Fact, actor: str) -> set[str]:
    """The actors that a fact may tie to this one, as first recorded or as corrected since."""
    contents = [event.content for event in fact.events if isinstance(event, Asserted)]
    corrected = [
        event.value
        for event in fact.events
        if isinstance(event, Corrected) and event.field == "parties"
    ]
    contents += [contents[0].corrected("parties", value) for value in corrected]
    pairs = {pair for content in contents for pair in pairs_of(content) if actor in pair}
    return {other for pair in pairs for other in pair if other != actor}


class BoardLineJson(LedgersJson):
    """The ties with one actor."""

    actor: ActorId
    """The other actor, by id."""
    facts: Count
    """How many facts are in scope, counted or not."""
    last_fact: Handle | None
    """The latest fact that counts and has a first and a last day; null: there is none."""
    last_day: IsoDay | None
    """The last day on which that fact may have happened or begun, but no later than the day asked
    about; null: there is no such fact.
    """


class BoardJson(LayerClocksJson):
    """All ties of one actor on a day.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/board@1"]
    actor: ActorId
    """Whose ties, by id."""
    lens: LensName
    scope: DomainName | None
    """The domain asked for; null: all of the ties."""
    lines: Unique[BoardLineJson]
    """Every actor with which there are facts in scope of the day; the best balance first, then by
    id.
    """


def board_json(
    lines: Iterable[Line], actor: str, as_of: AsOf, scope: Scope, through: tuple[Lens, str]
) -> BoardJson:
    """The lines as plain values, with what was asked, through which lens and of which layer."""
    lens, layer = through
    return {
        "schema": SCHEMA,
        "actor": actor,
        **clocks_json(as_of),
        "layer": layer,
        "lens": lens.name,
        "scope": scope.written or None,
        "lines": [line_json(line) for line in lines],
    }


def line_json(line: Line) -> BoardLineJson:
    """A line as plain values; figures in micro-units."""
    score = line.answer.score
    return {
        "actor": line.other,
        "label": line.answer.label,
        "mixed": line.answer.verdict.mixed,
        "trend": line.answer.trend,
        "balance": score.balance,
        "cooperation": score.cooperation,
        "friction": score.friction,
        "net": score.net,
        "facts": line.facts,
        "last_fact": line.last_fact or None,
        "last_day": edtf.written(line.last_day) if line.last_day is not None else None,
    }
