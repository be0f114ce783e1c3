"""The account of a figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.scope import Scope
from projections.state import state, without
from projections.why import why, why_json
from tests.builders import PAIR, a_day, a_fact, denied
from tests.console import Console
from tests.effort import examples
from tests.strategies import histories

DAYS = st.one_of(
    st.dates(min_value=date(2018, 1, 1), max_value=date(2024, 12, 31)),
    st.dates(min_value=date(2022, 3, 1), max_value=date(2022, 4, 30)),
)
FLOWS = ("accuse", "agree", "aid", "cooperate", "retreat", "reject", "visit", "call", "concede")


@st.composite
def episodes(draw: st.DrawFn) -> list[Fact]:
    """Flows of one episode or two, in several domains, and what decides a label by itself."""
    found = [
        a_fact(
            *([denied("2022-03-06")] if draw(st.integers(0, 5)) == 0 else []),
            handle=f"flow-{i}",
            what=draw(st.sampled_from(FLOWS)),
            dated=draw(st.sampled_from(("2022-03-01", "2022-03-05", "2022-03", "2022-02-20"))),
            known="2022-03-31",
            parties=draw(st.sampled_from(("TUR > RUS", "RUS > TUR", "TUR = RUS"))),
            domain=draw(st.sampled_from(("diplomacy", "humanitarian"))),
            topics=draw(st.sampled_from(((), ("grain",)))),
            episode=draw(st.sampled_from(("round", "round", "other"))),
        )
        for i in range(draw(st.integers(2, 7)))
    ]
    deciding = st.sampled_from(("armed-conflict", "relations-severed", "embargo", "border-closed"))
    found += [
        a_fact(handle=f"deciding-{i}", what=f"instrument:{what}", dated="2022-02-01")
        for i, what in enumerate(draw(st.lists(deciding, max_size=3)))
    ]
    return found


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


SCOPES = (Scope(), Scope(domain="diplomacy"), Scope(domain="humanitarian"), Scope(topic="grain"))


@settings(max_examples=examples(150))
@given(histories(most=9), DAYS, st.sampled_from(SCOPES), st.sampled_from(LENSES))
def test_leaving_one_out_is_asking_again_without_it(
    facts: list[Fact], on: date, scope: Scope, lens: Lens
) -> None:
    found = why(facts, PAIR, AsOf(on), scope, lens)

    for part in found.parts:
        rest = [fact for fact in facts if fact.handle != part.pair_fact.handle]
        again = state(rest, PAIR, AsOf(on), scope, lens)
        assert (part.score, part.label) == (again.score, again.label)


@settings(max_examples=examples(100))
@given(episodes(), DAYS, st.sampled_from(SCOPES), st.sampled_from(LENSES))
def test_without_the_largest_flow_of_an_episode_the_next_one_counts(
    facts: list[Fact], on: date, scope: Scope, lens: Lens
) -> None:
    found = why(facts, PAIR, AsOf(on), scope, lens)

    for part in found.parts:
        rest = [fact for fact in facts if fact.handle != part.pair_fact.handle]
        again = state(rest, PAIR, AsOf(on), scope, lens)
        assert (part.score, part.label) == (again.score, again.label)


@pytest.mark.parametrize(
    ("what", "label"),
    [
        ("armed-conflict", "at-war"),
        ("relations-severed", "severed"),
        ("border-closed", "strained"),
    ],
)
def test_of_two_that_decide_a_label_either_may_be_left_out(what: str, label: str) -> None:
    both = [a_fact(handle=f"it-{i}", what=f"instrument:{what}", dated="2022-01-01") for i in (1, 2)]
    pact = [
        a_fact(handle=f"pact-{i}", what="instrument:alliance", dated="2022-01-01") for i in range(4)
    ]
    found = why([*both, *pact], PAIR, AsOf(a_day("2022-03-05")))

    assert {part.label for part in found.parts if part.pair_fact in found.answer.in_force} == {
        label
    }


@given(histories(), DAYS)
def test_one_fact_left_out_alone_is_asking_again_without_it(facts: list[Fact], on: date) -> None:
    answer = state(facts, PAIR, AsOf(on))
    for pair_fact in answer.pair_facts:
        rest = [fact for fact in facts if fact.handle != pair_fact.handle]
        again = state(rest, PAIR, AsOf(on))

        assert without(answer, pair_fact.handle) == (again.score, again.label)


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
