"""The line of a correction: a field, its value, when that was known, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NamedTuple

from domain import edtf, typed
from domain.content import CORRECTABLE, DATES
from domain.events import Corrected, Event
from domain.refusal import Fix, InvalidInput
from domain.report import Report
from projections.notation.pieces import (
    Parts,
    is_date,
    quoted,
    read_known,
    unquoted,
    written_known,
    written_name,
)
from projections.notation.reports import because, extras

EDITED: Final = "edited in "
"""How the reason of a correction begins that was read off an edited line."""

_COMMA: Final = re.compile(r",\s+")
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_BARE: Final = re.compile(r'[^"\s].*')


class _Split(NamedTuple):
    """The pieces of a correction as they are written; `rest` is what follows its known date.

    `at` is the column of `rest` in the text, from 0.
    """

    field: str
    value: str
    known: str
    rest: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """`corrected FIELD VALUE, DATE[, PUBLISHER][, URL, origin=.., ..][, because ..]`."""

    word: str = "corrected"

    def read(self, rest: str, column: int) -> Event:
        """The correction that the text after the word is. Raises InvalidInput."""
        found = _split(rest)
        if found is None:
            raise InvalidInput(
                "a correction names a field, its value, and the date from which that was known.",
                Fix(f"{self.word} FIELD VALUE, DATE, because REASON", "for example"),
                code="incomplete-correction",
                column=column,
            )
        if found.field not in CORRECTABLE:
            raise self._no_field(found, column)
        if turned := self._turned(found):
            raise InvalidInput(
                f'"{self.word}" has the date before its source.',
                turned,
                code="turned-around",
                column=column,
            )
        known, parts = read_known(found.known), Parts.of(found.rest, column + found.at)
        return Corrected(
            edited=known.assumed and parts.because.startswith(EDITED),
            field=found.field,
            value=_read_value(found.field, unquoted(found.value)),
            known_on=known.day,
            assumed=known.assumed,
            report=_read_report(parts, found.known, assumed=known.assumed),
            because=parts.because,
        )

    def write(self, event: Event) -> str:
        """The line of a correction, beginning with its word."""
        assert isinstance(event, Corrected)
        end = f", {_written_known(event)}{_written_source(event)}{because(event.because)}"
        return f"{self.word} {event.field} {_written_value(event, end)}{end}"

    def _turned(self, found: _Split) -> Fix | None:
        """The same line with its source last, where that stands before the date."""
        value, comma, source = found.value.partition(", ")
        if not comma or found.field not in DATES or not is_date(value) or is_date(source):
            return None
        if any(is_date(part.text) for part in Parts.of(source, 1).plain):
            return None
        rest = f", {found.rest}" if found.rest else ""
        return Fix(f"{self.word} {found.field} {value}, {found.known}, {source}{rest}")

    def _no_field(self, found: _Split, column: int) -> InvalidInput:
        near = get_close_matches(found.field, CORRECTABLE, n=2, cutoff=0.6)
        known = "" if near else f"; {', '.join(CORRECTABLE)} can"
        rest = f", {found.rest}" if found.rest else ""
        return InvalidInput(
            f'"{found.field}" cannot be corrected{known}.',
            *(Fix(f"{self.word} {name} {found.value}, {found.known}{rest}") for name in near),
            code="no-such-field",
            column=column,
        )


def _split(text: str) -> _Split | None:
    """FIELD VALUE, DATE[, ..] with the shortest value that leaves a date after it.

    A value may hold commas, and a date as well; so a date counts only at the end or before a
    reason, and only where none does so before the name of a source. None where there is no date.
    """
    field, _, tail = text.partition(" ")
    start = len(text) - len(tail.lstrip())
    tail = text[start:].rstrip()
    closing = _QUOTED.match(tail)
    quote = closing.end() if closing else 0
    sourced: _Split | None = None
    for comma in _COMMA.finditer(tail):
        if comma.start() < quote:
            continue
        when, _, after = tail[comma.end() :].partition(",")
        if not is_date(when.strip()):
            continue
        rest = after.strip()
        found = _Split(
            field, tail[: comma.start()].strip(), when.strip(), rest, start + len(tail) - len(rest)
        )
        if not after or (after[0].isspace() and rest.startswith("because ")):
            return found
        if sourced is None and after[0].isspace() and _names_source(rest):
            sourced = found
    return sourced


def _names_source(rest: str) -> bool:
    """Whether what follows a date is the name of a source with its details, and no date."""
    try:
        plain = Parts.of(rest, 1).plain
    except InvalidInput:
        return True  # whoever reads it will say what is wrong with it
    return len(plain) == 1 and not is_date(plain[0].text)


def _read_report(parts: Parts, known: str, *, assumed: bool) -> Report | None:
    """The report that a correction rests on; None where it names no source."""
    if not parts.plain:
        return None
    return parts.report(parts.plain[0].text, "" if assumed else known)


def _written_known(event: Corrected) -> str:
    """The day from which it was known, as its source dates it where one does."""
    if event.report and event.report.published:
        return f"{event.report.published}{'?' if event.assumed else ''}"
    return written_known(event.known_on, assumed=event.assumed)


def _written_source(event: Corrected) -> str:
    if event.report is None:
        return ""
    return f", {written_name(event.report.publisher)}{extras(event.report)}"


def _read_value(field: str, value: str) -> str:
    if field not in DATES or value in ("", edtf.OPEN):
        return value
    return typed.days(value) if field == "on" else typed.instant(value)


def _written_value(event: Corrected, end: str) -> str:
    """A value, in quotes wherever it would be read differently without them."""
    text = event.value
    if is_date(text):
        return text
    found = _split(f"{event.field} {text}{end}")
    comes_back = found is not None and found.value == text
    ends_in_date = is_date(text.split(",")[-1].strip())
    return text if _BARE.fullmatch(text) and comes_back and not ends_in_date else quoted(text)
