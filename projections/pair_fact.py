"""A fact as seen from a pair: its status on a day, why it does not count, what it counts for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.content import Content
from domain.fact import FactState
from domain.kinds import DOMAINS
from domain.status import Kleene, in_scope, standing_plan, status, support
from projections.lenses.flow import is_flow
from projections.lenses.lens import NOTHING, Lens, Share
from projections.pairs import Pair, view

HOLDING: Final = (Kleene.YES, Kleene.POSSIBLE)
OUTSIDE: Final = "outside-lens"
"""Why a fact does not count: the lens has no weight for it."""


@dataclass(frozen=True, slots=True)
class PairFact:
    """One fact in scope of a pair.

    What it says, from which side it concerns the pair, and why it does not count, if so.
    `weighed`: whether the lens gives it a weight. `plan`: the day for which an engagement is
    planned, as written; empty where it was called off or is not an engagement. `stale`: whether
    a stance or link holds on old evidence.
    """

    fact_state: FactState
    view: str
    status: str
    excluded: str = ""
    weighed: bool = True
    share: Share = NOTHING
    plan: str = ""
    stale: bool = False

    @property
    def handle(self) -> str:
        """The fact's key within its layer."""
        return self.fact_state.handle

    @property
    def reason(self) -> str:
        """Why it does not count; empty if it does."""
        return self.excluded or ("" if self.weighed else OUTSIDE)

    @property
    def countable(self) -> bool:
        """Whether nothing but a larger flow of its episode keeps it from counting."""
        return self.excluded in ("", "same-episode")

    @property
    def content(self) -> Content:
        """What the fact says as read."""
        return self.fact_state.content

    @property
    def dimension(self) -> str:
        """political, security or economic."""
        return DOMAINS[self.content.domain]


def in_force(pair_facts: Iterable[PairFact]) -> tuple[PairFact, ...]:
    """Countable instruments that hold or may hold."""
    return tuple(t for t in holding(pair_facts) if t.content.of_kind.listed == "in_force")


def holding(pair_facts: Iterable[PairFact]) -> tuple[PairFact, ...]:
    """Countable standing facts that hold or may hold."""
    return tuple(
        t for t in pair_facts if t.countable and t.content.standing and t.status in HOLDING
    )


def ahead(pair_facts: Iterable[PairFact]) -> tuple[PairFact, ...]:
    """Engagements pending or due, as they had been announced.

    Neither retracted nor disputed ones.
    """
    planned = [
        t for t in pair_facts if t.content.of_kind.planned and t.status in ("pending", "due")
    ]
    return tuple(t for t in planned if not t.fact_state.retracted and not t.fact_state.disputed)


def classify(fact_states: Iterable[FactState], pair: Pair, day: int, lens: Lens) -> list[PairFact]:
    """Every fact in scope of the pair on a day, in order of handle.

    Each with its status and why it does not count; not yet weighed.
    """
    found: list[PairFact] = []
    for fact_state in fact_states:
        if in_scope(fact_state, day):
            side = view(fact_state.content, pair)
            if side is not None:
                found.append(_pair_fact(fact_state, side, day, lens))
    found.sort(key=lambda pair_fact: pair_fact.handle)
    muted = _muted(found)
    return [
        replace(pair_fact, excluded="same-episode") if pair_fact.handle in muted else pair_fact
        for pair_fact in found
    ]


def _pair_fact(fact_state: FactState, side: str, day: int, lens: Lens) -> PairFact:
    how = status(fact_state, day)
    stale = how in HOLDING and support(fact_state, day) == "stale"
    return PairFact(
        fact_state,
        side,
        how,
        _why_excluded(fact_state, how),
        lens.weighs(fact_state),
        plan=_plan(fact_state, day),
        stale=stale,
    )


def _plan(fact_state: FactState, day: int) -> str:
    if not fact_state.content.of_kind.planned:
        return ""
    text, window = standing_plan(fact_state, day)
    return "" if window is None else text


def _why_excluded(fact_state: FactState, status: str) -> str:
    """The first reason that fits why a fact is not counted; empty if there is none."""
    kind = fact_state.content.of_kind
    if fact_state.retracted:
        return "retracted"
    if fact_state.disputed:
        return "disputed"
    if fact_state.doubtful:
        return "doubtful"
    if not kind.scored:
        return kind.name
    return status if kind.planned and status != "held" else ""


def _muted(pair_facts: Sequence[PairFact]) -> set[str]:
    """Handles of flows that a larger flow of the same episode, view and sign replaces."""
    largest: dict[tuple[str, str, int], PairFact] = {}
    flows = [
        t
        for t in pair_facts
        if not t.excluded
        and t.content.episode
        and is_flow(t.fact_state)
        and t.fact_state.window.bounded
    ]
    for pair_fact in sorted(flows, key=lambda t: (-abs(t.content.weighs), t.handle)):
        weight = pair_fact.content.weighs
        largest.setdefault(
            (pair_fact.content.episode, pair_fact.view, (weight > 0) - (weight < 0)), pair_fact
        )
    kept = {pair_fact.handle for pair_fact in largest.values()}
    return {pair_fact.handle for pair_fact in flows} - kept


def score_facts(pair_facts: Sequence[PairFact], day: int, lens: Lens) -> list[PairFact]:
    """The facts with their shares: those that count weighed together, the disputed ones each alone.

    All facts of the pair take part, also those beside the scope of a question: a lens may set
    facts against each other.
    """
    counting = [pair_fact.fact_state for pair_fact in pair_facts if not pair_fact.reason]
    shares = iter(lens.shares(counting, day))
    found: list[PairFact] = []
    for pair_fact in pair_facts:
        if not pair_fact.reason:
            found.append(
                PairFact(
                    pair_fact.fact_state,
                    pair_fact.view,
                    pair_fact.status,
                    share=next(shares),
                    plan=pair_fact.plan,
                    stale=pair_fact.stale,
                )
            )
        else:
            found.append(
                _disputed(pair_fact, day, lens) if pair_fact.excluded == "disputed" else pair_fact
            )
    return found


def momentum_by_fact(pair_facts: Sequence[PairFact], day: int, lens: Lens) -> dict[str, int]:
    """The movement by fact: what each added in the 30 days up to a day, by handle.

    In micro-units. All counted facts of the pair take part.
    """
    counting = [pair_fact.fact_state for pair_fact in pair_facts if not pair_fact.reason]
    return dict(
        zip((fact_state.handle for fact_state in counting), lens.moved(counting, day), strict=True)
    )


def _disputed(pair_fact: PairFact, day: int, lens: Lens) -> PairFact:
    """A disputed fact with the range that it would have.

    An engagement has none unless it was held.
    """
    counts = pair_fact.weighed and (
        not pair_fact.content.of_kind.planned or pair_fact.status == "held"
    )
    return (
        replace(pair_fact, share=lens.disputed(pair_fact.fact_state, day)) if counts else pair_fact
    )


def origins(fact_state: FactState) -> set[str]:
    """Where the reports on a fact come from; none for a fact without a source."""
    return {report.source for _, report in fact_state.reports if report is not None}


def freshness(pair_fact: PairFact, day: int) -> str:
    """confirmed, presumed or stale."""
    return support(pair_fact.fact_state, day)
