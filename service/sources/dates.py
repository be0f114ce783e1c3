"""Dates of sources: each column has one format, and nothing else is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from domain.refusal import Fix, InvalidInput

_PARTS: Final = {
    "YYYY": r"(?P<y>\d{4})",
    "MM": r"(?P<m>\d\d)",
    "DD": r"(?P<d>\d\d)",
    "hhmmss": r"\d{6}",
}
KEPT: Final = 50_000
"""Dates that are kept once they are read: more than a century of days."""


class Dating(NamedTuple):
    """A day, as its number, as a date and as text."""

    number: int
    day: date
    written: str


def dates(
    form: str, first_year: int = 1, last_year: int = 9999, until: date = date.max
) -> Callable[[str], Dating | InvalidInput]:
    """A reader of dates of one format.

    A refusal is a value, because a file may have many, and each text is read once. Days before
    `first_year`, after `last_year` and after `until` are refused; all three may be read themselves.
    """
    pattern = re.compile(
        re.sub(
            "YYYY|MM|DD|hhmmss", lambda match: _PARTS[match[0]], re.escape(form).replace("\\-", "-")
        ),
        re.ASCII,
    )
    known: dict[str, Dating | InvalidInput] = {}

    def read(text: str) -> Dating | InvalidInput:
        found = known.get(text)
        if found is None:
            if len(known) > KEPT:
                known.clear()
            found = known[text] = _read(text)
        return found

    def _read(text: str) -> Dating | InvalidInput:
        match = pattern.fullmatch(text)
        if match is None:
            return InvalidInput(
                f'"{text}" is not a date written as {form}.' if text else "no date is given.",
                Fix(form),
                code="not-a-date" if text else "no-date",
                values={"date": text, "form": form},
            )
        year, month, day = (int(match[name]) for name in "ymd")
        if not first_year <= year <= last_year:
            return InvalidInput(
                f"the year {year} is not between {first_year} and {last_year}.",
                code="year-out-of-range",
            )
        try:
            found = date(year, month, day)
        except ValueError:
            return InvalidInput(f'there is no day "{text}".', code="no-such-day")
        if found > until:
            return InvalidInput(f"{found} has not happened yet.", code="in-the-future")
        return Dating(found.toordinal(), found, found.isoformat())

    return read
