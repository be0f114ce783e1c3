"""A panel of a whole layer, which is read at once, has what is read pair by pair."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact
from projections.layer_panel import layer_panel
from projections.panel import Every, PanelRow
from projections.scope import EVERYTHING, Scope, Whose
from service.archives import importing
from service.asking import evidence_of
from service.sources import bulk
from service.timeline import Timeline
from tests.effort import examples
from tests.places import KINDS
from tests.strategies import ACTORS, days, instants, layers
from tests.test_batches import LAYER, steps, two
from tests.test_bulk import ACTORS as STATES
from tests.test_layer import a_timeline

SCOPES = [EVERYTHING, Scope(domain="defence"), Scope(domain="trade"), Scope(domain="diplomacy")]


def rows_of(
    timeline: Timeline, as_of: AsOf, scope: Scope, actors: tuple[str, ...] = ()
) -> tuple[PanelRow, ...]:
    whose = Whose("", actors, scope, (LAYER,))
    first = as_of.on.replace(day=1)
    evidence = evidence_of(timeline, LAYER)
    return layer_panel(evidence, whose, (first, as_of), Every.WEEK, directed=True).rows


def assert_whole(timeline: Timeline, as_of: AsOf, scope: Scope, actors: tuple[str, ...]) -> None:
    """Every pair is in the panel of the whole layer as it is in those of its actors."""
    each = {
        (row.pair, row.day): row
        for actor in actors
        for row in rows_of(timeline, as_of, scope, (actor,))
    }

    assert rows_of(timeline, as_of, scope) == tuple(each[key] for key in sorted(each))


@pytest.mark.parametrize("kind", ["memory", *KINDS])
@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=6), st.integers(0, 1000))
def test_a_layer_of_batches_is_read_at_once_as_pair_by_pair(
    kind: str,
    registry: Registry,
    tmp_path: Path,
    history: list[tuple[Any, ...]],
    seed: int,
) -> None:
    random = Random(seed)
    with two(kind, registry, tmp_path) as both, pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "BATCH_ROWS", 7)
        patch.setattr(bulk, "BATCH", 7)
        both.both("imports", 0, False, True)
        for act, *arguments in history:
            both.both(act, *arguments)
        for timeline in both:
            instants = [part.recorded.recorded_at for c in timeline.commands() for part in c.parts]
            as_of = AsOf(
                date(2018, random.randrange(6, 13), 30),
                random.choice([None, date(2018, 6, 20), date(2018, 8, 18)]),
                random.choice([None, *instants]),
            )
            assert_whole(timeline, as_of, random.choice(SCOPES), STATES)


@settings(max_examples=examples(40), deadline=None)
@given(layers(LAYER), days, st.none() | days, st.none() | instants, st.sampled_from(SCOPES))
def test_a_layer_of_single_rows_is_read_at_once_as_pair_by_pair(
    facts: list[Fact], on: date, known_on: date | None, recorded_by: Any, scope: Scope
) -> None:
    with a_timeline(facts) as timeline:
        as_of = AsOf(on.replace(day=28), known_on, recorded_by)
        assert_whole(timeline, as_of, scope, tuple(ACTORS))
