"""Opens the timeline that a path, a URL, or nothing at all means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from typing import Final

from domain import codes
from domain.actors import Registry
from domain.refusal import Problem
from service import sample
from service.store import direct
from service.store.interface import TimelineRecorder
from service.store.memory import MemoryRecorder
from service.timeline import Timeline, now

SAMPLE_RECORDED: Final = datetime(2026, 11, 22, tzinfo=UTC)
"""When the bundled sample was recorded: the same on every machine, so that answers from it can
be cited.
"""


def bundled_registry() -> Registry:
    """The actors that come with detente; holders of office of many states where they are needed."""

    def text(name: str) -> str:
        return files(codes).joinpath(name).read_text(encoding="utf-8")

    return Registry.parse(text("actors.txt"), partial(text, "leaders.txt"))


def sample_text() -> str:
    """The bundled sample as `.facts`: what people read and edit."""
    return files(sample).joinpath("sample.facts").read_text(encoding="utf-8")


def open_sample() -> Timeline:
    """The bundled sample: read-only, in memory, from its events as they were recorded once."""
    rows = files(sample).joinpath("sample.events").read_text(encoding="utf-8")
    return Timeline(MemoryRecorder.loaded(rows), bundled_registry(), name="sample", read_only=True)


def compiled_sample() -> str:
    """The sample's events as `sample.events` must hold them.

    Reading those takes a tenth of what the text takes.
    """
    return timeline_of(sample_text(), "sample", lambda: SAMPLE_RECORDED).store_rows()


def timeline_of(text: str, name: str, clock: Callable[[], datetime] = now) -> Timeline:
    """A read-only timeline in memory that holds a `.facts` text.

    Raises BadText where a line has a problem.
    """
    from service.recording import append_lines

    timeline = Timeline(MemoryRecorder(), bundled_registry(), clock, name=name)
    recorded = append_lines(timeline, timeline.read(text, f"{name}.facts"), timeline.moment())
    if recorded.edits.problems:
        raise BadText(recorded.edits.problems)
    timeline.read_only = True
    return timeline


class BadText(ValueError):
    """A text with problems, where none can be."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{problem.place}: {problem.said}" for problem in problems))
        self.problems = problems


def open_store(
    where: str, clock: Callable[[], datetime] = now, *, create: bool = False, lends: bool = True
) -> Timeline:
    """The timeline at a path or a SQLAlchemy URL. Raises StoreError in the user's words.

    Unless it `lends`, a server gets no password, certificate or setting that the user keeps for all
    servers, in variables or files: only what the URL itself has.
    """

    def recorder() -> TimelineRecorder:
        # Here and not above: the database layer takes longer to import than an answer takes.
        from service.store.recorder import SqlRecorder

        return SqlRecorder.at(where, create=create, lends=lends)

    store = recorder() if create else direct.reader(where, recorder)
    return Timeline(store, bundled_registry(), clock, name=store.name)
