"""Three ledgers, and what they balance to."""

from __future__ import annotations

import pytest

from projections.score import EMPTY, Score

POINT = 1_000_000


def ledgers(
    cooperation: float, friction: float = 0.0, *, eased: float = 0.0, traffic: float = 0.0
) -> Score:
    """Ledgers in points without any doubt: friction as relief has left it, and what it paid off."""
    c, f, u, t = (round(each * POINT) for each in (cooperation, friction, eased, traffic))
    return Score(c, f, u, u, t, c - f, c - f)


def test_empty_ledgers_come_to_nothing() -> None:
    assert (EMPTY.net, EMPTY.balance, EMPTY.ambivalence, EMPTY.mixed) == (0, "0", 0.0, False)


def test_the_net_is_cooperation_less_the_friction_that_relief_has_left() -> None:
    score = ledgers(5, 2, eased=3)

    assert score.net == 3 * POINT
    assert score.uneased == 5 * POINT


@pytest.mark.parametrize(
    ("score", "balance"),
    [
        (ledgers(15), "5"),  # 150 / (15 + 15)
        (ledgers(0, 15), "-5"),
        (ledgers(4), "2.105263"),  # 40 / 19 = 2.1052631...
        (ledgers(0, 5), "-2.5"),  # -50 / 20
        (ledgers(10, 10), "0"),
        (ledgers(1), "0.625"),  # 10 / 16
        (ledgers(1000), "9.852217"),  # 10_000 / 1015 = 9.8522167...
        (ledgers(5, traffic=5), "2"),  # 50 / (5 + 15 + 5)
        (ledgers(0, 5, traffic=20), "-1.25"),  # -50 / (5 + 15 + 20)
        (ledgers(0, 2, eased=3), "-1"),  # -20 / (2 + 3 + 15): what is paid off still weighs
        (ledgers(6, 1, eased=3), "2"),  # 50 / (6 + 1 + 3 + 15)
    ],
)
def test_the_balance_is_damped_by_all_that_happened_and_is_usual(
    score: Score, balance: str
) -> None:
    assert score.balance == balance


@pytest.mark.parametrize(
    ("micro", "millionths"), [(5, 0), (15, 2), (25, 2), (-5, 0), (-15, -2), (-25, -2)]
)
def test_the_balance_is_rounded_half_to_even(micro: int, millionths: int) -> None:
    """With 100 points below the line, 5 micro-units are 0.5 millionths, 15 are 1.5."""
    cooperation, friction = max(0, micro), max(0, -micro)
    traffic = 85 * POINT - abs(micro)
    score = Score(cooperation, friction, 0, 0, traffic, micro, micro)

    assert score.balance_millionths == millionths


@pytest.mark.parametrize(
    ("cooperation", "friction", "expected"),
    [(0, 0, 0.0), (5, 0, 0.0), (4, 4, 1.0), (3, 1, 0.333333), (2, 3, 0.666667)],
)
def test_ambivalence_is_the_lesser_share_of_the_greater(
    cooperation: float, friction: float, expected: float
) -> None:
    assert ledgers(cooperation, friction).ambivalence == expected


def test_ambivalence_is_of_what_relief_has_left() -> None:
    assert ledgers(4, 1, eased=3).ambivalence == 0.25


@pytest.mark.parametrize(
    ("cooperation", "friction", "mixed"),
    [
        (3, 3, True),
        (2.999999, 3, False),
        (3, 2.999999, False),
        (3, 6, True),
        (6, 3, True),
        (3, 6.000001, False),
        (6.000001, 3, False),
        (0, 0, False),
    ],
)
def test_mixed_is_three_points_on_each_side_and_half_of_the_other(
    cooperation: float, friction: float, mixed: bool
) -> None:
    assert ledgers(cooperation, friction).mixed is mixed


@pytest.mark.parametrize(
    ("lesser", "traffic", "mixed"),
    [
        (4.0, 2.0, True),
        (3.999999, 2.0, False),
        (8.0, 10.0, True),
        (7.999999, 10.0, False),
        (3.0, 0.000001, False),
        (3.000001, 0.000001, True),
    ],
)
def test_mixed_takes_half_of_the_usual_traffic_more(
    lesser: float, traffic: float, mixed: bool
) -> None:
    """3 points + T/2: 4 of a traffic of 2, 8 of one of 10, and nothing is rounded."""
    assert ledgers(lesser, lesser, traffic=traffic).mixed is mixed
    assert ledgers(lesser, 1.5 * lesser, traffic=traffic).mixed is mixed


def test_half_is_compared_exactly() -> None:
    """4.999998 of 10 is 0.4999998, of which six places make 0.5."""
    score = Score(10_000_000, 4_999_998, 0, 0, 0, 0, 0)

    assert score.ambivalence == 0.5
    assert not score.mixed
