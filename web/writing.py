"""Recording over HTTP: facts, acts on them, and undo, for whoever holds a token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple, cast

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from domain.command import Request as Recording
from domain.events import (
    Confirmed,
    Denied,
    Ended,
    Event,
    Reinstated,
    Reported,
    Resumed,
    Retracted,
    Suspended,
)
from domain.fact import Fact
from domain.refusal import InvalidInput, Run
from projections.answer import json_text
from projections.history import event_json
from projections.receipt import Receipt
from projections.receipt_json import receipt_json
from projections.words import count
from service import acts
from service.acts import Given
from service.moment import Moment
from service.rejected import TYPED
from service.repeating import key_of as kept_key
from service.repeating import once
from service.timeline import Timeline
from service.undo import Last
from views import spelling
from views.endpoints import ROOT
from web.problems import Problem
from web.rates import Rate
from web.readers import Readers
from web.requests import Body, check_origin, holder_of, key_of, version_of
from web.tokens import WRITE, Tokens

_KNOWN: Final = ("known_on", "because")
_SAID: Final = ("source", "url", *_KNOWN)
_COPIED: Final = ("quote", "archived", "sha256")
_REPORT: Final = ("source", "url", "origin", "voice", "grade", *_COPIED, *_KNOWN)

Fields = Mapping[str, str]
Events = Callable[[Given, Fields, date], list[Event]]


class Act(NamedTuple):
    """What is recorded about a fact: the fields that it takes, and the events that they are."""

    fields: tuple[str, ...]
    events: Events


def _said(
    event: type[Reported | Denied | Confirmed],
) -> Callable[[Given, Fields, date], list[Event]]:
    return lambda given, _, today: acts.said(event, given, today)


def _from_a_day(event: type[Ended | Suspended | Resumed]) -> Act:
    return Act(
        ("on", *_SAID),
        lambda given, fields, today: acts.happened(event, "on", fields.get("on", ""), given, today),
    )


def _withdrawn(event: type[Retracted | Reinstated]) -> Act:
    return Act(_KNOWN, lambda given, _, today: acts.withdrawn(event, given, today))


ACTS: Final[Mapping[str, Act]] = {
    "report": Act(_REPORT, _said(Reported)),
    "deny": Act((*_REPORT, "by"), _said(Denied)),
    "confirm": Act(_REPORT, _said(Confirmed)),
    "correct": Act(
        ("set", *_SAID),
        lambda given, fields, today: acts.corrected(given, list(_set_of(fields)), today),
    ),
    "end": _from_a_day(Ended),
    "suspend": _from_a_day(Suspended),
    "resume": _from_a_day(Resumed),
    "renew": Act(
        ("until", "on", *_SAID),
        lambda given, fields, today: acts.renewed(
            given, fields.get("until", ""), fields.get("on", ""), today
        ),
    ),
    "settle": Act(
        ("held", "moved", "cancelled", "by", *_SAID),
        lambda given, fields, today: acts.settled(
            given,
            fields.get("held", ""),
            fields.get("moved", ""),
            today,
            cancelled="cancelled" in fields,
        ),
    ),
    "retract": _withdrawn(Retracted),
    "reinstate": _withdrawn(Reinstated),
}
"""What can be recorded about a fact, by the verb of its command."""

_SET: Final = "set."
"""Before the name of each field that is corrected."""


@dataclass
class Writers:
    """What records: one thread with a timeline of its own, tokens, and requests under way."""

    writer: Readers
    tokens: Tokens
    today: Callable[[], date]
    rate: Rate
    allowed: bool = True
    under_way: set[str] = field(default_factory=set[str])


@dataclass(frozen=True)
class Wanted:
    """What a request wants recorded, for whom, and under which key.

    `version` is that of the fact which was seen, for an act; `lines` are of `.facts`.
    """

    author: str
    key: str
    dry_run: bool
    fields: Fields = field(default_factory=dict[str, str])
    lines: str = ""
    fact: str = ""
    act: str = ""
    version: int = 0


Record = Callable[[Timeline, Wanted, date], tuple[Receipt, bool]]
"""What records, and says whether it was recorded before."""


def add_writing(app: FastAPI, writers: Writers) -> None:
    """Adds the addresses that record."""

    async def add(request: Request) -> Response:
        wanted, body = await _wanted(request, writers)
        return await _recorded(writers, replace(wanted, lines=body.lines()), lines_of)

    async def act(request: Request) -> Response:
        wanted, body = await _wanted(request, writers)
        fields = _texts(body.fields(ACTS[wanted.act].fields))
        return await _recorded(writers, replace(wanted, fields=fields), act_of)

    async def undo(request: Request) -> Response:
        wanted, body = await _wanted(request, writers)
        fields = _texts(body.fields(("because",))) if body.raw else {}
        record = undo_of(_which(request))
        return await _recorded(writers, replace(wanted, fields=fields), record)

    _post(app, "/facts", add)
    for name in ACTS:
        _post(app, f"/facts/{{fact}}/{name}", act)
    for path in ("/undo", "/undo/{number}", "/redo"):
        _post(app, path, undo)


def _post(app: FastAPI, path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> None:
    app.add_route(f"{ROOT}{path}", endpoint, methods=["POST"])


# Requests ----------------------------------------------------------------------------------------


async def _wanted(request: Request, writers: Writers) -> tuple[Wanted, Body]:
    """What a request wants, once everything is there that it needs. Raises Problem."""
    if not writers.allowed:
        raise Problem(403)
    check_origin(request)
    holder = holder_of(request, writers.tokens, WRITE)
    check_rate(writers, holder.name)
    fact = str(request.path_params.get("fact", ""))
    act = request.url.path.rpartition("/")[2] if fact else ""
    dry_run = _is_dry(request)
    key = "" if dry_run else key_of(request)
    version = version_of(request) if act and not dry_run else 0
    body = await Body.of(request)
    said = f"{request.url.path}?{request.url.query}\n".encode() + body.raw
    kept = kept_key(holder.name, key, said) if key else ""
    return Wanted(holder.name, kept, dry_run, fact=fact, act=act, version=version), body


def check_rate(writers: Writers, author: str) -> None:
    """Raises Problem where an author records too often."""
    seconds = writers.rate.wait(author)
    if seconds:
        raise Problem(429, headers={"retry-after": str(int(seconds) + 1)})


def _is_dry(request: Request) -> bool:
    """Whether a request only tries. Raises Problem for a parameter that means nothing."""
    given = request.query_params.multi_items()
    if any(each not in (("dry_run", "1"), ("dry_run", "0")) for each in given) or len(given) > 1:
        raise Problem(422, name="bad-parameter", title="this takes dry_run=1 and nothing else.")
    return given == [("dry_run", "1")]


def _which(request: Request) -> int | Last:
    number = request.path_params.get("number")
    if number is None:
        return Last.UNDONE if request.url.path.endswith("/redo") else Last.DONE
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 10):
        raise Problem(404)
    return int(number)


async def performed(writers: Writers, wanted: Wanted, record: Record) -> tuple[Receipt, bool]:
    """The receipt for what is wanted, and whether it was recorded before.

    Raises Problem while a request with the same key is under way, and else as recording does.
    """
    under = wanted.key.partition(":")[0]
    if under and under in writers.under_way:
        said = "a request with that key is being recorded."
        raise Problem(409, name="under-way", title=said, headers={"retry-after": "1"})
    writers.under_way.add(under)
    try:
        return await writers.writer.alone(lambda at: record(at, wanted, writers.today()))
    finally:
        writers.under_way.discard(under)


async def _recorded(writers: Writers, wanted: Wanted, record: Record) -> Response:
    """The receipt for a request, as a response."""
    receipt, again = await performed(writers, wanted, record)
    headers = {"cache-control": "no-store"}
    if again:
        headers["idempotency-replayed"] = "true"
    facts = [*receipt.added, *receipt.changed]
    if facts and not receipt.dry_run:
        headers["location"] = f"{ROOT}/facts/{facts[0].after.handle}"
    status = 200 if receipt.dry_run or receipt.command is None else 201
    return Response(json_text(receipt_json(receipt)), status, headers, "application/json")


# Recording ---------------------------------------------------------------------------------------


def lines_of(timeline: Timeline, wanted: Wanted, today: date) -> tuple[Receipt, bool]:
    """Records lines of `.facts`."""
    text = wanted.lines

    def record(at: Timeline, moment: Moment, dry_run: bool) -> Receipt:  # noqa: FBT001  # as `once` calls it
        return at.record(at.read(text, TYPED), moment, dry_run=dry_run)

    document = timeline.read(text, TYPED)
    if not document.items and not document.problems:
        raise InvalidInput("there is no fact in that.", code="no-fact")
    titles = [block.content.title for block in document.blocks]
    named = f'"{titles[0]}"' if len(titles) == 1 else count(len(document.items), "line")
    return _once(timeline, wanted, today, Recording("add", f"add {named}"), record)


def act_of(timeline: Timeline, wanted: Wanted, today: date) -> tuple[Receipt, bool]:
    """Records what is reported about a fact, where nobody changed it since it was seen."""
    act, fields = ACTS[wanted.act], wanted.fields
    words = tuple((name, value or True) for name, value in fields.items())
    text = spelling.command(Run(wanted.act, (wanted.fact,), words)).paste

    def record(at: Timeline, moment: Moment, dry_run: bool) -> Receipt:  # noqa: FBT001  # as `once` calls it
        fact = at.fact(wanted.fact)
        if wanted.version:
            _check_version(fact, wanted.version)
        events = act.events(_given(fields), fields, moment.today)
        return at.act(fact, events, moment, dry_run=dry_run)

    request = Recording(wanted.act, text.removeprefix("detente "))
    return _once(timeline, wanted, today, request, record)


def undo_of(which: int | Last) -> Record:
    """What takes a command back, or does it again."""

    def undo(timeline: Timeline, wanted: Wanted, today: date) -> tuple[Receipt, bool]:
        because = wanted.fields.get("because", "")

        def record(at: Timeline, moment: Moment, dry_run: bool) -> Receipt:  # noqa: FBT001  # as `once` calls it
            return at.undo(moment, which, because=because, dry_run=dry_run)

        return _once(timeline, wanted, today, Recording("undo", "undo"), record)

    return undo


def _once(
    timeline: Timeline,
    wanted: Wanted,
    today: date,
    request: Recording,
    record: Callable[[Timeline, Moment, bool], Receipt],
) -> tuple[Receipt, bool]:
    moment = timeline.moment(wanted.author, today, request._replace(key=wanted.key))
    if wanted.dry_run:
        return record(timeline, moment, True), False  # noqa: FBT003  # it is only tried
    return once(timeline, moment, record)


def _check_version(fact: Fact, seen: int) -> None:
    """Raises Problem with what was recorded since, where a fact is not as it was seen."""
    if fact.version == seen:
        return
    raise Problem(
        412,
        name="other-version",
        title=f'"{fact.handle}" is at version {fact.version}, and you have seen version {seen}.',
        headers={"etag": f'"{fact.version}"'},
        beside={
            "yours": seen,
            "theirs": fact.version,
            "since": [event_json(each) for each in fact.events if each.originator_version > seen],
        },
    )


def _texts(fields: Mapping[str, object]) -> Fields:
    """The fields of a request as texts; what is only switched on is empty.

    Raises InvalidInput for a value that is none.
    """
    found: dict[str, str] = {}
    for name, value in fields.items():
        if name == "set" and isinstance(value, dict):
            values = cast("dict[str, object]", value)
            found |= {f"{_SET}{each}": _text(each, right) for each, right in values.items()}
        elif value is True and name == "cancelled":
            found[name] = ""
        elif value is not False or name != "cancelled":
            found[name] = _text(name, value)
    return found


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidInput(f'"{name}" is a text.', code="not-a-text", values={"field": name})
    return value


def _set_of(fields: Fields) -> list[tuple[str, str]]:
    return [
        (name.removeprefix(_SET), value) for name, value in fields.items() if name.startswith(_SET)
    ]


def _given(fields: Fields) -> Given:
    """What all acts have in common."""
    names = (*_REPORT, "by")
    return Given(**{name: fields[name] for name in names if name in fields})
