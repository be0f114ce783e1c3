"""What a fact says as more and more of it becomes known, with each event read once."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain import edtf
from domain.clocks import LATEST
from domain.events import Asserted, Event, Reported
from domain.fact import Fact, FactState, dated_reports, evolve, first_state, settled
from domain.report import Evidence, Report


def readings(
    fact: Fact, days: Iterable[int], recorded_by: datetime = LATEST
) -> Iterator[FactState | None]:
    """What a fact says as known on each of some days, which are in order: `as_of` of each.

    What is the same on two days in a row is the same object.
    """
    recorded = fact.effective_events(recorded_by)
    if not recorded or not isinstance(recorded[0], Asserted):
        yield from (None for _ in days)
        return
    reading = _Reading(fact.id, recorded[0], recorded)
    for day in days:
        yield reading.on(day)


def known_days(events: Iterable[Event]) -> set[int]:
    """The days on which anything of some events of a fact became known."""
    return {day for event in events for day in _known_days(event)}


def _known_days(event: Event) -> set[int]:
    """The day on which an event was known, and that on which its report was published."""
    if isinstance(event, Asserted | Reported):
        return {event.known_day, _published(event)}
    return {event.known_day}


def news_of(events: Iterable[Event], day: int) -> tuple[Event, ...]:
    """The events of a fact of which anything became known on a day; in the same order."""
    return tuple(event for event in events if day in _known_days(event))


class _Reading:
    """What a fact says by what is known so far; days are asked for in order."""

    def __init__(self, id_: str, asserted: Asserted, events: Iterable[Event]) -> None:
        self._id: Final = id_
        self._asserted: Final = asserted
        attested = [event for event in events if isinstance(event, Asserted | Reported)]
        self._later: Final = _Queue(
            (event.known_day, event.originator_version, event)
            for event in events
            if not isinstance(event, Asserted | Reported)
        )
        self._attested: Final = _Queue(
            (day, event.originator_version, event)
            for event in attested
            for day in _known_days(event)
        )
        self._evidence: Final = Evidence()
        # Reports in the order of the record, whenever they became known; and what orders them.
        self._reports: Final[list[tuple[int, Report | None]]] = []
        self._places: Final[list[tuple[int, int]]] = []
        self._folded: FactState | None = None
        self._settled: FactState | None = None

    def on(self, day: int) -> FactState | None:
        attested = self._attested.through(day)
        for known_day, event in attested:
            self._attest(event, known_day)
        if attested and self._folded is None:
            self._folded = first_state(self._id, self._asserted, attested[0][0])
        if self._folded is None:
            return None
        later = self._later.through(day)
        for _, event in later:
            self._folded = evolve(self._folded, event)
        if attested or later:
            folded = replace(
                self._folded,
                reports=tuple(self._reports),
                _attestation=self._evidence.attestation,
            )
            self._settled = settled(folded)
        return self._settled

    def _attest(self, event: Event, day: int) -> None:
        """Adds what an event reports that became known on a day."""
        before = dated_reports(event, day - 1) if event.known_day < day else []
        for number, (on, report) in enumerate(dated_reports(event, day)):
            if number >= len(before):
                place = bisect(self._places, (event.originator_version, number))
                self._places.insert(place, (event.originator_version, number))
                self._reports.insert(place, (on, report))
                self._evidence.add(on, report)


def _published(event: Asserted | Reported) -> int:
    """The day on which what an event reports was published, if that was after it was known."""
    report = event.report
    if report is None or not report.published:
        return event.known_day
    return max(event.known_day, edtf.window(report.published).hi)


class _Queue:
    """Events by the day on which they count, taken in order."""

    def __init__(self, events: Iterable[tuple[int, int, Event]]) -> None:
        self._events: Final = sorted(events, key=lambda each: each[:2])
        self._reached = 0

    def through(self, day: int) -> list[tuple[int, Event]]:
        """Those up to a day that were not taken yet, each with its day."""
        start = self._reached
        while self._reached < len(self._events) and self._events[self._reached][0] <= day:
            self._reached += 1
        return [(day, event) for day, _, event in self._events[start : self._reached]]
