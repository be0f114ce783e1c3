"""Rows that are recorded together are imported by processes that end at random moments of it.

What is there is sound, and the same again comes to what an import comes to that nothing disturbs.
`make stress` runs it, for three quarters of an hour; `tests/test_batches_at_once.py` is in small.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bench import generator
from domain.actors import Registry
from service.safety import verified
from service.timeline import Timeline
from tests.places import File, Place
from tests.test_batches_at_once import asked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")

ROOT: Final = Path(__file__).parents[2]
KILLS: Final = int(os.environ.get("DETENTE_KILLS", "100"))
ROWS: Final = int(os.environ.get("DETENTE_ROWS", "1000000"))
IMPORTS: Final = """
import os, signal, sys
from cli.main import run

signal.setitimer(signal.ITIMER_PROF, float(sys.argv[1]))
sys.exit(run(sys.argv[2:], dict(os.environ)))
"""
"""Imports until it has used so many seconds of the processor, at which the system ends it."""

NEVER: Final = 1e6


def imports(place: Place, file: Path, seconds: float) -> int:
    """How the process ended."""
    words = [sys.executable, "-c", IMPORTS, str(seconds)]
    words += ["--db", place.where, "import", str(file), "--rules", "icews"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "DETENTE_TODAY": "2025-01-01"}
    done = subprocess.run(words, env=environ, cwd=file.parent, capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGPROF), done.stderr
    return done.returncode


def used() -> float:
    """Seconds of the processor that all processes of before used."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def test_an_archive_killed_at_any_moment_is_finished_by_the_same_again(
    place: Place, registry: Registry, tmp_path: Path
) -> None:
    random = Random(20261201)
    file = tmp_path / "rows.tab"
    generator.write(file, ROWS, registry)
    whole = File(tmp_path / "whole.db")
    whole.recorder().close()
    place.recorder().close()
    before = used()
    assert imports(whole, file, NEVER) == 0
    needed, expected = used() - before, asked(whole, registry)

    ended, found = 0, set[int]()
    while ended < KILLS:
        again = place.again()
        if imports(again, file, random.uniform(0, needed)) == 0:
            again.gone()  # it was done sooner than the first
            continue
        ended += 1
        with closing(Timeline(again.recorder(create=False), registry)) as timeline:
            assert verified(timeline).flaws == ()
            found.add(timeline.head().position)
        assert imports(again, file, NEVER) == 0
        assert asked(again, registry) == expected
        again.gone()
        sys.stderr.write(f"{ended} killed, {len(found)} different lengths of what was there\n")
    assert len(found) > 1
