"""A fact: what its events add up to at a point of knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple

from domain import edtf
from domain.changes import Change
from domain.clocks import LATEST
from domain.content import Content
from domain.denial import Denial, denied
from domain.edtf import NO_LAST, Window
from domain.events import (
    Asserted,
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
    Undone,
    in_effect,
)
from domain.report import DOUBTFUL_DIGITS, Attestation, Evidence, Report

DESK: Final = "desk"


def fact_id(handle: str, layer: str = DESK) -> str:
    """The id of a fact, which is also its stream: `desk/caatsa`."""
    return f"{layer}/{handle}"


class Plan(NamedTuple):
    """What was planned from a known day on; no window where it was called off, `by` whom.

    `source` is the publisher who says that it was.
    """

    known_day: int
    text: str
    window: Window | None
    by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FactState:
    """What a fact says at a point of knowledge and record."""

    id: str
    content: Content
    known_day: int
    reports: tuple[tuple[int, Report | None], ...]
    changes: tuple[Change, ...] = ()
    plans: tuple[Plan, ...] = ()
    held: str = ""
    disputed: bool = False
    contested: bool = False
    denials: tuple[Denial, ...] = ()
    retracted: bool = False
    assumed: bool = False
    stated_changes: tuple[tuple[int, Change], ...] = ()
    renewed_days: tuple[int, ...] = ()
    until_known: int | None = None
    _attestation: Attestation | None = field(default=None, repr=False, compare=False)

    @property
    def handle(self) -> str:
        """Its key within its layer."""
        return self.id.partition("/")[2]

    @property
    def name(self) -> str:
        """What it is called: its handle on the desk, its id in any other layer."""
        return self.id.removeprefix(f"{DESK}/")

    @property
    def attestation(self) -> Attestation:
        """What its reports come to; found when it is first asked for."""
        if self._attestation is None:
            object.__setattr__(self, "_attestation", Evidence(self.reports).attestation)
        assert self._attestation is not None
        return self._attestation

    @property
    def last_report_day(self) -> int:
        """The last day on which a source attested it; without a source, the day it was known."""
        return self.attestation.last_day

    @property
    def how(self) -> str:
        """`disputed` or `contested` where a denial stands; empty where none does."""
        return "disputed" if self.disputed else "contested" if self.contested else ""

    @property
    def origins(self) -> int:
        """How many origins report it; a report without one is its publisher's own."""
        return self.attestation.origins

    @property
    def called_off_by(self) -> str:
        """The actor who called off what was planned last; empty if nobody did, or it was held."""
        return self.plans[-1].by if self.plans and not self.held else ""

    @property
    def doubtful(self) -> bool:
        """Whether its grade, or else the best grade of its reports, is doubtful or improbable.

        One report without a grade is enough to count: a bad source never takes away what a good
        one says.
        """
        if self.content.grade:
            return self.content.grade[1] in DOUBTFUL_DIGITS
        return self.attestation.doubtful

    @property
    def window(self) -> Window:
        """The days on which it happened, or began; of an engagement when it was held, or planned.

        Planned is the first plan.
        """
        return edtf.days(self.held) if self.held else self.content.window

    @property
    def lasted(self) -> bool:
        """Whether it took place from the first to the last day of its window, not on one of them.

        A summit of three days leaves no doubt about its day.
        """
        return edtf.lasts(self.held or self.content.on)

    @property
    def begun(self) -> Window:
        """Its window, or the first day of what lasted for days."""
        window = self.window
        return Window(window.lo, window.lo) if self.lasted else window

    def latest(self, day: int) -> Window:
        """Its window, or of what lasted for days the latest of them up to a day."""
        window = self.window
        if not self.lasted:
            return window
        last = max(window.lo, min(window.hi, day))
        return Window(last, last)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with all its events, in order of version."""

    id: str
    events: tuple[Event, ...] = ()
    # Found when it is first asked for: a fact with ten thousand reports is asked for each of them.
    _in_effect: tuple[Event, ...] | None = field(
        default=None, init=False, repr=False, compare=False
    )
    _latest: list[FactState | None] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    @property
    def version(self) -> int:
        """How many events it has."""
        return len(self.events)

    @property
    def handle(self) -> str:
        """Its key within its layer."""
        return self.id.partition("/")[2]

    @property
    def name(self) -> str:
        """What it is called: its handle on the desk, its id in any other layer."""
        return self.id.removeprefix(f"{DESK}/")

    @property
    def layer(self) -> str:
        """Where it comes from."""
        return self.id.partition("/")[0]

    def effective_events(self, recorded_by: datetime = LATEST) -> Sequence[Event]:
        """Its events recorded by an instant, without those undone by then; in order of version."""
        if recorded_by >= LATEST:
            return self._all_in_effect()
        return in_effect(tuple(e for e in self.events if e.recorded_at <= recorded_by))

    def _all_in_effect(self) -> tuple[Event, ...]:
        if self._in_effect is None:
            self._keep_in_effect(in_effect(self.events))
        assert self._in_effect is not None
        return self._in_effect

    def _keep_in_effect(self, events: tuple[Event, ...]) -> None:
        object.__setattr__(self, "_in_effect", events)

    @property
    def exists(self) -> bool:
        """Whether any event is in effect: a fact whose recording was undone does not exist."""
        return bool(self._all_in_effect())

    @property
    def asserted(self) -> Asserted:
        """The first event in effect, or the first of all where none is."""
        first = (self._all_in_effect() or self.events)[0]
        assert isinstance(first, Asserted)
        return first

    @property
    def content(self) -> Content:
        """What it says by now; of one that was taken back as a whole, what it said at first."""
        now = self.as_of()
        return now.content if now else self.asserted.content

    def and_then(self, event: Event) -> Fact:
        """The fact with one more event."""
        after = Fact(self.id, (*self.events, event))
        if self._in_effect is not None and not isinstance(event, Undone):
            whole = self._in_effect is self.events
            after._keep_in_effect(after.events if whole else (*self._in_effect, event))
        return after

    def as_of(self, known_day: int = NO_LAST, recorded_by: datetime = LATEST) -> FactState | None:
        """Its state as known on a day and recorded by an instant; None where nobody could know it.

        Source: docs/facts.md. Known from the earliest `known_on` of its `Asserted` and `Reported`
        events; its content is the asserted one, changed by the other events in order of (known_on,
        version).
        """
        if known_day < NO_LAST or recorded_by < LATEST:
            return self._folded(known_day, recorded_by)
        if not self._latest:
            self._latest.append(self._folded(known_day, recorded_by))
        return self._latest[0]

    def _folded(self, known_day: int, recorded_by: datetime) -> FactState | None:
        recorded = self.effective_events(recorded_by)
        known = [event for event in recorded if event.known_day <= known_day]
        attested = [event for event in known if isinstance(event, Asserted | Reported)]
        if not attested or not isinstance(recorded[0], Asserted):
            return None
        first_known = min(event.known_day for event in attested)
        reports = [pair for event in attested for pair in dated_reports(event, known_day)]
        fact_state = first_state(self.id, recorded[0], first_known)
        fact_state = replace(fact_state, reports=tuple(reports))
        later = [event for event in known if not isinstance(event, Asserted | Reported)]
        for event in sorted(later, key=lambda event: (event.known_on, event.originator_version)):
            fact_state = evolve(fact_state, event)
        return settled(fact_state)


def settled(fact_state: FactState) -> FactState:
    """What a fact says once all its events are folded: its changes, and what denials make of it."""
    how = denied(fact_state.content, fact_state.denials, fact_state.origins)
    return replace(
        fact_state,
        changes=_changes(fact_state),
        disputed=how == "disputed",
        contested=how == "contested",
    )


def first_state(id_: str, asserted: Asserted, known_day: int) -> FactState:
    """What a fact says that was just recorded, known from a day on, without its reports."""
    content = asserted.content
    plans: tuple[Plan, ...] = ()
    if content.of_kind.planned:
        plans = (Plan(known_day, content.planned, edtf.window(content.planned)),)
    return FactState(
        id=id_,
        content=content,
        known_day=known_day,
        reports=(),
        plans=plans,
        assumed=asserted.assumed and known_day == asserted.known_day,
    )


def dated_reports(event: Event, known_by: int) -> list[tuple[int, Report | None]]:
    """The report of an event with its day; a fact may be known before a report is published."""
    report = event.report if isinstance(event, Asserted | Reported) else None
    published = edtf.window(report.published).hi if report and report.published else event.known_day
    if report is None or published <= event.known_day:
        return [(event.known_day, report)]
    return (
        [(event.known_day, None), (published, report)]
        if published <= known_by
        else [(event.known_day, None)]
    )


def evolve(fact_state: FactState, event: Event) -> FactState:
    """What a fact says after one more event. It does not fail: the past cannot be refused."""
    content = fact_state.content
    match event:
        case Held():
            return replace(fact_state, held=event.on)
        case Cancelled():
            source = event.report.publisher if event.report else ""
            off = Plan(event.known_day, event.on, None, event.by, source)
            return replace(fact_state, plans=(*fact_state.plans, off))
        case Rescheduled():
            plan = Plan(event.known_day, event.planned, edtf.window(event.planned))
            return replace(fact_state, plans=(*fact_state.plans, plan))
        case Ended() | Suspended() | Resumed():
            name = {Ended: "ended", Suspended: "suspended", Resumed: "resumed"}[type(event)]
            stated = Change(name, edtf.window(event.on), event.known_day)
            change = (event.originator_version, stated)
            return replace(fact_state, stated_changes=(*fact_state.stated_changes, change))
        case Renewed():
            return replace(
                fact_state,
                content=content.model_copy(update={"expires": event.expires}),
                renewed_days=(*fact_state.renewed_days, event.known_day),
            )
        case Denied():
            denial = Denial(event.known_day, event.report, event.by)
            return replace(fact_state, denials=(*fact_state.denials, denial))
        case Confirmed():
            settled = tuple(denial._replace(open=False) for denial in fact_state.denials)
            return replace(fact_state, denials=settled)
        case Corrected():
            return _corrected(fact_state, event)
        case Retracted() | Reinstated():
            return replace(fact_state, retracted=isinstance(event, Retracted))
        case _:
            return fact_state


def _corrected(fact_state: FactState, event: Corrected) -> FactState:
    if event.field == "on" and fact_state.content.of_kind.planned:
        return replace(fact_state, held=event.value)
    corrected = replace(fact_state, content=fact_state.content.corrected(event.field, event.value))
    if event.field == "until":
        # A corrected ending replaces the endings known by then; suspensions and the expiry remain.
        return replace(
            corrected,
            until_known=event.known_day,
            stated_changes=tuple(
                pair for pair in fact_state.stated_changes if pair[1].name != "ended"
            ),
        )
    if event.field == "planned":
        last = max(i for i, plan in enumerate(fact_state.plans) if plan.window is not None)
        plan = Plan(fact_state.plans[last].known_day, event.value, edtf.window(event.value))
        return replace(
            corrected, plans=(*fact_state.plans[:last], plan, *fact_state.plans[last + 1 :])
        )
    return corrected


def _changes(fact_state: FactState) -> tuple[Change, ...]:
    """Beginnings and endings of a standing fact as stated: since, until, expiry, then events."""
    content, known = fact_state.content, fact_state.known_day
    if not content.standing:
        return ()
    begun = edtf.since_window(content.since)
    if begun.lo <= known:
        # A report attests that it has begun.
        begun = Window(begun.lo, min(begun.hi, known))
    ended_known = known if fact_state.until_known is None else fact_state.until_known
    changes = [Change("since", begun, known)]
    if content.until == edtf.UNKNOWN_END:
        changes.append(Change("until", Window(edtf.NO_FIRST, ended_known), ended_known))
    elif content.until not in (None, edtf.OPEN):
        changes.append(Change("until", edtf.window(content.until), ended_known))
    if content.expires:
        changes.append(Change("expiry", edtf.window(content.expires), known))
    return (
        *changes,
        *(change for _, change in sorted(fact_state.stated_changes, key=lambda pair: pair[0])),
    )
