"""Timelines on a database, filled at random by a seed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random

from domain.actors import Registry
from domain.events import Confirmed, Corrected, Denied, Event, Reported, Retracted
from domain.refusal import InvalidInput
from domain.report import Report
from service.recording import append_lines
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.places import File, Place

ACTORS = ("GEO", "RUS", "TUR", "UKR", "USA")
FIRST = date(2020, 1, 1)
PARTIES = ("{} > {}", "{} = {}", "{},{} > {}", "{} = {},{}")

Line = tuple[int, str, int, str, bytes, bytes]
"""Position, stream, version, topic, state, digest."""


@contextmanager
def opened(place: Place | Path | str, registry: Registry) -> Generator[Timeline]:
    where = place.where if isinstance(place, Place) else str(place)
    with closing(Timeline(SqlRecorder.at(where), registry, name="test")) as timeline:
        yield timeline


def filled(place: Place | Path, registry: Registry, seed: int, facts: int = 6) -> None:
    """A timeline of some facts and what was said of them later.

    Of single commands and of whole imports.
    """
    random = Random(seed)
    with opened(place, registry) as timeline:
        written = 0
        while written < facts:
            number = random.choice((1, 1, 3))
            text = "".join(a_line(random, f"fact-{written + i}") for i in range(number))
            assert not append_lines(
                timeline, timeline.read(text, "t.facts"), timeline.moment()
            ).edits.problems
            written += number
            said_of(timeline, random, f"fact-{random.randrange(written)}")


def a_line(random: Random, handle: str) -> str:
    day = FIRST + timedelta(days=random.randrange(900))
    form = random.choice(PARTIES)
    parties = form.format(*random.sample(ACTORS, form.count("{}")))
    return f"{day}  {parties}  call  Çay № {handle}  ^{handle}\n    report Reuters, {day}\n"


def said_of(timeline: Timeline, random: Random, handle: str) -> Event:
    """Says something of a fact at random."""
    known = FIRST + timedelta(days=1000 + random.randrange(100))
    report = Report(publisher=random.choice(("AFP", "Ministry")))
    news: Event = random.choice(
        (
            Reported(report=report, known_on=known),
            Denied(report=report, known_on=known),
            Confirmed(report=report, known_on=known),
            Corrected(field="parties", value="GEO > USA", known_on=known, because="a map"),
        )
    )
    with suppress(InvalidInput):  # what is said already is not said again
        timeline.act(timeline.fact(handle), [news], timeline.moment())
    return news


def retraction(known: date = FIRST) -> Event:
    return Retracted(known_on=known, because="a test")


def lines(place: Place | Path) -> list[Line]:
    """The rows of events."""
    found = File(place) if isinstance(place, Path) else place
    return found.rows(
        "SELECT position, stream, version, topic, state, digest FROM events ORDER BY position"
    )


def spoil(path: Path, statement: str, *values: object) -> None:
    """Changes a file behind the back of our code."""
    File(path).spoil(statement, *values)
