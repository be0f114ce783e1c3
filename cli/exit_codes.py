"""What a run that is over says of itself, by number."""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: see cli.stopping
if TYPE_CHECKING:
    from typing import Final

OK: Final = 0
"""It did what was asked for. What else an answer means is in `views.outcome`."""

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
