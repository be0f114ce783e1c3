"""Batches in a copy of a timeline, checked as they are read: blocks, and what begins in them."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.batch import RowsRecorded
from domain.events import Event, Undone
from domain.layers import machine_coded
from domain.refusal import InvalidInput
from service.formats.foreign import BEGINNING, Past
from service.store.batches import check_extra

if TYPE_CHECKING:
    from service.archives.columns import FactColumns

_NOTHING: Final = Past()


class _Copied(NamedTuple):
    """A batch of a copy: its event, its rows, and the versions that its later events take back."""

    recorded: RowsRecorded
    rows: FactColumns
    later: list[tuple[int, ...]]


class CopiedBatches:
    """The batches of a copy so far."""

    def __init__(self) -> None:
        self._of: dict[str, list[_Copied]] = {}
        self._at: dict[str, _Copied] = {}

    def take(self, event: Event, written: str) -> bytes:
        """The block that comes with an event, empty if it has none.

        Raises InvalidInput where it lacks one or has one too many, and where the rows are not those
        of the event, or are none that detente writes.
        """
        if not isinstance(event, RowsRecorded):
            if written:
                raise InvalidInput("only a batch has a block.", code="wrong-block")
            batch = self._at.get(event.originator_id)
            if batch is not None and isinstance(event, Undone):
                batch.later.append(event.versions)
            return b""
        check_extra()
        from service.archives.checks import wrong_block  # noqa: PLC0415  # needs an extra

        if event.originator_id.split("/")[1:2] != [event.layer]:
            raise InvalidInput("this batch is of another layer.", code="wrong-stream")
        data = b64decode(written)
        said, rows = wrong_block(event, data)
        if said:
            raise InvalidInput(f"its block holds rows of which {said}.", code="wrong-block")
        batch = _Copied(event, rows, [])
        self._of.setdefault(event.layer, []).append(batch)
        self._at[event.originator_id] = batch
        return data

    def past(self, stream: str) -> Past:
        """What is kept of a stream that has no row of its own yet: a batch may have begun it."""
        layer, _, key = stream.partition("/")
        for batch in self._of.get(layer, ()) if machine_coded([stream]) else ():
            if batch.recorded.least <= key <= batch.recorded.greatest:
                from service.archives.rows import kind_of  # noqa: PLC0415  # needs an extra

                kind = kind_of(batch.rows, key)
                if kind:
                    return Past(kind, (BEGINNING, *batch.later))
        return _NOTHING
