"""Cards: the ties of two actors as a small picture in the page of somebody else, and its oEmbed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from projections.answer import json_text
from projections.typed_question import Typed
from views.html.address import Address
from views.html.card import HEIGHT, WIDTH, Card
from views.html.ties import TiesPage
from web.api import Desk, Drawn, tags_of
from web.forms import MEDIA_TYPES, none_of
from web.pages import AT, options_of
from web.pinned import Pin
from web.problems import Problem
from web.readers import Moment

POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *;"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""What a card may do in a frame of somebody else: look as it was drawn, and lead to its page."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-cache",
}

_OPTIONS: Final = ("on", "known_on", "recorded_by", "lens", "domain", "topic")
_SIZES: Final = ("maxwidth", "maxheight")


@dataclass(frozen=True)
class Wanted:
    """A card that is asked for; `base` is where this server is, `width` how wide it may be."""

    actors: tuple[str, str]
    options: dict[str, str]
    at: str
    form: str
    base: str
    width: int
    tags: frozenset[str]


def add_cards(app: FastAPI, desk: Desk) -> None:
    """Adds the address of the card of two actors."""

    async def card(request: Request) -> Response:
        form = str(request.state.ending) or "svg"
        if form not in ("svg", "json"):
            raise none_of(("svg", "json"))
        taken = (*_OPTIONS, AT, *(("format", *_SIZES) if form == "json" else ()))
        given = dict(options_of(request.query_params.multi_items(), taken))
        if given.pop("format", "json") != "json":
            raise none_of(("json",))
        a, b = (str(part) for part in request.path_params.values())
        wanted = Wanted(
            (a, b),
            given,
            given.pop(AT, ""),
            form,
            str(request.base_url).rstrip("/"),
            _width(*(given.pop(name, "") for name in _SIZES)),
            tags_of(request.headers.get("if-none-match", "")),
        )
        return await desk.readers.whole(lambda moment: _drawn(moment, desk, wanted))

    app.add_route("/card/{a}/{b}", card, methods=["GET"])


def _width(widest: str, highest: str) -> int:
    """How wide a card may be, in pixels. Raises Problem for what is not a number of them."""
    for text in filter(None, (widest, highest)):
        if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 9):
            raise Problem(422, name="bad-parameter", title=f'"{text}" is not a number of pixels.')
    return min(int(widest or WIDTH), int(highest or HEIGHT) * WIDTH // HEIGHT, WIDTH)


def _drawn(moment: Moment, desk: Desk, wanted: Wanted) -> Response:
    if wanted.at:
        moment = Pin.read(wanted.at).of(moment)
    timeline, head, _ = moment
    page = TiesPage.read(Typed(wanted.actors, wanted.options, timeline, desk.today()))
    address = page.address.with_options(at=wanted.at)
    named = (desk.release, head, page.question.to_plain(), address.text, wanted.form)
    parts = (*named, wanted.base, wanted.width) if wanted.form == "json" else named
    tag = sha256(repr(("card", parts)).encode()).hexdigest()[:32]
    headers = {**HEADERS, "etag": f'"{tag}"'}
    if tag in wanted.tags:
        return Response(status_code=304, headers=headers)

    def drawn() -> tuple[Drawn, int]:
        answer = moment.whole(lambda timeline: timeline.ask(page.question))
        still = bool(wanted.at or page.fixed.recorded_by)
        found = Card.of(answer, address.text, still=still)
        text = found.svg if wanted.form == "svg" else _embedded(found, address, wanted)
        body = text.encode()
        named = {"detente-answer": answer.id, "detente-position": str(head.position)}
        return Drawn(200, named, body), len(body)

    status, found, body = desk.pages.once(tag, drawn)
    return Response(body, status, {**headers, **found}, MEDIA_TYPES[wanted.form])


def _embedded(card: Card, page: Address, wanted: Wanted) -> str:
    """What an embedding page needs: the picture and the page that it leads to, on this server."""
    picture = page._replace(words=("card", *page.words[1:]), form="svg")
    found = card.oembed(f"{wanted.base}{picture.text}", f"{wanted.base}{page.text}", wanted.width)
    return json_text(found)
