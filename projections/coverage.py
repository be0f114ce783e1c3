"""How much evidence an answer rests on, and how much of it hangs on one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from projections.pair_fact import PairFact, origins


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


def coverage_of(pair_facts: Sequence[PairFact]) -> Coverage:
    """The coverage of an answer's facts."""
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
    ends = [day for t in pair_facts for day in t.fact_state.window if t.fact_state.window.bounded]
    return Coverage(
        facts=len(pair_facts),
        origins=len(everyone),
        first=min(ends, default=None),
        last=max(ends, default=None),
        single_origin=alone.total(),
        largest_origin=heaviest,
        largest_facts=alone[heaviest] if heaviest else 0,
        largest_share=weights[heaviest] if heaviest else 0,
        total=sum(abs(pair_fact.share.counted) for pair_fact in pair_facts),
    )
