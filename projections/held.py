"""Held digests: what somebody kept of a record elsewhere, and whether the record still has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, NamedTuple

from typing_extensions import TypedDict

from projections.plain import Count, Digest, Text

SAME: Final = "same"
ANOTHER: Final = "another"
MISSING: Final = "missing"


class Held(NamedTuple):
    """How far a record had come, and the digest of the chain there, in hex."""

    position: int
    digest: str

    @property
    def written(self) -> str:
        """`POSITION:DIGEST`, as it is cited."""
        return f"{self.position}:{self.digest}"


class Compared(NamedTuple):
    """A held digest, and what the record has at its position: the same, another, or nothing."""

    held: Held
    found: Literal["same", "another", "missing"]


class DigestJson(TypedDict):
    """How far a timeline has come, to be held elsewhere."""

    schema: Literal["detente/digest@1"]
    store: Text
    """The path or URL as given; sample for the bundled one."""
    position: Count
    """How many events it holds."""
    digest: Digest
    """The digest of the last of them, which covers all before it; zeros where there is none."""


class ComparedJson(TypedDict):
    """A held digest, compared with the record."""

    position: Count
    """The position that was held."""
    digest: Digest
    """The digest that was held."""
    found: Literal["same", "another", "missing"]
    """Whether the record has the same digest there, another one, or ends before it."""


def digest_json(store: str, end: Held) -> DigestJson:
    """How far a timeline has come, as plain values."""
    return {
        "schema": "detente/digest@1",
        "store": store,
        "position": end.position,
        "digest": end.digest,
    }


def compared(
    held: Iterable[Held], end: int, digest_at: Callable[[int], bytes | None]
) -> tuple[Compared, ...]:
    """Held digests beside those of a record that ends at a position."""
    return tuple(_compared(each, end, digest_at) for each in held)


def _compared(held: Held, end: int, digest_at: Callable[[int], bytes | None]) -> Compared:
    there = digest_at(held.position) if held.position <= end else None
    if there is None:
        return Compared(held, MISSING)
    return Compared(held, SAME if there.hex() == held.digest else ANOTHER)


def broken_promises(found: Sequence[Compared], end: int) -> tuple[str, ...]:
    """What is wrong with a record by digests that were held, in sentences.

    Each digest covers all before it: between the last that is the same and the first that is not
    lies the first change.
    """
    same = [each.held.position for each in found if each.found == SAME]
    another = [each.held.position for each in found if each.found == ANOTHER]
    missing = [each.held.position for each in found if each.found == MISSING]
    said: list[str] = []
    if another:
        first = min(another)
        before = max((position for position in same if position < first), default=0)
        after = f" and after position {before}, which is as it was held" if before else ""
        said.append(
            f"position {first} is there, but with another digest than the one that was held: the"
            f" past was rewritten at or before it{after}."
        )
    if missing:
        said.append(
            f"the timeline ends at {end}, before position {min(missing)} that was held: events"
            " are missing."
        )
    return tuple(said)


def kept_promise(found: Sequence[Compared], end: int) -> str:
    """What is right about a record by digests that were held and are all there."""
    last = max(each.held.position for each in found)
    held = (
        f"position {last} is there with the digest that was held"
        if len(found) == 1
        else f"all {len(found)} positions that were held are there with their digests, up to {last}"
    )
    on = f"; the timeline goes on from there to {end}" if end > last else ", and it ends there"
    return f"{held}{on}."


def compared_json(found: Iterable[Compared]) -> list[ComparedJson]:
    """Held digests, each with what the record has there, as plain values."""
    return [
        {"position": each.held.position, "digest": each.held.digest, "found": each.found}
        for each in found
    ]
