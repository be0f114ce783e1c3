"""What a `.facts` file changes in a timeline: the events that its lines add to what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.decisions import accept, check_dates
from domain.events import NO_DAY, Asserted, Corrected, Event, Reported, Undone
from domain.fact import Fact, fact_id
from domain.news import (
    EarlierReports,
    adds_nothing,
    check_news,
    lacks_actor,
    may_lack_actor,
    with_actor,
)
from domain.refusal import AnyFix, Fix, InvalidInput, Problem, SetField, check_filled
from domain.report import Report
from domain.timing import TOO_EARLY, check_timing
from projections.events import event_line
from projections.notation.corrections import EDITED
from projections.notation.facts import header
from service.differences import as_reported, differences, edited, said
from service.file_imports import EarlierImports
from service.formats.document import Block, Detail, Document
from service.from_elsewhere import changed_by, day_moved_to
from service.identity import Identified, NamedBlock, identify
from service.moment import Moment


@dataclass
class Edits:
    """New events in order, the facts they make, and what could not be recorded."""

    events: list[Event] = field(default_factory=list)
    added: list[Fact] = field(default_factory=list)
    changed: list[Fact] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    identified: Identified = field(default_factory=Identified)

    @property
    def refused(self) -> bool:
        """Whether anything has to be put right, or decided, before any of it is recorded."""
        return bool(self.problems or self.identified.conflicts)


def edits(
    document: Document,
    there: Mapping[str, Fact],
    moment: Moment,
    earlier: EarlierImports,
) -> Edits:
    """The changes that a document makes to the recorded facts.

    Unchanged lines add nothing; missing lines remove nothing. `earlier` knows what the file held
    before.
    """
    identified = identify(document, there, earlier)
    found = Edits(problems=list(document.problems), identified=identified)
    for named in identified.named:
        before = there.get(named.handle, Fact(fact_id(named.handle)))
        _record(found, document, named, before, moment)
    found.problems.sort(key=lambda problem: (problem.line, problem.column))
    return found


def _record(
    found: Edits, document: Document, named: NamedBlock, before: Fact, moment: Moment
) -> None:
    block = named.block
    fact, line, column = before, block.line, block.column
    event: Event = block.asserted
    stated: list[Detail] = []
    try:
        for line, column, event in _new_events(named, before, document.name):
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


def _new_events(named: NamedBlock, fact: Fact, name: str) -> Iterator[Detail]:
    block = named.block
    if not fact.exists:
        yield Detail(block.line, block.column, block.asserted)
        yield from block.events
        return
    if named.elsewhere:
        yield from _from_elsewhere(named, fact, name)
        return
    _check_known(block, fact)
    own = _own(block, fact)
    for field_name, value in edited(block, fact):
        yield _edit(block, field_name, value, EDITED + file_name(name))
    yield from own


def _from_elsewhere(named: NamedBlock, fact: Fact, name: str) -> Iterator[Detail]:
    """What the line of another file adds to a fact; corrections of it come last, if it has any.

    So they decide, whatever its own details say.
    """
    block = named.block
    found = differences(block, fact)
    fields = changed_by(block, fact) if named.theirs else ()
    for detail in _own(block, fact):
        event = detail.event
        if not (isinstance(event, Reported) and adds_nothing(fact, event)):
            yield detail
    for each in found:
        if named.theirs or not each.contradicts:
            yield _edit(block, each.field, each.value, f"so in {file_name(name)}")
    if "planned" in fields and (day := day_moved_to(block, fact)):
        moved = _edit(block, "planned", day, f"so in {file_name(name)}")
        yield moved._replace(event=moved.event.model_copy(update={"edited": False}))


def _edit(block: Block, field_name: str, value: str, because: str) -> Detail:
    """A field that a line gives another value, as a correction known from the day of recording."""
    event = Corrected(
        field=field_name, value=value, known_on=NO_DAY, assumed=True, because=because, edited=True
    )
    return Detail(block.line, block.column, event)


def file_name(path: str) -> str:
    """A file's name without its folders."""
    return path.rpartition("/")[2]


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
        stored[said(as_reported(asserted))] += 1
    if block.asserted.report is None:
        return []
    return [Detail(block.line, 1, as_reported(block.asserted))]


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
