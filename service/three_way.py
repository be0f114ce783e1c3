"""What is recorded of a fact when two timelines are merged that both say something of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.content import CORRECTABLE, OF_DETAILS, Content
from domain.damage import misplaced
from domain.decisions import accept
from domain.events import (
    NO_DAY,
    Asserted,
    Corrected,
    Ended,
    Event,
    Held,
    Reinstated,
    Reported,
    Retracted,
    Undone,
)
from domain.fact import Fact, FactState
from domain.news import adds_nothing
from domain.refusal import InvalidInput
from service.courses import HAVE_ONE_VALUE, courses, ends_alike, said_of
from service.differences import as_reported, contradicts, said
from service.file_imports import lines_of
from service.moment import Moment


class Merging(NamedTuple):
    """When and by whom it is merged, and the reason that corrections have for it."""

    moment: Moment
    because: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A fact with what the other timeline adds to it, and the fields in which they contradict.

    `taken` is the fact as it would be after taking theirs as corrections; None where that cannot
    be.
    """

    fact: Fact
    fields: tuple[str, ...] = ()
    taken: Fact | None = None


def of_theirs(event: Event, now: datetime) -> Event:
    """An event of another timeline as it is recorded here, with its author and first instant."""
    first = event.first_recorded or event.recorded_at
    return event.model_copy(update={"recorded_at": now, "first_recorded": first})


def whole(mine: Fact, theirs: Fact, merging: Merging) -> Fact:
    """A fact of theirs under the id of a fact that is not here, or was taken back here."""
    # What was taken back stays behind.
    there = theirs.effective_events()
    return _extended(mine, (of_theirs(event, merging.moment.now) for event in there))


def _extended(fact: Fact, events: Iterator[Event]) -> Fact:
    for event in events:
        fact = fact.and_then(event.numbered(fact.id, fact.version + 1))
    return fact


# Facts that both had from the beginning -----------------------------------------------------------


def continued(mine: Fact, theirs: Fact, base: Fact, merging: Merging) -> Merged:
    """A fact of the common beginning, of which the other timeline says more."""
    news = theirs.events[base.version :]
    if mine.version == base.version and base.events == theirs.events[: base.version]:
        return Merged(_extended(mine, (of_theirs(event, merging.moment.now) for event in news)))
    if not theirs.exists or not mine.exists:
        return _taken_back(mine, theirs, base, merging)
    fields = tuple(_both_changed(base, mine, theirs))
    stored = Counter(said(event) for event in mine.effective_events())
    added: list[Event] = [*_undoings(mine, theirs, base)]
    for event in theirs.effective_events():
        if event.originator_version > base.version:
            if stored[said(event)]:
                stored[said(event)] -= 1
            else:
                added.append(event)
    return _added(mine, theirs, added, fields, merging)


def _taken_back(mine: Fact, theirs: Fact, base: Fact, merging: Merging) -> Merged:
    """One side took the fact back as a whole, and the other changed it or did so too."""
    if mine.exists == theirs.exists:
        return Merged(mine)
    if not mine.exists:
        # Theirs goes on; to bring it back is a choice.
        same = said_of(theirs) == said_of(base)
        return Merged(mine) if same else Merged(mine, ("taken back",), whole(mine, theirs, merging))
    versions = tuple(event.originator_version for event in mine.effective_events())
    known_on = min(event.known_on for event in mine.effective_events())
    undoing = next(event for event in reversed(theirs.events) if isinstance(event, Undone))
    update = {"versions": versions, "known_on": known_on}
    taken = _extended(
        mine, iter([of_theirs(undoing.model_copy(update=update), merging.moment.now)])
    )
    if said_of(mine) == said_of(base):
        return Merged(taken)
    return Merged(mine, ("taken back",), taken)


