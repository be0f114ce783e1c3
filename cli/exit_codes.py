"""What a run that is over says of itself, by number."""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: see cli.stopping
if TYPE_CHECKING:
    from typing import Final

OK: Final = 0
"""It did what was asked for."""

FAILED: Final = 1
"""Something was asked for rightly, and could not be done."""

DIFFERENT: Final = 1
"""`diff --exit-code` found a difference."""

USAGE: Final = 2
"""Nobody could do what was asked for, as it was said."""

UNKNOWN: Final = 3
"""Nothing is known."""

FOUND: Final = 4
"""`check` found something."""

BROKEN: Final = 5
"""The integrity of a store is broken."""

PART: Final = 6
"""A part was recorded, and the rest could not be."""

INTERRUPTED: Final = 130
"""Somebody stopped it."""
