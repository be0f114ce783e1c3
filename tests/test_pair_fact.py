"""A fact as seen from a pair: which flow of an episode counts, and plans that were called off."""

from __future__ import annotations

import pytest

from domain.clocks import AsOf
from domain.events import Event
from domain.fact import Fact
from projections.lenses import plover_net
from projections.pairs import Pair
from projections.state import State, state
from tests.builders import (
    PAIR,
    a_day,
    a_fact,
    an_answer,
    cancelled,
    confirmed,
    corrected,
    counted,
    day_number,
    denied,
    handles,
    held,
    moved,
    reasons,
    retracted,
)

ON = "2022-03-05"


# Episodes -----------------------------------------------------------------------------------------


def of_round(
    what: str,
    handle: str,
    *later: Event,
    dated: str = ON,
    parties: str = "TUR > RUS",
    weight: int | None = None,
    domain: str = "diplomacy",
    grade: str = "",
) -> Fact:
    return a_fact(
        *later,
        what=what,
        dated=dated,
        parties=parties,
        weight=weight,
        domain=domain,
        grade=grade,
        handle=handle,
        episode="round",
    )


def test_within_an_episode_only_the_largest_flow_counts() -> None:
    """An agreement is 2.5, and a visit 2: half of its table."""
    answer = an_answer(of_round("visit", "visit"), of_round("agree", "agreement"))

    assert reasons(answer) == {"visit": "same-episode"}
    assert answer.score.net == 2_500_000


def test_another_lens_takes_the_heaviest_of_its_table() -> None:
    facts = [of_round("visit", "visit"), of_round("agree", "agreement")]
    answer = state(facts, PAIR, AsOf(a_day(ON)), lens=plover_net.LENS)

    assert reasons(answer) == {"agreement": "same-episode"}


@pytest.mark.parametrize(
    ("weight", "muted"), [(2_400_000, "old"), (2_375_000, "new"), (2_374_999, "new")]
)
def test_the_largest_is_what_counts_most_today(weight: int, muted: str) -> None:
    """Cooperation of 9.5 points 120 days ago counts 2.375; of two that do, the heavier does."""
    old = of_round("cooperate", "old", dated="2021-11-05")
    new = of_round("agree", "new", weight=weight)

    assert day_number(ON) - day_number("2021-11-05") == 120
    assert reasons(an_answer(old, new)) == {muted: "same-episode"}


def test_the_largest_may_be_another_one_tomorrow() -> None:
    """What may have happened on one of two days counts half on the first, and all but on both."""
    vague = of_round("agree", "vague", dated=f"[{ON}..2022-03-06]", weight=3_000_000)
    sure = of_round("agree", "sure", weight=2_000_000)

    assert reasons(an_answer(vague, sure)) == {"vague": "same-episode"}
    assert reasons(an_answer(vague, sure, on="2022-03-06")) == {"sure": "same-episode"}


def test_of_equals_in_an_episode_the_first_by_handle_counts() -> None:
    answer = an_answer(*(of_round("agree", handle) for handle in ("b", "a", "c")))

    assert reasons(answer) == {"b": "same-episode", "c": "same-episode"}


def test_another_view_ledger_or_episode_is_not_muted() -> None:
    facts = [
        of_round("agree", "to"),
        of_round("agree", "fro", parties="RUS > TUR"),
        of_round("agree", "both", parties="RUS = TUR"),
        of_round("accuse", "against"),
        of_round("request", "nothing"),
        of_round("retreat", "relief"),
        a_fact(what="agree", episode="other", handle="other"),
        a_fact(what="agree", handle="none"),
    ]

    assert reasons(an_answer(*facts)) == {}


def test_relief_mutes_relief() -> None:
    facts = [
        of_round("concede", "word"),
        of_round("withdraw-troops", "deed"),
        of_round("aid", "rescue", weight=1, domain="humanitarian"),
        of_round("aid", "loan", weight=1, domain="finance"),
    ]

    assert reasons(an_answer(*facts)) == {"rescue": "same-episode", "word": "same-episode"}


def test_of_flows_that_weigh_nothing_one_is_enough() -> None:
    facts = [of_round("request", "a"), of_round("leak", "b")]

    assert reasons(an_answer(*facts)) == {"b": "same-episode"}


