"""A server stops, crashes or ends connections while four processes record on it.

What was acknowledged is there; no command is there by half; whoever is refused reads a sentence,
and one that says that nothing is lost is right. A few points with the tests, two hundred by `make
adversary`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from random import Random
from threading import Condition, Event, Thread
from typing import Final

import pytest

from domain.actors import Registry
from domain.command import CommandRecorded
from service.safety import differences, verified
from service.store.codec import Codec
from service.timeline import Timeline
from tests.adversary import tally
from tests.adversary.attack import IN_FULL, ROOT
from tests.adversary.server import Server, programs
from tests.adversary.trial import Trial
from tests.contract.test_crashes import assert_whole
from tests.contract.timelines import opened
from tests.contract.writer import READY, mark
from tests.places import SERVER, WITHOUT_SERVER

WRITERS: Final = 4
POINTS: Final = 200 if IN_FULL else 4
EACH_LOOKED_AT: Final = 10
"""After how many points everything is looked at, while the writers wait."""

MOST_STEPS_BETWEEN: Final = 40
LONGEST_SPIN: Final = 200_000
"""How many steps of a loop may pass before a server is hit: enough to be anywhere in a write."""

AT_ONCE: Final = 2
"""How many refusals one after the other are answered while a server is down."""

PATIENCE_SECONDS: Final = 300
"""After how long without the next step a writer hangs."""

UNCERTAIN: Final = "what was not reported as done may not be"
"""What a sentence says where nobody knows whether it was recorded."""


class Writer(Thread):
    """A process that records, and what it has said."""

    def __init__(self, where: str, name: str, heard: Condition, up: Event, going: Event) -> None:
        super().__init__(name=name)
        self.done: list[str] = []
        self.refused: dict[str, str] = {}
        self.error = ""
        self.code = 0
        self._heard, self.up, self.going = heard, up, going
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.adversary.server_writer", where, name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._more = True

    def run(self) -> None:
        """Has it go on whenever it has said something, until it is to end."""
        assert self._process.stdout is not None
        in_a_row = 0
        for line in self._process.stdout:
            with self._heard:
                in_a_row = self._take(line.rstrip("\n"), in_a_row)
                self._heard.notify_all()
            if in_a_row > AT_ONCE:
                self.up.wait()
            self.going.wait()
            if not self._more:
                break
            assert self._process.stdin is not None
            self._process.stdin.write("go\n")
            self._process.stdin.flush()
        out, self.error = self._process.communicate()
        for line in out.splitlines():
            self._take(line, 0)
        self.code = self._process.returncode

    def _take(self, line: str, in_a_row: int) -> int:
        word, _, rest = line.partition(" ")
        if word == "done":
            self.done.append(rest)
            return 0
        if word == "refused":
            author, _, said = rest.partition(" ")
            self.refused[author] = said
            return in_a_row + 1
        assert line == READY, line
        return 0

    def end(self) -> None:
        """Lets it finish its step, and waits."""
        self._more = False
        self.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that may be stopped."""
    if not (SERVER or IN_FULL):
        pytest.skip(WITHOUT_SERVER)
    found = programs()
    if found is None:
        assert os.environ.get("CI") != "true", "no PostgreSQL server is installed"
        pytest.skip("no PostgreSQL server is installed here that could be stopped")
    server = Server(found)
    yield server
    server.gone()


def hit(server: Server, random: Random, up: Event) -> str:
    """Stops a server and starts it again, or ends connections; what it did."""
    what = random.choice(("immediate", "fast", "one connection", "every connection"))
    if what.endswith("connection"):
        server.end_connections(1 if what.startswith("one") else 10**6)
        return what
    up.clear()
    server.stop(what)
    server.start()
    up.set()
    return what


@contextmanager
def paused(going: Event) -> Generator[None]:
    """Has the writers wait after the step that they are in."""
    going.clear()
    try:
        yield
    finally:
        going.set()


def steps(writers: list[Writer]) -> int:
    """How many steps were acknowledged."""
    return sum(len(writer.done) for writer in writers)


def wait_for(writers: list[Writer], heard: Condition, wanted: int) -> None:
    """Waits until so many steps were acknowledged, or a writer is gone."""
    with heard:
        assert heard.wait_for(
            lambda: steps(writers) >= wanted or not all(writer.is_alive() for writer in writers),
            timeout=PATIENCE_SECONDS,
        ), "nobody records any more"


def acknowledged(writers: list[Writer]) -> set[tuple[str, int, str]]:
    """The events that were said to be recorded."""
    return {
        (stream, int(version), marked)
        for writer in writers
        for line in [*writer.done]
        for stream, version, marked in (event.rsplit("@", 2) for event in line.split(" ")[1:])
    }


def there(timeline: Timeline) -> set[tuple[str, int, str]]:
    rows = timeline.store.select_notifications(start=None, limit=10**6)
    return {(str(row.originator_id), row.originator_version, mark(row.state)) for row in rows}


def authors(timeline: Timeline) -> set[str]:
    rows = timeline.store.select_notifications(start=None, limit=10**6)
    codec = Codec()
    return {
        event.author
        for event in map(codec.to_domain_event, rows)
        if not isinstance(event, CommandRecorded)
    }


def assert_sound(timeline: Timeline) -> None:
    found = verified(timeline)
    assert (found.flaws, found.more) == ((), 0)
    assert differences(timeline).rows == 0
    assert_whole(timeline)


def stopped_again_and_again(
    server: Server, registry: Registry, writers: list[Writer], heard: Condition
) -> Iterator[str]:
    """Hits a server at each point, and looks at everything now and then; what was done to it."""
    random = Random(20221130)
    up, going = writers[0].up, writers[0].going
    for point in range(POINTS):
        wanted = steps(writers) + random.randrange(MOST_STEPS_BETWEEN)
        wait_for(writers, heard, wanted)
        for _ in range(random.randrange(LONGEST_SPIN)):
            pass
        yield hit(server, random, up)
        if point % EACH_LOOKED_AT == 0:
            with opened(server.url, registry) as timeline, paused(going):
                said = acknowledged(writers)
                assert said <= there(timeline)
                assert_sound(timeline)


def assert_nothing_lost(server: Server, registry: Registry, writers: list[Writer]) -> None:
    assert [(writer.code, writer.error) for writer in writers] == [(0, "")] * WRITERS
    refused = {author: said for writer in writers for author, said in writer.refused.items()}
    with opened(server.url, registry) as timeline:
        assert_sound(timeline)
        assert acknowledged(writers) <= there(timeline)
        recorded = authors(timeline) & refused.keys()
    assert [said for said in refused.values() if not said.endswith(".") or "\\n" in said] == []
    assert [refused[author] for author in recorded if UNCERTAIN not in refused[author]] == []
    assert refused, "nobody noticed anything: the server was never hit in the midst of a step"


def test_a_server_that_stops_under_four_writers_loses_nothing_that_was_acknowledged(
    server: Server, registry: Registry, request: pytest.FixtureRequest
) -> None:
    heard, up, going = Condition(), Event(), Event()
    up.set()
    going.set()
    writers = [Writer(server.url, f"w{number}", heard, up, going) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    trials: list[Trial] = []
    try:
        trials.extend(
            Trial(what, reached=True, wrong=[])
            for what in stopped_again_and_again(server, registry, writers, heard)
        )
        for writer in writers:
            writer.end()
        assert_nothing_lost(server, registry, writers)
    except AssertionError as error:
        trials.append(Trial(request.node.nodeid, reached=True, wrong=[str(error)]))
        raise
    finally:
        tally.note("a server stops", "PostgreSQL under four writers", trials)
