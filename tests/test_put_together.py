"""Rows that were recorded one by one are put together later, and nobody sees a difference."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.answer import CitedInWords, answer_stream
from domain.clocks import AsOf
from domain.command import RULES
from domain.command import importing as importing_file
from domain.fact import Fact
from domain.refusal import InvalidInput
from service import columns
from service.archives import importing, moving
from service.columns import Heard, Moved
from service.formats.jsonl import copied, event_lines
from service.safety import differences, rebuilt, verified
from service.sources import bulk
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from service.store.remembered import FLOW_RULES_KEY
from service.timeline import Timeline
from tests.effort import examples
from tests.evidence import layer_state_of
from tests.test_batches import (
    ACTS,
    FIRST,
    LAYER,
    PAIRS,
    Two,
    assert_alike,
    imports,
    rows_of,
    steps,
)
from tests.test_stored import VERSIONS
from tests.test_undo import Clock

FEW: Final = 3
"""The fewest rows that are put together here."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are enough, and copies are verified by this process."""
    monkeypatch.setattr(sys, "executable", "")
    monkeypatch.setattr(moving, "LEAST", FEW)
    monkeypatch.setattr(moving, "BATCH_ROWS", 5)
    monkeypatch.setattr(importing, "BATCH_ROWS", 7)
    monkeypatch.setattr(bulk, "BATCH", 7)
    monkeypatch.setattr(columns, "QUESTIONS", 5)


@contextmanager
def opened(file: Path, registry: Registry, name: str = "one") -> Generator[Timeline]:
    with closing(Timeline(SqlRecorder.at(str(file)), registry, Clock(), name=name)) as timeline:
        yield timeline


def put_together(file: Path, *, dry_run: bool = False) -> Moved:
    return columns.moved(file, Heard(), dry_run=dry_run)


def whole(facts: list[Fact]) -> list[object]:
    return [(fact.id, *(event.model_dump() for event in fact.events)) for fact in facts]


def assert_same(one: Timeline, together: Timeline, random: Random) -> None:
    """Facts event by event with the instants of recording, and states on all three clocks."""
    assert whole(one.facts(LAYER)) == whole(together.facts(LAYER))
    assert whole(one.facts()) == whole(together.facts())
    instants = [event.recorded_at for fact in one.facts(LAYER) for event in fact.events]
    for pair in PAIRS:
        on = FIRST + timedelta(days=random.randrange(120))
        known = random.choice([None, on - timedelta(days=random.randrange(30))])
        by = random.choice([None, *instants])
        found = [
            layer_state_of(timeline, pair, AsOf(on, known, by), LAYER)
            for timeline in (one, together)
        ]
        assert found[0] == found[1], (pair, on, known, by)
    assert commands(one) == commands(together)


def commands(timeline: Timeline) -> list[object]:
    """What `undo --list` says of each command."""
    return [
        (each.number, each.recorded.text, each.undone, each.facts) for each in timeline.commands()
    ]


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(steps, min_size=0, max_size=4),
    st.lists(steps, min_size=1, max_size=4),
    st.integers(0, 1000),
)
def test_a_history_goes_on_alike_where_its_rows_are_put_together(
    registry: Registry,
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[Any, ...]],
    after: list[tuple[Any, ...]],
    seed: int,
) -> None:
    folder, random = tmp_path_factory.mktemp("moved"), Random(seed)
    old, new = folder / "old.db", folder / "new.db"
    with opened(old, registry) as timeline:
        imports(timeline, 0, False, True)
        for act, *arguments in before:
            timeline.store_name = random.choice(["one", "together"])
            with suppress(InvalidInput):  # as an undo of nothing
                ACTS[act](timeline, *arguments)
    shutil.copy(old, new)
    found = put_together(new)
    assert found.rows == sum(each.rows for each in found.layers) > 0
    with opened(old, registry) as one, opened(new, registry, "together") as together:
        assert_same(one, together, random)
        assert verified(together).flaws == ()
        for act, *arguments in after:
            Two(one, together).both(act, *arguments)
        assert_alike(Two(one, together), random)
        assert verified(together).flaws == ()
        assert differences(together).rows == 0


@VERSIONS
def test_what_is_imported_into_a_store_of_any_version_is_put_together(
    folder: Path, tmp_path: Path, registry: Registry
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    shutil.copy(folder / "store.db", old)
    with opened(old, registry) as timeline:
        rebuilt(timeline)
        imports(timeline, 0, False, True)
    shutil.copy(old, new)
    (found,) = put_together(new).layers
    with opened(old, registry) as one, opened(new, registry) as together:
        assert found.rows > 0
        assert_same(one, together, Random(1))
        assert verified(together).sound
        text = "".join(event_lines(together)).encode().splitlines(keepends=True)
        with closing(Timeline(MemoryRecorder(), registry)) as memory:
            assert copied(memory, lambda: text, "copy.jsonl").problem is None
            assert_same(one, memory, Random(2))


def test_a_store_that_was_indexed_by_other_rules_is_indexed_by_those_of_today(
    tmp_path: Path, registry: Registry
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with opened(old, registry) as timeline:
        imports(timeline, 0, False, True)
        timeline.store.remember(FLOW_RULES_KEY, "standing-flow@1")
    shutil.copy(old, new)
    put_together(new)
    with opened(old, registry) as one, opened(new, registry) as together:
        assert (one.store.flows_outdated, together.store.flows_outdated) == (True, False)
        assert_same(one, together, Random(1))


def test_what_was_cited_among_the_events_names_its_position_of_today(
    tmp_path: Path, registry: Registry
) -> None:
    file = tmp_path / "my.db"
    with opened(file, registry) as timeline:
        imports(timeline, 0, False, True)
        positions = [part.position for part in timeline.commands()[0].parts]
        for number, position in enumerate([0, *positions, positions[1] - 1]):
            cited = CitedInWords(
                words=("state",), today="2022-03-05", position=position, title="", known_on=FIRST,
                recorded_at=timeline.now(),
            )  # fmt: skip
            timeline.append([cited.numbered(answer_stream(f"{number}"), 1)])
    put_together(file)
    with opened(file, registry) as timeline:
        parts = [part.position for part in timeline.commands()[0].parts]
        cited_at = [
            event.position
            for number in range(len(parts) + 2)
            for event in timeline.streams(timeline.store.select_events(f"answers/{number}"))[
                0
            ].events
            if isinstance(event, CitedInWords)
        ]
        assert cited_at == [0, *parts, parts[0]]


def test_a_command_that_did_not_say_of_how_many_facts_says_so_now(
    tmp_path: Path, registry: Registry
) -> None:
    file = tmp_path / "my.db"
    with opened(file, registry) as timeline:
        moment = replace(timeline.moment("AN"), request=importing_file("a.tab", RULES))
        rows = {row.key: row for row in rows_of(1)}
        events = [
            bulk.asserted(f"{LAYER}/{key}", row, moment.now, "AN") for key, row in rows.items()
        ]
        timeline.record_command(events, moment)
        (before,) = timeline.commands()
    put_together(file)
    with opened(file, registry) as timeline:
        (after,) = timeline.commands()

        assert (before.facts, before.events) == (0, len(rows))
        assert after.facts == len(rows) > after.events
