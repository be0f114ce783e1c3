"""A damaged timeline as `.facts`: every fact that can still be read, and what is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.actors import Described
from domain.expectation import Expected
from domain.fact import DESK, Fact
from domain.layers import WRITTEN
from domain.refusal import Failure, InvalidInput, Run
from service.formats.write import facts_text
from service.store.chain import Row, rows_are
from service.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Rescued:
    """The facts that can still be read, how many they are, and a sentence for each loss.

    A fact that can be read only in part is a loss too.
    """

    text: str
    facts: int
    lost: tuple[str, ...]


def rescued(timeline: Timeline) -> Rescued:
    """Every fact of the desk that can still be read whole, with the actors and expectations.

    Raises Failure for a timeline that is read-only.
    """
    if timeline.read_only:
        raise Failure(
            "the bundled sample comes with detente; there is nothing to rescue.",
            Run.of("export"),
            code="read-only",
        )
    streams: dict[str, list[Row]] = {}
    lost: list[str] = []
    broken: set[str] = set()
    for row in timeline.store.readable():
        if isinstance(row, range):
            lost.append(f"{rows_are(row.start, row.stop - 1)} lost, and what was said in it.")
            continue
        stream = str(row.stream)
        if row.event is None:
            lost.append(f"{row.named} cannot be read.")
            broken.add(stream)
        elif stream.partition("/")[0] in WRITTEN:
            streams.setdefault(stream, []).append(row)
    facts: list[Fact] = []
    for stream in sorted(streams.keys() - broken):
        try:
            events = [event for row in streams[stream] if (event := row.event) is not None]
            facts += timeline.streams(sorted(events, key=lambda event: event.originator_version))
        except InvalidInput as refused:
            lost.append(refused.said)
    desk, others = _split([fact for fact in facts if fact.exists])
    stated = [fact.effective_events()[-1] for fact in others]
    heads = [event.line for event in stated if isinstance(event, Described | Expected)]
    return Rescued(facts_text(desk, heads), len(desk), tuple(lost))


def _split(facts: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Facts of the desk, and what else was recorded."""
    return [fact for fact in facts if fact.layer == DESK], [
        fact for fact in facts if fact.layer != DESK
    ]
