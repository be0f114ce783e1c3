"""Where facts come from: each origin with its reports, and what rests on it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.fact import FactState


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin: its reports, the facts that rest on it alone, its first and last day."""

    name: str
    reports: int
    alone: int
    first: int
    last: int


def origins_of(fact_states: Iterable[FactState]) -> tuple[Origin, ...]:
    """The origins of reports on facts, those with most reports first."""
    reports: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    days: dict[str, list[int]] = {}
    for fact_state in fact_states:
        named = [(known, report.source) for known, report in fact_state.reports if report]
        for known, source in named:
            reports[source] += 1
            days.setdefault(source, []).append(known)
        found = {source for _, source in named}
        alone.update(found if len(found) == 1 else ())
    return tuple(
        Origin(source, number, alone[source], min(days[source]), max(days[source]))
        for source, number in sorted(reports.items(), key=lambda item: (-item[1], item[0]))
    )
