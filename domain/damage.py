"""What no event that detente wrote says: words, dates and figures by which damage is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from domain import edtf
from domain.actors import ACTOR_ID, Actor, Described
from domain.actors import STREAM as ACTORS
from domain.answer import STREAM as ANSWERS
from domain.answer import CitedInWords
from domain.batch import MOST_ROWS, RowsRecorded
from domain.batch import STREAM as BATCHES
from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded
from domain.content import CORRECTABLE, Content
from domain.events import (
    EVENTS,
    Asserted,
    Cancelled,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Renewed,
    Rescheduled,
    Resumed,
    Suspended,
    Undone,
)
from domain.expectation import LABELS, Expected
from domain.expectation import STREAM as EXPECTATIONS
from domain.fact import Fact
from domain.kinds import DOMAINS, KINDS, POINT, find_what, is_slug
from domain.refusal import InvalidInput
from domain.report import Report, read_archived, read_grade, read_sha256

MOST_POINTS: Final = 1000 * POINT
"""The most that a fact can weigh, in micro-units, for or against."""

MOST: Final = 2**31 - 1
"""More events than any command recorded, or any fact has."""

_UTC: Final = timedelta()
_DATED_BY: Final[Mapping[str, str]] = {
    "on": "contact",
    "since": "instrument",
    "until": "instrument",
    "expires": "instrument",
    "planned": "engagement",
}


def misfit(event: Event) -> str:
    """What an event says that detente never writes, as the end of a sentence; empty if nothing.

    Looks at the event alone: `misplaced` looks at its fact. A code of an actor is only
    looked at for its form, for a timeline has actors of its own, and may take them back.
    """
    return next(_misfits(event), "")


def _misfits(event: Event) -> Iterator[str]:
    if event.recorded_at.utcoffset() != _UTC:
        yield "it was recorded at an instant that is not in UTC"
    if event.first_recorded is not None and event.first_recorded.utcoffset() != _UTC:
        yield "it was first recorded at an instant that is not in UTC"
    for check in _CHECKS.get(type(event), ()):
        said = check(event)
        if said:
            yield said


# Words and dates ----------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _no_day(text: str) -> str:
    return _refused(edtf.window, text)


@lru_cache(maxsize=65536)
def _no_days(text: str) -> str:
    return _refused(edtf.days, text)


@lru_cache(maxsize=4096)
def _no_grade(text: str) -> str:
    if not text:
        return ""
    return _refused(read_grade, text) or (
        "" if read_grade(text) == text else f'"{text}" is not a grade'
    )


@lru_cache(maxsize=4096)
def _no_code(text: str) -> str:
    return "" if ACTOR_ID.fullmatch(text) else f'"{text}" is not an actor'


def _refused(read: Callable[[str], object], text: str) -> str:
    """Why a text cannot be read, as the end of a sentence; empty where it can."""
    try:
        read(text)
    except InvalidInput as refused:
        return _end(refused)
    return ""


def _end(refused: InvalidInput) -> str:
    return refused.said.rstrip(".")


def _report(event: Event) -> str:
    report = getattr(event, "report", None)
    if not isinstance(report, Report):
        return ""
    return (
        (_no_day(report.published) if report.published else "")
        or _no_grade(report.grade)
        or _no_copy(report)
    )


def _no_copy(report: Report) -> str:
    """What is wrong with the archived copy of a report."""
    archived = _refused(read_archived, report.archived) if report.archived else ""
    if archived or not report.sha256:
        return archived
    wrong = _refused(read_sha256, report.sha256)
    written = report.sha256 == report.sha256.lower()
    return wrong or ("" if written else "its SHA-256 is not in small letters")


# Content ------------------------------------------------------------------------------------------


def _content(event: Event) -> str:
    assert isinstance(event, Asserted)
    content = event.content
    return (
        _word(content.kind, content.what, content.domain)
        or _parties(content)
        or _dates(content)
        or _figures(content)
    )


@lru_cache(maxsize=4096)
def _word(kind: str, what: str, domain: str) -> str:
    if kind not in KINDS:
        return f'no fact is of the kind "{kind}"'
    whats = KINDS[kind].whats
    if what not in whats if whats is not None else not is_slug(what):
        return f'no fact of the kind "{kind}" is called "{what}"'
    return "" if domain in DOMAINS else f'no domain is called "{domain}"'


def _parties(content: Content) -> str:
    if not content.actors or not content.recipients:
        return "it does not say who does it to whom"
    return next(filter(None, map(_no_code, (*content.actors, *content.recipients))), "")


def _dates(content: Content) -> str:
    kind = KINDS[content.kind]
    given = {"on": content.on, "since": content.since, "planned": content.planned}
    first = given.pop(kind.dated_by)
    wrong = _FIRST[kind.dated_by](first)
    if wrong:
        return wrong
    if any(given.values()) or (
        not kind.standing and (content.until is not None or content.expires)
    ):
        return f'a fact of the kind "{content.kind}" has no such date'
    if content.until:
        wrong = _open_or_day(content.until)
    return wrong or (_no_day(content.expires) if content.expires else "")


def _open_or_day(text: str) -> str:
    return "" if text == edtf.OPEN else _no_day(text)


_FIRST: Final[Mapping[str, Callable[[str], str]]] = {
    "on": _no_days,
    "since": _open_or_day,
    "planned": _no_day,
}


def _figures(content: Content) -> str:
    for number in (content.weight, content.goldstein):
        if number is not None and abs(number) > MOST_POINTS:
            return f"{number} micro-units are more than anything weighs"
    if content.episode and not is_slug(content.episode):
        return f'"{content.episode}" is not an episode'
    return _no_grade(content.grade)


# What is said later -------------------------------------------------------------------------------


def _on(event: Event) -> str:
    assert isinstance(event, Cancelled | Suspended | Resumed | Ended)
    return _no_day(event.on)


def _held(event: Event) -> str:
    assert isinstance(event, Held)
    return _no_days(event.on)


def _moved(event: Event) -> str:
    assert isinstance(event, Rescheduled | Renewed)
    return _no_day(event.planned if isinstance(event, Rescheduled) else event.expires)


def _by(event: Event) -> str:
    assert isinstance(event, Denied | Cancelled)
    return _no_code(event.by) if event.by else ""


def _corrected(event: Event) -> str:
    assert isinstance(event, Corrected)
    if event.field not in CORRECTABLE:
        return f'no field is called "{event.field}"'
    return (
        ""
        if _possible(event.field, event.value)
        else (f'no fact has "{event.value}" as its `{event.field}`')
    )


@lru_cache(maxsize=4096)
def _possible(field: str, value: str) -> bool:
    """Whether a correction may give a field this value, of some kind of fact."""
    if field == "what":
        # Facts that are dated differently cannot take it; that depends on the fact.
        return find_what(value) is not None
    try:
        content = _empty(_DATED_BY.get(field, "contact")).corrected(field, value)
    except InvalidInput:
        return False
    return field != "parties" or not _parties(content)


def _empty(kind: str) -> Content:
    return Content(kind=kind, what="", actors=(), recipients=(), relation="mutual", title="-")


def _undone(event: Event) -> str:
    assert isinstance(event, Undone)
    versions = event.versions
    wrong = not versions or not all(0 < version <= MOST for version in versions)
    return f"it takes back {versions}, which are not versions of a fact" if wrong else ""


# Beside facts -------------------------------------------------------------------------------------


def _described(event: Event) -> str:
    assert isinstance(event, Described)
    return _refused(Actor.parse, event.line)


def _expected(event: Event) -> str:
    assert isinstance(event, Expected)
    if event.label not in LABELS:
        return f'no state is labelled "{event.label}"'
    if event.domain and event.domain not in DOMAINS:
        return f'no domain is called "{event.domain}"'
    return _no_code(event.a) or _no_code(event.b) or _no_day(event.on)


def _counts(event: Event) -> str:
    assert isinstance(event, CommandRecorded)
    if not 0 <= event.count <= MOST or not 0 <= event.facts <= MOST:
        return f"no command records {event.count} events of {event.facts} facts"
    return ""


def _cited(event: Event) -> str:
    assert isinstance(event, CitedInWords)
    if not 0 <= event.position <= MOST:
        return f"there is no position {event.position}"
    if not event.words:
        return "it was cited by no words"
    try:
        date.fromisoformat(event.today)
    except ValueError:
        return f'"{event.today}" is not a day on which anything was cited'
    return ""


def _batch(event: Event) -> str:
    assert isinstance(event, RowsRecorded)
    if not 0 < event.rows <= MOST_ROWS:
        return f"no batch holds {event.rows} rows"
    if not is_slug(event.layer):
        return f'"{event.layer}" is not a layer'
    wrong = _refused(read_sha256, event.block)
    if wrong or event.block != event.block.lower():
        return wrong or "its SHA-256 is not in small letters"
    if event.least > event.greatest:
        return "its least key comes after its greatest"
    try:
        days = date.fromisoformat(event.first), date.fromisoformat(event.last)
    except ValueError:
        return f'"{event.first}" to "{event.last}" are not days'
    return "" if days[0] <= days[1] else "its first day comes after its last"


_Check = Callable[[Event], str]
_CHECKS: Final[Mapping[type[Event], tuple[_Check, ...]]] = {
    **dict.fromkeys(EVENTS, (_report,)),
    Asserted: (_content, _report),
    Corrected: (_corrected, _report),
    Undone: (_undone,),
    Held: (_held, _report),
    Cancelled: (_on, _by, _report),
    Suspended: (_on, _report),
    Resumed: (_on, _report),
    Ended: (_on, _report),
    Rescheduled: (_moved, _report),
    Renewed: (_moved, _report),
    Denied: (_by, _report),
    Described: (_described,),
    Expected: (_expected,),
    CommandRecorded: (_counts,),
    CitedInWords: (_cited,),
    RowsRecorded: (_batch,),
}


# Places -------------------------------------------------------------------------------------------

_OF_LAYER: Final[Mapping[str, tuple[type[Event], ...]]] = {
    ACTORS: (Described, Undone),
    EXPECTATIONS: (Expected, Undone),
    COMMANDS: (CommandRecorded,),
    ANSWERS: (CitedInWords, Undone),
    BATCHES: (RowsRecorded, Undone),
}


def misplaced(fact: Fact) -> str:
    """What cannot be recorded about a fact after what was before, as the end of a sentence.

    Empty where all of it can.
    """
    kinds = _OF_LAYER.get(fact.layer, EVENTS)
    if not all(isinstance(event, kinds) for event in fact.events):
        return f"in {fact.layer} nobody says what it says"
    if len(fact.events) == 1:
        return "it takes back itself" if isinstance(fact.events[0], Undone) else ""
    return next(_out_of_place(fact), "") if fact.layer not in _OF_LAYER else _undoings(fact)


def _undoings(fact: Fact) -> str:
    for event in fact.events:
        if isinstance(event, Undone) and max(event.versions) >= event.originator_version:
            return f"version {event.originator_version} takes back what comes after it"
    return ""


def _out_of_place(fact: Fact) -> Iterator[str]:
    said = _undoings(fact)
    if said:
        yield said
    content: Content | None = None
    for event in fact.events:
        if isinstance(event, Asserted):
            content = event.content
            continue
        kind = content.of_kind if content is not None else None
        place = f"version {event.originator_version}"
        if isinstance(event, Held | Cancelled | Rescheduled) and not (kind and kind.planned):
            yield f"{place} settles a plan, and nothing was planned"
        elif isinstance(event, Suspended | Resumed | Renewed | Ended) and not (
            kind and kind.standing
        ):
            yield f"{place} ends what has no duration"
        elif isinstance(event, Corrected) and content is not None:
            try:
                content.corrected(event.field, event.value)
            except InvalidInput as refused:
                yield f"{place} corrects what cannot be corrected: {refused.said.rstrip('.')}"
    effective = fact.effective_events()
    if effective and not isinstance(effective[0], Asserted):
        yield "its first report was taken back, and what was recorded about it later was not"
