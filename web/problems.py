"""Problems as programs read them: RFC 9457, with what would do instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from domain.characters import visible
from domain.refusal import PLACEHOLDERS, AnyFix, Broken, Failure, Fix, InvalidInput, Run, SetField
from domain.refusal import Problem as OfLine
from projections.answer import json_text
from projections.history import event_json
from service.recording import Overtaken
from service.rejected import Rejected
from service.store.interface import CannotWrite, Conflict, StoreError
from views import spelling
from views.html.run_page import page_of
from views.options import OPTIONS

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

_STATUS: Final = {
    "unknown-fact": 404,
    "unknown-answer": 404,
    "undone": 404,
    "read-only": 403,
    "overtaken": 412,
}
"""The status of a refusal by its code, where its class does not say it."""

_SOUGHT: Final = {"unknown-actor": "name", "unknown-fact": "fact"}
"""What was looked for in vain, among the values of a refusal, by its code."""

_PLACE: Final = re.compile(r"\S*[/\\]\S*")
"""What may be the path or the URL of a store."""


class Problem(Exception):
    """A request that is refused, with the status that says how.

    `sought` is a name that was looked for and not found: a page offers to search for it.
    """

    def __init__(
        self,
        status: int,
        *,
        name: str = "",
        title: str = "",
        headers: Mapping[str, str] | None = None,
        beside: Mapping[str, object] | None = None,
        sought: str = "",
    ) -> None:
        self.status = status
        self.name = name or _NAMES.get(status, "refused")
        self.title = title or TITLES.get(status, "That is refused.")
        self.headers = dict(headers or {})
        self.beside = dict(beside or {})
        self.sought = sought
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


class Asked(NamedTuple):
    """The address that was asked for: its path, and its parameters as they were given."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    def with_parameter(self, name: str, value: str) -> str:
        """The same address with one parameter set."""
        kept = [(each, old) for each, old in self.parameters if each != name]
        return self._text(self.path, [*kept, (name, value)])

    def with_name(self, old: str, new: str, within: str = "") -> str:
        """The same address with one name in place of another; empty where that is not in it.

        Of a list a name is one part, and none is there twice. Words that are looked for are not
        names; `within` is the only parameter that may have it, if that is known.
        """
        may = [each for each in self._parts if each and not within]
        parts = [_other(part, old, new) if part in may else part for part in self._parts]
        given = [
            (name, _other(value, old, new) if name != "q" and within in ("", name) else value)
            for name, value in self.parameters
        ]
        if (parts, given) == (self._parts, list(self.parameters)):
            return ""
        return self._text("/".join(parts), list(dict.fromkeys(given)))

    @property
    def _parts(self) -> list[str]:
        return self.path.split("/")

    @staticmethod
    def _text(path: str, parameters: Sequence[tuple[str, str]]) -> str:
        query = urlencode(parameters, safe=":,@", quote_via=quote)
        return quote(path, safe="/:@,") + (f"?{query}" if query else "")


def _other(text: str, old: str, new: str) -> str:
    """A name, or a list of names, with one in place of another."""
    parts = [part.strip() for part in text.split(",")]
    if old.casefold() not in map(str.casefold, parts):
        return text
    right = (new if part.casefold() == old.casefold() else part for part in parts)
    return ",".join(dict.fromkeys(right))


def problem_of(refused: InvalidInput, asked: Asked) -> Problem:
    """A refusal as a problem: its sentence, its code, and its fixes.

    A store that fails is not named: where it lies concerns nobody else.
    """
    status = status_of(refused)
    hides = isinstance(refused, StoreError) and not isinstance(refused, Conflict)
    said = _without_places(refused.said) if hides else refused.said
    fixes = () if hides else refused.fixes
    commands = [spelling.command(fix).paste for fix in fixes]
    beside: dict[str, object] = {"fixes": [_fix(fix, refused, asked) for fix in fixes]}
    if commands:
        beside["command"] = visible(commands[0])
    if refused.column is not None:
        beside["at"] = {"line": 1, "column": refused.column}
    if isinstance(refused, Rejected):
        beside["problems"] = [_line(each) for each in refused.problems]
    if isinstance(refused, Overtaken):
        beside["since"] = [event_json(each) for each in refused.theirs]
    return Problem(
        status,
        name=refused.code,
        title=visible(said),
        headers={"retry-after": "1"} if status == 503 else {},
        beside=beside,
        sought=refused.values.get(_SOUGHT.get(refused.code, ""), ""),
    )


def _line(problem: OfLine) -> dict[str, object]:
    """What is wrong with one line of what was sent."""
    fixes = [spelling.line(fix) for fix in problem.fixes]
    return {
        "at": {"line": problem.line, "column": problem.column},
        "title": visible(problem.said),
        **({"detail": problem.page} if problem.page else {}),
        "code": problem.code,
        "fixes": [{"try": visible(fix.paste), "means": visible(fix.meaning)} for fix in fixes],
    }


def _fix(fix: AnyFix, refused: InvalidInput, asked: Asked) -> dict[str, str]:
    """What would do instead: as a text to try, and as an address where it is one."""
    found = {"try": spelling.command(fix).paste, "means": visible(fix.meaning)}
    match fix:
        case Fix():
            within = "layer" if refused.code == "unknown-layer" else ""
            named = (asked.with_name(old, fix.paste, within) for old in refused.values.values())
            address = next(filter(None, named), "")
        case SetField():
            name = OPTIONS[fix.field].name if fix.field in OPTIONS else fix.field
            found["try"] = f"{name}={fix.value or '1'}"
            known = fix.value not in PLACEHOLDERS
            address = asked.with_parameter(name, fix.value or "1") if known else ""
        case Run():
            page = None if asked.path.startswith("/v1") else page_of(fix)
            address = page.text if page else ""
    found["try"] = visible(found["try"])
    return {**found, "href": address} if address else found


def _without_places(said: str) -> str:
    return _PLACE.sub("the timeline", said)
