"""The ties of every pair on a day, a line each, with what changed in 30 days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import NO_FIRST
from domain.fact import DESK, Fact, FactState
from domain.status import in_scope
from projections.agenda import AHEAD, Item, ItemJson, agenda, item_json
from projections.board import Line
from projections.figures_json import MovementJson, NetJson, ScoreJson, score_json, verdict_json
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.moves import MOVE_DAYS
from projections.pair_fact import PairFact, classify, score_facts
from projections.pairs import Pair, pairs_of
from projections.plain import (
    ActorId,
    Amount,
    Count,
    DomainName,
    Handle,
    IsoDay,
    LayerClocksJson,
    LensName,
    Parties,
    Title,
    Unique,
)
from projections.scope import EVERYTHING, Scope
from projections.state import Glance, State, fold, state_of
from projections.state_json import clocks_json
from projections.verdict import FactMoves

SCHEMA: Final = "detente/board-pairs@1"
REASONS: Final = 2
"""How many of the facts that moved a pair's ties in 30 days are named."""


class Reason(NamedTuple):
    """A fact that moved ties in 30 days, and by how much either way."""

    pair_fact: PairFact
    moves: FactMoves

    @property
    def size(self) -> int:
        """How much it moved, whichever way."""
        return self.moves.now.up + self.moves.now.down


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair's ties in short: the answer, the answer of 30 days before, and the latest fact."""

    answer: State
    before: Glance
    line: Line

    @property
    def pair(self) -> Pair:
        """The two actors, in their stored order."""
        return self.answer.pair

    @property
    def moved(self) -> int:
        """What moved the ties in 30 days, both ways added up; in micro-units."""
        return sum(self.answer.movement.now)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The facts that moved the ties most in 30 days; ties of them by handle."""
        by_handle = {pair_fact.handle: pair_fact for pair_fact in self.answer.counted}
        found = [Reason(by_handle[handle], moves) for handle, moves in self.answer.moves.items()]
        found.sort(key=lambda reason: (-reason.size, reason.pair_fact.handle))
        return tuple(reason for reason in found if reason.size)[:REASONS]


@dataclass(frozen=True, slots=True)
class PairsBoard:
    """Every pair of which anything is known on a day, the one that moved most first.

    `news` are facts that became known in the 30 days up to it, the latest first, and `ahead` what
    was planned by then.
    """

    as_of: AsOf
    scope: Scope
    lens: Lens
    lines: tuple[PairLine, ...]
    news: tuple[FactState, ...]
    ahead: tuple[Item, ...]

    @property
    def since(self) -> int:
        """The day of which the answers before are: 30 days before the one asked about."""
        return self.as_of.day - MOVE_DAYS


def board_pairs(
    facts: Iterable[Fact],
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> PairsBoard:
    """The ties of every pair on a day; each is the state of that pair.

    Both answers of a pair are by the same knowledge: what changed is what happened.
    """
    facts = list(facts)
    fact_states = fold(facts, as_of)
    by_pair: dict[tuple[str, str], list[FactState]] = {}
    for fact_state in fact_states:
        for pair in pairs_of(fact_state.content):
            by_pair.setdefault(pair, []).append(fact_state)
    lines = [_line(Pair.of(*pair), mine, as_of, scope, lens) for pair, mine in by_pair.items()]
    known = [line for line in lines if line.answer.known]
    known.sort(key=lambda line: (-line.moved, line.pair))
    return PairsBoard(
        as_of,
        scope,
        lens,
        tuple(known),
        _news(fact_states, as_of, scope),
        agenda(facts, as_of, AHEAD, scope),
    )


def _line(
    pair: Pair, fact_states: list[FactState], as_of: AsOf, scope: Scope, lens: Lens
) -> PairLine:
    answer = state_of(fact_states, pair, as_of, scope, lens)
    day = as_of.day - MOVE_DAYS
    then = score_facts(classify(fact_states, pair, day, lens), day, lens) if day > 0 else []
    return PairLine(answer, Glance.of(then, scope, lens, day), Line.of(pair.b, answer))


def _news(fact_states: Iterable[FactState], as_of: AsOf, scope: Scope) -> tuple[FactState, ...]:
    """Facts in scope of the day that became known in the 30 days up to it, the latest first."""
    day = as_of.day
    first = max(day - MOVE_DAYS + 1, NO_FIRST)
    found = [
        fact_state
        for fact_state in fact_states
        if first <= fact_state.known_day <= day
        and in_scope(fact_state, day)
        and not fact_state.retracted
        and scope.holds(fact_state.content)
    ]
    return tuple(sorted(found, key=lambda each: (-each.known_day, each.handle)))


# As plain values ----------------------------------------------------------------------------------


class BeforeJson(NetJson):
    """The ties of a pair 30 days before, by the same knowledge."""

    mixed: bool
    """Whether there was much for the ties and much against them."""


class PairReasonJson(TypedDict):
    """A fact that moved a pair's ties in 30 days."""

    fact: Handle
    title: Title
    up: Amount
    """What it moved for the better; micro-units."""
    down: Amount
    """What it moved for the worse, without its sign; micro-units."""


