"""Sessions: who is signed in with a browser, by a cookie that scripts and other sites never see."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Final

from starlette.requests import HTTPConnection

from web.tokens import Holder

MOST: Final = 1000
SECONDS: Final = 12 * 3600


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in: `token` is in each form, as no other site can know it."""

    holder: Holder
    token: str
    until: float


@dataclass
class Sessions:
    """Everybody who is signed in; they are forgotten when the server stops."""

    clock: Callable[[], float] = time.monotonic
    sign_in_token: str = field(default_factory=token_urlsafe)
    _by_cookie: OrderedDict[str, Session] = field(default_factory=OrderedDict[str, Session])

    def begin(self, holder: Holder) -> str:
        """Begins a session, and returns what its cookie holds."""
        cookie = token_urlsafe(32)
        self._by_cookie[cookie] = Session(holder, token_urlsafe(32), self.clock() + SECONDS)
        while len(self._by_cookie) > MOST:
            self._by_cookie.popitem(last=False)
        return cookie

    def of(self, request: HTTPConnection) -> Session | None:
        """The session of a request; None where nobody is signed in, or no longer."""
        given = request.cookies.get(cookie_name(request), "")
        found = self._by_cookie.get(given)
        if found is not None and found.until < self.clock():
            del self._by_cookie[given]
            return None
        return found


def is_away(request: HTTPConnection) -> bool:
    """Whether a request came to a name that is not this machine's own."""
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    return host.strip("[]") not in ("localhost", "127.0.0.1", "::1")


def cookie_name(request: HTTPConnection) -> str:
    """What the cookie is called; browsers keep one with this prefix to its host, and to HTTPS."""
    return "__Host-detente" if is_away(request) else "detente"


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not say how much of them is."""
    return hmac.compare_digest(one.encode(), other.encode())
