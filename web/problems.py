"""Problems as programs read them: RFC 9457, with what would do instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from domain.characters import visible
from domain.refusal import AnyFix, Broken, Failure, Fix, InvalidInput, SetField
from projections.answer import json_text
from service.store.interface import CannotWrite, Conflict, StoreError
from views import spelling

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final = {
    400: "That is not a request which can be read.",
    401: "That needs a token.",
    403: "This timeline is served for reading only.",
    404: "There is nothing at this address.",
    405: "That method is not for this address.",
    406: "This answer has no such form.",
    413: "That is too large.",
    414: "That address is too long.",
    421: "This server does not answer for that host.",
    429: "Too many requests; wait a moment.",
    500: "Something went wrong here.",
    503: "That took too long, or too much is asked at once; try again.",
}
"""What is wrong, where nobody says it more exactly."""

_STATUS: Final = {"unknown-fact": 404, "undone": 404, "read-only": 403, "overtaken": 412}
"""The status of a refusal by its code, where its class does not say it."""

_PLACE: Final = re.compile(r"\S*[/\\]\S*")
"""What may be the path or the URL of a store."""


class Problem(Exception):
    """A request that is refused, with the status that says how."""

    def __init__(
        self,
        status: int,
        *,
        name: str = "",
        title: str = "",
        headers: Mapping[str, str] | None = None,
        beside: Mapping[str, object] | None = None,
    ) -> None:
        self.status = status
        self.name = name or _NAMES.get(status, "refused")
        self.title = title or TITLES.get(status, "That is refused.")
        self.headers = dict(headers or {})
        self.beside = dict(beside or {})
        super().__init__(self.title)

    def json(self, instance: str, request_id: str) -> str:
        """The problem as the body of an answer."""
        return json_text(
            {
                "type": f"/problems/{self.name}",
                "title": self.title,
                "status": self.status,
                "instance": instance,
                **self.beside,
                "request_id": request_id,
            }
        )


_NAMES: Final = {
    400: "bad-request",
    401: "no-token",
    403: "read-only",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    414: "address-too-long",
    421: "wrong-host",
    429: "too-many-requests",
    500: "our-mistake",
    503: "too-slow",
}


def status_of(refused: InvalidInput) -> int:
    """The status of a refusal."""
    if refused.code in _STATUS:
        return _STATUS[refused.code]
    match refused:
        case Broken():
            return 500
        case Conflict():
            return 409
        case CannotWrite() | StoreError():
            return 503
        case Failure():
            return 409
        case _:
            return 422


def problem_of(refused: InvalidInput) -> Problem:
    """A refusal as a problem: its sentence, its code, and its fixes.

    A store that fails is not named: where it lies concerns nobody else.
    """
    status = status_of(refused)
    hides = isinstance(refused, StoreError) and not isinstance(refused, Conflict)
    said = _without_places(refused.said) if hides else refused.said
    fixes = [] if hides else [_fix(fix) for fix in refused.fixes]
    commands = [] if hides else [spelling.command(fix).paste for fix in refused.fixes]
    return Problem(
        status,
        name=refused.code,
        title=visible(said),
        headers={"retry-after": "1"} if status == 503 else {},
        beside={"fixes": fixes, **({"command": commands[0]} if commands else {})},
    )


def _fix(fix: AnyFix) -> dict[str, str]:
    match fix:
        case Fix():
            tried = fix.paste
        case SetField():
            tried = f"{fix.field}={fix.value or '1'}"
        case _:
            tried = spelling.command(fix).paste
    return {"try": visible(tried), "means": visible(fix.meaning)}


def _without_places(said: str) -> str:
    return _PLACE.sub("the timeline", said)
