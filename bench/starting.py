"""Whole processes: `detente` against importing the packages that it stands on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Row, alternating

TIMES = 21


def rows() -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        environ = {**os.environ, "XDG_DATA_HOME": folder}
        environ.pop("DETENTE_DB", None)
        detente = str(Path(sys.executable).with_name("detente"))
        state = [detente, "state", "turkey", "russia", "--on", "2022-03-05"]
        fixed = [sys.executable, "-c", "import typer, pydantic, sqlalchemy"]
        yield Row(
            "detente state on the sample / importing the rest",
            *alternating(run(fixed, environ), run(state, environ), TIMES),
            1.3,
            True,
        )
        alone = [sys.executable, "-c", "import typer"]
        yield Row(
            "detente --version / importing typer",
            *alternating(run(alone, environ), run([detente, "--version"], environ), TIMES),
            1.3,
            True,
        )
        own = {**environ, "DETENTE_DB": str(Path(folder) / "own.db")}
        sample = Path(__file__).parent.parent / "service" / "sample" / "sample.facts"
        run([detente, "init"], own)()
        run([detente, "import", str(sample)], own)()
        yield Row(
            "detente state on a SQLite file / the same",
            *alternating(run(fixed, own), run(state, own), TIMES),
            1.15,
            True,
        )


def run(command: list[str], environ: dict[str, str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, env=environ, check=True, capture_output=True)
