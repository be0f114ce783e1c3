"""What a line says differently from the fact that it names, and what two events say alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.content import CORRECTABLE, OF_DETAILS, Content
from domain.events import Asserted, Corrected, Event, Reported
from domain.fact import Fact
from domain.folding import composed
from domain.refusal import InvalidInput
from projections.notation.pieces import last_day
from service.formats.document import Block

NOT_SAID: Final = {
    "originator_id",
    "originator_version",
    "recorded_at",
    "author",
    "first_recorded",
    "refines",
    "edited",
}
"""Fields that a line does not say, so that they make no difference between two events."""

ADDING: Final = frozenset({"note", "people", "place", "level", "code", "goldstein", "topics"})
"""Fields that change no figure: who fills in an empty one, or adds to a list, contradicts nobody.
"""

_LISTS: Final = frozenset({"people", "topics"})


def said(event: Event) -> str:
    """What a line says of an event, so that two that say the same are one."""
    return composed(f"{event.stored_as} {event.model_dump_json(exclude=NOT_SAID)}")


def said_by(block: Block) -> Counter[str]:
    """What the details of a block say, its first report among them."""
    first = as_the_line_was(block.asserted)
    return Counter(
        said(event)
        for event in (*([first] if first else []), *(detail.event for detail in block.events))
    )


def as_the_line_was(event: Event) -> Event | None:
    """An event as the detail that says it.

    None for what no detail says: a fact without a report, or an edit of its line.
    """
    if isinstance(event, Asserted):
        return as_reported(event) if event.report is not None else None
    return None if isinstance(event, Corrected) and event.edited else event


def as_reported(asserted: Asserted) -> Reported:
    """The first report of a fact as one more of it."""
    report = asserted.report
    assert report is not None
    # Without a date of its own it was known when the fact was; and whether that day is assumed says
    # nothing else.
    known_on = last_day(report.published) if report.published else asserted.known_on
    return Reported(
        report=report,
        known_on=known_on,
        assumed=asserted.assumed and not report.published,
        because=asserted.because,
    )


def edited(block: Block, fact: Fact) -> Iterator[tuple[str, str]]:
    """Fields whose line differs from what the same line said when it was last recorded.

    Raises InvalidInput where it is dated as another kind of fact is.
    """
    base = _base(block, fact)
    if block.content.of_kind.dated_by != base.of_kind.dated_by:
        old, new = base.value("what"), block.content.value("what")
        raise InvalidInput(
            f'"{fact.handle}" is recorded as {old}, and {new} is dated differently; give the new'
            " fact a handle of its own.",
            code="dated-differently",
        )
    for name in CORRECTABLE:
        value = block.content.value(name)
        gone = not value and name in OF_DETAILS  # a line that is gone does nothing
        gone = gone or (name == "domain" and not block.names_domain)
        if not block.content.says(base, name) and not gone:
            yield name, value


class Difference(NamedTuple):
    """A field that another file gives another value, and whether both cannot be right."""

    field: str
    value: str
    contradicts: bool


def differences(block: Block, fact: Fact) -> list[Difference]:
    """The fields in which a block of another file differs from a fact as it is now.

    What was corrected on one side only makes no difference. Raises InvalidInput where it is dated
    as another kind of fact is.
    """
    base, now = fact.asserted.content, fact.content
    changed_there = dict(edited(block, fact))
    theirs = _corrected(block)
    found: list[Difference] = []
    for name in CORRECTABLE:
        value = theirs.value(name)
        if theirs.says(now, name):
            continue
        if name in changed_there:
            found.append(Difference(name, value, contradicts(now, name, value)))
        elif value != block.content.value(name) and now.value(name) != base.value(name):
            found.append(Difference(name, value, contradicts=True))
    return found


def _corrected(block: Block) -> Content:
    """What a block says with the corrections that it writes out."""
    content = block.content
    corrections = [each.event for each in block.events if isinstance(each.event, Corrected)]
    for event in sorted(corrections, key=lambda event: event.known_on):
        if not (event.field == "on" and content.of_kind.planned):
            content = content.corrected(event.field, event.value)
    return content


def contradicts(content: Content, field: str, value: str) -> bool:
    """Whether a field of a fact cannot be what it is and have that value too."""
    there = content.value(field)
    if field not in ADDING or not there:
        return field not in ADDING
    return field not in _LISTS or not set(there.split(",")) <= set(value.split(","))


def _base(block: Block, fact: Fact) -> Content:
    """The content of the fact's line when it was last recorded, with the edits since.

    Edits that the block itself writes out as corrections, as an export does, are left out.
    """
    written_out = {said(detail.event) for detail in block.events}
    content = fact.asserted.content
    for event in fact.effective_events():
        if isinstance(event, Corrected) and event.edited and said(event) not in written_out:
            content = content.corrected(event.field, event.value)
    return content
