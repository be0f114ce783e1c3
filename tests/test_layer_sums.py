"""Sums of facts of one day come to what the facts come to, at the edge of every span of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.events import Asserted
from domain.fact import Fact
from projections.flows import Column, FlowKey, Flows, Sums, lasting
from projections.flows import flows as flows_of
from projections.layer import LayerEvidence, LayerState, layer_state
from projections.layer_series import layer_series
from projections.layer_why import DayPart, layer_why
from projections.ledgers import Ledgers
from projections.lenses.decay import decayed
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from tests.builders import a_content, a_day, an_assertion
from tests.busy_layers import LAYER, LEFT_DAYS, PAIR, SCOPES, busy_layers, held, rows, too_old
from tests.effort import examples
from tests.strategies import MIDDLE

as_ofs = st.builds(
    AsOf,
    on=st.sampled_from((MIDDLE, MIDDLE, MIDDLE + timedelta(days=1), MIDDLE - timedelta(days=30))),
    known_on=st.sampled_from((None, None, None, MIDDLE - timedelta(days=1))),
)


def summed(
    facts: Iterable[Fact], as_of: AsOf, scope: Scope = EVERYTHING, pair: Pair = PAIR
) -> LayerState:
    return layer_state(LayerEvidence(LAYER, Flows(), facts), pair, as_of, scope)


def rows_of(answer: State | LayerState) -> dict[str, tuple[object, ...]]:
    return {
        name: (row.verdict, row.score, row.movement, row.trend)
        for name, row in answer.domains.items()
    }


# One sort


@given(st.lists(rows("row"), min_size=1, max_size=6))
def test_a_part_is_what_its_facts_are_one_by_one(facts: list[Fact]) -> None:
    day = MIDDLE.toordinal()
    flows = [flow for fact in facts for pair, flow in flows_of(fact.asserted) if pair == PAIR.key]
    for part in Sums(Flows().plus(flows, day)).at(day):
        ages = [
            day - flow.day
            for flow in flows
            if (flow.toward, flow.sort) == (part.toward, part.sort)
            and 0 <= day - flow.day < LEFT_DAYS
        ]
        shares = [decayed(part.sort.weight, age, 60) for age in ages]

        assert (part.facts, part.counted) == (len(ages), sum(shares))
        assert part.counting == sum(share != 0 for share in shares)
        assert part.most == max(shares, key=abs)
        assert part.now == sum(age < 30 for age in ages)
        assert part.year == sum(30 <= age < 395 for age in ages)
        assert part.lately == sum(age < 1095 for age in ages)
        assert (part.first, part.last) == (day - max(ages), day - min(ages))


@pytest.mark.parametrize("weight", [1, -1, 250_000, -3_000_000, 10_000_000])
def test_facts_count_to_the_last_day_on_which_anything_is_left_of_one(weight: int) -> None:
    sort = FlowKey("action", "accuse", "diplomacy", weight)
    last = lasting(weight, 60) - 1
    sums = Sums(Flows({(1, sort): Column([1000], [2])}))

    assert [sums.at(1000 + last + past)[0].counting for past in (0, 1)] == [2, 0]
    assert [decayed(weight, last + past, 60) != 0 for past in (0, 1)] == [True, False]


@given(st.lists(rows("row"), min_size=1, max_size=8))
def test_ledgers_less_a_part_are_those_of_the_other_parts(facts: list[Fact]) -> None:
    day = MIDDLE.toordinal()
    flows = [flow for fact in facts for pair, flow in flows_of(fact.asserted) if pair == PAIR.key]
    parts = Sums(Flows().plus(flows, day)).at(day)
    for part in parts:
        others = [other for other in parts if other is not part]
        rest, without = (
            Ledgers.of((), LENS, day, others),
            Ledgers.of((), LENS, day, parts).less(part, 0, lively=False),
        )

        assert without.score == rest.score
        assert without.sure_range == rest.sure_range
        assert (without.meetings, without.counting) == (rest.meetings, rest.counting)


def test_a_meeting_that_did_harm_is_not_among_the_meetings() -> None:
    """What is half of cooperation is compared with what meetings add to it."""
    harm = Fact(f"{LAYER}/1", (a_row("1", what="call", weight=-4_000_000),))
    talk = Fact(f"{LAYER}/2", (a_row("2", what="call"),))
    parts = summed([harm, talk], AsOf(a_day("2022-03-06"))).parts

    assert Ledgers.of((), LENS, a_day("2022-03-06").toordinal(), parts).meetings == next(
        part.counted for part in parts if part.counted > 0
    )


def a_row(key: str, **fields: object) -> Asserted:
    content = a_content(**fields)  # type: ignore[arg-type]  # its own names, all of them text
    return an_assertion(content).numbered(f"{LAYER}/{key}", 1)


# Answers


@settings(max_examples=examples(400))
@given(busy_layers(), as_ofs, st.sampled_from(SCOPES))
def test_an_answer_from_sums_is_the_answer_fact_by_fact(
    facts: list[Fact], as_of: AsOf, scope: Scope
) -> None:
    found, one_by_one = summed(facts, as_of, scope), state(facts, PAIR, as_of, scope)
    lately = state([each for each in facts if not too_old(each, as_of)], PAIR, as_of, scope)

    assert found.score == one_by_one.score
    assert found.verdict == one_by_one.verdict
    assert (found.movement, found.trend) == (one_by_one.movement, one_by_one.trend)
    assert found.directions == one_by_one.directions
    assert found.dimensions == one_by_one.dimensions
    # A domain of which nothing is left has no row.
    assert rows_of(found) == rows_of(lately)


def behind(part: DayPart, facts: Iterable[Fact], as_of: AsOf, scope: Scope) -> set[str]:
    """The handles of the facts that a day's part of an answer sums."""
    asked = state(facts, PAIR, as_of, scope)
    return {
        pair_fact.handle
        for pair_fact in asked.counted
        if pair_fact.content.of_kind.happens
        and not pair_fact.content.episode
        and not pair_fact.contested
        and pair_fact.fact_state.window == (part.day, part.day)
        and (pair_fact.view, FlowKey.of(pair_fact.content)) == (part.view, part.sort)
    }


