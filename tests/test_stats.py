"""How much a timeline holds, in numbers."""

from __future__ import annotations

from projections.stats import Stats, Tally, stats, stats_json, tally_json
from tests.builders import a_fact, a_fact_state, day_number, denied, retracted


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
