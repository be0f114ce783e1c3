"""How much evidence an answer rests on, and how much of it hangs on one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from projections.pair_fact import PairFact, origins
from projections.recent import latest_window


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much evidence there is, and how much hangs on one source.

    `single_origin` facts rest on one origin each; on `largest_origin` alone rest `largest_facts`
    and `largest_share` of the `total`, both absolute values in micro-units.
    """

    facts: int
    origins: int
    first: int | None
    last: int | None
    single_origin: int
    largest_origin: str
    largest_facts: int
    largest_share: int
    total: int


def coverage_of(pair_facts: Sequence[PairFact], on: int) -> Coverage:
    """The coverage of an answer's facts, at the end of a day."""
    alone: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    everyone: set[str] = set()
    for pair_fact in pair_facts:
        found = origins(pair_fact.fact_state)
        everyone |= found
        if len(found) == 1:
            origin = next(iter(found))
            alone[origin] += 1
            weights[origin] += abs(pair_fact.share.counted)
    heaviest = max(sorted(alone), key=lambda origin: (weights[origin], alone[origin]), default="")
    windows = [t.flowing.window for t in pair_facts]
    firsts = [window.lo for window in windows if window.bounded]
    lasts = [window.hi for t in pair_facts if (window := latest_window(t, on)).bounded]
    return Coverage(
        facts=len(pair_facts),
        origins=len(everyone),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        single_origin=alone.total(),
        largest_origin=heaviest,
        largest_facts=alone[heaviest] if heaviest else 0,
        largest_share=weights[heaviest] if heaviest else 0,
        total=sum(abs(pair_fact.share.counted) for pair_fact in pair_facts),
    )
