"""What a row of a source changes of the fact that is there under its key."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from typing import Final, NamedTuple

from domain.content import CORRECTABLE, Content
from domain.decisions import accept
from domain.events import Asserted, Corrected, Event, Reinstated, Reported, Retracted
from domain.fact import Fact
from service.moment import Moment
from service.sources.outcome import Coded


class Change(Enum):
    """The outcome of a row whose key is there already."""

    NONE = "already here"
    AGAIN = "here again"
    CORRECTED = "corrected"


class News(NamedTuple):
    """The outcome of a row, and the events that say so, numbered and stamped."""

    change: Change
    events: tuple[Event, ...] = ()


SAME: Final = News(Change.NONE)


def news(
    fact: Fact, row: Coded, moment: Moment, file: str, imports: Container[datetime] = ()
) -> News:
    """The events that a row adds to its fact: none where it says what the source said last.

    `imports` are the instants at which imports by rules were recorded. What people recorded about
    the fact is left as it is: a row is compared with what the source said, not with the fact as it
    is now. Where the source changes what somebody corrected, that correction is made once more.
    """
    if not fact.exists:
        return News(
            Change.AGAIN,
            _taken(
                fact,
                [Asserted(content=row.content, report=row.report, known_on=row.known_on)],
                moment,
            ),
        )
    if (
        fact.version == 1
        and fact.asserted.content == row.content
        and fact.asserted.report == row.report
    ):
        return SAME
    said = source_content(fact)
    gone = gone_from_file(fact, imports)
    if not gone and said == row.content and row.report in reports(fact):
        return SAME
    known_on = max(
        moment.today, row.known_on, *(event.known_on for event in fact.effective_events())
    )
    events: list[Event] = []
    if gone:
        events.append(Reinstated(known_on=known_on, assumed=True, because=f"again in {file}"))
    changed = [*_corrections(said, row.content, known_on, f"changed in {file}")]
    events += [*changed, *_kept(fact, changed, known_on)]
    if row.report not in reports(fact):
        events.append(
            Reported(
                report=row.report, known_on=known_on, assumed=True, because=f"changed in {file}"
            )
        )
    change = Change.AGAIN if gone else Change.CORRECTED if events else Change.NONE
    return News(change, _taken(fact, events, moment))


def retraction(fact: Fact, moment: Moment, file: str) -> Event:
    """That a fact is gone from a file."""
    known_on = max(moment.today, *(event.known_on for event in fact.effective_events()))
    retracted = Retracted(known_on=known_on, assumed=True, because=f"gone from {file}")
    return _taken(fact, [retracted], moment)[0]


def _taken(fact: Fact, events: list[Event], moment: Moment) -> tuple[Event, ...]:
    before = fact.version
    for event in events:
        fact = fact.and_then(accept(fact, moment.stamp(event)))
    return fact.events[before:]


def _corrections(old: Content, new: Content, known_on: date, because: str) -> Iterator[Corrected]:
    for name in CORRECTABLE:
        value = new.value(name)
        if value != old.value(name):
            yield Corrected(
                field=name,
                value=value,
                known_on=known_on,
                assumed=True,
                because=because,
                edited=True,
            )


def _kept(fact: Fact, changed: Iterable[Corrected], known_on: date) -> Iterator[Event]:
    """What people corrected of the fields that a source changes, to stay as they said."""
    last = {event.field: event for event in fact.effective_events() if isinstance(event, Corrected)}
    for change in changed:
        by_hand = last.get(change.field)
        if by_hand and not by_hand.edited and by_hand.value != change.value:
            yield by_hand.model_copy(update={"known_on": known_on, "assumed": True})


def source_content(fact: Fact) -> Content:
    """The last content from the source: its first one, with what imports corrected since."""
    content = fact.asserted.content
    for event in fact.effective_events():
        if isinstance(event, Corrected) and event.edited:
            content = content.corrected(event.field, event.value)
    return content


def gone_from_file(fact: Fact, imports: Container[datetime]) -> bool:
    """Whether an import retracted it because its file no longer held it; not by hand."""
    acts = [event for event in fact.effective_events() if isinstance(event, Retracted | Reinstated)]
    return bool(acts) and isinstance(acts[-1], Retracted) and acts[-1].recorded_at in imports


def reports(fact: Fact) -> list[object]:
    """The sources, by all effective reports."""
    return [
        event.report for event in fact.effective_events() if isinstance(event, Asserted | Reported)
    ]
