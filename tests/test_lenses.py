"""The other lenses, and what all lenses have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.edtf import Window
from domain.fact import Fact, FactState
from domain.refusal import InvalidInput
from projections.diff import diff
from projections.lenses import cumulative, goldstein_decay, plover_net
from projections.lenses.lens import Lens, Share
from projections.lenses.named import LENSES, lens
from projections.pair_fact import PairFact
from projections.score import Score
from projections.spread import spread, spread_json
from projections.state import state, without
from projections.state_json import state_json
from tests.builders import PAIR, a_day, a_fact, a_fact_state, day_number, handles, held, reasons
from tests.strategies import histories
from views.spelling import command as spelled

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2024, 12, 31))
lenses = st.sampled_from(LENSES)
Range = tuple[int, int, int]
"""What a fact counts for, and the least and the most that it may count for."""


def points(*values: float) -> list[int]:
    return [round(value * 1_000_000) for value in values]


# All of them --------------------------------------------------------------------------------------


def half_even(number: Fraction) -> int:
    """Python's own rounding of a fraction, which is half to even."""
    return round(number)


def bounded(window: Window) -> bool:
    return window.lo > -(10**9) and window.hi < 10**9


def plain_sum(flow: FactState, day: int) -> Range:
    """What a flow counts for under plover-net@1: its part of the last 90 days, day by day."""
    weight, (lo, hi) = flow.content.weighs, on_its_last_day(flow, day)
    if lo > day or hi <= day - 90:
        return 0, 0, 0
    if not bounded(Window(lo, hi)):
        return 0, min(0, weight), max(0, weight)
    inside = [day - 90 < each <= day for each in range(lo, hi + 1)]
    counted = half_even(Fraction(weight * sum(inside), len(inside)))
    perhaps = () if all(inside) else (0, weight)
    return counted, min((counted, *perhaps)), max((counted, *perhaps))


def fading(flow: FactState, day: int) -> Range:
    """What a flow counts for under goldstein-decay@1, day by day."""
    weight, (lo, hi) = flow.content.goldstein or 0, on_its_last_day(flow, day)
    if lo > day:
        return 0, 0, 0

    def left(each: int) -> int:
        fraction: float = 2.0 ** ((each - day) / 90)
        return round(10**9 * fraction)

    latest = min(hi, day)
    thinkable = [half_even(Fraction(weight * left(latest), 10**9))]
    counted = 0
    if bounded(Window(lo, hi)):
        whole = sum(left(each) for each in range(lo, latest + 1))
        counted = half_even(Fraction(weight * whole, (hi - lo + 1) * 10**9))
    if lo > -(10**9):
        thinkable.append(half_even(Fraction(weight * left(lo), 10**9)))
    if hi > day or lo <= -(10**9):
        thinkable.append(0)
    return counted, min(counted, *thinkable), max(counted, *thinkable)


def on_its_last_day(flow: FactState, day: int) -> Window:
    """Its window; what lasts for days is dated on the last of them that has come."""
    lo, hi = flow.window
    if not flow.lasted:
        return Window(lo, hi)
    last = min(hi, max(lo, day))
    return Window(last, last)


def pushed(flows: Sequence[FactState], day: int) -> list[Range]:
    """What each flow counts for under cumulative@1: the formula of docs/lenses.md by fractions."""
    months: dict[tuple[int, int], Fraction] = {}
    happened = [flow for flow in flows if -(10**9) < flow.window.hi <= day]
    for flow in happened:
        size = Fraction(9 * abs(flow.content.weighs), 10**8)
        months[month_of(flow)] = months.get(month_of(flow), Fraction(0)) + size
    found: list[Range] = []
    for flow in flows:
        impact = Fraction(9 * flow.content.weighs, 10**8)
        if flow not in happened:
            alone = half_even(impact * 10**6)
            found.append((0, min(0, alone), max(0, alone)))
            continue
        mine = month_of(flow)
        share = impact * min(Fraction(1), months[mine] / 9) * 9 / months[mine] if impact else impact
        for month, size in months.items():
            if month > mine:
                share *= 1 - min(Fraction(1), size / 9)
        counted = half_even(share * 10**6)
        found.append((counted, counted, counted))
    return found


