"""Timelines in files, filled at random by a seed, and read or spoiled without any of our code."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

from domain.actors import Registry
from domain.fact import Confirmed, Corrected, Denied, Event, Reported, Retracted
from domain.report import Report
from service.store.recorder import SqlRecorder
from service.timeline import Timeline

ACTORS = ("GEO", "RUS", "TUR", "UKR", "USA")
FIRST = date(2020, 1, 1)
PARTIES = ("{} > {}", "{} = {}", "{},{} > {}", "{} = {},{}")

Line = tuple[int, str, int, str, bytes, bytes]
"""Position, stream, version, topic, state, digest."""


@contextmanager
def opened(path: Path, registry: Registry) -> Generator[Timeline]:
    with closing(Timeline(SqlRecorder.at(str(path)), registry, name=path.name)) as timeline:
        yield timeline


def filled(path: Path, registry: Registry, seed: int, facts: int = 6) -> None:
    """A timeline of some facts and what was said of them later, of single commands and of whole imports."""
    random = Random(seed)
    with opened(path, registry) as timeline:
        written = 0
        while written < facts:
            number = random.choice((1, 1, 3))
            text = "".join(a_line(random, f"fact-{written + i}") for i in range(number))
            assert not timeline.record(timeline.read(text, "t.facts"), timeline.moment()).edits.problems
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
    timeline.act(timeline.fact(handle), [news], timeline.moment(), f"say {handle}")
    return news


def retraction(known: date = FIRST) -> Event:
    return Retracted(known_on=known, because="a test")


def lines(path: Path) -> list[Line]:
    """The rows of events."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT position, stream, version, topic, state, digest FROM events ORDER BY position").fetchall()


def spoil(path: Path, statement: str, *values: object) -> None:
    """Changes a file behind the back of our code. Raises sqlite3.IntegrityError where SQLite itself does not take it."""
    spoil_many(path, statement, [values])


def spoil_many(path: Path, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Changes a file by one statement for each of many values."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            connection.executemany(statement, rows)
