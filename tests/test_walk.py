"""The verdict and score of any day, in one walk through them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.edtf import Window
from domain.fact import Fact
from domain.report import Report
from projections.diff import moves
from projections.ledgers import Entry, Ledgers
from projections.lenses.flow import is_flow
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.lenses.standing_flow import LENS
from projections.pair_fact import PairFact, Shares, classify, score_facts
from projections.pair_history import By, PairHistory
from projections.scope import EVERYTHING, Scope
from projections.state import fold, state
from projections.walk import Figures, Walk
from tests.builders import PAIR, a_day, a_fact, day_number, ended, reported
from tests.effort import examples
from tests.strategies import histories, long_histories

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))
SCOPES = st.sampled_from([EVERYTHING, Scope(domain="security"), Scope(topic="straits")])
LATE = Report(publisher="Reuters", published="2022-06-10", grade="D5")


def a_history(*facts: Fact, until: str = "2023-12-31", lens: Lens = LENS) -> PairHistory:
    return PairHistory(facts, PAIR, AsOf(a_day(until)), EVERYTHING, lens)


@settings(max_examples=examples(100))
@given(
    histories(most=8),
    DAYS,
    st.lists(st.integers(1, 120), max_size=30),
    st.sampled_from(By),
    st.sampled_from(LENSES),
    SCOPES,
)
def test_the_figures_of_a_day_are_those_of_its_state(
    facts: list[Fact], day: date, steps: list[int], by: By, lens: Lens, scope: Scope
) -> None:
    """Day after day, and with days left out."""
    days = [day + timedelta(days=i) for i in range(20)]
    for step in steps:
        days.append(days[-1] + timedelta(days=step))
    history = PairHistory(facts, PAIR, AsOf(days[-1]), scope, lens, by=by)
    walk = Walk(history)
    sides = {direction: Walk(history, direction) for direction in PAIR.directions}
    for on in days:
        answer = state(facts, PAIR, AsOf(on, on if by is By.KNOWN else None), scope, lens)

        assert walk.figures(on.toordinal()) == Figures(answer.verdict, answer.score)
        assert {name: side.score(on.toordinal()) for name, side in sides.items()} == dict(
            answer.directions
        )


@given(histories(most=8), st.sampled_from(By), st.sampled_from(LENSES))
def test_what_rests_adds_the_same_until_it_changes(facts: list[Fact], by: By, lens: Lens) -> None:
    history = PairHistory(facts, PAIR, AsOf(date(9999, 12, 31)), EVERYTHING, lens, by=by)
    for unit in history.units:
        for first, after in pairwise([*unit.starts, date.max.toordinal()]):
            if unit.rests(first):
                one, last = (
                    [each.shares for each in unit.present(day, history.asked).added(day)]
                    for day in (first, after - 1)
                )

                assert one == last


@given(
    st.one_of(histories(most=8), long_histories()),
    DAYS,
    st.sampled_from(LENSES),
    st.sampled_from(By),
    SCOPES,
)
def test_on_days_that_are_passed_over_the_label_stays(
    facts: list[Fact], first: date, lens: Lens, by: By, scope: Scope
) -> None:
    last = first + timedelta(days=900)
    history = PairHistory(facts, PAIR, AsOf(last), scope, lens, by=by)
    shown = dict(Walk(history).labels(first.toordinal(), last.toordinal()))
    walk, label = Walk(history), ""
    for day in range(first.toordinal(), last.toordinal() + 1):
        label = shown.get(day, label)

        assert walk.figures(day).label == label


@given(
    st.one_of(histories(most=8), long_histories()),
    DAYS,
    st.integers(0, 900),
    st.sampled_from(LENSES),
    SCOPES,
)
def test_the_figures_of_every_day_lie_between_those_of_its_stretch(
    facts: list[Fact], first: date, days: int, lens: Lens, scope: Scope
) -> None:
    history = PairHistory(facts, PAIR, AsOf(date(2026, 12, 31)), scope, lens)
    walk, lo = Walk(history), first.toordinal()
    after = next((day for day in walk.beginnings if day > lo), lo + days + 1)
    stretch = Window(lo, min(lo + days, after - 1))
    found = walk.between(stretch)
    if found is not None:
        least, most = found[1].least, found[1].most
        for day in range(stretch.lo, stretch.hi + 1):
            score, one, other = walk.score(day), least.score, most.score

            assert one.net <= score.net <= other.net
            assert one.cooperation <= score.cooperation <= other.cooperation
            assert one.friction >= score.friction >= other.friction
            assert one.traffic <= score.traffic <= other.traffic
            assert one.low <= score.low <= other.low
            assert one.high <= score.high <= other.high


@given(histories(most=6), DAYS, st.sampled_from(LENSES))
def test_an_earlier_day_may_be_asked_for_again(facts: list[Fact], day: date, lens: Lens) -> None:
    history = PairHistory(facts, PAIR, AsOf(date(2023, 12, 31)), EVERYTHING, lens)
    walk = Walk(history)
    there = walk.figures(day.toordinal())
    walk.figures(day.toordinal() + 200)

    assert walk.figures(day.toordinal()) == there


# Without the changes of a day ---------------------------------------------------------------------


@given(histories(most=6), DAYS, SCOPES)
def test_without_its_changes_a_day_has_all_that_faded(
    facts: list[Fact], first: date, scope: Scope
) -> None:
    last = first + timedelta(days=40)
    walk = Walk(PairHistory(facts, PAIR, AsOf(last), scope, LENS))
    for day in range(first.toordinal(), last.toordinal() + 1):
        eve, now = (seen_on(facts, each, each) for each in (day - 1, day))
        faded = seen_on(facts, day - 1, day)
        changed = {
            move.handle
            for move in moves(eve.values(), now.values(), LENS, LENS)
            if move.changed and not move.unreported
        }
        # The flows of one episode count together.
        flows = {name: t for name, t in now.items() if is_flow(t.fact_state)}
        together = {flows[name].content.episode for name in changed & flows.keys()} - {""}
        changed |= {name for name, t in flows.items() if t.content.episode in together}
        ledgers = Ledgers(LENS, day)
        for name in {*now, *eve}:
            found, on = (now, day) if name not in changed else (eve, day - 1)
            if name in changed and name in eve and is_flow(eve[name].fact_state):
                found, on = faded, day
            if name in found and (not scope.written or scope.holds(found[name].content)):
                t = found[name]
                ledgers.enter(Entry.of(t, LENS), Shares(t.share, t.unwidened), on)

        assert walk.unchanged(day).score == ledgers.score


def seen_on(facts: list[Fact], day: int, weighed: int) -> dict[str, PairFact]:
    """The facts as they are on a day, with what they count for on another."""
    seen = classify(fold(facts, AsOf(date.fromordinal(day))), PAIR, day, LENS)
    return {t.handle: t for t in score_facts(seen, weighed, LENS)}


def test_a_day_without_its_changes_has_what_faded_alone() -> None:
    old = a_fact(what="accuse", dated="2022-03-01", known="2022-03-01", handle="old")
    new = a_fact(what="assault", dated="2022-03-05", known="2022-03-05", handle="new")
    day = day_number("2022-03-05")
    both, alone = (Walk(a_history(*facts)) for facts in ([old, new], [old]))

    assert both.unchanged(day) == alone.figures(day)
    assert both.figures(day) != alone.figures(day)


def test_what_ended_that_day_counts_as_if_it_held() -> None:
    sanctions = a_fact(
        ended("2022-03-05"), what="instrument:sanctions", dated="2022-01-01", known="2022-01-01"
    )
    relief = a_fact(what="concede", dated="2022-03-01", known="2022-03-01", handle="relief")
    day = day_number("2022-03-05")
    walk = Walk(a_history(sanctions, relief))

    # Relief does not ease what holds, and eases what has ended.
    assert walk.unchanged(day).score.eased == 0
    assert walk.figures(day).score.eased > 0


def test_going_stale_is_no_change() -> None:
    stance = a_fact(what="stance:supports", dated="2022-03-05", known="2022-03-05")
    walk = Walk(a_history(stance, until="2024-12-31"))
    stale = day_number("2023-03-06")

    assert walk.figures(stale - 1).score.cooperation == 2_000_000
    assert walk.figures(stale).score.cooperation == 0
    assert walk.unchanged(stale) == walk.figures(stale)


def test_a_larger_flow_of_an_episode_takes_the_place_of_a_smaller_one() -> None:
    small, large = (
        a_fact(what=what, dated=day, known=day, handle=what, episode="round")
        for what, day in (("accuse", "2022-03-01"), ("assault", "2022-03-05"))
    )
    day = day_number("2022-03-05")
    both, alone = Walk(a_history(small, large)), Walk(a_history(small))

    assert both.unchanged(day) == alone.figures(day)


def test_a_report_that_is_published_later_is_known_from_that_day_on() -> None:
    """A doubtful report once counted for a reader who could not have read any other."""
    fact = a_fact(
        reported("2022-07-01", grade="A1"), what="accuse", dated="2022-06-01", known="2022-06-01",
        report=LATE,
    )  # fmt: skip
    history = PairHistory([fact], PAIR, AsOf(a_day("2022-12-31")), EVERYTHING, LENS, by=By.KNOWN)
    walk = Walk(history)
    for text in ("2022-06-09", "2022-06-10", "2022-06-30", "2022-07-01"):
        answer = state([fact], PAIR, AsOf(a_day(text), a_day(text)))

        assert walk.figures(day_number(text)) == Figures(answer.verdict, answer.score)
