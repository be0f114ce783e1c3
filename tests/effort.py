"""How hard a property test tries: its own number of examples, or forty times as many at night."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

PROFILES: Final = {"same-every-time": 50, "nightly": 2_000}
"""How many examples a property test tries under each profile, unless it names a number."""

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "same-every-time")

settings.register_profile(
    "same-every-time",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=PROFILES["same-every-time"],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly",
    derandomize=False,
    deadline=None,
    print_blob=True,
    max_examples=PROFILES["nightly"],
    suppress_health_check=[HealthCheck.too_slow],
)


def examples(number: int) -> int:
    """The `max_examples` of a test that tries `number` of them by day: more of them at night."""
    return number * PROFILES[PROFILE] // PROFILES["same-every-time"]
