"""The guard in front of everything: hosts, sizes, headers, and problems in one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from math import ceil
from secrets import token_hex
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusal import InvalidInput
from views.endpoints import ROOT
from web.forms import without_ending
from web.problem_page import page_of
from web.problems import MEDIA_TYPE, Asked, Problem, problem_of
from web.rates import Rate, cost_of
from web.readers import TooSlow
from web.requests import holder_of
from web.sessions import Sessions
from web.tokens import READ, Tokens

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: nothing from elsewhere, and nothing that stands in the page itself."""

PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a picture may do that styles itself, opened by itself: look as it was drawn."""

HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # none at all would hide whose form a browser sends
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "",
}

OPEN: Final = ("/v1/health", "/style.css", "/page.js", "/icon.svg", "/sign-in")
"""What anybody may read: it says nothing of what is recorded."""

LONGEST_ADDRESS: Final = 8 * 1024
"""Bytes of a path with its parameters."""

LONGEST_HEAD: Final = 16 * 1024
"""Bytes of all headers."""


class Guard:
    """Lets requests through that name a host of ours, and gives every answer its headers.

    `stop` ends what would go on by itself, as a stream does.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: frozenset[str],
        rate: Rate,
        tokens: Tokens | None = None,
        sessions: Sessions | None = None,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._rate = rate
        self._tokens = tokens
        self._sessions = sessions
        self.stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        bodiless = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), request_id)
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await _response(refused, scope)(scope, receive, guarded)
            return
        path, ending = without_ending(scope["path"])
        scope["state"]["ending"] = ending
        scope = {**scope, "path": path, "method": "GET" if bodiless else scope["method"]}
        await self._app(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Problem | None:
        raw = scope.get("raw_path") or b""
        if len(raw) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return Problem(414)
        headers = Headers(scope=scope)
        if not self._is_ours(headers.getlist("host")):
            return Problem(421)
        if sum(len(name) + len(value) for name, value in headers.raw) > LONGEST_HEAD:
            return Problem(431, name="head-too-long", title="The head of that request is too long.")
        if "transfer-encoding" in headers and "content-length" in headers:
            # Whoever stands before this server may take the other for the end of the request.
            return Problem(400)
        try:
            asker = self._asker(scope)
        except Problem as refused:
            return refused
        seconds = self._rate.wait(asker, cost_of(scope["path"]))
        return Problem(429, headers={"retry-after": str(ceil(seconds))}) if seconds else None

    def _asker(self, scope: Scope) -> str:
        """Who asks: the holder of a token where that is needed, else the other machine.

        Raises Problem where there is no token that may read.
        """
        if self._tokens is None:
            return str((scope.get("client") or ("",))[0])
        if scope["path"] in OPEN:
            return str(scope["path"])
        request = Request(scope)
        session = self._sessions.of(request) if self._sessions else None
        return (session.holder if session else holder_of(request, self._tokens, READ)).name

    def _is_ours(self, hosts: list[str]) -> bool:
        """Whether a request names one host, and that is of this machine or was named at start.

        A page elsewhere may give a name of its own the address of this machine, and would then
        read what is served here: its requests name that host.
        """
        if len(hosts) != 1:
            return False
        name = _without_port(hosts[0].lower())
        return name in self._hosts or name == "localhost" or is_loopback(name)


_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:@/]*))(?::[0-9]*)?")


def _without_port(host: str) -> str:
    """The name or address that a header gives; empty for what is neither."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2] or "") if found else ""


def is_loopback(host: str) -> bool:
    """Whether an address is one of this machine, which nobody else can reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _complete(headers: MutableHeaders, request_id: str) -> None:
    """Adds what every answer has."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    picture = headers.get("content-type", "").startswith("image/svg+xml")
    headers.setdefault("content-security-policy", PICTURE_POLICY if picture else POLICY)
    headers["detente-request"] = request_id


def _response(problem: Problem, scope: Scope) -> Response:
    """A problem as whoever asked reads it: a program below `/v1`, a browser elsewhere."""
    request_id, path = str(scope["state"]["request_id"]), str(scope["path"])
    headers = {"cache-control": "no-store", **problem.headers}
    if path == ROOT or path.startswith(f"{ROOT}/"):
        return Response(problem.json(path, request_id), problem.status, headers, MEDIA_TYPE)
    given = QueryParams(str(scope.get("query_string", b""), "latin-1"))
    # Whom a page is about stands in its path, and all the rest behind it.
    asked = {**scope.get("path_params", {}), **dict(given.multi_items())}
    page = page_of(problem, request_id, asked)
    return Response(page, problem.status, headers, "text/html; charset=utf-8")


# Problems ----------------------------------------------------------------------------------------


def answer_problems(app: FastAPI) -> None:
    """Has every refusal and mistake answered as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(InvalidInput, _refusal)
    app.add_exception_handler(TooSlow, _slow)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _mistake)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _response(error, request.scope)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidInput)
    asked = Asked(request.url.path, tuple(request.query_params.multi_items()))
    return _response(problem_of(error, asked), request.scope)


def _slow(request: Request, _: Exception) -> Response:
    return _response(Problem(503, headers={"retry-after": "5"}), request.scope)


def _invalid(request: Request, error: Exception) -> Response:
    """Parameters that are unknown, repeated or of a wrong type."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = [str(part) for part in first["loc"][1:]]
    name = ".".join(where) or str(first["loc"][0])
    said = f'the parameter "{name}": {_sentence(str(first["type"]), str(first["msg"]))}'
    return _response(Problem(422, name="bad-parameter", title=said), request.scope)


def _sentence(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "this address takes none of that name."
    return f"{message[:1].lower()}{message[1:]}."


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers: Mapping[str, str] = error.headers or {}
    return _response(Problem(error.status_code, headers=headers), request.scope)


def _mistake(request: Request, _: Exception) -> Response:
    return _response(Problem(500), request.scope)