def _undoings(mine: Fact, theirs: Fact, base: Fact) -> Iterator[Undone]:
    """What they took back of the common beginning, or took back again, and mine did not."""
    gone: set[int] = set()
    undoings: list[Undone] = []
    for event in reversed(theirs.events):
        if isinstance(event, Undone) and event.originator_version not in gone:
            gone.update(event.versions)
            if event.originator_version > base.version:
                undoings.append(event)
    done = {
        version
        for event in mine.events[base.version :]
        if isinstance(event, Undone)
        for version in event.versions
    }
    for event in reversed(undoings):
        versions = tuple(
            each for each in event.versions if each <= base.version and each not in done
        )
        if versions:
            yield event.model_copy(update={"versions": versions})


def _both_changed(base: Fact, mine: Fact, theirs: Fact) -> Iterator[str]:
    """The fields that both changed since the common beginning, each to something else."""
    before, ours, others = base.as_of(), mine.as_of(), theirs.as_of()
    assert ours is not None
    assert others is not None
    for name in (*CORRECTABLE, "retracted"):
        if not ends_alike(name, ours, others):
            one_only = before is not None and any(
                ends_alike(name, each, before) for each in (ours, others)
            )
            if not one_only or _went_apart(name, base, mine, theirs):
                yield name
    for course in courses(before, ours, others):
        if course.contradicts and course.base not in (course.mine, course.theirs):
            yield course.name


def _went_apart(name: str, base: Fact, mine: Fact, theirs: Fact) -> bool:
    """Whether each changed a field since, one of them back again, and neither knew of the other."""
    ours, others = (
        Counter(
            said(event)
            for event in fact.effective_events()
            if event.originator_version > base.version and _is_of(name, event)
        )
        for fact in (mine, theirs)
    )
    return not ours <= others and not others <= ours


def _is_of(name: str, event: Event) -> bool:
    if name == "retracted":
        return isinstance(event, Retracted | Reinstated)
    return isinstance(event, Corrected) and event.field == name


# Facts that each recorded by itself ---------------------------------------------------------------


def of_one_line(mine: Fact, theirs: Fact) -> bool:
    """Whether two facts say the same of what happened, when, between whom, in the same words."""
    return not lines_of(mine).isdisjoint(lines_of(theirs))


def joined(mine: Fact, theirs: Fact, merging: Merging) -> Merged:
    """A fact that each recorded by itself: the sources and news of both."""
    ours, others = mine.as_of(), theirs.as_of()
    assert ours is not None
    assert others is not None
    if ours.content.of_kind.dated_by != others.content.of_kind.dated_by:
        return Merged(mine, ("what",))
    fields = [
        name
        for name in CORRECTABLE
        if _differ(ours.content, others.content, name)
        and contradicts(ours.content, name, others.content.value(name))
    ]
    fields += [course.name for course in courses(None, ours, others) if course.contradicts]
    if others.retracted and not ours.retracted:
        fields.append("retracted")
    filled = [
        name
        for name in CORRECTABLE
        if name not in fields and _differ(ours.content, others.content, name)
    ]
    added = [*_news(mine, theirs), *_filling(theirs, others, filled, merging.because)]
    return _added(mine, theirs, added, tuple(fields), merging)


def _differ(mine: Content, theirs: Content, name: str) -> bool:
    stated = bool(theirs.value(name)) or name not in OF_DETAILS
    return stated and not mine.says(theirs, name)


def _news(mine: Fact, theirs: Fact) -> Iterator[Event]:
    """The events of theirs that mine lacks; corrections led to what is compared field by field."""
    stored = said_of(mine)
    first = theirs.asserted
    if mine.asserted.report is not None:
        stored[said(as_reported(mine.asserted))] += 1
    reports = [_as_first_reported(first)] if first.report is not None else []
    for event in (*reports, *theirs.effective_events()[1:]):
        if isinstance(event, Corrected | Undone | Retracted | Reinstated):
            continue
        if stored[said(event)]:
            stored[said(event)] -= 1
        elif not (isinstance(event, Reported) and adds_nothing(mine, event)):
            yield event


def _as_first_reported(first: Asserted) -> Reported:
    return as_reported(first).model_copy(
        update={
            "author": first.author,
            "recorded_at": first.recorded_at,
            "first_recorded": first.first_recorded,
        }
    )


