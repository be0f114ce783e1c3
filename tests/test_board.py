"""All ties of one actor."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from domain.clocks import AsOf
from projections.board import board, line_json
from projections.scope import Scope
from tests.builders import a_day, a_fact, an_answer, corrected
from tests.console import Console

WITH_RUSSIA = a_fact(
    handle="a", what="accuse", parties="TUR > RUS", dated="2022-03-01", known="2022-03-01"
)
WITH_ALL = a_fact(
    handle="b", what="cooperate", parties="TUR = UKR,RUS", dated="2022-03-01", known="2022-03-01"
)
OF_OTHERS = a_fact(
    handle="c", what="accuse", parties="USA > CHN", dated="2022-03-01", known="2022-03-01"
)
AS_OF = AsOf(a_day("2022-03-05"))


def test_every_other_actor_has_a_line_and_the_best_comes_first() -> None:
    assert [line.other for line in board([WITH_RUSSIA, WITH_ALL, OF_OTHERS], "TUR", AS_OF)] == [
        "UKR",
        "RUS",
    ]


def test_a_line_is_the_state_of_that_pair() -> None:
    line = board([WITH_RUSSIA, WITH_ALL], "TUR", AS_OF)[1]
    answer = an_answer(WITH_RUSSIA, WITH_ALL)

    assert (line.answer.score, line.answer.label) == (answer.score, answer.label)


def test_what_is_not_known_yet_makes_no_line() -> None:
    assert board([WITH_ALL], "TUR", AsOf(a_day("2022-02-28"))) == ()


def test_one_domain_may_be_asked_for() -> None:
    trade = a_fact(handle="d", what="aid", parties="TUR > UKR", domain="trade")

    assert [
        line.other for line in board([WITH_RUSSIA, trade], "TUR", AS_OF, Scope(domain="trade"))
    ] == ["UKR"]


def test_a_line_names_its_latest_fact() -> None:
    later = a_fact(
        handle="later", what="call", parties="TUR = UKR", dated="2022-03-04", known="2022-03-04"
    )
    (line,) = board([later, WITH_ALL], "UKR", AS_OF, Scope(domain="diplomacy"))[:1]

    assert line_json(line)["last_fact"] in {"later", "b"}


def test_who_a_correction_named_for_a_while_is_found_as_known_then() -> None:
    """A correction removed a pair's line even from boards as known before the correction."""
    fact = a_fact(
        corrected("parties", "TUR > UKR", "2022-02-01"),
        corrected("parties", "TUR > USA", "2022-03-01"),
        known="2022-01-01",
        dated="2022-01-01",
    )
    boards = [
        board([fact], "TUR", AsOf(a_day("2022-04-01"), a_day(known)))
        for known in ("2022-01-15", "2022-02-15", "2022-03-15")
    ]

    assert [[line.other for line in lines] for lines in boards] == [["RUS"], ["UKR"], ["USA"]]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


LEFT_OUT: Final = "is left out; --persons shows them too."


def test_persons_are_on_a_board_only_where_they_are_asked_for(console: Console) -> None:
    """A board of Russia once had a line for an ambassador who was shot."""
    page = console.type("detente board russia --on 2022-03-05")
    whole = console.type("detente board russia --on 2022-03-05 --persons")

    assert ("Altıntaş" in page, LEFT_OUT in page) == (False, True)
    assert ("Altıntaş" in whole, LEFT_OUT in whole) == (True, False)


@pytest.mark.parametrize("asked", ["altıntaş --on 2022-03-05", "sweden --on 2023-07-12"])
def test_nobody_is_left_out_where_there_is_nobody_to_leave_out(
    console: Console, asked: str
) -> None:
    assert LEFT_OUT not in console.type(f"detente board {asked}")


def test_programs_get_every_line_of_a_board(console: Console) -> None:
    printed = console.type("detente board russia --on 2022-03-05 --format csv")

    assert "Altıntaş" in printed
