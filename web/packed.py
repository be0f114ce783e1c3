"""Bodies packed for whoever takes them so: gzip, with a name of its own for the packed bytes."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.kept import Kept

SMALLEST: Final = 1024
"""Bytes of a body that is packed; a smaller one fits into one packet as it is."""

MOST_KEPT: Final = 16 * 2**20
"""Bytes of packed bodies that are kept, so that none is packed twice."""

_LEVEL: Final = 6
_MARK: Final = "-gzip"
_TYPES: Final = (
    "text/html", "text/css", "text/javascript", "text/csv", "text/markdown", "text/calendar",
    "application/json", "application/x-ndjson", "application/atom+xml", "image/svg+xml",
)  # fmt: skip


class Packed:
    """Packs what an application sends, where the asker takes it and nobody can learn from it.

    How long a packed body is says something of what stands in it: whoever has another's browser
    ask for pages that repeat a text of theirs beside a secret finds the secret out by trying. So
    nothing is packed that is not to be stored, as forms with their tokens are, nor what is sent to
    somebody who signed in with a browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: Kept[bytes] = Kept(MOST_KEPT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        wanted = takes_gzip(headers.getlist("accept-encoding")) and "cookie" not in headers
        sending = _Sending(send, self._kept, _tags(headers), wanted=wanted)
        await self._app(_without_marks(scope), receive, sending)


class _Sending:
    """One answer on its way."""

    def __init__(self, send: Send, kept: Kept[bytes], tags: str, *, wanted: bool) -> None:
        self._send = send
        self._kept = kept
        self._tags = tags
        self._wanted = wanted
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _may_vary(message):
                self._start = message
                MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
                return
            _with_mark_of(message, self._tags)
        elif self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            if self._wanted and not message.get("more_body", False):
                message = await self._packed(start, message)
            await self._send(start)
        await self._send(message)

    async def _packed(self, start: Message, message: Message) -> Message:
        body = bytes(message.get("body", b""))
        if len(body) < SMALLEST:
            return message
        digest = sha256(body).digest()
        packed = self._kept.get(digest)
        if packed is None:
            packed = await run_in_threadpool(gzip.compress, body, _LEVEL, mtime=0)
            self._kept.put(digest, packed, len(packed))
        headers = MutableHeaders(scope=start)
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(packed))
        if "etag" in headers:
            headers["etag"] = f'{headers["etag"][:-1]}{_MARK}"'
        return {**message, "body": packed}


def takes_gzip(given: list[str]) -> bool:
    """Whether headers of an asker say that a body may come packed.

    >>> takes_gzip(["gzip, br"]), takes_gzip(["gzip;q=0"]), takes_gzip(["br"]), takes_gzip([])
    (True, False, False, False)
    """
    for part in ",".join(given).split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name in ("gzip", "x-gzip"):
            return not any(p.startswith("q=") and not p[2:].strip("0.") for p in parameters)
    return False


def _may_vary(message: Message) -> bool:
    """Whether a body is one that would be packed for some askers."""
    headers = Headers(raw=message["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    return (
        kind in _TYPES
        and message["status"] != 304
        and "no-store" not in headers.get("cache-control", "")
        and "content-encoding" not in headers
        and "set-cookie" not in headers
    )


# Names of packed bytes ---------------------------------------------------------------------------


def _tags(headers: Headers) -> str:
    return ",".join(headers.getlist("if-none-match"))


def _without_marks(scope: Scope) -> Scope:
    """A request that names bytes as they are before they are packed."""
    name, mark = b"if-none-match", f'{_MARK}"'.encode()
    headers = [
        (key, value.replace(mark, b'"') if key == name else value)
        for key, value in scope["headers"]
    ]
    return {**scope, "headers": headers}


def _with_mark_of(message: Message, tags: str) -> None:
    """Has an answer without a body name the bytes that the asker has: packed ones where it does."""
    headers = MutableHeaders(scope=message)
    if message["status"] != 304:
        return
    headers.add_vary_header("Accept-Encoding")
    marked = f'{headers.get("etag", "")[:-1]}{_MARK}"'
    if marked in tags:
        headers["etag"] = marked
