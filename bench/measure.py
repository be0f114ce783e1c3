"""Measured times, medians of several, and how a row of the report looks."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Row(NamedTuple):
    """One comparison; times in seconds. `slower` budgets a ratio of times, else one of speeds."""

    what: str
    floor: float
    ours: float
    budget: float | None
    slower: bool

    def __str__(self) -> str:
        ratio = self.ours / self.floor if self.slower else self.floor / self.ours
        figures = f"{self.what:48} {self.floor * 1000:7.1f} ms {self.ours * 1000:7.1f} ms {ratio:6.2f}"
        if self.budget is None:
            return f"{figures}  none set"
        kept = ratio <= self.budget if self.slower else ratio >= self.budget
        return f"{figures}  {'<=' if self.slower else '>='} {self.budget:g}{'' if kept else '  MISSED'}"


def alternating(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """Median times of two things done in turn, so that what slows the machine slows both."""
    ones: list[float] = []
    others: list[float] = []
    for _ in range(times):
        ones.append(timed(one))
        others.append(timed(other))
    return median(ones), median(others)


def timed(what: Callable[[], object]) -> float:
    start = perf_counter()
    what()
    return perf_counter() - start
