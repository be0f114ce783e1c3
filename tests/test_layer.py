"""Layers: what is summed by the store equals what its facts come to one by one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Asserted, Event, Retracted
from domain.fact import Fact
from projections.board import layer_board
from projections.flows import FlowKey, Flows, Sums, flows, reach
from projections.layer import LayerEvidence, LayerState, layer_state
from projections.layer_series import layer_series
from projections.layer_why import ACCOUNT_DAYS, layer_why
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from service.safety import rebuilt, verified
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.builders import RECORDED, a_content, a_day, an_assertion
from tests.console import Console
from tests.effort import examples
from tests.evidence import layer_day_of, layer_state_of, sums_of, sums_of_actor
from tests.strategies import days, instants, layers

LAYER = "icews"
PAIRS = (Pair("RUS", "TUR"), Pair("TUR", "RUS"), Pair("GEO", "USA"))
SCOPES = (EVERYTHING, Scope(domain="trade"), Scope(domain="diplomacy"), Scope(topic="straits"))


@contextmanager
def a_timeline(facts: Sequence[Fact]) -> Generator[Timeline]:
    """A timeline in which facts were recorded in order of their instants, a batch an instant."""
    timeline = Timeline(SqlRecorder.at("sqlite://"), Registry([]))
    batches: dict[datetime, list[Event]] = {}
    for fact in facts:
        for event in fact.events:
            batches.setdefault(event.recorded_at, []).append(event)
    for recorded_at in sorted(batches):
        timeline.append(batches[recorded_at])
    try:
        yield timeline
    finally:
        timeline.close()


def folded(facts: Sequence[Fact], pair: Pair, as_of: AsOf, scope: Scope) -> LayerState:
    return layer_state(LayerEvidence(LAYER, Flows(), facts), pair, as_of, scope)


def figures(answer: State | LayerState) -> dict[str, object]:
    """Everything that both kinds of answers say in figures.

    The domains of which something may be left.
    """
    rows = {
        name: (row.verdict, row.score, row.movement, row.trend)
        for name, row in answer.domains.items()
    }
    return {
        "verdict": answer.verdict,
        "movement": answer.movement,
        "trend": answer.trend,
        "score": answer.score,
        "directions": dict(answer.directions),
        "dimensions": dict(answer.dimensions),
        "domains": {name: row for name, row in rows.items() if row[0].label != "dormant"},
    }


clocks = st.builds(
    AsOf, on=days, known_on=st.one_of(st.none(), days), recorded_by=st.one_of(st.none(), instants)
)


# Laws


@settings(max_examples=examples(150))
@given(layers(LAYER), clocks, st.sampled_from(PAIRS), st.sampled_from(SCOPES))
def test_what_the_store_sums_is_what_the_facts_come_to(
    facts: list[Fact], as_of: AsOf, pair: Pair, scope: Scope
) -> None:
    with a_timeline(facts) as timeline:
        summed = layer_state_of(timeline, pair, as_of, LAYER, scope)
        read = sorted(timeline.facts(LAYER), key=lambda fact: fact.id)

        assert read == sorted(facts, key=lambda fact: fact.id)
        assert summed == folded(facts, pair, as_of, scope)
        assert figures(summed) == figures(state(facts, pair, as_of, scope))
        assert verified(timeline).sound


@settings(max_examples=examples(60))
@given(layers(LAYER), days, days, st.sampled_from(PAIRS))
def test_sums_asked_for_from_a_day_on_hold_each_day_since(
    facts: list[Fact], one: date, other: date, pair: Pair
) -> None:
    first, last = sorted((one, other))
    with a_timeline(facts) as timeline:
        since = first.toordinal()
        sums = Sums(sums_of(timeline, pair, AsOf(last), LAYER, since=since).flows)
        for day in {first, last, date.fromordinal((since + last.toordinal()) // 2)}:
            alone = Sums(sums_of(timeline, pair, AsOf(day), LAYER).flows)

            assert sorted(sums.at(day.toordinal())) == sorted(alone.at(day.toordinal()))


@settings(max_examples=examples(60))
@given(layers(LAYER), st.lists(days, min_size=2, max_size=5), st.sampled_from(PAIRS))
def test_whoever_asks_again_is_answered_as_if_for_the_first_time(
    facts: list[Fact], asked: list[date], pair: Pair
) -> None:
    half = len(facts) // 2
    with a_timeline(facts[:half]) as timeline:
        for there in (facts[:half], facts):
            for day in asked:
                assert layer_state_of(timeline, pair, AsOf(day), LAYER) == folded(
                    there, pair, AsOf(day), EVERYTHING
                )
            if there is not facts and facts[half:]:
                timeline.append([event for fact in facts[half:] for event in fact.events])


@settings(max_examples=examples(40))
@given(layers(LAYER))
def test_an_index_made_anew_sums_the_same(facts: list[Fact]) -> None:
    with a_timeline(facts) as timeline:
        difference = rebuilt(timeline)

        assert difference.rows == 0
        assert verified(timeline).sound


# Examples


def a_row(handle: str = "1", **fields: object) -> Asserted:
    content = a_content(**fields)  # type: ignore[arg-type]  # its own names, all of them text
    return an_assertion(content).numbered(f"{LAYER}/{handle}", 1)


def test_a_fact_of_one_day_is_summed() -> None:
    ((pair, flow),) = flows(a_row(what="accuse", dated="2022-03-05"))

    assert pair == ("RUS", "TUR")
    assert (flow.toward, flow.day, flow.sort.what) == (
        -1,
        a_day("2022-03-05").toordinal(),
        "accuse",
    )


@pytest.mark.parametrize(
    "event",
    [
        a_row(dated="2022-03"),
        a_row(dated="2022-03-05~"),
        a_row(what="instrument:sanctions", dated="2022-03-05"),
        a_row(episode="round"),
        a_row(grade="B4"),
        a_row().numbered("desk/1", 1),
        a_row().numbered(f"{LAYER}/1", 3),
    ],
    ids=["month", "about", "standing", "episode", "doubtful", "desk", "later"],
)
def test_everything_else_is_read_one_by_one(event: Asserted) -> None:
    assert flows(event) == ()


def test_a_fact_of_which_more_is_said_is_no_longer_summed() -> None:
    first = a_row()
    with a_timeline([Fact(first.originator_id, (first,))]) as timeline:
        before = timeline.store.select_flows(("RUS", "TUR", LAYER), AsOf(a_day("2022-03-06")))
        retracted = Retracted(known_on=a_day("2022-03-07"), recorded_at=RECORDED).numbered(
            first.originator_id, 2
        )
        timeline.append([retracted])
        after = timeline.store.select_flows(("RUS", "TUR", LAYER), AsOf(a_day("2022-03-06")))

        assert (len(before.columns), len(after.columns)) == (1, 0)
        assert (
            layer_state_of(
                timeline, PAIRS[0], AsOf(a_day("2022-03-06"), a_day("2022-03-06")), LAYER
            ).counted
            == 1
        )
        assert layer_state_of(timeline, PAIRS[0], AsOf(a_day("2022-03-08")), LAYER).counted == 0


def test_what_is_too_old_to_count_is_known_all_the_same() -> None:
    with a_timeline([a_layered("2001-01-01")]) as timeline:
        answer = layer_state_of(timeline, PAIRS[0], AsOf(a_day("2022-03-06")), LAYER)

        assert (answer.label, answer.facts, answer.first) == (
            "dormant",
            0,
            a_day("2001-01-01").toordinal(),
        )


@pytest.mark.parametrize(("past", "facts"), [(0, 1), (1, 0)])
def test_a_fact_is_listed_to_the_last_day_on_which_something_is_left_of_it(
    past: int, facts: int
) -> None:
    """Both bounds: the last day on which it may count, and the day after that."""
    old = a_layered("2001-01-01")
    half_life = FlowKey.of(old.asserted.content).half_life
    last = a_day("2001-01-01").toordinal() + reach(half_life) - 1
    as_of = AsOf(date.fromordinal(last + past))
    with a_timeline([old]) as timeline:
        for answer in (
            layer_state_of(timeline, PAIRS[0], as_of, LAYER),
            folded([old], PAIRS[0], as_of, EVERYTHING),
        ):
            assert (answer.facts, answer.counted) == (facts, facts)


def test_a_pair_of_which_a_layer_knows_nothing_is_unknown() -> None:
    with a_timeline([a_layered("2022-03-05")]) as timeline:
        answer = layer_state_of(timeline, Pair("GEO", "USA"), AsOf(a_day("2022-03-06")), LAYER)

        assert (answer.label, answer.known) == ("unknown", False)


def a_layered(dated: str) -> Fact:
    event = a_row(dated=dated)
    return Fact(event.originator_id, (event,))


# The account of a figure


@settings(max_examples=examples(60))
@given(layers(LAYER), clocks, st.sampled_from(PAIRS), st.sampled_from(SCOPES))
def test_the_parts_of_an_account_add_up_and_each_can_be_left_out(
    facts: list[Fact], as_of: AsOf, pair: Pair, scope: Scope
) -> None:
    with a_timeline(facts) as timeline:
        since = max(1, as_of.day - ACCOUNT_DAYS)
        found = layer_why(sums_of(timeline, pair, as_of, LAYER, scope, since), pair, as_of, scope)

        assert found.answer == layer_state_of(timeline, pair, as_of, LAYER, scope)
        assert found.before + found.new + found.eased + found.fading == found.answer.score.net
        for part in found.days:
            opened = layer_day_of(timeline, found.answer, part.day, scope).pair_facts
            mine = [
                pair_fact
                for pair_fact in opened
                if (FlowKey.of(pair_fact.content), pair_fact.view, pair_fact.reason)
                == (part.sort, part.view, "")
            ]
            rest = [
                fact
                for fact in facts
                if fact.handle
                not in {
                    pair_fact.handle for pair_fact in mine if pair_fact.fact_state.window.days == 1
                }
            ]
            left = layer_state(LayerEvidence(LAYER, Flows(), rest), pair, as_of, scope)

            assert (left.score, left.label) == (part.without, part.label)


# The board


@settings(max_examples=examples(40))
@given(layers(LAYER), clocks, st.sampled_from(("RUS", "USA")), st.sampled_from(SCOPES))
def test_every_line_of_a_board_is_the_state_of_its_pair(
    facts: list[Fact], as_of: AsOf, actor: str, scope: Scope
) -> None:
    with a_timeline(facts) as timeline:
        lines = layer_board(
            sums_of_actor(timeline, actor, as_of, LAYER, scope), actor, as_of, scope
        )
        known = [
            other
            for other in ("GEO", "RUS", "TUR", "USA")
            if other != actor
            and layer_state_of(timeline, Pair(actor, other), as_of, LAYER, scope).known
        ]

        assert sorted(line.other for line in lines) == known
        for line in lines:
            assert line.answer == layer_state_of(
                timeline, Pair(actor, line.other), as_of, LAYER, scope
            )


# The chart


@settings(max_examples=examples(40))
@given(layers(LAYER), clocks, st.integers(0, 400), st.sampled_from(PAIRS), st.sampled_from(SCOPES))
def test_every_point_of_a_chart_is_the_state_of_its_day(
    facts: list[Fact], as_of: AsOf, length: int, pair: Pair, scope: Scope
) -> None:
    first = as_of.on - timedelta(days=length)
    with a_timeline(facts) as timeline:
        found = layer_series(
            sums_of(timeline, pair, as_of, LAYER, scope, first.toordinal()),
            pair,
            (first, as_of),
            scope,
        )
        for point in {found.points[0], found.points[len(found.points) // 2], found.points[-1]}:
            answer = layer_state_of(
                timeline, pair, replace(as_of, on=date.fromordinal(point.day)), LAYER, scope
            )

            assert (point.label, point.score) == (answer.label, answer.score)
            assert point.directions == tuple(answer.directions.values())


# As people ask


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A store with a day's rows of a layer beside a fact of the desk."""
    found = Console.begun(
        tmp_path,
        "2022-03-05  TUR > RUS  accuse/diplomacy  Calls it unacceptable  ^unacceptable",
        db="own.db",
    )
    with closing(Timeline(SqlRecorder.at(str(tmp_path / "own.db")), Registry([]))) as timeline:
        rows = [
            ("1", "accuse", "TUR > RUS"),
            ("2", "accuse", "TUR > RUS"),
            ("3", "call", "RUS = TUR"),
        ]
        timeline.append(
            [
                a_row(handle, what=what, dated="2022-03-05", parties=parties)
                for handle, what, parties in rows
            ]
        )
    return found


