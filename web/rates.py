"""Rates: how often somebody may ask, with a few at once, and costly questions less often."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

COSTS: Final = {
    "series": 5, "replay": 5, "turns": 5, "learned": 5, "check": 5, "board": 3, "why": 2,
    "diff": 2, "hindsight": 2, "search": 2, "panel": 10, "changes": 3, "changes.atom": 10,
}  # fmt: skip
"""What a question costs whose answer takes longer; every other costs one."""

MOST_REMEMBERED: Final = 10_000
"""Askers that are remembered at once."""


@dataclass
class Rate:
    """So many a second, and `burst` at once, for each asker."""

    per_second: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(
        default_factory=OrderedDict[str, tuple[float, float]]
    )

    def wait(self, asker: str, cost: float = 1) -> float:
        """How many seconds somebody has to wait before asking; 0 where they may ask now."""
        if self.per_second <= 0:
            return 0
        now = self.clock()
        left, since = self._left.pop(asker, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_second)
        allowed = left >= cost
        self._left[asker] = (left - cost if allowed else left, now)
        while len(self._left) > MOST_REMEMBERED:
            self._left.popitem(last=False)
        return 0 if allowed else (cost - left) / self.per_second


def cost_of(path: str) -> int:
    """What a question costs, by its path: `/v1/series/TUR/RUS`, `/ties/TUR/RUS`."""
    return max(COSTS.get(part, 1) for part in path.split("/")[:4])
