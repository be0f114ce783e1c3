"""Which further events a fact takes, and which it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain import edtf
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
from domain.fact import Change, Fact, FactState, in_order, tightened
from domain.refusal import Fix, InvalidInput

_ON_ENGAGEMENTS = (Held, Cancelled, Rescheduled)
_ON_STANDING = (Suspended, Resumed, Renewed, Ended)
_MOVES_DATES = (Asserted, Corrected, *_ON_STANDING)
_NEEDS_A_READING = (Held, Retracted, Reinstated, Corrected)


def decide(fact: Fact, event: Event) -> Event:
    """The event as this fact takes it, numbered; raises InvalidInput where the fact cannot take it.

    Nothing may be left without a day by it.
    """
    taken = accept(fact, event)
    if isinstance(event, _MOVES_DATES):
        check_dates(fact.and_then(taken))
    return taken


def accept(fact: Fact, event: Event) -> Event:
    """The event as this fact takes it, numbered, whatever it does to dates.

    Several edits at once are checked together. Source: docs/facts.md for which events go with
    which kinds, and for the order of beginnings and endings.
    """
    numbered = event.numbered(fact.id, fact.version + 1)
    if not fact.exists:
        if not isinstance(event, Asserted):
            raise InvalidInput(f'no fact is called "{fact.handle}".')
    else:
        _check_kind(fact, event)
        numbered = _check_change(fact, numbered)
    return numbered


def _check_kind(fact: Fact, event: Event) -> None:
    content = fact.asserted.content
    if isinstance(event, Asserted):
        raise InvalidInput(f'"{fact.handle}" is already the name of a fact: {content.title}.')
    if isinstance(event, _ON_ENGAGEMENTS) and not content.of_kind.planned:
        raise InvalidInput(
            f'"{fact.handle}" was not planned; only engagements are held, moved or cancelled.'
        )
    if isinstance(event, _ON_STANDING) and not content.standing:
        raise InvalidInput(
            f'"{fact.handle}" has no duration; only standing facts end, are suspended, resumed or'
            " renewed."
        )


def _check_change(fact: Fact, event: Event) -> Event:
    if not isinstance(event, _NEEDS_A_READING):
        return event
    before = fact.as_of()
    assert before is not None
    if isinstance(event, Held) and before.held:
        if edtf.window(event.on) == edtf.window(before.held):
            said = f'"{fact.handle}" was held on {before.held} already{whose(fact, Held, event)}.'
            who = event.report.publisher if event.report else "PUBLISHER"
            raise InvalidInput(
                said, Fix(f"report {who}, {event.known_on}", "one more source for it")
            )
        said = (
            f'"{fact.handle}" was already held on {before.held}{whose(fact, Held, event)}; yours'
            f" says {event.on}{_says(event)}."
        )
        raise InvalidInput(said, Fix(f"corrected on {event.on}, {event.known_on}"))
    if isinstance(event, Retracted) and before.retracted:
        raise InvalidInput(f'"{fact.handle}" is already retracted{whose(fact, Retracted, event)}.')
    if isinstance(event, Reinstated) and not before.retracted:
        raise InvalidInput(f'"{fact.handle}" is not retracted.')
    after = fact.and_then(event).as_of()
    if (
        isinstance(event, Retracted | Reinstated)
        and after is not None
        and after.retracted == before.retracted
    ):
        raise InvalidInput(
            f'"{fact.handle}": known on {event.known_on}, that would come before what it is to'
            " undo."
        )
    if isinstance(event, Corrected):
        return event.model_copy(update={"refines": _refines(before, event)})
    return event


def whose(fact: Fact, kind: type[Event], new: Event) -> str:
    """Who says so, and who recorded it, of the last event of a kind that stands.

    Unless that is who says the new one.
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
                Fix(f"held {event.value}, PUBLISHER"),
            )
        return edtf.window(event.value).inside(edtf.window(before.held))
    old, new = _window_of(before.content, event.field), _window_of(after, event.field)
    return old is not None and new is not None and new.inside(old)


def _window_of(content: Content, name: str) -> Window | None:
    text = content.value(name)
    if text in ("", edtf.OPEN):
        return edtf.since_window(text) if name == "since" else None
    return edtf.window(text)


def check_dates(fact: Fact) -> None:
    """Raises InvalidInput where a beginning or an ending has no day left."""
    if not fact.asserted.content.standing:
        return
    fact_state = fact.as_of()
    assert fact_state is not None
    late = impossible(fact_state.changes)
    if late is not None:
        raise InvalidInput(
            f'"{fact.handle}" cannot have {_TOLD[late[1].name]} before it had'
            f" {_TOLD[late[0].name]}."
        )


_TOLD: Final = {
    "since": "begun",
    "until": "ended",
    "expiry": "expired",
    "ended": "ended",
    "suspended": "been suspended",
    "resumed": "resumed",
}


def impossible(changes: Iterable[Change]) -> tuple[Change, Change] | None:
    """A beginning or ending that has no day left after another one, and that one first.

    None if all fit. Of several the first that is over before the beginning, or else the last in
    order.
    """
    since, *others = ordered = in_order(changes)
    early = next((change for change in others if change.window.hi < since.window.lo), None)
    if early is not None:
        return since, early
    late = [i for i, window in enumerate(tightened(ordered)) if window.lo > window.hi]
    return (ordered[late[-1] - 1], ordered[late[-1]]) if late and late[-1] else None
