"""Days that cannot be: still to come, or reported before it happened."""

# Stored histories are never refused for this, nor is a copy of a timeline: it is asked when
# something is recorded.

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain import edtf
from domain.content import Content
from domain.edtf import Window
from domain.events import (
    EVENTS,
    Asserted,
    Cancelled,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reported,
    Resumed,
    Suspended,
    Undone,
)
from domain.fact import Fact
from domain.refusal import AnyFix, InvalidInput, Run, SetField
from domain.report import Report

PLANNED: Final = {
    "call": "call",
    "visit": "visit",
    "talks": "talks",
    "summit": "summit",
    "third-party": "talks",
    "failed-talks": "talks",
    "consult": "talks",
    "consult:visit": "visit",
    "consult:phone": "call",
    "consult:multilateral": "talks",
    "consult:third-party": "talks",
}
"""What is planned, by what it becomes once it is held; of any other deed only the day is set."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

TOO_EARLY: Final = "reported-too-early"
"""The code of a refusal of what was known before it happened."""


def check_timing(fact: Fact, event: Event, today: date) -> None:
    """Raises InvalidInput for a day that is still to come, or that was known before it came.

    `fact` is the fact before the event. A vague date is refused only where none of its days will
    do. An instrument may be reported before it takes effect, as sanctions are; all else that is
    still to come is `planned:`. Source: docs/facts.md.
    """
    match event:
        case Asserted():
            _check_asserted(event, today)
        case Reported() | Denied():
            _check_report(fact, event)
        case Held() | Cancelled():
            _check_outcome(fact, event, today)
        case Corrected():
            _check_corrected(fact, event, today)
        case _:
            pass
    _check_known(event, today)


def _check_known(event: Event, today: date) -> None:
    """Nobody records today what is known from a later day on.

    An end that was announced without a day for that is known from its own.
    """
    if not isinstance(event, EVENTS) or isinstance(event, Undone) or event.known_on <= today:
        return
    own = isinstance(event, Ended | Suspended | Resumed) and edtf.days(event.on).hi
    if own == event.known_day or _first_known(event) <= today.toordinal():
        return
    said = f"nobody knows on {today} what is said on {event.known_on}."
    raise InvalidInput(said, code="not-known-yet", values={"known_on": str(event.known_on)})


def _check_announced(event: Asserted) -> None:
    """A plan is announced by the last day for which it is planned."""
    known = _first_known(event)
    if event.assumed or known <= edtf.window(event.content.planned).hi:
        return
    said = (
        f"what was first announced on {event.known_on} was not planned for"
        f" {event.content.planned}: that day was over."
    )
    raise InvalidInput(said, code="announced-too-late", values={"date": event.content.planned})


def _first_known(event: Event) -> int:
    """The first day on which what an event says may have been known."""
    report = getattr(event, "report", None)
    published = report.published if isinstance(report, Report) else ""
    vague = published and edtf.window(published).hi == event.known_day
    return edtf.window(published).lo if vague else event.known_day


def _check_asserted(event: Asserted, today: date) -> None:
    content = event.content
    window = _first_days(content)
    if window is None:
        _check_announced(event)
        return
    if window.lo > today.toordinal():
        raise _to_come(content, today)
    early = _early(event, window.lo)
    if early and not takes_effect(content):
        raise _too_early(content, event.report, early)


def takes_effect(content: Content) -> bool:
    """Whether it holds from a day that may be set beforehand."""
    return content.kind == "instrument"


def _first_days(content: Content) -> Window | None:
    """The days on which it happened or began; None for a plan."""
    return None if content.of_kind.planned else content.window


def _early(event: Asserted | Reported | Denied, first: int) -> str:
    """The day on which an event was known, where that is before a first day; else empty."""
    report = event.report
    if report is not None and report.published and edtf.window(report.published).hi < first:
        return report.published
    return str(event.known_on) if event.known_day < first else ""


def _to_come(content: Content, today: date) -> InvalidInput:
    what = PLANNED.get(content.what, "")
    if what:
        then = "Until it was held, it is a plan."
        fixes = [SetField("what", f"planned:{what}")]
    elif content.kind in ("action", "instrument"):
        then = "Record it once it has come about; until then, only its day can be planned."
        fixes = [SetField("what", "planned:deadline", "the day that is set for it")]
    else:
        then = "Record it once it holds."
        fixes = []
    said = f"{content.dated} is still to come: today is {today}. {then}"
    return InvalidInput(said, *fixes, code="still-to-come", values={"date": content.dated})


def _too_early(content: Content, report: Report | None, known: str) -> InvalidInput:
    fixes: list[AnyFix] = []
    if content.what in PLANNED:
        meaning = "if it was only announced"
        fixes.append(SetField("what", f"planned:{PLANNED[content.what]}", meaning))
    if _DAY.fullmatch(content.on) and _DAY.fullmatch(known):
        fixes.append(SetField("on", f"[{known}..{content.on}]", "if the day is not certain"))
    return _not_yet_known(content, content.dated, report, known, *fixes)


def _not_yet_known(
    content: Content, dated: str, report: Report | None, known: str, *fixes: AnyFix
) -> InvalidInput:
    who = f"{report.publisher} cannot have reported" if report else "nobody can have known"
    what = f"what holds since {dated}" if content.standing else f"what happened on {dated}"
    said = f"{who} on {known} {what}."
    return InvalidInput(said, *fixes, code=TOO_EARLY, values={"date": dated, "known_on": known})


def _check_report(fact: Fact, event: Reported | Denied) -> None:
    """A report or denial must not come before the first day that the fact was ever dated."""
    content = fact.asserted.content
    if _first_days(content) is None or takes_effect(content):
        return
    early = _early(event, content.window.lo)
    if early:
        # Corrections are read only for what came too early at first: a fact may have many reports.
        early = _early(event, min(_dated_first(fact)))
    if early and isinstance(event, Denied):
        what = f"holds since {content.dated}" if content.standing else f"was on {content.dated}"
        said = f"{event.report.publisher} cannot have denied on {early} what {what}."
        values = {"date": content.dated, "known_on": early}
        raise InvalidInput(said, code=TOO_EARLY, values=values)
    if early:
        raise _not_yet_known(content, content.dated, event.report, early)


def _dated_first(fact: Fact) -> Iterator[int]:
    """The first day of a fact as it was recorded, and of each correction of it."""
    yield fact.asserted.content.window.lo
    for event in fact.effective_events():
        if isinstance(event, Corrected):
            window = _corrected_days(event)
            if window is not None:
                yield window.lo


def _corrected_days(event: Corrected) -> Window | None:
    """The days on which it happened or began by a correction; None for one of anything else."""
    if event.field == "on":
        return edtf.days(event.value)
    return edtf.since_window(event.value) if event.field == "since" else None


def _check_outcome(fact: Fact, event: Held | Cancelled, today: date) -> None:
    first = edtf.days(event.on).lo
    announced = _announced(fact)
    if isinstance(event, Held) and event.known_day < announced:
        day = date.fromordinal(announced)
        text = (
            f'"{fact.handle}" was announced on {day}: nobody knew on {event.known_on} that it was'
            " held."
        )
        raise InvalidInput(text, code=TOO_EARLY, values={"fact": fact.handle, "date": str(day)})
    if first <= today.toordinal() and first <= event.known_day:
        return
    held = isinstance(event, Held)
    done = "was held" if held else "was called off"
    if first > today.toordinal():
        said = f"{event.on} is still to come: today is {today}. So nobody knows that it {done}."
        code = "still-to-come"
    else:
        said = (
            f'nobody can have known on {event.known_on} that "{fact.handle}" {done} on {event.on}.'
        )
        code = TOO_EARLY
    fixes = [_moved(fact, event, today)] if held and _may_move(fact, event.on) else []
    values = {"fact": fact.handle, "date": event.on, "known_on": str(event.known_on)}
    raise InvalidInput(said, *fixes, code=code, values=values)


def _announced(fact: Fact) -> int:
    """The day on which a plan was first announced; 0 where no source says when."""
    there = [e for e in fact.effective_events() if isinstance(e, Asserted | Reported)]
    return 0 if any(e.assumed for e in there) else min(e.known_day for e in there)


def _may_move(fact: Fact, on: str) -> bool:
    """Whether a plan may be moved to a day: one day, and not the one it is planned for."""
    fact_state = fact.as_of()
    assert fact_state is not None
    return not edtf.lasts(on) and fact_state.plans[-1].text != on


def _moved(fact: Fact, event: Held | Cancelled, today: date) -> Run:
    """The fix for an outcome of a day that has not come: it is planned for that day."""
    guessed = event.assumed or event.known_on > today
    return Run.of(
        "settle",
        fact.name,
        meaning="if it is planned for then",
        moved=event.on,
        source=event.report.publisher if event.report else "PUBLISHER",
        known_on="DATE" if guessed else str(event.known_on),
    )


def _check_corrected(fact: Fact, event: Corrected, today: date) -> None:
    window = _corrected_days(event)
    if window is None:
        return
    if window.lo > today.toordinal():
        said = f"{event.value} is still to come: today is {today}."
        raise InvalidInput(
            said, code="still-to-come", values={"fact": fact.handle, "date": event.value}
        )
    content = fact.asserted.content
    if event.known_day < window.lo and not takes_effect(content):
        raise _not_yet_known(content, event.value, None, str(event.known_on))
