"""The account of one fact: its share, how that came about, and what depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.events import Event
from domain.fact import Fact, FactState
from domain.readings import readings
from domain.status import status
from projections.events import describe
from projections.figures_json import NetJson
from projections.lenses import standing_flow
from projections.lenses.lens import NOTHING, Lens, Share
from projections.pair_fact import PairFact, classify, score_facts
from projections.pairs import Pair, pairs_of, view
from projections.plain import (
    ActorId,
    DomainName,
    Handle,
    IsoDay,
    KindName,
    LayerClocksJson,
    LensName,
    Micro,
    Parties,
    Positive,
    Reason,
    Status,
    Text,
    Title,
    Unique,
    View,
    WhatName,
)
from projections.score import Score
from projections.state import State, state, without
from projections.state_json import clocks_json

SCHEMA: Final = "detente/why-fact@1"


@dataclass(frozen=True, slots=True)
class Step:
    """What was recorded about a fact on one day of knowing, and its share before and after.

    In micro-units.
    """

    known_day: int
    events: tuple[Event, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair that the fact concerns.

    The fact's part in the answer, and the answer with and without it.
    """

    pair_fact: PairFact
    answer: State
    score: Score
    label: str


@dataclass(frozen=True, slots=True)
class WhyFact:
    """One fact on a day: its share alone, how that came about, and its part for each pair."""

    fact_state: FactState
    as_of: AsOf
    lens: Lens
    status: str
    reason: str
    stale: bool
    share: Share
    account: tuple[Step, ...]
    ties: tuple[Tie, ...]

    @property
    def half_life(self) -> int:
        """After how many days half of it is left, once it fades; 0 for what is never scored."""
        content = self.fact_state.content
        return content.half_life if content.of_kind.scored else 0


def why_fact(
    fact: Fact,
    facts_of: Callable[[Pair], Iterable[Fact]],
    as_of: AsOf,
    lens: Lens = standing_flow.LENS,
) -> WhyFact | None:
    """Explains one fact on a day; None where nobody could know of it.

    The account ends in what it counts for alone.
    """
    fact_state = fact.as_of(as_of.known_day, as_of.recorded_instant)
    if fact_state is None:
        return None
    alone = _alone(fact_state, as_of.day, lens)
    pairs = [Pair.of(*pair) for pair in pairs_of(fact_state.content)]
    ties = (
        _tie(fact, facts_of(pair), pair, as_of, lens)
        for pair in pairs
        if view(fact_state.content, pair) is not None
    )
    return WhyFact(
        fact_state=fact_state,
        as_of=as_of,
        lens=lens,
        status=status(fact_state, as_of.day),
        reason=alone.reason if alone else "not yet",
        stale=bool(alone and alone.stale),
        share=alone.share if alone else NOTHING,
        account=tuple(_account(fact, as_of, lens)),
        ties=tuple(tie for tie in ties if tie is not None),
    )


def _alone(fact_state: FactState, day: int, lens: Lens) -> PairFact | None:
    """The fact as if it were the only one; None where it had not begun by a day."""
    for pair in pairs_of(fact_state.content):
        found = score_facts(classify([fact_state], Pair.of(*pair), day, lens), day, lens)
        if found:
            return found[0]
    return None


def _account(fact: Fact, as_of: AsOf, lens: Lens) -> Iterable[Step]:
    recorded = [
        event
        for event in fact.effective_events(as_of.recorded_instant)
        if event.known_day <= as_of.known_day
    ]
    recorded.sort(key=lambda event: (event.known_day, event.originator_version))
    steps = [(day, tuple(events)) for day, events in groupby(recorded, key=lambda e: e.known_day)]
    read = readings(fact, (known_day for known_day, _ in steps), as_of.recorded_instant)
    before = 0
    for (known_day, events), fact_state in zip(steps, read, strict=True):
        pair_fact = _alone(fact_state, as_of.day, lens) if fact_state else None
        after = pair_fact.share.counted if pair_fact else 0
        yield Step(known_day, events, before, after)
        before = after


