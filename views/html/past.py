"""What is said above a page that leaves later knowledge out, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from projections.words import day, instant
from views.html.address import Address, Fixed


@dataclass(frozen=True)
class Past:
    """A note above the heading: which knowledge this is, what it leaves out, the ways on."""

    known: str
    said: str
    ways: Sequence[tuple[str, Address]]

    @classmethod
    def of(
        cls, fixed: Fixed, here: Callable[[Mapping[str, str]], Address], said: str = ""
    ) -> Past | None:
        """That of a page; None where nothing is left out. `here` is its address by options."""
        if not fixed.is_past:
            return None
        known = [f"As known on {day(fixed.known_on)}"] if fixed.known_on else []
        recorded = [f"as recorded by {instant(fixed.recorded_by)}"] if fixed.recorded_by else []
        text = ", ".join([*known, *recorded])
        now = fixed._replace(known_on=None, recorded_by=None)
        way = ("With all that is known now", here(now.options))
        return cls(f"{text[:1].upper()}{text[1:]}.", said, [way])
