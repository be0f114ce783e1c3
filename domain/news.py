"""What an act must add: an ending of what has ended, or a report told twice.

Is refused by whoever records it newly.
"""

# Stored histories are never refused for this: the fold leaves out what changes nothing (`in_order`
# in domain/fact.py).

from __future__ import annotations

from dataclasses import replace

from domain import edtf
from domain.decisions import whose
from domain.events import Asserted, Corrected, Ended, Event, Renewed, Reported, Resumed
from domain.fact import Change, Fact
from domain.refusal import Fix, InvalidInput
from domain.report import Report


def check_news(fact: Fact, event: Event) -> None:
    """Raises InvalidInput where a fact.

    It holds the event among all that is said of it, would be the same without it. Lines of a file
    come in any order, so an event is weighed against all the others, not only those before it.
    One that was news when it was told is taken too, whatever came later that makes nothing of it:
    so a fact is read as it was recorded.
    """
    try:
        _check(replace(fact, events=fact.events[: event.originator_version]), event)
    except InvalidInput:
        _check(fact, event)


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
    """What begins, ends or pauses a fact before a change does.

    In the order in which the fold takes them.
    """
    since, *others = _changes(fact)
    place = (change.window.hi, change.window.lo)
    earlier = [other for other in others if (other.window.hi, other.window.lo) <= place]
    return [since, *sorted(earlier, key=lambda other: (other.window.hi, other.window.lo))]


def _check_ended(fact: Fact, event: Ended) -> None:
    """An ending planned for later, or an expiry, may still come to an end.

    What ended may end anew once it has resumed.
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
        fix = Fix(
            f"corrected until {event.on}, {event.known_on}, because AFP gives the day",
            "if that is the right day",
        )
        raise InvalidInput(
            f'"{fact.handle}" has ended already{whose(others, Ended, event)}; an ending that was'
            " wrong is corrected.",
            fix,
        )


def _check_resumed(fact: Fact, event: Resumed) -> None:
    earlier = _before(_without(fact, event), Change("resumed", edtf.window(event.on)))
    if earlier[-1].holds:
        said = (
            f'"{fact.handle}" was neither suspended nor ended before {event.on}, so it cannot'
            " resume then."
        )
        raise InvalidInput(
            said, Fix(f"suspended {event.on}, PUBLISHER, {event.known_on}", "if it was suspended")
        )


def _check_renewed(fact: Fact, event: Renewed) -> None:
    renewals = [each for each in fact.events if isinstance(each, Renewed)]
    fact_state = _without(fact, *renewals).as_of()
    assert fact_state is not None
    if not fact_state.content.expires:
        said = f'"{fact.handle}" has no expiry that could be renewed.'
        raise InvalidInput(said, Fix(f"expires {event.expires}", "if it expires then"))


def _check_corrected(fact: Fact, event: Corrected) -> None:
    # As it stood then: one of the same day that came later has the last word, and this one was news
    # all the same.
    then = replace(fact, events=fact.events[: event.originator_version])
    if _without(then, event).as_of(event.known_day) == then.as_of(event.known_day):
        value = f'"{event.value}"' if event.value else "nothing"
        raise InvalidInput(
            f'"{fact.handle}" says so already: {event.field} is {value}.',
            Fix(f"detente show {fact.handle}"),
        )


def _check_reported(fact: Fact, event: Reported) -> None:
    """A report that gives a grade, an origin or a voice to one told without is not the same."""
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
            address = "https://example.org/page"
            told = ", ".join(
                filter(
                    None,
                    (
                        event.report.publisher,
                        event.report.published or f"known {event.known_on}",
                        address,
                    ),
                )
            )
            raise InvalidInput(said, Fix(f"report {told}", "if it is another one, its own address"))


def _adds_nothing(report: Report, other: Report) -> bool:
    named = (report.publisher, report.published, report.url) == (
        other.publisher,
        other.published,
        other.url,
    )
    return named and all(
        mine in ("", theirs) for mine, theirs in zip(_said(report), _said(other), strict=True)
    )


def _said(report: Report) -> tuple[str, str, str]:
    return report.origin, report.voice, report.grade
