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
    """A label that lasted, and the runs of other labels by which it was interrupted."""

    run: Run
    interruptions: Sequence[Run]


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
    return [_joined(runs[at:end]) for at, end in zip(counting, ends, strict=True)]


def _end(runs: Sequence[Run], at: int, min_days: int) -> int:
    """The last of the runs through which the run at a place goes on."""
    end = at
    for place in range(at + 1, len(runs)):
        if runs[place].label == runs[at].label:
            end = place
        elif runs[place].last - runs[end].last >= min_days:
            break
    return end


def _joined(runs: Sequence[Run]) -> Lasting:
    """Runs up to the next that counts as one, with those of other labels in a row made one each."""
    first, *rest = runs
    others: list[Run] = []
    for run in rest:
        if run.label == first.label:
            continue
        if others and others[-1].last + 1 == run.first:
            others[-1] = others[-1]._replace(last=run.last)
        else:
            others.append(run)
    return Lasting(Run(first.label, first.first, runs[-1].last), others)
