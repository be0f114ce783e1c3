"""The application: everything that is served, made of one timeline."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Thread
from typing import Final, TypeAlias

from fastapi import FastAPI

from service.timeline import Timeline
from web.api import Desk, add_questions
from web.cards import add_cards
from web.changes import Streams, add_changes
from web.desk import Doors, add_desk
from web.guard import Guard, answer_problems
from web.packed import Packed
from web.pages import add_pages
from web.rates import Rate
from web.readers import READERS, Readers
from web.reference import add_reference
from web.sessions import Sessions
from web.small import add_small
from web.tokens import Tokens
from web.unchanged import Unchanged
from web.worded import add_words
from web.writing import Writers, add_writing

WRITES: Final = 1
WRITES_AT_ONCE: Final = 10
"""How often somebody may record in a second, and how often at once."""

BURST_SECONDS: Final = 3
"""How many seconds' worth of questions somebody may ask at once."""

Application: TypeAlias = Guard
"""What a server runs."""


@dataclass(frozen=True)
class Served:
    """What is served, and to whom.

    `opened` gives the timeline, once for each thread that reads it; `hosts` are names of this
    server besides those of this machine. Where it is `private`, reading takes a token too; `writes`
    is whether anything may be recorded, `rate` how often somebody may ask in a second, 0 as often
    as they like. Where it is made `ahead`, nobody waits for the description of the API.
    """

    opened: Callable[[], Timeline]
    today: Callable[[], date]
    release: str
    hosts: frozenset[str] = field(default_factory=frozenset[str])
    tokens: Tokens = field(default_factory=Tokens)
    private: bool = False
    writes: bool = False
    rate: float = 0
    seconds_now: Callable[[], float] = time.monotonic
    readers: int = READERS
    seconds: float = 10
    ahead: bool = False


def app_of(served: Served) -> Guard:
    """The application that serves a timeline."""
    readers = Readers(served.opened, readers=served.readers, seconds=served.seconds)
    writer = Readers(served.opened, readers=1, seconds=served.seconds)

    streams = Streams()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        if served.ahead:
            Thread(target=make_reference, name="reference", daemon=True).start()
        yield
        readers.close()
        writer.close()

    app = FastAPI(
        title="détente",
        version=served.release,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    answer_problems(app)
    desk = Desk(readers, served.today, served.release, served.writes, served.private)
    add_questions(app, desk)
    add_words(app, desk)
    add_changes(app, desk, streams)
    add_small(app, desk)
    make_reference = add_reference(app, desk)
    recording = Rate(WRITES if served.rate else 0, WRITES_AT_ONCE, served.seconds_now)
    writers = Writers(writer, served.tokens, served.today, recording, served.writes)
    sessions = Sessions(served.seconds_now)
    add_writing(app, writers)
    add_desk(app, Doors(desk, writers, sessions))
    add_cards(app, desk)
    add_pages(app, desk)
    reading = Rate(served.rate, served.rate * BURST_SECONDS, served.seconds_now)
    tokens = served.tokens if served.private else None
    unchanged = Unchanged(Packed(app), readers, served.today)
    return Guard(unchanged, served.hosts, reading, tokens, sessions, streams.stopping.set)
