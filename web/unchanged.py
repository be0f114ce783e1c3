"""Whoever asks again for what has not changed is answered before anything more is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusal import InvalidInput
from service.kept import Kept
from service.store.interface import Head
from web.readers import Readers, TooSlow

MOST_KEPT: Final = 4 * 2**20
"""Bytes of requests that are remembered with the heads of their answers."""

_HEADERS: Final = (b"if-none-match", b"accept", b"accept-encoding")
"""What an answer without a body depends on, besides its address."""

RawHeaders = tuple[tuple[bytes, bytes], ...]


class Asked(NamedTuple):
    """A request, how far the record had come, and the day: all that an answer of 304 rests on."""

    path: str
    ending: str
    query: bytes
    headers: RawHeaders
    head: Head
    today: date


class Unchanged:
    """Repeats that an answer has not changed, where nothing was recorded since that was said.

    What has which name is decided behind it alone. Nothing is repeated to somebody who signed in
    with a browser.
    """

    def __init__(self, app: ASGIApp, readers: Readers, today: Callable[[], date]) -> None:
        self._app = app
        self._readers = readers
        self._today = today
        self._kept: Kept[RawHeaders] = Kept(MOST_KEPT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        asked = await self._asked(scope)
        if asked is None:
            await self._app(scope, receive, send)
            return
        headers = self._kept.get(asked)
        if headers is not None:
            start = {"type": "http.response.start", "status": 304, "headers": list(headers)}
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return
        found = list[RawHeaders]()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 304:
                found.append(tuple(message["headers"]))
            await send(message)

        await self._app(scope, receive, noted)
        # The record has come as far still, so the answer was of that one.
        if found and await self._asked(scope) == asked:
            self._kept.put(asked, found[0], len(repr((asked, found[0]))))

    async def _asked(self, scope: Scope) -> Asked | None:
        """What names the request; None where it is not one that may have changed nothing."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        names = {name for name, _ in scope["headers"]}
        if b"if-none-match" not in names or b"cookie" in names:
            return None
        headers = tuple(each for each in scope["headers"] if each[0] in _HEADERS)
        path, ending = str(scope["path"]), str(scope["state"]["ending"])
        try:
            head = await self._readers.head()
        except (TooSlow, InvalidInput):
            return None
        return Asked(path, ending, scope["query_string"], headers, head, self._today())