@settings(max_examples=examples(150))
@given(busy_layers(), as_ofs, st.sampled_from(SCOPES))
def test_the_answer_without_a_day_is_that_of_all_other_facts(
    facts: list[Fact], as_of: AsOf, scope: Scope
) -> None:
    found = layer_why(LayerEvidence(LAYER, Flows(), facts), PAIR, as_of, scope)

    for part in found.days:
        mine = behind(part, facts, as_of, scope)
        rest = state([each for each in facts if each.handle not in mine], PAIR, as_of, scope)

        assert len(mine) == part.facts
        assert (part.without, part.label) == (rest.score, rest.label)


@settings(max_examples=examples(150))
@given(busy_layers(), as_ofs, st.sampled_from(SCOPES))
def test_an_account_adds_up_to_the_net(facts: list[Fact], as_of: AsOf, scope: Scope) -> None:
    found = layer_why(LayerEvidence(LAYER, Flows(), facts), PAIR, as_of, scope)
    before = state(facts, PAIR, replace(as_of, on=as_of.on - timedelta(found.account_days)), scope)
    shares = sum(part.counted for part in found.days)
    shares += sum(pair_fact.share.counted for pair_fact in found.answer.others)

    assert found.before == before.score.net
    assert found.before + found.new + found.eased + found.fading == found.answer.score.net
    assert shares - found.answer.score.relief + found.answer.score.eased == found.answer.score.net


@settings(max_examples=examples(100))
@given(busy_layers(), as_ofs, st.sampled_from(SCOPES), st.sampled_from((0, 1, 29, 70)))
def test_every_point_of_a_chart_is_the_state_of_its_day(
    facts: list[Fact], as_of: AsOf, scope: Scope, length: int
) -> None:
    first = as_of.on - timedelta(days=length)
    found = layer_series(held(facts, first, as_of, scope), PAIR, (first, as_of), scope)

    for point in (found.points[0], found.points[-1]):
        answer = state(facts, PAIR, replace(as_of, on=date.fromordinal(point.day)), scope)

        assert (point.verdict, point.score) == (answer.verdict, answer.score)
        assert point.directions == tuple(answer.directions.values())


@given(st.lists(rows("row"), max_size=8), st.lists(st.integers(0, 60), min_size=9, max_size=12))
def test_what_is_kept_of_a_day_is_what_comes_of_it(facts: list[Fact], days: list[int]) -> None:
    found = [flow for fact in facts for pair, flow in flows_of(fact.asserted) if pair == PAIR.key]
    first = MIDDLE.toordinal()
    asked = Flows().plus(found, first)
    for day in (first + each for each in (*days, *days)):
        flows, parts = asked.summed_at(day)

        assert (flows, parts) == (asked.at(day), Sums(asked.at(day)).at(day))
