"""Held digests as a text names them, and the lines of it that mean to name one and do not."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, chain
from typing import Final, NamedTuple, cast

from projections.held import Held

_HELD: Final = re.compile(r"(?<!\d)(\d{1,18}):((?:[0-9a-f]\s*){64})(?![0-9a-f])")
"""Position and digest; a page may have wrapped the digest."""

_OF_BACKUP: Final = re.compile(r"Position:\s+(\d{1,18})\s+Digest:\s+([0-9a-f]{64})(?![0-9a-f])")
"""As a backup and a restore print the two."""

_LINE: Final = re.compile(r"\d{1,18}:[0-9a-f]{64}(\s.*)?")
_RECEIPT: Final = re.compile(r"\d{1,18}:[0-9a-f]{64} \d{4}-\d\d-\d\dT\S+( .*)?")
"""A line of a digest, and one as a backup appends it to a file."""

_POSITIONS: Final = (("position", "digest"), ("events", "hash"))
"""The fields under which JSON of ours has the two."""

_OPENING: Final = re.compile(r'^[ \t]*(?=[{\[])(?!\{"stream":)', re.MULTILINE)
"""Where a document of JSON begins; an event of an export names no position."""

_MEANT: Final = re.compile(
    r"\d:[0-9a-f]{8}"
    r"|^\s*\d+:[0-9a-f]*\s*$"
    r"|^\s*[0-9a-f]{32,}(\s|$)"
    r"|\bDigest:\s*[0-9a-f]",
    re.IGNORECASE,
)
"""What is left of a digest that is cut, is too long, or has lost its position."""

_NUMBERED: Final = re.compile(r"\s*\d+\s*:")
_IN_PIECES: Final = re.compile(r'"digest":|"hash":\s*"(?![0-9a-f]{64}")')
"""A digest in JSON that cannot be read; that of an event of an export is left alone."""


def held_in(text: str) -> tuple[Held, ...]:
    """Every position with its digest that a text names, in order of position.

    A citation in any format, an answer in JSON, an export, lines of receipts.
    """
    text = text.removeprefix("\ufeff")
    found = {Held(int(at), re.sub(r"\s", "", digest)) for at, digest in _named(text)}
    for document in _documents(text):
        found |= {held for held, _ in _of_value(document.value) if held is not None}
    return tuple(sorted(found))


def unread_lines(text: str) -> tuple[int, ...]:
    """Which lines are meant to hold a digest and hold no whole one, numbered from 1.

    In receipts as a backup appends them every line is; in any other text those that begin as a
    digest does, or hold a piece of one.
    """
    text = text.removeprefix("\ufeff")
    lines = text.splitlines()
    if any(map(_RECEIPT.fullmatch, lines)):
        return tuple(
            number
            for number, line in enumerate(lines, 1)
            if line.strip() and not line.startswith("#") and not _LINE.fullmatch(line)
        )
    left = _OF_BACKUP.sub(_emptied, _HELD.sub(_emptied, text))
    listed = any(map(_LINE.fullmatch, lines))
    found = {
        number
        for number, line in enumerate(left.splitlines(), 1)
        if _MEANT.search(line) or (listed and _NUMBERED.match(line))
    }
    return tuple(sorted(found.union(_unread_json(text))))


def _emptied(found: re.Match[str]) -> str:
    """As many lines, with nothing in them."""
    return "\n".join("" for _ in f"{found[0]}.".splitlines())


def _named(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (_HELD, _OF_BACKUP):
        yield from pattern.findall(text)


# JSON ---------------------------------------------------------------------------------------------


class _Document(NamedTuple):
    """A value of JSON, with where it begins in its text, and where it ends."""

    value: object
    begins: int
    ends: int


def _documents(text: str) -> Iterator[_Document]:
    """Every value of JSON that begins a line, be it one, one a line, or one after another."""
    decoder = json.JSONDecoder()
    at = 0
    while found := _OPENING.search(text, at):
        try:
            value, at = decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            at = found.end() + 1
            continue
        yield _Document(value, found.end(), at)


def _of_value(value: object) -> Iterator[tuple[Held | None, str]]:
    """Each digest as it is written, after it with its position; None where that is not whole."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        for at, of in _POSITIONS:
            if at in fields and of in fields:
                yield _whole(fields[at], fields[of]), str(fields[of])
        yield from _of_values(fields.values())
    elif isinstance(value, list):
        yield from _of_values(cast("list[object]", value))


def _of_values(values: Iterable[object]) -> Iterator[tuple[Held | None, str]]:
    return chain.from_iterable(map(_of_value, values))


def _whole(position: object, digest: object) -> Held | None:
    if type(position) is int and isinstance(digest, str):
        found = _HELD.fullmatch(f"{position}:{digest}")
        return Held(position, digest) if found is not None else None
    return None


def _unread_json(text: str) -> Iterator[int]:
    """Lines of JSON with a digest that is not whole, or whose document cannot be read."""
    begins = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    return (bisect_right(begins, place) for place in _unread_places(text))


def _unread_places(text: str) -> Iterator[int]:
    after = 0
    for document in _documents(text):
        yield from _in_pieces(text, after, document.begins)
        after = document.ends
        for held, digest in _of_value(document.value):
            if held is None:
                yield max(text.find(digest, document.begins, after), document.begins)
    yield from _in_pieces(text, after, len(text))


def _in_pieces(text: str, first: int, last: int) -> Iterator[int]:
    """Where digests of JSON are between two places, of which no document can be read."""
    return (found.start() for found in _IN_PIECES.finditer(text, first, last))
