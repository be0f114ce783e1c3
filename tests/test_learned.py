"""The days on which the answer of a day changed as knowledge came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.events import EVENTS, Undone
from domain.fact import Fact
from domain.readings import known_days
from domain.report import Report
from projections.learned import Stop, learned
from projections.learned_json import ACTS, act_word, stop_json
from projections.lenses import cumulative
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair, pairs_of
from projections.scope import EVERYTHING, Scope
from projections.state import State, state
from projections.state_json import state_json
from service.timeline import Timeline
from tests.builders import PAIR, a_day, a_fact, corrected, denied, ended, held, reported, retracted
from tests.counting import TWICE, growth
from tests.effort import examples
from tests.strategies import FIRST_RECORDED, histories

DAYS: Final = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))
SCOPES: Final = st.sampled_from([EVERYTHING, Scope(domain="security"), Scope(topic="straits")])
EVIDENCE: Final = ("recorded_by", "sources", "known_on", "assumed", "support")
"""What an answer says of who reports a fact: one more report changes these and nothing else."""


def answered(answer: State) -> object:
    """An answer as a reader sees it, without who reports what and since when."""
    whole = state_json(answer)
    kept = {name: part for name, part in whole.items() if name not in ("coverage", "hindsight")}
    return without_evidence(kept)


def without_evidence(value: Any) -> Any:  # plain values of any shape
    if isinstance(value, Mapping):
        return {k: without_evidence(v) for k, v in value.items() if k not in EVIDENCE}
    return [without_evidence(each) for each in value] if isinstance(value, list) else value


def days_of(facts: list[Fact]) -> Iterator[date]:
    """Every day on which anything became known, and those around it."""
    known = {day for fact in facts for day in known_days(fact.events)}
    for day in sorted({near for each in known for near in (each - 1, each, each + 1)}):
        yield date.fromordinal(day)


def assert_is(stop: Stop, answer: State) -> None:
    """A stop says what the answer says, in every figure."""
    assert (stop.sight.verdict, stop.sight.trend) == (answer.verdict, answer.trend)
    assert (stop.sight.score, stop.sight.movement) == (answer.score, answer.movement)
    by_fact = {pair_fact.handle: pair_fact for pair_fact in answer.pair_facts}
    for each in stop.learned:
        assert each.move.after == by_fact.get(each.move.handle)


@settings(max_examples=examples(100))
@given(
    histories(most=8),
    DAYS,
    SCOPES,
    st.sampled_from(LENSES),
    st.sampled_from([None, FIRST_RECORDED + timedelta(hours=6)]),
)
def test_each_stop_is_the_state_as_known_that_day_and_nothing_changes_between(
    facts: list[Fact], on: date, scope: Scope, lens: Lens, recorded_by: datetime | None
) -> None:
    found = learned(facts, PAIR, AsOf(on, None, recorded_by), scope, lens)
    stops = {stop.day: stop for stop in found.stops}
    before = state([], PAIR, AsOf(on), scope, lens)
    for day in days_of(facts):
        answer = state(facts, PAIR, AsOf(on, day, recorded_by), scope, lens)
        stop = stops.pop(day.toordinal(), None)
        if stop is None:
            assert answered(answer) == answered(before)
        else:
            assert_is(stop, answer)
            assert all(each.move.before != each.move.after for each in stop.learned)
            assert stop.moved == answer.score.net - before.score.net
            assert stop.besides == 0 or lens is cumulative.LENS
        before = answer
    last = state(facts, PAIR, AsOf(on, None, recorded_by), scope, lens)

    assert not stops
    assert answered(last) == answered(before)
    assert (found.now.verdict, found.now.score) == (last.verdict, last.score)


def test_the_last_answer_knows_the_reports_that_changed_nothing() -> None:
    """A barrier that decides the verdict is named with all that was reported of it."""
    fact = a_fact(reported("2022-03-07"), what="instrument:border-closed", weight=0)

    for known in (None, a_day("2022-03-06")):
        as_of = AsOf(a_day("2022-03-05"), known)
        answer = state([fact], PAIR, as_of)
        assert answer.verdict.barriers
        assert learned([fact], PAIR, as_of).now.verdict == answer.verdict


@given(histories(most=6), DAYS, DAYS, st.sampled_from(LENSES))
def test_what_is_left_out_at_either_end_changes_no_stop(
    facts: list[Fact], on: date, other: date, lens: Lens
) -> None:
    whole = learned(facts, PAIR, AsOf(on), lens=lens)
    later = learned(facts, PAIR, AsOf(on), lens=lens, since=other)
    sooner = learned(facts, PAIR, AsOf(on, other), lens=lens)
    eve = learned(facts, PAIR, AsOf(on, other - timedelta(days=1)), lens=lens)

    assert later.stops == tuple(s for s in whole.stops if s.day >= other.toordinal())
    assert (later.before, later.earlier) == (eve.now, len(eve.stops))
    assert later.then == whole.then
    assert sooner.stops == tuple(s for s in whole.stops if s.day <= other.toordinal())
    assert sooner.now == learned(facts, PAIR, AsOf(on, other), lens=lens, since=other).now


@given(histories(most=6), DAYS, st.integers(1, 5))
def test_the_latest_stops_follow_from_those_before_them(
    facts: list[Fact], on: date, number: int
) -> None:
    whole = learned(facts, PAIR, AsOf(on))
    latest = whole.latest(number)

    assert latest.stops == whole.stops[-number:]
    assert latest.earlier == len(whole.stops) - len(latest.stops)
    assert latest.before == (
        whole.stops[latest.earlier - 1].sight if latest.earlier else whole.before
    )
    assert (latest.now, latest.then, latest.days) == (whole.now, whole.then, whole.days)


# What a stop is -----------------------------------------------------------------------------------


def stops_of(*facts: Fact, lens: Lens = LENS) -> dict[str, Stop]:
    found = learned(facts, PAIR, AsOf(a_day("2022-03-05")), lens=lens)
    return {str(date.fromordinal(stop.day)): stop for stop in found.stops}


def test_one_more_report_changes_nothing() -> None:
    fact = a_fact(reported("2022-03-07"), known="2022-03-05")
    found = learned([fact], PAIR, AsOf(a_day("2022-03-05")))

    assert [str(date.fromordinal(stop.day)) for stop in found.stops] == ["2022-03-05"]
    assert (found.days, found.earlier) == (2, 0)


def test_one_more_report_is_news_where_it_makes_a_disputed_fact_count() -> None:
    fact = a_fact(denied("2022-03-06"), reported("2022-03-08"), known="2022-03-05")
    found = stops_of(fact)

    (news,) = found["2022-03-08"].learned
    assert (news.move.moved, news.counts) == (-3_000_000, True)
    assert [stop.sight.label for stop in found.values()] == ["strained", "disputed", "strained"]


def test_what_became_known_of_later_days_changes_nothing() -> None:
    """Of the day asked about, sanctions that ended in summer hold as they did."""
    sanctions = a_fact(
        ended("2022-07-01"), what="instrument:sanctions", dated="2022-01-01", known="2022-01-01"
    )
    call = a_fact(
        held("2022-03-06"), what="planned:call", parties="TUR = RUS", dated="2022-03-06",
        known="2022-03-05", handle="call",
    )  # fmt: skip

    assert [*stops_of(sanctions, call)] == ["2022-01-01", "2022-03-05"]


def test_a_corrected_title_is_a_change() -> None:
    found = stops_of(a_fact(corrected("title", "Another title", "2022-03-09")))

    (news,) = found["2022-03-09"].learned
    assert (news.move.moved, [type(event).__name__ for event in news.events]) == (0, ["Corrected"])


def test_a_flow_that_a_larger_one_of_its_episode_mutes_is_named_without_an_act() -> None:
    small = a_fact(what="accuse", episode="round", handle="small", known="2022-03-05")
    large = a_fact(what="assault", episode="round", handle="large", known="2022-03-07")
    stop = stops_of(small, large)["2022-03-07"]

    assert [(each.move.handle, each.counts, len(each.events)) for each in stop.learned] == [
        ("large", True, 1),
        ("small", False, 0),
    ]
    assert stop.moved == sum(each.move.moved for each in stop.learned)


def test_relief_moves_the_net_by_what_it_eases() -> None:
    accused = a_fact(what="accuse", handle="accused", known="2022-03-05")
    conceded = a_fact(what="concede", handle="conceded", known="2022-03-06")
    stop = stops_of(accused, conceded)["2022-03-06"]

    assert (stop.learned[0].side, stop.learned[0].move.moved) == ("for", 0)
    assert stop.moved == stop.eased == 3_000_000


def test_what_enters_and_leaves_a_list_is_named() -> None:
    sanctions = a_fact(
        retracted("2022-03-09"), what="instrument:sanctions", dated="2022-01-01", known="2022-01-02"
    )
    found = stops_of(sanctions)
    entered, left = stop_json(found["2022-01-02"]), stop_json(found["2022-03-09"])

    assert (entered["entered"]["in_force"], entered["left"]["in_force"]) == (["fact"], [])
    assert (left["entered"]["in_force"], left["left"]["in_force"]) == ([], ["fact"])


def test_a_report_that_is_published_later_is_learned_on_that_day() -> None:
    late = Report(publisher="Reuters", published="2022-03-10", grade="D5")
    found = stops_of(a_fact(known="2022-03-05", report=late))

    assert [*found] == ["2022-03-05", "2022-03-10"]
    assert not found["2022-03-10"].learned[0].counts


def test_every_event_that_something_can_become_known_by_has_its_word() -> None:
    assert {act_word(event) for event in EVENTS} - {act_word(Undone)} == {*ACTS}


# What it costs ------------------------------------------------------------------------------------


def test_each_day_of_knowledge_costs_the_same_however_many_facts_there_are() -> None:
    """Only the facts of which something became known that day are weighed again."""

    def walk(number: int) -> Any:  # something to call
        days = [a_day("2022-01-01") + timedelta(days=i) for i in range(number)]
        facts = [a_fact(handle=f"f-{day}", dated=str(day), known=str(day)) for day in days]
        return lambda: learned(facts, PAIR, AsOf(a_day("2026-01-01")))

    assert growth(walk, 100) < TWICE


# The sample ---------------------------------------------------------------------------------------


def test_of_every_pair_of_the_sample_each_stop_is_the_state_as_known_that_day(
    sample: Timeline,
) -> None:
    contents = [fact.asserted.content for fact in sample.facts("desk")]
    pairs = sorted({pair for content in contents for pair in pairs_of(content)})
    assert len(pairs) > 50
    for key in pairs:
        pair, on = Pair.of(*key), AsOf(a_day("2022-03-05"))
        facts = sample.pair_facts(pair, "desk")
        found, last = learned(facts, pair, on), state(facts, pair, on)

        assert (found.now.verdict, found.now.trend) == (last.verdict, last.trend)
        assert found.now.score == last.score
        for stop in found.stops:
            known = date.fromordinal(stop.day)
            assert_is(stop, state(facts, pair, AsOf(on.on, known)))


def test_the_film_strip_of_a_day_has_the_days_on_which_its_answer_changed(
    sample: Timeline,
) -> None:
    facts = sample.pair_facts(Pair.of("TUR", "RUS"), "desk")
    on, since = AsOf(a_day("2022-03-05")), a_day("2022-02-22")
    found = learned(facts, Pair.of("TUR", "RUS"), on, since=since)

    assert [str(date.fromordinal(stop.day)) for stop in found.stops] == [
        "2022-02-22",
        "2022-02-23",
        "2022-02-24",
        "2022-02-25",
        "2022-02-26",
        "2022-02-27",
        "2022-02-28",
        "2022-03-02",
        "2022-03-04",
        "2022-03-05",
        "2023-05-03",
    ]
    assert [each.move.handle for each in found.stops[-1].learned] == ["gas-deferral"]


def test_a_fact_with_both_on_one_side_is_none_of_theirs() -> None:
    """It is found by its actors; a layer that sums its rows had never counted its day."""
    theirs = a_fact(handle="theirs", known="2022-03-06")
    others = a_fact(handle="others", parties="RUS,TUR > USA", known="2022-03-07")
    as_of = AsOf(date(2022, 6, 1))

    assert [learned(facts, PAIR, as_of).days for facts in ([theirs], [theirs, others])] == [1, 1]
