"""What is asked in Python, read: days, instants, actors, domains and topics as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from domain import kinds, typed
from domain.actors import Registry
from domain.clocks import AsOf
from domain.instants import read_instant
from domain.refusal import Fix, NotADate
from projections.lenses import named
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.scope import Scope

Day = str | date
"""A day: a date, or a text such as `2022-03-05`, `5 March 2022`, `yesterday`.

Of a text that means more than one day it is the last, or the first where a span begins.
"""

Instant = str | datetime | date
"""An instant of recording: `2026-11-22T16:00:00Z`; a day means its end, in UTC."""


def last_day(day: Day, today: date) -> date:
    """The day that is meant, the last one of many. Raises NotADate."""
    return typed.asked(day, today).day if isinstance(day, str) else _date(day)


def first_day(day: Day, today: date) -> date:
    """The day that is meant, the first one of many. Raises NotADate."""
    return typed.first_day(day, today) if isinstance(day, str) else _date(day)


def _date(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def instant(written: Instant, today: date) -> datetime:
    """The instant that is meant, in UTC; without a zone it is one of UTC. Raises NotADate."""
    if isinstance(written, str) and ":" in written:
        try:
            found = read_instant(written)
        except (ValueError, OverflowError):
            said = f'"{written}" is not an instant that detente reads.'
            fix = Fix("2026-11-22T16:00:00Z")
            raise NotADate(said, fix, code="not-an-instant") from None
    elif isinstance(written, datetime):
        found = written
    else:
        found = datetime.combine(last_day(written, today), time.max)
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:  # too early or too late in UTC
        said = f'"{written}" is not an instant that detente reads.'
        raise NotADate(said, Fix("2026-11-22T16:00:00Z"), code="not-an-instant") from None


def point(today: date, on: Day | None, known_on: Day | None, recorded_by: Instant | None) -> AsOf:
    """A point on the three clocks; today where no day is asked about. Raises NotADate."""
    return AsOf(
        today if on is None else last_day(on, today),
        None if known_on is None else last_day(known_on, today),
        None if recorded_by is None else instant(recorded_by, today),
    )


def span(today: date, start: Day | None, end: Day | None) -> tuple[date, date]:
    """The first and the last day; the two years up to today where none is named.

    Raises NotADate where it ends before it begins.
    """
    last = today if end is None else last_day(end, today)
    first = typed.two_years_up_to(last) if start is None else first_day(start, today)
    if first > last:
        said = f"the span from {first} to {last} ends before it begins."
        raise NotADate(said, code="span-reversed")
    return first, last


def period(today: date, start: Day | None, end: Day | None) -> typed.Period:
    """The days from `start` to `end`, open where one is not named. Raises NotADate."""
    if start is not None and end is not None:
        return typed.Period(*span(today, start, end))
    return typed.Period(
        None if start is None else first_day(start, today),
        None if end is None else last_day(end, today),
    )


def pair(registry: Registry, a: str, b: str, day: date) -> Pair:
    """The pair of two actors by name or code. Raises UnknownActor."""
    return Pair.of(actor(registry, a, day), actor(registry, b, day))


def actor(registry: Registry, name: str, day: date) -> str:
    """The id of the actor of that name on a day. Raises UnknownActor."""
    return registry.find(name, day.toordinal()).id


def scope(domain: str, topic: str, pair: Pair | None = None) -> Scope:
    """What a question is limited to; empty texts limit nothing. Raises InvalidInput."""
    return Scope(
        pair,
        kinds.read_domain(domain) if domain else "",
        topic.removeprefix("#").lower(),
    )


def lens(name: str) -> Lens:
    """The lens of that name, or the usual one. Raises InvalidInput with the names there are."""
    return named.lens(name) if name else LENS
