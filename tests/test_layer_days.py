"""What changed of a layer, by sums, is what its facts changed one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.diff import diff
from projections.flows import FlowKey, Flows
from projections.flows import flows as flows_of
from projections.hindsight import hindsight
from projections.layer import LayerEvidence, LayerState
from projections.layer_days import SumMoved
from projections.layer_diff import layer_diff, layer_diff_json, widest
from projections.layer_hindsight import layer_hindsight, layer_hindsight_json
from projections.layer_replay import layer_replay, layer_replay_json
from projections.pair_fact import PairFact
from projections.phases import By
from projections.replay import replay
from projections.scope import Scope
from projections.state import State, state
from tests.busy_layers import LAYER, PAIR, SCOPES, busy_layers, held, too_old
from tests.effort import examples
from tests.strategies import MIDDLE

near = st.sampled_from((-400, -31, -30, -2, -1, 0, 0, 1, 30)).map(
    lambda days: MIDDLE + timedelta(days=days)
)
known = st.none() | near


def unsummed(facts: Sequence[Fact]) -> LayerEvidence:
    return LayerEvidence(LAYER, Flows(), facts)


def said_once(fact: Fact, as_of: AsOf) -> bool:
    """Whether it is a fact of one day of which nothing more was said by then."""
    said = [event for event in fact.events if event.known_day <= as_of.known_day]
    return len(said) == 1 and bool(flows_of(said[0]))


def by_sort(pair_facts: Iterable[PairFact]) -> Counter[tuple[str, FlowKey]]:
    return Counter((each.view, FlowKey.of(each.content)) for each in pair_facts)


def entered(sums: Iterable[SumMoved]) -> Counter[tuple[str, FlowKey]]:
    return Counter({(each.view, each.sort): each.entered for each in sums if each.entered})


def left(sums: Iterable[SumMoved]) -> Counter[tuple[str, FlowKey]]:
    return Counter({(each.view, each.sort): each.left for each in sums if each.left})


def figures(answer: State | LayerState) -> tuple[object, ...]:
    return answer.verdict, answer.trend, answer.score


# Two answers


@settings(max_examples=examples(200))
@given(busy_layers(), near, near, known, known, st.sampled_from(SCOPES))
def test_what_changed_by_sums_is_what_changed_fact_by_fact(
    facts: list[Fact],
    on: date,
    and_on: date,
    known_on: date | None,
    and_known_on: date | None,
    scope: Scope,
) -> None:
    before, after = AsOf(on, known_on), AsOf(and_on, and_known_on)
    later = widest(before, after)
    facts = [fact for fact in facts if not too_old(fact, before)]
    found = layer_diff(unsummed(facts), PAIR, before, after, scope)
    expected = diff(*(state(facts, PAIR, each, scope) for each in (before, after)))
    rows = {fact.handle for fact in facts if said_once(fact, later)}

    assert figures(found.before) == figures(expected.before)
    assert figures(found.after) == figures(expected.after)
    assert (found.moved, found.eased, found.fading) == (
        expected.after.score.net - expected.before.score.net,
        expected.eased,
        expected.fading,
    )
    assert found.others.reasons == tuple(
        move for move in expected.reasons if move.handle not in rows
    )
    of_rows = [move for move in expected.reasons if move.handle in rows]
    assert sum(each.moved for each in found.sums) == sum(move.moved for move in of_rows)
    assert entered(found.sums) == by_sort(move.after for move in of_rows if move.after)
    assert left(found.sums) == by_sort(move.before for move in of_rows if move.before)
    assert found.empty == expected.empty


@settings(max_examples=examples(80))
@given(busy_layers(), near, near, known, known, st.sampled_from(SCOPES))
def test_what_changed_does_not_depend_on_what_a_store_has_summed(
    facts: list[Fact],
    on: date,
    and_on: date,
    known_on: date | None,
    and_known_on: date | None,
    scope: Scope,
) -> None:
    before, after = AsOf(on, known_on), AsOf(and_on, and_known_on)
    there = held(facts, min(on, and_on), widest(before, after), scope)

    assert layer_diff_json(layer_diff(there, PAIR, before, after, scope)) == layer_diff_json(
        layer_diff(unsummed(facts), PAIR, before, after, scope)
    )


# Hindsight


@settings(max_examples=examples(100))
@given(busy_layers(), near, known, st.sampled_from(SCOPES))
def test_what_was_learned_by_sums_is_what_was_learned_fact_by_fact(
    facts: list[Fact], on: date, known_on: date | None, scope: Scope
) -> None:
    as_of = AsOf(on, known_on)
    facts = [fact for fact in facts if not too_old(fact, as_of)]
    found = layer_hindsight(unsummed(facts), PAIR, as_of, scope)
    expected = hindsight(facts, PAIR, as_of, scope)
    rows = {fact.handle for fact in facts if said_once(fact, as_of)}
    learned = [each for each in expected.learned if each.handle in rows]

    assert figures(found.then) == figures(expected.then)
    assert figures(found.now) == figures(expected.now)
    assert found.verdict_changed == expected.verdict_changed
    assert entered(found.learned) == by_sort(learned)
    assert sum(each.counted for each in found.learned) == sum(t.share.counted for t in learned)
    assert found.others.learned == tuple(t for t in expected.learned if t.handle not in rows)
    assert found.others.revised == expected.revised
    assert layer_hindsight_json(found) == layer_hindsight_json(
        layer_hindsight(held(facts, on, as_of, scope), PAIR, as_of, scope)
    )


# Day by day


@settings(max_examples=examples(150))
@given(busy_layers(), near, st.integers(0, 40), known, st.sampled_from(SCOPES), st.sampled_from(By))
def test_each_day_by_sums_is_that_day_fact_by_fact(
    facts: list[Fact], on: date, length: int, known_on: date | None, scope: Scope, by: By
) -> None:
    first = on - timedelta(days=length)
    as_of = AsOf(on, known_on)
    facts = [fact for fact in facts if not too_old(fact, AsOf(first, known_on))]
    found = layer_replay(unsummed(facts), PAIR, (first, as_of), scope, by=by)
    expected = replay(facts, PAIR, (first, as_of), scope, by=by)
    rows = {fact.handle for fact in facts if said_once(fact, as_of)}

    assert [day.day for day in found.days] == [day.day for day in expected.days]
    assert (found.eased, found.fading) == (expected.eased, expected.fading)
    assert found.before[:2] == (expected.before.verdict, expected.before.score)
    assert found.after[:2] == (expected.after.verdict, expected.after.score)
    for day, other in zip(found.days, expected.days, strict=True):
        of_rows = [line for line in other.lines if line.pair_fact.handle in rows]

        assert day.glance[:2] == (other.glance.verdict, other.glance.score)
        assert (day.eased, day.fading) == (other.eased, other.fading)
        assert day.lines == tuple(line for line in other.lines if line not in of_rows)
        for mark in ("·", "?"):
            mine = [line for line in day.sums if line.mark == mark]
            theirs = [line for line in of_rows if line.mark == mark]
            assert entered(line.sum for line in mine) == by_sort(line.pair_fact for line in theirs)
            assert sum(line.moved for line in mine) == sum(line.moved for line in theirs)


@settings(max_examples=examples(60))
@given(busy_layers(), near, st.integers(0, 40), known, st.sampled_from(SCOPES), st.sampled_from(By))
def test_a_day_does_not_depend_on_what_a_store_has_summed(
    facts: list[Fact], on: date, length: int, known_on: date | None, scope: Scope, by: By
) -> None:
    first = on - timedelta(days=length)
    as_of = AsOf(on, known_on)
    there = held(facts, first - timedelta(days=1), as_of, scope)
    span = first, as_of

    assert layer_replay_json(layer_replay(there, PAIR, span, scope, by=by)) == layer_replay_json(
        layer_replay(unsummed(facts), PAIR, span, scope, by=by)
    )
