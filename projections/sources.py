"""Where facts come from: each origin with its reports and what rests on it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from domain import edtf
from domain.fact import FactState
from projections.pairs import Pair
from projections.plain import ActorId, Count, IsoDay, Text, Unique


class Source(NamedTuple):
    """One origin of reports.

    How many reports rest on it, how many facts rest on it alone, and the days on which its first
    and its last report were known.
    """

    origin: str
    reports: int
    alone: int
    first: int
    last: int


def sources(fact_states: Iterable[FactState]) -> tuple[Source, ...]:
    """Every origin of the reports on some facts; the one with most reports first, then by name."""
    days: dict[str, list[int]] = {}
    alone: Counter[str] = Counter()
    for fact_state in fact_states:
        reports = [(known, report) for known, report in fact_state.reports if report is not None]
        for known, report in reports:
            days.setdefault(report.source, []).append(known)
        origins = {report.source for _, report in reports}
        alone.update(origins if len(origins) == 1 else ())
    found = [
        Source(origin, len(known), alone[origin], min(known), max(known))
        for origin, known in days.items()
    ]
    return tuple(sorted(found, key=lambda source: (-source.reports, source.origin)))


class SourceJson(TypedDict):
    """One origin."""

    origin: Text
    """Whom reports rest on: their origin, or else their publisher."""
    reports: Count
    """Reports that rest on it."""
    alone: Count
    """Facts that rest on it alone."""
    first: IsoDay
    """When its first report was known."""
    last: IsoDay
    """When its last report was known."""


class SourcesJson(TypedDict):
    """Where facts come from."""

    schema: Literal["detente/sources@1"]
    a: ActorId | None
    """The first actor by id, as asked for; null: all facts."""
    b: ActorId | None
    """The second actor by id; null: all facts."""
    sources: Unique[SourceJson]
    """The one with most reports first, then by name."""


def sources_json(found: Iterable[Source], pair: Pair | None) -> SourcesJson:
    """The origins as plain values; of the facts of a pair, or of all facts."""
    return {
        "schema": "detente/sources@1",
        "a": pair.a if pair else None,
        "b": pair.b if pair else None,
        "sources": [source_json(source) for source in found],
    }


def source_json(source: Source) -> SourceJson:
    """One origin as plain values."""
    return {
        "origin": source.origin,
        "reports": source.reports,
        "alone": source.alone,
        "first": edtf.written(source.first),
        "last": edtf.written(source.last),
    }
