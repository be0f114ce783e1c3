"""Measured times, medians of several, and how a row of the report looks."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Final, Literal, NamedTuple

Unit = Literal["ms", "us", "MB", "bytes"]
_PER_UNIT: Final[dict[Unit, float]] = {"ms": 1e-3, "us": 1e-6, "MB": 1e6, "bytes": 1}

HEADINGS: Final = ("WHAT", "FLOOR", "OURS", "RATIO", "BUDGET")


class Row(NamedTuple):
    """One comparison, in seconds or bytes.

    `slower` budgets a ratio of what is spent, else one of speeds; without a budget it tells.
    """

    what: str
    floor: float
    ours: float
    budget: float | None
    slower: bool
    unit: Unit = "ms"

    @property
    def ratio(self) -> float:
        """Ours against the floor's, or where speeds are compared the other way round."""
        return self.ours / self.floor if self.slower else self.floor / self.ours

    @property
    def kept(self) -> bool:
        """Whether it is within its budget, if it has one."""
        return self.budget is None or (
            self.ratio <= self.budget if self.slower else self.ratio >= self.budget
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """As a table shows it, under HEADINGS."""
        budget = (
            "none set"
            if self.budget is None
            else f"{'<=' if self.slower else '>='} {self.budget:g}{'' if self.kept else ' MISSED'}"
        )
        return (
            self.what,
            self._shown(self.floor),
            self._shown(self.ours),
            f"{self.ratio:.2f}",
            budget,
        )

    def _shown(self, value: float) -> str:
        return f"{value / _PER_UNIT[self.unit]:,.1f} {self.unit}"

    def __str__(self) -> str:
        what, floor, ours, ratio, budget = self.cells
        return f"{what:50} {floor:>14} {ours:>14} {ratio:>6}  {budget}"


def alternating(
    one: Callable[[], object], other: Callable[[], object], times: int
) -> tuple[float, float]:
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