def _tie(fact: Fact, facts: Iterable[Fact], pair: Pair, as_of: AsOf, lens: Lens) -> Tie | None:
    answer = state(facts, pair, as_of, lens=lens)
    pair_fact = next(
        (pair_fact for pair_fact in answer.pair_facts if pair_fact.handle == fact.handle), None
    )
    return None if pair_fact is None else Tie(pair_fact, answer, *without(answer, fact.handle))


class StepJson(TypedDict):
    """What was reported of a fact on one day of knowledge."""

    known_on: IsoDay
    """The day of knowledge."""
    said: Annotated[list[Text], Field(min_length=1)]
    """What was reported, in the order of the record."""
    before: Micro
    """What it counted for by what was known before; micro-units."""
    after: Micro
    """What it counts for by what was known then; micro-units."""


WithJson = TypedDict("WithJson", {"with": Annotated[NetJson, Field(description="The answer.")]})


class TieJson(WithJson):
    """A pair that the fact concerns."""

    a: ActorId
    """The one actor, by id; the first of the two by id."""
    b: ActorId
    """The other actor, by id."""
    view: View
    counted: Micro
    """What it counts for in the answer on the pair, on all of its ties; micro-units."""
    reason: Reason | None
    """Why it does not count there; null: it counts."""
    without: NetJson
    """The answer without the fact."""


class WhyFactJson(LayerClocksJson):
    """The account of one fact.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/why-fact@1"]
    fact: Handle
    lens: LensName
    title: Title
    kind: KindName
    what: WhatName
    domain: DomainName
    parties: Parties
    status: Status
    reason: Reason | Literal["not yet"] | None
    """Why it would not count even alone; not yet: it is not in scope of the day; null: it counts.
    """
    weight: Micro
    """What it weighs before any lens, its own weight or the usual one; micro-units."""
    weight_because: Text | None
    """Why it has a weight of its own; null: nobody says, or it has the usual one."""
    half_life_days: Positive | None
    """After how many days half of it is left once it fades, by the default lens; null: it is
    never scored.
    """
    counted: Micro
    """What it would count for were it the only fact; micro-units."""
    low: Micro
    """The least that it may then count for; micro-units."""
    high: Micro
    """The most that it may then count for; micro-units."""
    account: Annotated[Unique[StepJson], Field(min_length=1)]
    """How that came about; in order of the days of knowledge."""
    ties: Unique[TieJson]
    """The pairs in which it is in scope of the day; by the ids of both actors."""


def why_fact_json(found: WhyFact) -> WhyFactJson:
    """The account as plain values; figures in micro-units."""
    content = found.fact_state.content
    return {
        "schema": SCHEMA,
        "fact": found.fact_state.handle,
        **clocks_json(found.as_of),
        "layer": found.fact_state.id.partition("/")[0],
        "lens": found.lens.name,
        "title": content.title,
        "kind": content.kind,
        "what": content.what,
        "domain": content.domain,
        "parties": content.parties,
        "status": found.status,
        "reason": found.reason or None,
        "weight": content.weighs,
        "weight_because": content.weight_because or None,
        "half_life_days": found.half_life or None,
        "counted": found.share.counted,
        "low": found.share.low,
        "high": found.share.high,
        "account": [step_json(step) for step in found.account],
        "ties": [_tie_json(tie) for tie in found.ties],
    }


def step_json(step: Step) -> StepJson:
    """What was said on one day, and what the fact counted for before and after."""
    said = [describe(event) for event in step.events]
    return {
        "known_on": edtf.written(step.known_day),
        "said": said,
        "before": step.before,
        "after": step.after,
    }


def _tie_json(tie: Tie) -> TieJson:
    return {
        "a": tie.answer.pair.a,
        "b": tie.answer.pair.b,
        "view": tie.pair_fact.view,
        "counted": tie.pair_fact.share.counted,
        "reason": tie.pair_fact.reason or None,
        "with": {
            "label": tie.answer.label,
            "balance": tie.answer.score.balance,
            "net": tie.answer.score.net,
        },
        "without": {"label": tie.label, "balance": tie.score.balance, "net": tie.score.net},
    }
