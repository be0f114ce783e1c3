"""What was recorded after a position: as lines of JSON, as it comes, and as a feed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Final, NamedTuple

from fastapi import FastAPI, Header, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.characters import visible_in_json
from domain.kinds import POINT
from domain.refusal import InvalidInput, SetField
from projections.events import describe
from projections.history import event_json
from projections.typed_question import Typed
from projections.words import balance_of, signed
from service.changes import Latest, Recorded, Turn, Watched, recorded_after
from service.timeline import Timeline
from views.atom import Entry, Feed, atom
from views.endpoints import ROOT
from views.verdict import short_label
from web.api import Desk, Drawn, tags_of
from web.forms import MEDIA_TYPES
from web.openapi import refusals
from web.problems import Problem
from web.readers import Moment

STREAM: Final = "text/event-stream"
ENTRIES: Final = 50
"""Entries of a feed."""

LOOKED_AT: Final = 200
"""Events of which a feed of turns looks whether they turned anything: some seconds of work."""

MOST: Final = 10_000
"""Events that are sent at once."""

MOST_STREAMS: Final = 32
POLL_SECONDS: Final = 0.5
QUIET_SECONDS: Final = 15
STREAM_SECONDS: Final = 3600
"""How long a stream is kept open; whoever listens asks again where it ended."""


class Wanted(BaseModel):
    """Which changes are wanted."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[int, Field(ge=0, le=10**15, description="After which position.")] = 0
    limit: Annotated[int, Field(ge=1, le=MOST, description="Events at most.")] = 1000
    a: Annotated[str, Field(description="Only facts of an actor, by name or code.")] = ""
    b: Annotated[str, Field(description="Only those of both actors.")] = ""
    topic: Annotated[str, Field(description="Only facts of a topic, without its `#`.")] = ""
    only: Annotated[
        str, Field(pattern="^(turns)?$", description="`turns`: only what turned ties; of a feed.")
    ] = ""

    def watched(self, timeline: Timeline, desk: Desk) -> Watched:
        """The facts that are meant. Raises InvalidInput."""
        if self.b and not self.a:
            fix = SetField("a", "ACTOR")
            raise InvalidInput("name the first actor as well.", fix, code="actor-needed")
        names = tuple(filter(None, (self.a, self.b)))
        typed = Typed((*names, self.topic), {}, timeline, desk.today())
        actors = tuple(typed.actor(name, desk.today()) for name in names)
        if len(set(actors)) < len(actors):
            raise InvalidInput("name two actors.", code="two-actors-needed")
        return Watched(actors, self.topic.lower())

    @property
    def all(self) -> bool:
        """Whether every fact is meant."""
        return not (self.a or self.topic)


@dataclass
class Streams:
    """Streams that are open, and whether the server stops."""

    open: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


class Batch(NamedTuple):
    """Events that were recorded, and how far the record had come."""

    changes: Sequence[tuple[Recorded, list[Turn]]]
    position: int


def add_changes(app: FastAPI, desk: Desk, streams: Streams) -> None:
    """Adds the address of what was recorded."""

    async def changes(
        request: Request,
        wanted: Annotated[Wanted, Query()],
        last_event_id: Annotated[str, Header()] = "",
    ) -> Response:
        ending, accept = str(request.state.ending), request.headers.get("accept", "")
        if ending == "atom" or (not ending and "application/atom+xml" in accept):
            return await _feed(request, desk, wanted)
        if ending not in ("", "jsonl"):
            raise Problem(406)
        if STREAM in accept:
            since = _position(last_event_id) if last_event_id else wanted.since
            return await _streamed(desk, streams, wanted.model_copy(update={"since": since}))
        batch = await desk.readers.run(lambda moment: _batch(moment, desk, wanted, turns=False))
        body = "".join(_line(recorded) for recorded, _ in batch.changes)
        headers = {"detente-position": str(batch.position), "cache-control": "no-cache"}
        if len(batch.changes) == wanted.limit:
            after = batch.changes[-1][0].position
            following = request.url.include_query_params(since=after)
            headers["link"] = f'<{following.path}?{following.query}>; rel="next"'
        return Response(body, 200, headers, MEDIA_TYPES["jsonl"])

    app.add_api_route(
        f"{ROOT}/changes",
        changes,
        methods=["GET"],
        operation_id="changes",
        summary="What was recorded after a position.",
        response_class=Response,
        responses={
            "200": {
                "description": "Events a line, a stream of them, or a feed.",
                "content": {
                    each: {"schema": {"type": "string"}}
                    for each in (MEDIA_TYPES["jsonl"], STREAM, MEDIA_TYPES["atom"])
                },
            },
            **refusals(),
        },
    )


