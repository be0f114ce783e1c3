"""What an event must add to a fact: a second ending or the same report again is refused."""

# Stored histories are never refused for this: the fold leaves out what changes nothing (`in_order`
# in domain/fact.py).

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Final

from domain import edtf
from domain.changes import Change
from domain.decisions import correction, whose
from domain.events import (
    Asserted,
    Cancelled,
    Corrected,
    Denied,
    Ended,
    Event,
    Renewed,
    Reported,
    Resumed,
    Undone,
    in_effect,
)
from domain.fact import Fact
from domain.refusal import InvalidInput, Run
from domain.report import Report


class EarlierReports:
    """The reports before each event of a fact; events are asked about in order of version."""

    def __init__(self, fact: Fact) -> None:
        self._fact: Final = fact
        self._there: set[tuple[str, ...]] = set()
        self._reached = 0

    def hold(self, event: Reported) -> bool:
        """Whether one of those in effect before an event leaves it nothing to add."""
        events = self._fact.events[self._reached : event.originator_version - 1]
        self._reached = event.originator_version - 1
        if any(isinstance(each, Undone) for each in events):
            self._there.clear()
            events = in_effect(self._fact.events[: self._reached])
        for each in events:
            if isinstance(each, Asserted | Reported) and each.report is not None:
                self._there.update(_held_by(each.report, each.known_on))
        return _named(event.report, event.known_on, _said(event.report)) in self._there


def adds_nothing(fact: Fact, event: Reported) -> bool:
    """Whether a fact rests on a report already, or on one that says more of the same."""
    named = _named(event.report, event.known_on, _said(event.report))
    return any(
        named in _held_by(each.report, each.known_on)
        for each in fact.effective_events()
        if isinstance(each, Asserted | Reported) and each.report is not None
    )


def check_news(fact: Fact, event: Event, earlier: EarlierReports | None = None) -> None:
    """Raises InvalidInput where a fact that holds an event would be the same without it.

    Lines of a file come in any order, so an event is compared with all the others, not only with
    those before it. One that added something when it was recorded is accepted, whatever came
    later: so a fact is read as it was recorded. Who asks about many events of a fact gives the
    reports before each.
    """
    if isinstance(event, Reported) and not (earlier or EarlierReports(fact)).hold(event):
        return
    try:
        _check(replace(fact, events=fact.events[: event.originator_version]), event)
    except InvalidInput:
        _check(fact, event)


NAMED_NOW: Final = "its actor is named now"


def with_actor(there: Iterable[Event], event: Event) -> tuple[Event, ...]:
    """An event; before it, what takes back the same one where that lacked the actor behind it.

    Whoever says later whose denial it was does not deny twice: both entries stay in the history,
    and the one that names the actor counts.
    """
    same = next((each for each in there if lacks_actor(each, event)), None)
    if same is None:
        return (event,)
    version = same.originator_version
    return Undone(versions=(version,), known_on=same.known_on, because=NAMED_NOW), event


def may_lack_actor(event: Event) -> bool:
    """Whether an actor may be behind an event."""
    return isinstance(event, Denied | Cancelled)


def lacks_actor(one: Event, other: Event) -> bool:
    """Whether an event says the same as another that names the actor behind it, but does not."""
    if not isinstance(one, Denied | Cancelled) or type(one) is not type(other):
        return False
    assert isinstance(other, Denied | Cancelled)
    return not one.by and bool(other.by) and _who_when(one) == _who_when(other)


def _who_when(event: Denied | Cancelled) -> tuple[object, ...]:
    """What makes two denials or cancellations the same: their source, their days.

    The day of a report is that from which it was known, however it is written.
    """
    report = event.report.model_copy(update={"published": ""}) if event.report else None
    return event.known_on, report, event.on if isinstance(event, Cancelled) else ""


def _check(fact: Fact, event: Event) -> None:
    match event:
        case Ended():
            _check_ended(fact, event)
        case Resumed():
            _check_resumed(fact, event)
        case Renewed():
            _check_renewed(fact, event)
        case Corrected() if not event.edited:
            _check_corrected(fact, event)
        case Reported():
            _check_reported(fact, event)
        case _:
            pass


def _without(fact: Fact, *events: Event) -> Fact:
    return replace(fact, events=tuple(event for event in fact.events if event not in events))


def _changes(fact: Fact) -> tuple[Change, ...]:
    fact_state = fact.as_of()
    assert fact_state is not None
    return fact_state.changes


def _before(fact: Fact, change: Change) -> list[Change]:
    """The events that begin, end or pause a fact before a change does, in the order of the fold."""
    since, *others = _changes(fact)
    earlier = [other for other in others if other.place <= change.place]
    return [since, *sorted(earlier, key=lambda other: other.place)]


