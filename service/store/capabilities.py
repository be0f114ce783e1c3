"""What a store may offer beside its events: a file, notes, tallies, citations.

Whoever needs one asks the store for it; a store without it has a plain answer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from service.store.chain import Row
from service.store.errors import StoreError

if TYPE_CHECKING:
    from projections.stats import Tally


class Database(NamedTuple):
    """A database program: its name and version, and how it keeps its journal.

    `journal` is empty where the program does not say.
    """

    program: str
    journal: str


class FileStore(ABC):
    """What a store is kept in, and how it is read when that is damaged."""

    @property
    def database(self) -> Database | None:
        """The database that keeps the store; None where none does."""
        return None

    @property
    def name(self) -> str:
        """Where the store is, without a password; empty where it is nowhere."""
        return ""

    @property
    def file(self) -> Path | None:
        """The file that the store is in; None where it is in none."""
        return None

    def copy_to(self, file: Path) -> None:
        """Copies the whole store, as it is at one moment, to a new file of its own.

        Raises StoreError where the store is in no file.
        """
        raise StoreError(
            f"this timeline is kept in no file that could be copied to {file}.", code="no-file"
        )

    @abstractmethod
    def readable(self) -> Iterator[Row | range]:
        """Every readable row in order of position, and the positions of the others."""


class Notes(ABC):
    """What a store remembers of itself, by key: when it was backed up, for example."""

    @abstractmethod
    def remembered(self, key: str) -> str | None:
        """What the store remembers under a key; None where it remembers nothing there."""

    @abstractmethod
    def remember(self, key: str, value: str) -> None:
        """Has the store remember something under a key, in place of what it remembered there."""


class Tallies:
    """A store that can count what a layer holds without reading its events."""

    def tallies(self, layers: Sequence[str]) -> Sequence[Tally]:  # noqa: ARG002  # it counts none
        """How much each of some layers holds; empty where the store cannot count."""
        return ()


class Citations(ABC):
    """Answers that were cited, kept beside the chain.

    A citation is not an event: no position and no digest depends on it, and no check covers it.
    """

    @abstractmethod
    def keep_citation(self, answer: str, state: bytes) -> None:
        """Keeps what belongs to an answer's id, unless something is kept under it already."""

    @abstractmethod
    def citation(self, answer: str) -> bytes | None:
        """What was kept first under an answer's id; None where nothing was."""

    @abstractmethod
    def citations(self, prefix: str = "") -> Sequence[tuple[str, bytes]]:
        """Every answer whose id begins with `prefix`, with what is kept under it, by id."""
