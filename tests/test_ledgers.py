"""Cooperation, friction that stands, other friction, and the relief that pays the latter off."""

from __future__ import annotations

import pytest

from domain.clocks import AsOf
from domain.events import Event
from domain.fact import Fact
from projections.ledgers import Entry, Ledgers
from projections.lenses import plover_net
from projections.lenses.standing_flow import LENS
from projections.pair_fact import Shares
from projections.score import Score
from projections.state import state
from tests.builders import (
    PAIR,
    a_day,
    a_fact,
    an_answer,
    cancelled,
    day_number,
    denied,
    ended,
    reported,
    retracted,
)

ON = "2022-03-05"
"""The day asked about, unless another is named."""

EDGE = "2019-03-07"
"""1,094 days before it: the first of the 1,095 days up to it."""

OUTSIDE = "2019-03-06"


def flow(
    what: str, handle: str, *later: Event, dated: str = ON, weight: float | None = None
) -> Fact:
    own = None if weight is None else round(weight * 1_000_000)
    return a_fact(*later, what=what, dated=dated, weight=own, handle=handle)


def standing(
    what: str, handle: str, *later: Event, dated: str = "2022-01-01", known: str = "2022-01-01"
) -> Fact:
    return a_fact(*later, what=what, dated=dated, known=known, handle=handle)


ASSAULT = flow("assault", "assault")  # -9
RETREAT = flow("retreat", "retreat")  # +6.5, and relief
SANCTIONS = standing("instrument:sanctions", "sanctions")  # -4


def score(*facts: Fact, on: str = ON) -> Score:
    return an_answer(*facts, on=on).score


def ledgers(*facts: Fact, on: str = ON) -> Ledgers:
    return Ledgers.of(an_answer(*facts, on=on).pair_facts, LENS, day_number(on))


def figures(found: Score) -> tuple[int, int, int, int, int]:
    """Cooperation, friction, relief, what it pays off, and the net; in thousandths of a point."""
    five = (found.cooperation, found.friction, found.relief, found.eased, found.net)
    assert not any(figure % 1000 for figure in five)
    return five[0] // 1000, five[1] // 1000, five[2] // 1000, five[3] // 1000, five[4] // 1000


# Relief -------------------------------------------------------------------------------------------


def test_relief_pays_off_friction_and_is_no_cooperation() -> None:
    assert figures(score(ASSAULT)) == (0, 9000, 0, 0, -9000)
    assert figures(score(ASSAULT, RETREAT)) == (0, 2500, 6500, 6500, -2500)


def test_relief_pays_off_no_more_than_there_is() -> None:
    """An accusation of 3 points: of 6.5 points of relief 3.5 are left over, and make no friend."""
    accusation = flow("accuse", "accusation")

    assert figures(score(accusation, RETREAT)) == (0, 0, 6500, 3000, 0)
    assert figures(score(RETREAT)) == (0, 0, 6500, 0, 0)


def test_a_dispute_that_stands_is_not_settled_by_rescuers() -> None:
    rescue = a_fact(what="aid", dated=ON, domain="humanitarian", handle="rescue")  # +10

    assert figures(score(SANCTIONS, rescue)) == (0, 4000, 10_000, 0, -4000)
    assert figures(score(SANCTIONS, ASSAULT, rescue)) == (0, 4000, 10_000, 9000, -4000)


def test_friction_that_may_stand_is_not_eased_either() -> None:
    """Four of the eight days of a beginning between the 2nd and the 9th have gone by."""
    dated = "[2022-03-02..2022-03-09]"
    perhaps = standing("instrument:sanctions", "perhaps", dated=dated, known="2022-03-20")

    assert figures(score(perhaps, RETREAT)) == (0, 2000, 6500, 0, -2000)


def test_friction_that_has_ended_is_eased() -> None:
    lifted = standing("instrument:sanctions", "sanctions", ended(ON))

    assert figures(score(lifted)) == (0, 4000, 0, 0, -4000)
    assert figures(score(lifted, RETREAT)) == (0, 0, 6500, 4000, 0)


def test_what_is_paid_off_still_weighs_in_the_balance() -> None:
    """-10 * 2.5 / (9 + 15 + T), T = 15.5 * 87 / 1095 = 1.231507: -0.990825."""
    found = score(ASSAULT, RETREAT)

    assert found.traffic == 1_231_507
    assert found.balance == "-0.990825"


def test_relief_is_counted_in_each_scope_by_itself() -> None:
    """What an assault in one domain owes is not paid off by relief in another, but in the whole."""
    assault = a_fact(what="assault", dated=ON, domain="defence", handle="assault")
    release = a_fact(what="release-prisoners", dated=ON, domain="justice", handle="release")
    answer = an_answer(assault, release)

    assert figures(answer.score) == (0, 2500, 6500, 6500, -2500)
    assert figures(answer.dimensions["security"]) == (0, 9000, 0, 0, -9000)
    assert figures(answer.domains["justice"].score) == (0, 0, 6500, 0, 0)


