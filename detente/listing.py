"""A list of what a question found, which knows its columns and its JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from detente.rows import Column
from projections.answer import Plain

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, repr=False)
class Listing(Sequence[Item], Generic[Item]):
    """What was found, in order: facts, plans, ties of an actor, things to look at."""

    items: tuple[Item, ...]
    columns: tuple[Column, ...]
    row: Callable[[Item], Plain]
    plain: Callable[[], Plain]

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __repr__(self) -> str:
        from detente.tables import as_rows

        return repr(as_rows(self))
