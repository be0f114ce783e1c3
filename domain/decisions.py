"""Which further events a fact takes, and which it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain import edtf
from domain.changes import Change, in_order, tightened
from domain.content import DATES, Content
from domain.edtf import Window
from domain.events import (
    Asserted,
    Cancelled,
    Corrected,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Rescheduled,
    Resumed,
    Retracted,
    Sourced,
    Suspended,
)
from domain.fact import DESK, Fact, FactState
from domain.refusal import InvalidInput, Run, SetField, check_filled
from domain.report import Report

_ON_ENGAGEMENTS = (Held, Cancelled, Rescheduled)
_ON_STANDING = (Suspended, Resumed, Renewed, Ended)
_MOVES_DATES = (Asserted, Corrected, *_ON_STANDING)
_NEEDS_A_READING = (Held, Cancelled, Retracted, Reinstated, Corrected)


def decide(fact: Fact, event: Event) -> Event:
    """The event as this fact accepts it, numbered.

    Raises InvalidInput where the fact cannot accept it, or where it would leave a change without a
    day.
    """
    taken = accept(fact, event)
    if isinstance(event, _MOVES_DATES):
        check_dates(fact.and_then(taken))
    return taken


def accept(fact: Fact, event: Event) -> Event:
    """The event as this fact accepts it, numbered, whatever it does to dates.

    Several edits at once are checked together. A placeholder of a fix is refused on the desk, where
    people write. Source: docs/facts.md for which events go with which kinds, and for the order of
    beginnings and endings.
    """
    if fact.layer == DESK:
        _check_all_filled(event)
    numbered = event.numbered(fact.id, fact.version + 1)
    if not fact.exists:
        if not isinstance(event, Asserted):
            raise InvalidInput(
                f'no fact is called "{fact.handle}".',
                code="unknown-fact",
                values={"fact": fact.handle},
            )
    else:
        _check_kind(fact, event)
        numbered = _check_change(fact, numbered)
    return numbered


def _check_all_filled(event: Event) -> None:
    check_filled(event.because, "reason")
    check_filled(getattr(event, "by", ""), "actor")
    report = getattr(event, "report", None)
    if isinstance(report, Report):
        check_filled(report.publisher, "source")
        check_filled(report.origin, "source")
        check_filled(report.url, "URL")
        check_filled(report.archived, "URL")
        check_filled(report.quote, "quote")
    if isinstance(event, Corrected):
        check_filled(event.value, event.field)
    if isinstance(event, Asserted):
        check_filled(event.content.title, "title")
        check_filled(event.content.weight_because, "reason")
        check_filled(event.content.note, "note")
        check_filled(event.content.place, "place")


def _check_kind(fact: Fact, event: Event) -> None:
    content = fact.asserted.content
    if isinstance(event, Asserted):
        raise _refused(
            fact, f'"{fact.handle}" is already the name of a fact: {content.title}.', "taken-handle"
        )
    if isinstance(event, _ON_ENGAGEMENTS) and not content.of_kind.planned:
        raise _refused(
            fact,
            f'"{fact.handle}" was not planned; only engagements are held, moved or cancelled.',
            "not-planned",
        )
    if isinstance(event, _ON_STANDING) and not content.standing:
        raise _refused(
            fact,
            f'"{fact.handle}" has no duration; only standing facts end, are suspended, resumed or'
            " renewed.",
            "no-duration",
        )


def _refused(fact: Fact, said: str, code: str, *fixes: Run) -> InvalidInput:
    return InvalidInput(said, *fixes, code=code, values={"fact": fact.handle})


def _check_change(fact: Fact, event: Event) -> Event:
    if not isinstance(event, _NEEDS_A_READING):
        return event
    before = fact.as_of()
    assert before is not None
    if isinstance(event, Held) and before.held:
        raise _already_held(fact, before, event)
    if isinstance(event, Cancelled) and event.by:
        _check_called_off(fact, before.content, event.by)
    if isinstance(event, Retracted) and before.retracted:
        said = f'"{fact.handle}" is already retracted{whose(fact, Retracted, event)}.'
        raise _refused(fact, said, "already-retracted")
    if isinstance(event, Reinstated) and not before.retracted:
        raise _refused(fact, f'"{fact.handle}" is not retracted.', "not-retracted")
    after = fact.and_then(event).as_of()
    if (
        isinstance(event, Retracted | Reinstated)
        and after is not None
        and after.retracted == before.retracted
    ):
        done, undo = (
            ("retracted", "reinstated") if before.retracted else ("reinstated", "retracted")
        )
        said = (
            f'"{fact.handle}" was {done} later than {event.known_on}; it can be {undo} from that'
            " later day on."
        )
        raise _refused(fact, said, "too-early")
    if isinstance(event, Corrected):
        return event.model_copy(update={"refines": _refines(before, event)})
    return event


def _check_called_off(fact: Fact, content: Content, by: str) -> None:
    """Raises InvalidInput where a plan was called off by somebody who has no part in it."""
    actors = (*content.actors, *content.recipients)
    if by not in actors:
        raise InvalidInput(
            f'"{fact.handle}" is a plan of {", ".join(actors[:-1])} and {actors[-1]}; {by} has no'
            " part in it, and cannot call it off.",
            *(SetField("by", actor) for actor in actors),
            code="not-of-the-plan",
            values={"fact": fact.handle, "actor": by},
        )


def _already_held(fact: Fact, before: FactState, event: Held) -> InvalidInput:
    if edtf.days(event.on) == edtf.days(before.held):
        said = f'"{fact.handle}" was held on {before.held} already{whose(fact, Held, event)}.'
        source = event.report.publisher if event.report else "PUBLISHER"
        more = Run.of(
            "report",
            fact.name,
            meaning="one more source for it",
            source=source,
            known_on=known_on(event),
        )
        return _refused(fact, said, "already-held", more)
    said = (
        f'"{fact.handle}" was already held on {before.held}{whose(fact, Held, event)}; yours'
        f" says {event.on}{_says(event)}."
    )
    return _refused(fact, said, "already-held", correction(fact, "on", event.on, event))


def correction(fact: Fact, field: str, value: str, event: Event, meaning: str = "") -> Run:
    """The fix that corrects a field of a fact, with the reason left for the user to write."""
    return Run.of(
        "correct",
        fact.name,
        meaning=meaning,
        field=field,
        value=value,
        known_on=known_on(event),
        because="REASON",
    )


def known_on(event: Event) -> str:
    """The day from which an event was known; the placeholder where nobody gave one."""
    return "DATE" if event.assumed else str(event.known_on)


def whose(fact: Fact, kind: type[Event], new: Event) -> str:
    """The source and the author of the last effective event of a kind.

    Empty where they are those of the new event.
    """
    last = next(
        (event for event in reversed(fact.effective_events()) if isinstance(event, kind)), None
    )
    by = (
        f" (recorded by {last.author})"
        if last is not None and last.author not in ("", new.author)
        else ""
    )
    return f"{_says(last)}{by}"


def _says(event: Event | None) -> str:
    return (
        f", says {event.report.publisher}"
        if isinstance(event, Sourced) and event.report is not None
        else ""
    )


def _refines(before: FactState, event: Corrected) -> bool:
    after = before.content.corrected(event.field, event.value)
    if event.field not in DATES:
        return False
    if event.field == "on" and before.content.of_kind.planned:
        if not before.held:
            raise InvalidInput(
                f'"{before.handle}" has no day on which it was held.',
                Run.of("settle", before.handle, held=event.value, source="PUBLISHER"),
                code="not-held",
                values={"fact": before.handle},
            )
        return edtf.days(event.value).inside(edtf.days(before.held))
    old, new = _window_of(before.content, event.field), _window_of(after, event.field)
    return old is not None and new is not None and new.inside(old)


def _window_of(content: Content, name: str) -> Window | None:
    text = content.value(name)
    if text in ("", edtf.OPEN):
        return edtf.since_window(text) if name == "since" else None
    return edtf.days(text) if name == "on" else edtf.window(text)


def check_dates(fact: Fact) -> None:
    """Raises InvalidInput where a beginning or an ending has no day left."""
    if not fact.asserted.content.standing:
        return
    fact_state = fact.as_of()
    assert fact_state is not None
    late = impossible(fact_state.changes)
    if late is not None:
        after, before = _DONE[late[1].name], _DONE[late[0].name]
        said = f'"{fact.handle}" cannot have {after} before it had {before}.'
        raise _refused(fact, said, "impossible-order")


_DONE: Final = {
    "since": "begun",
    "until": "ended",
    "expiry": "expired",
    "ended": "ended",
    "suspended": "been suspended",
    "resumed": "resumed",
}


def impossible(changes: Iterable[Change]) -> tuple[Change, Change] | None:
    """A beginning or ending that has no day left after another one, and that one first.

    None if all fit. Of several, the first that is over before the beginning, or else the last in
    order.
    """
    since, *others = ordered = in_order(changes)
    early = next((change for change in others if change.window.hi < since.window.lo), None)
    if early is not None:
        return since, early
    late = [i for i, window in enumerate(tightened(ordered)) if window.lo > window.hi]
    return (ordered[late[-1] - 1], ordered[late[-1]]) if late and late[-1] else None
