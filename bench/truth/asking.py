"""What the lenses say of a pair around its turns and in its quiet months, asked of a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeGuard

import detente
from bench.truth import quiet
from bench.truth.points import TurningPoint
from bench.truth.scoring import AFTER, BEFORE, SOON, Alarms, Outcome, Reading, alarms, outcome
from projections.lenses.named import LENSES

ON_SUNDAYS: Final = ", Sundays"
VOLUME: Final = "volume"
WEEK: Final = timedelta(days=7)
WINDOWS, FEW_WINDOWS = 12, 4
"""Quiet months of a pair that are read day by day, and through the lenses read on Sundays."""


class Archive(NamedTuple):
    """A layer of a timeline, its first and last day, and how few facts of a pair are too few."""

    store: str
    layer: str
    first: date
    last: date
    least: int = quiet.LEAST


class Asked(NamedTuple):
    """A pair in an archive, some of its listed turns, or its quiet months.

    `turns` are the days of every listed turn of the pair, near which no month is quiet. `listed`
    are the first and the last day for which tables list turns; without it the quiet months are left
    out.
    """

    archive: Archive
    pair: tuple[str, str]
    points: Sequence[TurningPoint]
    turns: Sequence[date] = ()
    listed: tuple[date, date] | None = None


class Said(NamedTuple):
    """What was said of a pair in an archive, by lens.

    `outcomes` by the id of the point, of those that the archive can show. `alarms` are those of
    quiet months, `chance` what the same rule finds in quiet months, by direction.
    """

    layer: str
    outcomes: Mapping[str, Mapping[str, Outcome]]
    alarms: Mapping[str, Alarms]
    chance: Mapping[str, Mapping[str, Sequence[Outcome]]]


def said(asked: Asked) -> Said:
    """What every lens and counting alone say of a pair."""
    archive = asked.archive
    with detente.open(archive.store, today=archive.last) as timeline:
        pair = _Pair(timeline, asked)
        shown = [each for each in asked.points if pair.covers(each.day)]
        outcomes = {each.id: pair.at(each.day, each.direction) for each in shown}
        months = pair.quiet_months(asked.turns, *asked.listed) if asked.listed else []
        return Said(archive.layer, outcomes, pair.alarms(months), pair.chance(months))


class _Pair:
    """A pair in an archive, through each lens: the default one day by day, all on Sundays."""

    def __init__(self, timeline: detente.Timeline, asked: Asked) -> None:
        self._timeline = timeline
        self._names = asked.pair
        self._archive = asked.archive
        self._states: dict[date, Reading] = {}
        self._sundays: dict[tuple[date, date], dict[str, list[Reading]]] = {}
        facts = timeline.facts(*asked.pair, on=asked.archive.last, layer=asked.archive.layer)
        days = zip(facts["first"], facts["last"], strict=True)
        self._traffic = sorted(first for first, last in days if _dated(first, last))
        self._default = str(self._json(asked.archive.last)["lens"])

    def covers(self, day: date) -> bool:
        archive = self._archive
        return quiet.covered(day, self._traffic, archive.first, archive.last, archive.least)

    def quiet_months(self, turns: Iterable[date], first: date, last: date) -> list[date]:
        # Nothing can be compared with the year before in an archive's first year and month.
        first = max(first, self._archive.first + quiet.YEAR + quiet.MONTH)
        return quiet.quiet_months(self._traffic, turns, first, min(last, self._archive.last))

    def at(self, day: date, direction: str) -> dict[str, Outcome]:
        """What each lens said at a turn."""
        readings = {**self._daily(day), **self._on_sundays(day)}
        return {lens: outcome(day, direction, each) for lens, each in readings.items()}

    def alarms(self, months: Sequence[date]) -> dict[str, Alarms]:
        """The alarms of quiet months: at their last days, or their last Sundays."""
        found = {
            self._default: alarms(self._state(day) for day in months),
            VOLUME: alarms(quiet.volume(self._traffic, months)),
        }
        last: dict[str, list[Reading]] = {}
        for month in quiet.spaced(months, FEW_WINDOWS):
            for lens, readings in self._on_sundays(month - SOON, until=month).items():
                last.setdefault(lens, []).extend(readings[-1:])
        return found | {lens: alarms(readings) for lens, readings in last.items()}

    def chance(self, months: Sequence[date]) -> dict[str, dict[str, list[Outcome]]]:
        """What the rule for turns finds where there was none: from 30 days before a month's end.

        As at a turn, something must have happened in the thirty days.
        """
        months = [
            month for month in months if quiet.between(self._traffic, month - SOON, month) > 0
        ]
        found: dict[str, dict[str, list[Outcome]]] = {}
        for most, read in ((WINDOWS, self._daily), (FEW_WINDOWS, self._on_sundays)):
            for month in quiet.spaced(months, most):
                start = month - SOON
                for lens, readings in read(start, until=month).items():
                    both = found.setdefault(lens, {})
                    for direction in ("worse", "better"):
                        both.setdefault(direction, []).append(outcome(start, direction, readings))
        return found

    def _daily(self, day: date, until: date | None = None) -> dict[str, list[Reading]]:
        """The days that a turn is judged by: 30 before, the eve, all 30 after, and 60 after."""
        after = [day + timedelta(days=i) for i in range(SOON.days + 1)]
        ends = [] if until else [min(day + AFTER, self._archive.last)]
        wanted = sorted({day - BEFORE, day - timedelta(days=1), *after, *ends})
        days = self._within(wanted)
        return {
            self._default: [self._state(each) for each in days],
            VOLUME: quiet.volume(self._traffic, days),
        }

    def _on_sundays(self, day: date, until: date | None = None) -> dict[str, list[Reading]]:
        """The Sundays from before those days to after them."""
        end = min(until or day + AFTER, self._archive.last)
        if (day, end) not in self._sundays:
            days = self._within(quiet.sundays(day - BEFORE - WEEK, end))
            self._sundays[day, end] = self._through_lenses(days)
        return self._sundays[day, end]

    def _through_lenses(self, days: Sequence[date]) -> dict[str, list[Reading]]:
        found = {
            self._default: [self._state(each) for each in days],
            VOLUME: quiet.volume(self._traffic, days),
        }
        for lens in (each.name for each in LENSES):
            if lens != self._default:
                found[lens] = self._series(lens, days)
        return {f"{lens}{ON_SUNDAYS}": readings for lens, readings in found.items()}

    def _within(self, days: Iterable[date]) -> list[date]:
        return [day for day in days if self._archive.first <= day <= self._archive.last]

    def _series(self, lens: str, days: Sequence[date]) -> list[Reading]:
        if not days:
            return []
        rows = self._timeline.series(
            *self._names, every="week", start=days[0], end=days[-1], lens=lens,
            layer=self._archive.layer,
        )  # fmt: skip
        return [_reading(day, dict(row)) for day, row in zip(days, rows, strict=True)]

    def _state(self, day: date) -> Reading:
        if day not in self._states:
            self._states[day] = _reading(day, self._json(day)["verdict"])
        return self._states[day]

    def _json(self, day: date) -> Mapping[str, Any]:
        state = self._timeline.state(*self._names, on=day, layer=self._archive.layer)
        found: Mapping[str, Any] = detente.as_plain(state)
        return found


def _dated(first: object, last: object) -> TypeGuard[date]:
    """Whether a fact happened or began within a month that is known."""
    return isinstance(first, date) and isinstance(last, date) and last - first <= quiet.MONTH


def _reading(day: date, verdict: Mapping[str, Any]) -> Reading:
    """A day's label and trend by their names in JSON, whatever else stands beside them."""
    label, trend = str(verdict["label"]), verdict.get("trend")
    # A pair of which nothing is known has no trend, whichever word stands in its place.
    return Reading(day, label, "" if trend is None or label == "unknown" else str(trend))
