"""Pages for a browser: each of `views.html.index` at its path, and the files that all of them use.

A page is a value that `views/html` reads from an address and draws. What is here: the words and
options of a request, one spelling of each address (any other leads there), names of the bytes for
browsers that have them already, and refusals as pages. A new page needs its row in the index, and
nothing here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Final
from urllib.parse import unquote

from fastapi import FastAPI
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.refusal import InvalidInput
from projections.english.reading import read as read_words
from projections.question import Question
from projections.questions.index import question_class
from projections.typed_question import Typed
from service.timeline import Timeline
from views import endpoints
from views.html.address import Address
from views.html.index import PAGES
from views.html.paper import STATIC
from views.html.question_page import page_of
from views.html.site import HtmlPage, Site
from views.html.ties import TiesPage
from views.html.verification import verification_page
from web.api import Desk, Drawn, tags_of
from web.pinned import Pin
from web.problems import Problem
from web.readers import Moment

FILES: Final = {
    "style.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that every page uses, with their media types."""

HTML: Final = "text/html; charset=utf-8"
AT: Final = "at"

_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Visit:
    """A page that is asked for: its parts, its options, and how the address was spelled.

    `at` is the position of the record up to which it is read, with its digest; empty for all of it.
    """

    page: type[HtmlPage]
    words: tuple[str, ...]
    at: str
    options: Mapping[str, str]
    spelled: str
    ending: str = ""
    tags: frozenset[str] = frozenset()


def add_pages(app: FastAPI, desk: Desk) -> None:
    """Adds every page and every file."""
    for page in PAGES:
        app.add_route(page.path, _showing(desk, page), methods=["GET"])
    app.add_route("/ask", _asking(desk), methods=["GET"])
    app.add_route("/answers/{answer}", _verifying(desk), methods=["GET"])
    for name in FILES:
        app.add_route(f"/{name}", _giving(name), methods=["GET"])


def _showing(desk: Desk, page: type[HtmlPage]) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        given = dict(options_of(request.query_params.multi_items(), (*page.options, AT)))
        visit = Visit(
            page,
            tuple(str(part) for part in request.path_params.values()),
            given.pop(AT, ""),
            given,
            _spelled(request),
            str(request.state.ending),
            tags_of(request.headers.get("if-none-match", "")),
        )
        return await desk.readers.whole(lambda moment: _drawn(moment, desk, visit))

    return show


def options_of(given: Iterable[tuple[str, str]], taken: Iterable[str]) -> Mapping[str, str]:
    """The options of an address; one that is left empty was not given.

    Raises InvalidInput for one that the page does not take, and for one that is given twice.
    """
    found: dict[str, str] = {}
    for name, value in given:
        if name not in taken:
            said = f'this page takes no "{name}".'
            raise InvalidInput(said, code="unknown-parameter", values={"parameter": name})
        if name in found:
            said = f'"{name}" is given twice.'
            raise InvalidInput(said, code="given-twice", values={"parameter": name})
        if value:
            found[name] = value
    return found


def _spelled(request: Request) -> str:
    """The address as it was asked for, without the ways to encode the same characters."""
    query = str(request.scope["query_string"], "latin-1")
    return _in_characters(f"{request.scope['path']}?{query}" if query else request.scope["path"])


def _in_characters(address: str) -> str:
    path, _, query = address.partition("?")
    return repr((unquote(path), QueryParams(query).multi_items()))


def _drawn(moment: Moment, desk: Desk, visit: Visit) -> Response:
    if visit.at:
        moment = Pin.read(visit.at).of(moment)
    (timeline, head, _), today = moment, desk.today()
    page = visit.page.read(Typed(visit.words, visit.options, timeline, today))
    address = page.address.with_options(at=visit.at)
    if visit.ending:
        return RedirectResponse(_as_data(page, visit.ending, visit.at), 303)
    if _in_characters(address._replace(part="").text) != visit.spelled:
        return RedirectResponse(address.text, 303)
    tag = _tag(desk.release, head, today, address.text, *map(_version, FILES))
    headers = {"etag": f'"{tag}"', "cache-control": "no-cache", **_elsewhere(page, address)}
    if tag in visit.tags:
        return Response(status_code=304, headers=headers)

    def drawn() -> tuple[Drawn, int]:
        found = moment.whole(lambda timeline: page.draw(timeline.ask, site_of(moment, desk)))
        answers = {"detente-answer": found.answers[0].id} if found.answers else {}
        body = found.html.encode()
        return Drawn(found.status, answers, body), len(body)

    status, answers, body = desk.pages.once(tag, drawn)
    headers |= {**answers, "detente-position": str(head.position)}
    return Response(body, status, headers, HTML)


