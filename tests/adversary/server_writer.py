"""A process that records on a server, whatever becomes of that, a step for each line it reads.

Each step has an author of its own. It writes `done`, the author, and every event; or `refused`,
the author, and the sentence.
"""

from __future__ import annotations

import sys
from itertools import count
from random import Random
from typing import Final

from domain.events import Reported
from domain.refusal import InvalidInput
from domain.report import Report
from service.opening import bundled_registry
from service.recording import append_lines
from service.store.codec import Codec
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.timelines import FIRST, a_line
from tests.contract.writer import READY, mark, tell

BATCHES: Final = (1, 1, 2, 5)


def step(timeline: Timeline, random: Random, author: str, known: list[str]) -> None:
    """Records a few facts, or reports one that was recorded before."""
    if known and random.random() < 0.4:
        news = Reported(report=Report(publisher=author), known_on=FIRST)
        receipt = timeline.act(timeline.fact(random.choice(known)), [news], timeline.moment(author))
        events = [each.event for each in receipt.events]
    else:
        handles = [f"{author}-{number}" for number in range(random.choice(BATCHES))]
        text = "".join(a_line(random, handle) for handle in handles)
        document = timeline.read(text, "t.facts")
        recorded = append_lines(timeline, document, timeline.moment(author))
        assert not recorded.edits.problems
        events = [*recorded.edits.events]
        known += handles
    of_each = (
        f"{event.originator_id}@{event.originator_version}@{mark(Codec().to_stored_event(event).state)}"
        for event in events
    )
    tell("done", author, *of_each)


def main(where: str, name: str) -> None:
    """Records until there is nothing more to read, on one connection as long as that may be."""
    random = Random(name)
    registry = bundled_registry()
    known: list[str] = []
    timeline: Timeline | None = None
    tell(READY)
    for number in count():
        if not sys.stdin.readline():
            break
        author = f"{name}-{number}"
        try:
            timeline = timeline or Timeline(SqlRecorder.at(where), registry, name="test")
            step(timeline, random, author, known)
        except InvalidInput as refused:
            tell("refused", author, refused.said.replace("\n", "\\n"))
            if timeline is not None and random.random() < 0.3:
                timeline.close()
                timeline = None
    if timeline is not None:
        timeline.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
