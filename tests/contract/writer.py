"""A process that records in a timeline, and says of each recording that it is there.

To be killed, or to meet others.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

import service.store
from domain.clocks import AsOf
from domain.events import Event, Reported
from domain.report import Report
from service.opening import bundled_registry
from service.recording import append_lines
from service.store.codec import Codec
from service.store.interface import Conflict
from service.timeline import Timeline
from tests.contract.timelines import a_line, opened, said_of
from tests.evidence import hits_of

READY: Final = "ready"
SHARED: Final = ("shared-0", "shared-1", "shared-2")
TOGETHER: Final = 4
"""Facts that one import of a step holds."""

BATCHES: Final = (1, 1, 1, 3, 60)
EVER: Final = AsOf(date(2030, 1, 1))


def tell(*words: object) -> None:
    """One line, written before anything else is done."""
    sys.stdout.write(f"{' '.join(map(str, words))}\n")
    sys.stdout.flush()


def acknowledge(events: Iterable[Event]) -> None:
    """One line for one append: each event's stream, version and bytes."""
    tell(
        "done",
        *(
            f"{event.originator_id}@{event.originator_version}@{mark(Codec().to_stored_event(event).state)}"
            for event in events
        ),
    )


def mark(state: bytes) -> str:
    """What tells the bytes of one event from those of another."""
    return sha256(state).hexdigest()[:16]


def killed_at(call: int) -> None:
    """This process is killed when the store has called so many functions, or returned from them.

    A database's own among them.
    """
    calls = count(1)
    store = str(Path(service.store.__file__).parent)

    def called(frame: FrameType, _event: str, _of: object) -> None:
        if frame.f_code.co_filename.startswith(store) and next(calls) >= call:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(called)


def record(timeline: Timeline, random: Random, handles: list[str]) -> None:
    text = "".join(a_line(random, handle) for handle in handles)
    recorded = append_lines(timeline, timeline.read(text, "t.facts"), timeline.moment())
    assert not recorded.edits.problems
    acknowledge(recorded.edits.events)


def on_and_on(where: str, name: str, call: int) -> None:
    """Imports, single facts, what is said of them, and searches, until somebody kills it.

    Itself at a call, if there is one.
    """
    random = Random(name)
    registry = bundled_registry()
    tell(READY)
    if call:
        killed_at(call)
    with opened(where, registry) as timeline:
        written = 0
        for number in count():
            batch = random.choice(BATCHES)
            record(timeline, random, [f"{name}-{written + i}" for i in range(batch)])
            written += batch
            acknowledge(
                [
                    timeline.fact(
                        said(timeline, random, f"{name}-{random.randrange(written)}")
                    ).events[-1]
                ]
            )
            if number % 3 == 0:
                hits_of(timeline, "reuters", EVER)


def said(timeline: Timeline, random: Random, handle: str) -> str:
    said_of(timeline, random, handle)
    return handle


def beside_others(where: str, name: str, number: int) -> None:
    """A number of appends, some on facts that others change at the same time.

    A refusal is told and not tried again.
    """
    random = Random(name)
    tell(READY)
    with opened(where, bundled_registry()) as timeline:
        sys.stdin.readline()
        for i in range(number):
            if random.random() < 0.5:
                record(timeline, random, [f"{name}-{i}"])
            else:
                on_shared(timeline, random.choice(SHARED), f"{name}-{i}")


def in_step(where: str, name: str, number: int) -> None:
    """A number of steps, each when it is told to.

    An import of some facts, and something said of one that others change.
    """
    random = Random(name)
    with opened(where, bundled_registry()) as timeline:
        tell(READY)
        for i in range(number):
            sys.stdin.readline()
            record(timeline, random, [f"{name}-{i}-{j}" for j in range(TOGETHER)])
            on_shared(timeline, SHARED[i % 2], f"{name}-{i}")


def on_shared(timeline: Timeline, handle: str, name: str) -> None:
    news = Reported(report=Report(publisher=name), known_on=date(2022, 3, 5))
    try:
        receipt = timeline.act(timeline.fact(handle), [news], timeline.moment(name))
        acknowledge([each.event for each in receipt.events])
    except Conflict as conflict:
        tell("refused", handle, conflict)


if __name__ == "__main__":
    {"alone": on_and_on, "beside": beside_others, "step": in_step}[sys.argv[1]](
        sys.argv[2], sys.argv[3], int(sys.argv[4])
    )