def test_relief_of_one_direction_pays_off_its_own_friction_and_that_of_both() -> None:
    there = a_fact(what="assault", dated=ON, parties="TUR > RUS", handle="there")
    back = a_fact(what="retreat", dated=ON, parties="RUS > TUR", handle="back")
    fight = a_fact(what="accuse", dated=ON, parties="RUS = TUR", handle="fight")
    found = an_answer(there, back, fight).directions

    assert figures(found["TUR>RUS"]) == (0, 12_000, 0, 0, -12_000)
    assert figures(found["RUS>TUR"]) == (0, 0, 6500, 3000, 0)


# The range ----------------------------------------------------------------------------------------

OLD = "[..2022-01-04]"
"""An unbounded day: 60 days before the day asked about, or nobody knows how much earlier."""


def test_the_range_takes_the_worst_of_each_ledger_and_the_best() -> None:
    """Doubtful facts range from 0 to half of their weight, 60 days having gone by.

    low = 2.5 - 4 - max(0, 10.5 - 0), high = 3.75 - 0 - max(0, 9 - 3.25), net = 2.5 - 9.
    """
    found = score(
        flow("agree", "agreed"),  # cooperation 2.5
        flow("agree", "agreed-once", dated=OLD),  # 0 to 1.25
        flow("retreat", "retreat", dated=OLD),  # relief 0 to 3.25
        standing("instrument:sanctions", "claimed", denied(ON)),  # friction that stands, 0 to 4
        ASSAULT,  # other friction 9
        flow("accuse", "accused", dated=OLD),  # 0 to 1.5
    )

    assert (found.low, found.net, found.high) == (-12_000_000, -6_500_000, -2_000_000)


def test_relief_beyond_friction_widens_no_range() -> None:
    doubtful = flow("retreat", "retreat", dated=OLD)
    accusation = flow("accuse", "accusation")

    assert (score(doubtful).low, score(doubtful).high) == (0, 0)
    assert (score(accusation, doubtful).low, score(accusation, doubtful).high) == (-3_000_000, 0)


def test_relief_eases_a_disputed_deed_but_no_disputed_condition() -> None:
    deed = flow("assault", "deed", denied(ON))
    condition = standing("instrument:sanctions", "condition", denied(ON))

    assert (score(deed, RETREAT).low, score(deed, RETREAT).high) == (-2_500_000, 0)
    assert (score(condition, RETREAT).low, score(condition, RETREAT).high) == (-4_000_000, 0)


def test_a_stale_objection_stands_in_the_range_alone() -> None:
    stale = a_fact(what="stance:opposes", dated="2020", known="2020-01-01", handle="stale")
    found = score(stale, RETREAT)

    assert (found.friction, found.low, found.high) == (0, -2_000_000, 0)


def test_a_contested_fact_counts_and_may_be_nothing() -> None:
    twice = (reported("2022-01-02", "AFP"), denied("2022-02-01"))
    contested = standing("instrument:sanctions", "sanctions", *twice)
    found = ledgers(contested)

    assert found.score == Score(0, 4_000_000, 0, 0, 0, -4_000_000, 0)
    assert found.sure_range == (-4_000_000, -4_000_000)


def test_contested_friendship_may_be_nothing_too() -> None:
    twice = (reported("2022-01-02", "AFP"), denied("2022-02-01"))
    found = ledgers(standing("instrument:treaty", "treaty", *twice))

    assert found.score == Score(1_000_000, 0, 0, 0, 0, 0, 1_000_000)
    assert found.sure_range == (1_000_000, 1_000_000)


def test_a_disputed_fact_may_be_nothing_in_every_range() -> None:
    found = ledgers(standing("instrument:sanctions", "sanctions", denied("2022-02-01")))

    assert found.score == Score(0, 0, 0, 0, 0, -4_000_000, 0)
    assert found.sure_range == (-4_000_000, 0)


# What is taken away again -------------------------------------------------------------------------


def test_what_is_taken_away_leaves_the_ledgers_as_they_were() -> None:
    """Also of a window that lies within the 1,095 days in part, whose traffic is a fraction."""
    facts = [
        ASSAULT,
        RETREAT,
        SANCTIONS,
        flow("visit", "visit"),
        flow("accuse", "partly", dated=f"[{OUTSIDE}..2022-03-06]"),
        flow("agree", "partly-too", dated="[2022-03-04..2022-03-06]"),
        flow("agree", "denied", denied(ON)),
        standing("instrument:treaty", "contested", reported("2022-01-02", "AFP"), denied(ON)),
    ]
    answer = an_answer(*facts)
    whole = Ledgers.of(answer.pair_facts, LENS, day_number(ON))
    before = counts(whole)
    for pair_fact in answer.pair_facts:
        entry, shares = Entry.of(pair_fact, LENS), Shares(pair_fact.share, pair_fact.unwidened)
        rest = whole.copy()
        rest.enter(entry, shares, day_number(ON), -1)

        others = (other for other in answer.pair_facts if other != pair_fact)
        assert counts(rest) == counts(Ledgers.of(others, LENS, day_number(ON)))
    assert counts(whole) == before


