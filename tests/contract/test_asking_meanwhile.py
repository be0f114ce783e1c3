"""Two processes record while a third asks.

What was answered of a moment that is past stays, and no command is seen by half.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Final

from domain.actors import Registry
from domain.clocks import AsOf
from projections.pairs import Pair
from projections.state_json import StateJson, state_json
from service.safety import verified
from service.timeline import Timeline
from tests.contract.test_crashes import ROOT, assert_whole
from tests.contract.timelines import ACTORS, a_line, opened
from tests.contract.writer import READY, SHARED, TOGETHER
from tests.evidence import state_of
from tests.places import Place

STEPS: Final = 5
ASKED_EACH_STEP: Final = 5
PAIRS: Final = [Pair.of(*both) for both in combinations(ACTORS, 2)]
ON: Final = date(2022, 6, 1)


@dataclass
class Writer:
    """A process that records whenever it is told to."""

    process: subprocess.Popen[str]

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def a_writer(place: Place, name: str) -> Generator[Writer]:
    command = [sys.executable, "-m", "tests.contract.writer", "step", place.where, name, str(STEPS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield Writer(process)
        finally:
            _, error = process.communicate()
    assert (process.returncode, error) == (0, "")


def past(timeline: Timeline) -> AsOf:
    """All three clocks, before anything that nobody has been told to record yet."""
    return AsOf(ON, date(2022, 12, 31), timeline.moment().now - timedelta(microseconds=1))


def answer(timeline: Timeline, pair: Pair, as_of: AsOf) -> StateJson:
    return state_json(state_of(timeline, pair, as_of))


def test_answers_of_a_past_moment_stay_while_others_record(
    place: Place, registry: Registry
) -> None:
    random = Random(5)
    told: list[tuple[Pair, AsOf, StateJson]] = []
    heads: list[int] = []
    with opened(place, registry) as timeline:
        timeline.record(
            timeline.read("".join(a_line(random, name) for name in SHARED), "t.facts"),
            timeline.moment(),
        )
        with ExitStack() as stack:
            writers = [stack.enter_context(a_writer(place, name)) for name in ("w0", "w1")]
            assert [writer.hear() for writer in writers] == [f"{READY}\n"] * 2
            for _ in range(STEPS):
                as_of = past(timeline)
                for writer in writers:
                    writer.go()
                for pair in random.sample(PAIRS, ASKED_EACH_STEP):
                    told.append((pair, as_of, answer(timeline, pair, as_of)))
                    again = random.choice(told)

                    assert answer(timeline, *again[:2]) == again[2]
                    assert_whole(timeline)
                    batches = Counter(
                        fact.handle.rpartition("-")[0]
                        for fact in timeline.facts()
                        if fact.handle.startswith("w")
                    )
                    assert set(batches.values()) <= {TOGETHER}
                    heads.append(timeline.head().position)
                said = [writer.hear().partition(" ")[0] for writer in writers for _ in range(2)]
                assert set(said[::2]) == {"done"}
                assert set(said[1::2]) <= {"done", "refused"}

        assert heads == sorted(heads)
        assert [
            before for pair, as_of, before in told if answer(timeline, pair, as_of) != before
        ] == []
        assert len({as_of for _, as_of, _ in told}) == STEPS
        assert len({str(before["contributions"]) for _, _, before in told}) > STEPS, (
            "answers differed from moment to moment"
        )
        assert len(timeline.facts()) == len(SHARED) + 2 * STEPS * TOGETHER
        assert verified(timeline).sound
