"""Layers with the same rows name the same blocks, and each has facts and sums of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Retracted
from service.archives import importing
from service.formats.jsonl import event_lines
from service.safety import differences, rebuilt, verified
from service.sources.bulk import Order
from service.store.errors import Damaged
from service.store.memory import MemoryRecorder
from service.store.pair_sums import RunHead
from service.store.row_store import NewRun
from service.timeline import Timeline
from tests.evidence import layer_state_of
from tests.places import KINDS, Place, a_place
from tests.test_batches import FIRST, PAIRS, rows_of
from tests.test_bulk import chunks
from tests.test_undo import Clock

LAYERS = ("first", "second")


def imports(timeline: Timeline, layer: str) -> int:
    order = Order(layer, "a.tab", "import a.tab", correct=True, gone=False, most=True)
    moment = timeline.moment("AN", date(2018, 8, 15))
    *_, account = importing.imported(timeline, chunks(rows_of(0)), order, moment, least=1)
    return account.added


def opened(place: Place | None, registry: Registry) -> Timeline:
    return Timeline(place.recorder() if place else MemoryRecorder(), registry, Clock())


def states(timeline: Timeline, layer: str) -> Sequence[object]:
    as_of = AsOf(FIRST + timedelta(days=40))
    found = (layer_state_of(timeline, pair, as_of, layer) for pair in PAIRS)
    return [(state.score, state.facts, state.first) for state in found]


@pytest.mark.parametrize("kind", ["memory", *KINDS])
def test_the_same_rows_may_be_in_two_layers(kind: str, registry: Registry, tmp_path: Path) -> None:
    place = None if kind == "memory" else a_place(kind, tmp_path)
    with closing(opened(place, registry)) as timeline:
        added = [imports(timeline, layer) for layer in LAYERS]
        first, second = (
            [each.recorded.block for each in timeline.store.batches.of(layer)] for layer in LAYERS
        )
        fact, *_ = timeline.facts("first")
        key = fact.id.partition("/")[2]
        before = states(timeline, "second")
        timeline.act(
            fact, [Retracted(known_on=date(2018, 8, 18), because="an error")], timeline.moment()
        )

        assert added[0] == added[1] > 0
        assert first == second
        assert states(timeline, "second") == before
        assert [timeline.fact(f"{layer}/{key}", layer).version for layer in LAYERS] == [2, 1]
        assert {fact.layer for fact in timeline.facts("second")} == {"second"}
        assert verified(timeline).flaws == ()
        copy = [*event_lines(timeline)]
    assert sum('"block":' in line for line in copy) == 2 * len(first)
    if place:
        place.gone()


def test_a_block_that_was_spoiled_is_whole_again_once_another_layer_has_it(
    registry: Registry, tmp_path: Path
) -> None:
    place = a_place("sqlite", tmp_path)
    with closing(opened(place, registry)) as timeline:
        imports(timeline, "first")
    place.spoil("UPDATE blocks SET data = X'00'")
    with closing(opened(place, registry)) as timeline:
        assert "is not what was recorded" in verified(timeline).flaws[0].said
        with pytest.raises(Damaged, match="is not what was recorded"):
            list(event_lines(timeline))
        imports(timeline, "second")

        assert verified(timeline).flaws == ()


@pytest.mark.parametrize("times", [2, 3])
def test_sums_of_rows_that_are_summed_more_than_once_are_found(
    times: int, registry: Registry, tmp_path: Path
) -> None:
    """A head that named each batch thrice was called Sound, and states had it all threefold."""
    place = a_place("sqlite", tmp_path)
    with closing(opened(place, registry)) as timeline:
        imports(timeline, "first")
        store, before = timeline.store, states(timeline, "first")
        ((number, _, data),) = store.runs("first")
        head, sums = RunHead.read(data), store.all_sums(number)
        store.drop_runs([number])
        store.keep_run(NewRun("first", head._replace(batches=head.batches * times).data), sums)

        assert "summed twice" in verified(timeline).flaws[0].said
        assert differences(timeline).rows
        rebuilt(timeline)
        assert verified(timeline).flaws == ()
        assert states(timeline, "first") == before
