"""How much of a weight is left after some days."""

from __future__ import annotations

import pytest

from domain.edtf import Window
from projections.lenses.decay import SCALE, decayed, half_even, remaining, remaining_over


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (0, 1, 0),
        (1, 2, 0),
        (3, 2, 2),
        (5, 2, 2),
        (-1, 2, 0),
        (-3, 2, -2),
        (-5, 2, -2),
        (2, 3, 1),
        (1, 3, 0),
        (-2, 3, -1),
        (-1, 3, 0),
        (7, 1, 7),
    ],
)
def test_halves_are_rounded_to_even(numerator: int, denominator: int, rounded: int) -> None:
    assert half_even(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("half_life", "days", "left"),
    [
        (30, 0, SCALE),
        (30, 30, SCALE // 2),
        (30, 60, SCALE // 4),
        (180, 180, SCALE // 2),
        (720, 1440, SCALE // 4),
        (60, 60, SCALE // 2),
        (30, 1, 977_159_968),
        (60, 1, 988_514_020),
        (30, 300, 976_562),
    ],
)
def test_half_is_left_after_each_half_life(half_life: int, days: int, left: int) -> None:
    assert remaining(half_life, days) == left


@pytest.mark.parametrize(
    ("half_life", "days"),
    [(30, 927), (30, 10_000), (60, 1854), (180, 5562), (720, 22_248), (30, 3_000_000)],
)
def test_in_the_end_nothing_is_left(half_life: int, days: int) -> None:
    assert remaining(half_life, days) == 0


def test_a_weight_is_decayed_and_rounded_once() -> None:
    assert decayed(4_000_000, 0, 30) == 4_000_000
    assert decayed(-4_000_000, 30, 30) == -2_000_000
    assert decayed(1, 30, 30) == 0
    assert decayed(3, 30, 30) == 2


def test_only_days_up_to_today_remain() -> None:
    window = Window(101, 110)

    assert remaining_over(window, 100, 30) == 0
    assert remaining_over(window, 101, 30) == SCALE
    assert remaining_over(window, 102, 30) == SCALE + remaining(30, 1)


@pytest.mark.parametrize(
    ("first", "last", "day"),
    [
        (1, 40, 40),
        (1, 40, 100),
        (1, 5000, 5000),
        (1, 5000, 2500),
        (1, 32, 20_000),
        (1, 20_000, 40_000),
    ],
)
def test_a_long_window_is_summed_as_a_short_one(first: int, last: int, day: int) -> None:
    expected = sum(remaining(30, day - each) for each in range(first, min(last, day) + 1))

    assert remaining_over(Window(first, last), day, 30) == expected
