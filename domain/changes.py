"""When standing facts start and stop holding: changes, their order, and the days left to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.edtf import NO_FIRST, NO_LAST, Window


class Change(NamedTuple):
    """A standing fact starts or stops holding.

    `name` is since, until, expiry, ended, suspended or resumed; `known_day` is when that was known.
    """

    name: str
    window: Window
    known_day: int = NO_FIRST

    @property
    def holds(self) -> bool:
        """Whether the fact holds after it."""
        return self.name in ("since", "resumed")

    @property
    def place(self) -> tuple[int, int, int]:
        """What orders changes: the middle of the window, twice; then its last and first day.

        Of a window that is open at one end, the known end counts twice.
        """
        lo, hi = self.window
        middle = (hi if lo == NO_FIRST else lo) + (lo if hi == NO_LAST else hi)
        return middle, hi, lo


def in_order(changes: Iterable[Change]) -> list[Change]:
    """`since` first, the others by the middle of their windows; then by the last and first day.

    Those that change nothing are left out.
    """
    since, *others = changes
    ordered = [since]
    for change in sorted(others, key=lambda change: change.place):
        if change.holds != ordered[-1].holds:
            ordered.append(change)
    return ordered


def tightened(ordered: Sequence[Change]) -> list[Window]:
    """The windows of changes in order, each made to lie after the one before.

    `lo > hi` where no day is left.
    """
    lows = [change.window.lo for change in ordered]
    highs = [change.window.hi for change in ordered]
    for i in range(1, len(ordered)):
        if lows[i - 1] > NO_FIRST:
            lows[i] = max(lows[i], lows[i - 1] + 1)
    for i in range(len(ordered) - 2, -1, -1):
        if highs[i + 1] < NO_LAST:
            highs[i] = min(highs[i], highs[i + 1] - 1)
    return [Window(lo, hi) for lo, hi in zip(lows, highs, strict=True)]
