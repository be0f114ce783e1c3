"""Batches in a copy of a timeline, checked as they are read: blocks, and what begins in them."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from domain.batch import RowsRecorded
from domain.characters import visible
from domain.events import Event, Undone
from domain.layers import machine_coded
from domain.refusal import InvalidInput
from service.formats.foreign import BEGINNING, Past
from service.store.batches import Batch, Batches, check_extra
from service.store.digest import GENESIS, Head
from service.store.errors import Damaged

if TYPE_CHECKING:
    from service.archives.columns import FactColumns
    from service.archives.keys import KeysOfBatches

_NOTHING: Final = Past()


class Taken(NamedTuple):
    """The block that comes with an event, and how many of its rows hold hidden characters."""

    block: bytes = b""
    hidden: int = 0


class _Blocks:
    """The blocks of a copy so far, read as those of a store are."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def select_numbered(self, layer: str, after: int = 0) -> Sequence[Any]:  # of `Kept`
        """Nothing: the batches of a copy are known to whoever reads it."""
        assert layer, after
        return ()

    def head(self) -> Head:
        """Nobody asks for it."""
        return Head(0, GENESIS)

    def block(self, digest: str) -> bytes | None:
        """The bytes of a block."""
        return self.data.get(digest)


class CopiedBatches:
    """The batches of a copy so far."""

    def __init__(self) -> None:
        self._blocks = _Blocks()
        self._batches = Batches(self._blocks)
        self._of: dict[str, list[Batch]] = {}
        self._keys: dict[str, KeysOfBatches] = {}
        self._later: dict[str, list[tuple[int, ...]]] = {}

    def take(self, event: Event, written: str, position: int, begun: Container[str]) -> Taken:
        """The block that comes with an event at a position; none if it has none.

        `begun` are the streams so far. Raises InvalidInput where it lacks a block or has one too
        many, and where the rows are not those of the event, are none that detente writes, or are
        there already.
        """
        if not isinstance(event, RowsRecorded):
            if written:
                raise InvalidInput("only a batch has a block.", code="wrong-block")
            if isinstance(event, Undone):
                self._later.get(event.originator_id, []).append(event.versions)
            return Taken()
        check_extra()
        if event.originator_id.split("/")[1:2] != [event.layer]:
            raise InvalidInput("this batch is of another layer.", code="wrong-stream")
        data = _read_block(written)
        if event.block not in self._blocks.data:
            self._blocks.data[event.block] = data
        batch = Batch(position, event)
        try:
            rows = self._batches.opened(batch).rows
        except Damaged as refused:
            # It is the copy that is damaged: to verify the timeline would find nothing.
            raise InvalidInput(refused.said, code=refused.code) from None
        self._check(batch, rows, begun)
        self._of.setdefault(event.layer, []).append(batch)
        self._later[event.originator_id] = []
        from service.archives.notices import hidden  # noqa: PLC0415  # needs an extra

        return Taken(data, int(hidden(rows).sum()))

    def _check(self, batch: Batch, rows: FactColumns, begun: Container[str]) -> None:
        """Raises InvalidInput for rows that no batch holds, or that something holds already."""
        from service.archives.checks import misfit_of_rows, twice  # noqa: PLC0415  # needs an extra
        from service.archives.keys import KeysOfBatches  # noqa: PLC0415  # needs an extra
        from service.archives.notices import scripts  # noqa: PLC0415  # needs an extra

        layer = batch.recorded.layer
        said = misfit_of_rows(batch.recorded, rows)
        if not said and scripts(rows.urls).any():
            said = "an address is a script, which runs where somebody follows it"
        if said:
            raise InvalidInput(f"its block holds rows of which {said}.", code="wrong-block")
        before = self._keys.setdefault(layer, KeysOfBatches(self._batches))
        before.add(self._of.get(layer, []))
        there = twice(rows.keys) or [
            rows.keys[at].as_py() for found in before.find(rows.keys) for at in found.keys[:1]
        ]
        there = there or _begun(layer, rows, begun)
        if there:
            said = f"{visible(f'{layer}/{there[0]}')} is there already, before or in its block."
            raise InvalidInput(said, code="wrong-block")

    def past(self, stream: str) -> Past:
        """What is kept of a stream that has no row of its own yet: a batch may have begun it."""
        layer, _, key = stream.partition("/")
        for batch in self._of.get(layer, ()) if machine_coded([stream]) else ():
            if batch.recorded.least <= key <= batch.recorded.greatest:
                from service.archives.rows import kind_of  # noqa: PLC0415  # needs an extra

                kind = kind_of(self._batches.opened(batch).rows, key)
                if kind:
                    return Past(kind, (BEGINNING, *self._later[batch.stream]))
        return _NOTHING


def _begun(layer: str, rows: FactColumns, begun: Container[str]) -> list[str]:
    """The first key of rows of which the fact is there, if there is one."""
    keys: list[str] = rows.keys.to_pylist()
    return next(([key] for key in keys if f"{layer}/{key}" in begun), [])


def _read_block(written: str) -> bytes:
    from service.archives.block import MOST_BYTES  # noqa: PLC0415  # needs an extra

    if len(written) > MOST_BYTES:
        raise InvalidInput("its block is larger than any.", code="wrong-block")
    try:
        return b64decode(written)
    except binascii.Error:
        said = "its block is not written as an export writes it: it was cut short, or changed."
        raise InvalidInput(said, code="wrong-block") from None
