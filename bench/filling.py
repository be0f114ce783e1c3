"""A layer of any size, straight through the recorder.

Rows that were coded once, again and again on other days under other ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from random import Random
from typing import Final, NamedTuple

from eventsourcing.persistence import StoredEvent

from bench.generator import COLUMNS, FIRST, LAST, blocks, names
from domain.events import Asserted
from domain.source_actors import SourceActors
from projections.flow_sides import PairKey
from projections.flows import Flow, Sided
from service.indexing import index_entry
from service.moment import Moment
from service.sources.coding import coded
from service.sources.outcome import Coded
from service.sources.reader import Rows
from service.sources.rulebook import find_rules
from service.timeline import Timeline

SAMPLE: Final = 30_000
"""Rows that are coded; about five in six become facts."""

BATCH: Final = 50_000
RECORDED: Final = datetime(2026, 11, 22, tzinfo=UTC)
_FIRST_ID: Final = 50_000_000
"""Beyond those of the generator's rows, which are recorded beside these."""

_WRITTEN: Final = b"1995-01-01"
"""The day that the sample's facts have until they are given others."""


class Sample(NamedTuple):
    """A fact as it is stored and as the index keeps it, on the first day."""

    topic: str
    state: bytes
    pairs: list[PairKey]
    flows: list[Sided]


def fill(timeline: Timeline, facts: int, seed: int = 1) -> Iterator[int]:
    """Records so many facts of the layer `icews` over all years.

    And says after each transaction how many there are.
    """
    random = Random(seed)
    sample = samples(timeline, random)
    days = (LAST - FIRST).days + 1
    done = 0
    while done < facts:
        number = min(BATCH, facts - done)
        drawn = zip(random.choices(sample, k=number), range(done, done + number), strict=True)
        classify = [on(fact, i, i * days // facts) for fact, i in drawn]
        timeline.store.append(
            [event for event, _, _ in classify],
            pairs=[pairs for _, pairs, _ in classify],
            flows=[flows for _, _, flows in classify],
        )
        done += number
        yield done


def samples(timeline: Timeline, random: Random) -> list[Sample]:
    """Facts of the generator's rows, coded by the rules of ICEWS.

    All of which the index keeps as flows.
    """
    rules = find_rules("icews")
    lines = [
        "\t".join(COLUMNS),
        *(line for block in blocks(SAMPLE, names(timeline.registry), random) for line in block),
    ]
    rows = Rows(BytesIO("\n".join(lines).encode()), rules.reader, frozenset(rules.columns))
    outcomes = coded(rules, rows, SourceActors(timeline.registry))
    return [_sample(timeline, row) for row in outcomes if isinstance(row, Coded)]


def _sample(timeline: Timeline, row: Coded) -> Sample:
    content = row.content.model_copy(update={"on": FIRST.isoformat()})
    event = (
        Moment(RECORDED, FIRST)
        .stamp(Asserted(content=content, report=row.report, known_on=FIRST))
        .numbered("icews/1", 1)
    )
    stored = timeline.mapper.to_stored_event(event)
    pairs, flows = index_entry(event)
    assert flows, "a row of the sample is no fact of one day"
    return Sample(stored.topic, stored.state, list(pairs), list(flows))


def on(fact: Sample, number: int, later: int) -> tuple[StoredEvent, list[PairKey], list[Sided]]:
    """The fact so many days later, under an id of its own, and what the index is to keep of it."""
    day, written = _day(later)
    flows = [
        (pair, Flow(toward, sort, day, day, recorded))
        for pair, (toward, sort, _, _, recorded) in fact.flows
    ]
    event = StoredEvent(
        f"icews/{_FIRST_ID + number}@{written}",
        1,
        fact.topic,
        fact.state.replace(_WRITTEN, written.encode()),
    )
    return event, fact.pairs, flows


@lru_cache(maxsize=2)
def _day(later: int) -> tuple[int, str]:
    day = FIRST + timedelta(days=later)
    return day.toordinal(), day.isoformat()
