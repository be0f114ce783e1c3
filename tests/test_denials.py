"""Whether a denied fact is disputed, and does not count, or contested, and counts all the same."""

from __future__ import annotations

from typing import Final

import pytest

from domain.events import Event
from domain.fact import Fact
from tests.builders import (
    a_fact,
    a_fact_state,
    confirmed,
    corrected,
    denied,
    reported,
)

DISPUTED: Final = "disputed"
CONTESTED: Final = "contested"


def how(fact: Fact, known: str = "") -> str:
    return a_fact_state(fact, known).how


def denied_by(*actors: str, what: str, parties: str, **fields: object) -> str:
    """What denials by actors make of a fact that one source reports; "" is nobody in particular."""
    denials = [denied("2022-03-06", by, f"Ministry {i}") for i, by in enumerate(actors)]
    return how(a_fact(*denials, what=what, parties=parties, **fields))  # type: ignore[arg-type]  # fields of the content alone


# Whose denial it is -------------------------------------------------------------------------------

OF_ONE_VOICE: Final = [
    # what somebody did to somebody: the accused, and the one who suffers it
    ("mobilize:troops", "RUS > UKR", "RUS", CONTESTED),
    ("mobilize:troops", "RUS > UKR", "UKR", CONTESTED),
    ("aid", "TUR > UKR", "TUR", CONTESTED),
    ("expel-diplomats", "RUS > USA", "RUS", CONTESTED),
    ("instrument:sanctions", "USA > RUS", "USA", CONTESTED),
    ("instrument:sanctions", "USA > RUS", "RUS", CONTESTED),
    ("instrument:treaty", "USA > RUS", "USA", CONTESTED),
    ("link:close", "TUR > RUS", "TUR", CONTESTED),
    ("link:dependence", "TUR > RUS", "RUS", CONTESTED),
    ("mobilize:troops", "TUR,USA > UKR,RUS", "USA", CONTESTED),
    ("mobilize:troops", "TUR,USA > UKR,RUS", "UKR", CONTESTED),
    # what somebody said to somebody: a speaker disowns his own words
    ("accuse", "TUR > RUS", "RUS", CONTESTED),
    ("accuse", "TUR > RUS", "TUR", DISPUTED),
    ("condemn", "TUR > RUS", "TUR", DISPUTED),
    ("leak", "TUR > RUS", "TUR", DISPUTED),
    ("visit", "TUR > RUS", "RUS", CONTESTED),
    ("visit", "TUR > RUS", "TUR", DISPUTED),
    ("stance:opposes", "TUR > RUS", "RUS", CONTESTED),
    ("stance:opposes", "TUR > RUS", "TUR", DISPUTED),
    ("planned:visit", "TUR > RUS", "RUS", CONTESTED),
    ("planned:visit", "TUR > RUS", "TUR", DISPUTED),
    ("assessment:strained", "TUR > RUS", "RUS", CONTESTED),
    ("assessment:strained", "TUR > RUS", "TUR", DISPUTED),
    # what both did to each other
    ("assault", "RUS = UKR", "RUS", CONTESTED),
    ("assault", "RUS = UKR", "UKR", CONTESTED),
    ("instrument:armed-conflict", "RUS = UKR", "RUS", CONTESTED),
    ("instrument:armed-conflict", "RUS,PRK = UKR", "PRK", CONTESTED),
    ("instrument:treaty", "RUS = UKR", "RUS", DISPUTED),
    ("cooperate", "RUS = TUR", "RUS", DISPUTED),
    ("accuse", "RUS = TUR", "RUS", DISPUTED),
    ("call", "RUS = TUR", "TUR", DISPUTED),
    ("planned:call", "RUS = TUR", "TUR", DISPUTED),
    ("stance:opposes", "RUS = TUR", "TUR", DISPUTED),
    ("link:close", "RUS = TUR", "TUR", DISPUTED),
    # third parties, and nobody in particular
    ("mobilize:troops", "RUS > UKR", "FRA", DISPUTED),
    ("instrument:armed-conflict", "RUS = UKR", "FRA", DISPUTED),
    ("mobilize:troops", "RUS > UKR", "", DISPUTED),
    ("call", "RUS = TUR", "", DISPUTED),
]


@pytest.mark.parametrize(("what", "parties", "by", "expected"), OF_ONE_VOICE)
def test_a_party_contests_what_it_is_accused_of_and_all_others_dispute(
    what: str, parties: str, by: str, expected: str
) -> None:
    assert denied_by(by, what=what, parties=parties) == expected


