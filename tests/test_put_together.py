"""Rows that were recorded one by one are put together later, and nobody sees a difference."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import InvalidInput
from service import columns
from service.archives import importing, moving
from service.columns import Moved
from service.safety import differences, verified
from service.sources import bulk
from service.store.recorder import SqlRecorder
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
    steps,
)
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


def nothing() -> None:
    """Begins, and says nothing."""


def put_together(file: Path, *, dry_run: bool = False) -> Moved:
    return columns.moved(file, nothing, dry_run=dry_run)


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


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
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
