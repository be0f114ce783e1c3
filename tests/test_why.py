"""The account of a figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.scope import Scope
from projections.state import state, without
from projections.why import why, why_json
from tests.builders import PAIR, a_day, a_fact
from tests.console import Console
from tests.strategies import histories

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2024, 12, 31))
CALL = a_fact(handle="call", what="call", dated="2022-03-01", known="2022-03-01", domain="trade")
SANCTIONS = a_fact(
    handle="sanctions", what="instrument:sanctions", dated="2022-01-01", known="2022-01-01"
)


@given(histories(), DAYS)
def test_the_parts_and_the_account_add_up(facts: list[Fact], on: date) -> None:
    found = why(facts, PAIR, AsOf(on))

    answer, account = found.answer, found.account
    shares = sum(t.pair_fact.share.counted for t in found.parts if not answer.relieves(t.pair_fact))
    assert shares + answer.score.eased == answer.score.net
    assert account.after.score == answer.score
    assert (
        account.before.score.net + sum(move.moved for move in account.moves) + account.eased
        == answer.score.net
    )


@given(histories(), DAYS)
def test_leaving_one_out_is_asking_anew_without_it(facts: list[Fact], on: date) -> None:
    answer = state(facts, PAIR, AsOf(on))
    for pair_fact in answer.pair_facts:
        rest = [fact for fact in facts if fact.handle != pair_fact.handle]
        anew = state(rest, PAIR, AsOf(on))

        assert without(answer, pair_fact.handle) == (anew.score, anew.label)


def test_the_strongest_part_comes_first_with_the_answer_without_it() -> None:
    found = why([CALL, SANCTIONS], PAIR, AsOf(a_day("2022-03-01")))
    plain = why_json(found)

    assert [part.pair_fact.handle for part in found.parts] == ["sanctions", "call"]
    assert found.parts[0].label == "neutral"
    assert plain["net"] == -4_000_000 + 750_000


def test_one_domain_is_accounted_for_alone() -> None:
    found = why([CALL, SANCTIONS], PAIR, AsOf(a_day("2022-03-01")), Scope(PAIR, "trade"))

    assert [part.pair_fact.handle for part in found.parts] == ["call"]
    assert found.parts[0].label == "unknown"


def test_a_lesser_flow_counts_again_without_the_larger_one() -> None:
    larger = a_fact(handle="larger", what="cooperate", parties="TUR = RUS", episode="meeting")
    lesser = a_fact(handle="lesser", what="agree", parties="TUR = RUS", episode="meeting")
    found = why([larger, lesser], PAIR, AsOf(a_day("2022-03-05")))

    assert found.parts[0].score.cooperation == 2_500_000


def test_mixed_ties_were_mixed_and_had_their_label_too(tmp_path: Path) -> None:
    """They once were "not mixed: they were neutral", under a heading that asked why mixed."""
    console = Console(tmp_path)
    asked = ["why", "turkey", "russia", "--on", "2022-03-05", "--label"]

    assert "\nThey were mixed.\n" in console.run([*asked, "mixed"])[0]
    assert "\nThey were neutral.\n" in console.run([*asked, "neutral"])[0]
    assert "\nThey were not tense: they were mixed.\n" in console.run([*asked, "tense"])[0]
