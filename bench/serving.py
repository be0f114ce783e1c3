"""How fast a timeline is served while somebody records in it: against the same bytes as they are.

The floor is a FastAPI route that returns the bytes of the same answer, behind the same server.
`python -m bench.serving serve PLACE` and `floor PLACE` are the two servers.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter

from fastapi import FastAPI, Response

from bench.measure import Row
from domain.command import Request
from projections.answer import json_text
from projections.question import Question
from projections.questions.agenda import AgendaQuestion
from projections.questions.fact import FactQuestion
from projections.questions.hindsight import HindsightQuestion
from projections.questions.state import StateQuestion
from projections.questions.timeline import TimelineQuestion
from projections.questions.why import WhyQuestion
from service.kept import Kept
from service.opening import open_store, sample_text
from service.rejected import TYPED
from service.timeline import Timeline
from views.endpoints import address
from web.app import Served, app_of
from web.guard import Guard
from web.rates import Rate
from web.server import address_of, bound, serve

DAY = date(2022, 3, 5)
QUESTION = StateQuestion(a="TUR", b="RUS", on=DAY)
STATE = address(QUESTION)
PAGE = "/ties/TUR/RUS?on=2022-03-05"
OTHERS: tuple[Question, ...] = (
    StateQuestion(a="TUR", b="USA", on=DAY),
    StateQuestion(a="TUR", b="RUS", on=DAY, known_on=date(2022, 2, 26), topic="straits"),
    WhyQuestion(a="TUR", b="RUS", on=DAY),
    TimelineQuestion(on=DAY, actors=("TUR", "RUS"), last=20),
    HindsightQuestion(a="TUR", b="RUS", on=date(2022, 2, 26)),
    FactQuestion(fact="desk/straits", on=DAY),
    AgendaQuestion(on=DAY, actors=("TUR",)),
)
CLIENTS = 4
SELDOM = 20
"""Of so many requests one is of a day that nobody asked about before."""


@dataclass
class Measured:
    """What clients saw: seconds of each request, and each body by its address and position."""

    seconds: list[float] = field(default_factory=list[float])
    whole: float = 0.0
    bodies: dict[tuple[str, str], set[bytes]] = field(
        default_factory=dict[tuple[str, str], set[bytes]]
    )
    statuses: set[int] = field(default_factory=set[int])

    @property
    def each(self) -> float:
        """Seconds a request, of all clients together: one over requests a second."""
        return self.whole / len(self.seconds)

    @property
    def late(self) -> float:
        """The seconds that 99 of 100 requests take at most."""
        return quantiles(self.seconds, n=100)[98]


def main(kind: str, place: str) -> None:
    """Serves until it is stopped."""
    if kind == "serve":
        app = app_of(Served(lambda: open_store(place), lambda: DAY, "bench"))
    else:
        app = _floor(place)
    socket = bound("127.0.0.1", 0)
    print(address_of(socket), flush=True)
    serve(app, socket)


def _floor(place: str) -> Guard:
    with closing(open_store(place)) as timeline:
        body = json_text(timeline.ask(QUESTION).json).encode()
    app = FastAPI(openapi_url=None)

    @app.get("/{path:path}")
    def answer(path: str) -> Response:
        del path
        return Response(body, media_type="application/json")

    return Guard(app, frozenset(), Rate(0, 0))


@contextmanager
def running(kind: str, place: Path) -> Generator[tuple[int, int]]:
    """A server in a process of its own: its port, and its process."""
    command = [sys.executable, "-m", "bench.serving", kind, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found is not None
        try:
            yield int(found[1]), process.pid
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def asked(port: int, paths: Sequence[str], tag: str = "") -> Measured:
    """What several clients see who ask at once, each on one connection, for one after the other."""
    found = Measured()
    headers = {"if-none-match": tag} if tag else {}

    def client(number: int) -> None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for path in paths[number::CLIENTS]:
                began = perf_counter()
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                body = response.read()
                found.seconds.append(perf_counter() - began)
                found.statuses.add(response.status)
                position = response.headers.get("detente-position", "")
                found.bodies.setdefault((path, position), set()).add(body)

    began = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(client, range(CLIENTS)))
    found.whole = perf_counter() - began
    return found


def days(count: int, first: int = 0) -> list[str]:
    """The same question of so many days, each of which is another answer."""
    return [
        address(QUESTION.model_copy(update={"on": DAY - timedelta(first + number)}))
        for number in range(count)
    ]


def seldom_new(count: int) -> list[str]:
    """Requests of which one in `SELDOM` has to be computed, a third of the days again and again."""
    new = days(1 + count // SELDOM // 3, 1000)
    return [
        new[number // SELDOM % len(new)] if number % SELDOM == 0 else STATE
        for number in range(count)
    ]


def _append(timeline: Timeline, number: int) -> None:
    line = f"2022-03-01  TUR = RUS  call  Call number {number}  ^bench-call-{number}"
    moment = timeline.moment("bench", date(2026, 11, 30), Request("add", line))
    timeline.record(timeline.read(line, TYPED), moment)


@contextmanager
def recording(place: Path) -> Generator[list[int]]:
    """Somebody who records four facts a second; the list says how many."""
    stopped, done = Event(), list[int]()

    def write() -> None:
        with closing(open_store(str(place))) as timeline:
            while not stopped.wait(0.25):
                _append(timeline, len(done))
                done.append(1)

    thread = Thread(target=write)
    thread.start()
    try:
        yield done
    finally:
        stopped.set()
        thread.join()


def wrong(place: Path, bodies: dict[tuple[str, str], set[bytes]]) -> int:
    """How many answers are not those of the record at the position that they name."""
    questions = {address(each): each for each in (QUESTION, *OTHERS)}
    with closing(open_store(str(place))) as timeline:
        timeline.facts_kept = Kept()
        expected = {
            (path, position): json_text(
                timeline.at_position(int(position)).ask(questions[path]).json
            ).encode()
            for path, position in bodies
        }
    return sum(len(found - {expected[named]}) for named, found in bodies.items())


def resident(process: int) -> int:
    """Bytes of memory that a process has."""
    text = Path(f"/proc/{process}/statm").read_text(encoding="utf-8")
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def rows(count: int = 10_000, many: int = 50_000) -> Iterator[Row]:
    """Requests a second and their tail, answers that are not computed again, and memory."""
    with TemporaryDirectory() as folder:
        place = Path(folder, "served.db")
        with closing(open_store(str(place), create=True)) as timeline:
            moment = timeline.moment("", date(2026, 11, 30), Request("import", "import the sample"))
            timeline.record(timeline.read(sample_text(), TYPED), moment)
        with running("floor", place) as (port, _):
            asked(port, [STATE] * 40)
            floor = asked(port, [STATE] * count)
        with running("serve", place) as (port, process):
            begun = resident(process)
            yield from _while_recording(place, port, floor, count)
            yield from _without(port, count)
            asked(port, days(600, 5000))
            asked(port, seldom_new(many // 5))
            before = resident(process)
            asked(port, seldom_new(many - many // 5))
            after = resident(process)
            yield Row(
                f"memory after {many // 5:,} requests / at start", begun, before, None, True, "MB"
            )
            yield Row(f"memory after {many:,} requests / a fifth", before, after, 1.1, True, "MB")


def _while_recording(place: Path, port: int, floor: Measured, count: int) -> Iterator[Row]:
    """How many answers a second while somebody records, and whether each is right."""
    asked(port, [STATE] * 40)
    with recording(place) as done:
        ours = asked(port, [STATE] * count)
        others = asked(port, [address(each) for each in OTHERS] * (count // 10 // len(OTHERS)))
    statuses = ours.statuses | others.statuses
    assert statuses == {200}, statuses
    assert done, "somebody recorded meanwhile"
    bodies = ours.bodies | others.bodies
    assert not wrong(place, bodies), "an answer is not that of its position"
    checked = len(ours.seconds) + len(others.seconds)
    positions = len({position for _, position in bodies})
    print(f"{checked:,} answers right, of {positions:,} positions; load {os.getloadavg()[0]:.1f}")
    yield Row(f"state, {len(done)} facts recorded meanwhile", floor.each, ours.each, None, True)
    yield Row("the same, 99 of 100", floor.late, ours.late, None, True)


def _without(port: int, count: int) -> Iterator[Row]:
    """Answers that are computed, that were computed before, and that the asker has."""
    computed = median(asked(port, days(count // 10)).seconds)
    quick, least = _kept_and_known(port, STATE, count // 5)
    yield Row("an answer computed / one known by its ETag", computed, least, 5, slower=False)
    yield Row("an answer kept / one known by its ETag", quick, least, None, slower=False)
    quick, least = _kept_and_known(port, PAGE, count // 5)
    yield Row("a page kept / one known by its ETag", quick, least, None, slower=False)


def _kept_and_known(port: int, path: str, count: int) -> tuple[float, float]:
    """The seconds of an answer that was computed before, and of one that the asker has."""
    kept = asked(port, [path] * count)
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path)
        tag = connection.getresponse().headers["etag"]
    known = asked(port, [path] * count, tag=tag)
    assert known.statuses == {304}
    return median(kept.seconds), median(known.seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