class PairLineJson(ScoreJson, MovementJson):
    """The ties of one pair: the score, the label, and what moved them in 30 days."""

    a: ActorId
    """The first actor, in the order of their ids."""
    b: ActorId
    """The second actor."""
    facts: Count
    """How many facts are in scope, counted or not."""
    up: Amount
    """What moved the ties for the better in 30 days; micro-units."""
    down: Amount
    """What moved them for the worse, without its sign; micro-units."""
    before: BeforeJson
    reasons: Annotated[Unique[PairReasonJson], Field(max_length=REASONS)]
    """The facts that moved the ties most in 30 days; then by handle. None where nothing did."""
    last_fact: Handle | None
    """The latest fact that counts and has a first and a last day; null: there is none."""
    last_day: IsoDay | None
    """The last day on which that fact may have happened or begun, but no later than the day asked
    about; null: there is no such fact.
    """


class PairNewsJson(TypedDict):
    """A fact that became known lately."""

    fact: Handle
    title: Title
    parties: Parties
    domain: DomainName
    known_on: IsoDay
    """From when it was known."""


class BoardPairsJson(LayerClocksJson):
    """The ties of every pair on a day, and what changed in 30 days.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/board-pairs@1"]
    lens: LensName
    scope: DomainName | None
    """The domain asked for; null: all of the ties."""
    before_on: IsoDay | None
    """The day of the answers before: 30 days earlier; null: that is before the calendar begins."""
    pairs: Unique[PairLineJson]
    """Every pair of which there are facts in scope of the day; the one that moved most in 30 days
    first, then by the ids of both.
    """
    news: Unique[PairNewsJson]
    """The facts of that day that became known in the 30 days up to it; the latest first, then by
    handle.
    """
    ahead: Unique[ItemJson]
    """What was planned and not yet past; by the first day planned, then by the last, then by
    handle.
    """


def board_pairs_json(found: PairsBoard) -> BoardPairsJson:
    """The lines as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **clocks_json(found.as_of),
        "layer": DESK,
        "lens": found.lens.name,
        "scope": found.scope.written or None,
        "before_on": edtf.written(found.since) if found.since > 0 else None,
        "pairs": [pair_line_json(line) for line in found.lines],
        "news": [_news_json(fact_state) for fact_state in found.news],
        "ahead": [item_json(item) for item in found.ahead],
    }


def pair_line_json(line: PairLine) -> PairLineJson:
    """One pair as plain values; figures in micro-units."""
    answer, before, latest = line.answer, line.before, line.line
    return {
        "a": line.pair.a,
        "b": line.pair.b,
        **verdict_json(answer.verdict),
        "trend": answer.trend,
        "momentum": answer.momentum,
        **score_json(answer.score),
        "facts": latest.facts,
        "up": answer.movement.now.up,
        "down": answer.movement.now.down,
        "before": {
            "label": before.label,
            "mixed": before.verdict.mixed,
            "balance": before.score.balance,
            "net": before.score.net,
        },
        "reasons": [_reason_json(reason) for reason in line.reasons],
        "last_fact": latest.last_fact or None,
        "last_day": edtf.written(latest.last_day) if latest.last_day is not None else None,
    }


def _reason_json(reason: Reason) -> PairReasonJson:
    return {
        "fact": reason.pair_fact.handle,
        "title": reason.pair_fact.content.title,
        "up": reason.moves.now.up,
        "down": reason.moves.now.down,
    }


def _news_json(fact_state: FactState) -> PairNewsJson:
    return {
        "fact": fact_state.handle,
        "title": fact_state.content.title,
        "parties": fact_state.content.parties,
        "domain": fact_state.content.domain,
        "known_on": edtf.written(fact_state.known_day),
    }
