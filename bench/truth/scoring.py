"""How what a lens said is compared with a known turn: from days, labels and trends to counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

LADDER: Final = (
    "at-war", "severed", "hostile", "tense", "strained", "neutral", "cordial", "warm", "close"
)  # fmt: skip
"""The labels that have a place, from the worst to the best."""

WORDS: Final = {"worse": "worsening", "better": "improving"}
OPPOSITE: Final = {"worse": "better", "better": "worse"}

BEFORE: Final = timedelta(days=30)
SOON: Final = timedelta(days=30)
AFTER: Final = timedelta(days=60)
SILENT: Final = ("unknown", "disputed", "dormant")
"""Labels of a pair of which a lens has nothing to say."""


class Reading(NamedTuple):
    """What a lens says of a pair on a day.

    The trend is empty where there is none, the label where only a trend is said.
    """

    day: date
    label: str
    trend: str

    @property
    def silent(self) -> bool:
        """Whether it says nothing of the pair."""
        return self.label in SILENT if self.label else not self.trend


class Outcome(NamedTuple):
    """What a lens said at a turn.

    `trend` and `label` are whether each was right on some day within 30 days, `opposed` whether the
    trend was wrong on some day. `first` is the first trend that took a side (`right`, `wrong`, or
    `none`), `moved` the way of the label between 30 days before and 60 days after (`right`,
    `wrong`, `still`, or `no place`).
    """

    answered: bool
    trend: bool
    label: bool
    opposed: bool
    first: str
    moved: str

    @property
    def right(self) -> bool:
        """Whether the trend said it, or the label moved that way, on some day within 30 days."""
        return self.trend or self.label


class Tally(NamedTuple):
    """How many turns there were, and at how many of them each was so."""

    turns: int = 0
    unanswered: int = 0
    right: int = 0
    trend: int = 0
    label: int = 0
    opposed: int = 0
    first_right: int = 0
    first_wrong: int = 0
    moved_right: int = 0
    moved_wrong: int = 0
    moved_still: int = 0
    no_place: int = 0


class Alarms(NamedTuple):
    """How many quiet months there were, and at the end of how many a trend took a side."""

    months: int = 0
    improving: int = 0
    worsening: int = 0
    volatile: int = 0


def outcome(day: date, direction: str, readings: Sequence[Reading]) -> Outcome:
    """What was said at a turn of that day; the readings in order of their days."""
    soon = [reading for reading in readings if day <= reading.day <= day + SOON]
    taken = [reading.trend for reading in soon if reading.trend in WORDS.values()]
    eve = _last(readings, day - timedelta(days=1))
    return Outcome(
        answered=not all(reading.silent for reading in soon),
        trend=WORDS[direction] in taken,
        label=any(_way(eve, reading) == direction for reading in soon),
        opposed=WORDS[OPPOSITE[direction]] in taken,
        first=_first(taken, direction),
        moved=_moved(_last(readings, day - BEFORE), _last(readings, day + AFTER), direction),
    )


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """The counts of many turns; what did not answer is in `turns` and `unanswered` alone."""
    found = list(outcomes)
    answered = [each for each in found if each.answered]
    return Tally(
        turns=len(found),
        unanswered=len(found) - len(answered),
        right=sum(each.right for each in answered),
        trend=sum(each.trend for each in answered),
        label=sum(each.label for each in answered),
        opposed=sum(each.opposed for each in answered),
        first_right=sum(each.first == "right" for each in answered),
        first_wrong=sum(each.first == "wrong" for each in answered),
        moved_right=sum(each.moved == "right" for each in answered),
        moved_wrong=sum(each.moved == "wrong" for each in answered),
        moved_still=sum(each.moved == "still" for each in answered),
        no_place=sum(each.moved == "no place" for each in answered),
    )


def alarms(readings: Iterable[Reading]) -> Alarms:
    """The counts of quiet months, each by its last reading."""
    trends = [reading.trend for reading in readings]
    return Alarms(len(trends), *(trends.count(word) for word in Alarms._fields[1:]))


def added(counts: Iterable[Alarms]) -> Alarms:
    """The sum of several counts of quiet months."""
    return Alarms(*(sum(column) for column in zip(Alarms(), *counts, strict=True)))


def _last(readings: Sequence[Reading], day: date) -> Reading | None:
    """The last reading up to a day."""
    return max((each for each in readings if each.day <= day), key=lambda each: each.day,
               default=None)  # fmt: skip


def _way(before: Reading | None, after: Reading | None) -> str:
    """`worse`, `better`, or `still`; empty where one of them has no place on the ladder."""
    if before is None or after is None:
        return ""
    if before.label not in LADDER or after.label not in LADDER:
        return ""
    step = LADDER.index(after.label) - LADDER.index(before.label)
    return "better" if step > 0 else "worse" if step < 0 else "still"


def _moved(before: Reading | None, after: Reading | None, direction: str) -> str:
    words = {direction: "right", OPPOSITE[direction]: "wrong", "still": "still", "": "no place"}
    return words[_way(before, after)]


def _first(taken: Sequence[str], direction: str) -> str:
    if not taken:
        return "none"
    return "right" if taken[0] == WORDS[direction] else "wrong"
