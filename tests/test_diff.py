"""What changed between two answers, and because of which facts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.diff import LISTS, diff, diff_json, status_word
from projections.lenses import plover_net
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.state import State, state
from tests.builders import PAIR, a_day, a_fact, corrected, denied, ended, with_events
from tests.console import Console
from tests.strategies import histories

SANCTIONS = a_fact(
    handle="sanctions", what="instrument:sanctions", dated="2022-01-01", known="2022-01-01"
)
CALL = a_fact(handle="call", what="call", dated="2022-03-01", known="2022-03-01")


def on(day: str, *facts: Fact, known_on: str = "", lens: Lens = LENS) -> State:
    as_of = AsOf(a_day(day), a_day(known_on) if known_on else None)
    return state(facts, PAIR, as_of, lens=lens)


def test_a_day_differs_in_nothing_from_itself() -> None:
    found = diff(on("2022-03-05", SANCTIONS, CALL), on("2022-03-05", SANCTIONS, CALL))

    assert found.empty
    assert (found.reasons, found.fading) == ((), 0)


def test_what_happened_in_between_is_a_reason() -> None:
    found = diff(on("2022-02-28", SANCTIONS, CALL), on("2022-03-01", SANCTIONS, CALL))

    assert [(move.handle, move.moved, status_word(move.before)) for move in found.reasons] == [
        ("call", 750_000, "absent")
    ]


def test_fading_is_told_apart_from_reasons() -> None:
    """Of 0.75 points half is left after 60 days."""
    found = diff(on("2022-03-01", SANCTIONS, CALL), on("2022-04-30", SANCTIONS, CALL))

    assert found.reasons == ()
    assert found.fading == -375_000


def test_relief_moves_nothing_but_what_it_pays_off() -> None:
    """Of an assault of 9 points a retreat of 6.5 pays off 6.5."""
    assault = a_fact(what="assault", dated="2022-03-05", handle="assault")
    retreat = a_fact(what="retreat", dated="2022-03-06", known="2022-03-06", handle="retreat")
    found = diff(on("2022-03-05", assault, retreat), on("2022-03-06", assault, retreat))

    assert [(move.handle, move.moved) for move in found.reasons] == [("retreat", 0)]
    assert found.eased == 6_500_000
    assert diff_json(found)["moved"] == 6_500_000 + found.fading


def test_what_was_corrected_from_relief_to_friendship_counts_for_the_ties() -> None:
    """It was once left out as relief, so that the account did not add up and the answer failed."""
    fact = a_fact(corrected("what", "cooperate", "2022-03-10"), what="retreat")
    found = diff(on("2022-03-05", fact, known_on="2022-03-09"), on("2022-03-05", fact))
    back = diff(found.after, found.before)

    assert [move.moved for move in found.reasons] == [9_500_000]
    assert [move.moved for move in back.reasons] == [-9_500_000]


def test_what_is_relief_through_one_lens_counts_through_another() -> None:
    """It was once left out as relief of both, so that the account did not add up."""
    retreat = a_fact(what="retreat")
    one, other = on("2022-03-05", retreat), on("2022-03-05", retreat, lens=plover_net.LENS)

    assert [move.moved for move in diff(one, other).reasons] == [6_500_000]
    assert [move.moved for move in diff(other, one).reasons] == [-6_500_000]


def test_what_left_force_is_listed() -> None:
    fact = with_events(SANCTIONS, ended("2022-02-01"))
    found = diff(on("2022-01-31", fact), on("2022-02-01", fact))

    assert [pair_fact.handle for pair_fact in found.left(LISTS["in_force"])] == ["sanctions"]
    assert found.entered(LISTS["in_force"]) == ()


def test_two_days_of_knowing_one_day_differ_by_what_became_known() -> None:
    fact = with_events(CALL, denied("2022-03-04"))
    found = diff(on("2022-03-05", fact, known_on="2022-03-03"), on("2022-03-05", fact))

    assert [
        (move.handle, status_word(move.before), status_word(move.after)) for move in found.reasons
    ] == [("call", "happened", "disputed")]
    assert diff_json(found)["entered"] == {"in_force": [], "ahead": [], "disputed": ["call"]}


@given(
    histories(),
    st.dates(min_value=a_day("2018-01-01"), max_value=a_day("2024-12-31")),
    st.integers(0, 400),
)
def test_what_the_facts_moved_fading_and_relief_add_up_to_the_difference(
    facts: list[Fact], first: date, later: int
) -> None:
    before, after = (
        state(facts, PAIR, AsOf(day)) for day in (first, first + timedelta(days=later))
    )
    found = diff(before, after)

    assert (
        sum(move.moved for move in found.reasons) + found.fading + found.eased
        == after.score.net - before.score.net
    )
    assert diff(before, before).empty


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("turkey russia 2022-01-01", "detente diff turkey russia 2022-01-01 DATE"),
        ("united states russia", "detente diff united states russia DATE DATE"),
        ("turkey russia '#S-400'", 'detente diff turkey russia "#S-400" DATE DATE'),
        ("turkey", "detente diff A B DATE DATE"),
        ("turkey russia 2022-01-01 2022-02-01 --on 2022-03-01", "2022-01-01 2022-02-01"),
    ],
)
def test_a_missing_day_is_a_placeholder_and_nobody_is_exchanged(
    tmp_path: Path, typed: str, fix: str
) -> None:
    """A day was made up, and put before the one that was given."""
    printed = Console(tmp_path).type(f"detente diff {typed}")

    assert fix in printed
    assert "(exit 2)" in printed
