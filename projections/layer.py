"""The state of two actors' ties in a machine-coded layer.

Facts of one day are summed, all others are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain import edtf
from domain.clocks import AsOf
from domain.fact import Fact
from domain.kinds import DIMENSIONS, DOMAINS, What
from projections.flows import BOTH, FORWARD, REVERSE, Flow, FlowKey, Flows, Ledger, Part, toward
from projections.lenses.lens import NOTHING, Lens
from projections.lenses.standing_flow import LENS
from projections.pair_fact import PairFact, classify, momentum_by_fact, score_facts
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES, Score, trend
from projections.state import fold, label_of
from projections.words import count

SCHEMA: Final = "detente/layer-state@1"


class LayerEvidence(NamedTuple):
    """What a layer holds of a pair: facts of one day as they are summed, and all others."""

    layer: str
    flows: Flows
    facts: Iterable[Fact]


class Row(NamedTuple):
    """One domain: label, score, movement in micro-units, facts that may still count, and last day.

    The last day is that of the latest of these facts.
    """

    label: str
    score: Score
    momentum: int
    facts: int
    last: int | None


@dataclass(frozen=True, slots=True)
class LayerState:
    """The answer: label and trend, figures, what makes them up. Figures in micro-units.

    `parts` sums the facts that happened on one day each and count whole, as far as something may
    be left of them; `others` are all other facts in scope. `first` is the day of the earliest
    fact of either kind that has one.
    """

    pair: Pair
    as_of: AsOf
    layer: str
    label: str
    momentum: int
    score: Score
    directions: Mapping[str, Score]
    dimensions: Mapping[str, Score]
    domains: Mapping[str, Row]
    parts: tuple[Part, ...]
    others: tuple[PairFact, ...]
    first: int | None
    hindsight: int
    scope: str = ""
    lens: Lens = LENS

    @property
    def trend(self) -> str:
        """improving, steady or worsening over 30 days."""
        return trend(self.momentum)

    @property
    def moves(self) -> bool:
        """Whether there is anything that a trend could be of."""
        return self.label != "dormant" and self.label not in WITHOUT_FIGURES

    @property
    def known(self) -> bool:
        """Whether anything at all is known of the pair by then."""
        return bool(self.others) or self.first is not None

    @property
    def facts(self) -> int:
        """How many facts may still count.

        Facts that do not count for another reason than their age are included.
        """
        return sum(part.facts for part in self.parts) + len(self.others)

    @property
    def counted(self) -> int:
        """How many of them count."""
        return sum(part.facts for part in self.parts) + sum(
            not pair_fact.reason for pair_fact in self.others
        )

    @property
    def last(self) -> int | None:
        """The day of the latest fact that has one."""
        return _latest(self.parts, self.others)


def sentence(answer: LayerState) -> str:
    """The reason for the label: what there is most of on either side.

    An unknown state says that unknown is not neutral.
    """
    if answer.label == "unknown":
        return 'Nothing that counts is known. That is not "neutral".'
    parts = [_side("For", answer, 1), _side("Against", answer, -1)]
    return (
        " ".join(filter(None, parts))
        or "Nothing on record counts for or against the ties any more."
    )


NAMED: Final = 3
"""How many sorts of facts are named on each side."""


def _side(name: str, answer: LayerState, sign: int) -> str:
    weights: dict[str, list[int]] = {}
    for part in answer.parts:
        if part.counted * sign > 0:
            sums = weights.setdefault(What(part.sort.kind, part.sort.what).written, [0, 0])
            sums[0] += abs(part.counted)
            sums[1] += part.facts
    for pair_fact in answer.others:
        if pair_fact.share.counted * sign > 0:
            sums = weights.setdefault(pair_fact.content.title, [0, 0])
            sums[0] += abs(pair_fact.share.counted)
            sums[1] += 1
    most = sorted(weights, key=lambda what: (-weights[what][0], what))
    named = ", ".join(f"{what} ({count(weights[what][1], 'fact')})" for what in most[:NAMED])
    more = f", and {len(most) - NAMED} more" if len(most) > NAMED else ""
    return f"{name}: {named}{more}." if most else ""


def layer_state(
    held: LayerEvidence, pair: Pair, as_of: AsOf, scope: Scope = EVERYTHING
) -> LayerState:
    """The state of a pair's ties, from sums of facts of one day and from all other facts.

    The result does not depend on what was summed before: facts of one day among the others are
    summed here. Through standing-flow@1. Source: docs/scores.md.
    """
    pair_facts = _weighed(held.facts, pair, as_of, scope)
    others = tuple(pair_fact for pair_fact in pair_facts if _plain_flow(pair_fact, pair) is None)
    flows = held.flows.plus(_plain(pair_facts, pair), as_of.day).at(as_of.day)
    parts = ranked(Ledger(flows).at(as_of.day))
    by_handle = momentum_by_fact(others, as_of.day, LENS)
    score = score_of(parts, others)
    firsts = [
        pair_fact.fact_state.window.lo
        for pair_fact in others
        if pair_fact.fact_state.window.bounded
    ]
    return LayerState(
        pair=pair,
        as_of=as_of,
        layer=held.layer,
        label=label_of(others, score, [0] * flows.old + [part.most for part in parts]),
        momentum=sum(part.moved for part in parts) + sum(by_handle.values()),
        score=score,
        directions=directions(parts, others, pair),
        dimensions={name: _of_domains(parts, others, names) for name, names in DIMENSIONS.items()},
        domains=_rows(parts, others, by_handle),
        parts=parts,
        others=others,
        first=min([*firsts, *([flows.first] if flows.first is not None else [])], default=None),
        hindsight=flows.known_after(as_of.day)
        + sum(pair_fact.fact_state.known_day > as_of.day for pair_fact in others),
        scope=scope.written,
    )


def _weighed(facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope) -> list[PairFact]:
    scope = scope.within(pair)
    pair_facts = score_facts(classify(fold(facts, as_of), pair, as_of.day, LENS), as_of.day, LENS)
    return [pair_fact for pair_fact in pair_facts if scope.holds(pair_fact.content)]


def plain_flows(facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope) -> list[Flow]:
    """Those facts that are summed, as they are summed."""
    return _plain(_weighed(facts, pair, as_of, scope), pair)


def _plain(pair_facts: Iterable[PairFact], pair: Pair) -> list[Flow]:
    return [flow for pair_fact in pair_facts if (flow := _plain_flow(pair_fact, pair)) is not None]


def _plain_flow(pair_fact: PairFact, pair: Pair) -> Flow | None:
    """A fact as it is summed; None where it must be read by itself.

    That is a fact that does not count, lasts more than one day, or may be muted.
    """
    content, window = pair_fact.content, pair_fact.fact_state.window
    if pair_fact.reason or not content.of_kind.happens or window.lo != window.hi or content.episode:
        return None
    return Flow(
        toward(pair_fact.view, pair.key),
        FlowKey.of(content),
        window.lo,
        pair_fact.fact_state.known_day,
        0,
    )


def ranked(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Those that count most first."""
    return tuple(sorted(parts, key=lambda part: (-abs(part.counted), part.sort, part.toward)))