def _check_ended(fact: Fact, event: Ended) -> None:
    """An ending planned for later, or an expiry, may still come to an end.

    What ended may end again once it has resumed.
    """
    others = _without(fact, event)
    window = edtf.window(event.on)
    earlier = _before(others, Change("ended", window))
    resumed = max((i for i, change in enumerate(earlier) if change.name == "resumed"), default=0)
    since_then = [change.name for change in earlier[resumed:]]
    later = _changes(others)[1:]
    resumes_after = any(change.name == "resumed" for change in later if change not in earlier)
    ends_after = (
        any(change.name == "ended" for change in later if change not in earlier)
        and not resumes_after
    )
    if (
        ends_after
        or {"ended", "until"} & set(since_then)
        or others.asserted.content.until == edtf.UNKNOWN_END
    ):
        raise InvalidInput(
            f'"{fact.handle}" has ended already{whose(others, Ended, event)}; an ending that was'
            " wrong is corrected.",
            correction(fact, "until", event.on, event, "if that is the right day"),
            code="already-ended",
            values={"fact": fact.handle},
        )


def _check_resumed(fact: Fact, event: Resumed) -> None:
    others = _without(fact, event)
    window = edtf.window(event.on)
    last = _before(others, Change("resumed", window))[-1]
    # An ending in June may have come before the tenth of June, whatever its place in the order.
    may = any(
        not each.holds and last.window.lo < each.window.hi and each.window.lo <= window.hi
        for each in _changes(others)
    )
    if last.holds and not may:
        said = (
            f'"{fact.handle}" was neither suspended nor ended before {event.on}, so it cannot'
            " resume then."
        )
        suspension = Run.of(
            "suspend",
            fact.name,
            meaning="if it was suspended",
            on="DATE",
            source="PUBLISHER",
        )
        raise InvalidInput(said, suspension, code="not-suspended", values={"fact": fact.handle})


def _check_renewed(fact: Fact, event: Renewed) -> None:
    renewals = [each for each in fact.events if isinstance(each, Renewed)]
    fact_state = _without(fact, *renewals).as_of()
    assert fact_state is not None
    if not fact_state.content.expires:
        said = f'"{fact.handle}" has no expiry that could be renewed.'
        expiry = Run.of(
            "correct",
            fact.name,
            meaning="if it expires then",
            field="expires",
            value=event.expires,
            because="REASON",
        )
        raise InvalidInput(said, expiry, code="no-expiry", values={"fact": fact.handle})


def _check_corrected(fact: Fact, event: Corrected) -> None:
    # As it was then: one of the same day that came later has the last word, and this one added
    # something all the same.
    then = replace(fact, events=fact.events[: event.originator_version])
    known = then.as_of()
    # What was known before the fact was is seen from the first day on which anybody knew of it.
    day = max(event.known_day, known.known_day if known else 0)
    if _without(then, event).as_of(day) == then.as_of(day):
        value = f'"{event.value}"' if event.value else "nothing"
        raise InvalidInput(
            f'"{fact.handle}" already says so: {event.field} is {value}.',
            Run.of("show", fact.name),
            code="nothing-new",
            values={"fact": fact.handle, "field": event.field, "value": event.value},
        )


def _check_reported(fact: Fact, event: Reported) -> None:
    """A report that gives a grade, an origin or a quote to one without them is not the same."""
    for other in fact.effective_events():
        if (
            not isinstance(other, Asserted | Reported)
            or other.report is None
            or other.originator_version >= event.originator_version
        ):
            continue
        same_day = event.report.published or other.known_on == event.known_on
        if same_day and _adds_nothing(event.report, other.report):
            when = f" of {event.report.published}" if event.report.published else ""
            said = (
                f'"{fact.handle}" rests on that report by {event.report.publisher}{when} already.'
            )
            raise InvalidInput(
                said,
                _another_report(fact, event),
                code="same-report",
                values={"fact": fact.handle, "source": event.report.publisher},
            )


def _another_report(fact: Fact, event: Reported) -> Run:
    when = {}
    if event.report.published:
        when = {"known_on": event.report.published}
    elif not event.assumed:
        when = {"known": str(event.known_on)}
    return Run.of(
        "report",
        fact.name,
        meaning="if it is another one, its own address",
        source=event.report.publisher,
        **when,
        url="URL",
    )


def _adds_nothing(report: Report, other: Report) -> bool:
    named = (report.publisher, report.published, report.url) == (
        other.publisher,
        other.published,
        other.url,
    )
    return named and all(
        mine in ("", theirs) for mine, theirs in zip(_said(report), _said(other), strict=True)
    )


def _said(report: Report) -> tuple[str, ...]:
    return (
        report.origin, report.voice, report.grade, report.quote, report.archived, report.sha256,
    )  # fmt: skip


def _named(report: Report, known_on: date, said: tuple[str, ...]) -> tuple[str, ...]:
    """What makes a report another one: its name, its day, and what is said about it."""
    day = report.published or str(known_on)
    return report.publisher, report.published, report.url, day, *said


def _held_by(report: Report, known_on: date) -> Iterator[tuple[str, ...]]:
    """Every report that adds nothing to one: it says the same, or less."""
    for said in product(*(dict.fromkeys(("", each)) for each in _said(report))):
        yield _named(report, known_on, said)
