"""Codes by which an actor is found as they are, without the system that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

BARE_CODES: Final = ("iso2", "ison", "cown")
"""ISO alpha-2 and numeric, COW number."""


class Coded(Protocol):
    """Whoever has codes."""

    def codes(self, *keys: str) -> Sequence[str]:
        """Those of some systems."""
        ...


T = TypeVar("T", bound=Coded)


def coded(key: str, actors: Sequence[T]) -> list[T]:
    """The actors that have a code.

    With those whose number it is once its zeros are put before it: 40 is Cuba's of COW, and may be
    Austria's of ISO, 040.
    """
    found = [actor for actor in actors if key in actor.codes(*BARE_CODES)]
    if found and key.isdecimal() and len(key) < len("040"):
        found += [actor for actor in actors if key.zfill(3) in actor.codes("ison")]
    return found