def _elsewhere(page: HtmlPage, address: Address) -> dict[str, str]:
    """Where the answer of a page is for programs, and where its card is to be embedded."""
    question = getattr(page, "question", None)
    if not isinstance(question, Question):
        return {}
    links = [(_as_data(page, "json", address.options.get(AT, "")), "application/json")]
    if isinstance(page, TiesPage):
        card = Address(("card", *address.words[1:]), {**address.options, "span": ""}, "json")
        links.append((card.text, "application/json+oembed"))
    return {"link": ", ".join(f'<{to}>; rel="alternate"; type="{kind}"' for to, kind in links)}


def _as_data(page: HtmlPage, ending: str, at: str) -> str:
    """Where the answer of a page is in another form, of the same position of the record.

    Raises Problem where it has none.
    """
    question = getattr(page, "question", None)
    if not isinstance(question, Question):
        raise Problem(404)
    path, parameters = endpoints.located(question)
    return Address(path, {**parameters, AT: at}, ending).text


def site_of(moment: Moment, desk: Desk) -> Site:
    """The place in which pages are shown."""
    return Site(
        store=moment.timeline.store_name,
        today=desk.today(),
        version=desk.release,
        link=lambda address: address.text,
        asset=lambda name: f"/{name}?v={_version(name)}",
        held=f"{moment.head.position}:{moment.head.digest.hex()}",
        writes=desk.writes,
    )


# The question on every page ----------------------------------------------------------------------

_ASKED: Final = ("a", "b", "on", "known_on", "scope", "q")


def _asking(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def ask(request: Request) -> Response:
        given = options_of(request.query_params.multi_items(), _ASKED)
        address = await desk.readers.run(
            lambda moment: _asked(moment.timeline, desk.today(), given)
        )
        return RedirectResponse(address, 303)

    return ask


def _asked(timeline: Timeline, today: date, given: Mapping[str, str]) -> str:
    """The address of what the fields of the question mean, or a sentence of plain words."""
    if "q" in given:
        found = read_words(given["q"], timeline.registry, today, timeline.facts)
        typed = Typed(found.words, found.options, timeline, today)
        return _address_of(question_class(found.name).read(typed))
    options = {name: given[name] for name in ("on", "known_on") if name in given}
    scope = given.get("scope", "")
    if scope:
        options["topic" if scope.startswith("#") else "domain"] = scope.removeprefix("#")
    words = tuple(given[name] for name in ("a", "b") if name in given)
    return TiesPage.read(Typed(words, options, timeline, today)).address.text


def _address_of(question: Question) -> str:
    """The page of a question, or its answer as data where it has no page."""
    page = page_of(question)
    return page.text if page else endpoints.address(question)


# An answer that was cited ------------------------------------------------------------------------


def _verifying(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """Asks a cited answer again, from the record as it was and as it is."""

    async def verify(request: Request) -> Response:
        answer = str(request.path_params["answer"])
        return await desk.readers.run(lambda moment: _again(moment, desk, answer))

    return verify


def _again(moment: Moment, desk: Desk, answer: str) -> Response:
    timeline, site = moment.timeline, site_of(moment, desk)
    drawn = verification_page(timeline.verify(answer), site, timeline.registry)
    return Response(drawn.html, drawn.status, {"cache-control": "no-cache"}, HTML)


# Files -------------------------------------------------------------------------------------------


def _giving(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def give(request: Request) -> Response:
        version = _version(name)
        asked = request.query_params.get("v") == version
        headers = {"etag": f'"{version}"', "cache-control": _YEAR if asked else "no-cache"}
        if version in tags_of(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        return Response(_bytes(name), 200, headers, FILES[name])

    return give


@cache
def _bytes(name: str) -> bytes:
    return (STATIC / name).read_bytes()


@cache
def _version(name: str) -> str:
    """What names the bytes of a file."""
    return _tag(_bytes(name))


def _tag(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:32]
