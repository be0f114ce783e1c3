"""The label of ties rule by rule, with its borders, and what stands beside it.

Weights are given where a border is meant. What stands has no traffic, so that of a cooperation of
C points and a friction of F the balance is 10 * (C - F) / (C + F + 15).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.events import Event
from domain.fact import Fact
from projections.verdict import BARRIERS, Verdict
from tests.builders import (
    a_fact,
    an_answer,
    cancelled,
    confirmed,
    denied,
    ended,
    handles,
    held,
    reported,
    retracted,
    suspended,
)

ON = "2022-04-15"
"""The day asked about: of something vague within April, 15 of 30 days have gone by."""

EVE = "2022-04-14"
TWICE = reported("2022-01-01", "AFP")
"""A second origin: a denial makes a fact contested and not disputed."""


def micro(points: float) -> int:
    return round(points * 1_000_000)


def standing(
    what: str,
    *later: Event,
    weight: float | None = None,
    handle: str = "",
    dated: str = "2022-01-01",
    known: str = "2022-01-01",
    domain: str = "diplomacy",
    grade: str = "",
) -> Fact:
    own = None if weight is None else micro(weight)
    named = handle or what.partition(":")[2]
    return a_fact(
        *later,
        what=what,
        dated=dated,
        known=known,
        weight=own,
        handle=named,
        domain=domain,
        grade=grade,
    )


def a_link(weight: float, *later: Event, handle: str = "link") -> Fact:
    """Cooperation of so many points, that stands."""
    return standing("link:close", *later, weight=weight, handle=handle)


def sanctions(weight: float, *later: Event, handle: str = "sanctions") -> Fact:
    """Friction of so many points, that stands and is no barrier."""
    return standing("instrument:sanctions", *later, weight=-weight, handle=handle)


def an_april(what: str) -> Fact:
    """What began on some day of April, as known in May."""
    return a_fact(what=what, dated="2022-04", known="2022-05-01", handle="april")


def flow(
    what: str, handle: str, *later: Event, dated: str = ON, weight: float | None = None
) -> Fact:
    own = None if weight is None else micro(weight)
    return a_fact(*later, what=what, dated=dated, known="2022-01-01", weight=own, handle=handle)


NEUTRAL = standing("stance:neutral")


def verdict(*facts: Fact, on: str = ON) -> Verdict:
    return an_answer(*facts, on=on).verdict


def label(*facts: Fact, on: str = ON) -> str:
    return verdict(*facts, on=on).label


def named(*facts: Fact, on: str = ON) -> tuple[str, list[str]]:
    """The label, and the barriers that made it."""
    found = verdict(*facts, on=on)
    return found.label, handles(found.barriers)


# 1. Nothing that counts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [standing("instrument:sanctions", grade="D5")],
        [standing("instrument:sanctions", retracted(ON), denied(ON))],
        [standing("assessment:strained"), standing("geography:border")],
        [a_fact(what="planned:summit", dated="2022-05-01", known=ON)],
        [a_fact(cancelled(ON), what="planned:summit", dated="2022-05-01", known="2022-01-01")],
    ],
)
def test_nothing_countable_is_unknown(facts: list[Fact]) -> None:
    assert verdict(*facts) == Verdict("unknown")


def test_only_denied_facts_are_disputed_and_contested_ones_are_not() -> None:
    assert verdict(sanctions(4, denied(ON))) == Verdict("disputed")
    assert label(sanctions(4, denied(ON)), standing("assessment:strained")) == "disputed"
    assert label(sanctions(4, denied(ON), confirmed(ON))) == "strained"
    assert label(sanctions(4, TWICE, denied(ON))) == "strained"
    assert label(sanctions(4, denied(ON)), NEUTRAL) == "not-assessable"


# 2 and 3. What decides by itself ------------------------------------------------------------------

DECIDING = [("instrument:armed-conflict", "at-war"), ("instrument:relations-severed", "severed")]


@pytest.mark.parametrize(("what", "decided"), DECIDING)
def test_a_war_or_severed_relations_decide_while_in_force(what: str, decided: str) -> None:
    friends = a_link(100)

    assert verdict(standing(what), friends) == Verdict(decided)
    assert label(standing(what, weight=0), friends) == decided
    assert label(standing(what, TWICE, denied(ON)), friends) == decided
    assert label(standing(what, denied(ON)), NEUTRAL) == "not-assessable"
    assert label(standing(what, grade="D4"), NEUTRAL) == "neutral"
    assert label(standing(what, ended(ON)), friends) != decided
    assert label(standing(what, suspended(ON)), friends) != decided


@pytest.mark.parametrize(("what", "decided"), DECIDING)
def test_what_may_be_in_force_decides_from_half_its_weight_on(what: str, decided: str) -> None:
    """Of a beginning in April, 15 of 30 days are half, and 14 are not."""
    assert label(an_april(what), on=ON) == decided
    assert label(an_april(what), on=EVE) == "strained"


def test_a_war_comes_before_severed_relations() -> None:
    war, severed = standing("instrument:armed-conflict"), standing("instrument:relations-severed")

    assert label(war, severed) == "at-war"
    assert label(severed) == "severed"


# 4. Dormant ---------------------------------------------------------------------------------------


OLD_REQUEST = flow("request", "old", dated="2020-01-01")
"""It weighs nothing, and makes ties known."""


def test_ties_of_which_nothing_is_left_are_dormant() -> None:
    assert verdict(OLD_REQUEST) == Verdict("dormant")


@pytest.mark.parametrize(
    ("awake", "expected"),
    [
        (standing("stance:neutral"), "neutral"),
        (standing("stance:neutral", grade="D5"), "dormant"),
        (standing("stance:neutral", dated="2022", known="2023-01-01"), "dormant"),
        (standing("stance:neutral", dated="2021", known="2021-04-15"), "neutral"),
        (standing("stance:neutral", dated="2021", known="2021-04-14"), "dormant"),
        (standing("stance:critical", dated="2021", known="2021-04-14"), "dormant"),
        (standing("stance:neutral", ended(ON)), "dormant"),
    ],
)
def test_what_certainly_holds_on_fresh_evidence_keeps_ties_awake(
    awake: Fact, expected: str
) -> None:
    """What may hold does not, nor what is stale: 365 days after 15 April 2021 is ON."""
    assert label(OLD_REQUEST, awake) == expected


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        ("2022-03-17", "neutral"),
        ("2022-03-16", "dormant"),
        ("[2022-02-01..2022-03-17]", "neutral"),
        ("[2022-02-01..2022-03-16]", "dormant"),
        ("2022-02-01/2022-03-17", "neutral"),
        ("2022-02-01/2022-03-16", "dormant"),
    ],
)
def test_a_flow_of_the_last_thirty_days_keeps_ties_awake_whatever_it_weighs(
    dated: str, expected: str
) -> None:
    """17 March is the first of the thirty days up to 15 April; of what lasts, all days count."""
    assert label(flow("request", "request", dated=dated)) == expected


def test_a_muted_flow_is_something_that_happened() -> None:
    """Of two in an episode the one that counts was two months ago, and weighs next to nothing."""
    larger, muted = (
        a_fact(what="agree", episode="round", dated=dated, weight=weight, handle=f"w-{weight}")
        for dated, weight in (("2022-02-01", 50_000), ("2022-03-17", 1))
    )

    answer = an_answer(larger, muted, on=ON)

    assert (answer.label, label(larger)) == ("neutral", "dormant")
    assert answer.domains["diplomacy"].label == "neutral"


def test_a_flow_that_does_not_count_keeps_nobody_awake() -> None:
    assert label(OLD_REQUEST, flow("request", "denied", denied(ON))) == "dormant"
    assert label(OLD_REQUEST, a_fact(what="request", dated=ON, grade="D5")) == "dormant"
    assert label(OLD_REQUEST, a_fact(what="planned:vote", dated=ON, known=ON)) == "dormant"


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (flow("agree", "fact", dated="2022-02-14", weight=0.2), "neutral"),
        (flow("agree", "fact", dated="2022-02-14", weight=0.199998), "dormant"),
        (flow("accuse", "fact", dated="2022-02-14", weight=-0.2), "neutral"),
        (flow("accuse", "fact", dated="2022-02-14", weight=-0.199998), "dormant"),
        (flow("agree", "fact", dated="[..2022-02-14]", weight=0.2), "not-assessable"),
        (flow("agree", "fact", dated="[..2022-02-14]", weight=0.199998), "dormant"),
        (flow("accuse", "fact", denied(ON), dated="2022-02-14", weight=-0.2), "not-assessable"),
        (flow("accuse", "fact", denied(ON), dated="2022-02-14", weight=-0.199998), "dormant"),
        (standing("link:close", ended("2021-10-17"), dated="2021", weight=0.2), "neutral"),
        (standing("link:close", ended("2021-10-17"), dated="2021", weight=0.199998), "dormant"),
    ],
)
def test_a_tenth_of_a_point_that_counts_or_may_count_keeps_ties_awake(
    fact: Fact, expected: str
) -> None:
    """14 February is 60 days ago, 17 October 180: half of the weight is left, 0.1 or 0.099999."""
    assert label(OLD_REQUEST, fact) == expected


# 5. The evidence cannot tell friend from foe ------------------------------------------------------


def a_doubt(points: float) -> Fact:
    """What somebody denies: it may count for so much, or nothing."""
    make = a_link if points > 0 else sanctions
    return make(abs(points), denied(ON), handle=f"doubt-{points}")


@pytest.mark.parametrize(
    ("net", "worst", "best", "expected"),
    [
        (1, -2.5, 1.5, "neutral"),  # -1.5 to 2.5: four points are not more than four
        (1, -2.500001, 1.5, "not-assessable"),
        (1, -2.5, 1.500001, "not-assessable"),
        (1, -2, 9, "neutral"),  # -1 to 10: not below -1
        (1, -2.000001, 9, "not-assessable"),
        (-1, -9, 2, "neutral"),  # -10 to 1: not above 1
        (-1, -9, 2.000001, "not-assessable"),
    ],
)
def test_a_wide_range_on_both_sides_of_nothing_is_not_assessable(
    net: float, worst: float, best: float, expected: str
) -> None:
    certain = a_link(net) if net > 0 else sanctions(-net)

    assert label(certain, a_doubt(worst), a_doubt(best)) == expected


def test_a_contested_fact_takes_part_as_if_it_were_not() -> None:
    """Friction of 8 beside 2: it may be nothing, so that the range is -6 to 2, and yet -6 counts.

    -60 / (2 + 8 + 15) is -2.4. Denied by nobody in particular, 2 count and -6 to 2 may be.
    """
    contested = an_answer(a_link(2), sanctions(8, TWICE, denied(ON)), on=ON)

    assert (contested.score.low, contested.score.high) == (-6_000_000, 2_000_000)
    assert (contested.label, contested.score.balance) == ("strained", "-2.4")
    assert label(a_link(2), sanctions(8, denied(ON))) == "not-assessable"


def test_what_is_mixed_is_known_and_not_in_doubt() -> None:
    """-8 to 8 either way. 3 for and 3 against is knowledge, 2.999999 and 3 is not yet."""
    doubts = (a_doubt(-8), a_doubt(8))

    assert verdict(a_link(3), sanctions(3), *doubts) == Verdict("neutral", mixed=True, thin=True)
    assert label(a_link(2.999999), sanctions(3), *doubts) == "not-assessable"


# 6. Nothing counts, and something may -------------------------------------------------------------


def test_nothing_that_counts_and_something_that_may_is_not_assessable() -> None:
    assert label(NEUTRAL, a_doubt(0.000001)) == "not-assessable"
    assert label(NEUTRAL, a_doubt(-0.000001)) == "not-assessable"
    assert label(NEUTRAL, a_link(0.000001), a_doubt(-0.000001)) == "neutral"
    assert label(NEUTRAL) == "neutral"


def test_friction_that_is_all_paid_off_is_nothing_that_counts() -> None:
    """What remains of doubt is not assessable: an accusation of 3, relief of 6.5 that may be 0."""
    accusation = flow("accuse", "accusation")
    assured = flow("retreat", "retreat")
    contested = flow("retreat", "retreat", denied(ON, by="RUS"))

    assert label(accusation, assured) == "neutral"
    assert an_answer(accusation, contested, on=ON).score.low == -3_000_000
    assert label(accusation, contested) == "not-assessable"


# 7. The balance -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net", "expected"),
    [
        (15, "close"),  # 150 / 30 is 5
        (14.99999, "warm"),
        (5, "warm"),  # 50 / 20 is 2.5
        (4.99999, "cordial"),
        (1.216216, "cordial"),  # 0.7499999, to six places 0.75
        (1.216215, "neutral"),  # 0.7499993
        (0.000001, "neutral"),
        (-1.216215, "neutral"),
        (-1.216216, "strained"),
        (-4.99999, "strained"),
        (-5, "tense"),
        (-14.99999, "tense"),
        (-15, "hostile"),
    ],
)
def test_a_label_follows_from_the_balance(net: float, expected: str) -> None:
    fact = a_link(net) if net > 0 else sanctions(-net)

    assert verdict(fact) == Verdict(expected, thin=True)


# No friend behind a barrier -----------------------------------------------------------------------


@pytest.mark.parametrize("friendship", [3, 10, 15, 100])
@pytest.mark.parametrize("what", sorted(BARRIERS))
def test_there_is_no_friend_behind_a_barrier(what: str, friendship: float) -> None:
    """However little it weighs against 3, 10, 15 or 100 points: neutral, cordial, warm or close."""
    barrier = standing(f"instrument:{what}", weight=-1)

    assert named(barrier, a_link(friendship)) == ("strained", [what])
    assert named(a_link(friendship))[0] != "strained"


def test_the_barriers_are_six_instruments() -> None:
    assert sorted(BARRIERS) == [
        "border-closed",
        "comprehensive-sanctions",
        "embargo",
        "recognition-withheld",
        "relations-downgraded",
        "territorial-control",
    ]


@pytest.mark.parametrize(
    "what", ["sanctions", "arms-embargo", "airspace-closed", "territorial-claim", "transit-ban"]
)
def test_other_friction_is_no_barrier(what: str) -> None:
    assert named(standing(f"instrument:{what}", weight=-1), a_link(15)) == ("warm", [])


def test_a_barrier_makes_no_verdict_better_and_is_named_where_it_decides() -> None:
    """6 against 6 is neutral, 6 against 11.1 is -50 / 32.1 and strained by itself."""
    embargo = standing("instrument:embargo")

    assert named(embargo, a_link(6)) == ("strained", ["embargo"])
    assert named(embargo, sanctions(5), a_link(6)) == ("strained", [])
    assert named(embargo, sanctions(15)) == ("hostile", [])


def test_every_barrier_that_stands_is_named() -> None:
    border, embargo = standing("instrument:border-closed"), standing("instrument:embargo")

    assert named(border, embargo, a_link(50)) == ("strained", ["border-closed", "embargo"])


def test_a_barrier_stands_while_it_counts_as_evidence() -> None:
    friends = a_link(15)

    assert named(standing("instrument:embargo", weight=0), friends)[0] == "strained"
    assert named(standing("instrument:embargo", TWICE, denied(ON)), friends)[0] == "strained"
    assert named(standing("instrument:embargo", denied(ON)), friends) == ("close", [])
    assert named(standing("instrument:embargo", grade="D5"), friends) == ("close", [])
    assert named(standing("instrument:embargo", ended(ON), weight=-1), friends) == ("warm", [])


def test_what_may_be_a_barrier_is_one_from_half_its_weight_on() -> None:
    """Of April, 15 of 30 days are half, and 14 are not; of an ending in April at least half of
    what was is left to its end.
    """
    friends = a_link(15)
    ending = standing("instrument:embargo", ended("2022-04", "2022-05-01"), weight=-1)

    assert named(an_april("instrument:embargo"), friends, on=ON)[1] == ["april"]
    assert named(an_april("instrument:embargo"), friends, on=EVE)[1] == []
    assert named(ending, friends, on="2022-04-29")[1] == ["embargo"]
    assert named(ending, friends, on="2022-04-30")[1] == []


def a_war(*later: Event, weight: float | None = None, dated: str = "2015-01-01") -> Fact:
    known = "2015-01-01"
    return standing(
        "instrument:armed-conflict", *later, weight=weight, dated=dated, known=known, handle="war"
    )


@pytest.mark.parametrize("end", [ended, suspended])
def test_a_war_not_long_over_is_a_barrier(end: Callable[[str], Event]) -> None:
    """720 days before 15 April 2022 is 25 April 2020: half of it is left, and a day more is less.

    At that age of a war of 10 points 5 are left, against 50: 450 / 70 is close but for it.
    """
    friends = a_link(50)

    assert named(a_war(end(ON)), friends) == ("strained", ["war"])
    assert named(a_war(end("2020-04-25")), friends) == ("strained", ["war"])
    assert named(a_war(end("2020-04-24")), friends) == ("close", [])


def test_a_war_that_weighs_nothing_or_is_denied_leaves_no_barrier() -> None:
    friends = a_link(50)

    assert named(a_war(ended(ON), weight=0), friends) == ("close", [])
    assert named(a_war(ended(ON), weight=3), friends) == ("close", [])
    assert named(a_war(ended(ON), denied(ON)), friends) == ("close", [])
    assert named(a_war(ended(ON), weight=-0.000001), friends) == ("strained", ["war"])


def test_other_instruments_that_ended_leave_no_barrier() -> None:
    control = standing("instrument:territorial-control", ended(ON), weight=-1)
    severed = standing("instrument:relations-severed", ended(ON), weight=-1)

    assert named(control, severed, a_link(50)) == ("close", [])


# Meeting is not warmth ----------------------------------------------------------------------------


def meetings(*weights: float, what: str = "visit") -> list[Fact]:
    return [flow(what, f"{what[:4]}-{i}", weight=weight) for i, weight in enumerate(weights)]


@pytest.mark.parametrize(
    ("friendship", "expected"), [(8, "close"), (7.999999, "cordial"), (20, "close")]
)
def test_ties_of_which_meetings_make_more_than_half_are_cordial(
    friendship: float, expected: str
) -> None:
    """8 points of visits: T = 8 * 87 / 1095 is 0.64, and 160 / (16 + 15.64) is 5.06."""
    assert label(*meetings(2, 2, 2, 2), a_link(friendship)) == expected


def test_warm_ties_of_meetings_alone_are_cordial_and_others_stay() -> None:
    """8 points: 80 / 23.64 is 3.4; 2 points: 20 / 17.16 is 1.2; against 11: -30 / 34.6."""
    assert label(*meetings(2, 2, 2, 2)) == "cordial"
    assert label(*meetings(2)) == "cordial"
    assert label(*meetings(2, 2, 2, 2), sanctions(11)) == "strained"


@pytest.mark.parametrize(
    "meeting",
    [
        flow("summit", "m", weight=9),
        flow("consult:phone", "m", weight=9),
        a_fact(held(ON), what="planned:talks", dated=ON, known="2022-01-01", weight=micro(9)),
    ],
)
def test_contacts_consultations_and_held_engagements_are_meetings(meeting: Fact) -> None:
    agreement = flow("agree", "m", weight=9)

    assert label(meeting) == "cordial"
    assert label(agreement) == "warm"


def test_a_barrier_comes_before_a_meeting() -> None:
    assert named(*meetings(20), standing("instrument:embargo", weight=-1)) == (
        "strained",
        ["embargo"],
    )


# Beside the label ---------------------------------------------------------------------------------


def test_mixed_stands_beside_the_label() -> None:
    """3 against 6: -30 / 24 is -1.25."""
    assert verdict(a_link(3), sanctions(6)) == Verdict("strained", mixed=True, thin=True)
    assert verdict(a_link(3), sanctions(6.000001)) == Verdict("strained", thin=True)
    assert verdict(a_link(6), sanctions(3)) == Verdict("cordial", mixed=True, thin=True)


@pytest.mark.parametrize(("weight", "mixed"), [(3.3, True), (3.2, False)])
def test_mixed_takes_half_of_the_usual_traffic_more(weight: float, *, mixed: bool) -> None:
    """3 + T/2: of 3.3 for and against, T is 6.6 * 87 / 1095 = 0.524, of 3.2 it is 0.508; so at
    least 3.262 or 3.254.
    """
    found = verdict(flow("agree", "for", weight=weight), flow("accuse", "against", weight=-weight))

    assert found == Verdict("neutral", mixed=mixed, thin=True)


def test_mixed_is_said_where_the_balance_decides_and_of_a_barrier_too() -> None:
    both = (a_link(6), sanctions(4))

    assert verdict(*both).mixed
    assert verdict(*both, standing("instrument:embargo", weight=-1)).mixed
    assert not verdict(*both, standing("instrument:armed-conflict", weight=-1)).mixed
    assert not verdict(*both, standing("instrument:relations-severed", weight=-1)).mixed


def test_what_relief_has_paid_off_makes_nothing_mixed() -> None:
    """6 for, and an assault of 9 of which relief leaves 2.5."""
    facts = [a_link(6), flow("assault", "assault")]

    assert verdict(*facts).mixed
    assert not verdict(*facts, flow("retreat", "retreat")).mixed


def test_fewer_than_three_facts_that_count_are_thin() -> None:
    relief = flow("retreat", "relief")

    assert verdict(a_link(5), sanctions(1)).thin
    assert verdict(a_link(5), sanctions(1), a_doubt(1), OLD_REQUEST, NEUTRAL).thin
    assert not verdict(a_link(5), sanctions(1), relief).thin
    assert not verdict(a_link(5), sanctions(1), a_link(0.000001, handle="more")).thin


def test_thin_is_said_where_figures_decide_alone() -> None:
    assert verdict(NEUTRAL, a_doubt(1)) == Verdict("not-assessable", thin=True)
    assert not verdict(standing("instrument:armed-conflict")).thin
    assert not verdict(OLD_REQUEST).thin
    assert not verdict(sanctions(4, denied(ON))).thin


def test_a_domain_has_its_own_verdict() -> None:
    """An embargo on trade is no barrier within security, and is one in the whole.

    Alone it is -10 / 16, which would be neutral but for itself.
    """
    embargo = standing("instrument:embargo", weight=-1, domain="trade")
    link = standing("link:close", weight=15, domain="security")
    answer = an_answer(embargo, link, on=ON)

    assert {name: row.label for name, row in answer.domains.items()} == {
        "security": "close",
        "trade": "strained",
    }
    assert answer.label == "strained"


# The trend of a war -------------------------------------------------------------------------------


def trend(*facts: Fact, on: str = ON) -> tuple[str, str]:
    answer = an_answer(*facts, on=on)
    return answer.label, answer.trend


WAR = standing("instrument:armed-conflict", handle="war")


def test_a_war_does_not_improve_by_good_deeds() -> None:
    deed = flow("cooperate", "deed")

    assert trend(WAR, deed) == ("at-war", "steady")
    assert trend(WAR, flow("retreat:ceasefire", "truce")) == ("at-war", "steady")
    assert trend(deed)[1] == "improving"


@pytest.mark.parametrize(
    ("dated", "expected"), [("2022-03-17", "improving"), ("2022-03-16", "steady")]
)
@pytest.mark.parametrize("what", ["instrument:ceasefire", "instrument:peace-treaty"])
def test_a_war_improves_by_a_ceasefire_or_peace_treaty_of_the_month(
    what: str, dated: str, expected: str
) -> None:
    """17 March is the first of the thirty days; the deed is of today."""
    peace = standing(what, dated=dated)

    assert trend(WAR, peace, flow("cooperate", "deed")) == ("at-war", expected)


def test_a_war_improves_by_the_end_of_another() -> None:
    over = standing("instrument:armed-conflict", ended("2022-03-17"), handle="other")
    long_over = standing("instrument:armed-conflict", ended("2022-03-16"), handle="other")

    assert trend(WAR, over) == ("at-war", "improving")
    assert trend(WAR, long_over, flow("cooperate", "deed")) == ("at-war", "steady")


def test_the_beginning_of_a_war_is_no_peace_whatever_it_weighs() -> None:
    strange = standing("instrument:armed-conflict", weight=9, dated=ON, handle="strange")

    assert trend(WAR, strange) == ("at-war", "steady")


def test_the_end_of_a_ceasefire_is_no_peace() -> None:
    broken = standing("instrument:ceasefire", ended(ON))

    assert trend(WAR, broken, flow("aid", "deed")) == ("at-war", "steady")


def test_a_denied_ceasefire_makes_no_peace() -> None:
    denied_truce = standing("instrument:ceasefire", denied(ON), dated=ON)

    assert trend(WAR, denied_truce, flow("aid", "deed")) == ("at-war", "steady")


def test_a_war_worsens_and_is_quiet_as_all_ties() -> None:
    assert trend(WAR) == ("at-war", "quiet")
    assert trend(WAR, flow("assault", "attack")) == ("at-war", "worsening")
    assert trend(standing("instrument:relations-severed"), flow("cooperate", "deed")) == (
        "severed",
        "improving",
    )
