"""The verdict on ties: label, mixed, thin, barriers and trend, from facts and their ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from domain.kinds import DECISIVE, POINT, What
from domain.status import Kleene
from projections.ledgers import FAINT, Ledgers
from projections.lenses.lens import Lens
from projections.moves import Movement, Moves, moved, now, total, year_before
from projections.pair_fact import PairFact
from projections.score import Score

LADDER: Final = (
    (-5 * POINT, "hostile"),
    (-POINT * 5 // 2, "tense"),
    (-POINT * 3 // 4, "strained"),
)
UPPER_LADDER: Final = ((5 * POINT, "close"), (POINT * 5 // 2, "warm"), (POINT * 3 // 4, "cordial"))

BARRIERS: Final = frozenset(
    {
        "embargo",
        "comprehensive-sanctions",
        "territorial-control",
        "border-closed",
        "relations-downgraded",
        "recognition-withheld",
    }
)
"""Instruments behind which there is no friend, whatever else counts. Source: docs/scores.md."""

_WAR: Final = What("instrument", "armed-conflict")
_DECIDING: Final = BARRIERS | {what.what for what in DECISIVE}
_MAKING_PEACE: Final = frozenset({"ceasefire", "peace-treaty"})
FRIENDLY: Final = frozenset({"neutral", "cordial", "warm", "close"})
"""Labels that no ties have on which a barrier is in force."""

WARM: Final = frozenset({"warm", "close"})
"""Labels that meetings alone bring no ties."""


WIDE: Final = 4 * POINT
"""What the range of a net spans that leaves open if ties are friendly or hostile."""

THIN: Final = 3
"""A verdict by figures rests on thin evidence where fewer facts count."""

TABLES: Final = (LADDER, UPPER_LADDER, sorted(BARRIERS), THIN, FAINT)
"""What a verdict follows from, besides the rules in code."""


class Verdict(NamedTuple):
    """A label, what stands beside it, and the barriers that decided it."""

    label: str
    mixed: bool = False
    thin: bool = False
    barriers: tuple[PairFact, ...] = ()


def verdict_of(
    pair_facts: Sequence[PairFact], ledgers: Ledgers, *, summed: bool = False
) -> Verdict:
    """The first label whose rule fits.

    The ledgers are of all facts in scope; of these, only those that decide by themselves are
    needed one by one. `summed`: whether there are facts that count beside them, of which the
    ledgers hold what is left. Source: docs/scores.md.
    """
    if not ledgers.countable and not summed:
        return Verdict("disputed" if ledgers.denied else "unknown")
    deciding = [pair_fact for pair_fact in pair_facts if decides(pair_fact)]
    for what, label in DECISIVE.items():
        if any(stands(pair_fact, what) for pair_fact in deciding):
            return Verdict(label)
    if not ledgers.weighed and not summed:
        return Verdict("unknown")
    if not ledgers.lively and not ledgers.strong:
        return Verdict("dormant")
    return _by_figures(deciding, ledgers)


def decides(pair_fact: PairFact) -> bool:
    """Whether a fact may decide a label by itself.

    A war, a break of relations or a barrier, that may be in force; or a war that is over.
    """
    content = pair_fact.content
    if content.kind != "instrument" or content.what not in _DECIDING or not pair_fact.countable:
        return False
    return pair_fact.status != Kleene.NO or content.what == _WAR.what


def few_that_decide(pair_facts: Iterable[PairFact]) -> list[PairFact]:
    """Facts that decide the label as all of them do, whichever of them is left out.

    Of each sort that decides by itself two: without one, the other still does.
    """
    found: dict[str, list[PairFact]] = {}
    for pair_fact in filter(decides, pair_facts):
        labels = [label for what, label in DECISIVE.items() if stands(pair_fact, what)]
        for sort in (*labels, *(["barrier"] if is_barrier(pair_fact) else [])):
            found.setdefault(sort, []).append(pair_fact)
    few = (pair_fact for mine in found.values() for pair_fact in mine[:2])
    return [*{pair_fact.handle: pair_fact for pair_fact in few}.values()]


def _by_figures(deciding: Iterable[PairFact], ledgers: Ledgers) -> Verdict:
    score, thin = ledgers.score, ledgers.counting < THIN
    if not score.mixed and _not_assessable(score, *ledgers.sure_range):
        return Verdict("not-assessable", thin=thin)
    label = on_the_ladder(score.balance_millionths)
    barriers = tuple(each for each in deciding if is_barrier(each)) if label in FRIENDLY else ()
    if barriers:
        label = "strained"
    elif label in WARM and 2 * ledgers.meetings > score.cooperation:
        label = "cordial"
    return Verdict(label, score.mixed, thin, barriers)


def _not_assessable(score: Score, low: int, high: int) -> bool:
    """Whether the evidence leaves open if ties are friendly or hostile."""
    wide = high - low > max(WIDE, abs(score.net)) and low < -POINT and high > POINT
    return wide or (score.cooperation == score.friction == 0 and score.low < score.high)


def on_the_ladder(balance: int) -> str:
    """The label of a balance, in millionths of a point; the higher, the better."""
    for limit, label in LADDER:
        if balance <= limit:
            return label
    return next((label for limit, label in UPPER_LADDER if balance >= limit), "neutral")


def stands(pair_fact: PairFact, what: What) -> bool:
    """Whether an instrument is in force, or probably."""
    if (pair_fact.content.kind, pair_fact.content.what) != what:
        return False
    return pair_fact.status == Kleene.YES or (
        pair_fact.status == Kleene.POSSIBLE and _at_least_half(pair_fact)
    )


def _at_least_half(pair_fact: PairFact) -> bool:
    return 2 * abs(pair_fact.share.counted) >= abs(pair_fact.content.weighs)


def is_barrier(pair_fact: PairFact) -> bool:
    """Whether a fact stands between two and any friendship: a barrier, or a war not long over."""
    content = pair_fact.content
    if content.kind != "instrument":
        return False
    if content.what in BARRIERS:
        return stands(pair_fact, What(content.kind, content.what))
    over = pair_fact.status == Kleene.NO and pair_fact.share.counted < 0
    return (content.kind, content.what) == _WAR and over and _at_least_half(pair_fact)


# The trend ----------------------------------------------------------------------------------------


class FactMoves(NamedTuple):
    """What one fact moved in the last 30 days, and in the year before them."""

    now: Moves
    year: Moves


def moves_by_fact(pair_facts: Iterable[PairFact], day: int, lens: Lens) -> dict[str, FactMoves]:
    """The moves of every fact that counts, by handle."""
    found: dict[str, FactMoves] = {}
    for pair_fact in pair_facts:
        if not pair_fact.reason:
            flow = pair_fact.flowing
            weight = lens.weight(flow)
            found[pair_fact.handle] = FactMoves(
                moved(flow, weight, now(day)), moved(flow, weight, year_before(day))
            )
    return found


def movement_of(
    pair_facts: Iterable[PairFact], by_fact: Mapping[str, FactMoves], *summed: FactMoves
) -> Movement:
    """The movement of a scope: of its facts, and of flows that are summed."""
    mine = [by_fact[each.handle] for each in pair_facts if each.handle in by_fact]
    mine += summed
    return Movement.of(total(each.now for each in mine), total(each.year for each in mine))


def trend_of(
    label: str,
    movement: Movement,
    pair_facts: Iterable[PairFact],
    by_fact: Mapping[str, FactMoves],
) -> str:
    """Which way ties went in 30 days, by what happened, beyond what is usual."""
    making_peace = label != "at-war" or any(
        makes_peace(pair_fact) and by_fact[pair_fact.handle].now.up > 0
        for pair_fact in pair_facts
        if pair_fact.handle in by_fact
    )
    return movement.trend(may_improve=making_peace)


def makes_peace(pair_fact: PairFact) -> bool:
    """Whether a fact that moved ties up is a ceasefire, a peace treaty or the end of a war."""
    content = pair_fact.content
    if content.kind != "instrument":
        return False
    return content.what in _MAKING_PEACE or (content.what == _WAR.what and content.weighs < 0)
