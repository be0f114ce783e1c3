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
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
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
from projections.questions.state import StateQuestion
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
CLIENTS = 4


@dataclass
class Measured:
    """What clients saw: seconds of each request, and each body by the position that it was of."""

    seconds: list[float] = field(default_factory=list[float])
    whole: float = 0.0
    bodies: dict[str, set[bytes]] = field(default_factory=dict[str, set[bytes]])
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
        yield int(found[1]), process.pid
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def asked(port: int, count: int, path: str = STATE, tag: str = "") -> Measured:
    """What several clients see who ask at once, each on one connection."""
    found = Measured()
    headers = {"if-none-match": tag} if tag else {}

    def client(_: int) -> None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for _ in range(count // CLIENTS):
                began = perf_counter()
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                body = response.read()
                found.seconds.append(perf_counter() - began)
                found.statuses.add(response.status)
                position = response.headers.get("detente-position", "")
                found.bodies.setdefault(position, set()).add(body)

    began = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(client, range(CLIENTS)))
    found.whole = perf_counter() - began
    return found


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


def wrong(place: Path, bodies: dict[str, set[bytes]]) -> int:
    """How many answers are not those of the record at the position that they name."""
    with closing(open_store(str(place))) as timeline:
        expected = {
            position: json_text(timeline.at_position(int(position)).ask(QUESTION).json).encode()
            for position in bodies
        }
    return sum(len(found - {expected[position]}) for position, found in bodies.items())


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
            asked(port, 40)
            floor = asked(port, count)
        with running("serve", place) as (port, process):
            asked(port, 40)
            with recording(place) as done:
                ours = asked(port, count)
            assert ours.statuses == {200}
            assert done, "somebody recorded meanwhile"
            assert not wrong(place, ours.bodies), "an answer is not that of its position"
            print(f"{len(ours.seconds):,} answers right, of {len(ours.bodies):,} positions")
            yield Row(
                f"state, {len(done)} facts recorded meanwhile", floor.each, ours.each, None, True
            )
            yield Row("the same, 99 of 100", floor.late, ours.late, None, True)
            still = asked(port, count // 5)
            with closing(HTTPConnection("127.0.0.1", port)) as connection:
                connection.request("GET", STATE)
                tag = connection.getresponse().headers["etag"]
            known = asked(port, count // 5, tag=tag)
            assert known.statuses == {304}
            quick, slow = median(known.seconds), median(still.seconds)
            yield Row("an answer / the same known by its ETag", slow, quick, 5, slower=False)
            asked(port, many // 5, tag=tag)
            before = resident(process)
            asked(port, many - many // 5, tag=tag)
            after = resident(process)
            yield Row(f"memory after {many:,} requests / a fifth", before, after, 1.1, True, "MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