def score_of(parts: Iterable[Part], pair_facts: Iterable[PairFact]) -> Score:
    """What they come to together."""
    counted = [part.counted for part in parts]
    net, cooperation = sum(counted), sum(points for points in counted if points > 0)
    others = Score.of(pair_fact.share for pair_fact in pair_facts)
    # Nothing about what is summed is uncertain.
    return Score(
        cooperation + others.cooperation,
        cooperation - net + others.friction,
        net + others.low,
        net + others.high,
    )


def directions(
    parts: Sequence[Part], pair_facts: Sequence[PairFact], pair: Pair
) -> dict[str, Score]:
    """The score of each direction: its own facts and the mutual ones."""
    there, back = (FORWARD, REVERSE) if pair.a == pair.key[0] else (REVERSE, FORWARD)
    found: dict[str, Score] = {}
    for name, side in zip(pair.directions, (there, back), strict=True):
        mine = [part for part in parts if part.toward in (side, BOTH)]
        found[name] = score_of(
            mine,
            [
                pair_fact
                for pair_fact in pair_facts
                if toward(pair_fact.view, pair.key) in (side, BOTH)
            ],
        )
    return found


def _of_domains(
    parts: Sequence[Part], pair_facts: Sequence[PairFact], domains: Iterable[str]
) -> Score:
    mine = [part for part in parts if part.sort.domain in domains]
    return score_of(
        mine, [pair_fact for pair_fact in pair_facts if pair_fact.content.domain in domains]
    )


def _rows(
    parts: Sequence[Part], pair_facts: Sequence[PairFact], by_handle: Mapping[str, int]
) -> dict[str, Row]:
    """The domains in which a fact counts or may count, in the order of docs/scores.md."""
    rows: dict[str, Row] = {}
    for domain in DOMAINS:
        summed = [part for part in parts if part.sort.domain == domain]
        mine = [
            t
            for t in pair_facts
            if t.content.domain == domain and (not t.reason or t.share != NOTHING)
        ]
        if summed or mine:
            score = score_of(summed, mine)
            label = label_of(mine, score, [part.most for part in summed])
            momentum = sum(part.moved for part in summed) + sum(
                by_handle.get(pair_fact.handle, 0) for pair_fact in mine
            )
            rows[domain] = Row(
                label,
                score,
                momentum,
                sum(part.facts for part in summed) + len(mine),
                _latest(summed, mine),
            )
    return rows


def _latest(parts: Iterable[Part], pair_facts: Iterable[PairFact]) -> int | None:
    days = [
        pair_fact.fact_state.window.hi
        for pair_fact in pair_facts
        if edtf.NO_FIRST < pair_fact.fact_state.window.hi < edtf.NO_LAST
    ]
    return max([*days, *(part.last for part in parts)], default=None)
