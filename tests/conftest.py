"""What every test shares: the same examples on every run, and the registry of actors, read once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from domain.actors import Registry
from service.opening import bundled_registry
from tests.places import KINDS, Place, a_place

settings.register_profile(
    "same-every-time",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same-every-time")


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The bundled actors."""
    return bundled_registry()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where a store may be begun: a file, and a schema on a server."""
    found = a_place(request.param, tmp_path)
    yield found
    found.gone()
