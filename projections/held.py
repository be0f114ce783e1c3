"""Held digests: what somebody kept of a record elsewhere, and whether the record still has it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, cast

from typing_extensions import TypedDict

from projections.plain import Count, Digest, Text

_HELD: Final = re.compile(r"(?<!\d)(\d{1,18}):((?:[0-9a-f]\s*){64})(?![0-9a-f])")
"""Position and digest; a page may have wrapped the digest."""

_OF_BACKUP: Final = re.compile(r"Position:\s+(\d{1,18})\s+Digest:\s+([0-9a-f]{64})(?![0-9a-f])")
"""As a backup and a restore print the two."""

_LINE: Final = re.compile(r"\d{1,18}:[0-9a-f]{64}(\s.*)?")
_RECEIPT: Final = re.compile(r"\d{1,18}:[0-9a-f]{64} \d{4}-\d\d-\d\dT\S+( .*)?")
"""A line of a digest, and one as a backup appends it to a file."""

_POSITIONS: Final = (("position", "digest"), ("events", "hash"))
"""The fields under which JSON of ours has the two."""

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


def held_in(text: str) -> tuple[Held, ...]:
    """Every position with its digest that a text names, in order of position.

    A citation in any format, an answer in JSON, an export, lines of receipts.
    """
    found = {Held(int(at), re.sub(r"\s", "", digest)) for at, digest in _named(text)}
    return tuple(sorted(found | set(_in_json(text))))


def unread_lines(text: str) -> tuple[int, ...]:
    """Which lines of receipts hold no whole digest, numbered from 1.

    None where no line is a receipt: then the text is another, which may say anything beside its
    digests.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not any(map(_RECEIPT.fullmatch, lines)):
        return ()
    return tuple(
        number
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#") and not _LINE.fullmatch(line)
    )


def _named(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (_HELD, _OF_BACKUP):
        yield from pattern.findall(text)


def _in_json(text: str) -> Iterator[Held]:
    """Those of a JSON document, or of the first line of one that has a document a line."""
    for part in (text, text.lstrip("\ufeff").partition("\n")[0]):
        try:
            yield from _of_value(json.loads(part))
        except (ValueError, RecursionError):
            continue


def _of_value(value: object) -> Iterator[Held]:
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        for at, of in _POSITIONS:
            position, digest = fields.get(at), fields.get(of)
            if type(position) is int and isinstance(digest, str):
                found = _HELD.fullmatch(f"{position}:{digest}")
                if found is not None:
                    yield Held(position, digest)
        for part in fields.values():
            yield from _of_value(part)
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _of_value(part)


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
