"""How much a timeline holds, and over which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.fact import FactState
from projections.pairs import pairs_of


@dataclass(frozen=True, slots=True)
class Stats:
    """How many facts, pairs and actors there are; `kinds` counts facts by kind, most first.

    `first` and `last` are days as `date.toordinal` counts, None where no fact is dated.
    """

    facts: int
    pairs: int
    actors: int
    disputed: int
    retracted: int
    without_source: int
    first: int | None
    last: int | None
    kinds: Mapping[str, int]


def stats(fact_states: Iterable[FactState]) -> Stats:
    """How much there is of some facts, as they are known."""
    found = list(fact_states)
    days = [day for each in found if each.window.bounded for day in each.window]
    pairs = {pair for each in found for pair in pairs_of(each.content)}
    return Stats(
        facts=len(found),
        pairs=len(pairs),
        actors=len({actor for pair in pairs for actor in pair}),
        disputed=sum(each.disputed for each in found),
        retracted=sum(each.retracted for each in found),
        without_source=sum(not any(report for _, report in each.reports) for each in found),
        first=min(days, default=None),
        last=max(days, default=None),
        kinds=dict(Counter(each.content.kind for each in found).most_common()),
    )
