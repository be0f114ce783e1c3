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
from projections.notation.pieces import is_date, quoted, read_known, unquoted, written_known
from projections.notation.reports import because

EDITED: Final = "edited in "
"""How the reason of a correction begins that was read off an edited line."""

_COMMA: Final = re.compile(r",\s+")
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_BARE: Final = re.compile(r'[^"\s].*')


class _Split(NamedTuple):
    """The pieces of a correction as they are written; `reason` is None where none is given."""

    field: str
    value: str
    known: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """`corrected FIELD VALUE, DATE[, because ..]`."""

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
        known, reason = read_known(found.known), found.reason or ""
        return Corrected(
            edited=known.assumed and reason.startswith(EDITED),
            field=found.field,
            value=_read_value(found.field, unquoted(found.value)),
            known_on=known.day,
            assumed=known.assumed,
            because=reason,
        )

    def write(self, event: Event) -> str:
        """The line of a correction, beginning with its word."""
        assert isinstance(event, Corrected)
        known = written_known(event.known_on, assumed=event.assumed)
        end = f", {known}{because(event.because)}"
        return f"{self.word} {event.field} {_written_value(event, end)}{end}"

    def _no_field(self, found: _Split, column: int) -> InvalidInput:
        near = get_close_matches(found.field, CORRECTABLE, n=2, cutoff=0.6)
        known = "" if near else f"; {', '.join(CORRECTABLE)} can"
        reason = because(found.reason or "")
        return InvalidInput(
            f'"{found.field}" cannot be corrected{known}.',
            *(Fix(f"{self.word} {name} {found.value}, {found.known}{reason}") for name in near),
            code="no-such-field",
            column=column,
        )


def _split(rest: str) -> _Split | None:
    """FIELD VALUE, DATE[, because ..] with the shortest value that leaves a date after it.

    A value may hold commas, and a date as well; so a date counts only at the end or before a
    reason. None where no date does.
    """
    field, _, tail = rest.partition(" ")
    tail = tail.strip()
    closing = _QUOTED.match(tail)
    start = closing.end() if closing else 0
    for comma in _COMMA.finditer(tail):
        if comma.start() < start:
            continue
        when, _, after = tail[comma.end() :].partition(",")
        reason = re.match(r"\s+because\s+(.*)", after)
        if is_date(when.strip()) and (not after or reason):
            value = tail[: comma.start()].strip()
            return _Split(field, value, when.strip(), reason.group(1) if reason else None)
    return None


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
