"""What every test shares: the profile of the property tests, and the registry, read once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from domain.actors import Registry
from service.opening import bundled_registry, open_sample
from service.timeline import Timeline
from tests.effort import PROFILE
from tests.places import KINDS, Place, a_place

settings.load_profile(PROFILE)

# A machine that builds may set these; whoever types a command has their output buffered, and
# modules that are compiled once.
os.environ.pop("PYTHONUNBUFFERED", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_MEMORY: Final = Path("/dev/shm")
_ROOM: Final = 4 * 2**30
"""Bytes that have to be free in memory before files of tests are kept there."""


def pytest_configure() -> None:
    """Has tests keep their files in memory, where there is room: they wait for a disk most.

    Unless somebody says where, by `TMPDIR`.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    found = os.statvfs(_MEMORY)
    if found.f_bavail * found.f_frsize >= _ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # looked for again


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The bundled actors."""
    return bundled_registry()


@pytest.fixture(scope="module")
def sample() -> Iterator[Timeline]:
    """The bundled sample, open while a module's tests run."""
    with closing(open_sample()) as timeline:
        yield timeline


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where a store may be begun: a file, and a schema on a server."""
    found = a_place(request.param, tmp_path)
    yield found
    found.gone()
