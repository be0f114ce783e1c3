"""Every question as addresses below `/v1`, made from the list of questions."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final, NamedTuple

from fastapi import FastAPI, Path, Query
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.requests import Request
from starlette.responses import Response

from domain.refusal import InvalidInput, SetField
from service.kept import Kept
from views.endpoints import ROOT, Endpoint, endpoints, given
from views.endpoints import Path as Template
from views.options import Option
from web.answering import Answers, Asking, Reply
from web.openapi import responses
from web.pinned import LISTS, MOST, Page, Pin
from web.readers import Readers

_ACTOR: Final = "An actor by name or code."
_PARTS: Final = {
    "a": _ACTOR,
    "b": _ACTOR,
    "name": _ACTOR,
    "fact": "A fact by its handle.",
    "word": "A kind, what happened in a word, or `lenses`.",
}

AT: Final = Option((), "POSITION:DIGEST", "Only what was recorded up to a position, 838:abcdd63c.")
CURSOR: Final = Option((), "CURSOR", "Where a page begins, as the page before it links to it.")
_LIMIT: Final = "Entries of a page; all unless said."

Answering = Callable[..., Awaitable[Response]]


class Drawn(NamedTuple):
    """A page as it was drawn: its status, the headers that name its answer, its bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Desk:
    """What answers: readers of the timeline, the day it is, and the release of this program.

    `writes` is whether anything may be recorded, `private` whether reading takes a token. `answers`
    and `pages` are what was computed already.
    """

    readers: Readers
    today: Callable[[], date]
    release: str
    writes: bool = False
    private: bool = False
    answers: Answers = field(default_factory=Answers)
    pages: Kept[Drawn] = field(default_factory=Kept[Drawn])


def add_questions(app: FastAPI, desk: Desk) -> None:
    """Adds an address for every question, and for each of the words that it can do without."""
    for endpoint in endpoints():
        parameters = _parameters(endpoint)
        for path in endpoint.paths:
            app.add_api_route(
                f"{ROOT}/{path.template}",
                _answering(desk, endpoint, path, parameters),
                methods=["GET"],
                name=path.template,
                operation_id="-".join((endpoint.listed.name, *path.fixed, *path.parts)),
                summary=(endpoint.question.__doc__ or endpoint.listed.does).partition("\n")[0],
                response_class=Response,
                responses=responses(endpoint),
            )


def _answering(
    desk: Desk, endpoint: Endpoint, path: Template, parameters: type[BaseModel]
) -> Answering:
    """What the library calls: a function whose parameters are the question's words and options."""

    async def answer(request: Request, wanted: BaseModel, **parts: str) -> Response:
        values = wanted.model_dump(by_alias=True, exclude_none=True)
        check_once(request, many=("layer", "only"))
        pin = Pin.read(values.pop("at")) if "at" in values else None
        if pin and "recorded_by" in values:
            said = "a position of the record is given in two ways."
            fix = SetField("at", request.query_params["at"])
            raise InvalidInput(said, fix, code="two-positions")
        page = Page.read(values.pop("limit", None), values.pop("cursor", ""))
        asking = Asking(
            endpoint.question,
            given(endpoint, (*path.fixed, *(parts[name] for name in path.parts)), values),
            desk.today(),
            desk.release,
            str(request.state.ending),
            request.headers.get("accept", ""),
            tags_of(request.headers.get("if-none-match", "")),
            page,
            pin,
            kept_by="private" if desk.private else "public",
        )
        return await answered(desk, asking, request)

    kind = inspect.Parameter.KEYWORD_ONLY
    found = {
        "request": Request,
        "wanted": Annotated[parameters, Query()],
        **{name: Annotated[str, Path(description=_PARTS.get(name, ""))] for name in path.parts},
    }
    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # where the library looks
        [inspect.Parameter(name, kind, annotation=hint) for name, hint in found.items()]
    )
    answer.__doc__ = endpoint.question.__doc__
    return answer


async def answered(desk: Desk, asking: Asking, request: Request) -> Response:
    """The answer to a question as a response. Raises InvalidInput, Problem and TooSlow."""
    reply = await desk.readers.whole(
        lambda moment: desk.answers.reply_to(moment, asking),
        lambda head: desk.answers.known(head, asking),
    )
    return response(reply, request)


def _parameters(endpoint: Endpoint) -> type[BaseModel]:
    """The parameters of a question as a model that takes no others."""
    names = (*endpoint.besides, *endpoint.options)
    fields: dict[str, Any] = {f"{name}_": _field(name, endpoint.parameter(name)) for name in names}
    if endpoint.question.stamped:
        fields["at_"] = _field("at", AT)
    if endpoint.listed.name in LISTS:
        fields["limit_"] = int | None, Field(None, alias="limit", description=_LIMIT, ge=1, le=MOST)
        fields["cursor_"] = _field("cursor", CURSOR)
    title = f"{endpoint.listed.name.title().replace('-', '')}Parameters"
    return create_model(title, __config__=ConfigDict(extra="forbid"), **fields)


def _field(name: str, option: Option) -> tuple[Any, Any]:
    kind = list[str] if option.kind is list else option.kind
    limits: dict[str, Any] = {} if option.least is None else {"ge": option.least}
    return kind | None, Field(None, alias=name, description=option.help, **limits)


def check_once(request: Request, many: Container[str] = ()) -> None:
    """Raises InvalidInput for a parameter that is given twice, and takes one value."""
    for name in request.query_params:
        if name not in many and len(request.query_params.getlist(name)) > 1:
            said = f'"{name}" is given twice.'
            raise InvalidInput(said, code="given-twice", values={"parameter": name})


def tags_of(header: str) -> frozenset[str]:
    """The tags of answers that the asker has."""
    return frozenset(part.strip().removeprefix("W/").strip('"') for part in header.split(","))


def response(reply: Reply, request: Request) -> Response:
    """A reply as the library sends it."""
    headers = dict(reply.headers)
    if reply.status == 304:
        return Response(status_code=304, headers=headers)
    if reply.cursor:
        following = request.url.include_query_params(cursor=reply.cursor)
        headers["link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(reply.body, reply.status, headers, reply.media_type)
