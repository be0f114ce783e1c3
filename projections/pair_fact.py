"""A fact as seen from a pair: its status on a day, why it does not count, what it counts for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

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

MUTED: Final = "same-episode"
"""Why a flow does not count: a larger one of its episode does."""


class Shares(NamedTuple):
    """What a fact counts for, and what it would, were it not contested."""

    share: Share
    sure: Share


NO_SHARES: Final = Shares(NOTHING, NOTHING)


@dataclass(frozen=True, slots=True)
class PairFact:
    """One fact in scope of a pair.

    What it says, from which side it concerns the pair, and why it does not count, if so.
    `weighed`: whether the lens gives it a weight. `plan`: the day for which an engagement is
    planned, as written; empty where it was called off or is not an engagement. `stale`: whether
    a stance or link holds on old evidence. `called_off`: the refusal that a plan counts as, where
    an actor of the pair called it off. `unwidened`: its share, were it not contested.
    """

    fact_state: FactState
    view: str
    status: str
    excluded: str = ""
    weighed: bool = True
    share: Share = NOTHING
    plan: str = ""
    stale: bool = False
    called_off: FactState | None = None
    unwidened: Share = NOTHING

    @property
    def flowing(self) -> FactState:
        """The fact as it counts: a plan that was called off counts as a refusal to meet."""
        return self.called_off or self.fact_state

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
        return self.excluded in ("", MUTED)

    @property
    def contested(self) -> bool:
        """Whether it counts although somebody denies it."""
        return self.fact_state.contested and not self.fact_state.retracted

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
            pair_fact = pair_fact_of(fact_state, pair, day, lens)
            if pair_fact is not None:
                found.append(pair_fact)
    found.sort(key=lambda pair_fact: pair_fact.handle)
    return found


def pair_fact_of(fact_state: FactState, pair: Pair, day: int, lens: Lens) -> PairFact | None:
    """A fact in scope of a day as seen from a pair; None where it does not concern the two."""
    how = status(fact_state, day)
    called_off = called_off_as(fact_state, pair, day) if how == "cancelled" else None
    side = view((called_off or fact_state).content, pair)
    if side is None:
        return None
    stale = how in HOLDING and support(fact_state, day) == "stale"
    return PairFact(
        fact_state,
        side,
        how,
        why_excluded(fact_state, "held" if called_off else how),
        lens.weighs(called_off or fact_state),
        plan=_plan(fact_state, day),
        stale=stale,
        called_off=called_off,
    )


def called_off_as(fact_state: FactState, pair: Pair, day: int) -> FactState | None:
    """A plan that one of the pair called off, as the refusal to meet that it counts as.

    It goes from that actor to each actor on the other side of the plan. None where nobody says
    who called it off, or the pair is another. Source: docs/scores.md.
    """
    plan, content = standing_plan(fact_state, day), fact_state.content
    others = _other_side(content, plan.by)
    if plan.by not in pair or not {*pair} & {*others} - {plan.by}:
        return None
    refusal = {
        "kind": "action",
        "what": "reject:meet",
        "weight": None,
        "actors": (plan.by,),
        "recipients": tuple(other for other in others if other != plan.by),
        "relation": "directed",
        "planned": "",
        "on": plan.text,
    }
    return replace(fact_state, content=content.model_copy(update=refusal), held="")


def _other_side(content: Content, actor: str) -> tuple[str, ...]:
    """The parties across from an actor; none for one who is not a party (any more)."""
    if actor in content.actors:
        return content.recipients
    return content.actors if actor in content.recipients else ()


def _plan(fact_state: FactState, day: int) -> str:
    if not fact_state.content.of_kind.planned:
        return ""
    plan = standing_plan(fact_state, day)
    return "" if plan.window is None else plan.text


def why_excluded(fact_state: FactState, status: str) -> str:
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


def standing_word(status: str, reason: str, *, stale: bool, contested: bool) -> str:
    """The standing of a fact in an answer: why it does not count, or its status, in a word."""
    if reason:
        return reason
    if stale:
        return "stale"
    return "contested" if contested else _STANDINGS.get(status, status)


_STANDINGS: Final[Mapping[str, str]] = {Kleene.YES: "in force", Kleene.NO: "ended"}


class Rival(NamedTuple):
    """A flow of an episode: with which others it is compared, and what it weighs."""

    group: tuple[str, str, int]
    weight: int
    by_share: bool

    @classmethod
    def of(cls, pair_fact: PairFact, lens: Lens) -> Rival | None:
        """That of a fact; None for one that neither mutes another nor is muted."""
        content, flow = pair_fact.content, pair_fact.flowing
        if not content.episode or pair_fact.excluded or not is_flow(pair_fact.fact_state):
            return None
        if not flow.begun.bounded:
            return None
        if lens.eases:
            group = content.episode, pair_fact.view, int(lens.ledger(flow))
            return cls(group, abs(lens.weight(flow)), by_share=True)
        weight = flow.content.weighs
        side = (weight > 0) - (weight < 0)
        return cls((content.episode, pair_fact.view, side), abs(weight), by_share=False)


def ranked(flows: Iterable[tuple[Rival, int, str]]) -> list[list[str]]:
    """Handles of flows that are compared with one another, the largest of each group first.

    Of each its rivals, what it counts for alone on a day, and its handle. The larger counts for
    more on that day; of two that count the same, the one that weighs more.
    """
    groups: dict[tuple[str, str, int], list[tuple[int, int, str]]] = {}
    for rival, counted, handle in flows:
        rank = -abs(counted) if rival.by_share else 0, -rival.weight, handle
        groups.setdefault(rival.group, []).append(rank)
    return [[handle for _, _, handle in sorted(group)] for group in groups.values()]


def muted(flows: Iterable[tuple[Rival, int, str]]) -> set[str]:
    """Handles of flows that a larger flow of the same episode, view and ledger replaces."""
    return {handle for group in ranked(flows) for handle in group[1:]}


def _muted(pair_facts: Sequence[PairFact], shares: Sequence[Shares], lens: Lens) -> set[str]:
    return muted(
        (rival, alone.share.counted, pair_fact.handle)
        for pair_fact, alone in zip(pair_facts, shares, strict=True)
        if (rival := Rival.of(pair_fact, lens)) is not None
    )


def score_facts(pair_facts: Sequence[PairFact], day: int, lens: Lens) -> list[PairFact]:
    """The facts with their shares: those that count weighed together, the disputed ones each alone.

    All facts of the pair take part, also those beside the scope of a question: a lens may set
    facts against each other, and a flow may be muted by a larger one of its episode.
    """
    shares = [NO_SHARES] * len(pair_facts)
    if lens.alone is not None:
        shares = [shares_alone(pair_fact, day, lens) for pair_fact in pair_facts]
    smaller = _muted(pair_facts, shares, lens)
    kept = [pair_fact for pair_fact in pair_facts if pair_fact.handle not in smaller]
    if lens.alone is None:
        shares = _shares_together(pair_facts, kept, day, lens)
    return [
        mute(pair_fact) if pair_fact.handle in smaller else weighed(pair_fact, alone)
        for pair_fact, alone in zip(pair_facts, shares, strict=True)
    ]


def _shares_together(
    pair_facts: Iterable[PairFact], kept: Iterable[PairFact], day: int, lens: Lens
) -> list[Shares]:
    """What facts count for in a lens in which that hangs on the others; disputed ones alone."""
    counting = [pair_fact for pair_fact in kept if not pair_fact.reason]
    together = lens.shares([pair_fact.flowing for pair_fact in counting], day)
    found = {t.handle: share for t, share in zip(counting, together, strict=True)}
    return [
        _widened(t, found[t.handle]) if t.handle in found else shares_alone(t, day, lens)
        for t in pair_facts
    ]


def _widened(pair_fact: PairFact, share: Share) -> Shares:
    """A share, to which 0 belongs if the fact is contested."""
    return Shares(share.or_nothing() if pair_fact.contested else share, share)


def mute(pair_fact: PairFact) -> PairFact:
    """The fact, as one that a larger flow of its episode replaces."""
    return replace(pair_fact, excluded=MUTED)


def weighed(pair_fact: PairFact, shares: Shares) -> PairFact:
    """The fact with what it counts for."""
    if shares is NO_SHARES:
        return pair_fact
    return PairFact(
        pair_fact.fact_state,
        pair_fact.view,
        pair_fact.status,
        pair_fact.excluded,
        pair_fact.weighed,
        shares.share,
        pair_fact.plan,
        pair_fact.stale,
        pair_fact.called_off,
        shares.sure,
    )


def shares_alone(pair_fact: PairFact, day: int, lens: Lens) -> Shares:
    """What a fact counts for that no other fact keeps from counting, at the end of a day.

    A disputed fact counts for nothing; its range is what it would have alone, and 0. An engagement
    has none unless it was held or one of the pair called it off.
    """
    if not pair_fact.reason:
        return _widened(pair_fact, lens.share(pair_fact.flowing, day))
    happened = pair_fact.status == "held" or pair_fact.called_off is not None
    planned = pair_fact.content.of_kind.planned and not happened
    if pair_fact.excluded != "disputed" or not pair_fact.weighed or planned:
        return NO_SHARES
    alone = lens.share(pair_fact.flowing, day).or_nothing()
    share = Share(0, alone.low, alone.high)
    return Shares(share, share)


def origins(fact_state: FactState) -> set[str]:
    """Where the reports on a fact come from; none for a fact without a source."""
    return {report.source for _, report in fact_state.reports if report is not None}


def freshness(pair_fact: PairFact, day: int) -> str:
    """confirmed, presumed or stale."""
    return support(pair_fact.fact_state, day)
