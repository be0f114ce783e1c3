"""The state of two actors' ties: what counts, what does not and why, and the label that follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.refusal import InvalidInput
from projections.answer import digest_of
from projections.pairs import Pair
from projections.state_json import state_json
from tests.builders import (
    PAIR,
    RECORDED,
    a_fact,
    an_answer,
    cancelled,
    corrected,
    counted,
    day_number,
    denied,
    ended,
    handles,
    held,
    moved,
    reasons,
    reported,
    retracted,
)  # fmt: skip

WAR = a_fact(what="instrument:armed-conflict", dated="2022-01-01", handle="war")
ALLIANCE = a_fact(
    what="instrument:alliance", dated="2020-01-01", parties="TUR = RUS", handle="alliance"
)


# What is in scope ---------------------------------------------------------------------------------


def test_nothing_known_is_unknown_and_not_neutral() -> None:
    answer = an_answer()

    assert answer.label == "unknown"
    assert not answer.known
    assert answer.coverage.first is None


def test_a_fact_of_others_is_not_asked_about() -> None:
    assert an_answer(a_fact(parties="TUR > USA")).pair_facts == ()


def test_late_news_is_not_seen_early() -> None:
    fact = a_fact(dated="2022-03-01", known="2022-03-07")

    assert an_answer(fact, known_on="2022-03-06").label == "unknown"
    assert an_answer(fact, known_on="2022-03-07").known


def test_the_future_is_not_in_scope() -> None:
    assert an_answer(a_fact(dated="2022-03-06")).pair_facts == ()


def test_what_was_recorded_later_is_left_out() -> None:
    before = RECORDED - timedelta(days=1)

    assert not an_answer(a_fact(), recorded_by=before).known
    assert an_answer(a_fact(), recorded_by=RECORDED).known


def test_facts_are_listed_by_handle() -> None:
    answer = an_answer(*(a_fact(handle=handle) for handle in ("b", "a-2", "a", "ä", "Z")))

    assert handles(answer.pair_facts) == ["Z", "a", "a-2", "b", "ä"]


def test_a_domain_or_a_topic_narrows_the_question() -> None:
    gas = a_fact(what="agree", domain="energy", topics=("gas",), handle="gas")
    answer = an_answer(gas, WAR, domain="energy")

    assert handles(answer.pair_facts) == ["gas"]
    assert answer.scope == "energy"


# What counts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("assessment:strained", "assessment"),
        ("geography:maritime-border", "geography"),
        ("planned:call", "due"),
        ("visit", ""),
        ("stance:critical", ""),
    ],
)
def test_only_what_happened_or_holds_is_counted(what: str, reason: str) -> None:
    assert reasons(an_answer(a_fact(what=what))) == ({"fact": reason} if reason else {})


def test_the_first_reason_that_fits_is_told() -> None:
    doubtful = a_fact(what="assessment:strained", grade="D5")
    contested = a_fact(denied("2022-03-05"), what="assessment:strained", grade="D5")
    withdrawn = a_fact(denied("2022-03-05"), retracted("2022-03-05"), grade="D5")

    assert reasons(an_answer(doubtful)) == {"fact": "doubtful"}
    assert reasons(an_answer(contested)) == {"fact": "disputed"}
    assert reasons(an_answer(withdrawn)) == {"fact": "retracted"}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2022-03-05", "pending"),
        ("2022-03-10", "due"),
        ("2022-03-11", "unconfirmed"),
        ("2022-03-20", "cancelled"),
    ],
)
def test_an_engagement_that_was_not_held_says_how_it_stands(day: str, reason: str) -> None:
    call = a_fact(cancelled("2022-03-10", "2022-03-20"), what="planned:call", dated="2022-03-10")

    assert reasons(an_answer(call, on=day)) == {"fact": reason}


def test_a_disputed_fact_keeps_its_range() -> None:
    answer = an_answer(a_fact(denied("2022-03-05"), grade="D5"))

    assert handles(answer.contributions) == handles(answer.disputed) == ["fact"]
    assert (answer.score.net, answer.score.low, answer.score.high) == (0, -3_000_000, 0)


@pytest.mark.parametrize(
    "what", ["assessment:strained", "geography:maritime-border", "planned:call"]
)
def test_a_disputed_fact_that_would_not_count_has_no_range(what: str) -> None:
    answer = an_answer(a_fact(denied("2022-03-05"), what=what))

    assert answer.contributions == ()
    assert handles(answer.disputed) == ["fact"]


def test_a_disputed_engagement_that_was_held_has_its_range() -> None:
    answer = an_answer(a_fact(held("2022-03-05"), denied("2022-03-05"), what="planned:call"))

    assert answer.score.high == 750_000


def test_a_direction_counts_its_own_and_the_mutual() -> None:
    answer = an_answer(
        a_fact(what="agree", parties="TUR = RUS", handle="both"),
        a_fact(what="accuse", handle="one"),
    )

    assert answer.directions["TUR>RUS"].net == -500_000
    assert answer.directions["RUS>TUR"].net == 2_500_000
    assert answer.score.net == -500_000


# Lists --------------------------------------------------------------------------------------------


def test_instruments_in_force_are_those_that_hold_or_may_hold() -> None:
    facts = [
        ALLIANCE,
        a_fact(what="instrument:treaty", dated="2022-03", known="2022-04-01", handle="treaty"),
        a_fact(what="instrument:base", dated="2010/2020", handle="base"),
        a_fact(what="instrument:embargo", dated="2020", grade="D5", handle="embargo"),
        a_fact(what="stance:critical", dated="2022", handle="stance"),
    ]

    answer = an_answer(*facts)

    assert [(t.handle, t.status) for t in answer.in_force] == [
        ("alliance", "yes"),
        ("treaty", "possible"),
    ]


def test_stances_and_links_that_hold_are_listed() -> None:
    stance = a_fact(what="stance:critical", dated="2022-01-01", handle="stance")
    link = a_fact(what="link:close", dated="2022-01-01", handle="link")
    gone = a_fact(what="link:close", dated="2021/2022-01-01", handle="gone")

    answer = an_answer(stance, link, gone)

    assert handles(answer.stances) == ["stance"]
    assert handles(answer.links) == ["link"]


def test_opposed_stances_on_one_topic_are_an_open_dispute() -> None:
    facts = [
        a_fact(
            what="stance:opposes", dated="2022-01-01", topics=("syria", "gas"), handle="against"
        ),
        a_fact(
            what="stance:supports",
            dated="2022-01-01",
            topics=("gas",),
            parties="RUS > TUR",
            handle="for",
        ),
        a_fact(what="stance:neutral", dated="2022-01-01", topics=("syria",), handle="neither"),
    ]

    assert an_answer(*facts).open_disputes == ("gas",)


def test_ahead_lists_only_what_had_been_announced() -> None:
    early = a_fact(what="planned:call", dated="2022-03-10", known="2022-03-05", handle="early")
    late = a_fact(what="planned:visit", dated="2022-03-10", known="2022-03-07", handle="late")

    assert handles(an_answer(early, late).ahead) == ["early"]
    assert handles(an_answer(early, late, on="2022-03-07").ahead) == ["early", "late"]


def test_ahead_leaves_out_what_is_retracted_disputed_or_held() -> None:
    facts = [
        a_fact(
            retracted("2022-03-05"), what="planned:call", dated="2022-03-10", handle="retracted"
        ),
        a_fact(denied("2022-03-05"), what="planned:call", dated="2022-03-10", handle="disputed"),
        a_fact(held("2022-03-05"), what="planned:call", dated="2022-03-10", handle="held"),
    ]

    assert an_answer(*facts).ahead == ()


def test_recent_lists_flows_of_thirty_days_the_newest_first() -> None:
    facts = [
        a_fact(dated="2022-02-04", handle="first-day"),
        a_fact(dated="2022-02-03", handle="too-old"),
        a_fact(dated="2022-03-05", handle="newest"),
        a_fact(dated="2022-03-05", handle="just-as-new"),
        a_fact(dated="[..2022-03-05]", handle="unbounded"),
        a_fact(dated="2022-03-05", grade="D5", handle="doubtful"),
        WAR,
    ]

    assert handles(an_answer(*facts).recent) == ["just-as-new", "newest", "first-day"]


def test_what_is_described_and_where_they_lie_stand_apart() -> None:
    facts = [
        a_fact(what="assessment:strained", dated="2022", handle="strained"),
        a_fact(what="geography:maritime-border", dated="..", handle="border"),
        a_fact(what="planned:call", dated="2022-04", handle="call"),
        a_fact(grade="D5", handle="rumour"),
    ]

    answer = an_answer(*facts)

    assert (handles(answer.described_as), handles(answer.context), handles(answer.ahead)) == (
        ["strained"],
        ["border"],
        ["call"],
    )
    assert handles(answer.others_not_counted) == ["rumour"]


def test_the_strongest_come_first() -> None:
    answer = an_answer(
        a_fact(what="agree", handle="a"),
        a_fact(what="aid", handle="b"),
        a_fact(what="aid", handle="c"),
        a_fact(what="accuse", handle="d"),
    )

    assert handles(answer.strongest(1)) == ["b", "c", "a"]
    assert handles(answer.strongest(-1)) == ["d"]


# Rows, coverage and hindsight ---------------------------------------------------------------------


def test_a_row_that_nets_to_zero_is_shown() -> None:
    answer = an_answer(
        a_fact(what="accuse", domain="energy", handle="a"),
        a_fact(what="stance:neutral", dated="2022-01-01", domain="trade", handle="b"),
    )

    assert list(answer.domains) == ["trade", "energy"]
    assert answer.domains["trade"].score.net == 0
    assert answer.domains["energy"].score.net == -3_000_000


def test_a_row_of_what_is_only_described_is_not() -> None:
    answer = an_answer(a_fact(what="assessment:strained", dated="2022", domain="energy"))

    assert answer.domains == {}


def test_a_row_knows_its_latest_fact() -> None:
    answer = an_answer(
        a_fact(dated="2022-03-01", handle="b"),
        a_fact(dated="2022-03-04", handle="a"),
        a_fact(dated="[2022-01-01..]", handle="c"),
    )

    assert answer.domains["diplomacy"].latest.fact_state.handle == "a"


def test_dimensions_part_the_domains() -> None:
    answer = an_answer(
        a_fact(what="accuse", domain="energy", handle="a"),
        a_fact(what="agree", domain="security", handle="b"),
    )

    assert {name: score.net for name, score in answer.dimensions.items()} == {
        "political": 0,
        "security": 2_500_000,
        "economic": -3_000_000,
    }


def test_coverage_counts_facts_and_origins() -> None:
    facts = [
        a_fact(reported("2022-03-05", "AFP"), dated="2022-03-01", handle="two"),
        a_fact(what="agree", dated="2022-02", handle="one"),
        a_fact(what="agree", report=None, handle="none"),
    ]

    coverage = an_answer(*facts).coverage

    assert (coverage.facts, coverage.origins) == (3, 2)
    assert (coverage.first, coverage.last) == (day_number("2022-02-01"), day_number("2022-03-05"))


def test_coverage_names_the_origin_that_most_of_the_score_rests_on() -> None:
    facts = [
        a_fact(what="agree", handle="a"),
        a_fact(reported("2022-03-06", "Reuters"), what="agree", handle="b"),
        a_fact(reported("2022-03-06", "AFP"), what="agree", handle="c"),
    ]

    coverage = an_answer(*facts).coverage

    assert (coverage.largest_origin, coverage.single_origin, coverage.largest_facts) == (
        "Reuters",
        2,
        2,
    )
    assert (coverage.largest_share, coverage.total) == (5_000_000, 7_500_000)


def test_facts_without_a_source_rest_on_no_origin() -> None:
    answer = an_answer(a_fact(report=None))

    assert (
        answer.coverage.largest_origin,
        answer.coverage.single_origin,
        answer.coverage.largest_share,
    ) == ("", 0, 0)


def test_hindsight_is_what_was_not_known_by_the_end_of_the_day() -> None:
    facts = [
        a_fact(known="2022-03-06", handle="late"),
        a_fact(known="2022-03-05", handle="known"),
        a_fact(dated="2022-03-06", known="2022-03-06", handle="future"),
        a_fact(known="2022-03-06", parties="TUR > USA", handle="others"),
    ]

    assert an_answer(*facts).hindsight == 1
    assert an_answer(*facts, recorded_by=RECORDED - timedelta(days=1)).hindsight == 0


# JSON ---------------------------------------------------------------------------------------------


def test_an_answer_in_json_says_what_it_answers() -> None:
    answer = state_json(
        an_answer(on="2022-03-05", known_on="2022-03-06", recorded_by=RECORDED, domain="energy")
    )

    assert {
        key: answer[key]
        for key in ("schema", "a", "b", "on", "known_on", "recorded_by", "layer", "lens", "scope")
    } == {
        "schema": "detente/state@2",
        "a": "RUS",
        "b": "TUR",
        "on": "2022-03-05",
        "known_on": "2022-03-06",
        "recorded_by": "2022-06-01T00:00:00+00:00",
        "layer": "desk",
        "lens": "standing-flow@2",
        "scope": "energy",
    }


def test_clocks_that_are_not_set_are_null() -> None:
    answer = state_json(an_answer())

    assert [answer[key] for key in ("known_on", "recorded_by", "scope")] == [None, None, None]


def test_of_nothing_there_is_no_first_day_and_no_origin() -> None:
    coverage = state_json(an_answer())["coverage"]

    assert isinstance(coverage, dict)
    assert [
        coverage[key] for key in ("facts", "counted", "origins", "first", "last", "largest_origin")
    ] == [0, 0, 0, None, None, None]


def test_every_fact_is_told_with_its_date_and_sources() -> None:
    plan = a_fact(
        moved("2022-04", "2022-03-05"),
        reported("2022-03-05", "AFP"),
        what="planned:call",
        dated="2022-03-20",
        handle="plan",
    )
    call = a_fact(held("2022-03-04"), what="planned:call", dated="2022-03-05", handle="call")
    answer = state_json(an_answer(plan, call, ALLIANCE))
    facts = answer["facts"]

    assert isinstance(facts, dict)
    assert {handle: fact["dated"] for handle, fact in facts.items()} == {
        "alliance": "2020-01-01",
        "call": "2022-03-04",
        "plan": "2022-04",
    }
    assert facts["plan"]["sources"] == ["AFP", "Reuters"]
    assert answer["ahead"] == [{"fact": "plan", "status": "pending"}]


def test_a_contribution_is_told_with_its_view_and_range() -> None:
    answer = state_json(an_answer(a_fact(what="accuse", domain="energy")))

    assert answer["contributions"] == [
        {
            "fact": "fact",
            "view": "TUR>RUS",
            "dimension": "economic",
            "domain": "energy",
            "counted": -3_000_000,
            "low": -3_000_000,
            "high": -3_000_000,
        }
    ]


def test_standing_facts_are_told_with_their_support() -> None:
    answer = state_json(
        an_answer(
            a_fact(
                what="link:close", dated="2010", known="2010-12-31", topics=("gas",), handle="link"
            )
        )
    )

    assert answer["links"] == [
        {"fact": "link", "status": "yes", "support": "stale", "topics": ["gas"]}
    ]


def test_an_answer_has_an_id_of_its_own() -> None:
    one, other = state_json(an_answer(WAR)), state_json(an_answer(ALLIANCE))

    assert digest_of(one) == digest_of(dict(reversed(one.items())))
    assert digest_of(one) != digest_of(other)


def test_an_ended_fact_may_count_and_be_in_force_no_more() -> None:
    answer = an_answer(a_fact(ended("2022-03-01"), what="instrument:alliance", dated="2020-01-01"))

    assert answer.in_force == ()
    assert 0 < counted(answer)["fact"] < 6_000_000


def test_a_corrected_party_moves_the_fact_to_another_pair() -> None:
    fact = a_fact(corrected("parties", "TUR > USA", "2022-03-10"))

    assert an_answer(fact, known_on="2022-03-09").known
    assert not an_answer(fact, known_on="2022-03-10").known
    assert an_answer(fact, pair=Pair.of("TUR", "USA")).known


def test_one_actor_has_no_state() -> None:
    with pytest.raises(InvalidInput):
        an_answer(pair=Pair.of(PAIR.a, PAIR.a))


def test_an_ending_whose_first_day_is_unbounded_counts_nothing() -> None:
    """Tightening once made day one of the ending a day of the calendar, and its mean a figure."""
    answer = an_answer(
        a_fact(what="instrument:alliance", dated="../", known="2021-01-01"), on="2020-11-01"
    )

    assert answer.score.cooperation == 0
    assert answer.label == "not-assessable"


def test_what_becomes_known_after_the_known_date_is_no_hindsight_of_that_answer() -> None:
    """An answer that fixed what was known once changed when later knowledge arrived."""
    late = a_fact(what="accuse", dated="2022-03-01", known="2022-05-01")
    answer = an_answer(late, on="2022-03-05", known_on="2022-04-01")

    assert answer.hindsight == 0


def test_a_doubtful_engagement_is_still_ahead() -> None:
    """It was once left out, though only retracted and disputed ones are."""
    answer = an_answer(
        a_fact(what="planned:call", dated="2022-03-06", known="2022-03-05", grade="D4"),
        on="2022-03-05",
    )

    assert handles(answer.ahead) == ["fact"]
    assert reasons(answer) == {"fact": "doubtful"}


def test_a_flow_muted_among_the_pairs_facts_is_muted_in_its_domain_too() -> None:
    """A question about one domain once counted a flow that the whole answer had muted."""
    larger = a_fact(
        handle="larger", what="cooperate", parties="TUR = RUS", domain="trade", episode="meeting"
    )
    lesser = a_fact(
        handle="lesser", what="agree", parties="TUR = RUS", domain="energy", episode="meeting"
    )
    answer = an_answer(larger, lesser, domain="energy")

    assert reasons(answer) == {"lesser": "same-episode"}
