"""What every test shares: the same examples on every run, and the registry of actors, read once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from domain.actors import Registry
from service.opening import bundled_registry

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
