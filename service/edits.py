"""What a `.facts` file changes in a timeline: the events that its lines add to what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.content import CORRECTABLE, OF_DETAILS, Content
from domain.decisions import accept, check_dates
from domain.events import NO_DAY, Asserted, Corrected, Event, Reported, Undone
from domain.fact import Fact, fact_id
from domain.folding import slug
from domain.news import EarlierReports, check_news, lacks_actor, may_lack_actor, with_actor
from domain.refusal import AnyFix, Fix, InvalidInput, Problem, SetField, check_filled
from domain.report import Report
from domain.timing import TOO_EARLY, check_timing
from projections.events import event_line
from projections.notation.corrections import EDITED
from projections.notation.facts import header
from projections.notation.pieces import last_day
from service.formats.document import Block, Detail, Document
from service.moment import Moment

NOT_SAID: Final = {
    "originator_id",
    "originator_version",
    "recorded_at",
    "author",
    "refines",
    "edited",
}
"""Fields that a line does not say, so that they make no difference between two events."""


@dataclass
class Edits:
    """New events in order, the facts they make, and what could not be recorded."""

    events: list[Event] = field(default_factory=list)
    added: list[Fact] = field(default_factory=list)
    changed: list[Fact] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def edits(document: Document, there: Mapping[str, Fact], moment: Moment) -> Edits:
    """The changes that a document makes to the recorded facts, by handle.

    Unchanged lines add nothing; missing lines remove nothing.
    """
    found = Edits(problems=list(document.problems))
    for handle, block in named(document, there):
        _record(found, document, block, there.get(handle, Fact(fact_id(handle))), moment)
    found.problems.sort(key=lambda problem: (problem.line, problem.column))
    return found


def named(document: Document, there: Mapping[str, Fact]) -> list[tuple[str, Block]]:
    """The blocks of a document, each with its handle, or with the one that is made for it."""
    taken = {block.handle for block in document.blocks if block.handle}
    found: list[tuple[str, Block]] = []
    for block in document.blocks:
        handle = block.handle or _made_handle(block, there, taken)
        taken.add(handle)
        found.append((handle, block))
    return found


def _record(found: Edits, document: Document, block: Block, before: Fact, moment: Moment) -> None:
    fact, line, column = before, block.line, block.column
    event: Event = block.asserted
    stated: list[Detail] = []
    try:
        for line, column, event in _new_events(block, before, document.name):
            _check_filled(event)
            taken = accept(fact, moment.stamp(event))
            check_timing(fact, taken, moment.today)
            fact = fact.and_then(taken)
            stated.append(Detail(line, column, fact.events[-1]))
        if fact.version > before.version:
            check_dates(fact)
        earlier = EarlierReports(fact)
        for line, column, event in stated:  # noqa: B007  # where the refusal is
            check_news(fact, event, earlier)
    except InvalidInput as refused:
        if isinstance(event, Asserted) and refused.code == TOO_EARLY and block.source is not None:
            line, column = block.source
        placed = refused if refused.column else refused.at(column)
        written = placed.with_fixes(*(_as_line(fix, event, block) for fix in placed.fixes))
        found.problems.append(Problem.of(written, document.name, line))
        return
    found.events += fact.events[before.version :]
    if fact.version == before.version:
        found.unchanged += 1
    else:
        (found.changed if before.exists else found.added).append(fact)


def _as_line(fix: AnyFix, event: Event, block: Block) -> AnyFix:
    """A fix that sets a field of what was refused, as the whole line with that value."""
    if not isinstance(fix, SetField):
        return fix
    if isinstance(event, Asserted):
        content = event.content
        other = (
            content.planned_as(fix.value)
            if fix.field == "what"
            else content.corrected(fix.field, fix.value)
        )
        return Fix(header(other, block.handle), fix.meaning)
    return Fix(event_line(event.model_copy(update={fix.field: fix.value})), fix.meaning)


def _check_filled(event: Event) -> None:
    """Raises InvalidInput where a placeholder of a suggestion was pasted as it is."""
    check_filled(event.because, "reason")
    report = getattr(event, "report", None)
    if isinstance(report, Report):
        check_filled(report.publisher, "publisher")
        check_filled(report.url.removeprefix("https://"), "address")
    if isinstance(event, Asserted):
        check_filled(event.content.title, "title")
        check_filled(event.content.weight_because, "reason")
        for field_name in ("note", "place", "level"):
            check_filled(event.content.value(field_name), field_name)


def _new_events(block: Block, fact: Fact, name: str) -> Iterator[Detail]:
    if not fact.exists:
        yield Detail(block.line, block.column, block.asserted)
        yield from block.events
        return
    _check_known(block, fact)
    own = _own(block, fact)
    for field_name, value in _edited(block, fact):
        because = EDITED + name.rpartition("/")[2]
        edit = Corrected(
            field=field_name,
            value=value,
            known_on=NO_DAY,
            assumed=True,
            because=because,
            edited=True,
        )
        yield Detail(block.line, block.column, edit)
    yield from own


def _own(block: Block, fact: Fact) -> list[Detail]:
    """The details of a block that its fact does not hold.

    A line says the same as a stored event that names an actor behind it where the line names
    none. A line to which an actor was added takes the place of what it said before.
    """
    stored = Counter(said(event) for event in fact.effective_events()[1:])
    own: list[Detail] = []
    for detail in (*_first_reports(block, fact, stored), *block.events):
        line = said(detail.event)
        if stored[line]:
            stored[line] -= 1
        else:
            own.append(detail)
    left = {
        event.originator_version: event
        for event in fact.effective_events()[1:]
        if may_lack_actor(event) and stored[said(event)]
    }
    found: list[Detail] = []
    for detail in own:
        if any(lacks_actor(detail.event, event) for event in left.values()):
            continue
        for event in with_actor(left.values(), detail.event):
            found.append(detail._replace(event=event))
            for version in event.versions if isinstance(event, Undone) else ():
                del left[version]
    return found


def _first_reports(block: Block, fact: Fact, stored: Counter[str]) -> list[Detail]:
    """The block's first report as one more, unless it is the stored first one.

    Any further line may repeat that one.
    """
    asserted = fact.asserted
    if asserted.report is not None:
        stored[said(_as_reported(asserted))] += 1
    if block.asserted.report is None:
        return []
    return [Detail(block.line, 1, _as_reported(block.asserted))]


def _as_reported(asserted: Asserted) -> Reported:
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
        return _as_reported(event) if event.report is not None else None
    return None if isinstance(event, Corrected) and event.edited else event


def said(event: Event) -> str:
    """What a line says of an event, so that two that say the same are one."""
    return f"{event.stored_as} {event.model_dump_json(exclude=NOT_SAID)}"


def _check_known(block: Block, fact: Fact) -> None:
    recorded = fact.asserted.known_on
    if block.known is not None and recorded not in (block.asserted.known_on, block.known.day):
        fix = Fix(f"known {fact.asserted.known_on}")
        raise InvalidInput(
            f'"{fact.handle}" was recorded as known on {fact.asserted.known_on}; an edit of its'
            " line does not correct that.",
            fix,
            code="known-date-differs",
        )


def _edited(block: Block, fact: Fact) -> Iterator[tuple[str, str]]:
    """Fields whose line differs from what the same line said when it was last recorded."""
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
        if value != base.value(name) and not gone:
            yield name, value


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


def _made_handle(block: Block, there: Mapping[str, Fact], taken: Iterable[str]) -> str:
    """A handle from the title; numbered where another fact has it."""
    stem = slug(block.content.title) or "fact"
    number = 1
    while True:
        handle = stem if number == 1 else f"{stem}-{number}"
        if handle not in taken and (
            handle not in there
            or not there[handle].exists
            or _same_line(there[handle].asserted.content, block.content)
        ):
            return handle
        number += 1


def _same_line(one: Content, other: Content) -> bool:
    return (one.kind, one.what, one.parties, one.dated, one.title) == (
        other.kind,
        other.what,
        other.parties,
        other.dated,
        other.title,
    )
