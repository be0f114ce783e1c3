"""Tokens: who may read and who may record, each line `NAME:HASH[:SCOPES]`."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from domain.characters import check_characters
from domain.limits import check_fields
from domain.refusal import Failure, Fix

READ: Final = "read"
WRITE: Final = "write"
SCOPES: Final = (READ, WRITE)

_LINE: Final = re.compile(r"(?P<name>[^:]+):(?P<hash>[0-9a-f]{64})(?::(?P<scopes>[a-z, ]+))?")


@dataclass(frozen=True)
class Holder:
    """Whoever holds a token: the name under which they record, and what they may do."""

    name: str
    hash: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Tokens:
    """The tokens that are known, by their hashes."""

    holders: Sequence[Holder] = ()

    @classmethod
    def read(cls, text: str, place: str) -> Tokens:
        """The tokens of a text, a line each; those that begin with `#` are remarks.

        Raises Failure for any other line, which it names by its number and never repeats.
        """
        lines = [(i, line.strip()) for i, line in enumerate(text.splitlines(), 1)]
        return cls([_holder(line, f"{place}:{i}") for i, line in lines if line and line[0] != "#"])

    def holder(self, token: str) -> Holder | None:
        """Whose token it is; None where it is nobody's.

        Every entry is compared, and each in the same time, so that nobody learns by waiting how
        much of a token is right.
        """
        found, given = None, hash_of(token)
        for holder in self.holders:
            if hmac.compare_digest(holder.hash, given):
                found = holder
        return found


def _holder(line: str, place: str) -> Holder:
    found = _LINE.fullmatch(line)
    named = found["scopes"] if found else None
    scopes = frozenset(re.split("[, ]+", named.strip()) if named else (READ,))
    if not found or not scopes <= set(SCOPES):
        raise Failure(
            f"{place}: a token is a line NAME:HASH, or NAME:HASH:read,write.",
            Fix("detente serve --new-token NAME", "makes one"),
            code="not-a-token",
        )
    name = found["name"].strip()
    check_characters(name, "the name of an author")
    check_fields({"author": name})
    return Holder(name, found["hash"], scopes)


def hash_of(token: str) -> str:
    """What is kept of a token. It is long and random, so that nobody guesses it from this."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token that nobody else has."""
    return token_urlsafe(32)