def month_of(flow: FactState) -> tuple[int, int]:
    last = date.fromordinal(flow.window.hi)
    return last.year, last.month


def muted(flows: Sequence[PairFact]) -> set[str]:
    """The handles of flows that a heavier one of their episode, view and sign mutes."""
    gone: set[str] = set()
    for one in flows:
        for other in flows:
            mine, theirs = one.flowing.content, other.flowing.content
            same = (
                mine.episode == theirs.episode != ""
                and one.view == other.view
                and (mine.weighs > 0, mine.weighs < 0) == (theirs.weighs > 0, theirs.weighs < 0)
                and bounded(one.flowing.begun)
                and bounded(other.flowing.begun)
            )
            ranks = [(-abs(each.flowing.content.weighs), each.handle) for each in (other, one)]
            if same and ranks[0] < ranks[1]:
                gone.add(one.handle)
    return gone


def of_other_lenses(pair_facts: Sequence[PairFact], day: int, lens: Lens) -> Score:
    """Ledgers by a lens that knows neither relief nor traffic, each fact with its range."""
    flows = [
        each
        for each in pair_facts
        if each.content.kind in ("contact", "action", "engagement")
        and each.excluded in ("", "same-episode")
    ]
    gone = muted(flows)
    counting = [
        each
        for each in flows
        if each.handle not in gone
        and (lens is not goldstein_decay.LENS or each.content.goldstein is not None)
    ]
    ranges = by_lens([each.flowing for each in counting], day, lens)
    ranges = [
        (counted, min(0, low), max(0, high)) if each.contested else (counted, low, high)
        for each, (counted, low, high) in zip(counting, ranges, strict=True)
    ]
    for each in pair_facts:
        held_or_off = each.content.kind != "engagement" or each.status == "held" or each.called_off
        if each.excluded == "disputed" and each.weighed and held_or_off:
            _, low, high = by_lens([each.flowing], day, lens)[0]
            ranges.append((0, min(0, low), max(0, high)))
    cooperation = sum(counted for counted, _, _ in ranges if counted > 0)
    friction = -sum(counted for counted, _, _ in ranges if counted < 0)
    low, high = sum(low for _, low, _ in ranges), sum(high for _, _, high in ranges)
    return Score(cooperation, friction, 0, 0, 0, low, high)


def by_lens(flows: Sequence[FactState], day: int, lens: Lens) -> list[Range]:
    if lens is cumulative.LENS:
        return pushed(flows, day)
    return [(plain_sum if lens is plover_net.LENS else fading)(flow, day) for flow in flows]


@given(histories(), DAYS, st.sampled_from(LENSES[1:]))
def test_other_lenses_count_as_they_did(facts: list[Fact], on: date, through: Lens) -> None:
    answer = state(facts, PAIR, AsOf(on), lens=through)

    assert answer.score == of_other_lenses(answer.pair_facts, on.toordinal(), through)


@given(histories(), DAYS, lenses)
def test_leaving_one_out_is_asking_anew_without_it(
    facts: list[Fact], on: date, through: Lens
) -> None:
    answer = state(facts, PAIR, AsOf(on), lens=through)
    for pair_fact in answer.pair_facts:
        anew = state(
            [fact for fact in facts if fact.handle != pair_fact.handle],
            PAIR,
            AsOf(on),
            lens=through,
        )

        assert without(answer, pair_fact.handle) == (anew.score, anew.label)


@given(histories(), DAYS, lenses, lenses)
def test_what_two_lenses_count_otherwise_adds_up_to_their_difference(
    facts: list[Fact], on: date, one: Lens, other: Lens
) -> None:
    before, after = (state(facts, PAIR, AsOf(on), lens=through) for through in (one, other))
    found = diff(before, after)

    assert (
        sum(move.moved for move in found.reasons) + found.fading + found.eased
        == after.score.net - before.score.net
    )
    assert found.fading == 0 or one == other
    assert one != other or found.empty