def test_a_layer_never_drowns_the_desk(console: Console) -> None:
    desk = console.type("detente state turkey russia --on 2022-03-06")
    layer = console.type("detente state turkey russia --on 2022-03-06 --layer icews")

    assert "1 fact, 1 counted" in desk
    assert "3 facts that may still count, 3 counted" in layer


def test_several_layers_are_answered_one_after_the_other(console: Console) -> None:
    said = console.type("detente state turkey russia --on 2022-03-06 --layer desk --layer icews")

    assert (
        said.index("LAYER DESK")
        < said.index("1 fact, 1 counted")
        < said.index("LAYER ICEWS")
        < said.index("3 facts that may")
    )


def test_an_account_opens_any_day(console: Console) -> None:
    said = console.type("detente why turkey russia --on 2022-03-06 --layer icews --day 2022-03-05")

    assert "^icews/1" in said
    assert "3 facts; together" in said


def test_a_layers_facts_are_listed_by_their_ids(console: Console) -> None:
    said = console.type("detente timeline turkey russia --layer icews --layer desk")

    assert all(name in said for name in ("^icews/1", "^icews/2", "^icews/3", "^unacceptable"))


def test_a_layer_that_is_not_there_is_refused_with_those_that_are(console: Console) -> None:
    said = console.type("detente state turkey russia --layer gdelt")

    assert (
        said
        == 'error: no layer is called "gdelt" here.\n  detente state turkey russia --layer desk\n '
        " detente state turkey russia --layer icews\n(exit 2)\n"
    )


def test_an_answer_of_a_layer_can_be_cited_and_verified(console: Console) -> None:
    cited = console.type("detente state turkey russia --on 2022-03-06 --layer icews --cite")
    answer = cited.split("answer", 1)[1].split(";")[0].split(".")[0].strip()

    assert "layer icews" in cited
    assert "the same answer" in console.type(f"detente verify {answer}")
