"""What records, as the description of the API has it: made of the acts and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from views.endpoints import ROOT
from web.openapi import Json, refusals
from web.writing import ACTS

_TEXT: Final[Json] = {"type": "string"}
_FIELDS: Final[dict[str, Json]] = {
    "set": {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": "What is right, by field.",
    },
    "cancelled": {"type": "boolean"},
}
"""Fields of acts that are anything but a text."""

_NEEDED: Final = {
    "400": "No Idempotency-Key, or no JSON.",
    "403": "A timeline for reading, or a token that may not record.",
    "408": "The body comes too slowly.",
    "412": "The fact has another version.",
    "413": "The body is too large.",
    "415": "Another media type is wanted.",
    "428": "No version is named: If-Match.",
}
_RECEIPT: Final = {"application/json": {"schema": {"$ref": "#/components/schemas/recorded.1"}}}


def writing_paths() -> Iterator[tuple[str, Json]]:
    """Each path that records, with what it takes."""
    lines = _object({"lines": _TEXT}, required=["lines"])
    text = {"text/plain": {"schema": _TEXT}, "application/json": {"schema": lines}}
    yield f"{ROOT}/facts", _post("add", "Records lines of `.facts`.", text, [])
    for name, act in ACTS.items():
        fields = {field: _FIELDS.get(field, _TEXT) for field in act.fields}
        body = {"application/json": {"schema": _object(fields)}}
        fact = [_parameter("fact", "path", "A fact by its handle.")]
        seen = [_parameter("If-Match", "header", "The version of it that you have seen.")]
        said = f"Records about a fact: `{name}`."
        yield f"{ROOT}/facts/{{fact}}/{name}", _post(name, said, body, [*fact, *seen])
    because = {"application/json": {"schema": _object({"because": _TEXT})}}
    yield f"{ROOT}/undo", _post("undo", "Takes the last command back.", because, [])
    number = {**_parameter("number", "path", "Which command."), "schema": {"type": "integer"}}
    yield f"{ROOT}/undo/{{number}}", _post("undo-one", "Takes a command back.", because, [number])
    yield f"{ROOT}/redo", _post("redo", "Does again what was taken back.", because, [])


def _post(name: str, said: str, content: Json, parameters: list[Json]) -> Json:
    key = _parameter("Idempotency-Key", "header", "Under which it may be sent again.")
    dry: Json = {
        **_parameter("dry_run", "query", "1: says what it would do, and records nothing."),
        "schema": {"enum": ["0", "1"]},
    }
    refused = {
        status: {**found, "description": _NEEDED.get(str(status), found["description"])}
        for status, found in refusals(*_NEEDED).items()
    }
    return {
        "post": {
            "operationId": f"record-{name}",
            "summary": said,
            "security": [{"token": []}],
            "parameters": [*parameters, key, dry],
            "requestBody": {"content": content},
            "responses": {
                "200": {"description": "What it would do, or nothing new.", "content": _RECEIPT},
                "201": {"description": "What was recorded.", "content": _RECEIPT},
                **refusals(),
                **refused,
            },
        }
    }


def _parameter(name: str, place: str, said: str) -> Json:
    return {
        "name": name, "in": place, "description": said, "required": place == "path",
        "schema": _TEXT,
    }  # fmt: skip


def _object(properties: dict[str, Any], required: list[str] | None = None) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }
