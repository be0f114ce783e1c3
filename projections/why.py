"""The account of a figure: each fact's share, the answer without it, and how the figure moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from typing_extensions import TypedDict

from domain.clocks import AsOf
from domain.edtf import shifted
from domain.fact import Fact
from projections.diff import AccountJson, Diff, account_json, diff
from projections.figures_json import (
    MoveJson,
    NetJson,
    UncountedJson,
    UsualJson,
    moves_json,
    usual_json,
)
from projections.leaving_out import LeavingOut
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.pair_fact import PairFact, classify, origins, score_facts
from projections.pairs import Pair
from projections.plain import (
    Amount,
    AskedJson,
    DomainName,
    Handle,
    Micro,
    Text,
    Title,
    Unique,
    View,
)
from projections.scope import EVERYTHING, Scope
from projections.score import Score
from projections.state import State, fold, state
from projections.state_json import asked_json

SCHEMA: Final = "detente/why@1"
ACCOUNT_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One fact's part in an answer, with the figures and label of the answer without it."""

    pair_fact: PairFact
    score: Score
    label: str


@dataclass(frozen=True, slots=True)
class Why:
    """An answer, the part of every fact in it, the largest first, and the account of 30 days.

    The account begins 30 days before the answer's day.
    """

    answer: State
    parts: tuple[Part, ...]
    account: Diff

    @property
    def left_over(self) -> int:
        """Relief beyond the friction that it can pay off, in micro-units."""
        return self.answer.score.relief - self.answer.score.eased


def why(
    facts: Iterable[Fact],
    pair: Pair,
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> Why:
    """Explains a pair's figures on a day.

    The parts that are for or against, with what relief paid off, add up to the net, and the
    account to how it moved.
    """
    facts = list(facts)
    answer = state(facts, pair, as_of, scope, lens)
    ranked = sorted(
        answer.contributions,
        key=lambda pair_fact: (-abs(pair_fact.share.counted), pair_fact.handle),
    )
    left_out = LeavingOut(_all_of(facts, answer), scope.within(pair), lens, as_of.day)
    parts = tuple(Part(pair_fact, *left_out.without(pair_fact.handle)) for pair_fact in ranked)
    before = state(facts, pair, replace(as_of, on=shifted(as_of.on, -ACCOUNT_DAYS)), scope, lens)
    found = Why(answer, parts, diff(before, answer))
    shares = sum(t.share.counted for t in answer.contributions if not answer.relieves(t))
    assert shares + answer.score.eased == answer.score.net
    return found


def _all_of(facts: Iterable[Fact], answer: State) -> list[PairFact]:
    """The facts of the pair with their shares, also those beside the scope of an answer."""
    if not answer.scope:
        return [*answer.pair_facts]
    day, lens = answer.as_of.day, answer.lens
    return score_facts(classify(fold(facts, answer.as_of), answer.pair, day, lens), day, lens)


class PartJson(TypedDict):
    """One fact's part in the answer."""

    fact: Handle
    title: Title
    domain: DomainName
    view: View
    relief: bool
    """Whether it pays off friction instead of counting for the ties."""
    counted: Micro
    """What it counts for; micro-units."""
    low: Micro
    """The least that it may count for; micro-units."""
    high: Micro
    """The most that it may count for; micro-units."""
    sources: Unique[Text]
    """Where its reports come from, by origin or else publisher; by code point."""
    without: NetJson
    """The answer without it."""


class WhyJson(AskedJson, NetJson):
    """The account of a pair's figures.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/why@1"]
    parts: Unique[PartJson]
    """Every fact whose possible range is not zero; the one that counts most first, either way,
    then by handle. What those beside relief count for, and eased, add up to the net.
    """
    eased: Amount
    """Friction that relief paid off; micro-units."""
    relief_left: Amount
    """Relief beyond the friction that it can pay off; micro-units."""
    moves: Unique[MoveJson]
    """What moved ties in the last 30 days; by handle."""
    usual: UsualJson
    not_counted: Unique[UncountedJson]
    """Every fact of the pair that does not count, with the reason; by handle."""
    account: AccountJson
    """How the net moved in the 30 days up to the day asked about."""


def why_json(found: Why) -> WhyJson:
    """The account as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **asked_json(found.answer),
        "label": found.answer.label,
        "balance": found.answer.score.balance,
        "net": found.answer.score.net,
        "parts": [part_json(part, found.answer) for part in found.parts],
        "eased": found.answer.score.eased,
        "relief_left": found.left_over,
        "moves": moves_json(found.answer.moves),
        "usual": usual_json(found.answer.movement),
        "not_counted": [
            {"fact": pair_fact.handle, "reason": pair_fact.reason}
            for pair_fact in found.answer.not_counted
        ],
        "account": account_json(found.account),
    }


def part_json(part: Part, answer: State) -> PartJson:
    """One fact's part as plain values; figures in micro-units."""
    pair_fact = part.pair_fact
    return {
        "fact": pair_fact.handle,
        "title": pair_fact.content.title,
        "domain": pair_fact.content.domain,
        "view": pair_fact.view,
        "relief": answer.relieves(pair_fact),
        "counted": pair_fact.share.counted,
        "low": pair_fact.share.low,
        "high": pair_fact.share.high,
        "sources": sorted(origins(pair_fact.fact_state)),
        "without": {"label": part.label, "balance": part.score.balance, "net": part.score.net},
    }