def counts(found: Ledgers) -> tuple[object, ...]:
    return (
        found.score,
        found.sure_range,
        found.meetings,
        found.counting,
        found.strong,
        found.lively,
        found.weighed,
        found.countable,
        found.denied,
    )


# Usual traffic ------------------------------------------------------------------------------------


def test_the_edge_is_1094_days_back() -> None:
    assert day_number(ON) - day_number(EDGE) == 1094


@pytest.mark.parametrize(
    ("dated", "traffic"),
    [
        (ON, 870_000),
        (EDGE, 870_000),
        (OUTSIDE, 0),
        (f"[{OUTSIDE}..{EDGE}]", 435_000),  # one day of two
        (f"[{ON}..2022-03-08]", 217_500),  # one day of four
        ("[2019-03-05..2022-03-08]", 866_045),  # 1,095 days of 1,100: 866_045.45
        ("[..2022-03-05]", 0),
        ("[2022-03-05..]", 0),
        (f"{EDGE}/2019-03-08", 870_000),  # what lasts is dated on its first day
        (f"{OUTSIDE}/{EDGE}", 0),
        (f"{ON}/2022-03-08", 870_000),
    ],
)
def test_traffic_is_what_would_stand_had_three_years_been_even(dated: str, traffic: int) -> None:
    """10.95 * 87 / 1095 is 0.87, times the part of the window within the 1,095 days."""
    assert score(flow("accuse", "fact", dated=dated, weight=-10.95)).traffic == traffic


def test_halves_of_traffic_from_both_sides_make_a_whole() -> None:
    """Each has one of its two days within the 1,095: 0.435 and 0.435, and so in the directions."""
    dated = f"[{OUTSIDE}..{EDGE}]"
    there, back = (
        a_fact(what="accuse", dated=dated, weight=-10_950_000, parties=parties, handle=parties[:3])
        for parties in ("TUR > RUS", "RUS > TUR")
    )
    answer = an_answer(there, back)

    assert answer.score.traffic == 870_000
    assert [side.traffic for side in answer.directions.values()] == [435_000, 435_000]
    assert answer.dimensions["political"].traffic == 870_000


def test_traffic_takes_friend_and_foe_and_relief_alike() -> None:
    facts = [
        flow("agree", "for", weight=10.95),
        flow("accuse", "against", weight=-10.95),
        flow("retreat", "relief", weight=10.95),
    ]

    assert score(*facts).traffic == 3 * 870_000


def test_a_meeting_is_half_its_weight_in_traffic_too() -> None:
    """2 * 87 / 1095 = 0.1589041."""
    assert score(flow("visit", "visit")).traffic == 158_904


def test_traffic_is_rounded_once() -> None:
    """Each of 0.000007 points is 0.556 micro-units, and the two are 1.112."""
    facts = [flow("agree", handle, weight=0.000007) for handle in "ab"]

    assert score(facts[0]).traffic == 1
    assert score(*facts).traffic == 1


def test_what_stands_is_no_traffic() -> None:
    assert score(SANCTIONS, standing("instrument:sanctions", "lifted", ended(ON))).traffic == 0


def test_only_flows_that_count_are_traffic() -> None:
    """A contested one counts, and a plan that one of the two called off: 10.95 and 2 points."""
    muted = a_fact(what="agree", dated=ON, weight=10_950_000, episode="round", handle="muted")
    larger = a_fact(what="agree", dated=ON, weight=21_900_000, episode="round", handle="larger")
    planned = a_fact(what="planned:visit", dated=ON, known="2022-02-01", handle="planned")
    called_off = a_fact(
        cancelled(ON, by="TUR"), what="planned:visit", dated="2022-04-01", known="2022-02-01"
    )

    assert score(flow("accuse", "denied", denied(ON), weight=-10.95)).traffic == 0
    assert score(flow("accuse", "gone", retracted(ON), weight=-10.95)).traffic == 0
    assert score(muted, larger).traffic == 2 * 870_000
    assert score(planned).traffic == 0
    contested = flow("assault", "contested", denied(ON, by="RUS"), weight=-10.95)
    assert score(contested).traffic == 870_000
    assert score(called_off).traffic == 158_904


