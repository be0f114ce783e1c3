"""How much work something does, counted in calls: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Final

TWICE: Final = 2.4
"""Twice as much to do may take so many times the calls: sorting and searching add a little."""


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and those of Python, while something is done."""
    number = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal number
        del frame, argument
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times the calls it takes to do twice as much.

    `work` makes what is counted for a size; what it prepares is not counted. Everything is done
    once before, so that what is only done the first time is not counted.
    """
    work(size)()
    return calls(work(2 * size)) / calls(work(size))
