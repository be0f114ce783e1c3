"""A store as it stood reads the same from its tables as from nothing but its first events."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.command import Request
from domain.fact import Fact
from projections.pairs import Pair, pairs_of_event
from projections.state_json import state_json
from service.store.interface import StoreError, TimelineRecorder
from service.store.memory import MemoryRecorder, rows_text
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.timelines import filled, opened
from tests.effort import examples
from tests.evidence import hits_of, layer_state_of, state_of
from tests.places import Place
from tests.strategies import ACTORS, days, histories, layers

LAYER: Final = "icews"
PAIRS: Final = [Pair.of(*both) for both in combinations(sorted(ACTORS), 2)]
LAYERS: Final = ("desk", LAYER, "commands", "answers", "actor")


def in_memory(timeline: Timeline, position: int) -> TimelineRecorder:
    """The first events of a timeline, all of them read, and indexed by what each says."""
    rows = timeline.store.select_notifications(start=None, limit=10**6, stop=position)
    return MemoryRecorder.loaded(
        rows_text((row, pairs_of_event(timeline.event(row))) for row in rows)
    )


def seen(store: TimelineRecorder) -> dict[str, object]:
    """Everything that can be asked of a store without a clock."""
    streams = sorted(
        {str(row.originator_id) for row in store.select_notifications(start=None, limit=10**6)}
    )
    return {
        "head": store.head(),
        "last": store.max_notification_id(),
        "layers": sorted(store.layers()),
        "rows": list(store.select_notifications(start=None, limit=10**6)),
        "some": list(
            store.select_notifications(start=2, limit=3, stop=4, inclusive_of_start=False)
        ),
        "streams": list(store.select_streams([*streams, "desk/nobody"])),
        "each": [list(store.select_events(stream)) for stream in streams],
        "later": [list(store.select_events(stream, gt=1, lte=2)) for stream in streams],
        "last of each": [
            list(store.select_events(stream, desc=True, limit=1)) for stream in streams
        ],
        "layer": [list(store.select_layer(layer)) for layer in LAYERS],
        "next": [list(store.select_next(layer, f"{layer}/fact-0", 2)) for layer in LAYERS],
        "numbered": [list(store.select_numbered(layer)) for layer in LAYERS],
        "pair": [list(store.select_pair(*pair.key, "desk")) for pair in PAIRS],
        "actor": [list(store.select_actor(actor, "desk")) for actor in ACTORS],
    }


def of_layer(store: TimelineRecorder) -> list[object]:
    """Facts of the layer by pair and actor.

    What is summed is found by those alone whom it touches.
    """
    return [
        *(list(store.select_pair(*pair.key, LAYER)) for pair in PAIRS),
        *(list(store.select_actor(actor, LAYER)) for actor in ACTORS),
    ]


def recorded(timeline: Timeline, facts: list[Fact]) -> None:
    for fact in facts:
        timeline.record_command(
            fact.events, timeline.moment(request=Request("add", f"add {fact.handle}"))
        )


@settings(max_examples=examples(12))
@given(histories(most=3), layers(LAYER, most=4), days, st.data())
def test_what_stood_is_what_the_first_events_say(
    desk: list[Fact], layer: list[Fact], on: date, data: st.DataObject
) -> None:
    with closing(
        Timeline(
            SqlRecorder.at("sqlite://"), Registry([]), lambda: datetime(2022, 7, 1, tzinfo=UTC)
        )
    ) as timeline:
        recorded(
            timeline,
            [fact for both in zip(desk, layer, strict=False) for fact in both] + layer[len(desk) :],
        )
        position = data.draw(st.integers(0, timeline.head().position))
        stood, anew = (
            timeline.at_position(position),
            Timeline(in_memory(timeline, position), Registry([])),
        )

        assert seen(stood.store) == seen(anew.store)
        assert of_layer(timeline.at_position(timeline.head().position).store) == of_layer(
            timeline.store
        )
        for pair in PAIRS:
            for as_of in (AsOf(on), AsOf(on, on)):
                assert state_json(state_of(stood, pair, as_of)) == state_json(
                    state_of(anew, pair, as_of)
                )
                assert layer_state_of(stood, pair, as_of, LAYER) == layer_state_of(
                    anew, pair, as_of, LAYER
                )


@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_every_place_tells_how_it_stood(place: Place, part: int, registry: Registry) -> None:
    filled(place, registry, seed=part, facts=8)
    with opened(place, registry) as timeline:
        position = timeline.head().position * part // 4
        text = "çay"
        anew = Timeline(in_memory(timeline, position), registry)
        stood = timeline.at_position(position)

        assert seen(stood.store) == seen(anew.store)
        assert hits_of(stood, text, AsOf(date(2030, 1, 1))) == hits_of(
            anew, text, AsOf(date(2030, 1, 1))
        )
        assert stood.at_position(3).head() == timeline.at_position(3).head()


def test_memory_tells_how_it_stood(registry: Registry) -> None:
    with closing(Timeline(MemoryRecorder(), registry)) as timeline:
        lines = "".join(
            f"2022-03-0{i}  RUS = TUR  call  Call {i}  ^call-{i}\n    report Reuters,"
            f" 2022-03-0{i}\n"
            for i in range(1, 6)
        )
        timeline.record(timeline.read(lines, "t.facts"), timeline.moment())
        for position in range(timeline.head().position + 1):
            assert seen(timeline.at_position(position).store) == seen(in_memory(timeline, position))


def test_nothing_is_recorded_as_of_an_earlier_position(place: Place, registry: Registry) -> None:
    filled(place, registry, seed=1)
    with opened(place, registry) as timeline:
        before = timeline.head()
        stood = timeline.at_position(3)
        with pytest.raises(StoreError, match="nothing can be recorded"):
            stood.store.insert_events([])
        with pytest.raises(StoreError, match="nothing can be recorded"):
            stood.store.rebuild(lambda _: pytest.fail("nothing is read"), stood.words)
        stood.close()

        assert timeline.head() == before
