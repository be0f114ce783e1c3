"""What an answer to one question of `add` says beside it: a day, an address, further actors."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from cli.answers import day, wrong_date
from domain import edtf
from domain.actors import ALWAYS, Registry
from domain.refusal import Fix, UnknownActor
from domain.typed import MONTH_NUMBERS
from domain.yearless import from_day
from projections.interview import Draft
from projections.notation.publishers import reported

_ONE_READING: Final = frozenset({"year-not-first", "no-hyphens"})
_AND: Final = re.compile(r"\s*,?\s+(?:and|&|=)\s+")


def in_its_year(answer: str, draft: Draft, before: Draft) -> Fix | None:
    """A date without a year: from the fact on, or in the year of the one recorded before.

    None where it may be two days, or nothing says which year is meant.
    """
    written = draft.date or before.date
    if not written:
        return None
    first = edtf.days(written).lo
    if not draft.date:
        first = date(date.fromordinal(first).year, 1, 1).toordinal()
    found = from_day(answer, MONTH_NUMBERS, first)
    return found[0] if len(found) == 1 else None


def source_parts(answer: str, draft: Draft, today: date) -> tuple[str, str, str]:
    """The publisher in an answer, the day of the report and its address, if it has them.

    `Kathimerini, 4 Dec 2019` answers two questions.
    """
    found = reported(answer)
    if not found.publisher or not (found.date or found.url):
        return answer, "", ""
    likely = only_reading(found.date, today) or in_its_year(found.date, draft, draft)
    typed = likely.paste if likely else found.date
    when = day(typed, today) if typed and wrong_date(typed, today) is None else ""
    return found.publisher, when, found.url


def only_reading(answer: str, today: date) -> Fix | None:
    """The one day that a date in another spelling can mean; None for any other answer."""
    wrong = wrong_date(answer, today)
    fixes = [fix for fix in wrong.fixes if isinstance(fix, Fix)] if wrong else []
    return fixes[0] if wrong and wrong.code in _ONE_READING and len(fixes) == 1 else None


def several(answer: str, registry: Registry) -> str:
    """Actors with `and` between them as lines have them, with commas; one name as it is."""
    try:
        registry.find_within(answer, ALWAYS)
    except UnknownActor:
        return _AND.sub(", ", answer)
    return answer
