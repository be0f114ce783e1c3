"""A process that records is killed at any moment.

What it was told is there, and nothing is there by half.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from domain.actors import Registry
from domain.command import CommandRecorded
from service.safety import differences, verified
from service.timeline import Timeline
from tests.contract.timelines import lines, opened
from tests.contract.writer import EVER, READY, mark
from tests.evidence import hits_of
from tests.places import KINDS, Place, a_place

ROOT: Final = Path(__file__).parent.parent.parent
CRASHES: Final = int(os.environ.get("DETENTE_CRASHES", "12"))
FRESH_EVERY: Final = 4
"""After how many crashes a new file is begun: the first of each may be killed while it makes its
tables.
"""


LONGEST_SPIN: Final = 200_000
"""How many steps may pass between what it said and its death: enough for it to be anywhere in
its next append.
"""

Told = tuple[str, int, str]
"""An event that was said to be recorded: its stream, its version, and what tells its bytes from
others.
"""


def killed(place: Place, name: str, random: Random) -> list[str]:
    """Lets a process record until it is killed at some moment; what it has said in whole lines.

    By us: after so many lines or bytes of what it says and some while, wherever it is then,
    within a write as well. Or by itself, when the store has called so many functions: before and
    after each statement, and each commit.
    """
    lines_wanted, bytes_wanted = random.randrange(12), random.randrange(3_000)
    by_itself = random.choice((0, 0, int(10 ** random.uniform(0.5, 4.5))))
    command = [
        sys.executable,
        "-m",
        "tests.contract.writer",
        "alone",
        place.where,
        name,
        str(by_itself),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = process.stdout.readline()
        if not by_itself:
            if random.random() < 0.5:
                while said.count(b"\n") <= lines_wanted and (line := process.stdout.readline()):
                    said += line
            else:
                while len(said) < bytes_wanted and (
                    some := process.stdout.read(bytes_wanted - len(said))
                ):
                    said += some
            for _ in range(random.randrange(LONGEST_SPIN)):
                pass
            process.kill()
        said += process.stdout.read()
        error = process.stderr.read().decode()
    assert said.startswith(READY.encode()), error
    assert (process.returncode, error) == (
        -signal.SIGKILL,
        "",
    ), "it was killed before it could fail by itself"
    return said.decode().split("\n")[1:-1]


def acknowledged(said: Iterable[str]) -> set[Told]:
    """The events that were said to be recorded."""
    found: set[Told] = set()
    for line in said:
        done, *events = line.split(" ")
        assert done == "done"
        found |= {
            (stream, int(version), marked)
            for stream, version, marked in (event.rsplit("@", 2) for event in events)
        }
    return found


def there(place: Place) -> set[Told]:
    """The events that a place holds, read without any of our code."""
    return {(stream, version, mark(state)) for _, stream, version, _, state, _ in lines(place)}


def assert_whole(timeline: Timeline) -> None:
    """Every command is there with all of its events, and no event without its command."""
    rows = timeline.store.select_notifications(start=None, limit=10**6)
    waiting = 0
    for row in rows:
        event = timeline.event(row)
        if isinstance(event, CommandRecorded):
            assert event.count == waiting
            waiting = 0
        else:
            waiting += 1
    assert waiting == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_killed_leaves_all_that_was_acknowledged_and_nothing_by_half(
    kind: str, tmp_path: Path, registry: Registry
) -> None:
    random = Random(20221122)
    told: set[Told] = set()
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
            assert told <= there(place)
            searched = hits_of(timeline, "reuters", EVER)
            assert len(searched) == len(timeline.facts())
    place.gone()
