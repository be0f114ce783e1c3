"""How hard a property test tries: with three fifths of its examples by day, and many at night."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

SHARES: Final = {"same-every-time": 0.6, "nightly": 40.0}
"""How much of its number of examples a property test tries under each profile."""

_UNNAMED: Final = 50
"""That number, unless a test names one."""

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "same-every-time")

settings.register_profile(
    "same-every-time",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=int(_UNNAMED * SHARES["same-every-time"]),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly",
    derandomize=False,
    deadline=None,
    print_blob=True,
    max_examples=int(_UNNAMED * SHARES["nightly"]),
    suppress_health_check=[HealthCheck.too_slow],
)


def examples(number: int) -> int:
    """The `max_examples` of a test whose number they are: fewer by day, more of them at night."""
    return int(number * SHARES[PROFILE])
