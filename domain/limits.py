"""How long what people write may be, in characters, and how many may be named at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.characters import check_characters
from domain.content import CORRECTABLE, check_goldstein, read_goldstein
from domain.events import Asserted, Corrected, Event
from domain.refusal import InvalidInput
from domain.report import Report

LINE: Final = 100_000
"""A line of `.facts`, or a cell of a table. More than the longest line that the limits below let
anybody record, so that whatever is exported can be imported.
"""

TEXT: Final = 10_000
NAME: Final = 500
TITLE: Final = 1_000
URL: Final = 4_000
QUOTE: Final = 1_000
"""A quotation from a report: some sentences, and not the article."""

HANDLE: Final = 200
ID: Final = 100
QUESTION: Final = 2_000
"""The words of one question, and of one search."""

LONGEST: Final[Mapping[str, int]] = {
    "title": TITLE,
    "note": TEXT,
    "because": TEXT,
    "weight_because": TEXT,
    "place": NAME,
    "level": NAME,
    "code": NAME,
    "publisher": NAME,
    "origin": NAME,
    "voice": NAME,
    "author": NAME,
    "url": URL,
    "archived": URL,
    "quote": QUOTE,
    "handle": HANDLE,
    "episode": HANDLE,
    "topics": ID,
    "people": ID,
    "actors": ID,
    "recipients": ID,
}
"""Characters of a field; of each one where a field holds several."""

MOST: Final[Mapping[str, int]] = {"actors": 200, "recipients": 200, "people": 200, "topics": 100}
"""How many of them a fact may have."""

_CALLED: Final = {
    "because": "reason",
    "weight_because": "reason",
    "url": "URL",
    "archived": "URL",
    "topics": "topic",
    "people": "person's id",
    "actors": "actor's id",
    "recipients": "actor's id",
    "publisher": "source",
}


def check_line(line: str, what: str = "a line") -> None:
    """Raises InvalidInput where a line is too long, or holds what no line can hold."""
    check_length(line, what, LINE, 1)
    check_characters(line, what)


def check_length(text: str, what: str, most: int, column: int | None = None) -> None:
    """Raises InvalidInput where a text is longer than `most` characters.

    `column` is where it begins, from 1; the refusal is at the first character that is too many.
    """
    if len(text) > most:
        raise _too_long(text, what, most, None if column is None else column + most)


def check_fields(fields: Mapping[str, object], column: int | None = None) -> None:
    """Raises InvalidInput where one of the fields is too long, or names too many.

    `column` is that of the text which the fields were read from.
    """
    for name, value in fields.items():
        each = value if isinstance(value, tuple) else (value,)
        if name in MOST and len(each) > MOST[name]:
            raise InvalidInput(
                f"a fact has {MOST[name]} {name} at most; this one has {len(each):,}.",
                code="too-many",
                column=column,
                values={"most": str(MOST[name])},
            )
        if name not in LONGEST:
            continue
        called = _CALLED.get(name, name)
        what = f"{'an' if called[0] in 'aeio' else 'a'} {called}"
        for text in each:
            if isinstance(text, str) and len(text) > LONGEST[name]:
                raise _too_long(text, what, LONGEST[name], column)


def _too_long(text: str, what: str, most: int, column: int | None) -> InvalidInput:
    return InvalidInput(
        f"{what} has {most:,} characters at most; this one has {len(text):,}.",
        code="too-long",
        column=column,
        values={"most": str(most)},
    )


def check_event(event: Event, column: int | None = None) -> None:
    """Raises InvalidInput where anything that an event says is more than there may be of it."""
    check_fields({"because": event.because}, column)
    report = getattr(event, "report", None)
    if isinstance(report, Report):
        check_fields(dict(report), column)
    if isinstance(event, Asserted):
        check_fields(dict(event.content), column)
        check_goldstein(event.content.goldstein)
    if isinstance(event, Corrected) and event.field in CORRECTABLE:
        check_fields(_corrected(event), column)
        if event.field == "goldstein" and event.value:
            read_goldstein(event.value)


def _corrected(event: Corrected) -> Mapping[str, object]:
    """The fields that a correction sets, as far as their length goes."""
    if event.field == "parties":
        sides = event.value.replace("=", ">").split(">")
        names = ("actors", "recipients")
        return {
            name: tuple(part.strip() for part in side.split(","))
            for name, side in zip(names, sides, strict=False)
        }
    if event.field in MOST:
        return {event.field: tuple(part.strip() for part in event.value.split(","))}
    return {event.field: event.value}
