"""Answers that stand still: positions with their digest, pages of lists, and how long to keep."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeVar

from domain.refusal import InvalidInput, SetField
from projections.question import Question
from service.store.interface import Head
from web.problems import Problem
from web.readers import Moment

_T = TypeVar("_T")

LISTS: Final = {
    "timeline": "entries",
    "search": "entries",
    "agenda": "items",
    "board": "lines",
    "actors": "actors",
    "kinds": "kinds",
    "sources": "sources",
    "history": "events",
    "check": "findings",
}
"""The list in the answer to each question that is answered by one."""

MOST: Final = 1000
"""Entries of a page of a list."""

KEPT: Final = "max-age=31536000, immutable"
"""How an answer is kept that never changes."""

_AT: Final = re.compile(r"([0-9]{1,15}):([0-9a-f]{8,64})")
_CLOCKS: Final = ("on", "and_on", "to", "known_on", "and_known_on", "recorded_by")
_EXACT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?$")


class Pin(NamedTuple):
    """A position of the record, and the digest there, or how it begins."""

    position: int
    digest: str

    @classmethod
    def read(cls, text: str) -> Pin:
        """The pin that `838:abcdd63c` is. Raises InvalidInput."""
        found = _AT.fullmatch(text)
        if not found:
            said = f'"{text}" is not a position with its digest, as 838:abcdd63c is.'
            fix = SetField("at", "VALUE", "as a link that stands still has it")
            raise InvalidInput(said, fix, code="not-a-position")
        return cls(int(found[1]), found[2])

    def of(self, moment: Moment) -> Moment:
        """The moment at which the record had come so far.

        Raises Problem where the record has another digest there, as an older copy of it has.
        """
        digest = moment.timeline.store.digest_at(self.position) or b""
        if not digest.hex().startswith(self.digest):
            raise Problem(
                409,
                name="other-chain",
                title=f"this record is another one at position {self.position}.",
            )
        timeline = moment.timeline.at_position(self.position)
        return moment._replace(timeline=timeline, head=Head(self.position, digest))


@dataclass(frozen=True)
class Page:
    """A part of a list: how many entries, after how many, and of which record."""

    limit: int
    after: int = 0
    pin: Pin | None = None

    @classmethod
    def read(cls, limit: int | None, cursor: str) -> Page | None:
        """The page that parameters mean; None where the whole list is asked for.

        Raises InvalidInput for a cursor that nobody gave.
        """
        if not cursor:
            return cls(limit) if limit else None
        try:
            position, digest, after, size = json.loads(urlsafe_b64decode(cursor.encode()))
            pin = Pin.read(f"{int(position)}:{digest}")
            if not (int(after) >= 0 and 1 <= int(size) <= MOST):
                raise ValueError
        except (ValueError, TypeError, InvalidInput) as error:
            said = "that cursor is not one of ours; begin without."
            raise InvalidInput(said, code="bad-cursor") from error
        return cls(limit or int(size), int(after), pin)

    def of(self, question: Question, whole: Mapping[str, object]) -> dict[str, object]:
        """An answer with the entries of this page alone."""
        name = self.list_of(question, whole)
        entries = whole[name]
        assert isinstance(entries, list)
        return {**whole, name: self.part(entries)}

    @staticmethod
    def list_of(question: Question, whole: Mapping[str, object]) -> str:
        """The list in an answer. Raises InvalidInput where there is none."""
        name = LISTS.get(question.name, "")
        if name not in whole:
            said = "this answer is not a list; ask for it without a limit."
            raise InvalidInput(said, code="not-a-list")
        return name

    def part(self, entries: Sequence[_T]) -> list[_T]:
        """Those entries that are on this page."""
        return list(entries[self.after : self.after + self.limit])

    def next(self, count: int, head: Head) -> str:
        """The cursor of the page after this one; empty where this is the last."""
        after = self.after + self.limit
        if after >= count:
            return ""
        where = [head.position, head.digest.hex()[:16], after, self.limit]
        return urlsafe_b64encode(json.dumps(where).encode()).decode()


def is_fixed(question: Question, given: Mapping[str, str], now: datetime) -> bool:
    """Whether an answer can never change: all clocks are fixed and past, and the lens is numbered.

    Each must be a date, for `yesterday` is another day tomorrow.
    """
    as_of, fields = question.as_of, type(question).model_fields
    if as_of is None or as_of.known_on is None:
        return False
    pinned = "at" in given or (as_of.recorded_by is not None and as_of.recorded_by < now)
    numbered = "lens" not in fields or "@" in given.get("lens", "")
    exact = all(_EXACT.match(given[name]) for name in _CLOCKS if name in given)
    return pinned and numbered and exact and ("on" in given or "to" in given)


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
