"""Which turns an archive can show, and which months of a pair are quiet, from days alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

from bench.truth.scoring import Reading

Item = TypeVar("Item")

YEAR: Final = timedelta(days=365)
MONTH: Final = timedelta(days=30)
APART: Final = timedelta(days=180)
LEAST: Final = 5
"""Facts of a year and a month below which a machine-coded archive is not asked about a pair."""


def between(days: Sequence[date], first: date, last: date) -> int:
    """How many of the days, which are in order, lie in a span, both ends included."""
    return bisect_right(days, last) - bisect_left(days, first)


def covered(
    day: date, traffic: Sequence[date], first: date, last: date, least: int = LEAST
) -> bool:
    """Whether an archive from `first` to `last` can show a turn of that day.

    It must reach from a week before to two weeks after it, and hold the least number of facts of
    the pair from a year before to thirty days after, one of them in the thirty days.
    """
    return (
        first <= day - timedelta(days=7)
        and day + timedelta(days=14) <= last
        and between(traffic, day - YEAR, day + MONTH) >= least
        and between(traffic, day, day + MONTH) > 0
    )


def quiet_months(
    traffic: Sequence[date], turns: Iterable[date], first: date, last: date
) -> list[date]:
    """The last days of a pair's quiet months in an archive from `first` to `last`.

    A month is quiet if no listed turn of the pair lies within 180 days of its last day, and if the
    archive holds five facts of the pair in the year and month up to it. `first` and `last` also
    bound what the tables cover: where nobody listed turns, nothing is known to be quiet.
    """
    listed = list(turns)
    return [
        end
        for end in month_ends(first, last)
        if all(abs(end - turn) > APART for turn in listed)
        and between(traffic, end - YEAR - MONTH, end) >= LEAST
    ]


def month_ends(first: date, last: date) -> Iterable[date]:
    """The last days of the months that end in a span, both ends included."""
    end = _month_end(first)
    while end <= last:
        yield end
        end = _month_end(end + timedelta(days=1))


def _month_end(day: date) -> date:
    in_next = day.replace(day=28) + timedelta(days=4)
    return in_next - timedelta(days=in_next.day)


def spaced(items: Sequence[Item], most: int) -> list[Item]:
    """So many of the items at most, as evenly apart as can be."""
    if len(items) <= most:
        return list(items)
    return [items[i * len(items) // most] for i in range(most)]


def sundays(first: date, last: date) -> list[date]:
    """The Sundays of a span, both ends included."""
    start = first + timedelta(days=6 - first.weekday())
    return [start + timedelta(weeks=i) for i in range((last - start).days // 7 + 1)]


def volume(traffic: Sequence[date], days: Iterable[date]) -> list[Reading]:
    """What counting alone says: louder by half than the year before is worse, quieter is better.

    The last thirty days against the usual thirty of the 365 days before them.
    """
    found: list[Reading] = []
    for day in days:
        now = between(traffic, day - MONTH + timedelta(days=1), day)
        year = between(traffic, day - MONTH - YEAR + timedelta(days=1), day - MONTH)
        # Compared without fractions: now against half more and half less than year * 30 / 365.
        louder, quieter = 2 * 365 * now >= 3 * 30 * year, 2 * 365 * now <= 30 * year
        trend = "quiet" if not now + year else "steady"
        if louder != quieter:
            trend = "worsening" if louder else "improving"
        found.append(Reading(day, "", trend))
    return found
