"""The application: everything that is served, made of one timeline."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from fastapi import FastAPI
from starlette.types import ASGIApp

from service.timeline import Timeline
from web.api import Desk, add_questions
from web.guard import Guard, answer_problems
from web.pages import add_pages
from web.readers import READERS, Readers

Application: TypeAlias = ASGIApp
"""What a server runs."""


@dataclass(frozen=True)
class Served:
    """What is served, and to whom.

    `opened` gives the timeline, once for each thread that reads it; `hosts` are names of this
    server besides those of this machine.
    """

    opened: Callable[[], Timeline]
    today: Callable[[], date]
    release: str
    hosts: frozenset[str] = field(default_factory=frozenset[str])
    readers: int = READERS
    seconds: float = 10


def app_of(served: Served) -> Application:
    """The application that serves a timeline."""
    readers = Readers(served.opened, readers=served.readers, seconds=served.seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        readers.close()

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
    desk = Desk(readers, served.today, served.release)
    add_questions(app, desk)
    add_pages(app, desk)
    return Guard(app, served.hosts)
