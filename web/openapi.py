"""The description of the API, OpenAPI 3.1: made of the questions, and of the types of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from projections.schemas import SCHEMAS, schema_of
from views.endpoints import Endpoint
from web.forms import MEDIA_TYPES
from web.problems import MEDIA_TYPE as PROBLEM

Json = dict[str, Any]
ByStatus = dict[int | str, dict[str, Any]]

_BESIDES: Final = {
    "state": ("spread",),
    "why": ("why-fact", "layer-day", "unknown-fact"),
    "fact": ("unknown-fact",),
    "kinds": ("lenses",),
    "actors": ("actor",),
    "board": ("board-pairs",),
}
"""Further answers to a question: with other words, every lens, or of what nobody knew."""

_ABOUT: Final = """Every question about ties of states has an address here. An answer is what
`detente` prints with `--json`, byte for byte; the header `Detente-Command` says which command that
is. A path may end in `.json`, `.csv`, `.jsonl`, `.md` or `.svg` instead of `Accept`."""

_PROBLEM: Final[Json] = {
    "description": "A refusal, RFC 9457.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "Which refusal it is, an address that explains."},
        "title": {"type": "string", "description": "What is wrong, a sentence."},
        "status": {"type": "integer"},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "fixes": {
            "type": "array",
            "description": "What would do instead.",
            "items": {
                "type": "object",
                "properties": {
                    "try": {"type": "string"},
                    "means": {"type": "string"},
                    "href": {"type": "string", "description": "The same address with it."},
                },
                "required": ["try", "means"],
            },
        },
        "command": {"type": "string", "description": "The first of them on a terminal."},
        "request_id": {"type": "string", "description": "What the server's log calls it."},
    },
    "required": ["type", "title", "status", "instance", "request_id"],
}

_HEADERS: Final = {
    "ETag": "A name of these bytes, for If-None-Match.",
    "Detente-Command": "The same question on a terminal; other than ASCII is percent-encoded.",
    "Detente-Position": "How far the record had come.",
    "Detente-Exit": "The exit code of the command: 3 where nothing is known.",
}

REFUSALS: Final[Mapping[str, str]] = {
    "400": "A request that cannot be read.",
    "401": "A token is needed.",
    "403": "A timeline for reading, or a token that may not do that.",
    "404": "No such fact, or no such address.",
    "406": "The answer has no such form.",
    "408": "The body comes too slowly.",
    "409": "The record has another digest at that position; a rule of the record.",
    "412": "The fact has another version.",
    "413": "The body is too large.",
    "414": "The address is too long.",
    "415": "Another media type is wanted.",
    "421": "A host that is not this server's.",
    "422": "A question that means nothing.",
    "428": "No version is named: If-Match.",
    "429": "Too many requests.",
    "500": "A mistake of ours, or a damaged record.",
    "503": "It takes too long.",
}


READING: Final = (
    "400",
    "401",
    "403",
    "404",
    "406",
    "409",
    "414",
    "421",
    "422",
    "429",
    "500",
    "503",
)
"""What a question may be refused with."""


def refusals(*statuses: str) -> ByStatus:
    """Refusals as an operation documents them; those of a question where none is named."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": said, "content": {PROBLEM: {"schema": schema}}}
        for status, said in REFUSALS.items()
        if status in (statuses or READING)
    }


def responses(endpoint: Endpoint) -> ByStatus:
    """What an endpoint answers, by status."""
    return answer_of(answers(endpoint))


def answer_of(names: Iterable[str]) -> ByStatus:
    """What an address answers whose answers are of some schemas, by status."""
    schemas = [{"$ref": f"#/components/schemas/{_component(name)}"} for name in names]
    text = {"schema": {"type": "string"}}
    texts = {
        MEDIA_TYPES[form].partition(";")[0]: text for form in ("csv", "md", "jsonl", "svg", "atom")
    }
    headers = {
        name: {"description": said, "schema": {"type": "string"}} for name, said in _HEADERS.items()
    }
    return {
        "200": {
            "description": "The answer; also where nothing is known.",
            "headers": headers,
            "content": {"application/json": {"schema": {"anyOf": schemas}}, **texts},
        },
        "304": {"description": "You have these bytes already."},
        **refusals(),
    }


def answers(endpoint: Endpoint) -> list[str]:
    """The schemas of the answers to a question: `state@2`."""
    asked = endpoint.listed.name
    names = {asked, f"layer-{asked}", *_BESIDES.get(asked, ())}
    if "layer" in endpoint.options:
        names.add("layers")
    return [name for name in SCHEMAS if name.partition("@")[0] in names]


def _component(name: str) -> str:
    """A schema's name as a part of the description may be called: `state.2`."""
    return name.replace("@", ".")


def described(app: FastAPI) -> Json:
    """The description of an application."""
    found = get_openapi(
        title="détente",
        version=app.version,
        description=" ".join(_ABOUT.split()),
        routes=app.routes,
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, found_there in _without_null(found["paths"]).items():
        found["paths"][path] = found_there
    schemas |= {"Problem": _PROBLEM, **dict(_schemas())}
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return found


def _without_null(value: Any) -> Any:  # JSON of any shape
    """Paths whose parameters are what they are where they are given, and nothing beside it."""
    if isinstance(value, list):
        return [_without_null(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_null(each) for key, each in value.items() if key != "title"}
    kinds = kept.get("anyOf", [])
    if len(kinds) == 2 and {"type": "null"} in kinds:
        kinds = [each for each in kept.pop("anyOf") if each != {"type": "null"}]
        kept = {**kinds[0], **kept}
    return kept


def _schemas() -> Iterator[tuple[str, Json]]:
    """Every schema of an answer, and the parts that they share."""
    shared: dict[str, Json] = {}
    for name in SCHEMAS:
        whole = dict(schema_of(name))
        parts: Json = whole.pop("$defs", {})
        renamed = {
            part: part if shared.setdefault(part, found) == found else f"{_component(name)}.{part}"
            for part, found in parts.items()
        }
        for dropped in ("$schema", "$id"):
            whole.pop(dropped, None)
        yield _component(name), _moved(whole, renamed)
        for part, found in parts.items():
            yield renamed[part], _moved(found, renamed)


def _moved(value: Any, renamed: Mapping[str, str]) -> Any:  # JSON of any shape
    """A schema whose references lead to the parts as they are called here."""
    if isinstance(value, list):
        return [_moved(each, renamed) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"#/components/schemas/{renamed[str(each).rpartition('/')[2]]}"
        if key == "$ref"
        else _moved(each, renamed)
        for key, each in value.items()
    }
