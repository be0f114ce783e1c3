"""What is recorded of a fact when two timelines are merged that both say something of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from domain.content import CORRECTABLE, OF_DETAILS, Content
from domain.damage import misplaced
from domain.decisions import accept
from domain.edtf import Window
from domain.events import (
    NO_DAY,
    Asserted,
    Cancelled,
    Corrected,
    Ended,
    Event,
    Held,
    Reinstated,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
    Undone,
)
from domain.fact import Fact, FactState
from domain.news import adds_nothing
from domain.refusal import InvalidInput
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
    before, ours, others = base.as_of(), mine.as_of(), theirs.as_of()
    assert ours is not None
    assert others is not None
    fields = tuple(_both_changed(before, ours, others))
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


def said_of(fact: Fact) -> Counter[str]:
    """What all events of a fact say that are in effect."""
    return Counter(said(event) for event in fact.effective_events())


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


def _both_changed(base: FactState | None, mine: FactState, theirs: FactState) -> Iterator[str]:
    """The fields that both changed since the common beginning, each to something else."""
    for name in CORRECTABLE:
        contents = mine.content, theirs.content
        before = base is not None and any(each.says(base.content, name) for each in contents)
        if not mine.content.says(theirs.content, name) and not before:
            yield name
    for course in _courses(base, mine, theirs):
        if course.contradicts and course.base not in (course.mine, course.theirs):
            yield course.name


class Course(NamedTuple):
    """How a fact went on, step by step, in two timelines and in their beginning."""

    name: str
    mine: tuple[object, ...]
    theirs: tuple[object, ...]
    base: tuple[object, ...]

    @property
    def contradicts(self) -> bool:
        """Whether neither goes on from where the other stops."""
        length = min(len(self.mine), len(self.theirs))
        return self.mine[:length] != self.theirs[:length]


def _courses(base: FactState | None, mine: FactState, theirs: FactState) -> Iterator[Course]:
    for name, steps in _STEPS.items():
        yield Course(name, *(steps(each) if each else () for each in (mine, theirs, base)))


def _stated(name: str) -> Callable[[FactState], tuple[object, ...]]:
    return lambda each: tuple(
        change.window for _, change in each.stated_changes if change.name == name
    )


def _outcome(each: FactState) -> tuple[object, ...]:
    off = bool(each.plans) and each.plans[-1].window is None
    return ("held",) if each.held else ("cancelled",) if off else ()


OUTCOME: Final = "held or cancelled"

_STEPS: Final[Mapping[str, Callable[[FactState], tuple[object, ...]]]] = {
    "held": lambda each: (each.held,) if each.held else (),
    OUTCOME: _outcome,
    "planned": lambda each: tuple((plan.text, plan.window, plan.by) for plan in each.plans),
    "retracted": lambda each: (each.retracted,),
    **{name: _stated(name) for name in ("ended", "suspended", "resumed")},
}

_EVENTS: Final[Mapping[str, tuple[type[Event], ...]]] = {
    "held": (Held,),
    OUTCOME: (Held, Cancelled),
    "planned": (Rescheduled, Cancelled),
    "retracted": (Retracted, Reinstated),
    "ended": (Ended,),
    "suspended": (Suspended,),
    "resumed": (Resumed,),
}


def steps_of(fact: Fact, other: Fact, fields: Sequence[str]) -> Iterator[Event]:
    """The events of a fact that say how it went on, where it contradicts another one in that."""
    classes = tuple(each for name in fields for each in _EVENTS.get(name, ()))
    stored = said_of(other)
    for event in fact.effective_events():
        if isinstance(event, classes) and not stored[said(event)]:
            yield event


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
    fields += [
        course.name
        for course in _courses(None, ours, others)
        if course.contradicts and not (course.name == "retracted" and ours.retracted)
    ]
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
    for event in added:
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
    if not fields and not refused:
        return Merged(fact)
    return Merged(mine, (*fields, *refused), _corrected(fact, theirs, fields, merging))


def _corrected(fact: Fact, theirs: Fact, fields: Sequence[str], merging: Merging) -> Fact | None:
    """The fact with corrections to what theirs says; None where none would do."""
    for event in _corrections(fact, theirs, fields, merging.because):
        try:
            fact = fact.and_then(accept(fact, merging.moment.stamp(event)))
        except InvalidInput:
            return None
    now, wanted = fact.as_of(), theirs.as_of()
    assert now is not None
    assert wanted is not None
    return fact if all(_ends_alike(name, now, wanted) for name in fields) else None


def _corrections(
    fact: Fact, theirs: Fact, fields: Sequence[str], because: str
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
    if now.retracted != others.retracted:
        withdrawal = Retracted if others.retracted else Reinstated
        yield withdrawal(known_on=NO_DAY, assumed=True, because=because)


def _ends_alike(name: str, mine: FactState, theirs: FactState) -> bool:
    """Whether two facts have come to the same in what they contradicted each other in."""
    if name == "ended":
        return _last_end(mine) == _last_end(theirs)
    if name == "planned":
        return [plan.window for plan in mine.plans[-1:]] == [
            plan.window for plan in theirs.plans[-1:]
        ]
    if name in _STEPS:
        return _STEPS[name](mine) == _STEPS[name](theirs)
    return name not in CORRECTABLE or mine.content.says(theirs.content, name)


def _last_end(each: FactState) -> Window | None:
    ends = [change.window for change in each.changes if change.name in ("until", "ended")]
    return ends[-1] if ends else None