def _filling(
    theirs: Fact, others: FactState, fields: Sequence[str], because: str
) -> Iterator[Event]:
    """What theirs says beyond mine, as corrections by whoever recorded it."""
    first = theirs.asserted
    for name in fields:
        yield Corrected(
            field=name,
            value=others.content.value(name),
            known_on=first.known_on,
            assumed=first.assumed,
            because=because,
            author=first.author,
            recorded_at=first.recorded_at,
            first_recorded=first.first_recorded,
        )


# Both ---------------------------------------------------------------------------------------------


def _added(
    mine: Fact,
    theirs: Fact,
    added: Sequence[Event],
    fields: tuple[str, ...],
    merging: Merging,
) -> Merged:
    fact, refused = mine, list[str]()
    settled = _settled_day(mine, theirs)
    for event in added:
        if settled and isinstance(event, Held):
            continue
        try:
            taken = accept(fact, of_theirs(event, merging.moment.now))
        except InvalidInput as error:
            refused.append(error.said.rstrip("."))
            continue
        after = fact.and_then(taken)
        if wrong := misplaced(after):
            refused.append(wrong)
        else:
            fact = after
    lost = tuple(_no_longer_alike(mine, theirs, fact))
    if not fields and not refused:
        kept = _corrected(fact, theirs, lost, merging) if lost else fact
        return Merged(kept) if kept is not None else Merged(mine, lost)
    chosen = _corrected(fact, theirs, dict.fromkeys((*fields, *lost)), merging)
    return Merged(mine, (*fields, *refused), chosen)


def _settled_day(mine: Fact, theirs: Fact) -> bool:
    """Whether two facts were held on one day because that of one was corrected to the other's."""
    ours, others = mine.as_of(), theirs.as_of()
    if ours is None or others is None or not ours.held or ours.held != others.held:
        return False
    events = (*mine.effective_events(), *theirs.effective_events())
    return any(isinstance(event, Corrected) and event.field == "on" for event in events)


def _no_longer_alike(mine: Fact, theirs: Fact, after: Fact) -> Iterator[str]:
    """In what two facts say the same, and mine would not after it got what it lacks of theirs.

    What was overruled there is added here behind what overruled it.
    """
    ours, others, now = mine.as_of(), theirs.as_of(), after.as_of()
    assert ours is not None
    assert others is not None
    assert now is not None
    for name in (*CORRECTABLE, *HAVE_ONE_VALUE):
        if ends_alike(name, ours, others) and not ends_alike(name, now, others):
            yield name


def _corrected(fact: Fact, theirs: Fact, fields: Collection[str], merging: Merging) -> Fact | None:
    """The fact with corrections to what theirs says; None where none would do."""
    for event in _corrections(fact, theirs, fields, merging.because):
        try:
            fact = fact.and_then(accept(fact, merging.moment.stamp(event)))
        except InvalidInput:
            return None
    now, wanted = fact.as_of(), theirs.as_of()
    assert now is not None
    assert wanted is not None
    return fact if all(ends_alike(name, now, wanted) for name in fields) else None


def _corrections(
    fact: Fact, theirs: Fact, fields: Collection[str], because: str
) -> Iterator[Corrected | Retracted | Reinstated]:
    """What makes a fact say what theirs does, of the fields in which the two contradict."""
    now, others = fact.as_of(), theirs.as_of()
    assert now is not None
    assert others is not None
    wanted = {name: others.content.value(name) for name in fields if name in CORRECTABLE}
    if others.held and now.held and now.held != others.held:
        wanted["on"] = others.held
    plan = others.plans[-1] if others.plans else None
    if "planned" in fields and plan is not None and plan.window is not None:
        wanted["planned"] = plan.text
    ends = [event.on for event in theirs.effective_events() if isinstance(event, Ended)]
    if "ended" in fields and ends:
        wanted["until"] = ends[-1]
    for name, value in wanted.items():
        if name in ("planned", "until") or now.content.value(name) != value:
            yield Corrected(field=name, value=value, known_on=NO_DAY, assumed=True, because=because)
    if "retracted" in fields and now.retracted != others.retracted:
        withdrawal = Retracted if others.retracted else Reinstated
        yield withdrawal(known_on=NO_DAY, assumed=True, because=because)