def _position(text: str) -> int:
    """The position after which somebody who was cut off goes on. Raises Problem."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Problem(400, title="Last-Event-ID is a position, as the stream gave it.")
    return int(text)


def _batch(moment: Moment, desk: Desk, wanted: Wanted, *, turns: bool) -> Batch:
    """What was recorded after the position, of the facts that are meant."""
    latest = Latest(moment.timeline, wanted.watched(moment.timeline, desk), desk.today())
    found: list[tuple[Recorded, list[Turn]]] = []
    # What is not meant is read too: how much there is of it, nobody knows before.
    for recorded in recorded_after(moment.timeline, wanted.since, MOST):
        if wanted.all or recorded.fact in latest.facts:
            turned = [turn for turn in latest.turns(recorded) if turn.turned] if turns else []
            found.append((recorded, turned))
        if len(found) == wanted.limit:
            break
    return Batch(found, moment.head.position)


def _line(recorded: Recorded) -> str:
    """An event as a line of JSON."""
    event = recorded.event
    plain = {
        "position": recorded.position,
        "digest": recorded.digest,
        "fact": recorded.fact.removeprefix("desk/"),
        **event_json(event),
    }
    return visible_in_json(json.dumps(plain, ensure_ascii=False)) + "\n"


# As it comes -------------------------------------------------------------------------------------


async def _streamed(desk: Desk, streams: Streams, wanted: Wanted) -> Response:
    """What is recorded from a position on, as it comes. Raises Problem where too many listen."""
    if streams.open >= MOST_STREAMS:
        raise Problem(503, title="too many streams are open.", headers={"retry-after": "30"})
    first = await desk.readers.run(lambda moment: _batch(moment, desk, wanted, turns=True))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(
        _events(desk, streams, wanted, first), headers=headers, media_type=STREAM
    )


async def _events(
    desk: Desk, streams: Streams, wanted: Wanted, batch: Batch
) -> AsyncGenerator[str]:
    """The events of a stream, until it is over, the server stops, or nobody listens."""
    loop = asyncio.get_running_loop()
    end, spoken = loop.time() + STREAM_SECONDS, loop.time()
    streams.open += 1
    try:
        yield "retry: 3000\n\n"
        while True:
            for recorded, turns in batch.changes:
                yield _sent("fact", recorded.position, _line(recorded))
                for turn in turns:
                    yield _sent("turn", recorded.position, _turn(recorded, turn))
                spoken = loop.time()
            if streams.stopping.is_set() or loop.time() > end:
                return
            full = len(batch.changes) == wanted.limit
            since = batch.changes[-1][0].position if full else batch.position
            wanted = wanted.model_copy(update={"since": since})
            if not full:
                await asyncio.sleep(POLL_SECONDS)
            if loop.time() - spoken > QUIET_SECONDS:
                yield ": nothing new\n\n"
                spoken = loop.time()
            batch = await _following(desk, wanted)
    finally:
        streams.open -= 1


async def _following(desk: Desk, wanted: Wanted) -> Batch:
    """What came since; where nothing did, that costs one look at the end of the record."""

    def read(moment: Moment) -> Batch:
        if moment.head.position <= wanted.since:
            return Batch((), max(wanted.since, moment.head.position))
        return _batch(moment, desk, wanted, turns=True)

    return await desk.readers.run(read)


def _sent(event: str, position: int, line: str) -> str:
    return f"id: {position}\nevent: {event}\ndata: {line.rstrip()}\n\n"


def _turn(recorded: Recorded, turn: Turn) -> str:
    plain = {
        "a": turn.pair.a,
        "b": turn.pair.b,
        "from": turn.before.label,
        "to": turn.after.label,
        "because": [recorded.fact.removeprefix("desk/")],
    }
    return json.dumps(plain, ensure_ascii=False)


# As a feed ---------------------------------------------------------------------------------------


async def _feed(request: Request, desk: Desk, wanted: Wanted) -> Response:
    base = str(request.base_url).rstrip("/")
    link = f"{base}{ROOT}/changes.atom" + (f"?{request.url.query}" if request.url.query else "")
    tags = tags_of(request.headers.get("if-none-match", ""))

    def read(moment: Moment) -> Response:
        watched = wanted.watched(moment.timeline, desk)  # what is refused has no name
        tag = _name_of(moment, desk, link)
        headers = {"etag": f'"{tag}"', "cache-control": "no-cache"}
        if tag in tags:
            return Response(status_code=304, headers=headers)

        def drawn() -> tuple[Drawn, int]:
            body = moment.whole(
                lambda timeline: _written(
                    Latest(timeline, watched, desk.today()), wanted, base, link
                )
            ).encode()
            return Drawn(200, {}, body), len(body)

        return Response(desk.pages.once(tag, drawn).body, 200, headers, MEDIA_TYPES["atom"])

    return await desk.readers.whole(read)


def _name_of(moment: Moment, desk: Desk, link: str) -> str:
    """What names the bytes of a feed: how far the record had come, the day, what was asked."""
    parts = (moment.head, desk.today(), desk.release, link)
    return sha256(repr(parts).encode()).hexdigest()[:32]


def _written(latest: Latest, wanted: Wanted, base: str, link: str) -> str:
    """The feed of what is meant."""
    registry, watched = latest.timeline.registry, latest.watched
    entries: list[Entry] = []
    for recorded in latest.recorded(LOOKED_AT if wanted.only else ENTRIES):
        turns = latest.turns(recorded)
        if not wanted.only or any(turn.turned for turn in turns):
            entries.append(_entry(latest, recorded, turns, base))
        if len(entries) == ENTRIES:
            break
    names = [registry.name(actor) for actor in watched.actors]
    about = " – ".join(names) or "every fact"
    title = f"{about}{f', #{watched.topic}' if watched.topic else ''}: what was recorded"
    path = f"/ties/{'/'.join(watched.actors)}" if len(watched.actors) == 2 else "/"
    updated = entries[0].updated if entries else datetime(1970, 1, 1, tzinfo=UTC)
    return atom(Feed(title, link, f"{base}{path}", updated), entries)


def _entry(latest: Latest, recorded: Recorded, turns: Sequence[Turn], base: str) -> Entry:
    """An event as an entry: whether for or against, its fact, and where ties are since."""
    registry, fact = latest.timeline.registry, latest.facts[recorded.fact]
    state = fact.as_of()
    name = state.content.title if state else fact.handle
    turned = [turn for turn in turns if turn.turned]
    shown = (turned or turns)[:1]
    moved = sum(turn.after.score.net - turn.before.score.net for turn in shown)
    sign = "▲ " if moved > 0 else "▼ " if moved < 0 else ""
    by = f" ({signed(moved)})" if abs(moved) >= POINT // 10 else ""
    # Of two actors the feed says itself whose ties these are.
    names = " – ".join(registry.name(actor) for turn in shown for actor in turn.pair)
    whose = f"{names} " if len(latest.watched.actors) < 2 else ""
    now = [f"{whose}{_since(turn)}" for turn in shown]
    return Entry(
        position=recorded.position,
        digest=recorded.digest,
        title=f"{sign}{name}{by}" + (f": {now[0]}" if now else ""),
        said=describe(recorded.event, registry.name),
        link=f"{base}/facts/{fact.handle}",
        updated=recorded.event.recorded_at,
        author=recorded.event.author,
    )


def _since(turn: Turn) -> str:
    """`tense → mixed +0.81`: what ties are called since, where they have figures."""
    before, after = short_label(turn.before.verdict), short_label(turn.after.verdict)
    was = f"{before} → " if turn.turned else ""
    return f"{was}{after} {balance_of(turn.after.label, turn.after.score)}".rstrip()