@given(histories(), DAYS)
def test_the_spread_is_each_lens_by_itself(facts: list[Fact], on: date) -> None:
    answers = spread(facts, PAIR, AsOf(on))

    assert [state_json(answer) for answer in answers] == [
        state_json(state(facts, PAIR, AsOf(on), lens=each)) for each in LENSES
    ]
    assert spread_json(answers)["lens"] == "all"


def test_a_lens_is_found_by_name_with_or_without_its_version() -> None:
    assert [lens(name) for name in ("plover-net@1", "plover-net", " Plover-NET ")] == [
        plover_net.LENS
    ] * 3


@pytest.mark.parametrize("name", ["", "plover-net@2", "plover"])
def test_another_name_is_refused_with_every_lens(name: str) -> None:
    with pytest.raises(InvalidInput, match="no lens is called") as caught:
        lens(name)

    assert [spelled(fix).paste for fix in caught.value.fixes] == [
        f"--lens {each.name}" for each in LENSES
    ]


# plover-net ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "share"),
    [
        ("2022-03-05", Share(4_000_000, 4_000_000, 4_000_000)),
        ("2021-12-06", Share(4_000_000, 4_000_000, 4_000_000)),
        ("2021-12-05", Share(0, 0, 0)),
        ("2022-03-06", Share(0, 0, 0)),
        ("[2021-12-04..2021-12-07]", Share(2_000_000, 0, 4_000_000)),
        ("[2022-03-02..2022-03-09]", Share(2_000_000, 0, 4_000_000)),
        ("[..2022-03-01]", Share(0, 0, 4_000_000)),
    ],
)
def test_a_flow_of_the_last_90_days_counts_in_full(dated: str, share: Share) -> None:
    fact_state = a_fact_state(a_fact(what="visit", dated=dated, known="2022-03-05"))

    assert plover_net.weigh(fact_state, day_number("2022-03-05")) == share


def test_what_stands_is_outside_the_lens_and_still_in_force() -> None:
    war = a_fact(
        what="instrument:armed-conflict", dated="2022-02-24", known="2022-02-24", handle="war"
    )
    pact = a_fact(what="instrument:treaty", dated="2022-02-24", known="2022-02-24", handle="pact")
    answer = state([pact], PAIR, AsOf(a_day("2022-03-05")), lens=plover_net.LENS)

    assert (handles(answer.in_force), reasons(answer)) == (["pact"], {"pact": "outside-lens"})
    assert (answer.label, answer.score.net) == ("unknown", 0)
    assert state([war], PAIR, AsOf(a_day("2022-03-05")), lens=plover_net.LENS).label == "at-war"


# goldstein-decay ----------------------------------------------------------------------------------


def test_a_goldstein_score_halves_in_90_days() -> None:
    fact_state = a_fact_state(a_fact(what="accuse", dated="2022-03-05", goldstein=-2_000_000))
    shares = [
        goldstein_decay.weigh(fact_state, day_number(day)).counted
        for day in ("2022-03-05", "2022-06-03", "2022-09-01")
    ]

    assert shares == [-2_000_000, -1_000_000, -500_000]


def test_a_fact_without_a_goldstein_score_is_not_counted_as_0() -> None:
    plain, scored = a_fact(handle="plain"), a_fact(handle="scored", goldstein=0)
    as_of = AsOf(a_day("2022-03-05"))

    assert state([plain], PAIR, as_of, lens=goldstein_decay.LENS).label == "unknown"
    assert handles(state([plain, scored], PAIR, as_of, lens=goldstein_decay.LENS).counted) == [
        "scored"
    ]


# cumulative ---------------------------------------------------------------------------------------


