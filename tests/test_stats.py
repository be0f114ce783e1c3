"""How much a timeline holds, in numbers."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest

from projections.stats import Stats, Tally, stats, stats_json, tally_json
from tests.builders import a_fact, a_fact_state, day_number, denied, retracted
from tests.console import Console
from tests.test_stored import FOLDERS


def test_facts_are_counted_by_what_they_are_and_how_they_stand() -> None:
    facts = [
        a_fact(denied("2022-03-06"), dated="2022-03-01", known="2022-03-05"),
        a_fact(retracted("2022-03-06"), dated="2022-03"),
        a_fact(report=None, parties="TUR > RUS,USA", what="visit"),
    ]
    found = stats([a_fact_state(fact) for fact in facts])

    assert (found.facts, found.disputed, found.retracted, found.without_source) == (3, 1, 1, 1)
    assert (found.pairs, found.actors) == (3, 3)
    assert (found.first, found.last) == (day_number("2022-03-01"), day_number("2022-03-31"))
    assert list(found.kinds.items()) == [("action", 2), ("contact", 1)]


def test_an_empty_timeline_has_no_first_and_no_last_day() -> None:
    found = stats([])

    assert found == Stats(0, 0, 0, 0, 0, 0, None, None, {})
    assert stats_json(found, [])["first"] is None


def test_layers_are_tallied_beside_the_desk() -> None:
    tally = Tally("icews", 7, 5, 2, 3, day_number("2016-06-27"), None, ((("RUS", "TUR"), 4),))

    assert stats_json(stats([]), [tally])["layers"] == [tally_json(tally)]
    assert tally_json(tally)["first"] == "2016-06-27"
    assert tally_json(tally)["last"] is None
    assert tally_json(tally)["busiest"] == [{"pair": "RUS-TUR", "facts": 4}]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def test_layers_stand_under_headings_with_what_each_holds(console: Console) -> None:
    copyfile(FOLDERS[-1] / "store.db", console.folder / "six.db")
    printed = console.type("detente stats --db six.db")

    assert "LAYER   FACTS  PAIRS  ACTORS  FIRST        LAST\n" in printed
    assert "icews       2      1       2  4 Mar 2022   4 Mar 2022\n" in printed
    assert "LAYER   BUSIEST PAIRS  FACTS\nicews   RUS–TUR            2\n" in printed


def test_an_empty_timeline_counts_no_kinds(console: Console) -> None:
    console.type("detente init empty.db")
    printed = console.type("detente stats --db empty.db")

    assert "desk       0      0       0\n" in printed
    assert "KIND" not in printed
