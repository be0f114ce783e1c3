"""How much of a weight is left after some days: exact integers, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import Final

from domain.edtf import Window

SCALE: Final = 10**9


def half_even(numerator: int, denominator: int) -> int:
    """The ratio of two integers, rounded half to even; the denominator is positive."""
    quotient, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return quotient + (twice > denominator or (twice == denominator and quotient & 1))


@lru_cache(maxsize=65536)
def remaining(half_life: int, days: int) -> int:
    """What is left of 10**9 after `days` >= 0: round-half-even of 10**9 * 2**(-days / half_life).

    Computed in binary floating point, which is exact here: a test recomputes every entry in
    decimals. An exact half comes only after whole half-lives, which floats hold exactly; no other
    entry lies near one. Source: docs/scores.md.
    """
    left: float = SCALE * 2.0 ** (-days / half_life)
    return round(left)


@lru_cache(maxsize=8)
def _sums(half_life: int) -> list[int]:
    """Sums of `remaining` over 0..j, up to the day from which nothing is left."""
    return list(accumulate(_parts(half_life)))


@lru_cache(maxsize=1 << 17)
def decayed(weight: int, days: int, half_life: int) -> int:
    """What a weight in micro-units still counts for, `days` >= 0 after it happened."""
    return half_even(weight * remaining(half_life, days), SCALE)


@lru_cache(maxsize=512)
def fade(weight: int, half_life: int) -> Sequence[int]:
    """What a weight still counts for, by how many days ago it happened, while anything is left."""
    shares = (half_even(weight * part, SCALE) for part in _parts(half_life))
    return tuple(takewhile(bool, shares))


@lru_cache(maxsize=8)
def _parts(half_life: int) -> Sequence[int]:
    """`remaining` from day 0 to that from which nothing is left."""
    return [remaining(half_life, days) for days in range(half_life * 31 + 1)]


def remaining_over(window: Window, day: int, half_life: int) -> int:
    """The sum of `remaining` over those days of a bounded window that are no later than `day`."""
    newest, oldest = day - min(window.hi, day), day - window.lo
    if oldest < newest:
        return 0
    if oldest - newest < 8:
        return sum(remaining(half_life, j) for j in range(newest, oldest + 1))
    sums = _sums(half_life)
    upto = sums[min(oldest, len(sums) - 1)]
    return upto - (sums[min(newest - 1, len(sums) - 1)] if newest else 0)
