"""What is read of a request that records: its token, its key, its body, and where it is from."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request

from web.problems import Problem
from web.tokens import Holder, Tokens

LARGEST_BODY: Final = 256 * 1024
BODY_SECONDS: Final = 10
LONGEST_KEY: Final = 200

_SCHEME: Final = "bearer "


def holder_of(request: Request, tokens: Tokens, scope: str) -> Holder:
    """Who asks, by the token. Raises Problem for none, a wrong one, and one that may not do that.

    The first two are one refusal: it does not say which tokens there are.
    """
    given = request.headers.getlist("authorization")
    header = given[0] if len(given) == 1 else ""
    token = header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else ""
    holder = tokens.holder(token)
    if holder is None:
        raise Problem(401, headers={"www-authenticate": "Bearer"})
    if scope not in holder.scopes:
        raise Problem(403, name="not-for-this-token", title=f"that token is not one to {scope}.")
    return holder


def check_origin(request: Request) -> None:
    """Raises Problem where a page from elsewhere has a browser send this.

    A program that is not a browser sends neither header.
    """
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "none")
    try:
        elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    except ValueError:  # it cannot be read, so it is not that of this server
        elsewhere = True
    if elsewhere or site not in ("none", "same-origin"):
        said = "a page from elsewhere cannot record anything here."
        raise Problem(403, name="other-origin", title=said)


def key_of(request: Request) -> str:
    """The key under which a request may be sent again. Raises Problem where there is none."""
    given = request.headers.getlist("idempotency-key")
    key = given[0].strip() if len(given) == 1 else ""
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        said = "a request that records has one Idempotency-Key, under which it may be sent again."
        raise Problem(400, name="no-key", title=said)
    return key


def version_of(request: Request) -> int:
    """The version of a fact that somebody has seen. Raises Problem where none is named."""
    tag = request.headers.get("if-match", "").strip()
    if not tag:
        said = "an act names the version of the fact that you have seen: If-Match."
        raise Problem(428, name="no-version", title=said)
    plain = tag[1:-1] if len(tag) > 2 and tag[0] == tag[-1] == '"' else tag
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise Problem(412, name="other-version", title="that is not a version of a fact.")
    return int(plain)


async def body_of(request: Request) -> bytes:
    """The body. Raises Problem where it is too large, or comes too slowly."""
    found = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                found += chunk
                if len(found) > LARGEST_BODY:
                    raise Problem(413)
    except TimeoutError:
        raise Problem(408, title="the body did not arrive in time.") from None
    except ClientDisconnect:
        raise Problem(400) from None
    return bytes(found)


@dataclass(frozen=True)
class Body:
    """The body of a request that records, with the bytes that name it."""

    raw: bytes
    media_type: str

    @classmethod
    async def of(cls, request: Request) -> Body:
        """The body of a request. Raises Problem."""
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        return cls(await body_of(request), media_type)

    def lines(self) -> str:
        """Lines of `.facts`: the text itself, or `lines` of a JSON object. Raises Problem."""
        if self.media_type == "text/plain":
            return self._text()
        lines = self.fields(("lines",)).get("lines")
        if not isinstance(lines, str):
            raise Problem(422, name="no-lines", title='a body of JSON has "lines", a text.')
        return lines

    def fields(self, names: tuple[str, ...]) -> dict[str, object]:
        """The fields of a JSON object, of those names alone. Raises Problem."""
        if self.media_type != "application/json":
            said = f"this takes application/json, not {self.media_type or 'a body of no type'}."
            raise Problem(415, name="other-media-type", title=said)
        try:
            found = json.loads(self._text() or "{}")
        except (ValueError, RecursionError):
            raise Problem(400, name="not-json", title="the body is not JSON.") from None
        if not isinstance(found, dict):
            raise Problem(422, name="not-an-object", title="the body is a JSON object.")
        fields = cast("dict[str, object]", found)
        others = [name for name in fields if name not in names]
        if others:
            said = f'"{others[0]}" is not a field of this request; it takes {", ".join(names)}.'
            raise Problem(422, name="unknown-field", title=said)
        return fields

    def _text(self) -> str:
        try:
            return self.raw.decode()
        except UnicodeDecodeError:
            raise Problem(400, name="not-utf-8", title="the body is not UTF-8.") from None
