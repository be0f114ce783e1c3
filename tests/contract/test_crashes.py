"""A process that records is killed at any moment: what it was told is there, and nothing is there by half."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from domain.actors import Registry
from domain.command import Carried
from service.safety import differences, verified
from service.timeline import Timeline
from tests.contract.timelines import lines, opened
from tests.contract.writer import EVER, READY
from tests.places import KINDS, Place, a_place

ROOT: Final = Path(__file__).parent.parent.parent
CRASHES: Final = int(os.environ.get("DETENTE_CRASHES", "12"))
FRESH_EVERY: Final = 4
"""After how many crashes a new file is begun: the first of each may be killed while it makes its tables."""


def killed(place: Place, name: str, random: Random) -> list[str]:
    """Lets a process record until it has said so often, or so much; what it has said in whole lines."""
    lines_wanted, bytes_wanted = random.randrange(12), random.randrange(3_000)
    command = [sys.executable, "-m", "tests.contract.writer", place.where, name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = process.stdout.readline()
        if random.random() < 0.5:
            while said.count(b"\n") <= lines_wanted and (line := process.stdout.readline()):
                said += line
        else:
            while len(said) < bytes_wanted and (some := process.stdout.read(bytes_wanted - len(said))):
                said += some
        process.kill()
        said += process.stdout.read()
        error = process.stderr.read().decode()
    assert said.startswith(READY.encode()), error
    assert not error, "it was killed before it could fail by itself"
    return said.decode().split("\n")[1:-1]


def acknowledged(said: Iterable[str]) -> set[tuple[str, int]]:
    """The streams and versions that were said to be recorded."""
    found: set[tuple[str, int]] = set()
    for line in said:
        done, *events = line.split(" ")
        assert done == "done"
        found |= {(stream, int(version)) for stream, _, version in (event.rpartition("@") for event in events)}
    return found


def assert_whole(timeline: Timeline) -> None:
    """Every command is there with all of its events, and no event without its command."""
    rows = timeline.store.select_notifications(start=None, limit=10**6)
    waiting = 0
    for row in rows:
        event = timeline.event(row)
        if isinstance(event, Carried):
            assert event.count == waiting
            waiting = 0
        else:
            waiting += 1
    assert waiting == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_killed_leaves_all_that_was_acknowledged_and_nothing_by_half(kind: str, tmp_path: Path, registry: Registry) -> None:
    random = Random(20221122)
    told: set[tuple[str, int]] = set()
    place = a_place(kind, tmp_path)
    for crash in range(CRASHES):
        if crash % FRESH_EVERY == 0:
            place.gone()
            place, told = a_place(kind, tmp_path), set()
        told |= acknowledged(killed(place, f"w{crash}", random))

        with opened(place, registry) as timeline:
            found = verified(timeline)
            assert (found.flaws, found.more) == ((), 0)
            assert differences(timeline).rows == 0
            assert_whole(timeline)
            assert told <= {(stream, version) for _, stream, version, *_ in lines(place)}
            searched = timeline.search("reuters", EVER)
            assert len(searched) == len(timeline.facts())
    place.gone()
