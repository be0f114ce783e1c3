"""The page of an answer that was cited: asked again, then and now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.actors import Registry
from domain.events import Event
from domain.fact import DESK
from domain.refusal import InvalidInput
from projections.events import describe
from projections.question import Question
from projections.verification import COUNTS_DIFFERENTLY, RECORD_CHANGED, Verification
from projections.words import count, day, full_day
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import framed
from views.html.paper import fill
from views.html.question_page import page_of
from views.html.site import Drawn, Site

MOST: Final = 50
"""How many events are listed; the rest are counted."""


@dataclass(frozen=True)
class Since:
    """One event recorded since of a fact that the answer names."""

    known: str
    said: str
    handle: str
    link: Address


def verification_page(found: Verification, site: Site, registry: Registry) -> Drawn:
    """Whether a cited answer still follows from its record, and whether it is the same now."""
    cited = found.cited
    events = found.of_its_facts
    changed = found.outcome == RECORD_CHANGED
    values = {
        "frame": framed("", site, Fixed()),
        "answer": found.answer,
        "cited_on": full_day(cited.cited_on),
        "title": cited.title,
        "then": then(found),
        "same_then": not changed and found.outcome != COUNTS_DIFFERENTLY,
        "now": now(found),
        "same_now": bool(found.now_same),
        "now_id": found.now or "",
        "page": page_of_cited(found),
        "changed": changed,
        "recorded": "" if changed else (
            f"{count(found.recorded_since, 'event')} recorded since, {len(events)} of them of"
            " facts that it names."
        ),
        "since": [_since(event, registry) for event in events[:MOST]],
        "more": max(0, len(events) - MOST),
        "digest": found.digest[:16],
        "cited_digest": cited.digest[:16],
        "position": f"{cited.position:,}",
    }  # fmt: skip
    return Drawn(fill("verification.html", site, values))


def _since(event: Event, registry: Registry) -> Since:
    handle = event.originator_id.removeprefix(f"{DESK}/")
    said = describe(event, registry.name)
    return Since(day(event.known_on), said, handle, address.fact(handle, {}))


def then(found: Verification) -> str:
    """What the answer comes to by the record as it was."""
    first = f"from the first {count(found.cited.position, 'event')}"
    if found.outcome == RECORD_CHANGED:
        return f"The first {count(found.cited.position, 'event')} are not those it was given from."
    if found.outcome == COUNTS_DIFFERENTLY:
        return (
            f"Another answer {first}: the record is the same, and the program counts differently."
        )
    return f"The same answer {first}."


def now(found: Verification) -> str:
    """What the answer comes to by all that is recorded; empty where that cannot be said."""
    if found.now is None:
        return ""
    same = "The same" if found.now_same else "Another"
    return f"{same} answer from all {count(found.position, 'event')}."


def page_of_cited(found: Verification) -> Address | None:
    """The page of the question that was cited; None where no page shows it."""
    if found.cited.in_words:
        return None
    try:
        return page_of(Question.from_plain(found.cited.question))
    except InvalidInput:
        return None