def monthly(*months: list[int]) -> list[Fact]:
    """Facts of these weights in points, a list for each month of 2021."""
    return [
        a_fact(
            what="agree",
            dated=f"2021-{month:02}-10",
            known="2021-12-31",
            handle=f"fact-{month}-{i}",
            weight=points(weight)[0],
        )
        for month, weights in enumerate(months, 1)
        for i, weight in enumerate(weights)
    ]


FROM_3 = [200, -100]
"""Weights whose month ends at 3, whatever was before: 9 * (18 - 9) / 27."""

FROM_MINUS_6 = [100, -500]


@pytest.mark.parametrize(
    ("months", "net"),
    [
        ([FROM_3], 3),
        ([FROM_MINUS_6], -6),
        ([FROM_3, [10]], 3.6),
        ([FROM_3, [-10]], 1.8),
        ([FROM_MINUS_6, [10]], -4.5),
        ([FROM_MINUS_6, [-10]], -6.3),
        ([FROM_3, [10, -10]], 2.4),
        ([[4], [-7], [5]], 0.16956),
        ([], 0),
    ],
)
def test_the_cumulative_score_is_pushed_less_the_nearer_it_is_to_its_end(
    months: list[list[int]], net: float
) -> None:
    answer = state(monthly(*months), PAIR, AsOf(a_day("2021-12-31")), lens=cumulative.LENS)

    assert answer.score.net == points(net)[0]


def test_its_shares_are_what_each_month_left() -> None:
    fact_states = [a_fact_state(fact) for fact in monthly([4], [-7], [5])]

    assert [
        share.counted for share in cumulative.shares(fact_states, day_number("2021-12-31"))
    ] == points(0.31806, -0.5985, 0.45)


def test_a_window_is_pushed_in_the_month_of_its_last_day_and_not_before() -> None:
    vague = a_fact(what="agree", dated="2021-03-XX", known="2021-03-01", weight=10_000_000)
    fact_state = a_fact_state(vague)

    assert cumulative.shares([fact_state], day_number("2021-03-30")) == [Share(0, 0, 900_000)]
    assert cumulative.shares([fact_state], day_number("2021-03-31")) == [
        Share(900_000, 900_000, 900_000)
    ]


def test_a_held_engagement_pushes_in_the_month_it_was_held() -> None:
    call = a_fact(held("2021-04-02"), what="planned:call", dated="2021-03-30", known="2021-03-20")
    answer = state([call], PAIR, AsOf(a_day("2021-04-30")), lens=cumulative.LENS)

    assert answer.score.net == 135_000


def by_the_formula(fact_states: list[FactState], day: int) -> Fraction:
    """The score by its definition, month after month, in exact fractions."""
    months: dict[tuple[int, int], list[Fraction]] = {}
    for fact_state in fact_states:
        if fact_state.window.hi <= day:
            last = date.fromordinal(fact_state.window.hi)
            months.setdefault((last.year, last.month), []).append(
                Fraction(9 * fact_state.content.weighs, 10**8)
            )
    score = Fraction(0)
    for _, impacts in sorted(months.items()):
        size = sum(map(abs, impacts), Fraction(0))
        if size:
            push = min(Fraction(1), size / 9)
            score = (1 - push) * score + push * 9 * sum(impacts, Fraction(0)) / size
    return score


@given(
    st.lists(
        st.tuples(st.integers(1, 28), st.integers(1, 12), st.integers(-1000, 1000)), max_size=12
    )
)
def test_the_shares_together_are_the_score_of_the_formula(
    facts: list[tuple[int, int, int]],
) -> None:
    fact_states = [
        a_fact_state(
            a_fact(
                what="agree",
                dated=f"2021-{month:02}-{day:02}",
                known="2021-12-31",
                handle=f"f{i}",
                weight=weight * 100_001,
            )
        )
        for i, (day, month, weight) in enumerate(facts)
    ]
    day = day_number("2021-12-31")
    total = sum(share.counted for share in cumulative.shares(fact_states, day))
    exact = by_the_formula(fact_states, day) * 10**6

    assert abs(total - exact) <= Fraction(len(facts), 2)
    assert abs(half_even(exact)) <= 9_000_000
