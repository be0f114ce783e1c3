"""Rows that a store keeps many together: their blocks, and what is summed of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from service.store.pair_index import Layered
from service.store.pair_sums import Run, RunSum

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from service.store.batches import Batches

Sum = tuple[str, str, bytes]
"""What a run comes to for a pair: its two actors in their stored order, and `PairSums.data`."""


class NewRun(NamedTuple):
    """A run that is to be kept, in place of others by their numbers: its layer and its head."""

    layer: str
    head: bytes
    instead: Sequence[int] = ()


class RowStore(ABC):
    """A store that keeps blocks of rows, and sums of them where it has an index."""

    batches: Batches
    """Its batches, as they are read."""

    @abstractmethod
    def block(self, digest: str) -> bytes | None:
        """The bytes of a block by the SHA-256 that its event names; None where it is gone."""

    def runs(self, layer: str) -> Sequence[Run]:  # noqa: ARG002  # nothing is summed here
        """The runs of a layer, by number."""
        return ()

    def sums_of(self, pair: Layered) -> Sequence[RunSum]:  # noqa: ARG002  # likewise
        """What every run of a layer comes to for a pair, in one view of them."""
        return ()

    def all_sums(self, run: int) -> Sequence[Sum]:  # noqa: ARG002  # likewise
        """What a run comes to for each pair."""
        return ()

    def run_pairs(self, runs: Sequence[int], actor: str = "") -> Sequence[PairKey]:  # noqa: ARG002  # likewise
        """The pairs of which some runs have sums, of one actor alone if that is named."""
        return ()

    def keep_run(self, run: NewRun, sums: Iterable[Sum]) -> None:
        """Keeps what some batches come to, where the store has an index; else it is read again."""
        del run, sums

    def drop_runs(self, numbers: Sequence[int]) -> None:
        """Drops runs, where the store has any: what they say is in the blocks."""
        del numbers
