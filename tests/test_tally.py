"""How much a layer holds is counted by its index, and is what its facts come to one by one."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

from hypothesis import given, settings

from domain.actors import Registry
from domain.fact import Fact
from projections.pairs import concerned, pairs_of
from projections.stats import MOST_NAMED
from service.opening import open_sample
from service.store.recorder import SqlRecorder
from service.tallies import tallies
from service.timeline import Timeline
from tests.builders import a_content, an_assertion
from tests.console import Console
from tests.contract.timelines import opened, retraction
from tests.effort import examples
from tests.places import Place
from tests.strategies import layers

LAYER: Final = "icews"


@settings(max_examples=examples(12))
@given(layers(LAYER))
def test_a_tally_is_what_the_facts_come_to(facts: list[Fact]) -> None:
    with closing(Timeline(SqlRecorder.at("sqlite://"), Registry([]))) as timeline:
        for fact in facts:
            timeline.append(fact.events)
        found = tallies(timeline)
        of: Counter[tuple[str, str]] = Counter()
        days: list[int] = []
        states = [state for fact in facts if (state := fact.as_of()) is not None]
        for state in states:
            pairs = concerned(state.content)
            of.update(pairs)
            days += state.window if pairs and state.window.bounded else ()

        assert len(found) == any(pairs_of(fact.asserted.content) for fact in facts)
        for tally in found:
            assert (tally.facts, tally.events) == (len(states), sum(fact.version for fact in facts))
            assert (tally.pairs, tally.actors) == (
                len(of),
                len({actor for pair in of for actor in pair}),
            )
            assert (tally.first, tally.last) == (min(days, default=None), max(days, default=None))
            assert dict(tally.busiest).items() <= of.items()
            assert [number for _, number in tally.busiest] == sorted(of.values(), reverse=True)[
                :MOST_NAMED
            ]


def test_stats_tell_of_every_layer_in_every_place(
    place: Place, registry: Registry, tmp_path: Path
) -> None:
    console = Console(
        tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22", "DETENTE_DB": place.where}
    )
    console.run(["init", place.where])
    with opened(place, registry) as timeline:
        days = ("2018-01-03", "2018-02-01", "2018-03-04")
        rows = [
            an_assertion(a_content(dated=dated)).numbered(f"icews/{i}", 1)
            for i, dated in enumerate(days)
        ]
        timeline.append(
            [
                *rows,
                an_assertion(a_content(dated="2019-01-01", parties="GEO > USA")).numbered(
                    "gdelt/1", 1
                ),
            ]
        )
        timeline.append([timeline.moment().stamp(retraction()).numbered("icews/0", 2)])
    page, values = console.run(["stats"])[0], json.loads(console.run(["stats", "--json"])[0])

    assert values["facts"] == 0
    assert [layer["layer"] for layer in values["layers"]] == ["gdelt", "icews"]
    assert values["layers"][1] == {
        "layer": "icews",
        "events": 4,
        "facts": 3,
        "pairs": 1,
        "actors": 2,
        "first": "2018-01-03",
        "last": "2018-03-04",
        "busiest": [{"pair": "RUS-TUR", "facts": 3}],
    }
    lines = [re.sub(r"  +", " | ", line.strip()) for line in page.splitlines()]
    assert "icews | 3 | 1 | 2 | 3 Jan 2018 | 4 Mar 2018" in lines
    assert "icews | RUS–TUR | 3" in lines


def test_the_sample_has_no_layers() -> None:
    with closing(open_sample()) as sample:
        assert tallies(sample) == []
