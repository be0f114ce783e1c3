"""Labels that last: which runs of days under one label count, and what interrupts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """Days in a row under one label, both ends included."""

    label: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


class Lasting(NamedTuple):
    """A label that lasted, and all runs of its days, those of other labels among them."""

    label: str
    runs: Sequence[Run]

    @property
    def first(self) -> int:
        """Its first day."""
        return self.runs[0].first

    @property
    def last(self) -> int:
        """Its last day."""
        return self.runs[-1].last

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    @property
    def interruptions(self) -> tuple[Run, ...]:
        """Its days under other labels; those in a row as one, by the first of their labels."""
        found: list[Run] = []
        for run in self.runs:
            if run.label == self.label:
                continue
            if found and found[-1].last + 1 == run.first:
                found[-1] = found[-1]._replace(last=run.last)
            else:
                found.append(run)
        return tuple(found)

    def between(self, first: int, last: int) -> Lasting:
        """A part of its days; by the first of their labels, where it was back on none of them."""
        cut = (Run(run.label, max(run.first, first), min(run.last, last)) for run in self.runs)
        runs = [run for run in cut if run.days > 0]
        back = any(run.label == self.label for run in runs)
        return Lasting(self.label if back else runs[0].label, runs)


def lasting(runs: Sequence[Run], min_days: int) -> list[Lasting]:
    """The runs that count, each up to the next one.

    A run goes on through other labels, if it is back after fewer days than `min_days`. One that has
    fewer days all the same does not count, unless the span begins or ends in it: the run before
    goes on.
    """
    counting = [0]
    at = _end(runs, 0, min_days) + 1
    while at < len(runs):
        end = _end(runs, at, min_days)
        days = runs[end].last - runs[at].first + 1
        if runs[at].label == runs[counting[-1]].label:
            at = end + 1
        elif days >= min_days or end == len(runs) - 1:
            counting.append(at)
            at = end + 1
        else:
            at += 1
    ends = [*counting[1:], len(runs)]
    return [Lasting(runs[at].label, runs[at:end]) for at, end in zip(counting, ends, strict=True)]


def _end(runs: Sequence[Run], at: int, min_days: int) -> int:
    """The last of the runs through which the run at a place goes on."""
    end = at
    for place in range(at + 1, len(runs)):
        if runs[place].label == runs[at].label:
            end = place
        elif runs[place].last - runs[end].last >= min_days:
            break
    return end
