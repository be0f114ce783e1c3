"""What a run that is over says of itself, by number."""

from __future__ import annotations

from views.outcome import DIFFERENT, FOUND, OK, UNKNOWN

TYPE_CHECKING = False  # not imported: see cli.stopping
if TYPE_CHECKING:
    from typing import Final

__all__ = [
    "BROKEN", "DIFFERENT", "FAILED", "FOUND", "INTERRUPTED", "OK", "PART", "UNKNOWN", "USAGE",
]  # fmt: skip

FAILED: Final = 1
"""Something was asked for rightly, and could not be done."""

USAGE: Final = 2
"""Nobody could do what was asked for, as it was said."""

BROKEN: Final = 5
"""The integrity of a store is broken."""

PART: Final = 6
"""A part was recorded, and the rest could not be."""

INTERRUPTED: Final = 130
"""Somebody stopped it."""
