"""The net of two actors' ties over a span as a small step line, broken where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.kinds import POINT
from projections.score import WITHOUT_FIGURES
from projections.series import Point, Series

HEIGHT: Final = 40
"""How high the line is drawn; half of it lies above zero."""

MOST: Final = 20 * POINT
"""The net at the upper edge; what is more is drawn there."""


@dataclass(frozen=True)
class Spark:
    """A step line over so many days, and where its last point lies in percent of its height.

    `end` is None where nothing is known of the last day.
    """

    days: int
    path: str
    end: float | None

    @classmethod
    def of(cls, series: Series) -> Spark:
        """The line of a series."""
        days = series.last - series.first + 1
        last = series.points[-1]
        known = last.label not in WITHOUT_FIGURES
        end = _height(last) * 100 / HEIGHT if known else None
        return cls(days, _path(series.points, series.first, days), end)


def _height(point: Point) -> int:
    share = max(-MOST, min(MOST, point.score.net))
    return round(HEIGHT / 2 - share * HEIGHT / 2 / MOST)


def _path(points: Iterable[Point], first: int, days: int) -> str:
    """The commands of a path: to the right while it stays, up or down where it changes."""
    parts: list[str] = []
    at: tuple[int, int] | None = None
    for point in points:
        x = point.day - first
        if point.label in WITHOUT_FIGURES:
            parts += [f"H{x}"] if at else []
            at = None
            continue
        y = _height(point)
        if at is None:
            parts.append(f"M{x} {y}")
        elif y != at[1]:
            parts += [f"h{x - at[0]}" if x > at[0] else "", f"v{y - at[1]}"]
        else:
            continue
        at = x, y
    return "".join([*parts, f"H{days}" if at else ""])
