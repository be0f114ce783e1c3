"""What is known of a day now and was not then, and what was believed then and is not now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.fact import Fact
from projections.figures_json import NetJson
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.pair_fact import PairFact
from projections.pairs import Pair
from projections.plain import AskedJson, Handle, IsoDay, Micro, Reason, Text, Title, Trend, Unique
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from projections.state_json import asked_json

if TYPE_CHECKING:
    from projections.layer import LayerState

SCHEMA: Final = "detente/hindsight@1"


@dataclass(frozen=True, slots=True)
class Revised:
    """A fact of both answers that says something else today.

    Its form then, its form now, and what that changed.
    """

    then: PairFact
    now: PairFact
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hindsight:
    """One day's ties as they could be known that day, and as they are known in the answer."""

    then: State
    now: State
    learned: tuple[PairFact, ...]
    revised: tuple[Revised, ...]

    @property
    def changed(self) -> int:
        """How many facts make the difference."""
        return len(self.learned) + len(self.revised)

    def of_layer(self, layer: str) -> Hindsight:
        """The same, from facts of another layer."""
        then, now = self.then.of_layer(layer), self.now.of_layer(layer)
        return replace(self, then=then, now=now)

    @property
    def verdict_changed(self) -> bool:
        """Whether the label would have been another one, or mixed or not."""
        return self.then.verdict[:2] != self.now.verdict[:2]


def hindsight(
    facts: Iterable[Fact],
    pair: Pair,
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> Hindsight:
    """Compares what was known by the end of the day asked about with what is known now.

    Both answers are of that day.
    """
    facts = list(facts)
    known_then = min(as_of.on, as_of.known_on or as_of.on)
    then = state(facts, pair, AsOf(as_of.on, known_then, as_of.recorded_by), scope, lens)
    now = state(facts, pair, as_of, scope, lens)
    before = {pair_fact.handle: pair_fact for pair_fact in then.pair_facts}
    return Hindsight(
        then=then,
        now=now,
        learned=tuple(pair_fact for pair_fact in now.pair_facts if pair_fact.handle not in before),
        revised=tuple(_revised(before, now.pair_facts)),
    )


def _revised(before: dict[str, PairFact], now: Iterable[PairFact]) -> Iterable[Revised]:
    for pair_fact in now:
        then = before.get(pair_fact.handle)
        if then is not None:
            changes = tuple(_changes(then, pair_fact))
            if changes:
                yield Revised(then, pair_fact, changes)


def _changes(then: PairFact, now: PairFact) -> Iterable[str]:
    """What differs today.

    A denial, `confirmed`, `retracted`, a corrected field, another status.
    """
    if _denial(then) != _denial(now):
        yield _denied_since(_denial(then), _denial(now))
    if then.fact_state.retracted != now.fact_state.retracted:
        yield "retracted since" if now.fact_state.retracted else "reinstated since"
    for field in ("title", "what", "parties", "domain", "weight", "grade"):
        if _value(then, field) != _value(now, field):
            yield f"{field} was {_value(then, field)}"
    if _dated(then) != _dated(now):
        yield f"dated {_dated(then)} then, {_dated(now)} now"
    if then.status != now.status:
        yield f"{then.status} then, {now.status} now"
    if then.stale != now.stale:
        yield "stale then, attested since" if then.stale else "stale now"


def _denial(pair_fact: PairFact) -> str:
    fact_state = pair_fact.fact_state
    return "disputed" if fact_state.disputed else "contested" if fact_state.contested else ""


def _denied_since(then: str, now: str) -> str:
    if then and now:
        return f"{then} then, {now} now"
    return "denied since" if now else "confirmed since"


def _value(pair_fact: PairFact, field: str) -> str:
    return pair_fact.content.parties if field == "parties" else pair_fact.content.value(field)


def _dated(pair_fact: PairFact) -> str:
    return pair_fact.fact_state.held or pair_fact.content.dated


class StandJson(NetJson):
    """What an answer comes to, in short, with its trend."""

    trend: Trend


class LearnedJson(TypedDict):
    """A fact of that day that became known after it."""

    fact: Handle
    title: Title
    known_on: IsoDay
    """From when it was known."""
    counted: Micro
    """What it counts for now; micro-units."""
    reason: Reason | None
    """Why it does not count; null: it counts."""


class RevisedJson(TypedDict):
    """A fact of both answers that says something else now."""

    fact: Handle
    title: Title
    changes: Annotated[Unique[Text], Field(min_length=1)]
    """What differs now: first whether it is denied or retracted, then each field, then its date
    and its status.
    """
    counted_then: Micro
    """What it counted for by what was known then; micro-units."""
    counted_now: Micro
    """What it counts for now; micro-units."""


class LearnedAndRevisedJson(AskedJson):
    """A day as known then and now, and the facts that make the difference."""

    then: StandJson
    """The answer by what was known by the end of the day asked about."""
    now: StandJson
    """The answer by everything known, or by what was known on known_on."""
    verdict_changed: bool
    """Whether the label then was another one."""
    learned: Unique[LearnedJson]
    """Facts of that day that became known after it; by handle."""
    revised: Unique[RevisedJson]
    """Facts of both answers that say something else now; by handle."""


class HindsightJson(LearnedAndRevisedJson):
    """What is known of a day now and was not known by the end of it.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/hindsight@1"]


def hindsight_json(found: Hindsight) -> HindsightJson:
    """The comparison as plain values; figures in micro-units."""
    return {"schema": SCHEMA, **learned_and_revised_json(found)}


def learned_and_revised_json(found: Hindsight) -> LearnedAndRevisedJson:
    """A day as known then and now, and the facts that make the difference; in micro-units."""
    return {
        **asked_json(found.now),
        "then": stand_json(found.then),
        "now": stand_json(found.now),
        "verdict_changed": found.verdict_changed,
        "learned": [
            {
                "fact": pair_fact.handle,
                "title": pair_fact.content.title,
                "known_on": edtf.written(pair_fact.fact_state.known_day),
                "counted": pair_fact.share.counted,
                "reason": pair_fact.reason or None,
            }
            for pair_fact in found.learned
        ],
        "revised": [
            {
                "fact": revised.now.handle,
                "title": revised.now.content.title,
                "changes": list(revised.changes),
                "counted_then": revised.then.share.counted,
                "counted_now": revised.now.share.counted,
            }
            for revised in found.revised
        ],
    }


def stand_json(answer: State | LayerState) -> StandJson:
    """What an answer comes to, in short; figures in micro-units."""
    return {
        "label": answer.label,
        "trend": answer.trend,
        "balance": answer.score.balance,
        "net": answer.score.net,
    }
