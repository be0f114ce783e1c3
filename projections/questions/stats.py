"""How much a timeline holds, and over which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from projections.answer import Found, Plain, Shape
from projections.question import Question
from projections.stats import Stats, Tally, stats, stats_json, tally_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundStats(Found):
    """The desk in numbers, and what each machine-coded layer holds."""

    stats: Stats
    tallies: tuple[Tally, ...]

    substance_shape: ClassVar[Shape] = {
        "facts": ...,
        "pairs": ...,
        "actors": ...,
        "disputed": ...,
        "retracted": ...,
        "without_source": ...,
        "kinds": ...,
        "layers": {"layer": ..., "facts": ..., "events": ...},
    }

    def plain(self) -> Plain:
        """`detente/stats@1`."""
        return stats_json(self.stats, self.tallies)

    def rows(self) -> Sequence[Plain]:
        """A row for each layer, the desk first."""
        plain: Plain = stats_json(self.stats, ())
        desk = {name: plain[name] for name in ("facts", "pairs", "actors", "first", "last")}
        rows: list[Plain] = [tally_json(tally) for tally in self.tallies]
        others = [{name: row[name] for name in ("layer", *desk)} for row in rows]
        return [{"layer": "desk", **desk}, *others]


class StatsQuestion(Question):
    """How much the timeline holds, how far it has come, and over which days."""

    name = "stats"
    does = "How much a timeline holds."
    group = "Store"
    rank = 1

    @classmethod
    def read(cls, typed: Typed) -> Question:  # noqa: ARG003  # it takes no words
        """The question; it has no parts."""
        return cls()

    def compute(self, evidence: Evidence) -> FoundStats:
        """The desk counted, and the layers' tallies."""
        states = [found for fact in evidence.of_all() if (found := fact.as_of()) is not None]
        return FoundStats(stats(states), tuple(evidence.tallies()))