def test_what_is_not_counted_mutes_nothing_and_is_not_muted() -> None:
    small = of_round("agree", "small")
    larger = [
        of_round("cooperate", "disputed", denied(ON)),
        of_round("cooperate", "doubtful", grade="D5"),
        of_round("cooperate", "unbounded", dated="[..2022-03-05]"),
        of_round("cooperate", "later", dated="2022-03-06"),
        of_round("cooperate", "elsewhere", parties="TUR > USA"),
        of_round("instrument:alliance", "standing", dated="2020"),
        of_round("planned:summit", "planned"),
        of_round("cooperate", "retracted", retracted(ON)),
    ]

    assert reasons(an_answer(small, *larger)) == {
        "disputed": "disputed",
        "doubtful": "doubtful",
        "planned": "due",
        "retracted": "retracted",
    }


def test_an_unbounded_flow_is_not_muted_either() -> None:
    """It counts 0, with its own range beside the larger one."""
    answer = an_answer(
        of_round("cooperate", "sure"), of_round("agree", "unbounded", dated="[..2022-03-05]")
    )

    assert reasons(answer) == {}
    assert (answer.score.net, answer.score.high) == (9_500_000, 12_000_000)


def test_a_contested_flow_mutes_and_is_muted() -> None:
    contested = of_round("assault", "contested", denied(ON, by="RUS"))
    lesser, larger = of_round("accuse", "lesser"), of_round("assault", "larger", weight=-9_500_000)

    assert reasons(an_answer(contested, lesser)) == {"lesser": "same-episode"}
    assert reasons(an_answer(contested, larger)) == {"contested": "same-episode"}


def test_a_held_engagement_takes_part_in_its_episode() -> None:
    """A summit is 2 points, of which a conversation of 0.75 was a part."""
    summit = of_round("planned:summit", "summit", held(ON))
    call = of_round("call", "call")

    assert reasons(an_answer(summit, call)) == {"call": "same-episode"}


def test_what_lasts_for_days_takes_part_in_its_episode() -> None:
    conference = of_round("agree", "conference", dated="2022-03-03/2022-03-07")
    visit = of_round("visit", "visit")

    assert reasons(an_answer(conference, visit)) == {"visit": "same-episode"}


# Plans that were called off -----------------------------------------------------------------------


def a_plan(
    *later: Event,
    what: str = "planned:summit",
    parties: str = "TUR = RUS",
    weight: int | None = None,
    episode: str = "",
    grade: str = "",
) -> Fact:
    return a_fact(
        *later,
        what=what,
        parties=parties,
        dated="2022-04-01",
        known="2022-01-01",
        weight=weight,
        episode=episode,
        grade=grade,
        handle="plan",
    )


OFF = cancelled(ON, by="TUR")


def seen(answer: State) -> tuple[str, str, int]:
    """The view, the reason and the share of the one fact of an answer."""
    (pair_fact,) = answer.pair_facts
    return pair_fact.view, pair_fact.reason, pair_fact.share.counted


def test_a_plan_called_off_by_one_side_is_a_refusal_to_meet() -> None:
    """2 points against, from that side alone; after 60 days it is 1."""
    answer = an_answer(a_plan(OFF))

    assert seen(answer) == ("TUR>RUS", "", -2_000_000)
    assert answer.directions["TUR>RUS"].net == -2_000_000
    assert answer.directions["RUS>TUR"].net == 0
    assert seen(an_answer(a_plan(OFF), on="2022-05-04")) == ("TUR>RUS", "", -1_000_000)
    assert [each.status for each in answer.pair_facts] == ["cancelled"]


@pytest.mark.parametrize(
    ("plan", "day", "expected"),
    [
        (a_plan(cancelled(ON)), ON, ("mutual", "cancelled", 0)),
        (a_plan(OFF), "2022-03-04", ("mutual", "pending", 0)),
        (a_plan(cancelled(ON, by="RUS")), ON, ("RUS>TUR", "", -2_000_000)),
        (a_plan(OFF, parties="RUS > TUR"), ON, ("TUR>RUS", "", -2_000_000)),
        (a_plan(OFF, weight=9_000_000), ON, ("TUR>RUS", "", -2_000_000)),
        (a_plan(OFF, what="planned:vote"), ON, ("TUR>RUS", "", -2_000_000)),
        (a_plan(OFF, cancelled("2022-03-04", by="RUS")), ON, ("TUR>RUS", "", -2_000_000)),
        (a_plan(OFF, cancelled("2022-03-06")), "2022-03-06", ("mutual", "cancelled", 0)),
        (a_plan(OFF, moved("2022-05-01", "2022-03-06")), "2022-03-06", ("mutual", "pending", 0)),
        (a_plan(OFF, held("2022-03-06")), "2022-03-06", ("mutual", "", 2_000_000)),
        (a_plan(OFF, grade="D5"), ON, ("TUR>RUS", "doubtful", 0)),
        (a_plan(OFF, retracted(ON)), ON, ("TUR>RUS", "retracted", 0)),
    ],
)
def test_the_last_cancellation_says_who_and_the_plan_says_the_rest(
    plan: Fact, day: str, expected: tuple[str, str, int]
) -> None:
    assert seen(an_answer(plan, on=day)) == expected


