"""What can go wrong with a store, in the user's words."""

from __future__ import annotations

from typing import Final

from eventsourcing.persistence import MapperDeserialisationError, OperationalError

from domain.refusal import Broken, Failure, Run
from service.store.digest import Head

VERIFY: Final = Run.of("verify")
"""What shows where a store is broken."""

OUTDATED: Final = "its index is by the rules of another version of detente"
"""What is the matter with a layer whose flows were indexed by other rules."""

REBUILD: Final = Run.of("rebuild")
"""What makes an index by the rules of today."""

RESTORE: Final = Run.of("restore", "BACKUP")
"""What is left to do where nothing can be repaired."""


class StoreError(Failure):
    """A store that cannot be opened, read or written, in the user's words."""


class StoreFailure(StoreError, OperationalError):
    """A store that failed while it was in use; the library knows it as its own error too."""


class Damaged(Broken, StoreFailure):
    """A store whose file or rows are damaged."""


class CannotWrite(StoreFailure):
    """A store that can be read, and cannot be written, or not now."""


class Conflict(Failure):
    """Somebody else recorded something in the meantime."""


class BadEvent(Broken, StoreError, MapperDeserialisationError):
    """A row that no version of detente wrote."""


def check_after(head: Head, after: Head | None) -> None:
    """Raises Conflict where a store has not come exactly as far as `after`."""
    if after not in (None, head):
        raise overtaken()


def overtaken() -> Conflict:
    """The refusal where nobody knows what somebody else recorded."""
    return Conflict(
        "somebody else recorded something just now; look at the timeline, and try again.",
        Run.of("undo", list=True),
        code="overtaken",
    )


def other_rules(layer: str) -> StoreError:
    """The refusal to record in a layer whose flows were indexed by other rules."""
    return StoreError(
        f"nothing is recorded in layer {layer} until it is rebuilt: {OUTDATED}.",
        REBUILD,
        code="other-flow-rules",
        values={"layer": layer},
    )


def past() -> StoreError:
    """The refusal to record in a store as of a position."""
    return StoreError(
        "nothing can be recorded in a timeline as of an earlier position.", code="read-only-past"
    )
