"""Rows that were recorded together are handed off as if they were read one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Event
from projections.flow_sides import PairKey
from service.handoff import export as exporting
from service.handoff.export import export
from service.handoff.reading import Columns, Read, read, read_singly
from service.timeline import Timeline
from tests.effort import examples
from tests.places import KINDS
from tests.test_batches import LAYER, lived, steps

KNOWN = [None, *(date(2018, month, 15) for month in (6, 7, 8))]


def tables(folder: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of each file of a folder."""
    return {
        path.relative_to(folder).as_posix(): pq.read_table(path).to_pylist()
        for path in sorted(folder.rglob("*.parquet"))
    }


def schemas(folder: Path) -> dict[str, Any]:
    return {
        path.relative_to(folder).as_posix(): (schema := pq.read_schema(path), schema.metadata)
        for path in sorted(folder.rglob("*.parquet"))
    }


Row = tuple[str, PairKey, int, object, int, int, bool]


def rows_read(found: Sequence[Read | Columns]) -> list[Row]:
    """What was read, row by row."""
    rows: list[Row] = []
    for each in found:
        if isinstance(each, Columns):
            columns = zip(
                each.keys.to_pylist(), each.pair, each.kind, each.day, each.known, strict=True
            )
            rows += [
                (key, each.pairs[pair], *each.kinds[kind], int(day), int(known), True)
                for key, pair, kind, day, known in columns
            ]
        else:
            rows += [
                (
                    each.fact.handle,
                    row.pair,
                    row.flow.toward,
                    row.flow.sort,
                    row.flow.day,
                    row.flow.known,
                    row.counts,
                )
                for row in each.rows
            ]
    return sorted(rows)


def alone(found: Sequence[Read | Columns]) -> list[tuple[str, Sequence[Event]]]:
    """The facts that are not rows."""
    return sorted(
        (each.fact.id, each.fact.events)
        for each in found
        if isinstance(each, Read) and each.by_itself
    )


def assert_read_alike(timeline: Timeline, as_of: AsOf) -> None:
    singly, together = [*read_singly(timeline, LAYER, as_of)], [*read(timeline, LAYER, as_of)]

    assert rows_read(together) == rows_read(singly)
    assert alone(together) == alone(singly)


@pytest.mark.parametrize("kind", ["memory", *KINDS])
@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=6), st.sampled_from(KNOWN), st.integers(0, 1000))
def test_rows_together_are_handed_off_as_rows_one_by_one(
    kind: str,
    registry: Registry,
    tmp_path: Path,
    history: list[tuple[Any, ...]],
    known_on: Any,
    seed: int,
) -> None:
    patching = pytest.MonkeyPatch.context()
    with lived(kind, registry, tmp_path, history) as both, patching as patch:
        timeline = both.together
        assert timeline.store.batches.of(LAYER)
        instants = [part.recorded.recorded_at for c in timeline.commands() for part in c.parts]
        recorded_by = Random(seed).choice([None, *instants])
        patch.setattr("service.handoff.reading.PAGE", 3)
        assert_read_alike(timeline, AsOf(date.max, known_on, recorded_by))
        with TemporaryDirectory() as one, TemporaryDirectory() as other:
            found = export(timeline, LAYER, f"{one}/flows", 0o777, known_on, parts=3)
            patch.setattr(exporting, "read", read_singly)
            singly = export(timeline, LAYER, f"{other}/flows", 0o777, known_on, parts=3)
            assert found == singly
            assert tables(Path(one)) == tables(Path(other))
            assert schemas(Path(one)) == schemas(Path(other))
