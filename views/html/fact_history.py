"""Everything recorded of a fact in the order in which it could be known, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.edtf import Window
from domain.events import (  # fmt: skip
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
)
from domain.fact import Fact, FactState
from domain.report import Report
from projections.words import count, dated, day, joined
from views.html import address
from views.html.address import Address
from views.html.parts import Source

ACTS: Final[Mapping[type[Event], tuple[str, str]]] = {
    Asserted: ("●", "first said"), Reported: ("+", "one more report"), Denied: ("✕", "denied"),
    Confirmed: ("✓", "confirmed"), Corrected: ("✎", "corrected"), Held: ("✓", "held"),
    Cancelled: ("✕", "called off"), Rescheduled: ("→", "moved"), Ended: ("■", "ended"),
    Suspended: ("‖", "suspended"), Resumed: ("▷", "resumed"), Renewed: ("↻", "renewed"),
    Retracted: ("−", "retracted"), Reinstated: ("+", "reinstated"), Undone: ("↶", "undone"),
}  # fmt: skip
"""The character and the word of what was done, by the class of its event."""

_FIELDS: Final = {"on": "when", "since": "since", "parties": "who", "title": "says"}
_DATES: Final = frozenset({"on", "since", "until", "planned", "expires"})


@dataclass(frozen=True)
class Version:
    """One event of a fact: when it could be known and how long after, what was done and by whom.

    `then` is the fact as it read on that day.
    """

    number: int
    style: str
    known: str
    iso: str
    then: Address
    late: str
    sign: str
    act: str
    text: str
    quoted: bool
    source: Source | None
    because: str
    recorded: str
    undone: bool


def versions_of(
    fact: Fact, state: FactState, as_of: AsOf, registry: Registry, options: Mapping[str, str]
) -> list[Version]:
    """Every event that could be known and was recorded by then, in order of knowledge."""
    there = [
        event for event in fact.events
        if event.known_day <= as_of.known_day and event.recorded_at <= as_of.recorded_instant
    ]  # fmt: skip
    there.sort(key=lambda event: (event.known_on, event.originator_version))
    in_effect = {e.originator_version for e in fact.effective_events(as_of.recorded_instant)}
    return [
        _version(
            event, state, registry, options,
            undone=not isinstance(event, Undone) and event.originator_version not in in_effect,
        )
        for event in there
    ]  # fmt: skip


def _version(
    event: Event,
    state: FactState,
    registry: Registry,
    options: Mapping[str, str],
    *,
    undone: bool,
) -> Version:
    sign, act = ACTS.get(type(event), ("·", event.stored_as.partition("/")[0]))
    if isinstance(event, Corrected) and event.refines:
        act = "refined"
    report: Report | None = getattr(event, "report", None)
    by = f" by {event.author}" if event.author else ""
    then = {**options, "known_on": event.known_on.isoformat()}
    return Version(
        number=event.originator_version,
        style=event.stored_as.partition("/")[0].rpartition(".")[2],
        known=day(event.known_on) + (" (assumed)" if event.assumed else ""),
        iso=event.known_on.isoformat(),
        then=address.fact(state.name, then),
        late=how_late(event.known_day, state.window),
        sign=sign,
        act=act,
        text=_text(event, registry, state),
        quoted=isinstance(event, Asserted),
        source=Source.of(report) if report else None,
        because=event.because,
        recorded=f"recorded {day(event.recorded_at.date())}{by}",
        undone=undone,
    )


def how_late(known: int, window: Window) -> str:
    """`9 days later`, `same day`, `51 days before`: a day of knowledge beside when it happened.

    Empty where nobody says when that was.
    """
    if not window.bounded:
        return ""
    if known > window.hi:
        return f"{count(known - window.hi, 'day')} later"
    if known < window.lo:
        return f"{count(window.lo - known, 'day')} before"
    return "same day" if window.lo == window.hi else "in these days"


def _text(event: Event, registry: Registry, state: FactState) -> str:
    """What an event adds, without its source and its reason."""
    match event:
        case Asserted():
            return event.content.title
        case Corrected():
            name = _FIELDS.get(event.field, event.field)
            value = dated(event.value) if event.field in _DATES else event.value
            return f"{name}: {value or 'nothing'}"
        case Denied() | Cancelled():
            who = f"by {registry.name(event.by, state.window.hi)}" if event.by else ""
            when = dated(event.on) if isinstance(event, Cancelled) else ""
            return ", ".join(filter(None, (when, who)))
        case Held() | Ended() | Suspended() | Resumed():
            return dated(event.on)
        case Rescheduled():
            return f"now planned for {dated(event.planned)}"
        case Renewed():
            return f"until {dated(event.expires)}"
        case Undone():
            numbers = joined([str(version) for version in event.versions])
            return f"version{'s' if len(event.versions) > 1 else ''} {numbers}"
        case _:
            return ""


# Who says so --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A report with the day on which it was known, and the actor whose own denial it is."""

    source: Source
    known: str
    by: str = ""


@dataclass(frozen=True)
class Origin:
    """Where reports come from: seven from one agency are one voice."""

    name: str
    reports: Sequence[Said]

    @property
    def number(self) -> str:
        """How many reports rest on it."""
        return count(len(self.reports), "report")


def origins_of(state: FactState) -> list[Origin]:
    """The origins of a fact, each with its reports, in the order in which they became known."""
    grouped: dict[str, list[tuple[int, Report]]] = {}
    for known, report in sorted(_reports(state), key=lambda each: each[0]):
        grouped.setdefault(report.source, []).append((known, report))
    return [
        Origin(name, [Said(Source.of(report), day(known)) for known, report in reports])
        for name, reports in grouped.items()
    ]


def _reports(state: FactState) -> Iterator[tuple[int, Report]]:
    seen: set[Report] = set()
    for known, report in state.reports:
        if report is not None and report not in seen:
            seen.add(report)
            yield known, report


def denials_of(state: FactState, registry: Registry) -> list[Said]:
    """Who denies a fact, in the order in which that became known."""
    return [
        Said(
            Source.of(denial.report),
            day(denial.known_day) + ("" if denial.open else ", settled since"),
            registry.name(denial.by, denial.known_day) if denial.by else "",
        )
        for denial in state.denials
    ]
