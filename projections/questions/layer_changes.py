"""What changed of two actors' ties in a machine-coded layer: two days, in hindsight, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from projections.answer import FIGURES, Found, Plain, Shape
from projections.layer_days import learned_sum_json, sum_moved_json
from projections.layer_diff import LayerDiff, layer_diff, layer_diff_json, widest
from projections.layer_hindsight import LayerHindsight, layer_hindsight, layer_hindsight_json
from projections.layer_replay import (
    LayerReplay,
    layer_replay,
    layer_replay_day_json,
    layer_replay_json,
)

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.questions.diff import DiffQuestion
    from projections.questions.hindsight import HindsightQuestion
    from projections.questions.replay import ReplayQuestion

_SORT: Final[Mapping[str, Shape]] = {"what": ..., "domain": ..., "view": ...}


@dataclass(frozen=True, slots=True)
class FoundLayerDiff(Found):
    """Two answers of a layer on one pair, and what makes the difference."""

    diff: LayerDiff

    substance_shape: ClassVar[Shape] = {
        "before": {"label": ..., "trend": ..., **FIGURES},
        "after": {"label": ..., "trend": ..., **FIGURES},
        "moved": ...,
        "fading": ...,
        "sums": {**_SORT, "entered": ..., "left": ..., "moved": ...},
        "reasons": {"fact": ..., "before": ..., "after": ..., "moved": ...},
        "entered": ...,
        "left": ...,
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known of either."""
        return not self.diff.before.label == self.diff.after.label == "unknown"

    def plain(self) -> Plain:
        """`detente/layer-diff@1`."""
        return layer_diff_json(self.diff)

    def rows(self) -> Sequence[Plain]:
        """A row for each sort and direction of which facts entered or left."""
        return [sum_moved_json(each) for each in self.diff.sums]


@dataclass(frozen=True, slots=True)
class FoundLayerHindsight(Found):
    """One day's ties in a layer as known that day and since, and what was learned or revised."""

    hindsight: LayerHindsight

    substance_shape: ClassVar[Shape] = {
        "then": {"label": ..., "trend": ..., "net": ...},
        "now": {"label": ..., "trend": ..., "net": ...},
        "learned_sums": {**_SORT, "facts": ..., "counted": ...},
        "learned": {"fact": ..., "known_on": ..., "counted": ..., "reason": ...},
        "revised": {"fact": ..., "counted_then": ..., "counted_now": ...},
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts was known then or is known now."""
        return not self.hindsight.then.label == self.hindsight.now.label == "unknown"

    def plain(self) -> Plain:
        """`detente/layer-hindsight@1`."""
        return layer_hindsight_json(self.hindsight)

    def rows(self) -> Sequence[Plain]:
        """A row for each sort and direction of which facts were learned."""
        return [learned_sum_json(each) for each in self.hindsight.learned]


@dataclass(frozen=True, slots=True)
class FoundLayerReplay(Found):
    """The days of a span on which there is something to report about a layer."""

    replay: LayerReplay

    substance_shape: ClassVar[Shape] = {
        "before": {"label": ..., **FIGURES},
        "days": {
            "day": ...,
            "label": ...,
            **FIGURES,
            "sums": {**_SORT, "mark": ..., "facts": ..., "moved": ...},
            "lines": {"mark": ..., "fact": ..., "moved": ...},
            "fading": ...,
        },
        "fading": ...,
        "after": {"label": ..., **FIGURES},
    }

    @property
    def known(self) -> bool:
        """Whether anything that counts is known on any of the days."""
        found = self.replay
        glances = (found.before, *(each.glance for each in found.days), found.after)
        return any(glance.label != "unknown" for glance in glances)

    def plain(self) -> Plain:
        """`detente/layer-replay@1`."""
        return layer_replay_json(self.replay)

    def rows(self) -> Sequence[Plain]:
        """A row for each sort and direction of each day."""
        rows: list[Plain] = []
        for day in map(layer_replay_day_json, self.replay.days):
            rows += [{"day": day["day"], **line} for line in day["sums"]]
        return rows


def diff_in(question: DiffQuestion, evidence: Evidence) -> FoundLayerDiff:
    """What changed between two answers of a layer."""
    pair, scope = question.pair, question.scope
    before, after = question.before, question.as_of
    since = min(before.day, after.day)
    held = evidence.sums(pair, widest(before, after), scope, since)
    return FoundLayerDiff(layer_diff(held, pair, before, after, scope))


def hindsight_in(question: HindsightQuestion, evidence: Evidence) -> FoundLayerHindsight:
    """What a layer knows of a day now and did not then."""
    pair, as_of, scope = question.pair, question.as_of, question.scope
    held = evidence.sums(pair, as_of, scope, as_of.day)
    return FoundLayerHindsight(layer_hindsight(held, pair, as_of, scope))


def replay_in(question: ReplayQuestion, evidence: Evidence) -> FoundLayerReplay:
    """The days of a layer."""
    pair, as_of, scope = question.pair, question.as_of, question.scope
    since = max(1, question.first.toordinal() - 1)
    held = evidence.sums(pair, as_of, scope, since)
    span = question.first, as_of
    return FoundLayerReplay(layer_replay(held, pair, span, scope, by=question.by))