def test_a_flow_of_which_nothing_is_left_within_three_years_is_traffic_all_the_same() -> None:
    """0.00003 points, 900 days ago: 2**-15 of them is nothing, and 0.00003 * 87 / 1095 is 2.4."""
    found = score(flow("agree", "old", dated="2019-09-17", weight=0.00003))

    assert (found.cooperation, found.traffic) == (0, 2)


def test_old_good_news_weighs_on_the_balance_of_friends_and_never_on_what_counts() -> None:
    """Of 9.5 points three years ago 9.5 * 2**(-1000 / 60) is 0.000091, and T is 0.754795."""
    pact = a_fact(what="instrument:alliance", dated="2010-01-01", known="2010-01-01", handle="p")
    before, after = score(pact), score(pact, flow("cooperate", "old", dated="2019-06-09"))

    assert (after.cooperation - before.cooperation, after.traffic) == (91, 754_795)
    assert before.balance_millionths > after.balance_millionths


def test_a_scope_has_its_own_traffic() -> None:
    trade = a_fact(what="agree", dated=ON, weight=10_950_000, domain="trade", handle="trade")
    answer = an_answer(trade, flow("agree", "diplomacy", weight=21.9))

    assert answer.score.traffic == 3 * 870_000
    assert answer.dimensions["economic"].traffic == 870_000
    assert answer.domains["diplomacy"].score.traffic == 2 * 870_000


def test_another_lens_knows_neither_relief_nor_traffic() -> None:
    found = state([ASSAULT, RETREAT], PAIR, AsOf(a_day(ON)), lens=plover_net.LENS).score

    assert found == Score(6_500_000, 9_000_000, 0, 0, 0, -2_500_000, -2_500_000)


# What else a label follows from -------------------------------------------------------------------


def test_meetings_are_those_that_count_for_the_ties() -> None:
    facts = [
        flow("visit", "visit"),
        flow("consult:phone", "phone"),
        flow("talks", "quarrel", weight=-2),
        flow("agree", "agreed"),
        flow("call", "denied", denied(ON)),
    ]

    assert ledgers(*facts).meetings == 2_000_000 + 750_000


def test_facts_that_count_are_counted_relief_too_and_others_are_not() -> None:
    facts = [
        flow("agree", "agreed"),
        flow("retreat", "relief"),
        SANCTIONS,
        flow("request", "weighs-nothing"),
        flow("accuse", "denied", denied(ON)),
        flow("accuse", "unbounded", dated=OLD),
    ]

    assert ledgers(*facts).counting == 3


@pytest.mark.parametrize(
    ("fact", "strong"),
    [
        (flow("agree", "fact", weight=0.1), 1),
        (flow("agree", "fact", weight=0.099999), 0),
        (flow("accuse", "fact", weight=-0.1), 1),
        (flow("accuse", "fact", weight=-0.099999), 0),
        (flow("accuse", "fact", dated=OLD, weight=-0.2), 1),
        (flow("accuse", "fact", dated=OLD, weight=-0.199998), 0),
        (flow("agree", "fact", denied(ON), weight=0.1), 1),
        (a_fact(what="stance:opposes", dated="2020", known="2020-01-01"), 0),
    ],
)
def test_a_tenth_of_a_point_that_counts_or_may_count_is_strong_unless_it_is_stale(
    fact: Fact, strong: int
) -> None:
    assert ledgers(fact).strong == strong


@pytest.mark.parametrize(
    ("fact", "lively"),
    [
        (flow("request", "fact", dated="2022-02-04"), True),
        (flow("request", "fact", dated="2022-02-03"), False),
        (flow("request", "fact", dated="[2022-01-01..2022-02-04]"), True),
        (flow("request", "fact", dated="[..2022-02-03]"), False),
        (flow("request", "fact", dated="2022-02-01/2022-02-04"), True),
        (flow("request", "fact", dated="2022-02-01/2022-02-03"), False),
        (flow("request", "fact", denied(ON)), False),
        (a_fact(cancelled(ON, by="TUR"), what="planned:vote", dated="2022-04"), True),
        (
            a_fact(cancelled("2022-03-06", ON, by="TUR"), what="planned:vote", dated="2022-04"),
            False,
        ),
        (standing("stance:neutral", "fact"), True),
        (standing("stance:neutral", "fact", denied(ON)), False),
        (standing("stance:neutral", "fact", ended(ON)), False),
        (standing("stance:neutral", "fact", dated="2022", known="2023-01-01"), False),
        (standing("stance:neutral", "fact", known="2021-03-05", dated="2021"), True),
        (standing("stance:neutral", "fact", known="2021-03-04", dated="2021"), False),
        (standing("assessment:strained", "fact"), False),
    ],
)
def test_what_happened_in_thirty_days_or_holds_for_certain_is_lively(
    fact: Fact, *, lively: bool
) -> None:
    """4 February is the first of the thirty days up to 5 March."""
    assert bool(ledgers(fact).lively) is lively
