"""Rows that are recorded together by several at once, and by one that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from bench import generator
from domain.actors import Registry
from domain.clocks import AsOf
from projections.pairs import Pair
from service.safety import differences, verified
from service.timeline import Timeline
from tests.evidence import layer_state_of
from tests.places import KINDS, Place, a_place

ROOT: Final = Path(__file__).parents[1]
ROWS: Final = 6_000
PAIRS: Final = [Pair(*generator.BUSIEST), Pair("CHN", "USA"), Pair("FRA", "DEU")]

_IMPORTS: Final = """
import os, signal, sys
from cli.main import run
from service.archives import importing
from service.store.recorder import SqlRecorder

importing.BATCH_ROWS = 800
importing.LEAST = 1
name, left, after = sys.argv[1], [int(sys.argv[2])], sys.argv[3] == "after"
done = getattr(SqlRecorder, name)

def killed(*args, **beside):
    left[0] -= 1
    if left[0] >= 0:
        return done(*args, **beside)
    found = done(*args, **beside) if after else None
    os.kill(os.getpid(), signal.SIGKILL)

setattr(SqlRecorder, name, killed)
sys.exit(run(sys.argv[4:], dict(os.environ)))
"""
NEVER: Final = ("append", "1000000", "before")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Path:
    found = tmp_path_factory.mktemp("rows") / "rows.tab"
    generator.write(found, ROWS, registry)
    return found


def started(place: Place, file: Path, killed: tuple[str, str, str]) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", _IMPORTS, *killed]
    words += ["--db", place.where, "import", str(file), "--rules", "icews"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "DETENTE_TODAY": "2025-01-01"}
    return subprocess.Popen(
        words,
        env=environ,
        cwd=file.parent,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def done(process: subprocess.Popen[str]) -> int:
    out, err = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), out + err
    return process.returncode


def answers(timeline: Timeline) -> list[object]:
    days = [date(2001, 5, 1), date(2012, 1, 1), date(2024, 12, 31)]
    return [
        (found.score, found.label, found.first, found.verdict)
        for pair in PAIRS
        for day in days
        for found in [layer_state_of(timeline, pair, AsOf(day), "icews")]
    ]


def begun(place: Place) -> Place:
    place.recorder().close()
    return place


def asked(place: Place, registry: Registry) -> tuple[list[object], int]:
    """What the layer answers, and how many facts it has; all of it is sound."""
    with closing(Timeline(place.recorder(create=False), registry)) as timeline:
        assert verified(timeline).flaws == ()
        assert differences(timeline).rows == 0
        (tally,) = timeline.store.tallies(["icews"])
        return answers(timeline), tally.facts


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, registry: Registry, file: Path
) -> tuple[list[object], int]:
    """What an import that nothing disturbs comes to."""
    place = begun(a_place("sqlite", tmp_path_factory.mktemp("whole")))
    done(started(place, file, NEVER))
    return asked(place, registry)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "killed",
    [
        ("append", "0", "after"),
        ("append", "2", "before"),
        ("append", "3", "after"),
        ("keep_run", "0", "before"),
        ("keep_run", "0", "after"),
    ],
    ids="-".join,
)
def test_an_import_that_is_killed_is_finished_by_the_same_again(
    kind: str,
    killed: tuple[str, str, str],
    file: Path,
    whole: tuple[list[object], int],
    registry: Registry,
    tmp_path: Path,
) -> None:
    place = begun(a_place(kind, tmp_path))
    assert done(started(place, file, killed)) == -signal.SIGKILL
    with closing(Timeline(place.recorder(create=False), registry)) as timeline:
        assert verified(timeline).flaws == ()

    assert done(started(place, file, NEVER)) == 0
    assert asked(place, registry) == whole
    place.gone()


@pytest.mark.parametrize("kind", KINDS)
def test_four_at_once_take_no_row_twice_and_lose_none(
    kind: str, file: Path, whole: tuple[list[object], int], registry: Registry, tmp_path: Path
) -> None:
    """Each has the whole file, but for some rows of its own that it lacks."""
    place = begun(a_place(kind, tmp_path))
    heading, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    files: list[Path] = []
    for i in range(4):
        some = [line for at, line in enumerate(lines) if (at // 500) % 4 != i]
        files.append(tmp_path / f"{i}.tab")
        files[-1].write_text(heading + "".join(some), encoding="utf-8")
    running = [started(place, each, NEVER) for each in files]

    assert [done(each) for each in running] == [0] * 4
    assert asked(place, registry) == whole
    place.gone()
