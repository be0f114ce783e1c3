"""A cited answer asked again, on a screen."""

from __future__ import annotations

from typing import Final

from domain.fact import DESK
from projections.events import describe
from projections.verification import COUNTS_DIFFERENTLY, RECORD_CHANGED, Verification
from projections.words import count, day, full_day
from views.page import Page

MOST: Final = 20
"""How many events are listed; the rest are counted."""


def render(found: Verification, page: Page) -> None:
    """Whether the answer follows from its record as it did, and what it is now."""
    cited = found.cited
    heading = f"Answer {found.answer}, cited on {full_day(cited.cited_on)}"
    page.opening(heading, [cited.title])
    page.item("THEN", "", _then(found), "", columns=(6, 0))
    if found.now is not None:
        page.item("NOW", "", _now(found), "", columns=(6, 0))
    events = found.of_its_facts
    page.line()
    if found.outcome == RECORD_CHANGED:
        page.text("What was recorded since cannot be separated from what was changed.")
        return
    page.text(
        f"{count(found.recorded_since, 'event')} recorded since, {len(events)} of them of facts"
        " that it names."
    )
    for event in events[:MOST]:
        handle = f"^{event.originator_id.removeprefix(f'{DESK}/')}"
        page.item("", f"known {day(event.known_on)}", describe(event), handle, columns=(6, 20))
    if len(events) > MOST:
        page.text(f"… and {len(events) - MOST} more.")


def _then(found: Verification) -> str:
    first = f"from the first {count(found.cited.position, 'event')}, as they were then"
    if found.outcome == RECORD_CHANGED:
        return (
            f"RECORD CHANGED: the first {count(found.cited.position, 'event')} are not those that"
            f" the answer was given from (digest {found.digest[:16]}, then"
            f" {found.cited.digest[:16]})."
        )
    if found.outcome == COUNTS_DIFFERENTLY:
        return (
            f"another answer {first}: the record is the same, and the program counts differently"
            f" now{_versions(found)}."
        )
    return f"the same answer {first}."


def _versions(found: Verification) -> str:
    """Which rules it was counted by, and which count now."""
    cited = found.cited
    if not cited.rules:
        return ""
    if cited.rules == found.rules:
        return f" (by the same rules, {cited.rules}; cited from version {cited.program})"
    return f" ({cited.rules} then, {found.rules} now)"


def _now(found: Verification) -> str:
    all_of_it = f"from all {count(found.position, 'event')}"
    return f"{'the same' if found.now_same else 'another'} answer {all_of_it} ({found.now})."
