"""What changed between two answers of a machine-coded layer: sums by sort, all others by fact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from domain.clocks import AsOf
from projections.diff import AccountJson, ComparedJson, Diff, account_json, diff
from projections.layer import LayerEvidence, LayerState
from projections.layer_days import LayerDays, Point, SumMoved, SumMovedJson, sum_moved_json
from projections.pairs import Pair
from projections.plain import AskedJson, Unique
from projections.scope import EVERYTHING, Scope
from projections.state import state
from projections.state_json import asked_json, clocks_json

SCHEMA: Final = "detente/layer-diff@1"


@dataclass(frozen=True, slots=True)
class LayerDiff:
    """Two answers of a layer on one pair, and what makes the difference.

    `sums` are what facts of one day moved, by side and sort; `others` compares all other facts.
    """

    before: LayerState
    after: LayerState
    sums: tuple[SumMoved, ...]
    others: Diff

    @property
    def moved(self) -> int:
        """The net after, less the net before, in micro-units."""
        return self.after.score.net - self.before.score.net

    @property
    def eased(self) -> int:
        """How much more friction relief pays off after than before, in micro-units."""
        return self.after.score.eased - self.before.score.eased

    @property
    def changed(self) -> int:
        """How many facts changed."""
        return sum(each.entered + each.left for each in self.sums) + self.others.changed

    @property
    def fading(self) -> int:
        """What time alone took or gave, over all facts that are the same in both answers."""
        reasons = sum(move.moved for move in self.others.reasons)
        return self.moved - self.eased - sum(each.moved for each in self.sums) - reasons

    @property
    def empty(self) -> bool:
        """Whether the two answers say the same."""
        same = self.before.label == self.after.label
        return same and not (self.sums or self.others.reasons or self.fading or self.eased)


def widest(one: AsOf, other: AsOf) -> AsOf:
    """The point on the clocks at which all is known that is known at either."""
    known = None
    if one.known_on is not None and other.known_on is not None:
        known = max(one.known_on, other.known_on)
    return replace(one, on=max(one.on, other.on), known_on=known)


def layer_diff(
    held: LayerEvidence, pair: Pair, before: AsOf, after: AsOf, scope: Scope = EVERYTHING
) -> LayerDiff:
    """Compares two answers of a layer on one pair: two days, or two known days.

    What is held is that of the `widest` of both points, back to the earlier day. What moved, what
    is eased and what fades adds up to the difference.
    """
    facts = list(held.facts)
    held = held._replace(facts=facts)
    since = min(before.day, after.day)
    days = LayerDays.of(held, pair, widest(before, after), scope, since)
    one, other = (days.state(held, each, scope) for each in (before, after))
    rest = (state(days.rest, pair, each, scope) for each in (before, after))
    points = Point.of(before), Point.of(after)
    return LayerDiff(one, other, days.moved(*points), diff(*rest))


class LayerDiffJson(AskedJson, AccountJson):
    """What changed between two answers of a machine-coded layer on one pair.

    They are of two days, or of two days of knowledge; what was asked is that of the answer after.
    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/layer-diff@1"]
    sums: Unique[SumMovedJson]
    """Facts of a day of which nothing more was said, that are in one of the answers alone, by sort
    and direction; what moved most first. They and the reasons, what relief pays off, and fading
    add up to the difference.
    """


def layer_diff_json(found: LayerDiff) -> LayerDiffJson:
    """The comparison as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        **asked_json(found.after),
        **account_json(found.others),
        "before": _compared(found.before),
        "after": _compared(found.after),
        "moved": found.moved,
        "eased_more": found.eased,
        "fading": found.fading,
        "sums": [sum_moved_json(each) for each in found.sums],
    }


def _compared(answer: LayerState) -> ComparedJson:
    score = answer.score
    return {
        **clocks_json(answer.as_of),
        "lens": answer.lens.name,
        "label": answer.label,
        "mixed": answer.verdict.mixed,
        "trend": answer.trend,
        "balance": score.balance,
        "cooperation": score.cooperation,
        "friction": score.friction,
        "net": score.net,
    }
