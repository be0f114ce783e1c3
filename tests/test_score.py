"""Cooperation beside friction, and the label that follows from the figures."""

from __future__ import annotations

import pytest

from projections.lenses.lens import Share
from projections.score import Score, trend

POINT = 1_000_000


def certain(cooperation: float, friction: float = 0.0) -> Score:
    c, f = round(cooperation * POINT), round(friction * POINT)
    return Score(c, f, c - f, c - f)


def test_shares_add_up_in_two_ledgers() -> None:
    score = Score.of([Share(5, 3, 7), Share(-2, -4, 0), Share(0, -1, 1)])

    assert score == Score(5, 2, -2, 8)
    assert score.net == 3


def test_no_shares_are_nothing() -> None:
    score = Score.of([])

    assert (score.net, score.balance, score.ambivalence) == (0, "0", 0.0)


@pytest.mark.parametrize(
    ("cooperation", "friction", "balance"),
    [
        (15, 0, "5"),
        (0, 15, "-5"),
        (4, 0, "2.105263"),
        (0, 5, "-2.5"),
        (10, 10, "0"),
        (1, 0, "0.625"),
        (0, 1, "-0.625"),
        (1000, 0, "9.852217"),
    ],
)
def test_the_balance_is_damped_and_told_to_six_places(
    cooperation: float, friction: float, balance: str
) -> None:
    assert certain(cooperation, friction).balance == balance


@pytest.mark.parametrize(
    ("cooperation", "friction", "expected"),
    [(0, 0, 0.0), (5, 0, 0.0), (4, 4, 1.0), (3, 1, 0.333333), (2, 3, 0.666667)],
)
def test_ambivalence_is_the_lesser_share_of_the_greater(
    cooperation: float, friction: float, expected: float
) -> None:
    assert certain(cooperation, friction).ambivalence == expected


@pytest.mark.parametrize(
    ("cooperation", "friction", "label"),
    [
        (15, 0, "close"),
        (14.99999, 0, "warm"),
        (5, 0, "warm"),
        (4.99999, 0, "cordial"),
        (1.216217, 0, "cordial"),
        (1.2162, 0, "neutral"),
        (0, 1.2162, "neutral"),
        (0, 1.216217, "strained"),
        (0, 4.99999, "strained"),
        (0, 5, "tense"),
        (0, 14.99999, "tense"),
        (0, 15, "hostile"),
        (3, 3, "mixed"),
        (3, 6, "mixed"),
        (6, 3, "mixed"),
        (2.999999, 3, "neutral"),
        (3, 6.000001, "strained"),
        (0, 0, "neutral"),
    ],
)
def test_a_label_follows_from_the_ledgers(cooperation: float, friction: float, label: str) -> None:
    assert certain(cooperation, friction).label == label


@pytest.mark.parametrize(
    ("cooperation", "low", "high", "label"),
    [
        (0, -1, 0, "not-assessable"),
        (0, 0, 1, "not-assessable"),
        (2, -1.000001, 3, "not-assessable"),
        (2, -1, 4, "cordial"),
        (2, -3, 1, "cordial"),
        (2, -2, 2, "cordial"),
        (2, -2, 2.000001, "not-assessable"),
        (2, 0, 9, "cordial"),
        (2, -9, 0, "cordial"),
        (6, -2, 4, "warm"),
        (6, -2, 4.000001, "not-assessable"),
    ],
)
def test_evidence_that_cannot_tell_friend_from_foe_is_not_assessable(
    cooperation: float, low: float, high: float, label: str
) -> None:
    score = Score(round(cooperation * POINT), 0, round(low * POINT), round(high * POINT))

    assert score.label == label


def test_mixed_comes_before_not_assessable() -> None:
    assert Score(3 * POINT, 3 * POINT, -9 * POINT, 9 * POINT).label == "mixed"


@pytest.mark.parametrize(
    ("momentum", "expected"),
    [
        (2 * POINT, "improving"),
        (2 * POINT - 1, "steady"),
        (0, "steady"),
        (1 - 2 * POINT, "steady"),
        (-2 * POINT, "worsening"),
    ],
)
def test_two_points_in_thirty_days_are_a_trend(momentum: int, expected: str) -> None:
    assert trend(momentum) == expected
