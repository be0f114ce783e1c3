"""Facts in columns as rows again, and a source coded both ways: row by row, and many at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from domain.refusal import Failure
from domain.source_actors import SourceActors
from service.archives.coding import coded_chunks
from service.archives.columns import FactColumns, columns_of
from service.archives.survey import surveyed_files
from service.opening import bundled_registry
from service.sources.coding import coded_part
from service.sources.outcome import Coded, Joined, Rejected, Skipped
from service.sources.reader import Rows
from service.sources.rules import Rules
from service.sources.survey import surveyed_parts


class Counts(NamedTuple):
    """All that is known of a source once it is coded; `error` is why it was not read to its end."""

    facts: list[tuple[object, ...]]
    joined: int
    skipped: Counter[str]
    rejected: list[Rejected]
    rows: int
    error: str


@cache
def actors() -> SourceActors:
    return SourceActors(bundled_registry())


def rows_of(facts: FactColumns) -> Iterator[tuple[object, ...]]:
    """The facts one by one, each with all that its columns say."""
    few = (
        facts.on,
        facts.sides,
        facts.titles,
        facts.goldstein,
        facts.publishers,
        facts.published,
    )
    columns = [[column.values[i] for i in column.at.tolist()] for column in few]
    shapes = [facts.shapes.values[int(i)] for i in facts.shapes.at]
    relations = [{"relation": "mutual"} if each else {} for each in facts.mutual.tolist()]
    contents = [
        json.dumps(json.loads(shape) | relation, sort_keys=True)
        for shape, relation in zip(shapes, relations, strict=True)
    ]
    whole = facts.lines.tolist(), facts.keys.to_pylist(), facts.known.tolist()
    return zip(*whole, *columns, contents, facts.urls.to_pylist(), strict=True)


def one_by_one(rules: Rules, rows: Rows, until: date) -> Counts:
    """What `coded_part` says of a source."""
    coded: list[Coded] = []
    skipped: Counter[str] = Counter()
    rejected: list[Rejected] = []
    joined = 0
    error = ""
    try:
        for part, found in surveyed_parts(rules, rows):
            for outcome in coded_part(rules, part, actors(), until, found):
                if isinstance(outcome, Coded):
                    coded.append(outcome)
                elif isinstance(outcome, Skipped):
                    skipped[outcome.because] += 1
                elif isinstance(outcome, Rejected):
                    rejected.append(outcome)
                else:
                    assert isinstance(outcome, Joined)
                    joined += 1
    except Failure as failure:
        error = failure.said
    count = len(coded) + joined + skipped.total() + len(rejected)
    return Counts(list(rows_of(columns_of(coded))), joined, skipped, rejected, count, error)


def many_at_once(rules: Rules, rows: Rows, until: date, size: int) -> Counts:
    """What `coded_chunks` says of it."""
    facts: list[tuple[object, ...]] = []
    skipped: Counter[str] = Counter()
    rejected: list[Rejected] = []
    joined = count = 0
    error = ""
    try:
        for part, found in surveyed_files(rules, rows, size):
            for chunk in coded_chunks(rules, part, actors(), until, found, size):
                facts += rows_of(chunk.facts)
                skipped += chunk.skipped
                rejected += chunk.rejected
                joined += chunk.joined
                count += chunk.rows
    except Failure as failure:
        error = failure.said
    return Counts(facts, joined, skipped, rejected, count, error)
