"""How many citations a store keeps, and a sum over all of them: so that none is gone unnoticed."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

_MOST: Final = 1 << 256


def tally_of(citations: Iterable[tuple[str, bytes]]) -> str:
    """The number of citations, and the sum of their digests, in whatever order they come."""
    tally = _written(0, 0)
    for answer, state in citations:
        tally = and_one(tally, answer, state)
    return tally


def and_one(tally: str, answer: str, state: bytes) -> str:
    """The tally with a citation more; one that cannot be read stays as it is."""
    number, _, total = tally.partition(" ")
    try:
        return _written(int(number) + 1, int(total, 16) + _digest(answer, state))
    except ValueError:
        return tally


def number_in(tally: str) -> int | None:
    """How many citations a tally is of; None where it cannot be read."""
    number = tally.partition(" ")[0]
    return int(number) if number.isascii() and number.isdigit() else None


def _written(number: int, total: int) -> str:
    return f"{number} {total % _MOST:064x}"


def _digest(answer: str, state: bytes) -> int:
    named = answer.encode(errors="backslashreplace")
    return int.from_bytes(sha256(b"%d %s%s" % (len(named), named, state)).digest())
