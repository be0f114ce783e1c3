"""What somebody chose where another fact has the handle of a line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

ALL: Final = "*"
"""Stands for every fact that differs, where one choice is made for all."""


class Choice(StrEnum):
    """What is recorded where another fact has the handle of a line here."""

    MINE = "mine"
    """Nothing: the one that is here stays as it is."""
    THEIRS = "theirs"
    """The line, as corrections of the one that is here."""
    BOTH = "both"
    """The line, as another fact under a handle of its own."""


@dataclass(frozen=True)
class Choices:
    """What somebody chose, by handle, or for all that differ."""

    by_handle: Mapping[str, Choice] = field(default_factory=dict[str, Choice])

    def of(self, handle: str) -> Choice | None:
        """The choice for a fact; None where there is none yet."""
        return self.by_handle.get(handle) or self.by_handle.get(ALL)


NO_CHOICES: Final = Choices()
