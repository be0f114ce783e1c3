"""Data of others that tests may read where it is.

Never part of the project, so each test that wants it skips without it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent


def shared(path: str) -> Path:
    """A file of others' data, such as `icews/events.2018.sample.tab`.

    Skips the test where it is not there.
    """
    return _found(Path(os.environ.get("DETENTE_TEST_DATA") or _near("data")) / path)


def codebook(name: str) -> Path:
    """A table of others' codes; skips the test where it is not there."""
    data = os.environ.get("DETENTE_TEST_DATA")
    return _found((Path(data).parent / "codebooks" if data else _near("codebooks")) / name)


def seed(name: str) -> Path:
    """An article of others; skips the test where it is not there."""
    data = os.environ.get("DETENTE_TEST_DATA")
    return _found((Path(data).parent / "seed" if data else _near("seed")) / name)


def _near(folder: str) -> Path:
    # A checkout stands beside `shared`, or one folder deeper where it is one of several.
    beside = [parent / "shared" / folder for parent in (_ROOT.parent, _ROOT.parent.parent)]
    return next((path for path in beside if path.is_dir()), beside[0])


def _found(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path} is not here; it is others' data and no part of the project")
    return path