@pytest.mark.parametrize(
    ("what", "weight", "expected"),
    [
        ("assault", 1_000_000, DISPUTED),
        ("assault", 0, DISPUTED),
        ("cooperate", -1_000_000, CONTESTED),
        ("instrument:treaty", -1_000_000, CONTESTED),
        ("instrument:sanctions", 0, DISPUTED),
        ("call", -1_000_000, DISPUTED),
        ("link:ordinary", -1_000_000, DISPUTED),
    ],
)
def test_what_both_do_is_an_accusation_where_it_weighs_below_zero(
    what: str, weight: int, expected: str
) -> None:
    assert denied_by("RUS", what=what, parties="RUS = UKR", weight=weight) == expected


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        (("RUS", "UKR"), CONTESTED),
        (("RUS", "RUS"), CONTESTED),
        (("RUS", ""), DISPUTED),
        (("", "RUS"), DISPUTED),
        (("RUS", "FRA"), DISPUTED),
        (("", "FRA"), DISPUTED),
    ],
)
def test_where_denials_of_both_sorts_stand_the_fact_is_disputed(
    actors: tuple[str, ...], expected: str
) -> None:
    assert denied_by(*actors, what="mobilize:troops", parties="RUS > UKR") == expected


# How many report it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ((), DISPUTED),
        ((reported("2022-03-06", "AFP"),), CONTESTED),
        ((reported("2022-03-06", "Reuters"),), DISPUTED),
        ((reported("2022-03-06", "AFP", origin="Reuters"),), DISPUTED),
        ((reported("2022-03-06", "AFP", origin="reuters"),), CONTESTED),
        ((reported("2022-03-06", "Reuters", origin="mod"),), CONTESTED),
    ],
)
@pytest.mark.parametrize("by", ["", "FRA", "TUR"])
def test_of_two_origins_nobody_makes_it_disputed(
    reports: tuple[Event, ...], expected: str, by: str
) -> None:
    assert how(a_fact(*reports, denied("2022-03-06", by), what="accuse")) == expected


def test_a_fact_without_a_source_has_no_origin() -> None:
    assert how(a_fact(denied("2022-03-06"), report=None)) == DISPUTED
    assert how(a_fact(reported("2022-03-05"), denied("2022-03-06"), report=None)) == DISPUTED


def test_a_denial_of_two_sorts_contests_what_two_origins_report() -> None:
    fact = a_fact(
        reported("2022-03-06"), denied("2022-03-06"), denied("2022-03-06", "FRA"), what="accuse"
    )

    assert how(fact) == CONTESTED


# From when ----------------------------------------------------------------------------------------


def test_a_denied_fact_is_disputed_until_it_is_confirmed() -> None:
    fact = a_fact(denied("2022-03-06"), confirmed("2022-03-08"))

    assert [how(fact, f"2022-03-0{day}") for day in (5, 6, 7, 8)] == ["", DISPUTED, DISPUTED, ""]
    assert len(a_fact_state(fact).denials) == 1


def test_a_contested_fact_is_contested_until_it_is_confirmed() -> None:
    fact = a_fact(denied("2022-03-06", "RUS"), confirmed("2022-03-08"), what="accuse")

    assert [how(fact, f"2022-03-0{day}") for day in (5, 6, 7, 8)] == ["", CONTESTED, CONTESTED, ""]


def test_a_denial_after_a_confirmation_stands() -> None:
    fact = a_fact(denied("2022-03-06"), confirmed("2022-03-08"), denied("2022-03-10", "RUS"))

    assert how(fact, "2022-03-09") == ""
    assert how(fact) == CONTESTED  # only the denial of the party stands
    assert [denial.open for denial in a_fact_state(fact).denials] == [False, True]


def test_a_second_origin_counts_from_the_day_it_was_known() -> None:
    fact = a_fact(denied("2022-03-06"), reported("2022-03-09", "AFP"))

    assert [how(fact, f"2022-03-0{day}") for day in (6, 8, 9)] == [DISPUTED, DISPUTED, CONTESTED]


def test_what_a_denial_is_of_is_judged_by_the_content_as_known() -> None:
    fact = a_fact(
        denied("2022-03-06", "TUR"),
        corrected("what", "mobilize", "2022-03-09"),
        what="accuse",
    )

    assert [how(fact, f"2022-03-0{day}") for day in (8, 9)] == [DISPUTED, CONTESTED]


def test_it_takes_no_side_who_the_parties_are_by_a_correction() -> None:
    fact = a_fact(
        denied("2022-03-06", "FRA"),
        corrected("parties", "TUR > FRA", "2022-03-09"),
        what="accuse",
    )

    assert [how(fact, f"2022-03-0{day}") for day in (8, 9)] == [DISPUTED, CONTESTED]