@pytest.mark.parametrize(
    ("by", "pair", "expected"),
    [
        ("RUS", "RUS TUR", ("RUS>TUR", "", -2_000_000)),
        ("RUS", "RUS USA", ("RUS>USA", "", -2_000_000)),
        ("RUS", "TUR USA", ("mutual", "cancelled", 0)),
        ("TUR", "RUS TUR", ("TUR>RUS", "", -2_000_000)),
        ("TUR", "RUS USA", ("mutual", "cancelled", 0)),
        ("TUR", "TUR USA", ("mutual", "cancelled", 0)),
    ],
)
def test_it_concerns_the_actor_and_the_other_side_of_the_plan(
    by: str, pair: str, expected: tuple[str, str, int]
) -> None:
    """For all other pairs it is a plan that was called off, as if nobody had said by whom."""
    plan = a_plan(cancelled(ON, by=by), parties="TUR,USA = RUS")

    assert seen(an_answer(plan, pair=Pair.of(*pair.split()))) == expected


def test_who_called_it_off_and_is_no_party_after_all_refused_nobody() -> None:
    """It once counted as a refusal of whoever stood first in the corrected plan."""
    plan = a_plan(OFF, corrected("parties", "USA = RUS", "2022-03-10"))

    for pair in ("TUR USA", "RUS TUR", "RUS USA"):
        answer = an_answer(plan, on="2022-03-10", pair=Pair.of(*pair.split()))
        assert [each.reason for each in answer.pair_facts] in ([], ["cancelled"])


def test_it_counts_in_the_window_of_its_date() -> None:
    """In a week of which five of ten days have gone by, about half; on an unbounded day nothing."""
    vague = an_answer(a_plan(cancelled("[2022-03-01..2022-03-10]", ON, by="TUR")))
    unbounded = an_answer(a_plan(cancelled("[..2022-03-05]", ON, by="TUR")))

    assert (vague.score.low, vague.score.high) == (-2_000_000, 0)
    assert -1_000_000 < vague.score.net < -950_000
    assert (unbounded.score.low, unbounded.score.net) == (-2_000_000, 0)


def test_it_takes_part_in_its_episode_as_what_it_counts_as() -> None:
    accusation = of_round("accuse", "accusation")
    mild = of_round("accuse", "mild", weight=-1_000_000)

    assert reasons(an_answer(a_plan(OFF, episode="round"), accusation)) == {"plan": "same-episode"}
    assert reasons(an_answer(a_plan(OFF, episode="round"), mild)) == {"mild": "same-episode"}


def test_a_denied_one_may_count() -> None:
    answer = an_answer(a_plan(OFF, denied(ON)))

    assert seen(answer) == ("TUR>RUS", "disputed", 0)
    assert (answer.score.low, answer.score.high) == (-2_000_000, 0)
    assert an_answer(a_plan(cancelled(ON), denied(ON))).score.low == 0
    assert counted(an_answer(a_plan(OFF, denied(ON), confirmed(ON)))) == {"plan": -2_000_000}


def test_a_denial_is_judged_by_the_plan() -> None:
    """A mutual plan that one side denies is disputed, as any meeting; one to whom another had
    announced a visit may deny it, and it is contested.
    """
    mutual = a_plan(OFF, denied(ON, by="RUS"))
    directed = a_plan(OFF, denied(ON, by="RUS"), parties="TUR > RUS")

    assert seen(an_answer(mutual)) == ("TUR>RUS", "disputed", 0)
    assert seen(an_answer(directed)) == ("TUR>RUS", "", -2_000_000)
    assert an_answer(directed).score.high == 0


def test_it_is_no_longer_ahead_and_something_that_happened() -> None:
    answer = an_answer(a_plan(OFF))

    assert answer.ahead == ()
    assert handles(answer.recent) == ["plan"]
    assert handles(an_answer(a_plan(cancelled(ON))).recent) == []
