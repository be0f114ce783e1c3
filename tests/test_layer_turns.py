"""When ties turned, as a machine-coded layer has them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact, fact_id
from projections.flows import Flow, Flows
from projections.flows import flows as flows_of
from projections.layer import LayerEvidence
from projections.layer_series import layer_series
from projections.layer_turns import layer_turns
from projections.scope import EVERYTHING
from projections.series import series
from projections.turns import Turns, turns
from projections.turns_json import turns_json
from tests.builders import PAIR, a_content, a_day, an_assertion, with_events
from tests.strategies import layers

DAYS = st.dates(min_value=date(2020, 6, 1), max_value=date(2022, 6, 30))
ALL = AsOf(date(2022, 12, 31))


def summed(facts: list[Fact], first: int, places: set[int]) -> LayerEvidence:
    """What a layer holds: facts at some places summed where they can be, all others as facts."""
    found: list[Flow] = []
    others: list[Fact] = []
    for place, fact in enumerate(facts):
        flows = flows_of(fact.events[0]) if len(fact.events) == 1 else ()
        if place in places and flows:
            found += [flow for pair, flow in flows if pair == PAIR.key]
        else:
            others.append(fact)
    return LayerEvidence("icews", Flows().plus(found, first), others)


def labels(found: Turns) -> list[tuple[object, ...]]:
    """What is the same of turns, whether facts are summed or not."""
    return [
        (s.label, s.first, s.last, s.turn.kind, s.turn.figures, s.turn.direction, s.turn.moved)
        for s in found.spells
    ]


@given(layers("icews"), DAYS, st.sampled_from((1, 30)), st.sets(st.integers(0, 14)))
def test_sums_turn_on_the_days_on_which_their_facts_do(
    facts: list[Fact], first: date, min_days: int, places: set[int]
) -> None:
    span = (first, AsOf(first + timedelta(days=200)))
    held = summed(facts, first.toordinal(), places)
    found = layer_turns(held, PAIR, span, EVERYTHING, min_days)

    assert labels(found) == labels(turns(facts, PAIR, span, min_days=min_days))


@given(layers("icews"), st.sets(st.integers(0, 14)))
def test_the_answer_does_not_depend_on_what_was_summed(facts: list[Fact], places: set[int]) -> None:
    one, other = (
        turns_json(layer_turns(summed(facts, 1, each), PAIR, (None, ALL)), "")
        for each in (places, set[int]())
    )

    assert one == other


@given(layers("icews"), DAYS)
def test_what_moved_ties_of_a_layer_adds_up(facts: list[Fact], first: date) -> None:
    span = (first, AsOf(first + timedelta(days=100)))
    held = summed(facts, first.toordinal() - 1, set(range(20)))
    eve = (first - timedelta(days=1), span[1])
    nets = {point.day: point.score.net for point in layer_series(held, PAIR, eve).points}
    for spell in turns_json(layer_turns(held, PAIR, span, min_days=1), "")["spells"]:
        day = date.fromisoformat(spell["first"]).toordinal()
        parts = (*spell["because"], *spell["despite"], *spell["unreported"], *spell["sums"])
        moved = sum(part["moved"] for part in parts) + spell["eased_more"] + spell["fading"]

        assert moved == nets[day] - nets[day - 1]


@given(layers("icews"), DAYS, st.sets(st.integers(0, 14)))
def test_the_points_of_sums_are_those_of_their_facts(
    facts: list[Fact], first: date, places: set[int]
) -> None:
    span = (first, AsOf(first + timedelta(days=60)))
    held = summed(facts, first.toordinal(), places)

    assert layer_series(held, PAIR, span).points == series(facts, PAIR, span).points


def test_a_turn_of_a_layer_says_how_many_facts_of_a_sort_there_were() -> None:
    rows = [
        with_events(
            Fact(fact_id(f"row-{i}", "icews")),
            an_assertion(a_content("assault:aerial", "2022-03-01", "RUS > TUR"), "2022-03-01"),
        )
        for i in range(3)
    ]
    held = summed(rows, 1, {0, 1})
    turn = layer_turns(held, PAIR, (None, AsOf(a_day("2022-06-30")))).spells[1].turn

    assert (turn.because, [part.facts for part in turn.sums]) == ((), [3])
    assert [part.counted for part in turn.sums] == [-28_500_000]


def test_of_a_layer_that_holds_nothing_there_is_one_unknown_spell() -> None:
    found = layer_turns(summed([], 1, set()), PAIR, (None, AsOf(a_day("2022-03-05"))))

    assert [spell.label for spell in found.spells] == ["unknown"]
