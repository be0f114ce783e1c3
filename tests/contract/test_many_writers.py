"""Many processes record at once.

Nothing that was acknowledged is lost, and who is refused learns of which fact.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from random import Random
from typing import Final

import pytest

from domain.actors import Registry
from service.safety import differences, verified
from service.store.interface import Conflict
from tests.contract.test_crashes import ROOT, Told, acknowledged, assert_whole, there
from tests.contract.timelines import a_line, opened, retraction
from tests.contract.writer import READY, SHARED
from tests.places import Place

WRITERS: Final = 8
APPENDS: Final = int(os.environ.get("DETENTE_STRESS", "25"))


def together(place: Place) -> list[list[str]]:
    """What each process says, having waited until all of them are ready."""
    command = [sys.executable, "-m", "tests.contract.writer", "beside", place.where]
    processes = [
        subprocess.Popen(
            [*command, f"w{i}", str(APPENDS)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for i in range(WRITERS)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{READY}\n"
    said: list[list[str]] = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, error = process.communicate()
        assert (process.returncode, error) == (0, "")
        said.append(out.splitlines())
    return said


def test_of_many_who_record_at_once_nobody_loses_what_was_acknowledged(
    place: Place, registry: Registry
) -> None:
    with opened(place, registry) as timeline:
        text = "".join(a_line(Random(name), name) for name in SHARED)
        timeline.record(timeline.read(text, "t.facts"), timeline.moment())
    before = there(place)
    said = together(place)
    done = [[line for line in mine if line.startswith("done")] for mine in said]
    refused = [line.split(" ", 2) for mine in said for line in mine if not line.startswith("done")]
    told = [acknowledged(mine) for mine in done]
    shared = Counter(
        stream for mine in told for stream, *_ in mine if stream.startswith("desk/shared")
    )
    appended = there(place) - before

    assert [len(mine) for mine in said] == [APPENDS] * WRITERS
    assert all(word == "refused" for word, *_ in refused)
    assert all(text.startswith(f'"{handle}" was changed just now') for _, handle, text in refused)
    assert sum(map(len, told)) == len(set[Told]().union(*told)), "no version is acknowledged twice"
    assert set[Told]().union(*told) == {
        event for event in appended if event[0].startswith("desk/")
    }, "nothing else was recorded"
    assert sum(map(len, done)) == sum(stream.startswith("commands/") for stream, *_ in appended), (
        "no refused command left a trace"
    )
    with opened(place, registry) as timeline:
        found = verified(timeline)

        assert (found.flaws, found.more) == ((), 0)
        assert differences(timeline).rows == 0
        assert_whole(timeline)
        assert {f"desk/{name}": timeline.fact(name).version - 1 for name in SHARED} == shared


def test_who_comes_second_is_refused_by_the_name_of_the_fact_and_nothing_of_it_is_written(
    place: Place, registry: Registry
) -> None:
    with opened(place, registry) as one, opened(place, registry) as other:
        one.record(one.read(a_line(Random(0), SHARED[0]), "t.facts"), one.moment())
        fact = other.fact(SHARED[0])
        one.act(one.fact(SHARED[0]), [retraction()], one.moment())
        before = there(place)
        with pytest.raises(Conflict, match=f'"{SHARED[0]}" was changed just now'):
            other.act(fact, [retraction()], other.moment())

        assert there(place) == before
